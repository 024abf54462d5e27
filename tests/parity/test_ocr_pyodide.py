"""The tab's Python and onnxruntime-web read what CPython and onnxruntime read, at the same places."""

from __future__ import annotations

import asyncio
import json
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tabside import hub, ocr
from tabside.ocr.models import DETECTOR, RECOGNIZER
from tests.parity.conftest import LONG

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
DATA = HERE.parent / "data" / "ocr"
NUMPY = next((HERE.parents[1] / ".tabside" / "pyodide").glob("numpy-*.whl"), None)
NAMES = sorted(path.stem for path in DATA.glob("*.png")) if LONG else ["fr-letter"]


def model_path(model_id: str) -> Path:
    return hub.local_path(hub.load_manifest(model_id).model_file())


@pytest.fixture(scope="module")
def pictures() -> dict[str, np.ndarray]:
    found = {}
    for name in NAMES:
        with Image.open(DATA / f"{name}.png") as picture:
            found[name] = np.asarray(picture.convert("L"))
    return found


@pytest.mark.both
def test_the_tab_reads_what_cpython_reads(pictures: dict[str, np.ndarray], tmp_path: Path) -> None:
    assert NUMPY is not None, "set-up fetches Pyodide's NumPy"

    async def native() -> dict[str, ocr.Page]:
        reader = await ocr.load_reader()
        return {name: await reader.read(pixels) for name, pixels in pictures.items()}

    expected = asyncio.run(native())
    for name, pixels in pictures.items():
        (tmp_path / f"{name}.{pixels.shape[0]}x{pixels.shape[1]}.grey").write_bytes(pixels.tobytes())
    command: list[str | Path] = [
        "node",
        HERE / "ocr_pyodide.mjs",
        NUMPY,
        model_path(DETECTOR),
        model_path(RECOGNIZER),
        tmp_path,
    ]

    done = subprocess.run(command, check=True, capture_output=True, text=True)

    read: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    assert {name: page.text for name, page in expected.items()} == {name: page["text"] for name, page in read.items()}
    for name, page in expected.items():
        quads = np.array([word.quad for word in page.words])
        # Single pixels of the detector's map may fall on the other side of its threshold.
        assert np.abs(quads - np.array(read[name]["quads"])).max() < 3
