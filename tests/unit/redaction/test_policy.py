"""Policies: parsing, refusals, and their effect on a text."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tabside.errors import InputError, PolicyError
from tabside.redaction import Redactor
from tabside.redaction.policy.policy import Policy
from tabside.redaction.policy.presets import PRESETS
from tests.unit.redaction.classifier_fake import WordClassifier

WORDS = WordClassifier(
    {"Ann": "B-GIVEN_NAME", "Lee": "B-SURNAME", "Oslo": "B-CITY", "Nice": ("B-CITY", 0.6), "Smith": "B-SURNAME"}
)
EMPLOYEE = {
    "name": "employee",
    "entity": "EMPLOYEE_ID",
    "patterns": [{"regex": "E[0-9]{6}", "score": 0.4}],
    "context": ["employee"],
    "examples": {"hits": ["employee «E123456»"], "misses": ["E12"]},
}


@pytest.mark.parametrize(
    ("policy", "text", "redacted"),
    [
        ("everything", "Ann of Oslo", "[GIVEN_NAME_1] of [CITY_1]"),
        ("coarse-geography", "Ann of Oslo", "[GIVEN_NAME_1] of Oslo"),
        ("hipaa", "Ann of Oslo, a@b.com", "<GIVEN_NAME> of <CITY>, <EMAIL>"),
        ("pci", "Ann, 4111 1111 1111 1111, Oslo", "<GIVEN_NAME>, ***************1111, Oslo"),
        ({"entities": {"on": ["CITY"]}}, "Ann of Oslo", "Ann of [CITY_1]"),
        ({"entities": {"off": ["CITY"]}}, "Ann of Oslo", "[GIVEN_NAME_1] of Oslo"),
        ({"extends": "coarse-geography", "entities": {"on": ["CITY"]}}, "Ann of Oslo", "Ann of [CITY_1]"),
        ({"operator": "remove", "operators": {"CITY": "keep"}}, "Ann of Oslo", " of Oslo"),
        ({}, "Nice", "[CITY_1]"),
        ({"threshold": 0.5}, "Nice", "Nice"),
        ({"thresholds": {"CITY": 0.65}}, "Nice", "Nice"),
        ({"thresholds": {"SURNAME": 0.5}}, "Nice", "[CITY_1]"),
        ({"entities": {"identifying": ["CITY"]}}, "Oslo.\n\nAnn of Oslo", "Oslo.\n\n[GIVEN_NAME_1] of [CITY_1]"),
        ({"entities": {"identifying": ["CITY"]}}, "Oslo, a@b.com", "[CITY_1], [EMAIL_1]"),
        ({"entities": {"identifying": ["CITY"]}, "deny": ["Oslo"]}, "Oslo grows.", "[CUSTOM_1] grows."),
        ({"entities": {"identifying": ["DATE"]}}, "Due 2026-03-04.", "Due 2026-03-04."),
        ({"entities": {"identifying": ["DATE"]}}, "Ann, 2026-03-04.", "[GIVEN_NAME_1], [DATE_1]."),
        ("near-people", "Nice grows.\n\nAnn of Oslo", "Nice grows.\n\n[GIVEN_NAME_1] of [CITY_1]"),
        ({"extends": "near-people", "entities": {"also": ["CITY"]}}, "Nice grows.", "[CITY_1] grows."),
        ({"extends": "near-people", "entities": {"off": ["CITY"]}}, "Ann of Oslo", "[GIVEN_NAME_1] of Oslo"),
        # What is off here is off, although the preset names it and something else is switched on.
        ({"extends": "pci", "entities": {"also": ["CITY"], "off": ["GIVEN_NAME"]}, "operator": "placeholder"},
         "Ann of Oslo", "Ann of [CITY_1]"),
        ({"extends": "coarse-geography", "entities": {"identifying": ["CITY"]}}, "Ann of Oslo",
         "[GIVEN_NAME_1] of [CITY_1]"),
        ({"allow": ["Oslo"]}, "Ann of Oslo", "[GIVEN_NAME_1] of Oslo"),
        ({"allow": ["oslo"]}, "Ann of Oslo", "[GIVEN_NAME_1] of [CITY_1]"),
        ({"allow": [{"exact": "oslo", "ignore_case": True}]}, "Ann of Oslo", "[GIVEN_NAME_1] of Oslo"),
        ({"allow": [{"exact": "Oslo", "entity": "SURNAME"}]}, "Oslo", "[CITY_1]"),
        ({"allow": ["Ann Lee"]}, "Ann Lee, Ann Smith", "Ann Lee, [GIVEN_NAME_1] [SURNAME_1]"),
        ({"allow": [{"wildcard": "*@b.com"}]}, "a@b.com, a@c.com", "a@b.com, [EMAIL_1]"),
        ({"allow": [{"regex": "a@[bc]\\.com"}]}, "a@b.com, a@d.com", "a@b.com, [EMAIL_1]"),
        ({"allow": ["b.com"]}, "a@b.com", "[EMAIL_1]"),
        ({"deny": ["Project X"]}, "project x, Project Xylo", "[CUSTOM_1], Project Xylo"),
        ({"deny": [{"wildcard": "ACME-*", "entity": "PROJECT"}]}, "Acme-Oslo 7", "[PROJECT_1] 7"),
        ({"deny": [{"regex": "P[0-9]{3}", "entity": "PROJECT"}]}, "P123", "[PROJECT_1]"),
        ({"deny": ["Oslo"], "allow": ["Oslo"]}, "Oslo", "[CUSTOM_1]"),
        ({"deny": ["Pro\u200bject"]}, "Proj\u200bect", "[CUSTOM_1]"),
        ({"recognizers": [EMPLOYEE]}, "employee E123456", "employee [EMPLOYEE_ID_1]"),
        ({"recognizers": [EMPLOYEE], "thresholds": {"EMPLOYEE_ID": 0.6}}, "a list: E123456", "a list: E123456"),
        ({"recognizers": [EMPLOYEE], "thresholds": {"EMPLOYEE_ID": 0.6}}, "employee E123456",
         "employee [EMPLOYEE_ID_1]"),
    ],
)  # fmt: skip
async def test_policy(policy: Any, text: str, redacted: str) -> None:
    assert (await Redactor(WORDS).redact(text, policy=policy)).text == redacted
    assert (await Redactor(WORDS, policy=policy).redact(text)).text == redacted
    again = json.loads(json.dumps(Policy.load(policy).to_dict()))
    assert (await Redactor(WORDS, policy=again).redact(text)).text == redacted


async def test_what_the_caller_asks_for_comes_before_the_policy() -> None:
    red = Redactor(WORDS, policy={"threshold": 0.5, "operator": "remove", "operators": {"CITY": "keep"}})
    assert (await red.redact("Nice", threshold=0.3)).text == "Nice"
    assert (await red.redact("Nice", threshold=0.3, operator="replace")).text == "<CITY>"
    assert (await red.redact("Ann", operators={"GIVEN_NAME": "keep"})).text == "Ann"
    assert (await red.redact("Ann of Oslo", entities=["CITY"], operator="mask")).text == "Ann of ****"
    assert (await red.redact("Ann of Oslo", policy="everything")).text == "[GIVEN_NAME_1] of [CITY_1]"


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_survives_export(name: str) -> None:
    policy = Policy.load(name)
    assert policy.name == name
    assert Policy.load(policy.to_dict()) == policy


JSON_TEXT = """{
  "tabside_policy": 1,
  "deny": [
    "x",
    {"regex": "a+"}
  ]
}"""
YAML_TEXT = """
tabside_policy: 1
deny:
  - x
  - regex: a+
"""


@pytest.mark.parametrize(
    ("source", "field", "line"),
    [
        (JSON_TEXT, "$.deny[1].regex", 5),
        (YAML_TEXT, "$.deny[1].regex", 5),
        (YAML_TEXT.encode(), "$.deny[1].regex", 5),
        ('{"tabside_policy": 2}', "$.tabside_policy", 1),
        ('{"tabside_policy": 1,\n "colour": 1}', "$.colour", 2),
        ("{\n1}", None, 2),
        ("deny: [", None, 1),
        ("a: &x [1]\nb: *x", None, None),
        ("no-such-preset", None, None),
        (b"\xff", None, None),
        (7, None, None),
        ({"extends": "nope"}, "$.extends", None),
        ({"entities": ["CITY"]}, "$.entities", None),
        ({"entities": {"on": "CITY"}}, "$.entities.on", None),
        ({"entities": {"on": ["city"]}}, "$.entities.on[0]", None),
        ({"threshold": 0}, "$.threshold", None),
        ({"threshold": True}, "$.threshold", None),
        ({"thresholds": {"CITY": 2}}, "$.thresholds.CITY", None),
        ({"operator": "burn"}, "$.operator", None),
        ({"operators": {"CITY": {"operator": "mask", "char": "xx"}}}, "$.operators.CITY", None),
        ({"allow": [{"exact": "a", "regex": "b"}]}, "$.allow[0]", None),
        ({"allow": [{"wildcard": "***"}]}, "$.allow[0].wildcard", None),
        ({"allow": [{"exact": ""}]}, "$.allow[0].exact", None),
        ({"deny": [{"regex": "("}]}, "$.deny[0].regex", None),
        ({"recognizers": [{}]}, "$.recognizers[0]", None),
        ({"recognizers": [{**EMPLOYEE, "patterns": []}]}, "$.recognizers[0].patterns", None),
        ({"recognizers": [{**EMPLOYEE, "patterns": ["(a|b|ab){1,40}c"]}]}, "$.recognizers[0].patterns[0].regex", None),
        ({"recognizers": [{**EMPLOYEE, "context": "x"}]}, "$.recognizers[0].context", None),
    ],
)
def test_a_wrong_policy_is_refused_with_field_and_line(source: Any, field: str | None, line: int | None) -> None:
    with pytest.raises(PolicyError) as caught:
        Policy.load(source)
    assert caught.value.details.get("field") == field
    assert caught.value.details.get("line") == line


def test_trying_a_policy_says_what_matched_and_why() -> None:
    policy = Policy.load({"recognizers": [EMPLOYEE], "deny": ["Xerxes"], "allow": ["Oslo"]})
    text = "\u200bemployee E123456 and xerxes in Oslo"
    matches = policy.test(text)
    assert [(text[match.start : match.end], match.entity, match.source) for match in matches] == [
        ("E123456", "EMPLOYEE_ID", "employee"),
        ("xerxes", "CUSTOM", "deny_list"),
        ("Oslo", None, "allow_list"),
    ]
    assert any("context" in why for why in matches[0].why)


def test_examples_are_tests() -> None:
    assert Policy.load({"recognizers": [EMPLOYEE]}).failures() == {}
    wrong = {**EMPLOYEE, "examples": {"hits": ["«E12»", "x «E123456»"], "misses": ["E123456"]}}
    assert Policy.load({"recognizers": [wrong]}).failures() == {"employee": ["«E12»", "E123456"]}


@pytest.mark.parametrize(
    "policy",
    [
        {"entities": {"on": ["EMIAL"]}},
        {"entities": {"also": ["DATES"]}},
        {"entities": {"off": ["URLS"]}},
        {"operators": {"CTY": "keep"}},
        {"thresholds": {"CTY": 0.5}},
        {"allow": [{"exact": "Ann", "entity": "NAME"}]},
    ],
)
async def test_a_policy_for_what_nothing_finds_is_refused(policy: dict[str, Any]) -> None:
    """A typing error in `on` disabled all detection, and the text passed as clean."""
    with pytest.raises(PolicyError) as caught:
        Redactor(WORDS, policy=policy)
    assert caught.value.code == "policy.invalid"
    with pytest.raises(PolicyError):
        await Redactor(WORDS).redact("Ann", policy=policy)


@pytest.mark.parametrize("name", PRESETS)
def test_presets_suit_any_model(name: str) -> None:
    Redactor(WordClassifier({}), policy=Policy.load(name).to_dict())


async def test_a_policys_own_entities_are_known() -> None:
    policy = {
        "recognizers": [EMPLOYEE],
        "operators": {"EMPLOYEE_ID": "replace"},
        "deny": [{"exact": "X1", "entity": "X"}],
    }
    assert (await Redactor(WORDS, policy=policy).redact("employee E123456")).text == "employee <EMPLOYEE_ID>"


@pytest.mark.parametrize("operator", ["", {}, []])
async def test_an_empty_operator_is_no_default(operator: Any) -> None:
    with pytest.raises(InputError):
        await Redactor(WORDS).redact("Ann", operator=operator)


async def test_a_policys_hash_of_a_value_stays_the_same() -> None:
    """Each call used a new salt, so the files of a folder could not be joined by their hashes."""
    redactor = Redactor(WORDS, policy={"operator": "hash", "operators": {"CITY": "hash"}})
    first, second = await redactor.redact("Ann of Oslo"), await redactor.redact("Ann of Oslo")
    assert first.text == second.text
