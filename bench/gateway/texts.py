"""Letters that mention people. No letter occurs twice."""

from __future__ import annotations

__all__ = ["letter"]

_PARAGRAPH = (
    "Dear Ms Annabel Lindqvist, thank you for your letter of {day} May. We have sent the parcel to 14 Harbour Street, "
    "Bristol BS1 4RN, and you can reach our office at +44 117 496 0123 or by mail to a.lindqvist@example.org. The "
    "invoice over {sum} pounds was paid by card. Kind regards, Tom Becker, customer care. If the parcel does not "
    "arrive within a week please call and ask for Maria Gonzalez, who knows the shipment number {shipment} by heart. "
)


def letter(number: int, length: int) -> str:
    """Return a letter of so many characters, another one for each number."""
    pieces = [
        _PARAGRAPH.format(day=number + part, sum=1000 + number * 7 + part, shipment=5000 + number * 3 + part)
        for part in range(length // 400 + 1)
    ]
    return "".join(pieces)[:length]
