"""Files attached to a PDF: read as parts of it, so that one mapping serves all, and written in their own formats."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ...errors import FileError
from ...pdf.attachments import Attachment
from ...types import Finding
from ..document import Document, Segment
from ..joining import Pieces
from ..opening import inner_opener
from ..settling import check_nothing_left

__all__ = ["AttachedFiles"]

_BETWEEN_WORDS = re.compile(r"(?<=[^\W\d_])[_.+-](?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class _Attached:
    stem: str = field(repr=False)
    ending: str
    document: Document

    @property
    def name_segment(self) -> Segment:
        """The name, with spaces between its words as people write names of files without."""
        return Segment("name of an attachment", (_BETWEEN_WORDS.sub(" ", self.stem),))


class AttachedFiles:
    """The attachments that can be read. `segments` are their names and texts, `warnings` what is said of them."""

    def __init__(self, attachments: Sequence[Attachment]) -> None:
        open_inner = inner_opener(sum(len(one.data or b"") for one in attachments))
        self._files: list[_Attached] = []
        self.segments: list[Segment] = []
        self.warnings: list[str] = []
        for number, one in enumerate(attachments, 1):
            try:
                document = open_inner(one.data, one.name, 1) if one.data is not None else None
            except FileError:
                document = None
            if document is not None:
                stem, _, ending = one.name.rpartition(".")
                self._add(number, _Attached(stem, ending, document))
        if left_out := len(attachments) - len(self._files):
            self.warnings.append(f"Attachments that cannot be read were left out: {left_out}.")

    def _add(self, number: int, file: _Attached) -> None:
        place = f"attachment {number}"
        self._files.append(file)
        self.segments.append(replace(file.name_segment, place=f"name of {place}"))
        self.segments += [
            replace(one, place=f"{place}, {one.place}", column=one.column and f"{place} {one.column}")
            for one in file.document.segments
        ]
        self.warnings += [f"{place}: {said}" for said in file.document.warnings]

    def written(self, applied: Sequence[Sequence[Finding]]) -> list[Attachment]:
        """Return the redacted files. `applied` has the findings of each of `segments`, with their replacements.

        Raises:
            UnscannedError: a value is still in one of them.
        """
        done: list[Attachment] = []
        at = 0
        for file in self._files:
            name = Pieces(file.name_segment).replaced(applied[at])[0] if applied[at] else file.stem
            document = file.document
            own = applied[at + 1 : at + 1 + len(document.segments)]
            at += 1 + len(document.segments)
            data = document.rebuild(
                [Pieces(segment).replaced(findings) for segment, findings in zip(document.segments, own, strict=True)]
            )
            check_nothing_left(document, own, data)
            is_text = document.media_type == "text/plain" and file.ending.lower() == "pdf"
            done.append(Attachment(f"{name}.{'txt' if is_text else file.ending}", data))
        return done
