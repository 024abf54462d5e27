"""Write a redacted PDF: remove findings from pages and other parts, then prove the result."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from ..errors import UnscannedError
from ..runtime.pdfium import Pdfium
from ..types import Finding
from .annotations import drop_forms, drop_links
from .attachments import Attachment, add_attachments
from .carriers import Carrier, kept_texts
from .drawing_order import drawn_values
from .encryption import encrypted
from .engine_document import EngineDocument
from .glyphs import Box, Glyph
from .graph import opened, quiet, rename_destinations, replace_strings, written
from .kept_jpegs import compress_again
from .leaks import Needles
from .marks import Mark, Quad, marks_of
from .page_text import PageText
from .picture_text import read_picture
from .proof import PageRecord, expected_text, prove, record_page
from .reading import OpenPdf, page_content
from .removal import remove_from_page

__all__ = ["WrittenPdf", "write_redacted"]

_REMOVED = "[redacted]"
_NOWHERE: Mapping[int, Sequence[Quad]] = {}


@dataclass(frozen=True, slots=True)
class WrittenPdf:
    """The bytes of a redacted PDF, and its report."""

    data: bytes = field(repr=False)
    warnings: Sequence[str]
    carriers: Sequence[Carrier]


async def write_redacted(
    pdfium: Pdfium,
    file: OpenPdf,
    found: Sequence[Sequence[Finding]],
    beside: Mapping[str, Sequence[Finding]],
    areas: Mapping[int, Sequence[Quad]] = _NOWHERE,
    attachments: Sequence[Attachment] = (),
) -> WrittenPdf:
    """Remove findings: `found` has those of each of `file.texts`, `beside` those of texts besides the content.

    Findings carry their replacements; one that replaces a text by itself changes nothing. `areas` are the parts of
    pages, by index and in user space, from which everything goes, whatever is drawn there. `attachments` are the
    redacted files to attach. If nothing was found and the file had nothing but content, it is returned byte for byte.
    The document of `file` is closed.

    Raises:
        RemovalError: a value is still in the result, so no result is returned.
        UnscannedError: the engine could not remove something.
    """
    found = [_changing(text, findings) for (_, text), findings in zip(file.texts, found, strict=True)]
    beside = {text: changing for text, findings in beside.items() if (changing := _changing(text, findings))}
    if not any(found) and not beside and not areas and file.is_clean:
        await file.document.close()
        return WrittenPdf(file.data, ["Nothing was found: the file is as it was."], ())
    document, records, marks = file.document, {}, {}
    values = _values(file, found, beside)
    for index in dict.fromkeys(index for index, _ in file.texts):
        of_page = [findings for (page, _), findings in zip(file.texts, found, strict=True) if page == index]
        if any(of_page) or areas.get(index):
            marks[index], records[index] = await _redact_page(file, index, of_page, areas.get(index, ()), values)
    once = await document.save()
    await document.close()
    # Writing the file again drops the private copies of forms that the engine made on the way.
    document = await EngineDocument.open(pdfium, once)
    twice = await document.save()
    await document.close()
    with quiet():
        graph = opened(twice)
        drop_forms(graph)
        gone = {text: _replaced(text, findings) for text, findings in beside.items()}
        changed = 0
        for one in list(kept_texts(graph)):
            if one.text in gone:
                one.write(gone[one.text])
                changed += 1
        links = sum(drop_links(graph, index, _covered(boxes)) for index, boxes in marks.items())
        replacer = _replacer(values)
        replace_strings(graph, replacer)
        rename_destinations(graph, replacer)
        add_attachments(graph, attachments)
        await compress_again(graph, file.jpegs)
        result = written(graph)
    expected = _expected(file, found)
    warnings = await prove(pdfium, result, values, expected, records)
    carriers = [*file.carriers, *_attached(file, attachments)]
    if changed:
        carriers.append(Carrier("titles, alternative texts and names with something found", changed, "changed"))
    if links:
        carriers.append(Carrier("links over something found", links, "removed"))
    if file.is_encrypted and file.options.encryption == "keep":
        # After the proof, which could not read it.
        with quiet():
            result = encrypted(result, file.options.password)
    return WrittenPdf(result, warnings, carriers)


def _attached(file: OpenPdf, attachments: Sequence[Attachment]) -> list[Carrier]:
    left_out = len(file.attachments) - len(attachments)
    kept = [Carrier("attachments", len(attachments), "redacted and kept")] if attachments else []
    return kept + ([Carrier("attachments that cannot be read", left_out, "removed")] if left_out else [])


async def _redact_page(
    file: OpenPdf, index: int, found: Sequence[Sequence[Finding]], areas: Sequence[Quad], values: Mapping[str, str]
) -> tuple[list[Mark], PageRecord]:
    document = file.document
    page = await document.load_page(index)
    content = await page_content(file, index, page)
    if [text.text for text in content.texts] != [text for number, text in file.texts if number == index]:
        raise UnscannedError(f"Page {index + 1} of this PDF reads differently the second time.")
    marks = [Mark(quad, is_seen=True) for quad in areas]
    glyphs: dict[int, Glyph] = {glyph.number: glyph for glyph in _under(marks, content.drawn.glyphs)}
    for text, findings in zip(content.texts, found, strict=True):
        for finding in findings:
            start, end = _stretch(text, finding, whole_lines=file.options.width == "line")
            taken = text.within(start, end)
            label = (finding.replacement or "") if file.options.boxes == "label" else ""
            is_seen = text is not content.drawn
            new = marks_of(taken, label, is_seen=is_seen)
            # Whatever is drawn where OCR saw it goes, also letters without a Unicode value.
            gone = _under(new, content.drawn.glyphs) if is_seen else [glyph for _, glyph in taken]
            glyphs |= {glyph.number: glyph for glyph in gone}
            marks += new
    for taken, replacement in drawn_values(content.drawn, values):
        if any(glyph.number not in glyphs for _, glyph in taken):
            glyphs |= {glyph.number: glyph for _, glyph in taken}
            marks += marks_of(taken, replacement if file.options.boxes == "label" else "")
    reads = _reads_again(file, marks) if content.read is not None else None
    record = await record_page(document, page, marks, reads)
    await remove_from_page(document, page, list(glyphs.values()), marks, content.images)
    await document.close_page(page)
    return marks, record


def _reads_again(file: OpenPdf, marks: Sequence[Mark]) -> Callable[[EngineDocument, int], Awaitable[str]]:
    reader = file.options.reader or file.reader

    async def reads(document: EngineDocument, page: int) -> str:
        assert reader is not None
        glyphs = await document.glyphs(page)
        return (await read_picture(document, page, reader, file.options.ocr_dpi, glyphs, near=marks)).text

    return reads


def _under(marks: Sequence[Mark], glyphs: Sequence[Glyph]) -> list[Glyph]:
    if not marks:
        return []
    points = [(glyph, Box(*glyph.box.center, *glyph.box.center).grown(0.01)) for glyph in glyphs]
    return [glyph for glyph, point in points if any(mark.bounds.meets(point) for mark in marks)]


def _stretch(text: PageText, finding: Finding, *, whole_lines: bool) -> tuple[int, int]:
    """Return the start and end of a finding, or of the whole lines that contain it."""
    if not whole_lines:
        return finding.start, finding.end
    lines = {text.lines[place] for place in range(finding.start, finding.end)}
    places = [place for place, line in enumerate(text.lines) if line in lines]
    return min(places), max(places) + 1


def _changing(text: str, findings: Sequence[Finding]) -> list[Finding]:
    return [one for one in findings if one.replacement != text[one.start : one.end]]


def _replaced(text: str, findings: Sequence[Finding]) -> str:
    pieces: list[str] = []
    at = 0
    for one in sorted(findings, key=lambda each: each.start):
        pieces += [text[at : one.start], one.replacement or ""]
        at = one.end
    return "".join((*pieces, text[at:]))


def _values(
    file: OpenPdf, found: Sequence[Sequence[Finding]], beside: Mapping[str, Sequence[Finding]]
) -> dict[str, str]:
    """Return each removed value with its replacement."""
    values: dict[str, str] = {}
    for (_, text), findings in zip(file.texts, found, strict=True):
        for one in findings:
            values.setdefault(text[one.start : one.end], one.replacement or "")
    for text, findings in beside.items():
        for one in findings:
            values.setdefault(text[one.start : one.end], one.replacement or "")
    return values


def _expected(file: OpenPdf, found: Sequence[Sequence[Finding]]) -> list[str]:
    """Return the correct text of each page; with whole lines removed more is gone, which does not matter here."""
    texts: dict[int, list[str]] = {}
    for (index, text), findings in zip(file.texts, found, strict=True):
        texts.setdefault(index, []).append(expected_text(text, [(one.start, one.end) for one in findings]))
    return ["\n\x00\n".join(texts[index]) for index in sorted(texts)]


def _covered(marks: Sequence[Mark]) -> Callable[[Sequence[float]], bool]:
    def is_covered(rect: Sequence[float]) -> bool:
        box = Box(min(rect[0], rect[2]), min(rect[1], rect[3]), max(rect[0], rect[2]), max(rect[1], rect[3]))
        return any(mark.bounds.meets(box) for mark in marks)

    return is_covered


def _replacer(values: Mapping[str, str]) -> Callable[[str], str | None]:
    """Return a function that replaces values in a string, or returns None if there are none."""
    needles = Needles(values)
    patterns = [
        (re.compile(r"\s*".join(map(re.escape, value.split())), re.IGNORECASE), replacement or _REMOVED)
        for value, replacement in sorted(values.items(), key=lambda one: -len(one[0]))
    ]

    def change(text: str) -> str | None:
        standing = needles.counts(text)
        if not standing:
            return None
        new = text
        for pattern, replacement in patterns:
            new = replacement.join(pattern.split(new))
        return new if not needles.counts(new) else _REMOVED

    return change
