"""Files that were made to slip through, to last for ever, or to break what comes back."""

from __future__ import annotations

import json
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from xml.etree import ElementTree

import pytest

from tabside.errors import FileError, FileTooLargeError
from tabside.files import redact_file, restore_file
from tabside.files.opening import open_document
from tabside.redaction import PlaceholderMap, Redactor
from tests.unit.files.office_files import HEAD, docx, unpacked, xlsx

NEXT_TO_TAGS = [
    "<p>Contact x <ann.smith@corp.com> today</p>",
    "<p>x</ann.smith@corp.com></p>",
    "<p>x <Ann Smith> y</p>",
    "<b 123-45-6789>x</b>",
    "<p Ann>x</p>",
    "<p class=x Ann Smith>x</p>",
    '<p ann.smith@corp.com="1">x</p>',
    "<" * 150 + '<p title="x > Ann and <b>y</b>',
    "<!DOCTYPE html [<!ENTITY a 'Ann'>]><p>x</p>",
    "<!-- Ann --><?x Ann?>",
]


@pytest.mark.parametrize("page", NEXT_TO_TAGS)
async def test_nothing_hides_in_a_tag(redactor: Redactor, page: str) -> None:
    result = await redact_file(page.encode(), "a.html", redactor)
    assert [value for value in (b"Ann", b"ann.smith", b"Smith", b"123-45-6789") if value in result.data] == []
    assert restore_file(result.data, "a.html", result.mapping).data == page.encode()


TABLES = {
    "commas and lines inside quotes": (
        'Vorname;Nachname;Notiz\nAnn;Smith;"Rief an, will Angebot, Rabatt, Skonto\nund Lieferung, Montag, Dienstag"\n'
        'Ann;Smith;"x"\nAnn;Smith;"ok"\n'
    ),
    "a quoted first row": '"Ann\nSmith";Oslo, Ann\n',
    "more commas than semicolons": "id;x\n1;Ann, Oslo, Ann, Oslo, Ann, Oslo\n2;Ann\n",
    "a stray quotation mark": 'id\tsize\nAnn\t5" pipe\n"Ann\tx\nAnn\ty"\n',
    "a quotation mark behind the end": '"Ann" x,y\n',
    "one that is never closed": 'x,"Ann',
}


@pytest.mark.parametrize("case", TABLES)
async def test_tables_keep_their_cells(redactor: Redactor, case: str) -> None:
    name = "a.tsv" if "\t" in TABLES[case] else "a.csv"
    data = TABLES[case].encode()
    result = await redact_file(data, name, redactor)
    assert b"Ann" not in result.data
    assert b"Smith" not in result.data
    assert [mark for mark in b',;\t\n"' if result.data.count(mark) != data.count(mark)] == []
    assert restore_file(result.data, name, result.mapping).data == data


CELLS = {
    "commas and lines inside quotes": ("row 3, column 2", "Smith"),
    "a quoted first row": ("row 1, column 1", "Ann\nSmith"),
    "more commas than semicolons": ("row 2, column 2", "Ann, Oslo, Ann, Oslo, Ann, Oslo"),
}


@pytest.mark.parametrize("case", CELLS)
def test_the_delimiter_is_the_one_that_makes_even_rows(case: str) -> None:
    cells = {one.place: one.pieces[0] for one in open_document(TABLES[case].encode(), "a.csv").segments}
    place, value = CELLS[case]
    assert cells[place] == value


@pytest.mark.parametrize(
    "header",
    [
        b"Subject: =?utf-8?B?QW5uIFNtaXRo?= \xc3\xa9t\xc3\xa9",
        b"Subject: =?utf-8?B?QW5uIFNtaXRo?= \xe9t\xe9",
        b"To: x =?iso-8859-1?Q?Mu\xf1oz?= <x@corp.com>",
        b"Subject: =?x-unknown?Q?Ann?=",
        b"Subject: =?utf-8?Q?A?= =?utf-8?Q?nn?=",
        b"X-Ann-Smith: x",
        b"Content-Transfer-Encoding: 7bit (Ann)",
        b'Content-Type: multipart/mixed; boundary="ann.smith@corp.com"',
        b"Comments: =?utf-8?B?QW5u",
    ],
)
async def test_nothing_hides_in_a_header(redactor: Redactor, header: bytes) -> None:
    data = b"From: a@b.com\n" + header + b"\n\nDear Ann Smith\n"
    result = await redact_file(data, "a.eml", redactor)
    message = message_from_bytes(result.data, policy=policy.compat32)
    everything = result.data.decode("latin-1")
    everything += "".join(str(make_header(decode_header(str(value)))) for value in message.values())
    found = [value for value in ("Ann ", "Smith", "Muñoz", "Mu\\xf1oz", "ann.smith", "QW5uIF") if value in everything]
    assert found == []


async def test_a_value_that_is_put_back_adds_no_header() -> None:
    mapping = PlaceholderMap({"[PERSON_1]": "Ann\r\nBcc: evil@corp.com", "[CITY_1]": "\ud800\x00ü"})
    data = b"From: x <a@b.com>\r\nSubject: [PERSON_1], [CITY_1]\r\nTo: [PERSON_1]\r\n\r\nx\r\n"
    back = message_from_bytes(restore_file(data, "a.eml", mapping).data)
    assert back.keys() == ["From", "Subject", "To"]
    assert "Bcc: evil@corp.com" in str(make_header(decode_header(back["Subject"])))


@pytest.mark.parametrize("value", ["a\x01b", "a\ud800b", "a\x00", "\ufffe", "a & <b> \"'", "]]>"])
async def test_a_value_that_is_put_back_breaks_no_xml(value: str) -> None:
    letter = docx(**{"word/x.xml": f'{HEAD}<r title="[CITY_1]"><t>[CITY_1]</t><!-- x --></r>'})
    for name, data in (("a.docx", letter), ("a.xlsx", xlsx(**{"xl/x.xml": f"{HEAD}<r><t>[CITY_1]</t></r>"}))):
        parts = unpacked(restore_file(data, name, PlaceholderMap({"[CITY_1]": value})).data)
        for part in ("word/x.xml", "xl/x.xml"):
            if part in parts:
                ElementTree.fromstring(parts[part])
                assert b"[CITY_1]" not in parts[part]


LONG = {
    "relationships of a thumbnail": lambda: docx(**{"_rels/.rels": "<Relationship thumbnail " * 3000}),
    "one element in another": lambda: docx(**{"word/x.xml": "<a>" * 100_000 + "x" + "</a>" * 100_000}),
    "sheets of one name": lambda: xlsx(
        **{"xl/workbook.xml": "<workbook><sheets>" + '<sheet name="Ann"/>' * 8_000 + "</sheets></workbook>"}
    ),
    "parameters": lambda: b"From: a@b.com\nContent-Type: text/plain; " + b';"' * 16_000 + b"\n\nx\n",
    "parts in parts": lambda: b"From: a@b.com\n" + b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (level, level) for level in range(500)
    ),
    "headers": lambda: b"X-A: b\n" * 100_000 + b"\n\nx\n",
    "parts beside parts": lambda: b'Content-Type: multipart/mixed; boundary="a"\n\n' + b"--a\n\nx\n" * 150_000,
    "a long key over many numbers": lambda: json.dumps({"k" * 100_000: list(range(1_000_000, 1_005_000))}).encode(),
    "a table of nothing": lambda: b"," * 1_000_000,
    "quotation marks": lambda: b'"x,' * 50_000,
    "open quotation marks": lambda: b'"\n' * 50_000,
    "values deep inside": lambda: b"[" * 400 + b"1234567," * 20_000 + b"1" + b"]" * 400,
}  # fmt: skip
NAMES = {
    "sheets of one name": "a.xlsx",
    "parameters": "a.eml",
    "parts in parts": "a.eml",
    "headers": "a.eml",
    "parts beside parts": "a.eml",
    "a long key over many numbers": "a.json",
    "values deep inside": "a.json",
    "a table of nothing": "a.csv",
    "quotation marks": "a.csv",
    "open quotation marks": "a.csv",
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("case", LONG)
def test_a_kilobyte_does_not_last_for_ever(case: str) -> None:
    """Each took minutes to hours, or gigabytes, where reading was quadratic; the limit of the test would end it."""
    try:
        document = open_document(LONG[case](), NAMES.get(case, "a.docx"))
    except FileError:
        return
    document.rebuild([segment.pieces for segment in document.segments])
    assert sum(len(segment.place) for segment in document.segments) < 5_000_000


@pytest.mark.parametrize("case", ["parts in parts", "parts beside parts", "headers"])
def test_a_message_with_too_much_in_it_is_refused(case: str) -> None:
    with pytest.raises(FileTooLargeError):
        open_document(LONG[case](), "a.eml")
