"""An edge in pieces: what is released, driven at one speed and freed as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, inf

import numpy as np
from numpy.typing import NDArray

from planner.roadmap.paths import EdgePath, part

WORTH_S = 1.0
"""A cut where a bend begins or ends must save as much, because every piece costs planning. A
quarter circle between two straights is then driven at the bend's speed, the straights at theirs."""

SHORTEST_M = 0.4
"""No bend gets a shorter piece: a vehicle may take up a route 0.32 m from where the last one ends
(``fleet_core.onboard.fit.Fit``), and must not mistake the end of a piece for the next one's."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an edge, and the highest speed that its tightest place allows."""

    path: EdgePath
    limit_mps: float


def pieces(path: EdgePath, longest_m: float, limit_mps: NDArray[np.float64]) -> list[Piece]:
    """Parts of the path, none longer than ``longest_m``.

    ``limit_mps`` (n - 1,) is the highest speed between each two samples. The path is cut where the
    limit changes so much that it is worth it, and what is longer than allowed into equal parts.
    """
    arc_m, found = path.arc_m, []
    for first, last in _stretches(arc_m, limit_mps):
        begin_m, end_m = float(arc_m[first]), float(arc_m[last])
        count = max(1, ceil((end_m - begin_m) / longest_m - 1e-9))
        marks = np.linspace(begin_m, end_m, count + 1)
        for from_m, to_m in pairwise(marks):
            touched = (arc_m[1:] > from_m + 1e-9) & (arc_m[:-1] < to_m - 1e-9)
            limit = limit_mps[touched].min() if touched.any() else limit_mps[first]
            found.append(Piece(part(path, from_m, to_m), float(limit)))
    return found


def _stretches(
    arc_m: NDArray[np.float64], limit_mps: NDArray[np.float64]
) -> Iterator[tuple[int, int]]:
    """First and last sample of stretches that are each driven at their lowest limit: those with
    the least time in all, if each costs ``WORTH_S``; found from the front, sample by sample."""
    count = len(limit_mps)
    if arc_m[-1] / limit_mps.min() - (np.diff(arc_m) / limit_mps).sum() < WORTH_S:
        return iter([(0, count)])
    cost_s, begins = np.zeros(count + 1), np.zeros(count + 1, np.int64)
    for last in range(1, count + 1):
        lowest_mps = np.minimum.accumulate(limit_mps[last - 1 :: -1])[::-1]
        length_m = arc_m[last] - arc_m[:last]
        through_s = cost_s[:last] + WORTH_S + length_m / lowest_mps
        through_s[1:][length_m[1:] < SHORTEST_M] = inf
        if length_m[0] < SHORTEST_M and last < count:
            through_s[0] = inf
        begins[last] = np.argmin(through_s)
        cost_s[last] = through_s[begins[last]]
    marks = [count]
    while marks[-1] > 0:
        marks.append(int(begins[marks[-1]]))
    return pairwise(reversed(marks))
