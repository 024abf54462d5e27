"""The proof finds a value wherever it was left, in whatever coding; the errors name the place and no value."""

from __future__ import annotations

import zlib

import pytest

from tabside.errors import RemovalError
from tabside.pdf.engine_document import Picture
from tabside.pdf.proof import difference, expected_text, prove
from tabside.pdf.wasmtime_engine import WasmtimePdfium
from tests.unit.pdf.documents import line, page, stream

VALUE = "Zoe Lukaszewicz"
CLEAN = line(60, 700, "This line stays.")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(page(CLEAN + line(60, 600, VALUE)), id="drawn"),
        pytest.param(page(CLEAN + line(60, 600, VALUE), packed=True), id="drawn, packed"),
        pytest.param(page(CLEAN + "BT /F1 9 Tf 60 600 Td [(Zoe Lu)20(kas)-30(zewicz)] TJ ET"), id="in pieces"),
        pytest.param(page(CLEAN + f"BT /F1 9 Tf 60 600 Td <{VALUE.encode().hex()}> Tj ET"), id="hexadecimal"),
        pytest.param(page(CLEAN + "BT 3 Tr /F1 9 Tf 60 600 Td (Zoe Lukaszewicz) Tj ET"), id="invisible"),
        pytest.param(page(CLEAN + "/P << /ActualText (Zoe Lukaszewicz) >> BDC EMC"), id="ActualText"),
        pytest.param(page(CLEAN, catalog=f"/Lang ({VALUE})"), id="string"),
        pytest.param(page(CLEAN, catalog=f"/Lang <FEFF{VALUE.encode('utf-16-be').hex()}>"), id="string in UTF-16"),
        pytest.param(page(CLEAN, catalog="/Lang (ZOE LUKASZEWICZ)"), id="capitals"),
        pytest.param(page(CLEAN, catalog="/Metadata 6 0 R", more=[stream(VALUE.encode("utf-16-le"))]), id="stream"),
    ],
)
async def test_what_was_left_is_found(engine: WasmtimePdfium, data: bytes) -> None:
    with pytest.raises(RemovalError) as caught:
        await prove(engine, data, [VALUE], ["This line stays."], {})
    assert "Zoe" not in str(caught.value) + repr(caught.value.details)
    assert caught.value.details
    assert caught.value.code == "redaction.left"


@pytest.mark.parametrize("value", ["ann.smith@example.org", "DE89 3704 0044 0532 0130 00"])
async def test_telling_values_are_looked_for_in_unreferenced_streams(engine: WasmtimePdfium, value: str) -> None:
    for orphan in (stream(value), stream(value, packed=True), stream(zlib.compress(value.encode("utf-16-be")))):
        with pytest.raises(RemovalError):
            await prove(engine, page(CLEAN, more=[orphan]), [value], ["This line stays."], {})


async def test_what_stays_on_purpose_is_no_leak(engine: WasmtimePdfium) -> None:
    data = page(line(60, 700, "Rose likes a rose, and Mr Roser too"))

    assert await prove(engine, data, ["Rose"], ["\x00 likes a rose, and Mr Roser too"], {}) == []


async def test_lost_pages_are_noticed(engine: WasmtimePdfium) -> None:
    with pytest.raises(RemovalError):
        await prove(engine, page(CLEAN), [], ["This line stays.", "So does this."], {})


def test_expected_text() -> None:
    assert expected_text("to Ann and Bob", [(3, 6), (11, 14)]) == "to \x00 and \x00"


@pytest.mark.parametrize(
    ("after", "masks", "share"),
    [
        pytest.param(b"\xff" * 100, [], 0.0, id="alike"),
        pytest.param(b"\xff" * 44 + b"\0" + b"\xff" * 55, [], 0.01, id="one pixel"),
        pytest.param(b"\xff" * 44 + b"\0" + b"\xff" * 55, [(3, 3, 6, 6)], 0.0, id="in a box"),
        pytest.param(b"\0" * 100, [], 1.0, id="all"),
    ],
)
def test_pictures_are_compared(after: bytes, masks: list[tuple[int, int, int, int]], share: float) -> None:
    assert difference(Picture(10, 10, 1, b"\xff" * 100), Picture(10, 10, 1, after), masks) == share


def test_what_moved_by_a_pixel_is_alike() -> None:
    before, after = (Picture(10, 10, 1, (b"\xff" * at + b"\0" + b"\xff" * (9 - at)) * 10) for at in (4, 5))

    assert difference(before, after, []) == 0.0
