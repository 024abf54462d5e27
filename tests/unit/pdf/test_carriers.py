"""What a PDF holds beside its content goes, or is read; the report says what there was."""

from __future__ import annotations

import io

import pypdf
import pytest

from tabside.errors import FileProtectedError, FileUnsupportedError
from tabside.pdf import PdfOptions
from tabside.pdf.graph import opened, replace_strings, written
from tabside.redaction import Redactor
from tests.unit.pdf.documents import LETTER, SECRET, edited, field, line, page, stream
from tests.unit.pdf.test_redaction import everything, left_in, redacted, text_of


def letter(**other: object) -> bytes:
    return page(LETTER, **other)  # type: ignore[arg-type]


XMP = stream(f"<x:xmpmeta><dc:creator>{SECRET}</dc:creator></x:xmpmeta>", "/Type /Metadata /Subtype /XML", packed=True)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        pytest.param(
            edited(lambda w: w.add_metadata({"/Author": SECRET, "/Own": SECRET})), "document properties", id="Info"
        ),
        pytest.param(letter(catalog="/Metadata 6 0 R", more=[XMP]), "XMP metadata", id="XMP"),
        pytest.param(letter(entries="/Metadata 6 0 R", more=[XMP]), "XMP metadata", id="XMP of a page"),
        pytest.param(
            edited(lambda w: w.add_attachment(f"{SECRET}.bin", SECRET.encode())),
            "attachments that cannot be read",
            id="attachment",
        ),
        pytest.param(
            letter(catalog="/Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (Tilda Secretova) >>] >> >>"),
            "scripts",
            id="JavaScript",
        ),
        pytest.param(
            letter(catalog=f"/OpenAction << /S /JavaScript /JS ({SECRET}) >>"), "actions on opening", id="OpenAction"
        ),
        pytest.param(letter(entries=f"/AA << /O << /S /JavaScript /JS ({SECRET}) >> >>"), "actions", id="page action"),
        pytest.param(
            letter(entries=f"/PieceInfo << /App << /Private ({SECRET}) >> >>"),
            "private data of programs",
            id="PieceInfo",
        ),
        pytest.param(letter(entries="/Thumb 6 0 R", more=[stream(SECRET)]), "thumbnails", id="thumbnail"),
        pytest.param(letter(catalog=f"/URI << /Base ({SECRET}) >>"), "base address", id="base address"),
        pytest.param(letter(catalog=f"/Threads [<< /I << /Title ({SECRET}) >> >>]"), "article threads", id="threads"),
        pytest.param(letter(catalog=f"/Legal << /Attestation ({SECRET}) >>"), "legal attestation", id="legal"),
        pytest.param(letter(catalog=f"/Unknown ({SECRET})"), "other entries of the catalogue", id="unknown entry"),
        pytest.param(letter(more=[f"<< /Orphan ({SECRET}) >>"]), "", id="unreferenced object"),
        pytest.param(
            letter()[:-6] + b"\n9 0 obj\n(" + SECRET.encode() + b")\nendobj\n%%EOF\n%%EOF\n",
            "earlier versions of the file",
            id="earlier version",
        ),
        pytest.param(edited(field), "form fields", id="form field"),
    ],
)
async def test_what_goes(redactor: Redactor, data: bytes, kind: str) -> None:
    assert SECRET.encode() in everything(data)
    done = await redacted(data, redactor)

    assert left_in(done.data, SECRET, SECRET.split()[1], "Freya") == set()
    if kind:
        assert kind in {one.kind for one in done.report}
        assert all(one.count > 0 for one in done.report)


@pytest.mark.parametrize(
    ("data", "gone", "kept"),
    [
        pytest.param(
            edited(lambda w: w.add_outline_item(title="Chapter of Hilda", page_number=0)),
            "Hilda",
            b"Chapter of",
            id="outline",
        ),
        pytest.param(
            letter(catalog="/PageLabels << /Nums [0 << /P (Hilda ) >>] >>"), "Hilda", b"/PageLabels", id="page label"
        ),
        pytest.param(
            letter(
                catalog="/MarkInfo << /Marked true >> /StructTreeRoot 6 0 R",
                more=[
                    "<< /Type /StructTreeRoot /K 7 0 R >>",
                    "<< /Type /StructElem /S /Figure /P 6 0 R /Alt (Hilda on a boat) /T (by Olga) >>",
                ],
            ),
            "Hilda",
            b"on a boat",
            id="alternative text",
        ),
        pytest.param(edited(lambda w: w.add_named_destination("Smith", 0)), "Smith", b"/Dests", id="named destination"),
        pytest.param(
            letter(
                catalog="/Dests << /Of#20Smith [3 0 R /Fit] >>",
                entries="/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /Dest /Of#20Smith >>]",
            ),
            "Smith",
            b"/Of#20",
            id="named destination of PDF 1.1",
        ),
        pytest.param(
            letter(
                catalog="/OCProperties << /OCGs [6 0 R] /D << /ON [6 0 R] >> >>",
                more=["<< /Type /OCG /Name (Layer of Hilda) >>"],
            ),
            "Hilda",
            b"Layer of",
            id="layer",
        ),
        pytest.param(
            letter(
                catalog="/MarkInfo << /Marked true >> /StructTreeRoot 6 0 R",
                more=[
                    "<< /Type /StructTreeRoot /K 7 0 R >>",
                    "<< /Type /StructElem /S /Span /P 6 0 R /ActualText (Hilda speaks) /E (of Hilda) >>",
                ],
            ),
            "Hilda",
            b"speaks",
            id="actual text of an element",
        ),
    ],
)
async def test_what_is_read_and_stays(redactor: Redactor, data: bytes, gone: str, kept: bytes) -> None:
    done = await redacted(data, redactor)

    assert left_in(done.data, gone, "Olga") == set()
    assert kept in everything(done.data)


async def test_a_password(redactor: Redactor) -> None:
    data = edited(lambda w: w.encrypt("secret", algorithm="AES-256"))
    with pytest.raises(FileProtectedError):
        await redacted(data, redactor)
    done = await redacted(data, redactor, PdfOptions(password="secret"))

    assert "This line stays" in text_of(done.data)
    assert next(one for one in done.report if one.kind == "encryption").outcome.startswith("removed")


async def test_encryption_is_kept_on_request(redactor: Redactor) -> None:
    data = edited(lambda w: w.encrypt("secret", algorithm="AES-256"))
    done = await redacted(data, redactor, PdfOptions(password="secret", encryption="keep"))

    with pytest.raises(pypdf.errors.FileNotDecryptedError):
        text_of(done.data)
    reader = pypdf.PdfReader(io.BytesIO(done.data), password="secret")
    assert "This line stays" in reader.pages[0].extract_text()
    assert "Smith" not in reader.pages[0].extract_text()
    assert next(one for one in done.report if one.kind == "encryption").outcome.startswith("the result is encrypted")
    # Without a password there is nothing to encrypt with.
    open_for_all = edited(lambda w: w.encrypt("", "owner", algorithm="AES-256"))
    with pytest.raises(FileUnsupportedError):
        await redacted(open_for_all, redactor, PdfOptions(encryption="keep"))


async def test_a_file_without_findings_is_cleaned_all_the_same(redactor: Redactor) -> None:
    data = page(line(60, 700, "This line stays."), catalog="/Metadata 6 0 R", more=[XMP])
    done = await redacted(data, redactor)

    assert SECRET.encode() not in everything(done.data)
    assert "This line stays." in text_of(done.data)


def test_a_string_that_is_an_object_of_its_own_is_replaced() -> None:
    """Regression: `/Title 8 0 R` kept what was found elsewhere, and the file was refused for it."""
    graph = opened(letter(catalog="/Outlines << /Title 6 0 R >>", more=["(Of Hilda on a boat)"]))

    assert replace_strings(graph, lambda text: text.replace("Hilda", "[X]") if "Hilda" in text else None) == 1
    assert pypdf.PdfReader(io.BytesIO(written(graph))).trailer["/Root"]["/Outlines"]["/Title"] == "Of [X] on a boat"  # type: ignore[index]


async def test_the_report_lists_what_was_read_and_kept(redactor: Redactor) -> None:
    data = letter(
        catalog="/PageLabels << /Nums [0 << /P (A-) >>] >> /OCProperties << /OCGs [6 0 R] /D << >> >> "
        "/Dests << /one [3 0 R /Fit] /two [3 0 R /Fit] >>",
        more=["<< /Type /OCG /Name (Text) >>"],
    )
    report = {(one.kind, one.count, one.outcome) for one in (await redacted(data, redactor)).report}

    kept = "read and kept"
    assert report >= {("names of layers", 1, kept), ("page labels", 1, kept), ("named destinations", 2, kept)}


async def test_a_signature_ends(redactor: Redactor) -> None:
    signed = letter(
        catalog="/AcroForm << /SigFlags 3 /Fields [6 0 R] >>",
        entries="/Annots [6 0 R]",
        more=[
            "<< /Type /Annot /Subtype /Widget /FT /Sig /T (of Tilda) /V 7 0 R /Rect [0 0 0 0] /F 132 >>",
            "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached /Contents <00> /ByteRange [0 1 2 3] "
            f"/Name ({SECRET}) /Reason ({SECRET}) >>",
        ],
    )
    done = await redacted(signed, redactor)

    assert left_in(done.data, SECRET, "Tilda") == set()
    assert next(one for one in done.report if one.kind == "signatures").outcome.startswith("removed")
