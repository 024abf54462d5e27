"""Small PDFs with invented texts, written object by object, so that each test says what is in its file."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Mapping, Sequence

import pypdf
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
NAME, SURNAME, IBAN, EMAIL, PHONE = (
    "Ann",
    "Smith",
    "DE89 3704 0044 0532 0130 00",
    "ann.smith@example.org",
    "+49 30 901820",
)


def added(writer: pypdf.PdfWriter, one: PdfObject) -> IndirectObject:
    """Add an object to a document, and return the reference to it."""
    return writer._add_object(one)


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
            f"/Resources << {'' if '/Font' in resources else '/Font << /F1 5 0 R >>'} {resources} >> {entries} >>",
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
FORM = "/Type /XObject /Subtype /Form /BBox [0 0 500 60] /Resources << /Font << /F1 5 0 R >> {} >>"
SECRET = "Tilda Secretova"


def with_notes() -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(page(LETTER)))
    first = writer.pages[0]
    look = StreamObject()
    look.set_data(line(0, 4, "Freya says so").encode())
    look.update(
        {
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject(map(FloatObject, (0, 0, 200, 20))),
        }
    )
    look[NameObject("/Resources")] = first["/Resources"]
    notes: list[dict[str, object]] = [
        {"/Subtype": "/FreeText", "/Contents": "Freya says so", "/AP": {"/N": added(writer, look)}},
        {"/Subtype": "/Text", "/Contents": "Otto has read it", "/T": "Olga"},
        {"/Subtype": "/Link", "/A": {"/S": "/URI", "/URI": "mailto:hilda@example.org"}},
        {"/Subtype": "/Link", "/A": {"/S": "/Named", "/N": "/NextPage"}},
        {"/Subtype": "/Link", "/A": {"/S": "/Launch", "/F": "otto.exe"}},
    ]
    listed = first[NameObject("/Annots")] = ArrayObject()
    for number, note in enumerate(notes):
        rect = ArrayObject(map(FloatObject, (60, 100 + 40 * number, 260, 120 + 40 * number)))
        listed.append(added(writer, dictionary({"/Type": "/Annot", "/Rect": rect, **note})))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def dictionary(entries: Mapping[str, object]) -> DictionaryObject:
    return DictionaryObject({NameObject(key): plain(one) for key, one in entries.items()})


def plain(value: object) -> object:
    if isinstance(value, dict) and not isinstance(value, DictionaryObject):
        return dictionary(value)
    if isinstance(value, str) and not isinstance(value, TextStringObject):
        return NameObject(value) if value.startswith("/") else TextStringObject(value)
    return value


def edited(change: Callable[[pypdf.PdfWriter], object]) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(page(LETTER)))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def field(writer: pypdf.PdfWriter) -> None:
    look = StreamObject()
    look.set_data(line(2, 4, "Freya").encode())
    look.update(dictionary({"/Subtype": "/Form"}))
    look[NameObject("/BBox")] = ArrayObject(map(FloatObject, (0, 0, 200, 20)))
    look[NameObject("/Resources")] = writer.pages[0]["/Resources"]
    fields = dictionary(
        {
            "/Type": "/Annot",
            "/Subtype": "/Widget",
            "/FT": "/Tx",
            "/T": SECRET,
            "/V": "Freya",
            "/DV": SECRET,
            "/TU": SECRET,
            "/AP": {"/N": added(writer, look)},
        }
    )
    fields[NameObject("/Rect")] = ArrayObject(map(FloatObject, (60, 300, 260, 320)))
    reference = added(writer, fields)
    writer.pages[0][NameObject("/Annots")] = ArrayObject([reference])
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/Fields"): ArrayObject([reference])})
