"""The way of a vehicle up to the next point where it must stand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.local.state import SAMPLES, SPACING_M, PathColumn

Floats = NDArray[np.float64]

SMOOTHED = 5
"""Samples over which directions are averaged: lanes may meet at up to 5 degrees without a stop, and
a vehicle turns over half a metre there, not in a point."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A path between two stops, driven in one direction. It may grow at its end while it is driven.

    ``samples`` (n, PathColumn) are `SPACING_M` apart, a horizon beyond ``length_m``, straight on.
    ``limit_mps`` (n,): the speed allowed at each.
    """

    samples: Floats
    limit_mps: Floats
    length_m: float
    direction: int  # 1 forwards, -1 backwards


def stretch_along(
    poses: Floats, way_m: Floats, limit_mps: Floats, direction: int, half_width_m: float
) -> Stretch:
    """From the body's ``poses`` (m, 3) at ``way_m`` (m,), rising from 0, with the speed limit from
    each on; ``half_width_m`` to either side is the corridor."""
    length_m = float(way_m[-1])
    count = int(np.ceil(length_m / SPACING_M)) + SAMPLES
    s = np.arange(count) * SPACING_M
    turned = np.unwrap(poses[:, 2]) + (0.0 if direction > 0 else np.pi)
    ahead = s - np.minimum(s, length_m)
    tangent = _smoothed(np.interp(s, way_m, turned))
    end = turned[-1]
    samples = np.empty((count, len(PathColumn)))
    samples[:, PathColumn.X] = np.interp(s, way_m, poses[:, 0]) + ahead * np.cos(end)
    samples[:, PathColumn.Y] = np.interp(s, way_m, poses[:, 1]) + ahead * np.sin(end)
    samples[:, PathColumn.DIRECTION] = tangent
    samples[:, PathColumn.CURVATURE] = np.gradient(tangent, SPACING_M)
    samples[:, PathColumn.RIGHT], samples[:, PathColumn.LEFT] = -half_width_m, half_width_m
    leg = np.clip(np.searchsorted(way_m, s, side="right") - 1, 0, len(limit_mps) - 1)
    return Stretch(samples, limit_mps[leg], length_m, direction)


def _smoothed(values: Floats) -> Floats:
    half = SMOOTHED // 2
    padded = np.concatenate([np.full(half, values[0]), values, np.full(half, values[-1])])
    return np.convolve(padded, np.full(SMOOTHED, 1.0 / SMOOTHED), mode="valid")
