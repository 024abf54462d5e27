"""Files, also ones that other tools redacted, are searched for what a key brings back."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tabside.cli.app import build
from tabside.files import redact_file, verify_file
from tabside.pdf import PdfOptions
from tabside.redaction import PlaceholderMap, Redactor
from tabside.redaction.operators.encryption import export_mapping
from tests.unit.pdf.documents import LETTER, line, page, stream

KEY = PlaceholderMap({"[GIVEN_NAME_1]": "Ann", "[SURNAME_1]": "Smith", "[EMAIL_1]": "ann.smith@example.org"})


@pytest.mark.parametrize(
    ("name", "data", "where"),
    [
        pytest.param("a.txt", b"Dear Ann", ["text"], id="text"),
        pytest.param("a.txt", b"Dear Annette, [SURNAME_1]", [], id="part of a word"),
        pytest.param("a.csv", b"name,city\nSMITH,Oslo\n", ["row 2, column 1"], id="another case"),
        pytest.param("a.json", b'{"a": "Ann"}', ["$.a"], id="JSON"),
        pytest.param("a.pdf", page(LETTER), ["the file's bytes", "a content stream", "a page's text"], id="PDF"),
        pytest.param(
            "a.pdf",
            page(line(60, 700, "Clean") + "0 g 0 0 1 1 re f", catalog="/Lang (Smith)"),
            ["an entry beside the content"],
            id="PDF, beside the content",
        ),
        pytest.param(
            "a.pdf",
            page(line(60, 700, "Clean"), more=[stream("ann.smith@example.org", packed=True)]),
            ["stream 2"],
            id="PDF, an unreferenced stream",
        ),
        pytest.param("a.pdf", page(line(60, 700, "Clean")), [], id="clean PDF"),
    ],
)
async def test_places(name: str, data: bytes, where: list[str]) -> None:
    assert {one.where for one in await verify_file(data, name, KEY)} == set(where)


async def test_what_tabside_redacted_is_clean(redactor: Redactor) -> None:
    done = await redact_file(page(LETTER), "a.pdf", redactor, pdf=PdfOptions())

    assert await verify_file(done.data, "a.pdf", done.mapping) == []
    assert await verify_file(page(LETTER), "a.pdf", done.mapping) != []


def test_on_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "key.txt").write_text(asyncio.run(export_mapping(KEY, "correct horse battery")))
    (tmp_path / "boxed.pdf").write_bytes(page(LETTER + "0 g 0 0 595 842 re f"))
    (tmp_path / "clean.pdf").write_bytes(page(line(60, 700, "Clean")))
    monkeypatch.setenv("TABSIDE_PASSPHRASE", "correct horse battery")
    said = []
    for name, code in (("boxed.pdf", 1), ("clean.pdf", 0)):
        arguments = ["verify", str(tmp_path / name), "--key", str(tmp_path / "key.txt"), "--json"]
        done = CliRunner().invoke(build(), arguments)
        assert done.exit_code == code
        said.append(json.loads(done.stdout.splitlines()[0]))
        assert "Smith" not in done.output

    assert [bool(one["left"]) for one in said] == [True, False]
    assert {"where": "a page's text", "page": 1} in said[0]["left"]
