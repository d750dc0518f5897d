"""How fast a commanded vehicle may pass people beside its way.

Nothing tells that somebody will set out, or turn, before he does. A vehicle that passes him drives
no faster than that it stands before he could be at it: one who stands from a stand, one who comes
as fast as he comes. It is the distance that counts, not where he seems to go: for that there are
warnings (`encounters.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
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
_LOOKS = 8
"""At the way to a stand."""
_SOON_S = 0.1
_FIRST_M, _LEAVES_SHARE = (0.15, 0.3), 0.5
"""Whom the body leaves behind on its first metres, by this part of them, it passes no more."""


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


class People(NamedTuple):
    """Those who may walk into a vehicle's way."""

    ids: tuple[str, ...]
    rows: Floats  # (m, 5) place, radius and how uncertain it is, velocity


def people_among(tracks: Sequence[Track], settings: PassingSettings, risk: RiskSettings) -> People:
    """Once for all vehicles."""
    found = [each for each in tracks if each.kind is ObjectClass.PERSON]
    if not found:
        return People((), np.zeros((0, 5)))
    sigma_m = np.minimum(widest(np.array([each.covariance for each in found])), settings.most_m)
    rows = np.array([(each.x_m, each.y_m, 0.0, each.vx_mps, each.vy_mps) for each in found])
    rows[:, 2] = risk.person_radius_m + sigma_m
    return People(tuple(each.id for each in found), rows)


def passing_limit(
    party: Party, people: People, settings: PassingSettings
) -> tuple[float, str] | None:
    """The highest speed (m/s), of those below its own top speed, from which a vehicle on its way
    stands in time, and the track that sets it; None: it may drive as fast as it can."""
    away = people.rows[:, :2] - party.path[0, :2]
    near = np.flatnonzero(np.hypot(away[:, 0], away[:, 1]) < settings.look_m)
    if len(near) == 0:
        return None
    stop = Stop(settings.notice_s, party.braking_mps2, party.top_mps, settings.least_mps)
    sets_out = SettingOut(settings.sets_out_mps2, settings.paces_mps)
    outline = party.outline[: party.corners]
    radius_m = float(np.hypot(outline[:, 0], outline[:, 1]).max())
    way = _with_lengths(party.path, radius_m)
    mps, row = slowest_past(outline, way, people.rows[near], stop, sets_out)
    return (mps, people.ids[near[row]]) if row >= 0 else None


def _with_lengths(path: Floats, radius_m: float) -> Floats:
    """(n, 4) poses (n, 3), and the metres until there of a corner ``radius_m`` from the origin."""
    steps = np.hypot(*np.diff(path[:, :2], axis=0).T)
    steps += radius_m * np.abs(np.diff(path[:, 2]))
    return np.column_stack([path, np.concatenate([[0.0], np.cumsum(steps)])])


@njit(cache=True)
def slowest_past(
    outline: Floats, way: Floats, people: Floats, stop: Stop, sets_out: SettingOut
) -> tuple[float, int]:
    """``outline`` (n, 2) counter-clockwise; ``way`` (k, 4) x, y, heading, metres;
    ``people`` (m, 5) place, radius, velocity. Returns the speed and who sets it; -1: nobody."""
    body, row, most_mps = np.empty_like(outline), -1, stop.top_mps
    for m in range(len(people)):
        if _leaves(outline, way, people[m], body):
            continue
        mps = stop.least_mps
        while mps < most_mps and not _meets(outline, way, people[m], mps, stop, sets_out, body):
            mps += _STEP_MPS
        if mps < most_mps:
            most_mps, row = max(stop.least_mps, mps - _STEP_MPS), m
    return most_mps, row


@njit(cache=True)
def _leaves(outline, way, person, body):  # type: ignore[no-untyped-def]
    """Whether it gets away from him from the first on."""
    put(outline, way[0, :3], body)
    before_m = point_gap(body, person[0], person[1])
    for gone_m in _FIRST_M:
        put(outline, _pose_at(way, gone_m), body)
        away_m = point_gap(body, person[0], person[1])
        if away_m < before_m + _LEAVES_SHARE * _FIRST_M[0]:
            return False
        before_m = away_m
    return True


@njit(cache=True)
def _meets(outline, way, person, mps, stop, sets_out, body):  # type: ignore[no-untyped-def]
    """Whether who sets out now could be at a body before it stands."""
    put(outline, way[0, :3], body)
    begin_m = point_gap(body, person[0], person[1])
    soon_m = point_gap(body, person[0] + _SOON_S * person[3], person[1] + _SOON_S * person[4])
    comes_mps = max(0.0, begin_m - soon_m) / _SOON_S
    pace_mps = max(comes_mps, sets_out.pace_mps)
    for look in range(1, _LOOKS + 1):
        t = look / _LOOKS * (stop.reaction_s + mps / stop.braking_mps2)
        brakes_s = max(0.0, t - stop.reaction_s)
        gone_m = mps * t - 0.5 * stop.braking_mps2 * brakes_s * brakes_s
        put(outline, _pose_at(way, gone_m), body)
        faster_s = min(t, (pace_mps - comes_mps) / sets_out.faster_mps2)
        walked_m = comes_mps * t + sets_out.faster_mps2 * faster_s * (t - 0.5 * faster_s)
        if point_gap(body, person[0], person[1]) < person[2] + walked_m:
            return True
    return False


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
