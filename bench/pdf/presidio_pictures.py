"""Redact pictures with Presidio: `python bench/pdf/presidio_pictures.py FOLDER MODEL`, in an environment of its own.

Needs `presidio-image-redactor` and Tesseract; MODEL is the name or folder of a spaCy model of English. Each NAME.png
gives NAME.presidio.png. Prints seconds a picture.
"""

from __future__ import annotations

import importlib
import sys
import time
from pathlib import Path
from typing import Any


def _engine(model: str) -> Any:
    analyzer = importlib.import_module("presidio_analyzer")
    engines = importlib.import_module("presidio_analyzer.nlp_engine")
    redactor = importlib.import_module("presidio_image_redactor")
    spacy = importlib.import_module("spacy")
    nlp = engines.SpacyNlpEngine(models=[{"lang_code": "en", "model_name": model}])
    nlp.nlp = {"en": spacy.load(model)}
    image_analyzer = redactor.ImageAnalyzerEngine(analyzer_engine=analyzer.AnalyzerEngine(nlp_engine=nlp))
    return redactor.ImageRedactorEngine(image_analyzer_engine=image_analyzer)


def main(folder: Path, model: str) -> None:
    """Redact each picture of a folder."""
    image = importlib.import_module("PIL.Image")
    engine = _engine(model)
    names = [path for path in sorted(folder.glob("*.png")) if path.name.count(".") == 1]
    before = time.perf_counter()
    for path in names:
        engine.redact(image.open(path), (0, 0, 0)).save(path.with_suffix(".presidio.png"))
    print(f"{(time.perf_counter() - before) / len(names):.2f} s a picture, Tesseract included")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
