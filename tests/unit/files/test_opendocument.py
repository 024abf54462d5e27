"""OpenDocument files: nothing private stays, nothing else changes, and all of it comes back."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tabside.errors import FileError, FileProtectedError, FileUnsupportedError
from tabside.files import redact_file, restore_file
from tabside.files.archive import Entry, write_archive
from tabside.redaction import Redactor
from tests.unit.files.office_files import archive, unpacked

NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in (("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"),
                        ("style", "style"), ("meta", "meta"), ("svg", "svg-compatible"), ("config", "config"),
                        ("fo", "xsl-fo-compatible"), ("form", "form"), ("manifest", "manifest"),
                        ("script", "script"))
)  # fmt: skip
NAMES += ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
NAMES += ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
TYPES = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}
MANIFEST = (
    f"<manifest:manifest {NAMES}>"
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="Thumbnails/thumbnail.png" manifest:media-type="image/png"/>'
    "</manifest:manifest>"
)


def made(kind: str, body: str, **parts: str | bytes) -> bytes:
    content = f"<office:document-content {NAMES}><office:body>{body}</office:body></office:document-content>"
    entries = {
        "mimetype": f"application/vnd.oasis.opendocument.{TYPES[kind]}",
        "content.xml": content,
        "meta.xml": f"<office:document-meta {NAMES}><office:meta><meta:initial-creator>Jo Doe</meta:initial-creator>"
        '<dc:creator>Jo Doe</dc:creator><dc:title>On Ann</dc:title><meta:user-defined meta:name="of Ann">Smith'
        '</meta:user-defined><meta:document-statistic meta:page-count="1"/></office:meta></office:document-meta>',
        "settings.xml": f"<office:document-settings {NAMES}><config:config-item config:name=\"PrinterName\" "
        'config:type="string">Ann home</config:config-item><config:config-item config:name="ZoomValue" '
        'config:type="int">100</config:config-item></office:document-settings>',
        "Thumbnails/thumbnail.png": b"\x89PNG Ann",
        "META-INF/manifest.xml": MANIFEST,
        **parts,
    }  # fmt: skip
    return write_archive(
        [Entry(name, said if isinstance(said, bytes) else said.encode(), (name != "mimetype" and 8) or 0)
         for name, said in entries.items()]
    )  # fmt: skip


TEXT = (
    '<office:text><text:h text:outline-level="1">Of A<text:span text:style-name="T1">nn Smi</text:span>th</text:h>'
    '<text:p text:style-name="P1">Card<text:tab/>4111 1111<text:s text:c="1"/>1111 1111<text:line-break/>in Oslo'
    '<text:note text:id="n"><text:note-citation>7</text:note-citation><text:note-body><text:p>Ask Ann</text:p>'
    "</text:note-body></text:note></text:p>"
    "<text:p>x<office:annotation><dc:creator>Jo Doe</dc:creator><dc:date>2024-01-02T10:00:00</dc:date>"
    "<meta:creator-initials>JD</meta:creator-initials><text:p>Call Ann</text:p></office:annotation></text:p>"
    '<text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>Jo Doe</dc:creator>'
    "</office:change-info><text:p>Muñoz</text:p></text:deletion></text:changed-region></text:tracked-changes>"
    '<text:p><text:a xlink:href="mailto:ann@corp.com">mail</text:a><draw:frame draw:name="Photo of Ann" '
    'svg:x="4.158cm"><draw:text-box><text:p>Smith</text:p></draw:text-box><svg:title>Ann</svg:title><svg:desc>in Oslo'
    "</svg:desc></draw:frame></text:p></office:text>"
)  # fmt: skip


def cell(kind: str, value: str, shown: str, more: str = "") -> str:
    name = {"date": "date-value", "string": ""}.get(kind, "value")
    said = f'office:{name}="{value}" ' if name else ""
    tag = f'{more}office:value-type="{kind}" {said}calcext:value-type="{kind}"'
    return f"<table:table-cell {tag}><text:p>{shown}</text:p></table:table-cell>"


def row(*cells: str) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


SHEET = (
    '<office:spreadsheet><table:table table:name="Smith">'
    + row(*(cell("string", "", head) for head in ("Name", "Phone", "Amount", "DOB", "ZIP")))
    + row(cell("string", "", "Ann"), cell("float", "4158675309", "415 867 5309"), cell("float", "12", "12"),
          cell("date", "1979-03-12T00:00:00", "12.03.79"), cell("float", "99501", "99501"))
    + row(cell("string", "", "Muñoz"), cell("float", "4158675310", "4158675310"),
          cell("float", "24", "24", 'table:formula="of:=[.C2]*2+IF([$Smith.A2]=&quot;Ann&quot;;1;2)" '))
    + '</table:table><table:table table:name="Sheet2">'
    + row(cell("float", "7", "7", 'table:formula="of:=[$Smith.C2]" '))
    + "</table:table></office:spreadsheet>"
)  # fmt: skip
SLIDES = (
    '<office:presentation><draw:page draw:name="page1" draw:style-name="dp1"><draw:frame svg:width="25.1cm">'
    "<draw:text-box><text:p>Welcome, <text:span>An</text:span>n Smith</text:p></draw:text-box></draw:frame>"
    '<presentation:notes xmlns:presentation="urn:oasis:names:tc:opendocument:xmlns:presentation:1.0"><text:p>for Oslo'
    "</text:p></presentation:notes></draw:page></office:presentation>"
)
BODIES = {"odt": TEXT, "ods": SHEET, "odp": SLIDES}
SECRETS = re.compile("Ann|Smi|Smith|Muñoz|Oslo|Jo Doe|JD|4111|867|415|5310|1979|12.03.79|99501|ann@")


@pytest.mark.parametrize("kind", BODIES)
async def test_nothing_stays_and_all_comes_back(redactor: Redactor, kind: str) -> None:
    data = made(kind, BODIES[kind])
    result = await redact_file(data, f"a.{kind}", redactor)
    before, after = unpacked(data), unpacked(result.data)
    written = {name: part.decode() for name, part in after.items()}
    left = {name: SECRETS.findall(text.replace("4.158cm", "")) for name, text in written.items()}
    assert {name: found for name, found in left.items() if found} == {}
    assert set(before) - set(after) == {"Thumbnails/thumbnail.png"}
    assert "thumbnail" not in written["META-INF/manifest.xml"]
    for name in ("content.xml", "meta.xml"):
        tags = [[one.tag for one in ElementTree.fromstring(file[name]).iter()] for file in (before, after)]
        assert tags[0] == tags[1]
    back = unpacked(restore_file(result.data, f"a.{kind}", result.mapping).data)
    assert [name for name in ("content.xml", "meta.xml", "mimetype") if back[name] != before[name]] == []
    with zipfile.ZipFile(io.BytesIO(result.data)) as file:
        assert (file.infolist()[0].filename, file.infolist()[0].compress_type) == ("mimetype", zipfile.ZIP_STORED)


async def test_sheets_keep_their_numbers_and_references(redactor: Redactor) -> None:
    result = await redact_file(made("ods", SHEET), "a.ods", redactor)
    written = unpacked(result.data)["content.xml"].decode()
    assert 'table:name="_SURNAME_1_"' in written
    assert "of:=[$_SURNAME_1_.C2]" in written
    assert 'of:=[.C2]*2+IF([$_SURNAME_1_.A2]=&quot;[GIVEN_NAME_1]&quot;;1;2)" office:value-type="float"' in written
    assert 'office:value="12" calcext:value-type="float"><text:p>12<' in written


async def test_names_of_styles_and_references_to_them_change_alike(redactor: Redactor) -> None:
    styles = '<style:master-page style:name="PageStyle_5f_Smith" style:display-name="PageStyle_Smith"/>'
    body = (
        f"<office:master-styles>{styles}</office:master-styles><office:text>"
        '<text:p text:style-name="ta1">Smith</text:p>'
        '<style:style style:name="ta1" style:master-page-name="PageStyle_5f_Smith"/><text:drop-down><text:label '
        'text:value="Ann"/></text:drop-down><draw:object draw:notify-on-update-of-ranges="Smith.A2:Smith.A5"/>'
        "</office:text>"
    )
    data = made("odt", body)
    result = await redact_file(data, "a.odt", redactor)
    written = unpacked(result.data)["content.xml"].decode()
    assert "Smith" not in written
    assert 'text:value="[GIVEN_NAME_1]"' in written
    assert written.count('="PageStyle_5f__SURNAME_1_"') == 2
    assert 'text:style-name="ta1"' in written
    back = unpacked(restore_file(result.data, "a.odt", result.mapping).data)
    assert back["content.xml"] == unpacked(data)["content.xml"]


async def test_a_formula_may_stand_behind_the_value(redactor: Redactor) -> None:
    """LibreOffice writes it first, other programs last."""
    told = cell("float", "4158675309", "4158675309").replace(
        "><text", ' table:formula="of:=IF(&quot;Ann&quot;;1;2)"><text', 1
    )
    data = made("ods", SHEET.replace(cell("float", "12", "12"), told))
    result = await redact_file(data, "a.ods", redactor)
    written = unpacked(result.data)["content.xml"].decode()
    assert "Ann" not in written
    assert "4158675309" not in written
    assert "IF(&quot;[GIVEN_NAME_1]&quot;;1;2)" in written
    back = unpacked(restore_file(result.data, "a.ods", result.mapping).data)
    assert back["content.xml"] == unpacked(data)["content.xml"]


async def test_a_file_of_xml_alone(redactor: Redactor) -> None:
    body = f'<office:document {NAMES} office:mimetype="x"><office:body>{TEXT}</office:body></office:document>'
    result = await redact_file(body.encode(), "a.fodt", redactor)
    assert SECRETS.findall(result.data.decode().replace("4.158cm", "")) == []
    assert restore_file(result.data, "a.fodt", result.mapping).data.decode() == body


LIBRARIES = "<ooo:libraries/>"


@pytest.mark.parametrize(
    "scripts",
    [LIBRARIES, "", LIBRARIES.replace("/>", '> <ooo:library-embedded ooo:name="Standard"/> </ooo:libraries>')],
)
async def test_an_empty_place_of_macros_is_none(redactor: Redactor, scripts: str) -> None:
    """Regression: LibreOffice writes it into every flat file, and each was refused."""
    script = f'<office:script script:language="ooo:Basic"> {scripts} </office:script>'
    place = f'<office:scripts xmlns:ooo="o">{script}</office:scripts>'
    body = f'<office:document {NAMES} office:mimetype="x">{place}<office:body>{TEXT}</office:body></office:document>'
    result = await redact_file(body.encode(), "a.fodt", redactor)
    assert place in result.data.decode()
    with pytest.raises(FileUnsupportedError):
        await redact_file(body.replace(f"{scripts} </", "<x>Sub Main</x> </").encode(), "a.fodt", redactor)
    library = '<library:libraries><library:library library:name="Standard"/></library:libraries>'
    packed = made("odt", TEXT, **{"Basic/script-lc.xml": library})
    assert unpacked((await redact_file(packed, "a.odt", redactor)).data)["Basic/script-lc.xml"].decode() == library


@pytest.mark.parametrize(
    ("parts", "error"),
    [
        ({"Basic/Standard/Module1.xml": "<x/>"}, FileUnsupportedError),
        ({"Object 1": b"\xd0\xcf\x11\xe0"}, FileUnsupportedError),
        ({"META-INF/manifest.xml": MANIFEST.replace("/>", "><manifest:encryption-data/></manifest:file-entry>", 1)},
         FileProtectedError),
        ({"mimetype": "application/zip"}, FileError),
        ({"content.xml": "<a><b></a>"}, FileError),
        ({"content.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}, FileUnsupportedError),
    ],
)  # fmt: skip
async def test_what_cannot_be_read_is_refused(
    redactor: Redactor, parts: dict[str, str | bytes], error: type[FileError]
) -> None:
    with pytest.raises(error):
        await redact_file(made("odt", TEXT, **parts), "a.odt", redactor)
    with pytest.raises(FileError):
        await redact_file(archive({"x": "y"}), "a.odt", redactor)


OFFICE = shutil.which("soffice")


@pytest.mark.long
@pytest.mark.skipif(OFFICE is None, reason="needs LibreOffice")
@pytest.mark.parametrize(
    "source", ["a.html odt", "a.csv ods", "a.html docx", "a.csv xlsx", "a.html fodt", "a.csv fods"]
)
async def test_libreoffice_opens_what_it_wrote(redactor: Redactor, tmp_path: Path, source: str) -> None:
    name, kind = source.split()
    page = "<h1>Of Ann Smith</h1><p>Dear <b>An</b>n,<br>in Oslo</p><table><tr><td>Smith</td></tr></table>"
    table = "Name,Phone,Amount,DOB\nAnn Smith,4158675309,12,1979-03-12\nMuñoz,4158675310,5.5,1980-01-01\n"
    (tmp_path / name).write_text(page if name == "a.html" else table, encoding="utf-8")
    writer = ":writer8" if kind == "odt" else ""

    def convert(file: Path, to: str) -> Path:
        command = [str(OFFICE), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", to]
        infilter = ["--infilter=HTML (StarWriter)"] if file.suffix == ".html" else []
        subprocess.run([*command, *infilter, "--outdir", str(file.parent), str(file)], check=True, capture_output=True)
        return file.with_suffix(f".{to.partition(':')[0]}")

    made_by_office = convert(tmp_path / name, f"{kind}{writer}")
    result = await redact_file(made_by_office.read_bytes(), made_by_office.name, redactor)
    (tmp_path / "out").mkdir()
    written = tmp_path / "out" / f"b.{kind}"
    written.write_bytes(result.data)
    shown = convert(written, "txt:Text" if kind in ("odt", "docx", "fodt") else "csv").read_text("utf-8", "replace")
    assert not re.search("Ann|Smith|Muñoz|Oslo|8675309|1979", shown)
    assert "[GIVEN_NAME_1] [SURNAME_1]" in shown
    if kind in ("ods", "xlsx", "fods"):
        assert ",12," in shown
    back = restore_file(result.data, written.name, result.mapping).data
    if kind in ("fodt", "fods"):
        assert re.sub("<config:config-item .*?Printer.*", "", back.decode()) == re.sub(
            "<config:config-item .*?Printer.*", "", made_by_office.read_text("utf-8")
        )
        return
    assert [name for name, part in unpacked(made_by_office.read_bytes()).items()
            if name in ("content.xml", "word/document.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml")
            and unpacked(back)[name] != part] == []  # fmt: skip
