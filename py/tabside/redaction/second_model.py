"""A second model named on a command line: its size and labels, before anything large is downloaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .. import hub, platform
from ..errors import InputError
from ..model_files.load_plan import to_fetch
from .label_kinds import own_labels, proposed
from .second_opinion import DEFAULT_THRESHOLD, SecondOpinion

if TYPE_CHECKING:
    from ..model_files.manifest import Manifest

__all__ = ["PROPOSED", "SecondModel"]

PROPOSED = "proposed"
"""Stands for the entities that the names of the labels suggest."""
_ZERO_SHOT = "zero-shot-ner"


@dataclass(frozen=True, slots=True)
class SecondModel:
    """What is known of a model before it is loaded."""

    model: str
    manifest: Manifest
    dtype: str
    bytes: int
    bytes_missing: int

    @classmethod
    async def find(cls, model: str, *, dtype: str | None = None) -> SecondModel:
        """Ask what a model is: an id of the hub, or a path. Only its small files are downloaded.

        Raises:
            UnknownModelError, ManifestError, DownloadError: see `hub.find_manifest`.
        """
        manifest = await hub.find_manifest(model)
        file = manifest.model_file(dtype, platform.default_device())
        needed = manifest.files_to_load(file)
        is_local = manifest.revision == "local"
        missing = [] if is_local else to_fetch(manifest, needed, await platform.storage().stored(manifest))
        sizes = (sum(one.bytes for one in files) for files in (needed, missing))
        return cls(model, manifest, str(file.dtype), *sizes)

    @property
    def description(self) -> str:
        """The model with its size, what of it is to be downloaded, and its license."""
        to_come = f"{_megabytes(self.bytes_missing)} to download" if self.bytes_missing else "nothing to download"
        size = f"{_megabytes(self.bytes)} of {self.dtype} weights and their tokenizer"
        return f"{self.model}: {size}, {to_come}, license {self.manifest.license.spdx}"

    def labels(self, meant: str | None) -> dict[str, str | None]:
        """Return the entity of each label, from `LABEL=ENTITY,…`, `LABEL=` to leave one out, or `proposed`.

        Raises:
            InputError: nothing is meant, and the message lists the labels; or it cannot be read.
        """
        is_zero_shot = self.manifest.task == _ZERO_SHOT
        own = own_labels(self.manifest.labels or ())
        if meant is None or (meant == PROPOSED and is_zero_shot):
            raise InputError(f"{self.description}. {_asking(is_zero_shot, proposed(own))}")
        return proposed(own) if meant == PROPOSED else _read(meant)

    async def load(
        self, labels: Mapping[str, str | None], *, threshold: float | None = None, **options: Any
    ) -> SecondOpinion:
        """Load it. `options` are those of `tabside.pipeline`. Raises the errors of `SecondOpinion.load`."""
        return await SecondOpinion.load(
            self.model,
            labels,
            task="zero-shot-ner" if self.manifest.task == _ZERO_SHOT else "token-classification",
            threshold=DEFAULT_THRESHOLD if threshold is None else threshold,
            dtype=self.dtype,
            **options,
        )


def _read(meant: str) -> dict[str, str | None]:
    labels: dict[str, str | None] = {}
    for pair in meant.split(","):
        label, separator, entity = (part.strip() for part in pair.partition("="))
        if not separator or not label:
            raise InputError(
                "--labels takes LABEL=ENTITY,LABEL=ENTITY, such as PER=PERSON,MISC= (which leaves MISC out)."
            )
        labels[label] = entity or None
    return labels


def _asking(is_zero_shot: bool, kinds: Mapping[str, str | None]) -> str:
    if is_zero_shot:
        return 'It is asked for words of your choice: --labels "company=ORGANIZATION,project name=PROJECT".'
    pairs = ",".join(f"{label}={entity or ''}" for label, entity in kinds.items())
    return f'Say what its labels stand for; their names suggest: --labels "{pairs}" (or --labels {PROPOSED}).'


def _megabytes(count: int) -> str:
    return f"{count / 1e6:,.1f} MB"
