"""Where a tag is, from its distances to anchors; some of them are too long.

A signal that does not come straight comes late: its range is too long, never too short. Ranges that
are longer than the others allow count for less (iteratively reweighted least squares; one-sided).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import isfinite, sqrt

import numpy as np
from numba import njit
from numpy.typing import NDArray

from fleet_core.model.geometry import Point
from fleet_core.model.proximity import TagRanges, TagReport

Floats = NDArray[np.float64]

_ROUNDS = 12
_TOO_LONG = 2.0
"""Standard deviations beyond which a range counts as too long."""
_LEAST_ANCHORS = 3
_MOST_SIGMA_M = 3.0
_LEAST_SIGMA_M = 0.01
"""Who claims to be more exact is not believed."""
_LONGEST_M = 1e4


def placed(
    ranges: Sequence[TagRanges], anchors: Mapping[str, Point]
) -> tuple[list[TagReport], dict[str, int]]:
    """Reports of those that can be placed, and how much was refused, by cause.

    A single range that cannot be (no number, negative, longer than any plant) is left out
    (``bad_range``); a tag whose deviation is none (``not_finite``, ``covariance_not_positive``,
    ``too_uncertain``), with fewer than three ranges to known anchors (``few_anchors``), or whose
    anchors stand so that its place is not certain (``not_placed``), is.
    """
    reports: list[TagReport] = []
    refused: Counter[str] = Counter()
    for each in ranges:
        known = [(anchors[name], range_m) for name, range_m in each.ranges if name in anchors]
        good = [(at, range_m) for at, range_m in known if 0.0 <= range_m <= _LONGEST_M]
        refused["bad_range"] += len(known) - len(good)
        cause = _objection(each.sigma_m, len(good))
        if cause:
            refused[cause] += 1
            continue
        report = _placed(each, good)
        if report is None:
            refused["not_placed"] += 1
        else:
            reports.append(report)
    return reports, {cause: count for cause, count in refused.items() if count}


def _objection(sigma_m: float, count: int) -> str:
    if not isfinite(sigma_m):
        return "not_finite"
    if sigma_m <= 0.0:
        return "covariance_not_positive"
    if sigma_m > _MOST_SIGMA_M:
        return "too_uncertain"
    return "few_anchors" if count < _LEAST_ANCHORS else ""


def _placed(each: TagRanges, known: Sequence[tuple[Point, float]]) -> TagReport | None:
    at = np.array([place for place, _range_m in known], np.float64)
    lengths = np.array([range_m for _place, range_m in known], np.float64)
    x, y, xx, xy, yy = place_of(at, lengths, max(_LEAST_SIGMA_M, each.sigma_m))
    if not isfinite(x + y + xx + xy + yy) or xx + yy >= _MOST_SIGMA_M**2:
        return None
    return TagReport(each.stamp_s, each.tag_id, each.kind, x, y, (xx, xy, yy))


@njit(cache=True)
def place_of(
    anchors: Floats, lengths: Floats, sigma_m: float
) -> tuple[float, float, float, float, float]:
    """x, y and covariance xx, xy, yy. ``anchors`` (n, 2), ``lengths`` (n,); NaN where they stand in
    a line, or nearly."""
    count = len(lengths)
    x, y = float(np.mean(anchors[:, 0])), float(np.mean(anchors[:, 1]))
    weight = np.ones(count)
    xx, xy, yy = np.nan, np.nan, np.nan
    for turn in range(_ROUNDS):
        hxx, hxy, hyy, gx, gy, square = 1e-9, 0.0, 1e-9, 0.0, 0.0, 0.0
        for i in range(count):
            dx, dy = x - anchors[i, 0], y - anchors[i, 1]
            length = max(1e-6, sqrt(dx * dx + dy * dy))
            off = lengths[i] - length
            if turn >= 3:  # first come near, then doubt
                limit = _TOO_LONG * sigma_m
                weight[i] = 1.0 if off <= limit else (limit / off) ** 2
            ux, uy, w = dx / length, dy / length, weight[i]
            hxx, hxy, hyy = hxx + w * ux * ux, hxy + w * ux * uy, hyy + w * uy * uy
            gx, gy = gx + w * ux * off, gy + w * uy * off
            square += w * off * off
        det = hxx * hyy - hxy * hxy
        if det < 1e-3:
            return np.nan, np.nan, np.nan, np.nan, np.nan
        x += (hyy * gx - hxy * gy) / det
        y += (hxx * gy - hxy * gx) / det
        # Ranges that contradict each other are less exact than they claim.
        worse = max(1.0, square / (max(1.0, np.sum(weight) - 2.0) * sigma_m * sigma_m))
        variance = worse * sigma_m * sigma_m
        xx, xy, yy = variance * hyy / det, -variance * hxy / det, variance * hxx / det
    return x, y, xx, xy, yy
