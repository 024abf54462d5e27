"""A batch job: everything that affects the output, recorded beside it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from .. import __version__
from ..errors import InputError
from ..hub import Manifest, ModelFile, find_manifest, load_manifest
from ..redaction.operators.operators import Hash, OperatorSpec, parse_operator
from ..sync import run
from .errors import KeyMissingError
from .pseudonyms import Secret

__all__ = ["DEFAULT_MODELS", "FORMATS", "Job", "Limits", "Task"]

Task = Literal["redact", "classify", "embed"]

DEFAULT_MODELS: Mapping[str, str] = {
    "redact": "nationaldesignstudio/rampart",
    "classify": "stackone/minilm-multihead-v5",
    "embed": "sentence-transformers/all-MiniLM-L6-v2",
}
RESULT_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "redact": ("findings",), "classify": ("label", "score", "scores"), "embed": ("embedding",),
}  # fmt: skip
FORMATS: Mapping[str, str] = {
    ".txt": "text", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "csv", ".parquet": "parquet",
}  # fmt: skip
SUFFIXES: Mapping[str, str] = {"text": ".txt", "jsonl": ".jsonl", "csv": ".csv", "parquet": ".parquet"}
"""The suffix that files of a format are written with."""
_SHOWN = frozenset({"operator", "type", "new_value", "char", "masking_char", "hash_type"})
"""Options of operators that are written down as they are. Any other text may be a key."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes that keep memory bounded. `partition_bytes=None` chooses by the size of the input."""

    max_chars: int = 1_000_000
    partition_bytes: int | None = None

    def __post_init__(self) -> None:
        if self.max_chars < 1 or (self.partition_bytes is not None and self.partition_bytes < 1):
            raise InputError("Limits must be at least 1.")

    @property
    def max_record_bytes(self) -> int:
        """A record with more bytes is not read at all: JSON uses at most 12 bytes per character."""
        return 12 * self.max_chars + (1 << 16)

    def target_bytes(self, total_bytes: int) -> int:
        """Return the target size of a partition: about 2,000 partitions, none of them tiny or huge."""
        if self.partition_bytes is not None:
            return min(self.partition_bytes, self.max_record_bytes)
        return min(max(total_bytes // 2000, 1 << 16), 1 << 22, self.max_record_bytes)


@dataclass(frozen=True, slots=True)
class Job:
    """One run: its inputs, its task, and its output.

    With `whole_files` a text file is one document; otherwise each of its lines is one. `secret` turns placeholders
    into pseudonyms; with `reversible`, `tabside reveal` restores their values. `more_columns` are read beside `column`,
    each cell behind the name of its column; with `all_columns` these are all in the inputs. Only redact has them.
    """

    task: Task
    inputs: tuple[str, ...]
    output: str
    column: str = "text"
    format: str | None = None
    whole_files: bool = False
    encoding: str = "utf-8"
    limits: Limits = field(default_factory=Limits)
    model: str = ""
    dtype: str | None = None
    device: str = "auto"
    entities: tuple[str, ...] | None = None
    threshold: float | None = None
    operator: OperatorSpec = "placeholder"
    operators: Mapping[str, OperatorSpec] = field(default_factory=dict)
    secret: Secret | None = None
    reversible: bool = False
    more_columns: tuple[str, ...] = ()
    all_columns: bool = False

    def __post_init__(self) -> None:
        if self.task not in DEFAULT_MODELS:
            raise InputError(f"There is no such batch task. Tasks: {', '.join(DEFAULT_MODELS)}.")
        if not self.model:
            object.__setattr__(self, "model", DEFAULT_MODELS[self.task])
        if taken := self.taken([self.column, *self.more_columns]):
            raise InputError(f"The text cannot be in a column {taken[0]}: results go there.")
        if self.task != "redact" and (self.more_columns or self.all_columns):
            raise InputError("Only redact takes several columns.")
        if self.whole_files and (self.more_columns or self.all_columns):
            raise InputError("Whole files have no columns.")
        if self.format is not None and self.format not in SUFFIXES:
            raise InputError(f"There is no such format. Formats: {', '.join(SUFFIXES)}.")
        if self.reversible and self.secret is None:
            raise KeyMissingError("Reversible pseudonyms need a key: --key-file FILE, or TABSIDE_KEY.")
        for spec in (self.operator, *self.operators.values()):
            operator = parse_operator(spec)
            if isinstance(operator, Hash) and not _options_of(spec).get("salt"):
                # Each process would draw its own salt, so partitions and runs would not agree.
                raise InputError("In a batch the hash operator needs a salt; a key makes better pseudonyms.")
        try:
            plain = bytes(range(32, 127)).decode("ascii")
            if plain.encode(self.encoding) != plain.encode("ascii"):
                raise InputError("The encoding must write ASCII as ASCII does: convert UTF-16 and UTF-32 first.")
        except LookupError as error:
            raise InputError("There is no encoding of that name.") from error

    def result_columns(self) -> tuple[str, ...]:
        """Return the columns added by the task."""
        return RESULT_COLUMNS[self.task]

    def taken(self, names: Collection[str]) -> list[str]:
        """Return the columns of an input that results would overwrite."""
        return [name for name in self.result_columns() if name in names]

    def refuse_taken(self, names: Collection[str], where: str) -> None:
        """Raise InputError for an input that has a result column already."""
        if taken := self.taken(names):
            raise InputError(f"{where} has a column {taken[0]} already, where results would go; rename it first.")

    def resolved(self) -> Job:
        """Return the same job with device and dtype decided, so that all workers use the same ones.

        A hub model is resolved here, once; its commit is remembered.
        """
        run(find_manifest(self.model))
        device = _device(self.device)
        dtype = self.dtype
        if dtype in (None, "auto"):
            dtype = self.manifest().model_file(None, device).dtype
        return replace(self, device=device, dtype=dtype)

    def manifest(self) -> Manifest:
        """Return the model's manifest. Raises UnknownModelError, ManifestError."""
        return load_manifest(self.model)

    def model_files(self) -> list[ModelFile]:
        """Return the files whose bytes affect the results."""
        manifest = self.manifest()
        return manifest.files_to_load(manifest.model_file(self.dtype, self.device))

    def identity(self) -> dict[str, Any]:
        """Return, as plain data, everything the results depend on besides the inputs' bytes. Contains no secret."""
        return {
            "version": __version__,
            "task": self.task,
            "column": self.column,
            **({"more_columns": list(self.more_columns)} if self.more_columns else {}),
            "format": self.format,
            "whole_files": self.whole_files,
            "encoding": self.encoding,
            "max_chars": self.limits.max_chars,
            "partition_bytes": self.limits.partition_bytes,
            "model": self.model,
            "dtype": self.dtype,
            "device": self.device,
            "model_files": {file.path: file.sha256 for file in self.model_files()},
            "entities": None if self.entities is None else sorted(self.entities),
            "threshold": self.threshold,
            "operator": _hidden(self.operator),
            "operators": {entity: _hidden(spec) for entity, spec in sorted(self.operators.items())},
            "key": None if self.secret is None else self.secret.fingerprint(),
            "reversible": self.reversible,
        }


def _options_of(spec: OperatorSpec) -> Mapping[str, Any]:
    """Return an operator's options, those of a built operator too."""
    if isinstance(spec, str):
        return {}
    return spec if isinstance(spec, Mapping) else asdict(spec)


def _hidden(spec: OperatorSpec) -> Any:
    """Return an operator's options as plain data, each that may be a secret as its fingerprint."""
    if isinstance(spec, str):
        return spec
    plain = {name: value if name in _SHOWN else _fingerprint(name, value) for name, value in _options_of(spec).items()}
    return {"operator": parse_operator(spec).name, **dict(sorted(plain.items()))}


def _fingerprint(name: str, value: object) -> Any:
    """Return what tells values of an option apart, and takes as long to try out as a passphrase does."""
    if not isinstance(value, str):
        return value
    import hashlib

    derived = hashlib.pbkdf2_hmac("sha256", value.encode("utf-8", "surrogatepass"), f"tabside {name}".encode(), 600_000)
    return derived[:8].hex()


def _device(device: str) -> str:
    if device != "auto":
        return device
    try:
        import onnxruntime
    except ImportError:
        return "cpu"
    return "cuda" if "CUDAExecutionProvider" in onnxruntime.get_available_providers() else "cpu"
