"""Which obstacles an interval must keep clear of, and the lines that the optimiser begins with."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from planner.local.manoeuvres.scene import ManoeuvreScene
from planner.local.manoeuvres.separation import padded, place, separation


class Near(NamedTuple):
    """For each of n intervals its m nearest pairs of a body part and an obstacle: corners ``body``
    (n, m, c, 2) in the vehicle's frame and ``obstacles`` (n, m, d, 2), and ``lines`` (n, m, 2), the
    angle of the normal, which points to the body, and the offset."""

    body: NDArray[np.float64]
    obstacles: NDArray[np.float64]
    lines: NDArray[np.float64]


def near_obstacles(scene: ManoeuvreScene, states: NDArray[np.float64], count: int) -> Near:
    """``count`` pairs for each interval of ``states`` (n + 1, 5); the nearest once more where there
    are fewer."""
    body, _ = padded(scene.body)
    obstacles, _ = padded(scene.obstacles)
    gaps, angles, offsets = _lines(states, body, obstacles)
    order = np.argsort(gaps, axis=1)[:, np.arange(count) % gaps.shape[1]]
    lines = np.stack([np.take_along_axis(one, order, axis=1) for one in (angles, offsets)], axis=2)
    return Near(body[order // len(obstacles)], obstacles[order % len(obstacles)], lines)


@njit(cache=True)
def _lines(states, body, obstacles):  # type: ignore[no-untyped-def]
    """Gap, angle and offset (n, parts x obstacles) of lines that separate the body, at both ends of
    each interval, as well as the normals of edges can."""
    count = len(states) - 1
    shape = (count, len(body) * len(obstacles))
    gaps, angles, offsets = np.full(shape, -np.inf), np.zeros(shape), np.zeros(shape)
    both = np.empty((2, body.shape[1], 2))
    for k in range(count):
        for part in range(len(body)):
            for end in range(2):
                state = states[k + end]
                place(body[part], state[0], state[1], state[2], both[end])
            for number in range(len(obstacles)):
                pair = part * len(obstacles) + number
                for end in range(2):
                    _, nx, ny = separation(both[end], obstacles[number])
                    near, far = np.inf, -np.inf
                    for one in range(2):
                        for corner in both[one]:
                            near = min(near, nx * corner[0] + ny * corner[1])
                    for corner in obstacles[number]:
                        far = max(far, nx * corner[0] + ny * corner[1])
                    if near - far > gaps[k, pair]:
                        gaps[k, pair] = near - far
                        angles[k, pair] = np.arctan2(ny, nx)
                        offsets[k, pair] = (near + far) / 2.0
    return gaps, angles, offsets
