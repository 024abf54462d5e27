from __future__ import annotations

from typing import Any

import pytest

from tabside.errors import InputError
from tabside.redaction.operators import OPERATORS, Hash, Mask, parse_operator


def placeholder(entity: str, value: str) -> str:
    return f"[{entity}_1]"


@pytest.mark.parametrize(
    ("spec", "value", "replaced"),
    [
        ("placeholder", "Ann", "[GIVEN_NAME_1]"),
        ("mask", "Ann O'Neil", "**********"),
        ({"operator": "mask", "char": "•"}, "Ann", "•••"),
        ({"operator": "mask", "keep_last": 4}, "4111-1111-1111-1111", "***************1111"),
        ({"operator": "mask", "keep_first": 1, "keep_last": 2}, "AB-12", "A**12"),
        ({"operator": "mask", "keep_last": 4}, "123", "***"),
        ({"operator": "mask", "keep_last": 4}, "1234", "****"),
        ("remove", "Ann", ""),
        ("keep", "Ann", "Ann"),
        ({"operator": "hash", "salt": "s"}, "Ann", "GIVEN_NAME:a3df10f348eabfde"),
        ({"operator": "hash", "salt": "s", "length": 8}, "Ann", "GIVEN_NAME:a3df10f3"),
    ],
)
def test_replace(spec: Any, value: str, replaced: str) -> None:
    assert parse_operator(spec).replace("GIVEN_NAME", value, placeholder) == replaced


def test_hash_is_the_same_for_the_same_value_and_salt_only() -> None:
    one, other = Hash(), Hash()
    assert one.replace("X", "Ann", placeholder) == one.replace("X", "Ann", placeholder)
    assert one.replace("X", "Ann", placeholder) != one.replace("X", "ann", placeholder)
    assert one.replace("X", "Ann", placeholder) != other.replace("X", "Ann", placeholder)


def test_hash_takes_lone_surrogates() -> None:
    assert Hash(salt="s").replace("X", "\ud800", placeholder).startswith("X:")


def test_a_salt_is_not_shown() -> None:
    assert "s3cret" not in repr(Hash(salt="s3cret"))


@pytest.mark.parametrize(
    "spec",
    [
        "encrypt",
        "",
        None,
        7,
        {},
        {"operator": "nope"},
        {"operator": ["mask"]},
        {"operator": "mask", "colour": "red"},
        {"operator": "mask", "char": "**"},
        {"operator": "mask", "char": ""},
        {"operator": "mask", "char": "["},
        {"operator": "mask", "char": 1},
        {"operator": "mask", "keep_last": "4"},
        {"operator": "mask", "keep_last": True},
        {"operator": "mask", "keep_last": -1},
        {"operator": "hash", "length": 65},
        {"operator": "placeholder", "char": "*"},
    ],
)
def test_a_wrong_spec_is_refused(spec: Any) -> None:
    with pytest.raises(InputError):
        parse_operator(spec)


def test_an_operator_is_its_own_spec() -> None:
    assert parse_operator(Mask(keep_last=4)) == Mask(keep_last=4)


def test_names() -> None:
    assert set(OPERATORS) == {"placeholder", "mask", "hash", "remove", "keep"}
