"""The entities proposed for the labels of other models."""

from __future__ import annotations

import pytest

from tabside.redaction import Redactor
from tabside.redaction.label_kinds import KINDS, own_labels, proposed
from tests.unit.redaction.classifier_fake import WordClassifier


@pytest.mark.parametrize(
    ("label", "entity"),
    [
        ("B-PER", "PERSON"),
        ("I-GIVENNAME1", "GIVEN_NAME"),
        ("private_person", "PERSON"),
        ("S-private_email", "EMAIL"),
        ("account_number", "BANK_ACCOUNT"),
        ("I-TELEPHONENUM", "PHONE"),
        ("I-SOCIALNUM", "SSN"),
        ("driver's license", "DRIVERS_LICENSE"),
        ("IPV4", "IP_ADDRESS"),
        ("zip code", "ZIP_CODE"),
        ("MISC", None),
        ("LABEL_1", None),
        ("", None),
    ],
)
def test_labels_that_models_use_have_a_proposal(label: str, entity: str | None) -> None:
    assert list(proposed([label]).values()) == [entity]


def test_places_in_a_span_and_outside_are_no_labels_of_their_own() -> None:
    assert own_labels(["O", "B-PER", "I-PER", "E-PER", "S-PER", "U-ORG", "L-ORG"]) == ("PER", "ORG")


async def test_every_proposal_is_an_entity_that_operators_and_policies_know() -> None:
    known = Redactor(WordClassifier({"Ann": "B-GIVEN_NAME"})).entities | {"PERSON"}
    parts_of_addresses = {"SECONDARY_ADDRESS", "STATE", "CITY", "SURNAME", "STREET_NAME", "BUILDING_NUMBER"}
    assert set(KINDS.values()) - known - parts_of_addresses == set()
