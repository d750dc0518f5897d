"""Which measurement belongs to which track: globally cheapest within a gate."""

from __future__ import annotations

from math import log
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

Floats = NDArray[np.float64]
FORBIDDEN = 1e6


class Seen(NamedTuple):
    """M positions that were measured."""

    place: Floats  # (M, 2)
    cov: Floats  # (M, 2, 2)
    age_s: Floats  # (M,) before the time of the tracks
    kind: NDArray[np.int64]  # (M,)


@njit(cache=True)
def distances(
    mean: Floats, spread: Floats, kind: NDArray[np.int64], seen: Seen, drift: float
) -> tuple[Floats, Floats]:
    """Squared Mahalanobis distances (N, M), and the cost of each pair: the same with the logarithm
    of the determinant, so that an uncertain track does not win by being uncertain.

    ``mean`` (N, 5) and ``spread`` (N, 5, 5) of the tracks. A position that is older than the tracks
    is brought forward with the speed of each; ``drift`` (m/s2) says how wrong that may be.
    """
    away = np.full((len(mean), len(seen.place)), FORBIDDEN)
    cost = np.full((len(mean), len(seen.place)), FORBIDDEN)
    for n in range(len(mean)):
        for m in range(len(seen.place)):
            if kind[n] != seen.kind[m]:
                continue
            age = seen.age_s[m]
            dx = seen.place[m, 0] + age * mean[n, 2] - mean[n, 0]
            dy = seen.place[m, 1] + age * mean[n, 3] - mean[n, 1]
            if dx * dx + dy * dy > 400.0:
                continue
            grown = (drift * age * age) ** 2
            xx = spread[n, 0, 0] + seen.cov[m, 0, 0] + age * age * spread[n, 2, 2] + grown
            yy = spread[n, 1, 1] + seen.cov[m, 1, 1] + age * age * spread[n, 3, 3] + grown
            xy = spread[n, 0, 1] + seen.cov[m, 0, 1] + age * age * spread[n, 2, 3]
            det = xx * yy - xy * xy
            away[n, m] = (yy * dx * dx - 2.0 * xy * dx * dy + xx * dy * dy) / det
            cost[n, m] = away[n, m] + log(det)
    return away, cost


@njit(cache=True)
def near_pairs(mean: Floats, within_m: float) -> list[tuple[int, int]]:
    """Pairs of rows of ``mean`` (N, 5) that are this near to each other."""
    found = [(0, 0) for _ in range(0)]
    for a in range(len(mean)):
        for b in range(a + 1, len(mean)):
            dx, dy = mean[a, 0] - mean[b, 0], mean[a, 1] - mean[b, 1]
            if dx * dx + dy * dy < within_m * within_m:
                found.append((a, b))
    return found


def assigned(away: Floats, cost: Floats, gate: float) -> list[tuple[int, int]]:
    """Pairs (track, measurement) within the gate, as many as possible, cheapest together."""
    inside = away <= gate
    by_row, by_column = inside.sum(axis=1), inside.sum(axis=0)
    # Who has one choice, and is the only choice of that one, needs no comparing.
    alone = inside & (by_row == 1)[:, None] & (by_column == 1)[None, :]
    pairs: list[tuple[int, int]] = [
        (n, m) for n, m in zip(*(e.tolist() for e in alone.nonzero()), strict=True)
    ]
    inside &= ~alone
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    if not len(rows):
        return pairs
    part = np.ix_(rows, columns)
    chosen = linear_sum_assignment(np.where(inside[part], cost[part], FORBIDDEN))
    return pairs + [
        (int(rows[i]), int(columns[j]))
        for i, j in zip(*chosen, strict=True)
        if inside[rows[i], columns[j]]
    ]
