"""The result of redacting a file, and how it is put together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ..redaction.operators.placeholders import PLACEHOLDER
from ..types import Finding
from .document import Document, Segment
from .finding import Found

if TYPE_CHECKING:
    from ..redaction.operators.placeholders import PlaceholderMap

__all__ = ["FileCarrier", "FileFinding", "FileRedaction", "as_redaction", "mistaken", "reserve"]

# Characters around a finding that a reader is shown.
_AROUND = 40


@dataclass(frozen=True, slots=True)
class FileFinding:
    """A finding and where in the file it is; offsets count code points of that piece of text.

    `text` is what stood there, `before` and `after` what stands around it. Its repr shows none of them.
    """

    # A key of JSON may be somebody's name.
    place: str = field(repr=False)
    finding: Finding = field(repr=False)
    text: str = field(default="", repr=False)
    before: str = field(default="", repr=False)
    after: str = field(default="", repr=False)

    @classmethod
    def within(cls, segment: Segment, finding: Finding) -> FileFinding:
        """Take what a reader is shown from the segment that a finding lies in."""
        text, start, end = segment.text, finding.start, finding.end
        return cls(
            segment.place, finding, text[start:end], text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
        )


@dataclass(frozen=True, slots=True)
class FileCarrier:
    """Something that a file held beside its content: what, how many, and what became of it."""

    kind: str
    count: int
    outcome: str


@dataclass(frozen=True, slots=True)
class FileRedaction:
    """A redacted file. `name` has the ending that fits `media_type`, which differs where a PDF became a text.

    `warnings` say what was not looked into or not taken over. `report` says of a PDF what was in it beside its pages'
    content, and what became of it. Its repr shows no text.
    """

    data: bytes = field(repr=False)
    name: str
    media_type: str
    findings: Sequence[FileFinding]
    warnings: Sequence[str]
    mapping: PlaceholderMap = field(repr=False)
    report: Sequence[FileCarrier] = ()


def as_redaction(
    data: bytes, name: str, document: Document, found: Found, mapping: PlaceholderMap | None, *,
    warnings: Sequence[str], report: Sequence[FileCarrier] = (),
) -> FileRedaction:  # fmt: skip
    """Put together what is returned of a redacted file."""
    said = (
        *document.warnings,
        *(one.message for one in found.redaction.warnings),
        *mistaken(found.text, mapping),
        *warnings,
    )
    return FileRedaction(
        data=data,
        name=name,
        media_type=document.media_type,
        findings=[FileFinding.within(segment, finding) for segment, finding in found.in_segments(document.segments)],
        warnings=list(dict.fromkeys(said)),
        mapping=reserve(found.text, found.redaction.mapping),
        report=report,
    )


def reserve(text: str, mapping: PlaceholderMap) -> PlaceholderMap:
    """Let placeholders that stood in the file before stand for themselves, so that no later file is given them."""
    own = {match[0]: match[0] for match in PLACEHOLDER.finditer(text)}
    return replace(mapping, originals={**own, **mapping.originals}) if own else mapping


def mistaken(text: str, mapping: PlaceholderMap | None) -> Iterator[str]:
    """Warn of what stood in the file before and would be taken for a placeholder of an earlier file."""
    known = {} if mapping is None else mapping.originals
    if any(known.get(match[0], match[0]) != match[0] for match in PLACEHOLDER.finditer(text)):
        yield "Placeholders stood in it already that other files now use; restoring would take them for those."
