"""Content streams are split into the operations that pypdf's own parser makes of them."""

from __future__ import annotations

import io

import pypdf
import pytest
from pypdf.generic import ContentStream, DecodedStreamObject

from tabside.pdf.text_operators import operations_of, texts_of
from tests.unit.pdf.documents import LETTER, page

STREAMS = (
    b"BT /F1 12 Tf 1 0 0 1 72 -.5 Tm (Zo\xeb) Tj ET",
    b"BT[(Ann)-250.5<20 53>(mith)]TJ(x)' 1 2(y)\" T* ET",
    rb"BT (a\)b \( \\ \101 \r c) Tj ET",
    b"q 1 0 0 1 0 0 cm /X.1 Do Q 0 0 m 10. +4 l S f* W n",
    b"<61626> Tj\n<> Tj () Tj",
    b"  \n",
)
"""Such that the result is the same."""

LEFT_TO_PYPDF = (
    b"BT (a(b)c) Tj ET",
    b"BI /W 1 /H 1 /BPC 8 /CS /G ID ( EI BT (x) Tj ET",
    b"% (\nBT (x) Tj ET",
    b"/A#20b 1 Tf",
    b"BT (never closed Tj ET",
    b"[ (a) [ (b) ] ] TJ",
    b"[ (a) TJ",
    b"<</A <</B 1>>>> BDC",
    b"--5 0 Td",
    b"(a) Tj \x00\xff",
)


@pytest.mark.parametrize("content", STREAMS)
def test_operations_are_those_of_pypdf(content: bytes) -> None:
    stream = DecodedStreamObject()
    stream.set_data(content)

    assert operations_of(content) == list(ContentStream(stream, None, "bytes").operations)


@pytest.mark.parametrize("content", LEFT_TO_PYPDF)
def test_what_is_not_plain_is_left_to_pypdf(content: bytes) -> None:
    assert operations_of(content) is None


def test_strings_in_marked_content_are_not_shown() -> None:
    shown = operations_of(b"/Span <</ActualText (a > b) /E <6162>>> BDC BT (x) Tj ET EMC")

    assert shown is not None
    assert [operator for _, operator in shown] == [b"BDC", b"BT", b"Tj", b"ET", b"EMC"]


@pytest.mark.parametrize("packed", [False, True])
def test_the_text_of_pages_is_that_of_pypdf(packed: bool) -> None:
    data = page(LETTER, packed=packed)

    texts = texts_of(pypdf.PdfWriter(clone_from=io.BytesIO(data)))

    assert texts == [one.extract_text() for one in pypdf.PdfReader(io.BytesIO(data)).pages]
    assert "".join(texts).strip()
