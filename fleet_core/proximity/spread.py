"""How far somebody may be from where it is expected, seconds ahead."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.proximity import Track
from fleet_core.proximity.settings import RiskSettings

Floats = NDArray[np.float64]


def look_times(settings: RiskSettings) -> Floats:
    """(K + 1,) seconds from now."""
    count = round(settings.horizon_s / settings.step_s) + 1
    return np.arange(count, dtype=np.float64) * np.float64(settings.step_s)


def fan_sigma(times_s: Floats, settings: RiskSettings) -> Floats:
    """Standard deviation of a walker's place (m), linear between the measured seconds and on."""
    known = np.array([0.0, *settings.fan_m])
    beyond = np.maximum(0.0, times_s - 3.0) * (known[3] - known[2])
    return np.asarray(np.interp(times_s, np.arange(4.0), known) + beyond)


def spread_of(tracks: Sequence[Track], share: Floats, settings: RiskSettings) -> Floats:
    """(N, K + 1, 3) covariance (xx, xy, yy; m2) of each place at the times of `look_times`: what
    the track does not know of place and speed now, and what its owner may do (``share`` (N,) of a
    walker's fan)."""
    t = look_times(settings)[None, :, None]
    place = np.array([each.covariance for each in tracks]).reshape(-1, 1, 3)
    speed = np.array([each.velocity_covariance for each in tracks]).reshape(-1, 1, 3)
    xvx, xvy, yvx, yvy = np.array([each.cross_covariance for each in tracks]).reshape(-1, 4).T
    cross = np.stack([2.0 * xvx, xvy + yvx, 2.0 * yvy], axis=1)[:, None, :]
    found = place + t * cross + t * t * speed
    fan = (share[:, None] * fan_sigma(t[0, :, 0], settings)) ** 2
    found[:, :, 0] += fan
    found[:, :, 2] += fan
    return np.asarray(found)


def even_spread(sigma_m: Floats) -> Floats:
    """(K + 1, 3) the same to all sides; ``sigma_m`` (K + 1,)."""
    square = sigma_m * sigma_m
    return np.column_stack([square, np.zeros(len(square)), square])


def widest(cov: Floats) -> Floats:
    """Standard deviation (m) along the widest axis of each (..., 3)."""
    xx, xy, yy = cov[..., 0], cov[..., 1], cov[..., 2]
    return np.asarray(np.sqrt((xx + yy) / 2.0 + np.sqrt((xx - yy) ** 2 / 4.0 + xy * xy)))
