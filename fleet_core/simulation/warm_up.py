"""Compiles the kernels once, so that the first run does not wait for it."""

from __future__ import annotations

import numpy as np

from fleet_core.simulation.footprint_kernel import find_overlaps
from fleet_core.simulation.motion_arrays import new_state, new_tracks
from fleet_core.simulation.motion_kernel import advance


def warm_up() -> None:
    """Call every kernel with the types it is used with; the results are kept on disk."""
    state = new_state(np.zeros((2, 3)), np.ones((2, 2)), np.ones((2, 2)))
    poses = np.zeros((1, 2, 3))
    advance(new_tracks(2, 1, 1), state, 0.1, poses)
    square = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])
    find_overlaps(
        poses,
        np.stack([square, square]),
        np.full(2, 4, np.int64),
        np.full(2, 1.5),
        np.zeros((2, 2), np.bool_),
        np.zeros((1, 3), np.int64),
    )
