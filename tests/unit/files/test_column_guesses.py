"""What was only guessed in a column goes; what its head, a pattern or a neighbor speaks for stays."""

from __future__ import annotations

import pytest

from tabside.files.column_guesses import without_guesses
from tabside.files.columns import column_of
from tabside.files.document import Segment
from tabside.reasons import Reason
from tabside.types import Finding

MODEL = (Reason("model", "TAX_ID", 0.9),)
GROUPED = (*MODEL, Reason("pattern", "groups of a telephone number"))


def left(head: str, values: list[str], finding: Finding, only: int | None = None) -> list[str]:
    """Return the values that are still found in a column. `finding` is made of each, or of the first `only`."""
    segments = [Segment("x", (value,), column=column_of("t", 1, head)) for value in values]
    found = [
        [Finding(finding.entity, 0, len(value), 0.9, finding.source, reasons=finding.reasons)]
        if only is None or number < only
        else []
        for number, value in enumerate(values)
    ]
    kept = without_guesses(segments, found)
    return [value for value, findings in zip(values, kept, strict=True) if findings]


@pytest.mark.parametrize(
    ("head", "value", "entity", "source", "reasons", "stays"),
    [
        ("stock no", "1005-00-073-9421", "TAX_ID", "model", GROUPED, False),
        ("stock no", "1005-00-073-9421", "PHONE", "model", GROUPED, False),
        ("stock no", "1005-00-073-9421", "TAX_ID", "model", (*MODEL, Reason("context", "vat")), True),
        ("stock no", "415-555-2671", "PHONE", "phone", (Reason("pattern", "phone"),), True),
        ("tax id", "1005-00-073-9421", "TAX_ID", "model", GROUPED, True),
        ("", "1005-00-073-9421", "TAX_ID", "model", GROUPED, True),
        ("unit", "EA", "GIVEN_NAME", "model", (Reason("model", "GIVEN_NAME", 0.9),), False),
        ("first name", "Al", "GIVEN_NAME", "model", (Reason("model", "GIVEN_NAME", 0.9),), True),
        ("contact", "Ed", "GIVEN_NAME", "model", (Reason("model", "GIVEN_NAME", 0.9),), True),
    ],
)
def test_a_claim_in_a_cell(
    head: str, value: str, entity: str, source: str, reasons: tuple[Reason, ...], stays: bool
) -> None:
    assert bool(left(head, [value], Finding(entity, 0, 1, 0.9, source, reasons=reasons))) is stays


def test_a_check_digit_by_chance() -> None:
    values = [f"{7_310_012_345_000 + 7 * number}" for number in range(20)]
    checked = Finding("TAX_ID", 0, 1, 0.9, "vat", reasons=(Reason("check_passed"),))
    assert left("article", values, checked, only=3) == []
    assert left("article", values, checked, only=12) == values[:12]
    assert left("article", values[:5], checked, only=1) == values[:1]
    assert left("tax id", values, checked, only=3) == values[:3]
