"""The way of a vehicle up to the next point where it must stand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.local.state import SAMPLES, SPACING_M, PathColumn

Floats = NDArray[np.float64]

KINK_RAD = 0.02
"""A direction that changes by more than this within a sample, and hardly before and after, is a
kink: lanes may meet at up to 5 degrees without a stop."""
SMOOTHED = 5
"""Samples round a kink over which directions are averaged: a vehicle turns over half a metre there,
not in a point. Elsewhere the line is driven as it is drawn."""


@dataclass(frozen=True, slots=True)
class Line:
    """A way as it is released: what the body does along it."""

    poses: Floats  # (m, 3) x, y, heading of the body
    way_m: Floats  # (m,) rising from 0
    limit_mps: Floats  # (m,) speed allowed from each on
    direction: int  # 1 forwards, -1 backwards
    half_width_m: float  # of the corridor, to either side


@dataclass(frozen=True, slots=True)
class Stretch:
    """A line between two stops, sampled. It may grow at its end while it is driven.

    ``samples`` (n, PathColumn) are `SPACING_M` apart, a horizon beyond ``length_m``, straight on.
    ``limit_mps`` (n,): the speed allowed at each.
    """

    line: Line
    samples: Floats
    limit_mps: Floats
    length_m: float

    @property
    def direction(self) -> int:
        """1 forwards, -1 backwards."""
        return self.line.direction


def stretch_along(line: Line) -> Stretch:
    """The samples of a line."""
    poses, way_m = line.poses, line.way_m
    length_m = float(way_m[-1])
    s = np.arange(int(np.ceil(length_m / SPACING_M)) + SAMPLES) * SPACING_M
    turned = np.unwrap(poses[:, 2]) + (0.0 if line.direction > 0 else np.pi)
    ahead = s - np.minimum(s, length_m)
    tangent = _without_kinks(np.interp(s, way_m, turned))
    end = turned[-1]
    samples = np.empty((len(s), len(PathColumn)))
    samples[:, PathColumn.X] = np.interp(s, way_m, poses[:, 0]) + ahead * np.cos(end)
    samples[:, PathColumn.Y] = np.interp(s, way_m, poses[:, 1]) + ahead * np.sin(end)
    samples[:, PathColumn.DIRECTION] = tangent
    samples[:, PathColumn.CURVATURE] = np.gradient(tangent, SPACING_M)
    samples[:, PathColumn.RIGHT] = -line.half_width_m
    samples[:, PathColumn.LEFT] = line.half_width_m
    sample = np.clip(np.searchsorted(way_m, s, side="right") - 1, 0, len(way_m) - 1)
    return Stretch(line, samples, line.limit_mps[sample], length_m)


def _without_kinks(directions: Floats) -> Floats:
    step = np.abs(np.diff(directions))
    beside = np.maximum(np.append(step[1:], 0.0), np.append(0.0, step[:-1]))
    kinks = np.flatnonzero((step > KINK_RAD) & (beside < 0.5 * step))
    if not len(kinks):
        return directions
    half = SMOOTHED // 2
    ends = (np.full(half, directions[0]), np.full(half, directions[-1]))
    padded = np.concatenate([ends[0], directions, ends[1]])
    smooth = np.convolve(padded, np.full(SMOOTHED, 1.0 / SMOOTHED), mode="valid")
    near = np.zeros(len(directions), np.bool_)
    for kink in kinks.tolist():
        near[max(0, kink - half) : kink + half + 2] = True
    return np.where(near, smooth, directions)
