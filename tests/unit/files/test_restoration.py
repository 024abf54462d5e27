"""Restoring redacted files: values return to their places, in edited files too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pytest

from tabside.errors import DecryptError, RestoreError
from tabside.files import decrypt_file, redact_file, restore_file
from tabside.redaction import PlaceholderMap, Redactor
from tests.unit.files.office_files import HEAD, X, docx, unpacked, xlsx

CASES = {
    "a.csv": b'"Ann Smith","x ""y""",z\r\nOslo,a@corp.com\r\n',
    "a.json": b'{"name": "Ann Smith", "list": ["a@corp.com", 4, null]}',
    "a.html": b"<p title='Ann'>Dear <b>Ann</b> Smith &amp; co</p>",
    "a.md": b"# Ann\n\n- a@corp.com\n",
    "a.eml": b"From: Ann Smith <a@corp.com>\nSubject: Oslo\n\nDear Ann,\n",
}


@pytest.mark.parametrize("name", CASES)
async def test_a_file_comes_back(redactor: Redactor, name: str) -> None:
    redacted = await redact_file(CASES[name], name, redactor)
    restored = restore_file(redacted.data, redacted.name, redacted.mapping)
    assert restored.restored > 0
    assert b"[GIVEN_NAME_1]" not in restored.data
    if name != "a.eml":
        assert restored.data == CASES[name]
    else:
        assert {b"Subject: Oslo", b"Dear Ann,"} <= set(restored.data.splitlines())


class _CountedLooks(Mapping[str, str]):
    """Values by placeholder, and how often somebody went through all of them."""

    def __init__(self, values: dict[str, str]) -> None:
        self.values_by_name = values
        self.looks = 0

    def __getitem__(self, name: str) -> str:
        return self.values_by_name[name]

    def __iter__(self) -> Iterator[str]:
        self.looks += 1
        return iter(self.values_by_name)

    def __len__(self) -> int:
        return len(self.values_by_name)


@pytest.mark.parametrize("is_surrogate", [False, True])
def test_a_mapping_is_not_read_anew_for_each_cell(is_surrogate: bool) -> None:
    """Else a table of 100,000 values takes minutes: as many cells, each of which copies as many values."""
    name = "Xyl{}" if is_surrogate else "[EMAIL_{}]"
    known = _CountedLooks({name.format(number): f"u{number}@corp.com" for number in range(300)})
    table = "".join(f"{number},{name}\n" for number, name in enumerate(known))
    known.looks = 0
    mapping = PlaceholderMap({}, surrogates=known) if is_surrogate else PlaceholderMap(known)
    restored = restore_file(table.encode(), "a.csv", mapping)
    assert restored.restored == 300
    assert known.looks <= 4


async def test_placeholders_where_no_text_is_read_are_named() -> None:
    card = b"BEGIN:VCARD\r\nFN:[GIVEN_NAME_1]\r\nPHOTO;ENCODING=b:[CITY_1]\r\nEND:VCARD\r\n"
    restored = restore_file(card, "a.vcf", PlaceholderMap({"[GIVEN_NAME_1]": "Ann", "[CITY_1]": "Oslo"}))
    assert b"FN:Ann" in restored.data
    assert restored.left == ["[CITY_1]"]
    assert "[CITY_1]" in restored.warnings[-1]


async def test_addresses_of_attachments_are_read_and_come_back(redactor: Redactor) -> None:
    data = b"BEGIN:VALARM\r\nATTACH;FMTTYPE=text/plain:ftp://files.corp.com/ann@corp.com\r\nEND:VALARM\r\n"
    redacted = await redact_file(data, "a.ics", redactor)
    assert b"corp.com" not in redacted.data
    restored = restore_file(redacted.data, "a.ics", redacted.mapping)
    assert (restored.data, restored.left) == (data, ())


@pytest.mark.parametrize(("name", "original"), [("a.docx", docx()), ("a.xlsx", xlsx())])
async def test_office_files_come_back(redactor: Redactor, name: str, original: bytes) -> None:
    redacted = await redact_file(original, name, redactor)
    parts = unpacked(restore_file(redacted.data, name, redacted.mapping).data)
    assert not any(b"[GIVEN_NAME" in part or b"[SSN" in part for part in parts.values())
    assert any(b"Smi" in part for part in parts.values())


def test_a_placeholder_that_was_cut_into_runs_is_found() -> None:
    body = "<w:p><w:r><w:t>Dear [GIVEN_</w:t></w:r><w:r><w:t>NAME_1], hello</w:t></w:r></w:p>"
    edited = docx(**{"word/extra.xml": f'<w:document xmlns:w="w">{body}</w:document>'})
    restored = restore_file(edited, "a.docx", PlaceholderMap({"[GIVEN_NAME_1]": "Ann"}))
    part = unpacked(restored.data)["word/extra.xml"].decode()
    assert "Dear Ann, hello" in part
    assert restored.restored == 1


def test_a_file_without_placeholders_stays_as_it_is() -> None:
    restored = restore_file(b"a,b\n", "a.csv", PlaceholderMap({"[CITY_1]": "Oslo"}))
    assert (restored.data, restored.restored) == (b"a,b\n", 0)


def test_what_is_gone_for_good_is_told() -> None:
    mapping = PlaceholderMap({"[CITY_1]": "Oslo"}, {"EMAIL": "mask"})
    with pytest.raises(RestoreError):
        restore_file(b"[CITY_1] ***", "a.txt", mapping)
    assert restore_file(b"[CITY_1] ***", "a.txt", mapping, partial=True).data == b"Oslo ***"


@pytest.mark.parametrize(
    ("name", "original"),
    [
        ("a.docx", docx()),
        ("a.xlsx", xlsx()),
        ("a.html", b'<p title="Ann">A<b>nn</b> of Oslo</p>'),
        ("a.json", b'{"a": "Ann", "b": ["ann@corp.com"]}'),
        ("a.eml", b"From: Ann <ann@corp.com>\r\nSubject: Oslo\r\n\r\nDear Ann\r\n"),
    ],
)
async def test_encrypted_values_come_back_by_the_passphrase_alone(
    name: str, original: bytes, redactor: Redactor
) -> None:
    operator = {"operator": "encrypt", "passphrase": "correct horse", "iterations": 1000}
    redacted = await redact_file(original, name, redactor, operator=operator)
    back = await decrypt_file(redacted.data, name, "correct horse")
    again = await redact_file(back.data, name, redactor)
    assert [one.finding.entity for one in again.findings] == [one.finding.entity for one in redacted.findings]
    assert (await decrypt_file(redacted.data, name, "wrong", partial=True)).restored == 0
    with pytest.raises(DecryptError):
        await decrypt_file(redacted.data, name, "wrong")


async def test_what_was_encrypted_in_a_pdf_is_one_value_over_lines(redactor: Redactor) -> None:
    from tabside.files.plain.pdf import text_pdf

    operator = {"operator": "encrypt", "passphrase": "correct horse", "iterations": 1000}
    redacted = await redact_file(text_pdf(["Dear Ann Smith of Oslo"]), "a.pdf", redactor, operator=operator, pdf="text")
    back = await decrypt_file(redacted.data, "a.pdf", "correct horse")
    shown = re.sub(r"\) '\n\(| +", " ", back.data.decode("latin-1"))
    assert "Dear Ann Smith of Oslo" in re.sub(" +", " ", shown)


async def test_addresses_of_links_come_back(redactor: Redactor) -> None:
    redacted = await redact_file(docx(), "a.docx", redactor)
    links = "word/_rels/document.xml.rels"
    assert b"corp.com" not in unpacked(redacted.data)[links]
    back = restore_file(redacted.data, "a.docx", redacted.mapping)
    assert b'Target="mailto:ann@corp.com"' in unpacked(back.data)[links]


async def test_names_of_sheets_and_what_refers_to_them_come_back(redactor: Redactor) -> None:
    """Square brackets are not allowed there, and their replacement was not recognized."""
    book = (
        f'{HEAD}<workbook {X}><sheets><sheet name="Ann" sheetId="1"/></sheets>'
        '<definedNames><definedName name="a">Ann!$A$1</definedName></definedNames></workbook>'
    )
    redacted = await redact_file(xlsx(**{"xl/workbook.xml": book}), "a.xlsx", redactor)
    assert b'name="_GIVEN_NAME_1_"' in unpacked(redacted.data)["xl/workbook.xml"]
    back = restore_file(redacted.data, "a.xlsx", redacted.mapping)
    assert unpacked(back.data)["xl/workbook.xml"].decode() == book
