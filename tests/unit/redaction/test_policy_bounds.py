# ruff: noqa: E501
"""Policies and tokens of strangers take seconds at the most, and end in a typed error or a result."""

from __future__ import annotations

import json
import resource
import time

import pytest

from tabside.errors import DecryptError, PolicyError
from tabside.redaction.operators.encryption import Encrypt, decrypt_text
from tabside.redaction.policy.lists import ListEntry, TextList
from tabside.redaction.policy.patterns import compile_wildcard
from tabside.redaction.policy.policy import Policy


@pytest.mark.parametrize(
    ("text", "entry", "expected"),
    [
        ("see ACME-Oslo now", "ACME-*", "ACME-Oslo"), ("x ann@corp.example.org y", "*@*.example.org", "ann@corp.example.org"),
        ("id AB12-x99 end", "??12-*", "AB12-x99"), ("abcabc-9", "*c-?", "abcabc-9"), ("a-b-c-d", "*-*d", "a-b-c-d"),
        ("xaby", "x*?y", "xaby"), ("xy", "x*?y", None), ("x" + "a" * 64 + "y", "x*y", "x" + "a" * 64 + "y"),
        ("x" + "a" * 65 + "y", "x*y", None), ("a.b.c", "?.?.?", "a.b.c"),
    ],
)  # fmt: skip
def test_what_a_wildcard_matches(text: str, entry: str, expected: str | None) -> None:
    found = compile_wildcard(entry).search(text)
    assert (None if found is None else found[0]) == expected


@pytest.mark.parametrize("wildcard", [".*" + "?" * 900 + "*.a", "*" + "a" * 100, "a*" + "b" * 40 + "*" + "c" * 40])
def test_a_wildcard_that_could_take_long_is_refused(wildcard: str) -> None:
    with pytest.raises(PolicyError, match="first star"):
        compile_wildcard(wildcard)


def test_many_entries_with_one_first_word_are_found_by_their_text() -> None:
    entries = [ListEntry(f"Acme {number}", ignore_case=number % 2 == 0) for number in range(3000)]
    listed = TextList([*entries, ListEntry("Acme"), ListEntry("Acme 12 b")])

    found = [entry.text for _, _, entry in listed.find("ACME 12 acme 13, Acme 13; Acme 12 b and acme 2999")]

    assert found == ["Acme 12", "Acme 13", "Acme 12 b"]


REFUSED = {
    "a number of 5,000 figures": '{"threshold": ' + "1" * 5000 + "}",
    "a YAML time that is none": "a: !!timestamp 1",
    "a YAML key that is a list": "? [a]\n: b\n",
    "a context word without letters": json.dumps(
        {"recognizers": [{"name": "a", "entity": "A", "patterns": ["a"], "context": ["!!!"]}]}
    ),
    "nested deep": '{"a": ' + "[" * 400 + "1" + "]" * 400 + "}",
    "nested deep in YAML": "a: " + "[" * 400 + "1" + "]" * 400,
    "too many patterns": json.dumps({"deny": [{"wildcard": f"a{number}*"} for number in range(5001)]}),
    "long YAML": "allow:\n" + " - a\n" * 30_000,
}


@pytest.mark.parametrize("source", REFUSED.values(), ids=REFUSED)
def test_a_policy_that_is_none_is_a_typed_error(source: str) -> None:
    with pytest.raises(PolicyError):
        Policy.load(source)


async def test_a_text_with_many_costly_tokens_is_refused() -> None:
    async def token(iterations: int) -> str:
        prepared = await Encrypt("p", iterations).prepare("Oslo", [("CITY", "Oslo")])
        return prepared.table["CITY", "Oslo"]

    costly, cheap = await token(5_000_000), [await token(1000) for _ in range(3)]

    assert await decrypt_text(" ".join(cheap), "p") == "Oslo Oslo Oslo"
    with pytest.raises(DecryptError, match="too many keys"):
        # Each names another salt, so each would need a key of its own.
        await decrypt_text(
            " ".join(costly.replace(costly[20:24], f"{number:04}") for number in range(4)), "p", partial=True
        )


LARGE = {
    "brackets": '{"a":[' + "[]," * 330_000 + "[]]}",
    "lines": '{"a":[' + "1,\n" * 330_000 + "1]}",
    "allowed words": json.dumps({"allow": [f"a{number}" for number in range(90_000)]}),
    "denied words": json.dumps({"deny": [f"acme {number}" for number in range(60_000)]}),
    "patterns": json.dumps({"deny": [{"regex": f"a{{1,9}}{number}{'b' * 150}"} for number in range(5000)]}),
    "thresholds": json.dumps({"thresholds": {f"A{number}": 0.5 for number in range(60_000)}}),
    "YAML": "a: b\n" * 19_900,
}


@pytest.mark.long
@pytest.mark.parametrize("source", LARGE.values(), ids=LARGE)
def test_a_megabyte_of_policy_takes_seconds(source: str) -> None:
    begin = time.process_time()
    try:
        policy = Policy.load(source)
        policy.detections("acme 5 " * 1000)
    except PolicyError:
        pass
    assert time.process_time() - begin < 10
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 1_000_000
