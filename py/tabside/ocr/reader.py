"""The reader: a detector that finds lines, a recognizer that reads them, and rotation of skewed pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import fmean
from typing import Any

import numpy as np
import numpy.typing as npt

from .. import hub, platform
from ..errors import FileTooLargeError, InputError
from ..inference_session import InferenceSession
from ..types import Device, ProgressCallback
from . import detection, recognition
from .box import Box
from .layout import page_of
from .models import DETECTOR, FAST_RECOGNIZER, RECOGNIZER
from .page import Page
from .resampling import Image, crop
from .words import Piece, pieces

__all__ = ["Reader"]

MOST_PIXELS = 120_000_000
"""A page of 300 dpi in A2, or of 600 dpi in A4, has a quarter of that."""
_MOST_LINES = 20_000
# Upright pages score above 0.94, others between 0.4 and 0.76.
_UPRIGHT, _SURELY_UPRIGHT = 0.85, 0.94
READABLE = 0.6
"""A line whose letters score less in the mean is none that was read: handwriting, another script, a pattern."""
# So many of the longest lines tell which way is up.
_SAMPLE = 8
# Lines come in many widths, and an arena would keep memory for each. Threads that spin take the time of others.
_NATIVE = {"enable_cpu_mem_arena": False, "config": {"session.intra_op.allow_spinning": "0"}}


@dataclass(frozen=True, slots=True)
class _Read:
    """Lines of an image that was turned counterclockwise by so many quarters."""

    turns: int
    score: float
    lines: list[list[Piece]]
    unread: list[Box]


class Reader:
    """Reads pages. Make one with `await Reader.create()`; it holds two sessions."""

    def __init__(self, detector: InferenceSession, recognizer: InferenceSession, classes: Sequence[str]) -> None:
        self._detector = detector
        self._recognizer = recognizer
        self._classes = classes

    @classmethod
    async def create(
        cls,
        *,
        fast: bool = False,
        device: Device = "auto",
        local_files_only: bool = False,
        progress_callback: ProgressCallback | None = None,
    ) -> Reader:
        """Load the detector (1.8 MB) and the recogniser: the better one (3.3 MB), or the `fast` one (0.6 MB).

        Raises:
            DownloadError, IntegrityError, RuntimeUnavailableError, ...: a model could not be loaded.
        """
        recognizer = FAST_RECOGNIZER if fast else RECOGNIZER
        options: dict[str, Any] = {
            "device": device, "local_files_only": local_files_only, "progress_callback": progress_callback,
        }  # fmt: skip
        if platform.default_runtime().name == "native":
            options["session_options"] = _NATIVE
        classes = hub.load_manifest(recognizer).labels or ()
        return cls(
            await InferenceSession.from_pretrained(DETECTOR, **options),
            await InferenceSession.from_pretrained(recognizer, **options),
            classes,
        )

    async def read(
        self,
        image: npt.NDArray[np.uint8],
        *,
        dpi: float | None = None,
        rotation: int | None = None,
        near: Sequence[Box] | None = None,
    ) -> Page:
        """Read an image: uint8, grey (H, W) or RGB (H, W, 3).

        - `dpi`: pixels an inch where that is known, so that small print on large sheets is found.
        - `rotation`: by how many degrees clockwise the image is to be turned to stand upright: 0, 90, 180 or 270. When
          None, a page whose letters score low is turned and read again. Text askew by a few degrees needs no turning.
        - `near`: read only lines that touch one of these boxes.

        Latin letters alone are known; handwriting is not read: see `Page.unread`.

        Raises:
            InputError: the array is no such image, or the rotation none of these.
            FileTooLargeError: it has more than 120 million pixels.
            SessionError: onnxruntime failed.
        """
        if rotation not in (None, 0, 90, 180, 270):
            raise InputError("A rotation is 0, 90, 180 or 270 degrees.")
        pixels = _checked(image)
        best = await self._read_turned(pixels, -(rotation or 0) // 90 % 4, dpi, near=near)
        if rotation is None and best.score < _UPRIGHT:
            best = await self._best_turn(pixels, best, dpi)
        height, width = pixels.shape[:2]
        return page_of(best.lines, best.unread, width, height, rotation=-90 * best.turns % 360)

    async def dispose(self) -> None:
        """Free the memory. A second call does nothing."""
        await self._detector.dispose()
        await self._recognizer.dispose()

    async def _best_turn(self, pixels: Image, best: _Read, dpi: float | None) -> _Read:
        samples: list[tuple[float, int]] = [(best.score, 0)]
        for turns in (2, 1, 3):
            sample = await self._read_turned(pixels, turns, dpi, most=_SAMPLE)
            samples.append((sample.score, turns))
            if sample.score >= _SURELY_UPRIGHT:
                break
        score, turns = max(samples)
        return await self._read_turned(pixels, turns, dpi) if turns and score > best.score else best

    async def _read_turned(
        self,
        pixels: Image,
        turns: int,
        dpi: float | None,
        *,
        most: int | None = None,
        near: Sequence[Box] | None = None,
    ) -> _Read:
        """Read the image turned counterclockwise by quarters; boxes that come back are those of the image as it is."""
        height, width = pixels.shape[:2]
        turned = np.ascontiguousarray(np.rot90(pixels, turns))
        boxes = await self._detected(turned, dpi)
        if most is not None:
            boxes = sorted(boxes, key=lambda box: -box.width)[:most]
        if near is not None:
            boxes = [box for box in boxes if any(box.turned_back(turns, width, height).is_near(one) for one in near)]
        lines: list[list[Piece]] = []
        unread: list[Box] = []
        for box in boxes:
            line = await self._recognized(turned, box)
            own = box.turned_back(turns, width, height)
            if _score(line) < READABLE:
                unread.append(own)
            if line:
                lines.append([replace(piece, box=own) for piece in line])
        scores = [score for line in lines for piece in line for score in piece.scores]
        return _Read(turns, fmean(scores) if scores else 0.0 if boxes else 1.0, lines, unread)

    async def _detected(self, image: Image, dpi: float | None) -> list[Box]:
        height, width = detection.detector_size(image.shape[0], image.shape[1], dpi)
        fed = detection.tensor(image, height, width)
        probabilities = np.zeros((height, width), np.float32)
        for tile in detection.tiles(height, width):
            (top, bottom), (left, right) = tile.rows, tile.columns
            (answer,) = await self._detector.run(None, {"x": np.ascontiguousarray(fed[:, :, top:bottom, left:right])})
            (kept_top, kept_bottom), (kept_left, kept_right) = tile.kept_rows, tile.kept_columns
            probabilities[kept_top:kept_bottom, kept_left:kept_right] = answer[
                0, 0, kept_top - top : kept_bottom - top, kept_left - left : kept_right - left
            ]
        boxes = detection.boxes(probabilities, *image.shape[:2])
        if len(boxes) > _MOST_LINES:
            raise FileTooLargeError(f"This picture has more than {_MOST_LINES:,} lines of text.")
        return boxes

    async def _recognized(self, image: Image, box: Box) -> list[Piece]:
        shown = crop(image, box, recognition.HEIGHT)
        fed = recognition.tensor(np.broadcast_to(shown, (*shown.shape[:2], 3)))
        (scores,) = await self._recognizer.run(None, {"x": fed})
        letters = recognition.letters(scores[0], self._classes, fed.shape[3], box.width / shown.shape[1])
        return pieces(letters, box)


def _score(line: Sequence[Piece]) -> float:
    scores = [score for piece in line for score in piece.scores]
    return fmean(scores) if scores else 0.0


def _checked(image: npt.NDArray[np.uint8]) -> Image:
    """Return the image as (H, W, 1) or (H, W, 3); grey in three channels becomes one, which is a third of the work."""
    pixels = np.asarray(image)
    if pixels.dtype != np.uint8 or pixels.ndim not in (2, 3) or not pixels.size:
        raise InputError("An image to read is a NumPy array of uint8: (height, width) or (height, width, 3).")
    if pixels.ndim == 2:
        pixels = pixels[:, :, None]
    if pixels.shape[2] not in (1, 3):
        raise InputError("An image to read has one channel or three: flatten transparency first.")
    if pixels.shape[0] * pixels.shape[1] > MOST_PIXELS:
        raise FileTooLargeError(f"This picture has more than {MOST_PIXELS // 1_000_000} million pixels.")
    if pixels.shape[2] == 3 and np.array_equal(pixels[..., 0], pixels[..., 1]):
        return pixels[..., :1] if np.array_equal(pixels[..., 0], pixels[..., 2]) else pixels
    return pixels
