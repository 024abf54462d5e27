"""Search any PDF, also one redacted by another tool, for values that should be gone."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..runtime.pdfium import Pdfium
from .attachments import Attachment, take_attachments
from .engine_document import EngineDocument
from .graph import opened, quiet
from .leaks import Leak, Needles, leaks_in_bytes, leaks_in_graph
from .page_text import page_text

__all__ = ["find_leaks"]

_NOTHING: frozenset[str] = frozenset()


async def find_leaks(
    pdfium: Pdfium, data: bytes, values: Iterable[str], password: str = "",
    holds_value: Callable[[Attachment], bool] = lambda _: False,
) -> list[Leak]:  # fmt: skip
    """Return each place that contains one of the values: pages, streams, strings, and the file's raw bytes.

    `holds_value` tells whether a file attached to the PDF contains one.

    Raises:
        FileError: the file cannot be read; see `EngineDocument.open`.
    """
    needles = Needles(values)
    found = list(leaks_in_bytes(data, needles, _NOTHING))
    document = await EngineDocument.open(pdfium, data, password)
    await document.number("EPDF_RemoveEncryption", document.handle)
    plain = await document.save()
    seen: set[int] = set()
    for index in range(document.pages):
        page = await document.load_page(index)
        if needles.counts(page_text(await document.glyphs(page)).text):
            seen.add(index)
        await document.close_page(page)
    await document.close()
    with quiet():
        graph = opened(plain)
        found += leaks_in_graph(graph, needles, _NOTHING)
        attachments = take_attachments(graph)
        seen |= {index for index, page in enumerate(graph.pages) if needles.counts(str(page.extract_text()))}
    found += [Leak(f"attachment {number}") for number, one in enumerate(attachments, 1) if holds_value(one)]
    found += [Leak("a page's text", index + 1) for index in sorted(seen)]
    return list(dict.fromkeys(found))
