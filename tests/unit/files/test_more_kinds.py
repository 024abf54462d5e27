"""Further kinds of files parse as before, hold nothing private, and come back exactly."""

from __future__ import annotations

import json
import mailbox
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml

from tabside.errors import FileUnsupportedError
from tabside.files import redact_file, restore_file
from tabside.files.plain.yaml_tokens import scanner
from tabside.redaction import Redactor

YAML = (
    "# written by Ann\nname: Ann Smith\nphone: 4155552671\ncity: \"J\\u00fcr \\u00c5 Oslo\" # for Smith\n"
    "version: 1.4\nlist: [Ann, 'Smith', \"x\"]\nAnn: 1\nnote: |\n  Dear Ann,\n  from Oslo\nitems:\n  - name: Ann\n"
)  # fmt: skip
TOML = (
    "# Ann\n[owner]\nname = \"Ann Smith\"\nborn = 1979-05-27\nraw = 'in Oslo'\n"
    'long = """\nDear Ann,\nhi"""\nport = 8080\n'
)
CARD = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Smith;Ann;;;\r\nFN:Ann Smith\r\nEMAIL;TYPE=work:ann.sm\r\n ith@corp.com\r\n"
    "NOTE:met Ann\\, in Os\r\n lo\\nagain\r\nEND:VCARD\r\n"
)
DATE = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20240101T100000Z\r\nSUMMARY:Lunch with Ann\r\n"
    'ATTENDEE;CN="Ann Smith";ROLE=REQ-PARTICIPANT:mailto:ann@corp.com\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n'
)
BOX = (
    "From ann@corp.com Thu Jan  1 00:00:00 2024\nFrom: Ann <ann@corp.com>\nSubject: x\n\nDear Ann,\n>From here\n\n"
    "From x@corp.com Thu Jan  1 00:00:00 2024\nFrom: x@corp.com\nSubject: y\n\nSmith\n"
)
XML = (
    '<?xml version="1.0"?>\n<r xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" by="Ann">'
    "<w:p><w:r><w:t>An</w:t></w:r><w:r><w:t>n in Oslo</w:t></w:r></w:p><x at='7'>Smith</x></r>"
)
NOTEBOOK = '{"cells": [{"source": ["x = 1\\n", "# by Ann"], "execution_count": 4155552}], "nbformat": 4}'


def boxed(text: str, folder: Path) -> Any:
    (folder / "a").write_text(text)
    box = mailbox.mbox(folder / "a")
    subjects = [message["Subject"] for message in box]
    box.close()
    return subjects


KINDS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "a.yaml": (YAML, lambda text: list(yaml.safe_load(text))),
    "a.toml": (TOML, lambda text: (tomllib.loads(text)["owner"]["port"], tomllib.loads(text)["owner"]["born"])),
    "a.vcf": (CARD, lambda text: [line.partition(":")[0] for line in text.splitlines() if ":" in line]),
    "a.ics": (DATE, lambda text: [line.partition(":")[0][:7] for line in text.splitlines()]),
    "a.xml": (XML, lambda text: [element.tag for element in ElementTree.fromstring(text).iter()]),
    "a.json": ('{"n": ["U21pdGg=", "T3NsbyB0b3du"], "J\\u00fcr Ann": 1}', lambda text: len(json.loads(text))),
    "a.html": ("<script>x = atob('QW5u')</script>", lambda text: text.index("'")),
    "a.svg": ("<svg xmlns='http://www.w3.org/2000/svg'><text x='1'>An<tspan>n</tspan></text></svg>", str),
    "a.ipynb": (NOTEBOOK, lambda text: json.loads(text)["nbformat"]),
    "b.vcf": (
        "BEGIN:VCARD\r\nADR;TYPE=home:;;12 Birchwood Lane;Oslo;;4 Ann St\\, 2;\r\nNOTE:Smith, Ann; x\r\nEND:VCARD\r\n",
        lambda text: [line.count(";") for line in text.splitlines()],
    ),
    "a.ini": ("[a]\nname = Ann\n", str),
    "a.srt": ("1\n00:00:01,000 --> 00:00:02,000\nAnn!\n", str),
}  # fmt: skip


@pytest.mark.parametrize("name", KINDS)
async def test_a_kind_stays_valid_and_comes_back(redactor: Redactor, name: str) -> None:
    text, read = KINDS[name]
    result = await redact_file(text.encode(), name, redactor)
    written = result.data.decode()
    private = ("Ann", "Smith", "Oslo", "ann@", "ann.sm", "U21pdGg=", "T3NsbyB0b3du", "QW5u")
    assert [value for value in private if value in written] == []
    before, after = read(text), read(written)
    if name not in ("a.yaml", "a.ini", "a.srt", "a.svg"):
        assert after == before
    assert restore_file(result.data, name, result.mapping).data.decode() == text


async def test_a_mailbox_keeps_its_messages(redactor: Redactor, tmp_path: Path) -> None:
    result = await redact_file(BOX.encode(), "a.mbox", redactor)
    assert [value for value in ("Ann", "Smith", "ann@") if value in result.data.decode()] == []
    assert boxed(result.data.decode(), tmp_path) == ["x", "y"]
    assert restore_file(result.data, "a.mbox", result.mapping).data.decode() == BOX


async def test_what_is_no_yaml_is_read_as_text_and_that_is_said(redactor: Redactor) -> None:
    result = await redact_file(b"{{ if }}\nname: Ann: x: [\n", "a.yaml", redactor)
    assert b"Ann" not in result.data
    assert any("plain text" in warning for warning in result.warnings)


async def test_an_unknown_kind_is_read_as_text_only_if_it_is_one(redactor: Redactor) -> None:
    result = await redact_file(b"Dear Ann\n", "letter.unknown", redactor)
    assert result.data == b"Dear [GIVEN_NAME_1]\n"
    assert any("not known" in warning for warning in result.warnings)
    for name, data in (("a.bin", b"Ann\0\1"), ("a.zip", b"PK\3\4Ann"), ("a.docm", b"PK\3\4"), ("a.doc", b"Ann")):
        with pytest.raises(FileUnsupportedError):
            await redact_file(data, name, redactor)


@pytest.mark.parametrize(
    "text", [YAML, "a: x@y\nb: -\n? [k, {l: m}]\n: &n !t 'o'\nc: *n\n", "{{ if }}", "a: [", "%", ""]
)
async def test_both_readers_of_yaml_read_the_same(text: str) -> None:
    read: list[list[tuple[Any, ...]] | None] = []
    for package in ("PyYAML", "ruamel.yaml"):
        scan, errors = scanner((package,))
        try:
            tokens = list(scan(text))
        except errors:
            read.append(None)
        else:
            read.append([
                (type(one).__name__, one.start_mark.index, one.end_mark.index, *scalar_of(one))
                for one in tokens if type(one).__name__ in ("KeyToken", "ScalarToken")
            ])  # fmt: skip
    assert read[0] == read[1]


def scalar_of(token: Any) -> tuple[Any, ...]:
    return (token.value, token.plain, token.style or "") if type(token).__name__ == "ScalarToken" else ()


async def test_yaml_comes_out_alike_without_pyyaml(redactor: Redactor, monkeypatch: pytest.MonkeyPatch) -> None:
    results = [(await redact_file(YAML.encode(), "a.yaml", redactor)).data]
    monkeypatch.setitem(sys.modules, "yaml", None)
    results.append((await redact_file(YAML.encode(), "a.yaml", redactor)).data)
    assert results[0] == results[1]


async def test_yaml_is_refused_where_nothing_can_read_it(redactor: Redactor, monkeypatch: pytest.MonkeyPatch) -> None:
    for package in ("yaml", "ruamel.yaml"):
        monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(FileUnsupportedError, match="PyYAML"):
        await redact_file(b"name: Ann\n", "a.yaml", redactor)
