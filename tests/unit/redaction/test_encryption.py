"""Encrypted values can be decrypted with their passphrase, on every platform, and with nothing else."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tabside.errors import DecryptError, InputError
from tabside.redaction import PlaceholderMap, anonymize
from tabside.redaction.operators.encryption import ENCRYPTED, Encrypt, decrypt_text, export_mapping, import_mapping
from tabside.types import Finding
from tests.unit.redaction.test_placeholders import CUTS, ENTITIES, KINDS, TEXTS, findings_in

PASSPHRASE = "corr\u00e9ct horse"
QUICK = {"operator": "encrypt", "passphrase": PASSPHRASE, "iterations": 1000}
# Written by WebCrypto; tests/js/pyodide.test.js reads it too.
VECTOR = json.loads((Path(__file__).parent / "encrypted.json").read_text(encoding="utf-8"))["encrypted_by_webcrypto"]
FINDINGS = [Finding("GIVEN_NAME", 0, 3, 1.0, "test"), Finding("GIVEN_NAME", 8, 11, 1.0, "test")]


async def test_the_same_value_is_the_same_within_a_document_only() -> None:
    one, other = (anonymize("Ann and Ann", FINDINGS, operator=QUICK) for _ in range(2))
    first, second = ENCRYPTED.finditer(one.text)
    assert first[0] == second[0]
    assert one.text != other.text
    assert await decrypt_text(one.text, PASSPHRASE) == "Ann and Ann"
    assert await decrypt_text(one.text.replace(" and ", "; "), "corre\u0301ct horse") == "Ann; Ann"


@pytest.mark.parametrize(
    ("change", "passphrase"),
    [
        (lambda text: text, "wrong"),
        (lambda text: text.replace("GIVEN_NAME", "SURNAME"), PASSPHRASE),
        (lambda text: re.sub(r"....\}", "AAAA}", text), PASSPHRASE),
        (lambda text: text.replace("enc1:AAAD6", "enc1:_____"), PASSPHRASE),
    ],
    ids=["passphrase", "entity", "tag", "iterations"],
)
async def test_nothing_else_opens_it(change: object, passphrase: str) -> None:
    text = change(anonymize("Ann", FINDINGS[:1], operator=QUICK).text)  # type: ignore[operator]
    with pytest.raises(DecryptError):
        await decrypt_text(text, passphrase)
    assert await decrypt_text(text, passphrase, partial=True) == text


@settings(deadline=None, max_examples=60)
@given(TEXTS, CUTS, KINDS, st.lists(st.sampled_from(["encrypt", "placeholder", "remove"]), min_size=3, max_size=3))
async def test_lossless(text: str, cuts: list[int], entities: list[str], names: list[str]) -> None:
    operators = {entity: QUICK if name == "encrypt" else name for entity, name in zip(ENTITIES, names, strict=True)}
    redaction = anonymize(text, findings_in(text, cuts, entities), operators=operators)
    expected, position = "", 0
    for finding in redaction.findings:
        gone = operators[finding.entity] == "remove"
        expected += text[position : finding.start] + ("" if gone else text[finding.start : finding.end])
        position = finding.end
    decrypted = await decrypt_text(redaction.text, PASSPHRASE)
    assert redaction.mapping.restore(decrypted, partial=True) == expected + text[position:]


async def test_the_other_platform_is_understood() -> None:
    assert await decrypt_text(VECTOR, "pass") == "Dear Ann!"


async def test_a_mapping_travels_encrypted() -> None:
    mapping = anonymize("Ann and Ann", FINDINGS, operator="placeholder").mapping
    exported = await export_mapping(mapping, PASSPHRASE, iterations=1000)
    assert "Ann" not in exported
    assert await import_mapping(f"{exported}\n", PASSPHRASE) == mapping
    with pytest.raises(DecryptError):
        await import_mapping(exported, "wrong")
    with pytest.raises(InputError):
        await import_mapping("{}", PASSPHRASE)
    with pytest.raises(InputError):
        await export_mapping(PlaceholderMap(), "")


def test_no_repr_shows_the_passphrase() -> None:
    assert PASSPHRASE not in repr(Encrypt(PASSPHRASE))
