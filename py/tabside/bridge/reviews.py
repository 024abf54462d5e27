"""The bridge's functions for files that are reviewed page by page.

Places in texts count code points and are not converted: JavaScript only hands them back.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..errors import InputError
from ..files.paged.review import Area, Decisions, PageFinding, PageReview, Stretch
from ..redaction.operators.placeholders import PlaceholderMap
from .files import bring, plain_file
from .tasks import Answer

if TYPE_CHECKING:
    from ..redaction import Redactor

__all__ = ["Reviews"]

_PAGES_OF_SCANS = {"ocr": "scans"}


class Reviews:
    """The files open for a review, each under a key that no other run of the engine gives."""

    def __init__(self) -> None:
        self._open: dict[str, PageReview] = {}

    def at(self, key: str) -> PageReview:
        """Return an open review.

        Raises:
            InputError: it was closed, or the engine has started again since.
        """
        review = self._open.get(key)
        if review is None:
            raise InputError("This file is no longer open: open it again.", is_closed=True)
        return review

    async def open(
        self,
        data: bytes,
        name: str,
        redactor: Redactor,
        options: Mapping[str, Any],
        on_progress: Callable[[int, int, str], None],
        install: Callable[[Sequence[str]], Awaitable[None]],
    ) -> dict[str, Any]:
        """Open a PDF or a picture. Progress is told with what it counts: `pages`, then `text`.

        Raises:
            FileError: see `files.redact_file`.
            DownloadError: the reader for this format could not be fetched.
            UnscannedError: a part of the file could not be scanned.
        """
        from ..files.choice import choice_of
        from ..files.pages import open_review
        from ..pdf.options import PdfOptions

        await bring(name, install)
        chosen = dict(options)
        pdf = PdfOptions(**{**_PAGES_OF_SCANS, **(chosen.pop("pdf", None) or {})})
        mapping = chosen.pop("mapping", None)
        # Of pages, `pdf` says whether they are read.
        chosen.pop("ocr", None)
        choice = choice_of(
            **chosen,
            mapping=None if mapping is None else PlaceholderMap.from_dict(mapping),
            on_progress=lambda done, total: on_progress(done, total, "text"),
        )
        review = await open_review(
            data, name, redactor, choice, pdf, on_page=lambda done, total: on_progress(done, total, "pages")
        )
        key = secrets.token_hex(8)
        self._open[key] = review
        return {
            "review": key,
            "pages": [[size.width, size.height] for size in review.sizes],
            "findings": [_plain_finding(one) for one in review.findings],
            "unsure": [_plain_stretch(one) for one in review.unsure],
            "warnings": list(review.warnings),
        }

    async def close(self, key: str) -> None:
        """Close a review; one that was closed before is left alone."""
        review = self._open.pop(key, None)
        if review is not None:
            await review.close()


async def render_page(review: PageReview, params: Mapping[str, Any]) -> Answer:
    """Draw a page; the reply's array is RGBA."""
    image = await review.render(int(params["page"]), float(params["scale"]))
    return Answer({"width": image.width, "height": image.height}, [image.pixels])


async def page_boxes(review: PageReview, params: Mapping[str, Any]) -> list[Any]:
    """Return the boxes of each of some stretches of a page, as lists of corners."""
    return list(await review.boxes(int(params["page"]), [_stretch(one) for one in params["stretches"]]))


async def search_pages(review: PageReview, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the places of a value."""
    return [_plain_stretch(one) for one in review.search(str(params["value"]))]


async def text_under(review: PageReview, params: Mapping[str, Any]) -> str:
    """Return the text in an area, lines apart."""
    return "\n".join(one.text for one in await review.under(_area(params["area"])))


async def write_pages(review: PageReview, params: Mapping[str, Any]) -> Answer:
    """Write the file with a reader's decisions, as `redact_file` replies. It may go on from another mapping."""
    mapping = params.get("mapping")
    decisions = Decisions(
        frozenset(int(one) for one in params["kept"]),
        [_stretch(one) for one in params["added"]],
        [_area(one) for one in params["areas"]],
    )
    done = await review.redact(decisions, None if mapping is None else PlaceholderMap.from_dict(mapping))
    return plain_file(done, with_values=True)


def _plain_finding(one: PageFinding) -> dict[str, Any]:
    return {
        "number": one.number, "place": one.place, "entity": one.finding.entity, "score": one.finding.score,
        "source": one.finding.source, "text": one.text, "before": one.before, "after": one.after,
        "stretch": None if one.stretch is None else _plain_stretch(one.stretch),
    }  # fmt: skip


def _plain_stretch(one: Stretch) -> dict[str, Any]:
    return {
        "page": one.page, "layer": one.layer, "start": one.start, "end": one.end, "text": one.text,
        "entity": one.entity,
    }  # fmt: skip


def _stretch(plain: Mapping[str, Any]) -> Stretch:
    page, layer, start, end = (int(plain[key]) for key in ("page", "layer", "start", "end"))
    return Stretch(page, layer, start, end, entity=str(plain["entity"]))


def _area(plain: Mapping[str, Any]) -> Area:
    left, top, right, bottom = (float(plain[key]) for key in ("left", "top", "right", "bottom"))
    return Area(int(plain["page"]), left, top, right, bottom, str(plain["entity"]))
