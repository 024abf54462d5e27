"""The smallest rotated box around a set of points."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .box import Box

__all__ = ["smallest_box"]


def smallest_box(points: npt.NDArray[np.float64]) -> Box:
    """Return the rotated rectangle of least area around points (N, 2); its axis points to the right.

    One of its sides lies on an edge of the convex hull (Freeman and Shapira 1975).
    """
    hull = _convex_hull(points)
    if len(hull) < 3:
        low, high = points.min(axis=0), points.max(axis=0)
        (cx, cy), (width, height) = ((low + high) / 2).tolist(), (high - low).tolist()
        return Box((cx, cy), width, height, (1.0, 0.0))
    edges = np.diff(np.vstack([hull, hull[:1]]), axis=0)
    lengths = np.hypot(edges[:, 0], edges[:, 1])
    axes = edges[lengths > 0] / lengths[lengths > 0][:, None]
    normals = np.stack([-axes[:, 1], axes[:, 0]], axis=1)
    along, across = hull @ axes.T, hull @ normals.T
    widths, heights = np.ptp(along, axis=0), np.ptp(across, axis=0)
    best = int(np.argmin(widths * heights))
    middle = (along[:, best].max() + along[:, best].min()) / 2, (across[:, best].max() + across[:, best].min()) / 2
    (cx, cy) = (axes[best] * middle[0] + normals[best] * middle[1]).tolist()
    (ux, uy), width, height = axes[best].tolist(), float(widths[best]), float(heights[best])
    if abs(ux) < abs(uy):
        ux, uy, width, height = -uy, ux, height, width
    return Box((cx, cy), width, height, (ux, uy) if ux > 0 else (-ux, -uy))


def _convex_hull(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the hull's corners in order (Andrew 1979, monotone chain)."""
    ordered = points[np.lexsort((points[:, 1], points[:, 0]))].tolist()
    lower, upper = _half_hull(ordered), _half_hull(ordered[::-1])
    return np.array(lower[:-1] + upper[:-1] if len(lower) > 1 else lower, dtype=np.float64)


def _half_hull(points: list[list[float]]) -> list[list[float]]:
    hull: list[list[float]] = []
    for point in points:
        while len(hull) > 1 and _turn(hull[-2], hull[-1], point) <= 0:
            hull.pop()
        hull.append(point)
    return hull


def _turn(first: list[float], second: list[float], third: list[float]) -> float:
    return (second[0] - first[0]) * (third[1] - first[1]) - (second[1] - first[1]) * (third[0] - first[0])
