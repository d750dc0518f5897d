"""How fast a commanded vehicle may pass people who stand, or hardly move, beside its way.

Nothing tells that somebody will set out before he does. A vehicle that passes him drives no faster
than that it stands before he could be at it, in whatever direction he walks. Of who walks already
it is warned by where he goes (`encounters.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from fleet_core.model.proximity import ObjectClass, Track
from fleet_core.proximity.parties import Party
from fleet_core.proximity.risk_kernel import point_gap
from fleet_core.proximity.settings import PassingSettings, RiskSettings
from fleet_core.proximity.spread import widest
from planner.local.supervisor import put

Floats = NDArray[np.float64]
_STEP_MPS = 0.05
_LOOKS = 3
"""At a way to a stand, from when braking begins to its end."""
_LEAVES_M = 0.03
"""Whom the body leaves behind at once, by more than this, it passes no more."""


class Stop(NamedTuple):
    """How a vehicle comes to a stand."""

    reaction_s: float
    braking_mps2: float
    top_mps: float
    least_mps: float


class SettingOut(NamedTuple):
    """How who stands begins to walk."""

    faster_mps2: float
    pace_mps: float


def passing_limit(
    party: Party, tracks: Sequence[Track], settings: PassingSettings, risk: RiskSettings
) -> tuple[float, str] | None:
    """The highest speed (m/s), of those below its own top speed, from which a vehicle on its way
    stands in time, and the track that sets it; None: it may drive as fast as it can."""
    x, y = party.path[0, :2].tolist()
    near = [
        each
        for each in tracks
        if each.kind is ObjectClass.PERSON
        and hypot(each.x_m - x, each.y_m - y) < settings.look_m
        and hypot(each.vx_mps, each.vy_mps) < settings.walks_mps
    ]
    if not near:
        return None
    sigma_m = np.minimum(widest(np.array([each.covariance for each in near])), settings.most_m)
    discs = np.array([(each.x_m, each.y_m, risk.person_radius_m) for each in near])
    discs[:, 2] += sigma_m
    stop = Stop(risk.agv_reaction_s, party.braking_mps2, party.top_mps, settings.least_mps)
    sets_out = SettingOut(settings.sets_out_mps2, settings.paces_mps)
    mps, row = slowest_past(
        party.outline[: party.corners], _with_lengths(party.path), discs, stop, sets_out
    )
    return (mps, near[row].id) if row >= 0 else None


def _with_lengths(path: Floats) -> Floats:
    """(n, 4) poses (n, 3), and the metres driven until there."""
    steps = np.hypot(*np.diff(path[:, :2], axis=0).T)
    return np.column_stack([path, np.concatenate([[0.0], np.cumsum(steps)])])


@njit(cache=True)
def slowest_past(
    outline: Floats, way: Floats, discs: Floats, stop: Stop, sets_out: SettingOut
) -> tuple[float, int]:
    """``outline`` (n, 2) counter-clockwise; ``way`` (k, 4) x, y, heading, metres; ``discs`` (m, 3)
    place and radius of who stands. Returns the speed and the disc that sets it; -1: none does."""
    body, row, steps = np.empty_like(outline), -1, int(np.ceil(stop.top_mps / _STEP_MPS))
    for m in range(len(discs)):
        mps = min(stop.top_mps, steps * _STEP_MPS)
        while mps > stop.least_mps and _meets(outline, way, discs[m], mps, stop, sets_out, body):
            steps, row = steps - 1, m
            mps = steps * _STEP_MPS
    return max(stop.least_mps, min(stop.top_mps, steps * _STEP_MPS)), row


@njit(cache=True)
def _meets(outline, way, disc, mps, stop, sets_out, body):  # type: ignore[no-untyped-def]
    """Whether who sets out now could be at a body before it stands."""
    put(outline, way[0, :3], body)
    begin_m = point_gap(body, disc[0], disc[1])
    could_meet, nearest_m = False, np.inf
    for look in range(_LOOKS):
        brakes_s = look / (_LOOKS - 1) * mps / stop.braking_mps2
        t = stop.reaction_s + brakes_s
        gone_m = mps * t - 0.5 * stop.braking_mps2 * brakes_s * brakes_s
        put(outline, _pose_at(way, gone_m), body)
        away_m = point_gap(body, disc[0], disc[1])
        speeds_up_s = min(t, sets_out.pace_mps / sets_out.faster_mps2)
        walked_m = 0.5 * sets_out.faster_mps2 * speeds_up_s**2
        walked_m += sets_out.pace_mps * (t - speeds_up_s)
        could_meet = could_meet or away_m < disc[2] + walked_m
        nearest_m = min(nearest_m, away_m)
    return could_meet and nearest_m < begin_m + _LEAVES_M


@njit(cache=True)
def _pose_at(way, gone_m):  # type: ignore[no-untyped-def]
    """Straight on after the end of a way."""
    k = 0
    while k < len(way) - 2 and way[k + 1, 3] < gone_m:
        k += 1
    long_m = way[k + 1, 3] - way[k, 3]
    if long_m <= 1e-6:
        return way[k, :3].copy()
    part = (gone_m - way[k, 3]) / long_m
    return way[k, :3] + part * (way[k + 1, :3] - way[k, :3])
