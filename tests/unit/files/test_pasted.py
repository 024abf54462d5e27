"""Pasted JSON, YAML, TOML and tables: read value by value, valid afterwards, restored exactly."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from collections.abc import Callable
from typing import Any

import pytest
import yaml

from tabside.errors import InputError
from tabside.files.pasted import replace_in_pasted
from tabside.redaction import Redactor
from tabside.redaction.operators.anonymizer import Redaction, anonymize_document

PARSERS: dict[str, Callable[[str], Any]] = {
    "json": json.loads,
    "yaml": yaml.safe_load,
    "toml": tomllib.loads,
    "csv": lambda text: list(csv.reader(io.StringIO(text), delimiter=";" if ";" in text else ",")),
}
TEXTS = {
    "json": '{"name": "Ann Smith", "phone": 4155550142, "note": "Mu\\u00f1oz of \\"Oslo\\", ann@example.org", "n": 3}',
    "json list": '[{"email": "a@example.org", "dob": "1971-12-01"}, {"email": "b@example.org", "dob": "1972-01-02"}]',
    "csv": 'name,phone,units\n"Smith, Ann",4155550142,3\nAnn Smith,030 8812045,4\n',
    "csv semicolons": 'last name;city\n"Ann ""Oslo"" Smith";Oslo\nMuñoz;Rome\n',
    "yaml": "customer:\n  name: Ann Smith\n  phone: +49 30 8812045\n  note: 'Ann''s mother'\n  tags:\n  - Oslo\n",
    "yaml dates": "- name: Ann Smith\n  geboortedatum: 1971-12-01\n  geprüft: 2024-01-02\n",
}


def spliced(text: str, redaction: Redaction) -> str:
    parts, position = [], 0
    for finding in redaction.findings:
        parts += [text[position : finding.start], finding.replacement or ""]
        position = finding.end
    return "".join([*parts, text[position:]])


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("operator", ["placeholder", "surrogate"])
async def test_parses_and_comes_back(redactor: Redactor, name: str, operator: str) -> None:
    text, kind = TEXTS[name], name.split(" ")[0]
    done = await redactor.redact(text, operator=operator)

    assert done.format == kind
    assert done.findings
    assert "Ann" not in done.text
    PARSERS[kind](done.text)
    assert spliced(text, done) == done.text
    assert done.mapping.restore(done.text) == text
    assert redactor.restore(done.text) == text


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("operator", ["mask", "replace", {"operator": "replace", "new_value": 'a"b,\\'}])
async def test_parses_with_operators_that_keep_nothing(redactor: Redactor, name: str, operator: Any) -> None:
    kind = name.split(" ")[0]
    done = await redactor.redact(TEXTS[name], operator=operator)

    assert done.format == kind
    before, after = PARSERS[kind](TEXTS[name]), PARSERS[kind](done.text)
    assert type(before) is type(after)
    assert len(before) == len(after)


async def test_keys_and_heads_judge_values(redactor: Redactor) -> None:
    done = await redactor.redact('{"surname": "Qwzty", "phone": "881-2045", "size": "881-2045"}')
    assert [(one.entity, one.start) for one in done.findings][:2] == [("SURNAME", 13), ("PHONE", 31)]

    table = await redactor.redact("surname,city\nQwzty,Zwqt\nZwenka,Rome\n")
    assert {one.entity for one in table.findings} == {"SURNAME", "CITY"}
    assert len(table.findings) == 4


async def test_birthdays_of_yaml_are_found_without_quotes(redactor: Redactor) -> None:
    done = await redactor.redact(TEXTS["yaml dates"])
    assert "1971" not in done.text
    assert "2024-01-02" in done.text


@pytest.mark.parametrize(
    "text",
    [
        "Dear Ann,\nplease come to Oslo.",
        "Name: Ann Smith\nCity: Oslo\nNote: none",  # a form, which is YAML as well
        '{broken: "Ann"}',
        "[Ann] said",
        "Ann, hello\nOslo, today",
        "{}{",
    ],
)
async def test_other_text_is_read_as_text(redactor: Redactor, text: str) -> None:
    done = await redactor.redact(text)
    assert done.format == "text"
    assert done.mapping.restore(done.text) == text


async def test_a_format_can_be_asked_for(redactor: Redactor) -> None:
    as_text = await redactor.redact(TEXTS["json"], format="text")
    assert as_text.format == "text"

    form = "name: Ann Smith\ncity: Oslo\n"
    assert (await redactor.redact(form, format="yaml")).format == "yaml"
    settings = await redactor.redact('owner = "Ann Smith"\n[place]\ncity = "Oslo"\n', format="toml")
    assert tomllib.loads(settings.text)["place"]["city"] == "[CITY_1]"

    with pytest.raises(InputError, match="not in the format json"):
        await redactor.redact("Ann", format="json")
    with pytest.raises(InputError, match="No such format"):
        await redactor.redact("Ann", format="docx")


async def test_findings_are_replaced_again_without_a_scan(redactor: Redactor) -> None:
    text = TEXTS["json"]
    found = (await redactor.redact(text)).findings
    kept = [one for one in found if one.entity != "PHONE"]
    done = await replace_in_pasted(text, kept, anonymize_document, "json")

    assert done is not None
    assert json.loads(done.text)["phone"] == 4155550142
    again = await replace_in_pasted(text, found, anonymize_document, "json")
    assert again is not None
    assert again.text == (await redactor.redact(text)).text


async def test_progress_counts_the_pasted_text(redactor: Redactor) -> None:
    seen: list[tuple[int, int]] = []
    await redactor.redact(TEXTS["json"], on_progress=lambda done, total: seen.append((done, total)))
    assert all(0 <= done <= total == len(TEXTS["json"]) for done, total in seen)
