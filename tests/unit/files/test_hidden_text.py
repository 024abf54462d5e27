"""Text files whose source differs from their displayed text, or whose content does not match their name."""

from __future__ import annotations

import time

import pytest

from tabside.errors import FileError, FileTooLargeError, FileUnsupportedError
from tabside.files import redact_file, restore_file
from tabside.files.plain.html import open_html
from tabside.redaction import Redactor

HTML = {
    "an escape in a script": (
        b'<script>u={"e":"ann\\u0040corp.com","n":"\\x41nn"};if(a<b&&c){}</script>',
        b'<script>u={"e":"[EMAIL_1]","n":"[GIVEN_NAME_1]"};if(a<b&&c){}</script>',
    ),
    "an address in a class": (b'<p class="ann@corp.com">x</p>', b'<p class="[EMAIL_1]">x</p>'),
    "a value with an apostrophe": (b"<p title=O'Ann>x</p>", b"<p title=O'[GIVEN_NAME_1]>x</p>"),
    "a text in a link": (
        b'<a href="data:text/plain;base64,QW5uIFNtaXRo">x</a>',
        b'<a href="data:text/plain;base64,W0dJVkVOX05BTUVfMV0gW1NVUk5BTUVfMV0=">x</a>',
    ),
    "a text in a link, percent-encoded": (b'<a href="data:,Dear%20Ann">x</a>', b"data:,Dear%20%5BGIVEN_NAME_1%5D"),
    "another encoding": (
        '<meta charset="shift_jis"><p>Ann 東</p>'.encode("shift_jis"),
        '<meta charset="shift_jis"><p>[GIVEN_NAME_1] 東</p>'.encode("shift_jis"),
    ),
}


@pytest.mark.parametrize(("page", "expected"), HTML.values(), ids=HTML.keys())
async def test_pages(page: bytes, expected: bytes, redactor: Redactor) -> None:
    result = await redact_file(page, "a.html", redactor)
    assert expected in result.data
    assert not any(secret in result.data for secret in (b"Ann", b"ann", b"Mu\xc3", b"Mu&", b"QW5u", b"\\x41"))


async def test_what_is_not_touched_keeps_the_way_it_is_written(redactor: Redactor) -> None:
    """Regression: a character missing from the encoding became a question mark, and attribute quotes changed."""
    page = (
        '<p title=\'say "Ann" &amp; go\'>caf\xe9 &rarr; Ann&nbsp;&euro; R&D 5 > 3</p><i data-u=\'{"n":"Ann"}\'></i>'
    ).encode("latin-1")
    result = await redact_file(page, "a.html", redactor)
    assert result.data == page.replace(b"Ann", b"[GIVEN_NAME_1]")
    assert any("Windows-1252" in warning for warning in result.warnings)
    assert restore_file(result.data, "a.html", result.mapping).data == page


async def test_pictures_in_a_page_stay_and_are_said(redactor: Redactor) -> None:
    picture = (
        b'<img src="data:image/png;base64,4111111111111111+a">'
        b"<style>p{b:url(data:image/gif;base64,4111111111111111)}</style>"
    )
    result = await redact_file(picture + b"Ann", "a.html", redactor)
    assert result.data == picture + b"[GIVEN_NAME_1]"
    assert any("not looked into" in warning for warning in result.warnings)


async def test_a_file_in_a_link_is_refused(redactor: Redactor) -> None:
    with pytest.raises(FileUnsupportedError):
        await redact_file(b'<a href="data:application/pdf;base64,JVBERi0xLjQK4uPP0w==">x</a>', "a.html", redactor)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
async def test_two_bytes_a_character_without_a_mark(encoding: str, redactor: Redactor) -> None:
    text = "name,mail\r\nAnn Smith,ann@corp.com\r\n"
    result = await redact_file(text.encode(encoding), "a.csv", redactor)
    assert result.data.decode(encoding) == "name,mail\r\n[GIVEN_NAME_1] [SURNAME_1],[EMAIL_1]\r\n"


@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.html", "a.json", "a.eml", "a.md"])
@pytest.mark.parametrize("begin", [b"%PDF-1.4\n", b"{\\rtf1 ", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%!PS-Adobe"])
async def test_other_kinds_under_the_name_of_a_text_are_refused(name: str, begin: bytes, redactor: Redactor) -> None:
    with pytest.raises(FileError):
        await redact_file(begin + b"(A) Tj (nn) Tj", name, redactor)


async def test_deep_json_is_refused_before_it_fills_the_memory(redactor: Redactor) -> None:
    with pytest.raises(FileTooLargeError):
        await redact_file(b"[" * 100_000 + b"]" * 100_000, "a.json", redactor)
    deep = b"[" * 400 + b'"Ann"' + b"]" * 400
    assert b'"[GIVEN_NAME_1]"' in (await redact_file(deep, "a.json", redactor)).data


async def test_json_in_another_encoding_loses_no_sign(redactor: Redactor) -> None:
    result = await redact_file('{"a": "é \\u2192 Ann"}'.encode("cp1252"), "a.json", redactor)
    assert result.data == b'{"a": "\\u00e9 \\u2192 [GIVEN_NAME_1]"}'
    assert any("Windows-1252" in warning for warning in result.warnings)


async def test_what_is_allowed_stays_in_columns_and_authors_too(redactor: Redactor) -> None:
    """Regression: a column's head or an element's place decided, and the policy's allowed word was ignored."""
    policy = {"allow": ["Acme Corp", {"wildcard": "team-*", "entity": "PERSON"}]}
    table = b"customer name,city\nAcme Corp,Oslo\nteam-7,x\nQi,Oslo\n"
    result = await redact_file(table, "a.csv", redactor, policy=policy)
    assert result.data.startswith(b"customer name,city\nAcme Corp,[CITY_1]\nteam-7,")
    assert b"Qi" not in result.data


async def test_people_who_are_keys(redactor: Redactor) -> None:
    """A key that looks like a field name is left, unless it is the name of a person who was found."""
    data = b'{"Ann": {"city": "Oslo", "Note": 1}, "Oslo": 2, "who": "Ann", "Smith.x": 3}'
    result = await redact_file(data, "a.json", redactor)
    expected = (
        b'{"[GIVEN_NAME_1]": {"city": "[CITY_1]", "Note": 1}, "[CITY_1]": 2, "who": "[GIVEN_NAME_1]", "Smith.x": 3}'
    )
    assert result.data == expected
    assert restore_file(result.data, "a.json", result.mapping).data == data
    assert "Ann" not in repr(result)


@pytest.mark.parametrize(
    ("head", "value", "entity"),
    [
        ("lat", "59.9139", "COORDINATES"),
        ("longitude", "10.7522", "COORDINATES"),
        ("lng", "-122.415867530", "COORDINATES"),
        ("MRN", "77", "HEALTH_ID"),
        ("username", "qxz", "USERNAME"),
        ("Maiden name", "Qi", "SURNAME"),
        ("patient", "Qi", "PERSON"),
        ("License plate", "QI 7", "VEHICLE_ID"),
    ],
)
async def test_heads(head: str, value: str, entity: str, redactor: Redactor) -> None:
    result = await redact_file(f"id,{head}\n1,{value}\n".encode(), "a.csv", redactor)
    assert result.data.decode() == f"id,{head}\n1,[{entity}_1]\n"


async def test_points_on_a_map(redactor: Redactor) -> None:
    data = b'{"type":"Point","coordinates":[-122.419416,37.774929]}'
    result = await redact_file(data, "a.geojson", redactor)
    assert result.data == b'{"type":"Point","coordinates":["[COORDINATES_1]"\t,"[COORDINATES_2]"\t]}'


async def test_words_that_are_emphasized_in_part(redactor: Redactor) -> None:
    data = b"# **A**nn and A*n*n, 3*4, **Smith**\n"
    result = await redact_file(data, "a.md", redactor)
    assert result.data == b"# **[GIVEN_NAME_1]** and [GIVEN_NAME_1b]**, 3*4, **[SURNAME_1]**\n"
    assert (await redact_file(b"a*b **c**d\n", "a.md", redactor)).data == b"a*b **c**d\n"


HOSTILE = {
    "pictures without data": "<p title='" + "data:image/" * 40_000 + "'>x</p>",
    "references that end nowhere": "<p>" + "&am" * 60_000 + "</p>",
    "escapes": "<script>" + "\\\\u00" * 40_000 + "</script>",
    "links in links": "<a href='" + "data:;" * 40_000 + "'>x</a>",
}


@pytest.mark.long
@pytest.mark.parametrize("page", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_pages_are_read_in_linear_time(page: str) -> None:
    start = time.process_time()
    open_html(page.encode(), "text/html")
    assert time.process_time() - start < 2
