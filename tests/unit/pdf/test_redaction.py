"""PDFs redacted where they stand: values gone from every place, the rest as it was, the same bytes each time."""

from __future__ import annotations

import io
import re
import zlib

import pypdf
import pytest

from tabside.errors import FileUnsupportedError
from tabside.files import FileRedaction, redact_file
from tabside.pdf import PdfOptions
from tabside.pdf.engine_document import EngineDocument
from tabside.pdf.wasmtime_engine import WasmtimePdfium
from tabside.redaction import Redactor
from tests.unit.pdf.documents import (
    EMAIL,
    FORM,
    IBAN,
    LETTER,
    NAME,
    PHONE,
    SURNAME,
    line,
    lines,
    page,
    stream,
    with_notes,
)

VALUES = (NAME, SURNAME, IBAN, EMAIL, PHONE)


def everything(data: bytes) -> bytes:
    """The file, and each stream that inflates, whether or not anything refers to it."""
    found = [data]
    for match in re.finditer(rb"stream\r?\n", data):
        try:
            found.append(zlib.decompressobj().decompress(data[match.end() :]))
        except zlib.error:
            continue
    return b"\n".join(found)


def forms(coded: bytes) -> tuple[bytes, bytes, bytes]:
    return coded, coded.hex().encode(), coded.hex().upper().encode()


def left_in(data: bytes, *values: str) -> set[str]:
    """The values that pypdf reads on a page, or whose bytes are anywhere in the file in one of four codings."""
    whole = everything(data)
    text = "".join("".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(data)).pages).split())
    return {
        value
        for value in values
        if "".join(value.split()) in text
        or any(
            form in whole
            for code in ("latin-1", "utf-8", "utf-16-be", "utf-16-le")
            for form in (
                value.encode(code),
                value.encode(code).hex().encode(),
                value.encode(code).hex().upper().encode(),
            )
        )
    }


async def redacted(
    data: bytes, redactor: Redactor, options: PdfOptions | None = None, **other: object
) -> FileRedaction:
    return await redact_file(data, "a.pdf", redactor, pdf=options or PdfOptions(), **other)  # type: ignore[arg-type]


def text_of(data: bytes) -> str:
    return "\n".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(data)).pages)


async def test_a_letter(redactor: Redactor) -> None:
    done = await redacted(page(LETTER), redactor)

    assert left_in(page(LETTER), *VALUES) == set(VALUES)
    assert left_in(done.data, *VALUES) == set()
    assert "This line stays as it is." in text_of(done.data)
    assert {one.finding.entity for one in done.findings} == {"GIVEN_NAME", "SURNAME", "IBAN", "EMAIL", "PHONE"}
    assert "[SURNAME_1]" in text_of(done.data)
    assert (done.name, done.media_type) == ("a.pdf", "application/pdf")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(LETTER, id="plain"),
        pytest.param(
            "BT /F1 12 Tf 5 Tc 20 700 Td (Ann Smith) Tj 0 -40 Td (ann.smith@example.org) Tj ET", id="letter-spaced"
        ),
        pytest.param(
            "BT /F1 12 Tf 20 700 Td [(A)30(nn)-300(Sm)-40(ith)20(, ann.smith@ex)-30(ample.org)] TJ ET", id="kerned"
        ),
        pytest.param(line(60, 700, "Ann Smith") + line(60.3, 700, "Ann Smith"), id="drawn twice"),
        pytest.param("BT /F1 12 Tf 0 1 -1 0 300 300 Tm (Ann Smith) Tj ET", id="upwards"),
        pytest.param("BT /F1 12 Tf 0.966 0.259 -0.259 0.966 60 600 Tm (for Ann Smith now) Tj ET", id="slanted"),
        pytest.param("BT 3 Tr /F1 12 Tf 60 600 Td (Ann Smith) Tj ET", id="invisible"),
        pytest.param("1 g " + line(60, 600, "Ann Smith"), id="white on white"),
        pytest.param(line(60, 600, "Ann Smith") + "0 g 50 590 200 40 re f", id="under a box of another tool"),
        pytest.param(line(60, 900, "Ann Smith"), id="beside the page"),
        pytest.param(lines(["write now to ann.smith@exam-", "ple.org or to Smi-", "th, please"]), id="over lines"),
        pytest.param(
            "/Span << /ActualText (Ann Smith) /Alt (Ann Smith) >> BDC " + line(60, 600, "Ann Smith") + " EMC",
            id="ActualText",
        ),
        pytest.param(
            "/Span << /ActualText (Ann Smith) >> BDC " + line(60, 600, "the tenant") + " EMC", id="ActualText alone"
        ),
        pytest.param(
            "/Span << /ActualText <FEFF0041006E006E00200053006D006900740068> >> BDC " + line(60, 600, "she") + " EMC",
            id="ActualText in UTF-16",
        ),
    ],
)
async def test_contents(redactor: Redactor, content: str) -> None:
    data = page(content)
    done = await redacted(data, redactor)

    assert done.data != data
    assert left_in(done.data, *VALUES) == set()


@pytest.mark.parametrize(
    ("content", "resources", "more"),
    [
        pytest.param(
            "q 1 0 0 1 60 700 cm /X Do Q q 1 0 0 1 60 200 cm /X Do Q " + line(60, 500, f"Pay {IBAN}"),
            "/XObject << /X 6 0 R >>",
            [stream(line(0, 10, f"{NAME} {SURNAME}"), FORM.format(""))],
            id="form used twice",
        ),
        pytest.param(
            "q 1.5 0 0 1.5 40 500 cm /X Do Q " + line(60, 700, f"Mail {EMAIL}"),
            "/XObject << /X 6 0 R >>",
            [
                stream("q 1 0 0 1 9 0 cm /Y Do Q", FORM.format("/XObject << /Y 7 0 R >>")),
                stream(line(0, 10, f"{NAME} {SURNAME} {PHONE}"), FORM.format("")),
            ],
            id="form in a form",
        ),
        pytest.param(
            "/OC /L BDC " + line(60, 600, f"Hidden: {NAME} {SURNAME}") + " EMC",
            "/Properties << /L 6 0 R >>",
            ["<< /Type /OCG /Name (Layer of Olga) >>"],
            id="hidden layer",
        ),
    ],
)
async def test_forms_and_layers(redactor: Redactor, content: str, resources: str, more: list[bytes]) -> None:
    data = page(
        content,
        resources=resources,
        more=more,
        catalog="/OCProperties << /OCGs [6 0 R] /D << /OFF [6 0 R] >> >>" if "/OC " in content else "",
    )
    done = await redacted(data, redactor)

    assert left_in(done.data, *VALUES, "Olga") == set()


async def test_nothing_else_moves(redactor: Redactor, engine: WasmtimePdfium) -> None:
    data = page(LETTER + lines(["Another line, with nothing in it."], y=500))
    done = await redacted(data, redactor, PdfOptions(boxes="plain"))
    kept: list[dict[tuple[int, int], str]] = []
    for one in (data, done.data):
        document = await EngineDocument.open(engine, one)
        glyphs = await document.glyphs(await document.load_page(0))
        kept.append({(round(10 * glyph.origin[0]), round(10 * glyph.origin[1])): glyph.text for glyph in glyphs})
    before, after = kept

    assert after.items() <= before.items()
    gone = "".join(text for place, text in before.items() if place not in after)
    assert sorted("".join(gone.split())) == sorted("".join("".join(VALUES).split()))


ONE_FORM = "/XObject << /F 6 0 R >>"
SECRET = f"To {NAME} {SURNAME} here"
DRAWN = "1 0 0 RG 20 5 300 50 re S\n" + line(40, 20, SECRET) + line(40, 40, "It stays.")


def placed(matrix: str, inner: str = "") -> bytes:
    """A form with a matrix of its own: a frame and two lines, or the form that its resources name."""
    resources = f"/XObject << /G {inner} >>" if inner else ""
    entries = FORM.format(resources).replace("/BBox", f"/Matrix [{matrix}] /BBox")
    return stream("q 1 0 0 1 9 4 cm /G Do Q" if inner else DRAWN, entries)


@pytest.mark.parametrize(
    ("content", "resources", "more", "entries"),
    [
        pytest.param("q 3 0 0 3 60 300 cm /F Do Q", ONE_FORM, [placed(".5 0 0 .25 0 0")], "", id="scale"),
        pytest.param("q 1 0 0 1 300 100 cm /F Do Q", ONE_FORM, [placed("0 1 -1 0 40 7")], "", id="turn"),
        pytest.param("1 0 0 1 60 300 cm /F Do", ONE_FORM, [placed("1 0 0 1 50 90")], "", id="shift"),
        pytest.param(
            "q 1 0 0 1 60 300 cm /F Do Q q .5 0 0 .5 60 100 cm /F Do Q",
            ONE_FORM,
            [placed(".5 0 0 .5 0 0", "7 0 R"), placed(".5 0 0 2 5 5")],
            "",
            id="a form in a form, shown twice",
        ),
        pytest.param(
            "",
            "",
            [stream("q .5 0 0 .5 30 200 cm "), stream(DRAWN), stream(" Q " + line(60, 100, "It stays, too."))],
            "/Contents [6 0 R 7 0 R 8 0 R]",
            id="a matrix that goes on into another stream",
        ),
    ],
)  # fmt: skip
async def test_what_has_a_matrix_stays_in_place(
    redactor: Redactor, engine: WasmtimePdfium, content: str, resources: str, more: list[bytes], entries: str
) -> None:
    """Regression: a form in which something was removed got its matrix twice, and all in it shrank or moved."""
    data = page(content, resources=resources, more=more, entries=entries)
    if entries:
        data = data.replace(b"/Contents 4 0 R", b"/Contentz 4 0 R")
    done = await redacted(data, redactor, PdfOptions(boxes="plain"))

    assert left_in(done.data, NAME, SURNAME) == set()
    assert [one for one in done.warnings if "different" in one] == []
    kept: list[list[tuple[int, int, str]]] = []
    for one in (data, done.data):
        document = await EngineDocument.open(engine, one)
        glyphs = await document.glyphs(await document.load_page(0))
        kept.append([(round(glyph.origin[0]), round(glyph.origin[1]), glyph.text) for glyph in glyphs])
    assert [one for one in kept[1] if one not in kept[0]] == []
    assert "It stays." in text_of(done.data)


async def test_the_same_input_gives_the_same_bytes(redactor: Redactor) -> None:
    assert (await redacted(page(LETTER), redactor)).data == (await redacted(page(LETTER), redactor)).data


async def test_nothing_found_is_nothing_changed(redactor: Redactor) -> None:
    data = page(line(60, 700, "This line stays as it is."))
    done = await redacted(data, redactor)

    assert done.data == data
    assert done.warnings == ["Nothing was found: the file is as it was."]


async def test_plain_boxes_have_no_label(redactor: Redactor) -> None:
    assert "[" not in text_of((await redacted(page(LETTER), redactor, PdfOptions(boxes="plain"))).data)


async def test_whole_lines_hide_how_long_a_value_was(redactor: Redactor) -> None:
    short = await redacted(
        page(lines(["it is Ann who came", "and stayed"])), redactor, PdfOptions(width="line", boxes="plain")
    )

    assert text_of(short.data).split() == ["and", "stayed"]


async def test_one_mapping_with_other_files(redactor: Redactor) -> None:
    first = await redact_file(f"{SURNAME}, {EMAIL}".encode(), "a.txt", redactor)
    second = await redacted(page(LETTER), redactor, mapping=first.mapping)
    placeholders = {one.text: one.finding.replacement for one in second.findings}

    assert placeholders[EMAIL] == next(one.finding.replacement for one in first.findings if one.text == EMAIL)
    assert second.mapping.restore(str(placeholders[EMAIL])) == EMAIL


async def test_values_that_a_reader_keeps_or_adds(redactor: Redactor) -> None:
    done = await redacted(page(LETTER), redactor, keep=[SURNAME], hide={"weekdays": "TIME"})

    assert left_in(done.data, SURNAME, "weekdays", NAME) == {SURNAME}


async def test_a_found_value_goes_wherever_else_it_stands_whatever_its_spaces(redactor: Redactor) -> None:
    odd = line(60, 600, "not to a n n.s m i t h @ e x a m p l e.o r g, though")
    done = await redacted(page(LETTER + odd), redactor)

    assert "m i t h" not in text_of(done.data)
    assert [one.text for one in done.findings if one.finding.entity == "EMAIL"][1:] == [
        "a n n.s m i t h @ e x a m p l e.o r g"
    ]


async def test_encrypted_values_do_not_fit_on_a_page(redactor: Redactor) -> None:
    with pytest.raises(FileUnsupportedError):
        await redacted(page(LETTER), redactor, operator={"operator": "encrypt", "passphrase": "correct horse"})


async def test_notes(redactor: Redactor) -> None:
    done = await redacted(with_notes(), redactor)

    assert left_in(done.data, "Freya", "Otto", "otto.exe", "Olga", "hilda@example.org") == set()
    assert b"/NextPage" in everything(done.data)
    assert "says so" in text_of(done.data)
    outcomes = {one.kind: one.outcome for one in done.report}
    assert outcomes["links to files and scripts"] == "removed"
    assert outcomes["notes"]


async def test_notes_that_are_to_go(redactor: Redactor) -> None:
    done = await redacted(with_notes(), redactor, PdfOptions(notes="remove"))

    assert "says so" not in text_of(done.data)


async def test_a_scan_is_refused(redactor: Redactor) -> None:
    image = stream(
        bytes(10_000),
        "/Type /XObject /Subtype /Image /Width 100 /Height 100 /ColorSpace /DeviceGray /BitsPerComponent 8",
    )
    scan = page("q 500 0 0 500 40 200 cm /I Do Q", resources="/XObject << /I 6 0 R >>", more=[image])
    layered = page(
        "q 500 0 0 500 40 200 cm /I Do Q BT 3 Tr /F1 12 Tf 60 600 Td (Ann Smith) Tj ET",
        resources="/XObject << /I 6 0 R >>",
        more=[image],
    )
    outlined = page("60 600 m 90 640 l 120 600 l f")
    for data in (scan, layered, outlined):
        with pytest.raises(FileUnsupportedError, match="Page 1 is"):
            await redacted(data, redactor)


async def test_text_that_nothing_reads_is_refused(redactor: Redactor) -> None:
    pattern = stream(
        line(5, 5, "Ann"),
        "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 99 30] "
        "/XStep 99 /YStep 30 /Resources << /Font << /F1 5 0 R >> >>",
    )
    data = page("/Pattern cs /P scn 60 500 200 30 re f " + LETTER, resources="/Pattern << /P 6 0 R >>", more=[pattern])
    with pytest.raises(FileUnsupportedError, match="pattern"):
        await redacted(data, redactor)


async def test_an_xfa_form_is_refused(redactor: Redactor) -> None:
    form = "/AcroForm << /Fields [] /XFA 6 0 R >> /NeedsRendering true"
    with pytest.raises(FileUnsupportedError, match="XFA"):
        await redacted(page(LETTER, catalog=form, more=[stream("<xdp/>")]), redactor)


FIELD_TEXT = "Ann Smith"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(
            "/Span << /ActualText (Ann Smith) >> BDC " + line(0, 10, FIELD_TEXT) + " EMC", id="in the content"
        ),
        pytest.param("/Span /P1 BDC " + line(0, 10, FIELD_TEXT) + " EMC", id="in the properties"),
        pytest.param("/Span << /ActualText <FEFF0041006E006E> >> BDC " + line(0, 10, FIELD_TEXT) + " EMC", id="UTF-16"),
    ],
)
async def test_replacement_texts_in_forms(redactor: Redactor, content: str) -> None:
    """Regression: the engine places such letters as if the form stood at the page's corner."""
    data = page(
        "q 1 0 0 1 60 300 cm /X Do Q " + line(0, 10, "This line stays."),
        resources="/XObject << /X 6 0 R >>",
        more=[stream(content, FORM.format("/Properties << /P1 7 0 R >>")), "<< /ActualText (Ann Smith) >>"],
    )
    done = await redacted(data, redactor)

    assert left_in(done.data, "Ann", "Smith") == set()
    assert "This line stays." in text_of(done.data)


async def test_a_name_that_a_narrow_field_breaks_under_another_text(redactor: Redactor) -> None:
    """Regression: nobody saw that `Wilhel` and `mina Smith` are one, and the proof refused the file."""
    name = "Wilhelmina Smith"
    broken = "BT /F1 12 Tf 1 0 0 1 60 500 Tm (Wilhel) Tj 0 -60 Td (mina Smith) Tj ET "
    between = lines(["Some line between", "and another one"], x=200, y=500, step=20)
    done = await redacted(page(line(60, 700, name) + broken + between), redactor, hide={name: "PERSON"})

    assert left_in(done.data, name, "Wilhel") == set()
    assert "and another one" in text_of(done.data)
