"""Rotated boxes: the smallest one around points, its corners, and turning back."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tabside.ocr.box import Box
from tabside.ocr.enclosing import smallest_box


def points_of(center: tuple[float, float], width: float, height: float, degrees: float) -> np.ndarray:
    angle = math.radians(degrees)
    along, across = np.meshgrid(np.linspace(-width / 2, width / 2, 41), np.linspace(-height / 2, height / 2, 11))
    x = center[0] + along * math.cos(angle) - across * math.sin(angle)
    y = center[1] + along * math.sin(angle) + across * math.cos(angle)
    return np.stack([x.ravel(), y.ravel()], axis=1)


@pytest.mark.parametrize("degrees", [-40, -8, -1.5, 0, 0.3, 5, 30, 44])
def test_the_smallest_box_is_the_rectangle_that_the_points_fill(degrees: float) -> None:
    box = smallest_box(points_of((120.0, 80.0), 200.0, 30.0, degrees))

    assert box.center == pytest.approx((120.0, 80.0))
    assert (box.width, box.height) == pytest.approx((200.0, 30.0))
    assert math.degrees(math.atan2(box.axis[1], box.axis[0])) == pytest.approx(degrees, abs=1e-6)


@pytest.mark.parametrize("points", [[[3, 4]], [[3, 4], [9, 4]], [[1, 1], [2, 2], [3, 3]]])
def test_points_without_an_area_have_a_box(points: list[list[int]]) -> None:
    box = smallest_box(np.array(points, np.float64))

    assert box.axis == (1.0, 0.0)
    assert box.width == max(x for x, _ in points) - min(x for x, _ in points)


def test_corners_go_clockwise_from_the_upper_left() -> None:
    assert Box((50.0, 20.0), 40.0, 10.0, (1.0, 0.0)).quad(10, 30) == ((40, 15), (60, 15), (60, 25), (40, 25))


def test_a_box_grows_by_the_distance_that_its_core_was_shrunk() -> None:
    box = Box((0.0, 0.0), 100.0, 20.0, (1.0, 0.0)).grown(1.4)

    distance = 100 * 20 * 1.4 / 240
    assert (box.width, box.height) == pytest.approx((100 + 2 * distance, 20 + 2 * distance))


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_what_was_read_of_a_turned_image_is_found_in_the_image(turns: int) -> None:
    image = np.zeros((60, 100), np.uint8)
    image[10:14, 20:50] = 1
    turned = np.rot90(image, turns)
    ys, xs = np.nonzero(turned)
    width, height = float(np.ptp(xs) + 1), float(np.ptp(ys) + 1)
    seen = Box((xs.mean() + 0.5, ys.mean() + 0.5), width, height, (1.0, 0.0))

    back = seen.turned_back(turns, 100, 60)

    corners = back.quad(0, back.width)
    assert (min(x for x, _ in corners), max(x for x, _ in corners)) == pytest.approx((20, 50))
    assert (min(y for _, y in corners), max(y for _, y in corners)) == pytest.approx((10, 14))
    # The text's direction in the turned image, seen in the image.
    assert back.axis == [(1, 0), (0, 1), (-1, 0), (0, -1)][turns]


def test_near_boxes_touch() -> None:
    box = Box((50.0, 50.0), 40.0, 10.0, (1.0, 0.0))

    assert box.is_near(Box((75.0, 52.0), 12.0, 10.0, (1.0, 0.0)))
    assert not box.is_near(Box((95.0, 52.0), 12.0, 10.0, (1.0, 0.0)))
