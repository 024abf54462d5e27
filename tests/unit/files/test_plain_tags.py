"""Tags whose attributes are on no list are passed over by their shape, and read where a value may be text."""

from __future__ import annotations

import pytest

from tabside.errors import UnscannedError
from tabside.files.office.structure import check_structure
from tabside.files.office.xml_part import XmlPart
from tests.unit.files.office_files import W

HEAD = f"<w:document {W}><w:body>"
TAIL = "</w:body></w:document>"
OWN = 'xmlns:u="urn:example"'


def texts(body: str) -> list[str]:
    part = XmlPart("word/document.xml", f"{HEAD}{body}{TAIL}".encode())
    return [piece for segment in part.segments for piece in segment.pieces]


@pytest.mark.parametrize(
    ("tag", "value", "read"),
    [
        ('<w:p w:by="%s"/>', "Ann Smith", "Ann Smith"),
        ('<w:p w:by="%s"/>', "ann@example.org", "ann@example.org"),
        ('<w:p w:by="%s"/>', "ann&#64;example.org", "ann@example.org"),
        ('<w:p w:by="%s"/>', "Ann&#32;Smith", "Ann Smith"),
        ('<w:p w:by="%s"/>', "Ann\u00a0Smith", "Ann\u00a0Smith"),
        ('<w:p w:by="%s"/>', "[SURNAME_1]", "[SURNAME_1]"),
        ('<w:p w:rsidR="1" w:by="%s"/>', "Ann, Smith", "Ann, Smith"),
        ('<w:p w:by="%s" w:rsidR="1"/>', "Ann Smith", "Ann Smith"),
        ("<w:p w:by='%s'/>", "Ann Smith", "Ann Smith"),
    ],
)
def test_a_known_shape_hides_no_text(tag: str, value: str, read: str) -> None:
    body = (tag % "1234") * 3 + tag % value + (tag % "5678") * 3

    assert texts(body) == [read]


@pytest.mark.parametrize(
    "tag", ['<w:p w:alias="%s"/>', '<w:p w:author="%s"/>', '<w:alias w:val="%s"/>', '<w:p u:own="%s"/>']
)
def test_what_is_read_by_its_name_is_read_each_time(tag: str) -> None:
    body = f"<w:sdt {OWN}>" + "".join(tag % name for name in ("Ann", "Bob", "Eve")) + "</w:sdt>"

    assert texts(body) == ["Ann", "Bob", "Eve"]


def test_a_shape_is_known_only_where_its_declarations_hold() -> None:
    vendor = 'xmlns:u="http://schemas.microsoft.com/office/word/2010/wordml"'
    tag = '<w:p u:own="%s"/>'

    assert texts(f"<w:sdt {vendor}>{tag % 'Abc'}</w:sdt><w:sdt {OWN}>{tag % 'Ann'}</w:sdt>") == ["Ann"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<w:p w:rsidR="1" w:by="2"/>', '<w:p w:rsidR="2" w:by="1"/>'),
        ('<w:p w:rsidR="1"/>', '<w:p w:rsidR="2"/>'),
        ('<w:p w:rsidR="1"/>', '<w:p w:rsidL="1"/>'),
        ('<w:p w:by="1"/>', "<w:p/>"),
        ("<w:p><w:r/></w:p>", "<w:p/><w:r/>"),
    ],
)
def test_a_change_of_an_attribute_that_is_no_text_is_refused(before: str, after: str) -> None:
    known = '<w:p w:rsidR="1" w:by="2"/><w:p w:rsidR="1"/>'

    with pytest.raises(UnscannedError):
        check_structure(f"{HEAD}{known}{before}{TAIL}".encode(), f"{HEAD}{known}{after}{TAIL}".encode())


def test_a_text_in_an_attribute_may_change() -> None:
    before, after = (
        f'{HEAD}<w:p w:rsidR="1" w:by="{value}"/>{TAIL}'.encode() for value in ("Ann Smith", "[SURNAME_1]")
    )

    check_structure(before, after)
