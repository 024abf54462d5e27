"""Files with invented data in every place: none is left, nothing else changes, all of it comes back."""

from __future__ import annotations

import base64
import io
import json
import re
import zipfile
from collections.abc import Iterator
from email import message_from_bytes, policy
from xml.etree import ElementTree

import docx
import mailparser
import openpyxl
import pptx
import pytest
import yaml

from tabside.files import redact_file, restore_file
from tabside.redaction import Redactor
from tests.unit.files.planted import KINDS, WORDS, make
from tests.unit.files.planted_source import Planted
from tests.unit.redaction.classifier_fake import WordClassifier

# Left out on purpose, so they do not come back.
GONE = ("thumbnail", "changesInfo", "printerSettings", "_rels/.rels", "[Content_Types].xml", "_xmlsignatures",
        "META-INF/manifest.xml", "settings.xml")  # fmt: skip
TEXTS = ("csv", "xhtml", "json", "yaml")
ATTACHED = ["text/csv", "image/png", "text/calendar", "text/x-patch", "message/rfc822"]
FAST, LONG = 1, 222


@pytest.fixture(scope="module")
def planted_redactor() -> Redactor:
    return Redactor(WordClassifier(WORDS))


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def texts(planted: Planted, data: bytes) -> Iterator[bytes]:
    kind = planted.name.rpartition(".")[2]
    if kind == "eml":
        for part in message_from_bytes(data, policy=policy.default).walk():
            yield from (str(value).encode() for value in part.values())
            payload = part.get_payload(decode=True)
            yield payload if isinstance(payload, bytes) else b""
    elif kind in TEXTS:
        yield data
        yield str(json.loads(data)).encode() if kind == "json" else b""
        for packed in re.findall(rb"(?:[A-Za-z0-9+/]{4}){2,}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?", data):
            yield base64.b64decode(packed)
    else:
        yield from parts(data).values()


def check_that_it_opens(kind: str, data: bytes) -> None:
    stream = io.BytesIO(data)
    if kind == "docx":
        docx.Document(stream)
    elif kind == "pptx":
        pptx.Presentation(stream)
    elif kind == "xlsx":
        book = openpyxl.load_workbook(stream)
        again = io.BytesIO()
        book.save(again)
        with zipfile.ZipFile(again) as saved:
            assert [name for name in saved.namelist() if "charts/chart" in name] == ["xl/charts/chart1.xml"]
        assert any(str(cell.value).startswith("=SUM(C2:C") for row in book.worksheets[0] for cell in row)
    elif kind == "eml":
        message = mailparser.parse_from_bytes(data)
        assert [one["mail_content_type"] for one in message.attachments] == ATTACHED
        assert (len(message.text_plain), len(message.text_html)) == (2, 1)
    elif kind == "json":
        assert next(iter(json.loads(data))) == "rows"
    elif kind == "yaml":
        assert list(yaml.safe_load(data)) == ["version", "rows"]
    elif kind == "xhtml":
        ElementTree.fromstring(data)
    elif kind != "csv":
        for name, part in parts(data).items():
            if name.endswith((".xml", ".xhtml", ".opf", ".ncx")):
                ElementTree.fromstring(part)


def same(before: bytes, after: bytes) -> bool:
    """Compare XML by what it says, and all else by its bytes."""
    if before == after:
        return True
    if not before.startswith(b"<"):
        return False
    return ElementTree.canonicalize(before.decode()) == ElementTree.canonicalize(after.decode())


async def check(redactor: Redactor, kind: str, seed: int) -> None:
    planted = make(kind, seed)
    result = await redact_file(planted.data, planted.name, redactor)
    written = b"\0".join(texts(planted, result.data))
    assert [one for one in planted.secrets if one.encode() in written] == [], seed
    check_that_it_opens(kind, result.data)
    back = restore_file(result.data, planted.name, result.mapping).data
    if kind in TEXTS:
        assert back == planted.data, seed
    elif kind == "eml":
        assert list(texts(planted, back)) == list(texts(planted, planted.data)), seed
    else:
        original, restored = parts(planted.data), parts(back)
        kept = {name: data for name, data in original.items() if not any(mark in name for mark in GONE)}
        assert [name for name, data in kept.items() if not same(data, restored[name])] == [], seed


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
async def test_a_few_files(planted_redactor: Redactor, kind: str) -> None:
    for seed in range(FAST):
        await check(planted_redactor, kind, seed)


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("kind", KINDS)
async def test_two_thousand_files(planted_redactor: Redactor, kind: str) -> None:
    for seed in range(FAST, LONG):
        await check(planted_redactor, kind, seed)
