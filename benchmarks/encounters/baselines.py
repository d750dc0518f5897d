"""What is sold and published today, tuned to the same recall: a radius, and polygons that grow with
speed as those of nav2_collision_monitor (VelocityPolygon; each polygon warns of a point within)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

from benchmarks.encounters.scenes import BRAKING_MPS2, LENGTH_M, STEP_S
from benchmarks.encounters.watching import Watched

Floats = NDArray[np.float64]
WANTED_RECALL = 0.995
_MOVES_MPS = 0.3
_WIDTHS_M = np.arange(0.8, 6.01, 0.2)


@dataclass(frozen=True, slots=True)
class Radius:
    """Warns of everybody who is nearer than ``radius_m``."""

    radius_m: float

    def warned_s(self, each: Watched) -> float:
        """When first; inf: never."""
        return _first(np.hypot(each.ahead_m, each.beside_m) < self.radius_m)


@dataclass(frozen=True, slots=True)
class Polygons:
    """Warns a truck that moves of everybody in a rectangle before it: as long as it drives within
    ``ahead_s`` and needs for braking, ``half_width_m`` to each side."""

    ahead_s: float
    half_width_m: float

    def warned_s(self, each: Watched) -> float:
        """When first; inf: never."""
        wide = np.abs(each.beside_m) <= self.half_width_m
        return _first((slack(each) <= self.ahead_s) & wide)


Method = Radius | Polygons


def slack(each: Watched) -> Floats:
    """(T,) seconds of driving that make the polygon reach the other; inf: it does not move, or the
    other is behind."""
    speed = np.maximum(each.truck_mps, 1e-6)
    free_m = each.ahead_m - LENGTH_M / 2.0 - speed**2 / (2.0 * BRAKING_MPS2)
    inside = (each.truck_mps > _MOVES_MPS) & (each.ahead_m > -LENGTH_M / 2.0)
    return np.where(inside, free_m / speed, inf)


def tuned_radius(tuning: Sequence[Watched]) -> Radius:
    """The smallest that warns of the wanted share of dangerous encounters in time."""
    needed = [_least(np.hypot(each.ahead_m, each.beside_m), each) for each in _dangerous(tuning)]
    return Radius(_quantile(needed) + 1e-6)


def tuned_polygons(tuning: Sequence[Watched]) -> Polygons:
    """Of all widths with the length that warns of the wanted share in time: the one that warns of
    the fewest harmless encounters."""
    harmless = [each for each in tuning if each.harmless]
    best = Polygons(inf, float(_WIDTHS_M[-1]))
    fewest = inf
    for half_width_m in _WIDTHS_M.tolist():
        needed = [
            _least(np.where(np.abs(each.beside_m) <= half_width_m, slack(each), inf), each)
            for each in _dangerous(tuning)
        ]
        candidate = Polygons(_quantile(needed) + 1e-6, half_width_m)
        if candidate.ahead_s == inf:
            continue
        in_vain = sum(candidate.warned_s(each) < inf for each in harmless)
        if in_vain < fewest:
            best, fewest = candidate, in_vain
    return best


def polygons_of_nuisance(tuning: Sequence[Watched], nuisance: float) -> Polygons:
    """Those that warn of at most this share of harmless encounters, and of the most dangerous ones
    in time."""
    harmless = [each for each in tuning if each.harmless]
    allowed = int(nuisance * len(harmless))
    best, most = Polygons(0.0, float(_WIDTHS_M[0])), -1
    for half_width_m in _WIDTHS_M.tolist():
        first = sorted(
            float(np.where(np.abs(each.beside_m) <= half_width_m, slack(each), inf).min())
            for each in harmless
        )
        ahead_s = first[allowed] - 1e-6 if allowed < len(first) else 10.0
        candidate = Polygons(min(ahead_s, 10.0), half_width_m)
        in_time = sum(candidate.warned_s(e) <= e.last_moment_s for e in _dangerous(tuning))
        if in_time > most:
            best, most = candidate, in_time
    return best


def _dangerous(found: Sequence[Watched]) -> list[Watched]:
    return [each for each in found if each.dangerous]


def _least(values: Floats, each: Watched) -> float:
    """Of those until the last moment."""
    return float(values[: int(each.last_moment_s / STEP_S + 1e-6) + 1].min())


def _quantile(needed: Sequence[float]) -> float:
    if not needed:
        return inf
    return float(np.quantile(needed, WANTED_RECALL, method="higher"))


def _first(inside: NDArray[np.bool_]) -> float:
    steps = np.flatnonzero(inside)
    return float(steps[0]) * STEP_S if len(steps) else inf
