from __future__ import annotations

import pytest

from tabside.redaction.detection import Detection
from tabside.redaction.settling.references import without_references


@pytest.mark.parametrize(
    ("text", "entity", "value", "kept"),
    [
        ("Subject: Re: Invoice INC-754061 is due", "DRIVERS_LICENSE", "INC-754061", False),
        ("Subject: Re: Invoice INC-754061 is due", "DRIVERS_LICENSE", "754061", False),
        ("Ticket D-31719925: caller", "DRIVERS_LICENSE", "D", False),
        ("Order no. 4839-2201-77 shipped", "GOVERNMENT_ID", "4839-2201-77", False),
        ("Die Bestellung 4711-0815-22 geht", "TAX_ID", "4711-0815-22", False),
        ("from 192.0.2.1 port 51122", "ZIP_CODE", "51122", False),
        ("uuid 3f2504e0-4f89", "DRIVERS_LICENSE", "uuid", False),
        ("RETRIES=5", "SECONDARY_ADDRESS", "RETRIES", False),
        ("CHAVE_API=x", "GIVEN_NAME", "CHAVE", False),
        ("ANN = 5", "GIVEN_NAME", "ANN", True),
        ("if ANN==BOB", "GIVEN_NAME", "ANN", True),
        ("licence D1234567 with the order", "DRIVERS_LICENSE", "D1234567", True),
        ("order from Ann", "GIVEN_NAME", "Ann", True),
        ("order 415-555-2671", "PHONE", "415-555-2671", True),
        ("at part no. 5513227951 and", "PHONE", "5513227951", False),
        ("in order to see 94110", "ZIP_CODE", "94110", True),
        ("airport 94110", "ZIP_CODE", "94110", True),
    ],
)
def test_numbers_of_things(text: str, entity: str, value: str, kept: bool) -> None:
    start = text.index(value)
    found = Detection(entity, start, start + len(value), 0.9, "model")
    assert without_references([found], text) == [found] * kept


def test_what_has_only_a_shape_is_one_too() -> None:
    text = "Bestellung 20394-4711"
    shape = Detection("ZIP_CODE", 11, 21, 0.75, "zip_plus_4")
    assert without_references([shape], text) == []
    known = Detection("TAX_ID", 11, 21, 0.9, "us_ein", True)
    assert without_references([known], text) == [known]


@pytest.mark.parametrize(
    ("text", "word", "said", "kept"),
    [
        ("TC kimlik no 10000000146", "kimlik", "kimlik", False),
        ("Dr. TIN Tan: 123456789", "Tan", "tin", True),
        ("Mr Tin has no other TIN: 123456789", "Tin", "tin", True),
        ("tin: 123456789", "tin", "tin", False),
        ("TIN of Ann 123456789", "TIN", "tin", True),
    ],
)
def test_the_word_that_says_what_a_number_is_is_no_name(text: str, word: str, said: str, kept: bool) -> None:
    start = text.index(word)
    name = Detection("SURNAME", start, start + len(word), 0.9, "model")
    digits = next(place for place, ch in enumerate(text) if ch.isdecimal())
    number = Detection("TAX_ID", digits, len(text), 0.9, "us_ein", True, ("pattern", f"context word: {said}"))
    assert without_references([name, number], text) == [name, number][not kept :]
