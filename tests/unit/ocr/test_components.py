"""Connected components against a flood fill."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from tabside.ocr.components import components


def flooded(mask: npt.NDArray[np.bool_]) -> set[frozenset[tuple[int, int]]]:
    left = {(int(y), int(x)) for y, x in zip(*np.nonzero(mask), strict=True)}
    found = set()
    while left:
        queue = [left.pop()]
        component = set(queue)
        while queue:
            y, x = queue.pop()
            near = {(y + dy, x + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)} & left
            left -= near
            component |= near
            queue += near
        found.add(frozenset(component))
    return found


def as_pixels(mask: npt.NDArray[np.bool_]) -> set[frozenset[tuple[int, int]]]:
    return {
        frozenset(
            (int(row), column)
            for row, start, end in zip(runs.rows, runs.starts, runs.ends, strict=True)
            for column in range(start, end)
        )
        for runs in components(mask)
    }


@pytest.mark.parametrize("density", [0.05, 0.3, 0.45, 0.6, 0.9])
def test_components_are_those_of_a_flood_fill(density: float) -> None:
    for seed in range(8):
        mask = np.random.default_rng(seed).random((37, 53)) < density

        assert as_pixels(mask) == flooded(mask)


def test_a_spiral_is_one_component() -> None:
    mask = np.zeros((11, 11), bool)
    mask[0, :] = mask[:, 10] = mask[10, :] = mask[2:, 0] = mask[2, :9] = mask[2:9, 8] = mask[8, 2:9] = mask[4:9, 2] = (
        True
    )

    assert as_pixels(mask) == flooded(mask)


def test_nothing_gives_nothing() -> None:
    assert components(np.zeros((4, 5), bool)) == []


def test_the_outline_holds_the_outermost_pixels_of_each_row() -> None:
    mask = np.array([[0, 1, 1, 0, 1], [1, 1, 1, 1, 1]], bool)
    (runs,) = components(mask)

    assert runs.area == 8
    assert {tuple(point) for point in runs.outline().tolist()} == {(1, 0), (4, 0), (0, 1), (4, 1)}
