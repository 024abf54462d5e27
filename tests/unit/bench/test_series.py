"""The benchmark's statistics: ratios, targets and growth."""

from __future__ import annotations

import pytest

from bench.series import Series, Target, exponent, percentile


def series(ours: list[float], peer: list[float] | None, tuned: list[float] | None = None, **options: object) -> Series:
    made = Series("work", "ms", **options)  # type: ignore[arg-type]
    made.add("tabside", *ours)
    if peer:
        made.add("peer", *peer)
    if tuned:
        made.add("tuned", *tuned)
    return made


def test_a_ratio_is_of_medians_so_one_bad_round_does_not_move_it() -> None:
    assert series([10, 10, 900], [20, 20, 20]).ratio("peer") == 0.5


def test_a_side_that_was_not_measured_has_no_ratio() -> None:
    assert series([10], [20]).ratio("tuned") is None


@pytest.mark.parametrize(
    ("target", "ours", "peer", "tuned", "more_is_better", "reached"),
    [
        (Target(0.5), 10, 20, None, False, True),
        (Target(0.5), 11, 20, None, False, False),
        (Target(0.5, 0.6), 10, 20, 12, False, False),
        (Target(0.5, 0.6), 10, 20, 17, False, True),
        (Target(3.0), 60, 20, None, True, True),
        (Target(3.0), 59, 20, None, True, False),
        (Target(own=15), 15, None, None, False, True),
        (Target(own=15), 16, None, None, False, False),
        (Target(0.5), 10, None, None, False, None),
        (None, 10, 20, None, False, None),
    ],
)
def test_a_target_is_reached_only_when_every_ratio_is(
    target: Target | None,
    ours: float,
    peer: float | None,
    tuned: float | None,
    more_is_better: bool,
    reached: bool | None,
) -> None:
    row = series(
        [ours], [peer] if peer else None, [tuned] if tuned else None, target=target, more_is_better=more_is_better
    )
    assert row.reached() is reached


def test_percentiles_are_values_that_were_measured() -> None:
    assert [percentile([5, 1, 4, 2, 3], share) for share in (0, 0.5, 0.95)] == [1, 3, 5]


@pytest.mark.parametrize(("large", "power"), [(1000, 1), (10_000, 2)])
def test_growth_is_told_from_the_two_longest(large: float, power: float) -> None:
    assert exponent({1: 77, 10: 100, 100: large}) == pytest.approx(power)
