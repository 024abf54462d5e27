"""Inputs of the detector, and text lines from its map."""

from __future__ import annotations

import numpy as np
import pytest

from tabside.ocr.detection import OVERLAP, TILE, boxes, detector_size, tensor, tiles


@pytest.mark.parametrize("size", [(64, 64), (1280, 896), (TILE + 2 * OVERLAP, 640), (5344, 640), (3648, 2560)])
def test_tiles_keep_each_pixel_once_and_see_beyond_what_they_keep(size: tuple[int, int]) -> None:
    kept = np.zeros(size, int)
    for tile in tiles(*size):
        (top, bottom), (left, right) = tile.kept_rows, tile.kept_columns
        kept[top:bottom, left:right] += 1
        assert tile.rows[0] in (0, top - OVERLAP)
        assert tile.rows[1] in (size[0], bottom + OVERLAP)
        assert (tile.rows[1] - tile.rows[0]) % 32 == 0
        assert (tile.columns[1] - tile.columns[0]) % 32 == 0

    assert (kept == 1).all()


@pytest.mark.parametrize(("height", "width"), [(2339, 1654), (40, 3000), (100, 100), (20_000, 1080), (1, 1)])
def test_sides_are_multiples_of_32_and_small_print_is_not_lost(height: int, width: int) -> None:
    rows, columns = detector_size(height, width)

    assert rows % 32 == columns % 32 == 0
    assert min(rows, columns) >= 64
    assert min(rows, columns) >= min(height, width, 640) - 16


def test_grey_is_fed_as_three_channels() -> None:
    fed = tensor(np.full((64, 96, 1), 255, np.uint8), 64, 96)

    assert fed.shape == (1, 3, 64, 96)
    assert fed[0, :, 0, 0] == pytest.approx([(1 - 0.485) / 0.229, (1 - 0.456) / 0.224, (1 - 0.406) / 0.225], abs=1e-3)


def test_cores_of_lines_become_boxes_in_pixels_of_the_image() -> None:
    seen = np.zeros((64, 128), np.float32)
    seen[10:16, 20:100] = 0.9
    seen[40:46, 20:60] = 0.3  # unsure of it
    seen[50:52, 3:5] = 0.9  # too small

    (box,) = boxes(seen, 128, 256)

    # Twice as large, and grown by area * 1.4 / perimeter.
    growth = 80 * 6 * 1.4 / (2 * 86)
    assert box.center == pytest.approx((120, 26), abs=0.01)
    assert (box.width, box.height) == pytest.approx((2 * (80 + 2 * growth), 2 * (6 + 2 * growth)), abs=0.01)
