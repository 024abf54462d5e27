"""Hidden places in Office files: each contained values found elsewhere, and was not searched."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from tabside.errors import FileError, FileUnsupportedError
from tabside.files import redact_file, restore_file
from tabside.redaction import Redactor
from tests.unit.files.office_files import HEAD, W, X, archive, docx, unpacked, xlsx

SECRETS = ("Ann", "Smith", "ann@corp.com", "123-45-6789", "123456789", "29254", "4158675309", "jdoe")


def body(xml: str) -> dict[str, str]:
    return {"word/document.xml": f"{HEAD}<w:document {W}><w:body>{xml}</w:body></w:document>"}


IN_WORD = {
    "a field over runs": body(
        '<w:p><w:r><w:instrText>HYPERLINK "mailto:ann@</w:instrText></w:r>'
        '<w:r><w:instrText>corp.com"</w:instrText></w:r></w:p>'
    ),
    "a list to choose from": body('<w:listItem w:displayText="Ann Smith" w:value="Ann"/>'),
    "help of a form": body('<w:helpText w:type="text" w:val="Ask Ann"/><w:statusText w:val="Ann"/>'),
    "a smart tag": body('<w:smartTagPr><w:attr w:name="ProductID" w:val="Ann Smith"/></w:smartTagPr>'),
    "alternative text of a table": body('<w:tblCaption w:val="Ann"/><w:tblDescription w:val="of Ann Smith"/>'),
    "a name of a drawing": body('<w:p><wp:docPr xmlns:wp="p" id="1" name="Photo of Ann"/></w:p>'),
    "a packed copy of a drawing": body('<v:shape xmlns:v="v" xmlns:o="o" o:gfxdata="Ann" alt="x"/>'),
    "a tracked change in the middle": body(
        "<w:p><w:r><w:t>SSN 123-45-</w:t></w:r><w:del><w:r><w:delText>6789</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>6780</w:t></w:r></w:ins></w:p>"
    ),
    "a mail merge": {
        "word/settings.xml": f'{HEAD}<w:settings {W}><w:connectString w:val="User ID=ann@corp.com"/>'
        '<w:query w:val="SELECT Ann"/></w:settings>'
    },
    "a template in a person's folder": {
        "word/_rels/settings.xml.rels": f'{HEAD}<Relationships xmlns="r"><Relationship Id="r" Type="t/template" '
        'Target="file:///C:\\Users\\jdoe\\T.dotm" TargetMode="External"/></Relationships>'
    },
    "a property's name": {
        "docProps/custom.xml": f'{HEAD}<Properties xmlns="p"><property pid="2" name="Client Ann"><l>x</l></property>'
        "</Properties>"
    },
    "data of the author's": {"customXml/item1.xml": f'{HEAD}<r who="Ann Smith"><a>Ann</a></r>'},
    "a person without an account": {
        "word/people.xml": f'{HEAD}<w:people {W}><w:person w:author="jdoe"><w:presenceInfo w:userId="jdoe"/>'
        "</w:person></w:people>"
    },
}
IN_EXCEL = {
    "a filter": {"xl/t.xml": f'{HEAD}<t {X}><filter val="Ann Smith"/><customFilter val="*Ann*"/></t>'},
    "columns of a table": {"xl/tables/table1.xml": f'{HEAD}<table {X}><tableColumn id="1" name="Ann Smith"/></table>'},
    "a field of a pivot table": {
        "xl/pivotCache/pivotCacheDefinition1.xml": f'{HEAD}<p {X} refreshedBy="jdoe"><cacheField name="Phone of Ann">'
        '<sharedItems><n v="4158675309"/></sharedItems></cacheField></p>'
    },
    "another workbook's sheets": {
        "xl/externalLinks/externalLink1.xml": f'{HEAD}<e {X}><sheetName val="Ann Smith"/></e>'
    },
    "where it was saved": {"xl/w.xml": f'{HEAD}<w {X}><absPath url="C:\\Users\\jdoe\\"/></w>'},
    "a connection": {"xl/connections.xml": f'{HEAD}<c {X}><dbPr connection="ID=ann@corp.com" command="Ann"/></c>'},
    "a sheet of another name": {
        "xl/worksheets/first.xml": f'{HEAD}<worksheet {X}><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>SSN</t>'
        '</is></c></row><row r="2"><c r="A2"><v>123456789</v></c></row></sheetData></worksheet>'
    },
    "a date under a head": {
        "xl/styles.xml": f'{HEAD}<styleSheet {X}><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet2.xml": f'{HEAD}<worksheet {X}><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>DOB</t>'
        '</is></c></row><row r="2"><c r="A2" s="1"><v>29254</v></c></row></sheetData></worksheet>',
    },
    "a number with powers of ten": {
        "xl/worksheets/sheet2.xml": f'{HEAD}<worksheet {X}><sheetData><row r="1"><c r="A1" t="inlineStr"><is>'
        '<t>Phone</t></is></c></row><row r="2"><c r="A2"><v>4.158675309E9</v></c></row></sheetData></worksheet>'
    },
    "a header behind a code": {
        "xl/worksheets/sheet2.xml": f"{HEAD}<worksheet {X}><oddHeader>&amp;L&amp;8Ann&amp;CSmith &amp;P</oddHeader>"
        "</worksheet>"
    },
}
IN_POWERPOINT = {
    "authors of comments": {"ppt/commentAuthors.xml": f'{HEAD}<p><cmAuthor id="0" name="jdoe" initials="JD"/></p>'},
    "authors of today's comments": {"ppt/authors.xml": f'{HEAD}<p><author id="0" name="jdoe" userId="jdoe"/></p>'},
    "a name of a box": {"ppt/slides/slide1.xml": f'{HEAD}<p><cNvPr id="3" name="Ann, left"/></p>'},
}


def pptx(**parts: str) -> bytes:
    return archive({"[Content_Types].xml": f"{HEAD}<Types/>", "ppt/presentation.xml": f"{HEAD}<p/>", **parts})


CASES = [
    *((f"{place}.docx", docx, parts) for place, parts in IN_WORD.items()),
    *((f"{place}.xlsx", xlsx, parts) for place, parts in IN_EXCEL.items()),
    *((f"{place}.pptx", pptx, parts) for place, parts in IN_POWERPOINT.items()),
]


@pytest.mark.parametrize(("name", "make", "parts"), CASES, ids=[name for name, _, _ in CASES])
async def test_nothing_stays_in(name: str, make: Callable[..., Any], parts: dict[str, str], redactor: Redactor) -> None:
    result = await redact_file(make(**parts), name, redactor)
    written = unpacked(result.data)
    left = [secret for part in parts for secret in SECRETS if secret in written[part].decode()]
    assert not left


async def test_codes_of_headers_stay(redactor: Redactor) -> None:
    parts = IN_EXCEL["a header behind a code"]
    result = await redact_file(xlsx(**parts), "a.xlsx", redactor)
    written = unpacked(result.data)["xl/worksheets/sheet2.xml"].decode()
    assert "<oddHeader>&amp;L&amp;8[GIVEN_NAME_1]&amp;C[SURNAME_1] &amp;P</oddHeader>" in written


async def test_what_was_deleted_is_one_with_what_still_stands(redactor: Redactor) -> None:
    result = await redact_file(docx(**IN_WORD["a tracked change in the middle"]), "a.docx", redactor)
    written = unpacked(result.data)["word/document.xml"].decode()
    assert "<w:t>SSN [SSN_1]</w:t>" in written
    assert "<w:delText>[SSN_2]</w:delText>" in written
    assert sum(one.finding.entity == "SSN" for one in result.findings) == 2


FORMULAS = (
    f'{HEAD}<worksheet {X}><sheetData><row r="1">'
    '<c r="A1"><f t="shared" ref="A1:A2" si="0">IF(B1="Ann",1,2)</f><v>1</v></c>'
    '<c r="B1"><f>SUM(C1)</f><v>3</v></c></row>'
    '<row r="2"><c r="A2"><f t="shared" si="0"/><v>2</v></c></row></sheetData></worksheet>'
)


async def test_a_formula_keeps_working_with_other_texts_in_it(redactor: Redactor) -> None:
    result = await redact_file(xlsx(**{"xl/worksheets/sheet2.xml": FORMULAS}), "a.xlsx", redactor)
    sheet = unpacked(result.data)["xl/worksheets/sheet2.xml"].decode()
    assert sheet == FORMULAS.replace('"Ann"', '"[GIVEN_NAME_1]"')
    back = restore_file(result.data, "a.xlsx", result.mapping)
    assert unpacked(back.data)["xl/worksheets/sheet2.xml"] == FORMULAS.encode()


async def test_a_date_in_a_cell_is_read_as_it_is_shown(redactor: Redactor) -> None:
    """Days since 1900 look like postcodes; a policy that reduces dates to the year must treat them as dates."""
    parts = {
        "xl/styles.xml": IN_EXCEL["a date under a head"]["xl/styles.xml"],
        "xl/worksheets/sheet2.xml": f'{HEAD}<worksheet {X}><sheetData><row r="1"><c r="A1" s="1"><v>44291</v></c>'
        '<c r="B1" s="1"><v>44291.5</v></c></row></sheetData></worksheet>',
    }
    plain = unpacked((await redact_file(xlsx(**parts), "a.xlsx", redactor)).data)["xl/worksheets/sheet2.xml"]
    assert plain.decode() == parts["xl/worksheets/sheet2.xml"]
    coarse = await redact_file(xlsx(**parts), "a.xlsx", redactor, policy="hipaa")
    written = unpacked(coarse.data)["xl/worksheets/sheet2.xml"].decode()
    assert "44291" not in written
    assert written.count(">2021") == 2


async def test_names_that_others_refer_to_stay_and_that_is_said(redactor: Redactor) -> None:
    parts = body('<w:p><w:bookmarkStart w:name="Ann_Smith"/><w:r><w:t>Ann Smith</w:t></w:r></w:p>')
    result = await redact_file(docx(**parts), "a.docx", redactor)
    assert any("bookmarks" in warning for warning in result.warnings)
    assert b"Ann_Smith" in unpacked(result.data)["word/document.xml"]


async def test_names_of_parts_stay_and_that_is_said(redactor: Redactor) -> None:
    result = await redact_file(docx(**{"word/media/Ann Smith.png": b"\x89PNG"}), "a.docx", redactor)
    assert any("Names of parts" in warning for warning in result.warnings)


@pytest.mark.parametrize("name", ["../a.xml", "word/../../a.xml", "/a.xml", "C:/a.xml", "..\\a.xml", "word/a\n.xml"])
async def test_parts_that_lead_out_of_the_file_are_refused(name: str, redactor: Redactor) -> None:
    with pytest.raises(FileError):
        await redact_file(docx(**{name: f"{HEAD}<a>Ann</a>"}), "a.docx", redactor)


async def test_encodings_that_are_read_otherwise_than_xml_says_are_refused(redactor: Redactor) -> None:
    part = '<?xml version="1.0" encoding="koi8-r"?><a>Ann</a>'
    with pytest.raises(FileUnsupportedError):
        await redact_file(docx(**{"word/x.xml": part}), "a.docx", redactor)


async def test_cells_with_texts_of_their_own_come_back(redactor: Redactor) -> None:
    original = xlsx(**IN_EXCEL["a sheet of another name"])
    result = await redact_file(original, "a.xlsx", redactor)
    back = unpacked(restore_file(result.data, "a.xlsx", result.mapping).data)
    assert b"123456789" in back["xl/worksheets/first.xml"]


@pytest.mark.parametrize(
    ("operator", "names"),
    [
        ("remove", ["Sheet 1", "Sheet 2", "plan"]),
        ({"operator": "replace", "new_value": "X"}, ["X", "X (2)", "plan"]),
        ("placeholder", ["_GIVEN_NAME_1_", "_SURNAME_1_", "plan"]),
    ],
)
async def test_sheets_keep_names_of_their_own(operator: str, names: list[str], redactor: Redactor) -> None:
    sheets = "".join(f'<sheet name="{name}" sheetId="1"/>' for name in ("Ann", "Smith", "plan"))
    book = {"xl/workbook.xml": f"{HEAD}<workbook {X}><sheets>{sheets}</sheets></workbook>"}
    result = await redact_file(xlsx(**book), "a.xlsx", redactor, operator=operator)
    assert re.findall('sheet name="([^"]*)"', unpacked(result.data)["xl/workbook.xml"].decode()) == names


FIELD = (
    '<cacheField name="Phone"><sharedItems containsSemiMixedTypes="0" containsString="0" containsNumber="1" '
    'containsInteger="1" minValue="7" maxValue="4158675309" count="2"><n v="4158675309"/><n v="7"/></sharedItems>'
    '</cacheField><cacheField name="Fax"><sharedItems containsSemiMixedTypes="0" containsString="0" '
    'containsNumber="1" containsInteger="1" minValue="4158675308" maxValue="4158675308"/></cacheField>'
    '<cacheField name="DOB"><sharedItems containsSemiMixedTypes="0" containsNonDate="0" containsDate="1" '
    'containsString="0" minDate="1979-03-12T00:00:00" maxDate="1979-03-12T00:00:00"><d v="1979-03-12T00:00:00"/>'
    "</sharedItems></cacheField>"
)


async def test_flags_of_a_pivot_table_follow_its_values(redactor: Redactor) -> None:
    name = "xl/pivotCache/pivotCacheDefinition1.xml"
    data = xlsx(
        **{
            name: f"{HEAD}<pivotCacheDefinition {X}><cacheFields>{FIELD}</cacheFields></pivotCacheDefinition>",
            "xl/pivotCache/pivotCacheRecords1.xml": f'{HEAD}<pivotCacheRecords {X}><r><x v="0"/>'
            '<n v="4158675308"/><x v="0"/></r></pivotCacheRecords>',
        }
    )
    result = await redact_file(data, "a.xlsx", redactor, hide={"4158675308": "PHONE", "1979-03-12": "DATE_OF_BIRTH"})
    written = unpacked(result.data)[name].decode()
    assert not re.search("41586753|1979", written)
    fields = re.findall("<sharedItems([^>]*)>", written)
    assert "containsString='1'" in fields[0]
    assert "minValue='7' maxValue='7'" in fields[0]
    assert fields[0].endswith(" containsMixedTypes='1'")
    assert "containsNumber='0'" in fields[1]
    assert "containsDate='0'" in fields[2]
    back = unpacked(restore_file(result.data, "a.xlsx", result.mapping).data)
    assert back[name] == unpacked(data)[name]
