"""LibreOffice opens redacted files, and files that it wrote hold nothing private after redaction."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from tabside.files import redact_file
from tabside.redaction import Redactor
from tests.unit.files.planted import WORDS, make
from tests.unit.redaction.classifier_fake import WordClassifier

OFFICE = shutil.which("soffice")
# Presentations are a package of their own.
HAS_IMPRESS = OFFICE is not None and (Path(OFFICE).resolve().parent / "libsdlo.so").exists()
PAIRS = {"docx": "odt", "xlsx": "ods", **({"pptx": "odp"} if HAS_IMPRESS else {})}
WRITTEN = [*PAIRS.items(), ("docx", "fodt"), ("xlsx", "fods")]
SEEDS = range(1000, 1015)
pytestmark = [
    pytest.mark.long, pytest.mark.timeout(1800), pytest.mark.skipif(OFFICE is None, reason="needs LibreOffice"),
]  # fmt: skip


def converted(files: Sequence[Path], kind: str, folder: Path) -> list[Path]:
    """Open files in LibreOffice and save them as another kind."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [str(OFFICE), profile, "--headless", "--convert-to", kind, "--outdir", str(folder), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=900)
    return [folder / f"{file.stem}.{kind}" for file in files]


def unpacked(data: bytes) -> bytes:
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return b"\0".join(file.read(name) for name in file.namelist())


@pytest.mark.parametrize("kind", [*PAIRS, *PAIRS.values()])
async def test_libreoffice_opens_redacted_files(kind: str, tmp_path: Path) -> None:
    redactor = Redactor(WordClassifier(WORDS))
    files = []
    for seed in SEEDS:
        result = await redact_file(make(kind, seed).data, f"{seed}.{kind}", redactor)
        files.append(tmp_path / f"{seed}.{kind}")
        files[-1].write_bytes(result.data)
    for seed, page in zip(SEEDS, converted(files, "pdf", tmp_path), strict=True):
        assert page.stat().st_size > 1000, seed


@pytest.mark.parametrize(("kind", "other"), WRITTEN)
async def test_files_that_libreoffice_wrote_hold_nothing_private(kind: str, other: str, tmp_path: Path) -> None:
    """LibreOffice keeps of our files what it knows of, and writes it in its own way."""
    redactor = Redactor(WordClassifier(WORDS))
    files = []
    for seed in SEEDS:
        files.append(tmp_path / f"{seed}.{kind}")
        files[-1].write_bytes(make(kind, seed).data)
    for seed, file in zip(SEEDS, converted(files, other, tmp_path), strict=True):
        data = file.read_bytes()
        secrets = make(kind, seed).secrets
        assert any(one.encode() in unpacked(data) for one in secrets)
        written = unpacked((await redact_file(data, file.name, redactor)).data).decode("utf-8", "replace")
        assert [one for one in secrets if re.search(rf"(?<![A-Za-z]){re.escape(one)}(?![a-z])", written)] == [], seed
