"""Small PDFs with invented texts, written object by object, so that each test says what is in its file."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
NAME, SURNAME, IBAN, EMAIL, PHONE = (
    "Ann",
    "Smith",
    "DE89 3704 0044 0532 0130 00",
    "ann.smith@example.org",
    "+49 30 901820",
)


def stream(content: str | bytes, entries: str = "", *, packed: bool = False) -> bytes:
    data = content.encode("latin-1") if isinstance(content, str) else content
    if packed:
        data, entries = zlib.compress(data), f"{entries} /Filter /FlateDecode"
    return f"<< /Length {len(data)} {entries} >>\nstream\n".encode("latin-1") + data + b"\nendstream"


def written(objects: Sequence[str | bytes]) -> bytes:
    file = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(file))
        body = body.encode("latin-1") if isinstance(body, str) else body
        file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(file)
    file += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    file += b"".join(b"%010d 00000 n \n" % place for place in places)
    file += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n".encode("latin-1")
    return bytes(file)


def page(
    content: str | bytes,
    *,
    more: Sequence[str | bytes] = (),
    resources: str = "",
    entries: str = "",
    catalog: str = "",
    box: str = "0 0 595 842",
    packed: bool = False,
) -> bytes:
    """A file of one page. Its font is /F1; `more` are objects from number 6 on."""
    return written(
        [
            f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents 4 0 R "
            f"/Resources << /Font << /F1 5 0 R >> {resources} >> {entries} >>",
            stream(content, packed=packed),
            FONT,
            *more,
        ]
    )


def line(x: float, y: float, text: str, size: float = 12) -> str:
    escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({escaped}) Tj ET\n"


def lines(texts: Sequence[str], x: float = 60, y: float = 780, step: float = 15) -> str:
    return "".join(line(x, y - number * step, text) for number, text in enumerate(texts))


LETTER = lines(
    [
        f"The tenant is {NAME} {SURNAME}, and the rent goes to",
        f"{IBAN} on the first day of each month;",
        f"write to {EMAIL} or call {PHONE} on weekdays.",
        "This line stays as it is.",
    ]
)
