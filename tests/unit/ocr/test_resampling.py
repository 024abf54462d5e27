"""Sizes and crops of images."""

from __future__ import annotations

import numpy as np
import pytest

from tabside.ocr.box import Box
from tabside.ocr.resampling import crop, resized


def test_shrinking_by_a_whole_number_takes_the_mean() -> None:
    image = np.random.default_rng(1).integers(0, 256, (12, 20, 3), np.uint8)

    assert resized(image, 4, 5) == pytest.approx(image.reshape(4, 3, 5, 4, 3).mean(axis=(1, 3)), abs=1e-3)


def test_shrinking_by_any_number_keeps_the_brightness() -> None:
    image = np.random.default_rng(2).integers(0, 256, (97, 131, 1), np.uint8)

    assert resized(image, 41, 57).mean() == pytest.approx(image.mean(), abs=0.01)


def test_growing_a_slope_gives_a_slope() -> None:
    image = np.tile(np.arange(0, 200, 10, dtype=np.uint8)[None, :, None], (5, 1, 1))

    steps = np.diff(resized(image, 10, 40)[3, 1:-1, 0])

    assert steps == pytest.approx(np.full(len(steps), 5.0), abs=1e-3)


def test_the_same_size_is_the_same_image() -> None:
    image = np.random.default_rng(3).integers(0, 256, (7, 9, 3), np.uint8)

    assert np.array_equal(resized(image, 7, 9), image)


def test_an_upright_crop_of_its_own_height_is_a_slice() -> None:
    image = np.random.default_rng(4).integers(0, 256, (60, 90, 1), np.uint8)

    shown = crop(image, Box((45.0, 30.0), 40.0, 20.0, (1.0, 0.0)), 20)

    assert shown == pytest.approx(image[20:40, 25:65].astype(np.float32), abs=1e-3)


def test_a_crop_follows_the_box_s_direction() -> None:
    image = np.zeros((80, 80, 1), np.uint8)
    image[10:70, 40:50] = 200  # a bar that stands
    box = Box((45.0, 40.0), 60.0, 10.0, (0.0, 1.0))

    assert crop(image, box, 10).mean() == pytest.approx(200, abs=4)


def test_beyond_the_edge_the_outermost_pixels_repeat() -> None:
    image = np.full((20, 20, 1), 77, np.uint8)

    assert crop(image, Box((0.0, 0.0), 30.0, 10.0, (0.8, 0.6)), 48) == pytest.approx(77.0, abs=1e-3)
