"""A model's tokenizer and config without its weights, like transformers' Auto classes."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

from . import hub
from .env import Token, env
from .errors import ManifestError
from .refusing import refusing

if TYPE_CHECKING:
    from .pretrained import PretrainedTokenizer
    from .tokenizers import Tokenizer

__all__ = ["AutoConfig", "AutoTokenizer", "Config", "read_tokenizer"]

_TOKENIZER_FILES = ("tokenizer_config.json", "special_tokens_map.json", "chat_template.jinja")


class Config(Mapping[str, Any]):
    """A model's config.json: `config["hidden_size"]` or `config.hidden_size`.

    The keys of `id2label` are numbers. `id2label`, `label2id` and `num_labels` come from the manifest if it names the
    labels.
    """

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = dict(values)

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["_values"][name]
        except KeyError:
            raise AttributeError(f"the config has no {name}") from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def to_dict(self) -> dict[str, Any]:
        """Return a copy as a plain dict."""
        return dict(self._values)


class AutoConfig:
    """Loads configs."""

    @staticmethod
    async def from_pretrained(
        model: str,
        *,
        revision: str | None = None,
        local_files_only: bool = False,
        progress_callback: hub.ProgressCallback | None = None,
        token: Token = None,
    ) -> Config:
        """Load a model's config. Without a config.json it has the manifest's labels, max_length and options.

        Raises:
            UnknownModelError, ManifestError: the model is unknown, or its manifest pins another revision.
            DownloadError, StorageError: the file cannot be downloaded or stored (see their subclasses).
        """
        with env.using(token):
            manifest = await hub.find_manifest(model, revision=revision, local_files_only=local_files_only)
            file = manifest.one("config")
            text = None if file is None else await _read(manifest, file, local_files_only, progress_callback)
        values: dict[str, Any] = {"max_position_embeddings": manifest.max_length, **manifest.options}
        if text is not None:
            with refusing(lambda: ManifestError(f"{manifest.id}'s config.json is broken.", model=manifest.id)):
                values = {**manifest.options, **json.loads(text)}
        with refusing(lambda: ManifestError(f"{manifest.id}'s config.json names its labels otherwise.")):
            labels = {int(key): label for key, label in values.get("id2label", {}).items()}
        if manifest.labels is not None:
            labels = dict(enumerate(manifest.labels))
        if labels:
            values |= {
                "id2label": labels,
                "label2id": {label: key for key, label in labels.items()},
                "num_labels": len(labels),
            }
        return Config(values)


class AutoTokenizer:
    """Loads tokenizers."""

    @staticmethod
    async def from_pretrained(
        model: str,
        *,
        revision: str | None = None,
        local_files_only: bool = False,
        progress_callback: hub.ProgressCallback | None = None,
        use_fast: bool = False,
        token: Token = None,
    ) -> PretrainedTokenizer:
        """Load a model's tokenizer. It neither truncates nor pads until told to, whatever its file says.

        `use_fast` uses Hugging Face's Rust library if it is installed (CPython only). The results are the same.

        Raises:
            RuntimeUnavailableError: `use_fast`, and the library is not installed.
            TokenizerError: the file is invalid, or uses an unsupported feature.
            UnknownModelError, ManifestError, DownloadError, StorageError: as for `AutoConfig`.
        """
        with env.using(token):
            manifest = await hub.find_manifest(model, revision=revision, local_files_only=local_files_only)
            file = manifest.one("tokenizer")
            if file is None:
                raise ManifestError(f"The manifest of {manifest.id} names no tokenizer.", model=manifest.id)
            text = await _read(manifest, file, local_files_only, progress_callback)
            tokenizer = read_tokenizer(file, text, manifest.options, use_fast=use_fast)
            return await _pretrained(manifest, tokenizer, local_files_only)


async def _pretrained(manifest: hub.Manifest, tokenizer: Tokenizer, local_files_only: bool) -> PretrainedTokenizer:
    """Add what tokenizer_config.json and its companions say, as far as the model has them."""
    from .pretrained import PretrainedTokenizer
    from .pretrained.settings import settings_from

    texts = {
        file.path: await _read(manifest, file, local_files_only, None)
        for file in manifest.files
        if file.path in _TOKENIZER_FILES
    }
    with refusing(lambda: ManifestError(f"{manifest.id}'s tokenizer_config.json is broken.", model=manifest.id)):
        config = {"model_max_length": manifest.max_length, **json.loads(texts.get("tokenizer_config.json") or "{}")}
        tokens_map = json.loads(texts.get("special_tokens_map.json") or "{}")
        special = [token.content for token in tokenizer.get_added_tokens_decoder().values() if token.special]
        settings = settings_from(
            config, tokens_map, special, name=manifest.id, chat_template=texts.get("chat_template.jinja")
        )
    return PretrainedTokenizer(tokenizer, settings)


def read_tokenizer(file: hub.ModelFile, text: str, options: Mapping[str, Any], *, use_fast: bool = False) -> Tokenizer:
    """Build a tokenizer from the content `text` of a tokenizer.json or vocab.txt.

    Truncation and padding are off, whatever the file says: pipelines do both themselves.
    """
    from .tokenizers import Tokenizer
    from .tokenizers.contradictions import contradictions

    if file.path.endswith(".txt"):
        return Tokenizer.from_vocab(text, lowercase=bool(options.get("lowercase", True)))
    if use_fast:
        from .tokenizers.fast import FastTokenizer

        tokenizer = cast(Tokenizer, FastTokenizer(text))
    else:
        tokenizer = Tokenizer.from_str(text)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    # The Rust library does not say what it read.
    described = tokenizer.described if isinstance(tokenizer, Tokenizer) else {}
    contradicted = contradictions(options.get("tokenizer_config", {}), described)
    if contradicted:
        warnings.warn(
            f"{file.model_id}: tokenizer_config.json has another {', '.join(contradicted)} than tokenizer.json, which "
            "counts here; transformers obeys the first. Ask the model's authors which is right.",
            stacklevel=2,
        )
    return tokenizer


async def _read(
    manifest: hub.Manifest,
    file: hub.ModelFile,
    local_files_only: bool,
    progress_callback: hub.ProgressCallback | None,
) -> str:
    files = hub.default_files(local_files_only=local_files_only)
    await files.ensure(manifest, [file], progress_callback)
    return await files.read_text(file)
