from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tabside.errors import InputError, RestoreError
from tabside.redaction import PlaceholderMap, anonymize
from tabside.redaction.operators.operators import OPERATORS
from tabside.types import Finding

ENTITIES = ("GIVEN_NAME", "CITY", "X_1")
OPERATOR_NAMES = [*sorted(OPERATORS), "surrogate", "generalize"]
# Pieces that look like placeholders, or become one when the text between them is removed.
PIECES = st.sampled_from(
    [
        "[GIVEN_NAME_1]", "[GIVEN_NAME_1b]", "[CITY_2]", "[GIVEN_NAME_", "1]", "[", "]", "[X_1_1]", "[CITY_01]", "Ann",
        "ANN", "ann ", "Ann\n", "\ud800", "\udc00", "\x00", "\u202eאבג", "é", "e\u0301", "😀", " ", "１", "1",
        "[GIVEN_NAME_999999999]", "[CITY_1234567890123]", "\u200b",
    ]
)  # fmt: skip
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=14).map("".join)


def findings_in(text: str, cuts: list[int], entities: list[str]) -> list[Finding]:
    """Turn positions into disjoint findings."""
    edges = sorted({cut % (len(text) + 1) for cut in cuts})
    pairs = list(zip(edges[::2], edges[1::2], strict=False))
    return [Finding(entity, start, end, 1.0, "test") for (start, end), entity in zip(pairs, entities, strict=False)]


CUTS = st.lists(st.integers(0, 200), min_size=2, max_size=12)
KINDS = st.lists(st.sampled_from(ENTITIES), min_size=6, max_size=6)


@settings(deadline=None)
@given(TEXTS, CUTS, KINDS)
def test_restores_exactly(text: str, cuts: list[int], entities: list[str]) -> None:
    redaction = anonymize(text, findings_in(text, cuts, entities))
    assert redaction.mapping.restore(redaction.text) == text


@settings(deadline=None)
@given(TEXTS, CUTS, KINDS, st.lists(st.sampled_from(["placeholder", "keep", "surrogate"]), min_size=3, max_size=3))
def test_restores_exactly_with_all_that_restore(
    text: str, cuts: list[int], entities: list[str], names: list[str]
) -> None:
    redaction = anonymize(text, findings_in(text, cuts, entities), operators=dict(zip(ENTITIES, names, strict=True)))
    assert redaction.mapping.restore(redaction.text) == text


@settings(deadline=None)
@given(TEXTS, CUTS, KINDS, st.lists(st.sampled_from(OPERATOR_NAMES), min_size=3, max_size=3))
def test_restores_no_more_than_it_replaced(text: str, cuts: list[int], entities: list[str], names: list[str]) -> None:
    """For any operators, restoring gives the text with only the other operators' replacements left."""
    operators = dict(zip(ENTITIES, names, strict=True))
    redaction = anonymize(text, findings_in(text, cuts, entities), operators=operators)
    expected, position = "", 0
    for finding in redaction.findings:
        original = text[finding.start : finding.end]
        back = (
            original if operators[finding.entity] in ("placeholder", "keep", "surrogate") else finding.replacement or ""
        )
        expected += text[position : finding.start] + back
        position = finding.end
    assert redaction.mapping.restore(redaction.text, partial=True) == expected + text[position:]


@settings(deadline=None)
@given(TEXTS, CUTS, KINDS, st.text(st.sampled_from("abc .,!\n"), max_size=8))
def test_restores_in_an_edited_text(text: str, cuts: list[int], entities: list[str], edit: str) -> None:
    redaction = anonymize(text, findings_in(text, cuts, entities))
    for finding in redaction.findings:
        assert finding.replacement is not None
        edited = f"{edit}{finding.replacement}{edit}{finding.replacement}"
        original = text[finding.start : finding.end]
        assert redaction.mapping.restore(edited) == f"{edit}{original}{edit}{original}"


def whole(text: str, *words: tuple[str, str]) -> list[Finding]:
    findings, position = [], 0
    for entity, word in words:
        start = text.index(word, position)
        position = start + len(word)
        findings.append(Finding(entity, start, position, 1.0, "test"))
    return findings


@pytest.mark.parametrize(
    ("text", "words", "redacted"),
    [
        ("Ann met Ann", ("Ann", "Ann"), "[GIVEN_NAME_1] met [GIVEN_NAME_1]"),
        ("Ann met Bob", ("Ann", "Bob"), "[GIVEN_NAME_1] met [GIVEN_NAME_2]"),
        ("Ann, ANN, ann", ("Ann", "ANN", "ann"), "[GIVEN_NAME_1], [GIVEN_NAME_1b], [GIVEN_NAME_1c]"),
        ("Ann Lee, Ann\nLee", ("Ann Lee", "Ann\nLee"), "[GIVEN_NAME_1], [GIVEN_NAME_1b]"),
        ("José, Jose\u0301", ("José", "Jose\u0301"), "[GIVEN_NAME_1], [GIVEN_NAME_1b]"),
        ("[GIVEN_NAME_1] and Ann", ("Ann",), "[GIVEN_NAME_1] and [GIVEN_NAME_2]"),
        ("[GIVEN_NAME_1b] and Ann", ("Ann",), "[GIVEN_NAME_1b] and [GIVEN_NAME_2]"),
        ("[CITY_1] and Ann", ("Ann",), "[CITY_1] and [GIVEN_NAME_1]"),
    ],
)
def test_numbers(text: str, words: tuple[str, ...], redacted: str) -> None:
    redaction = anonymize(text, whole(text, *(("GIVEN_NAME", word) for word in words)))
    assert redaction.text == redacted
    assert redaction.mapping.restore(redacted) == text


def test_a_placeholder_that_removing_would_make_is_not_given_out() -> None:
    text = "[CITY_xxx1] Oslo"
    findings = [Finding("GIVEN_NAME", 6, 9, 1.0, "test"), Finding("CITY", 12, 16, 1.0, "test")]
    redaction = anonymize(text, findings, operators={"GIVEN_NAME": "remove"})
    assert redaction.text == "[CITY_1] [CITY_2]"
    assert redaction.mapping.restore(redaction.text, partial=True) == "[CITY_1] Oslo"


def test_many_spellings() -> None:
    text = " ".join(f"a{' ' * n}b" for n in range(1, 60))
    words = [("CITY", f"a{' ' * n}b") for n in range(1, 60)]
    redaction = anonymize(text, whole(text, *words))
    assert len(redaction.mapping.originals) == 59
    assert "[CITY_1z]" in redaction.text
    assert "[CITY_1ba]" in redaction.text
    assert redaction.mapping.restore(redaction.text) == text


def test_a_mapping_travels_as_plain_data() -> None:
    mapping = anonymize("Ann", [Finding("GIVEN_NAME", 0, 3, 1.0, "test")]).mapping
    copy = PlaceholderMap.from_dict(json.loads(json.dumps(mapping.to_dict())))
    assert copy == mapping
    assert copy.restore("[GIVEN_NAME_1]!") == "Ann!"


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"version": 2, "originals": {}},
        {"version": 1, "originals": []},
        {"version": 1, "originals": {"[A_1]": 1}},
        {"version": 1, "originals": {"A_1": "x"}},
        {"version": 1, "originals": {}, "lossy": {"A": None}},
        {"version": 1, "originals": {}, "surrogates": {"Robin": "Ann"}},
        {"version": 2, "originals": {}, "surrogates": {"": "Ann"}},
    ],
)
def test_other_data_is_no_mapping(data: dict[str, object]) -> None:
    with pytest.raises(InputError):
        PlaceholderMap.from_dict(data)


@pytest.mark.parametrize("operator", ["mask", "hash", "remove"])
def test_lossy_operators_say_that_nothing_comes_back(operator: str) -> None:
    redaction = anonymize("Ann", [Finding("GIVEN_NAME", 0, 3, 1.0, "test")], operator=operator)
    with pytest.raises(RestoreError, match=rf"GIVEN_NAME \({operator}\)"):
        redaction.mapping.restore(redaction.text)
    assert redaction.mapping.restore(redaction.text, partial=True) == redaction.text


def test_no_repr_shows_personal_data() -> None:
    redaction = anonymize("Ann", [Finding("GIVEN_NAME", 0, 3, 1.0, "test")], operator="keep")
    assert "Ann" not in repr(redaction)
    assert "Ann" not in repr(anonymize("Ann", [Finding("GIVEN_NAME", 0, 3, 1.0, "test")]).mapping)


@pytest.mark.parametrize(
    "finding",
    [
        Finding("GIVEN_NAME", -1, 2, 1.0, "x"),
        Finding("GIVEN_NAME", 0, 4, 1.0, "x"),
        Finding("GIVEN_NAME", 2, 2, 1.0, "x"),
        Finding("given name", 0, 1, 1.0, "x"),
        Finding("", 0, 1, 1.0, "x"),
    ],
)
def test_a_finding_outside_the_text_is_refused(finding: Finding) -> None:
    with pytest.raises(InputError):
        anonymize("Ann", [finding])


def test_findings_that_overlap_are_settled() -> None:
    findings = [
        Finding("GIVEN_NAME", 0, 3, 0.5, "x"),
        Finding("SURNAME", 0, 7, 0.5, "y"),
        Finding("CITY", 8, 9, 0.5, "z"),
    ]
    assert anonymize("Ann Lee X", findings).text == "[SURNAME_1] [CITY_1]"
