"""Write the small golden set: `python -m bench.ocr.golden`. The upper part of each language's letter, with its words.

tests/data/ocr/NAME.png has 16 grey levels; words.json has the boxes of all words, in pixels of the picture.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from PIL import Image

from scripts import chrome
from scripts.paths import ROOT

from .pages import CSS_DPI, DPI, draw

FOLDER = ROOT / "tests" / "data" / "ocr"
LEFT, TOP, RIGHT, HEIGHT = 140, 120, 1520, 560
"""Pixels of the page."""


def main() -> int:
    """Draw the letters and cut them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    golden = {}
    with tempfile.TemporaryDirectory() as folder:
        names = [name for name in draw(Path(folder), chrome.ensure()) if name.endswith("-letter")]
        for name in names:
            data = json.loads((Path(folder) / f"{name}.json").read_text(encoding="utf-8"))
            with Image.open(Path(folder) / f"{name}.png") as page:
                grey = page.convert("L")
            words, bottom = _shown(data["words"])
            part = grey.crop((LEFT, TOP, RIGHT, bottom)).quantize(16, dither=Image.Dither.NONE)
            part.save(FOLDER / f"{name}.png", optimize=True)
            golden[name] = {"words": words, "values": data["values"]}
    text = json.dumps(golden, ensure_ascii=False, separators=(",", ":")).replace('{"text"', '\n{"text"')
    (FOLDER / "words.json").write_text(text + "\n", encoding="utf-8")
    return 0


def _shown(words: list[dict[str, object]]) -> tuple[list[dict[str, object]], int]:
    """Return the words of whole lines above the cut, in pixels of the part, and where to cut."""
    scale = DPI / CSS_DPI
    kept, bottom = [], 0.0
    for word in words:
        left, top, right, end = (side * scale for side in word["box"])  # type: ignore[attr-defined]
        if end <= TOP + HEIGHT:
            box = [round(left - LEFT, 1), round(top - TOP, 1), round(right - LEFT, 1), round(end - TOP, 1)]
            kept.append({**word, "box": box})
            bottom = max(bottom, end)
    return kept, round(bottom + 12)


if __name__ == "__main__":
    raise SystemExit(main())
