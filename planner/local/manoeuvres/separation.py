"""How far two convex polygons are apart along the best of their edges' normals.

The separating axis theorem: two convex polygons are disjoint if and only if the normal of an edge
of one of them separates them (S. Gottschalk, "Separating axis theorem", TR96-024, Department of
Computer Science, UNC Chapel Hill, 1996).
The separation is never more than the distance, and equals it unless two corners face each other; of
overlapping polygons it is negative, the depth.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray


@njit(cache=True)
def separation(
    body: NDArray[np.float64], obstacle: NDArray[np.float64], enough_m: float = np.inf
) -> tuple[float, float, float]:
    """Separation in m and the unit normal that it is measured along, from obstacle to body.

    Corners (n, 2) and (m, 2), counter-clockwise. With ``enough_m`` the first normal that separates
    so far will do.
    """
    best, best_x, best_y = -np.inf, 1.0, 0.0
    for side in range(2):
        own, other = (obstacle, body) if side == 0 else (body, obstacle)
        count = len(own)
        for k in range(count):
            ax, ay = own[k, 0], own[k, 1]
            ex, ey = own[(k + 1) % count, 0] - ax, own[(k + 1) % count, 1] - ay
            length = np.hypot(ex, ey)
            if length == 0.0:
                continue
            nx, ny = ey / length, -ex / length
            gap = np.inf
            for j in range(len(other)):
                gap = min(gap, nx * (other[j, 0] - ax) + ny * (other[j, 1] - ay))
            if gap > best:
                sign = 1.0 if side == 0 else -1.0
                best, best_x, best_y = gap, sign * nx, sign * ny
                if best >= enough_m:
                    return best, best_x, best_y
    return best, best_x, best_y


@njit(cache=True)
def place(
    outline: NDArray[np.float64], x: float, y: float, heading: float, into: NDArray[np.float64]
) -> None:
    """Corners of ``outline`` at a pose, written to ``into`` of the same shape."""
    c, s = np.cos(heading), np.sin(heading)
    for k in range(len(outline)):
        into[k, 0] = x + c * outline[k, 0] - s * outline[k, 1]
        into[k, 1] = y + s * outline[k, 0] + c * outline[k, 1]


@njit(cache=True)
def nearest_gap(
    parts: NDArray[np.float64],
    part_corners: NDArray[np.int64],
    obstacles: NDArray[np.float64],
    obstacle_corners: NDArray[np.int64],
    pose: tuple[float, float, float],
    enough_m: float,
) -> float:
    """Least separation in m of a body at ``pose`` from all obstacles; not exact where it is more
    than ``enough_m``.

    ``parts`` (p, c, 2) and ``obstacles`` (o, d, 2), of which the first ``part_corners`` (p,) and
    ``obstacle_corners`` (o,) rows count.
    """
    least = np.inf
    corners = np.empty((parts.shape[1], 2))
    for part in range(len(parts)):
        body = corners[: part_corners[part]]
        place(parts[part, : part_corners[part]], pose[0], pose[1], pose[2], body)
        for number in range(len(obstacles)):
            gap, _, _ = separation(body, obstacles[number, : obstacle_corners[number]], enough_m)
            least = min(least, gap)
    return least


def padded(
    polygons: tuple[tuple[tuple[float, float], ...], ...],
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Polygons as one array (n, corners, 2), and how many corners of each count (n,).

    The last corner is repeated, so that the rows beyond add nothing to a hull either.
    """
    most = max((len(one) for one in polygons), default=3)
    corners = np.zeros((len(polygons), most, 2))
    for number, polygon in enumerate(polygons):
        corners[number, : len(polygon)] = polygon
        corners[number, len(polygon) :] = polygon[-1]
    return corners, np.array([len(one) for one in polygons], dtype=np.int64)
