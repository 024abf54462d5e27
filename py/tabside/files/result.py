"""The result of redacting a file."""

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

__all__ = ["FileCarrier", "FileFinding", "FileRedaction", "as_redaction", "mistaken", "name_for", "reserve"]

# Characters around a finding shown to a reader.
_AROUND = 40


@dataclass(frozen=True, slots=True)
class FileFinding:
    """A finding and its place in the file; offsets count code points of that piece of text.

    `text` is the original, `before` and `after` the text around it. Its repr shows none of them.
    """

    # A JSON key may be somebody's name.
    place: str = field(repr=False)
    finding: Finding = field(repr=False)
    text: str = field(default="", repr=False)
    before: str = field(default="", repr=False)
    after: str = field(default="", repr=False)

    @classmethod
    def within(cls, segment: Segment, finding: Finding) -> FileFinding:
        """Add the text shown to a reader, from the finding's segment."""
        text, start, end = segment.text, finding.start, finding.end
        return cls(
            segment.place, finding, text[start:end], text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
        )


@dataclass(frozen=True, slots=True)
class FileCarrier:
    """A part of a file besides its content: its kind, the number of occurrences, and what was done with it."""

    kind: str
    count: int
    outcome: str


@dataclass(frozen=True, slots=True)
class FileRedaction:
    """A redacted file. `name` has the extension for `media_type`, which differs if a PDF became a text.

    `warnings` list what was not scanned or not copied. `report` lists the parts of a PDF besides its pages'
    content, and what was done with them. Its repr shows no text.
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
    """Assemble the result for a redacted file."""
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
    """Map placeholders that were in the file before to themselves, so that no later file gets them."""
    own = {match[0]: match[0] for match in PLACEHOLDER.finditer(text)}
    return replace(mapping, originals={**own, **mapping.originals}) if own else mapping


def mistaken(text: str, mapping: PlaceholderMap | None) -> Iterator[str]:
    """Warn of text that was in the file before and would be taken for a placeholder of an earlier file."""
    known = {} if mapping is None else mapping.originals
    if any(known.get(match[0], match[0]) != match[0] for match in PLACEHOLDER.finditer(text)):
        yield "Placeholders stood in it already that other files now use; restoring would take them for those."


def name_for(name: str, document: Document) -> str:
    """Return the name of the output: a PDF's text may have to become a text file."""
    is_text = document.media_type == "text/plain" and name.lower().endswith(".pdf")
    return f"{name[:-4]}.txt" if is_text else name
