"""Multiply the odds of a probability, and the limits at which one counts as likely, possible or doubtful."""

from __future__ import annotations

from ..entities import NAMES_AND_PLACES

__all__ = ["DOUBTFUL", "LIKELY", "POSSIBLE", "WEIGHED", "odds", "odds_times"]

LIKELY, POSSIBLE, DOUBTFUL = 0.5, 0.3, 0.1
WEIGHED = NAMES_AND_PLACES | {"STREET_NAME"}
"""The entities whose probabilities are adjusted."""


def odds(mass: float) -> float:
    return mass / max(1 - mass, 1e-9)


def odds_times(mass: float, factor: float) -> float:
    """Return the probability whose odds are multiplied by a factor."""
    return mass * factor / (1 - mass + mass * factor)
