from __future__ import annotations

from typing import Any

import pytest

from tabside.errors import InputError
from tabside.redaction.operators.operators import OPERATORS, Hash, Mask, parse_operator


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
        ({"operator": "mask", "count": 2}, "Ann", "**n"),
        ({"operator": "mask", "count": 2, "from_end": True}, "Ann", "A**"),
        ({"operator": "mask", "count": 9, "from_end": True}, "Ann", "***"),
        ({"type": "mask", "masking_char": "#", "chars_to_mask": 1, "from_end": True}, "Ann", "An#"),
        ("replace", "Ann", "<GIVEN_NAME>"),
        ({"operator": "replace", "new_value": "someone"}, "Ann", "someone"),
        ("redact", "Ann", ""),
        ("remove", "Ann", ""),
        ("keep", "Ann", "Ann"),
        ({"operator": "hash", "salt": "s"}, "Ann", "GIVEN_NAME:a3df10f348eabfde"),
        ({"operator": "hash", "salt": "s", "length": 8}, "Ann", "GIVEN_NAME:a3df10f3"),
        ({"operator": "hash", "salt": "s", "length": 8, "hash_type": "sha512"}, "Ann", "GIVEN_NAME:e8ba36bd"),
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
        {"operator": "mask", "count": 1, "keep_last": 1},
        {"operator": "replace", "new_value": "[X_1]"},
        {"operator": "hash", "length": 65},
        {"operator": "hash", "hash_type": "md5"},
        {"operator": "encrypt", "passphrase": ""},
        {"operator": "encrypt", "passphrase": "p", "iterations": 10},
        {"operator": "generalize", "age_band": 1},
        {"operator": "placeholder", "char": "*"},
    ],
)
def test_a_wrong_spec_is_refused(spec: Any) -> None:
    with pytest.raises(InputError):
        parse_operator(spec)


def test_an_operator_is_its_own_spec() -> None:
    assert parse_operator(Mask(keep_last=4)) == Mask(keep_last=4)


def test_names() -> None:
    assert set(OPERATORS) == {"placeholder", "replace", "mask", "hash", "remove", "keep"}
    assert [parse_operator(name).name for name in ("surrogate", "generalize", "generalise")] == [
        "surrogate", "generalize", "generalize",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("entity", "value", "coarse"),
    [
        ("DATE", "2019-03-14", "2019"),
        ("DATE", "14 March 2019", "2019"),
        ("DATE", "3/14/19", "'19"),
        ("DATE", "next Monday", "<DATE>"),
        ("DATE_OF_BIRTH", "1988-03-14", "1988"),
        ("AGE", "37", "30-39"),
        ("AGE", "aged 7 years", "0-9"),
        ("AGE", "89", "80-89"),
        ("AGE", "90", "90+"),
        ("AGE", "104", "90+"),
        ("AGE", "old", "<AGE>"),
        ("ZIP_CODE", "94107", "941**"),
        ("ZIP_CODE", "94107-1234", "941**"),
        ("ZIP_CODE", "03601", "000**"),
        ("ZIP_CODE", "SW1A 1AA", "<ZIP_CODE>"),
        ("EMAIL", "a@b.com", "<EMAIL>"),
    ],
)
def test_generalize(entity: str, value: str, coarse: str) -> None:
    assert parse_operator("generalize").replace(entity, value, placeholder) == coarse


def test_a_birth_that_says_an_age_over_89_loses_its_year() -> None:
    assert parse_operator("generalize").replace("DATE_OF_BIRTH", "1901-02-03", placeholder).startswith("before ")


def test_bands_of_age_end_where_the_oldest_begin() -> None:
    assert parse_operator({"operator": "generalize", "age_band": 25}).replace("AGE", "80", placeholder) == "75-89"
