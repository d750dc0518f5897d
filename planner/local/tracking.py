"""Others as they move, from single noisy observations of place and velocity.

A mean over the last `MEMORY` observations, carried along with its own velocity (a fading-memory
filter of first order); whoever moves differently all at once is begun afresh.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MEMORY = 12
TURNED_M, TURNED_MPS = 0.45, 0.45
"""Nobody is observed so far beside what was expected unless it has turned: 4.5 deviations of a
noise of 0.1 m and 0.1 m/s."""


class TrackedObjects(NamedTuple):
    """Of M others."""

    position: Floats  # (M, 2)
    velocity: Floats  # (M, 2)
    seen: NDArray[np.int64]  # (M,) observations in the mean, at most `MEMORY`
    unheard_s: Floats  # (M,) since the last observation


def no_tracks(count: int) -> TrackedObjects:
    """Nobody has been seen yet."""
    return TrackedObjects(
        np.zeros((count, 2)), np.zeros((count, 2)), np.zeros(count, np.int64), np.zeros(count)
    )


def observed(
    tracks: TrackedObjects,
    position: Floats,
    velocity: Floats,
    heard: NDArray[np.bool_],
    elapsed_s: float,
) -> TrackedObjects:
    """The tracks ``elapsed_s`` later, with what was observed then of those who were ``heard``."""
    expected = tracks.position + elapsed_s * tracks.velocity
    off_m = np.hypot(*(position - expected).T)
    off_mps = np.hypot(*(velocity - tracks.velocity).T)
    turned = heard & ((off_m > TURNED_M) | (off_mps > TURNED_MPS))
    seen = np.where(turned, 0, tracks.seen) + heard
    seen = np.minimum(seen, MEMORY)
    gain = np.where(heard, 1.0 / np.maximum(seen, 1), 0.0)[:, None]
    return TrackedObjects(
        expected + gain * (position - expected),
        tracks.velocity + gain * (velocity - tracks.velocity),
        seen,
        np.where(heard, 0.0, tracks.unheard_s + elapsed_s),
    )
