"""Read and check manifests (models/manifest.schema.json)."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ..errors import ManifestError
from .canary import Canary, Reference
from .manifest import DTYPES, PATH, Derivation, License, Manifest, ModelFile, Source
from .named_revision import NAMED

__all__ = ["parse_canary", "parse_manifest"]

TASKS = (
    "token-classification", "text-classification", "feature-extraction", "text-ranking",
    "zero-shot-classification", "question-answering", "fill-mask", "zero-shot-ner", "text-detection",
    "text-recognition",
)  # fmt: skip
ROLES = ("config", "tokenizer", "model", "weights", "license", "other")

_REVISION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_CHANNEL = re.compile(r"0|[1-9][0-9]{0,5}")
_DIVISORS = (2, 4, 8, 16)
_PACKAGE = re.compile(r"(@[a-z0-9._-]+/)?[A-Za-z0-9][A-Za-z0-9._-]*")
_VERSION = re.compile(r"[0-9][A-Za-z0-9.+-]*")
_RECIPE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def parse_manifest(data: object) -> Manifest:
    """Validate a manifest's JSON against the schema and build it.

    The checks are written out because jsonschema is not available in the tab. A test compares them with the schema.

    Raises:
        ManifestError: the message names the field and the fault.
    """
    top = _Fields(data, "manifest")
    top.exactly("schema_version", 1)
    model_id = top.text("id", NAMED)
    manifest = Manifest(
        id=model_id,
        revision=top.text("revision", _REVISION),
        task=top.choice("task", TASKS),
        title=top.text("title"),
        summary=top.text("summary"),
        license=_license(top.nested("license")),
        max_length=top.integer("max_length", 8),
        labels=_labels(top),
        default_dtype=_default_dtype(top.nested("default_dtype")),
        files=_files(model_id, list(top.items("files"))),
        sources=tuple(_source(fields) for fields in top.items("sources")),
        options=top.mapping("options"),
    )
    top.nothing_else()
    paths = [file.path for file in manifest.files]
    if len(set(paths)) != len(paths):
        raise ManifestError("manifest.files: a path is named twice.", model=model_id)
    dtypes = {file.dtype for file in manifest.files}
    for device, dtype in manifest.default_dtype.items():
        if dtype not in dtypes:
            raise ManifestError(f"manifest.default_dtype.{device}: no file has {dtype}.", model=model_id)
    published = {file.path for file in manifest.published()}
    for file in manifest.files:
        if file.derived is not None and file.derived.source not in published:
            raise ManifestError(f"manifest.files: {file.path} is made from a file that is not there.", model=model_id)
    return manifest


def _license(fields: _Fields) -> License:
    license = License(fields.text("spdx"), fields.text("url", re.compile(r"https://.*")), fields.text("attribution"))
    fields.nothing_else()
    return license


def _labels(fields: _Fields) -> tuple[str, ...] | None:
    labels = fields.value("labels")
    if labels is None:
        return None
    if not isinstance(labels, list) or not all(isinstance(label, str) and label for label in labels):
        raise fields.wrong("labels", "must be null or a list of names")
    return tuple(labels)


def _default_dtype(fields: _Fields) -> dict[str, str]:
    chosen = {device: fields.choice(device, DTYPES) for device in ("wasm", "webgpu", "cpu")}
    if "cuda" in fields.data:
        chosen["cuda"] = fields.choice("cuda", DTYPES)
    fields.nothing_else()
    return chosen


def _files(model_id: str, listed: Sequence[_Fields]) -> tuple[ModelFile, ...]:
    files = [_file(model_id, fields) for fields in listed]
    weights = {file.path: file for file in files if file.role == "weights"}
    for number, (file, fields) in enumerate(zip(files, listed, strict=True)):
        if "external" not in fields.data:
            continue
        paths = fields.value("external")
        folder = file.path.rpartition("/")[0]
        if file.role != "model" or not isinstance(paths, list) or not paths or len(set(map(str, paths))) != len(paths):
            raise fields.wrong("external", "must be the paths of a model's further files")
        if not all(isinstance(path, str) and path in weights and path.rpartition("/")[0] == folder for path in paths):
            raise fields.wrong("external", "must name files of the role weights beside the model")
        files[number] = replace(file, external=tuple(weights[path] for path in paths))
    return tuple(files)


def _file(model_id: str, fields: _Fields) -> ModelFile:
    role = fields.choice("role", ROLES)
    file = ModelFile(
        model_id=model_id,
        path=fields.text("path", PATH),
        bytes=fields.integer("bytes", 1),
        sha256=fields.text("sha256", _SHA256),
        role=role,
        dtype=fields.choice("dtype", DTYPES) if role == "model" else None,
        derived=_derivation(fields.nested("derived")) if "derived" in fields.data else None,
        canary=parse_canary(fields.value("canary")) if role == "model" and "canary" in fields.data else None,
    )
    fields.allow("external")  # read once all files are known
    fields.allow("pieces")  # used by tabs, in the mirror's manifests
    fields.nothing_else()
    return file


def _derivation(fields: _Fields) -> Derivation:
    divided: list[tuple[str, tuple[tuple[int, int], ...]]] = []
    for part, channels in fields.mapping("divided").items():
        if not isinstance(channels, dict) or not channels or not all(map(_CHANNEL.fullmatch, channels)):
            raise fields.wrong("divided", "must map parts of names to channels")
        if not all(type(by) is int and by in _DIVISORS for by in channels.values()):
            raise fields.wrong("divided", f"must divide by one of {', '.join(map(str, _DIVISORS))}")
        divided.append((part, tuple((int(channel), by) for channel, by in channels.items())))
    derivation = Derivation(fields.text("from", PATH), fields.text("recipe", _RECIPE), tuple(divided))
    fields.nothing_else()
    return derivation


def _source(fields: _Fields) -> Source:
    kind = fields.choice("type", ("hub", "pypi", "npm"))
    if kind == "hub":
        fields.nothing_else()
        return Source("hub")
    paths = fields.mapping("paths")
    if not all(isinstance(path, str) and PATH.fullmatch(path) for pair in paths.items() for path in pair):
        raise fields.wrong("paths", "must map paths to paths")
    prefix = fields.text("prefix", re.compile(r"[^\\]*")) if "prefix" in fields.data else ""
    recipes = fields.mapping("recipes")
    for path, name in recipes.items():
        if not PATH.fullmatch(path) or not isinstance(name, str) or not _RECIPE.fullmatch(name):
            raise fields.wrong("recipes", "must map paths to recipes")
    package, version = fields.text("package", _PACKAGE), fields.text("version", _VERSION)
    source = Source(kind, package, version, prefix, paths, recipes)
    fields.nothing_else()
    return source


class _Fields:
    """A JSON object being parsed. Each reader checks one field and records that it was read."""

    def __init__(self, data: object, where: str) -> None:
        if not isinstance(data, dict):
            raise ManifestError(f"{where}: must be an object.")
        self.data: dict[str, Any] = data
        self.where = where
        self.read: set[str] = set()

    def wrong(self, name: str, what: str) -> ManifestError:
        return ManifestError(f"{self.where}.{name}: {what}.")

    def value(self, name: str) -> Any:
        self.read.add(name)
        if name not in self.data:
            raise self.wrong(name, "is missing")
        return self.data[name]

    def exactly(self, name: str, expected: int) -> None:
        value = self.value(name)
        if isinstance(value, bool) or value != expected:
            raise self.wrong(name, f"must be {expected}")

    def text(self, name: str, pattern: re.Pattern[str] | None = None) -> str:
        value = self.value(name)
        if not isinstance(value, str) or not (pattern.fullmatch(value) if pattern else value):
            raise self.wrong(name, f"must match {pattern.pattern}" if pattern else "must be a text that is not empty")
        return value

    def choice(self, name: str, allowed: Sequence[str]) -> str:
        value = self.value(name)
        if not isinstance(value, str) or value not in allowed:
            raise self.wrong(name, f"must be one of {', '.join(allowed)}")
        return value

    def integer(self, name: str, least: int) -> int:
        value = self.value(name)
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise self.wrong(name, f"must be an integer of at least {least}")
        return value

    def mapping(self, name: str) -> dict[str, Any]:
        self.read.add(name)
        value = self.data.get(name, {})
        if not isinstance(value, dict):
            raise self.wrong(name, "must be an object")
        return value

    def nested(self, name: str) -> _Fields:
        return _Fields(self.value(name), f"{self.where}.{name}")

    def items(self, name: str) -> list[_Fields]:
        value = self.value(name)
        if not isinstance(value, list) or not value:
            raise self.wrong(name, "must be a list that is not empty")
        return [_Fields(item, f"{self.where}.{name}[{index}]") for index, item in enumerate(value)]

    def allow(self, name: str) -> None:
        """Accept a field that is not used here."""
        self.read.add(name)

    def nothing_else(self) -> None:
        unknown = sorted(set(self.data) - self.read)
        if unknown:
            raise self.wrong(unknown[0], "is not a field of the schema")


def parse_canary(data: Any) -> Canary:
    """Validate a manifest's canary and build it.

    Raises:
        ManifestError: it does not match the schema, or contradicts itself.
    """
    try:
        if set(data) - {"shapes"} != {"inputs", "outputs", "tolerance"}:
            raise ValueError
        inputs = {str(name): tuple(_row(row, 0) for row in rows) for name, rows in data["inputs"].items()}
        outputs = {str(name): _reference(**reference) for name, reference in data["outputs"].items()}
        shapes = {str(name): _row(shape, 1) for name, shape in data.get("shapes", {}).items()}
        tolerance = data["tolerance"]
        if not shapes.keys() <= inputs.keys() or any(len(inputs[name]) != 1 for name in shapes):
            raise ValueError
        if not inputs or not all(inputs.values()) or not outputs or not _number(tolerance) or tolerance <= 0:
            raise ValueError
    except (AttributeError, TypeError, ValueError):
        raise ManifestError("manifest.files: a canary does not fit the schema.") from None
    if len({tuple(len(row) for row in rows) for rows in inputs.values()}) != 1:
        raise ManifestError("manifest.files: a canary's inputs are not of one shape.")
    return Canary(inputs, outputs, tolerance, shapes)


def _reference(shape: Any, stride: Any, values: Any) -> Reference:
    numbers = tuple(values)
    if not numbers or not all(map(_number, numbers)):
        raise ValueError
    reference = Reference(_row(shape, 1), _row([stride], 1)[0], numbers)
    # An element beyond the end would never be compared.
    if (len(numbers) - 1) * reference.stride >= math.prod(reference.shape):
        raise ValueError
    return reference


def _row(values: Any, least: int) -> tuple[int, ...]:
    row = tuple(values)
    if not row or any(isinstance(value, bool) or not isinstance(value, int) or value < least for value in row):
        raise ValueError
    return row


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
