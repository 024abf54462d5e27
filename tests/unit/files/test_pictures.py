"""Pictures: text is read, painted over, really gone, and the file is written anew."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageFont, TiffImagePlugin
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngInfo

from tabside import ocr
from tabside.errors import FileError, FileTooLargeError, FileUnsupportedError
from tabside.files import redact_file, restore_file
from tabside.ocr import Reader
from tabside.redaction import Redactor
from tabside.redaction.operators.placeholders import PlaceholderMap
from tests.unit.files.drawn import LEADING, LEFT, LINES, TOP, draw, written


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    loaded = asyncio.run(ocr.load_reader())
    yield loaded
    asyncio.run(loaded.dispose())


async def text_of(data: bytes, reader: Reader) -> str:
    with Image.open(io.BytesIO(data)) as picture:
        return (await reader.read(np.asarray(picture.convert("RGB")))).text


def found_in(done: Any) -> set[str]:
    """Return what was found, without spaces, of which OCR may see one too few."""
    return {one.text.replace(" ", "") for one in done.findings}


def exif() -> Image.Exif:
    tags = Image.Exif()
    tags[0x010E] = "Letter of Ann Smith"
    tags[0x9286] = b"ASCII\0\0\0Ann Smith"
    return tags


def with_text() -> PngInfo:
    info = PngInfo()
    info.add_text("Author", "Ann Smith")
    info.add_itxt("Comment", "Ann Smith")
    return info


FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "png": ("a.png", lambda: written(draw(), "PNG", pnginfo=with_text(), exif=exif())),
    "jpg": ("a.JPG", lambda: written(draw(), "JPEG", quality=80, exif=exif(), comment="Ann Smith")),
    "webp": ("a.webp", lambda: written(draw(), "WEBP", lossless=True, exif=exif())),
    "lossy webp": ("a.webp", lambda: written(draw(), "WEBP", quality=80, exif=exif())),
    "tiff": ("a.tif", lambda: written(draw(), "TIFF", compression="tiff_lzw", exif=exif())),
}


@pytest.mark.parametrize(("name", "make"), FILES.values(), ids=FILES)
async def test_what_was_found_is_gone_and_the_rest_is_still_there(
    name: str, make: Callable[[], bytes], redactor: Redactor, reader: Reader
) -> None:
    data = make()
    assert b"Ann Smith" in data or name.endswith("webp")

    done = await redact_file(data, name, redactor, reader=reader)

    assert done.name == name
    assert {"4111111111111111", "ann.smith@post.example"} <= found_in(done)
    left = await text_of(done.data, reader)
    assert not any(word in left for word in ("Ann", "Smith", "4111", "post.example"))
    assert "Dear" in left
    assert "was charged" in left
    assert LINES[3] in left
    assert b"Smith" not in done.data
    with Image.open(io.BytesIO(data)) as before, Image.open(io.BytesIO(done.data)) as after:
        assert (before.format, before.size, before.mode) == (after.format, after.size, after.mode)
        assert not {0x010E, 0x8769, 0x9286} & set(after.getexif())
    assert any("cannot be restored" in warning for warning in done.warnings)


async def test_pixels_under_boxes_are_of_one_colour_and_those_outside_are_as_they_were(
    redactor: Redactor, reader: Reader
) -> None:
    picture = draw(mode="L")
    done = await redact_file(written(picture, "PNG"), "a.png", redactor, reader=reader)

    with Image.open(io.BytesIO(done.data)) as after:
        before, pixels = np.asarray(picture), np.asarray(after)
    changed = before != pixels
    assert (pixels[changed] == 0).all()
    # Lines without a finding have not been touched.
    assert not changed[40 + 3 * 60 :].any()
    # All ink of the card number is under a box.
    font = ImageFont.load_default(34)
    start, end = (LEFT + round(font.getlength(text)) for text in ("your card ", "your card 4111 1111 1111 1111"))
    rows, columns = slice(TOP + LEADING - 5, TOP + 2 * LEADING - 5), slice(start, end)
    assert (pixels[rows, columns][before[rows, columns] < 200] == 0).all()


@pytest.mark.parametrize("degrees", [90, *(pytest.param(each, marks=pytest.mark.long) for each in (180, 270))])
async def test_a_page_on_its_side_or_its_head_is_read_and_stays_as_it_lies(
    degrees: int, redactor: Redactor, reader: Reader
) -> None:
    picture = draw().rotate(degrees, expand=True)

    done = await redact_file(written(picture, "PNG"), "a.png", redactor, reader=reader)

    with Image.open(io.BytesIO(done.data)) as after:
        assert after.size == picture.size
        left = (await reader.read(np.asarray(after.rotate(-degrees, expand=True).convert("RGB")))).text
    assert "ann.smith@post.example" in {one.text for one in done.findings}
    assert "post.example" not in left
    assert "charged" in left


async def test_a_photo_that_its_exif_turns_is_written_upright(redactor: Redactor, reader: Reader) -> None:
    tags = Image.Exif()
    tags[0x0112] = 6  # to be turned clockwise

    done = await redact_file(
        written(draw().rotate(90, expand=True), "JPEG", quality=95, exif=tags), "a.jpg", redactor, reader=reader
    )

    with Image.open(io.BytesIO(done.data)) as after:
        assert after.size == draw().size
    assert "Dear" in await text_of(done.data, reader)


@pytest.mark.parametrize("degrees", [3.0, pytest.param(-4.0, marks=pytest.mark.long)])
async def test_a_page_askew_is_read_as_it_stands(degrees: float, redactor: Redactor, reader: Reader) -> None:
    picture = draw().rotate(degrees, expand=True, fillcolor="white", resample=Image.Resampling.BICUBIC)

    done = await redact_file(written(picture, "PNG"), "a.png", redactor, reader=reader)

    assert {"4111111111111111", "ann.smith@post.example"} <= found_in(done)
    assert "post.example" not in await text_of(done.data, reader)


async def test_a_fax_of_several_pages_keeps_its_pages_and_its_compression(redactor: Redactor, reader: Reader) -> None:
    first, second = draw(mode="1"), draw(["Yours, Ann Smith"], mode="1")
    data = written(first, "TIFF", save_all=True, append_images=[second], compression="group4", dpi=(204, 196))

    done = await redact_file(data, "fax.tiff", redactor, reader=reader)

    with Image.open(io.BytesIO(done.data)) as after:
        assert isinstance(after, TiffImagePlugin.TiffImageFile)
        assert (after.n_frames, after.mode, after.info["compression"]) == (2, "1", "group4")
        assert after.info["dpi"] == pytest.approx((204, 196))
        after.seek(1)
        assert after.size == second.size
        left = (await reader.read(np.asarray(after.convert("L")))).text
    assert "Yours" in left
    assert "Smith" not in left
    assert any(one.place.startswith("page 2") for one in done.findings)


def noisy(mode: str) -> bytes:
    picture = draw()
    if mode == "16 bits":
        return written(Image.fromarray(np.asarray(picture.convert("L")).astype(np.uint16) * 257), "PNG")
    if mode == "transparent":
        picture = picture.convert("RGBA")
        pixels = np.array(picture)
        pixels[..., 3] = 255 - pixels[..., 0]  # black letters on nothing
        return written(Image.fromarray(pixels), "PNG")
    if mode == "white on nothing":
        pixels = np.array(picture.convert("RGBA"))
        pixels[..., 3] = 255 - pixels[..., 0]
        pixels[..., :3] = 255
        return written(Image.fromarray(pixels), "PNG")
    return written(picture.convert(mode), "PNG")


MODES = ["P", "16 bits", "white on nothing"]
MORE_MODES = [pytest.param(mode, marks=pytest.mark.long) for mode in ("1", "L", "LA", "RGBA", "transparent")]


@pytest.mark.parametrize("mode", [*MODES, *MORE_MODES])
async def test_pictures_of_all_kinds_of_pixels(mode: str, redactor: Redactor, reader: Reader) -> None:
    done = await redact_file(noisy(mode), "a.png", redactor, reader=reader)

    left = await text_of(done.data, reader)
    assert "4111111111111111" in found_in(done)
    assert "4111" not in left
    assert "weather" in left


async def test_jpeg_keeps_its_quality_and_stays_grey(redactor: Redactor, reader: Reader) -> None:
    sizes = {}
    for quality in (40, 90):
        data = written(draw(mode="L"), "JPEG", quality=quality)
        done = await redact_file(data, "a.jpg", redactor, reader=reader)
        with Image.open(io.BytesIO(data)) as before, Image.open(io.BytesIO(done.data)) as after:
            assert isinstance(before, JpegImageFile)
            assert isinstance(after, JpegImageFile)
            assert before.quantization == after.quantization
            assert after.mode == "L"
        sizes[quality] = len(done.data)
    assert sizes[40] < sizes[90]


async def test_cmyk_becomes_rgb(redactor: Redactor, reader: Reader) -> None:
    done = await redact_file(written(draw(mode="CMYK"), "JPEG", quality=90), "a.jpg", redactor, reader=reader)

    with Image.open(io.BytesIO(done.data)) as after:
        assert after.mode == "RGB"
    assert "4111" not in await text_of(done.data, reader)


async def test_letters_that_were_read_for_figures_hide_no_number(redactor: Redactor, reader: Reader) -> None:
    # Drawn with letters: what a poor scan makes of figures.
    lines = ["card 4111 1lll 1111 1111 of May", "IBAN DE89 37O4 0044 O532 0l30 00 is hers"]

    done = await redact_file(written(draw(lines), "PNG"), "a.png", redactor, reader=reader)

    assert {one.finding.entity for one in done.findings} >= {"CREDIT_CARD", "IBAN"}
    left = await text_of(done.data, reader)
    assert "0044" not in left
    assert "4111" not in left


async def test_values_of_other_files_are_found_though_an_accent_is_missing(redactor: Redactor, reader: Reader) -> None:
    mapping = PlaceholderMap({"[SURNAME_1]": "Łukaszewicz", "[CITY_1]": "Zürich"})
    data = written(draw(["seen by Lukaszewlcz at noon", "and in ZURICH at six"]), "PNG")

    done = await redact_file(data, "a.png", redactor, reader=reader, mapping=mapping)

    left = await text_of(done.data, reader)
    assert "noon" in left
    assert "zewlcz" not in left
    assert "ZURICH" not in left


async def test_what_a_reader_keeps_stays_and_what_he_hides_goes(redactor: Redactor, reader: Reader) -> None:
    choice: dict[str, Any] = {"keep": ["ann.smith@post.example"], "hide": {"weather": "CUSTOM"}}
    done = await redact_file(written(draw(), "PNG"), "a.png", redactor, reader=reader, **choice)

    left = await text_of(done.data, reader)
    assert "ann.smith@post.example" in left
    assert "4111" not in left
    assert "weather" not in left
    assert "fine" in left


async def test_a_picture_without_findings_or_text_says_so(redactor: Redactor, reader: Reader) -> None:
    plain = await redact_file(written(draw(["a fine day"]), "PNG"), "a.png", redactor, reader=reader)
    empty = await redact_file(written(Image.new("RGB", (300, 200), "white"), "PNG"), "a.png", redactor, reader=reader)

    assert plain.warnings[0] == "Nothing was found in this picture's text."
    assert list(empty.warnings) == ["No text was found in this picture."]


async def test_what_cannot_be_read_is_refused(redactor: Redactor, reader: Reader) -> None:
    random = np.random.default_rng(5)
    scrawl = Image.new("L", (900, 300), 255)
    from PIL import ImageDraw

    pen = ImageDraw.Draw(scrawl)
    for row in (60, 150, 240):
        for x in range(40, 860, 34):
            points = [(x + int(random.integers(-14, 30)), row + int(random.integers(-24, 24))) for _ in range(6)]
            pen.line(points, fill=0, width=4, joint="curve")

    with pytest.raises(FileUnsupportedError, match="written by hand"):
        await redact_file(written(scrawl, "PNG"), "a.png", redactor, reader=reader)


def moving() -> bytes:
    return written(draw(["one"]), "WEBP", save_all=True, append_images=[draw(["two"])])


BAD: dict[str, tuple[str, Callable[[], bytes], type[FileError], str]] = {
    "moving": ("a.webp", moving, FileUnsupportedError, "move"),
    "of another kind": ("a.png", lambda: written(draw(), "JPEG"), FileUnsupportedError, "kind"),
    "a text": ("a.jpg", lambda: b"Ann Smith", FileUnsupportedError, "kind"),
    "nothing": ("a.tiff", lambda: b"", FileUnsupportedError, "kind"),
    "cut off": ("a.png", lambda: written(draw(), "PNG")[:2000], FileError, "broken"),
    "cut off jpeg": ("a.jpg", lambda: written(draw(), "JPEG")[:3000], FileError, "broken"),
    "too many pixels": ("a.png", lambda: written(Image.new("1", (20_000, 6_100)), "PNG"), FileTooLargeError, "million"),
    "a bomb": ("a.png", lambda: written(Image.new("1", (30_000, 30_000)), "PNG"), FileTooLargeError, "million"),
    "a gif": ("a.gif", lambda: b"GIF89a", FileUnsupportedError, "png"),
}


@pytest.mark.parametrize(("name", "make", "error", "says"), BAD.values(), ids=BAD)
async def test_files_that_are_refused(
    name: str, make: Callable[[], bytes], error: type[FileError], says: str, redactor: Redactor, reader: Reader
) -> None:
    with pytest.raises(error, match=says) as caught:
        await redact_file(make(), name, redactor, reader=reader)
    assert "Smith" not in str(caught.value)


def test_a_picture_cannot_be_restored() -> None:
    with pytest.raises(FileUnsupportedError, match="cannot be restored"):
        restore_file(written(draw(), "PNG"), "a.png", PlaceholderMap({}))


async def test_no_text_in_a_repr(redactor: Redactor, reader: Reader) -> None:
    done: Any = await redact_file(written(draw(), "PNG"), "a.png", redactor, reader=reader)

    assert "Smith" not in repr(done)
