"""Pictures of text, drawn with the font that Pillow carries: ASCII alone."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from PIL import Image, ImageDraw, ImageFont

__all__ = ["LEADING", "LEFT", "LINES", "TOP", "draw", "written"]

LINES = (
    "Dear Ann Smith,",
    "your card 4111 1111 1111 1111 was charged.",
    "Write to ann.smith@post.example today.",
    "The weather was fine in those weeks.",
)
LEFT, TOP, LEADING = 40, 40, 60


def draw(lines: Sequence[str] = LINES, mode: str = "RGB", size: int = 34, width: int = 860) -> Image.Image:
    """Return black lines on white, 60 pixels apart."""
    picture = Image.new("RGB", (width, 2 * TOP + LEADING * len(lines)), "white")
    pen = ImageDraw.Draw(picture)
    for number, line in enumerate(lines):
        pen.text((LEFT, TOP + LEADING * number), line, font=ImageFont.load_default(size), fill="black")
    return picture.convert(mode)


def written(picture: Image.Image, format: str, **options: Any) -> bytes:
    """Return the picture's file."""
    file = io.BytesIO()
    picture.save(file, format, **options)
    return file.getvalue()
