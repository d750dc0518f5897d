"""Who can hurt somebody: AGVs on their published plans, manned forklifts as they go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import atan2, cos, hypot

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.geometry import Polygon
from fleet_core.model.proximity import ObjectClass, Track
from fleet_core.model.vehicle import VehicleReport
from fleet_core.model.vehicle_type import VehicleType
from fleet_core.proximity.body_heading import KNOWN_RAD, MOVES_MPS, SPEEDING_S
from fleet_core.proximity.settings import RiskSettings
from fleet_core.proximity.spread import even_spread, look_times, spread_of

Floats = NDArray[np.float64]
CORNERS = 8
_TURNS_ON_S = 1.0
"""A body that turns now is taken to turn for so long, and to go straight on then."""
_ON_PLAN_M = 0.05
"""Standard deviation of where a vehicle is on its plan."""
_SPEEDS_UP_S = 1.5
_DRIVES_OFF_MPS = 0.6
"""Who was slower half a second ago drives off now. Of who drives already a rise is noise more often
than not: at 0.4 m of noise it made a third more warnings in vain."""
_STEADY_MPS2 = 0.3
"""A slower rise of a track's speed may be noise."""
_PLAN_FROM_S = -0.5
"""A plan whose beginning lies further in the future, or that has ended, is not used."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a vehicle means to drive: clock times (n,) and poses (n, 3), headings without jumps."""

    times_s: Floats
    poses: Floats

    def __post_init__(self) -> None:
        turned = np.diff(self.poses[:, 2])
        if len(turned) and np.abs(turned).max() > np.pi:
            poses = self.poses.copy()
            poses[:, 2] = np.unwrap(poses[:, 2])
            object.__setattr__(self, "poses", poses)


@dataclass(frozen=True, slots=True)
class Party:
    """One vehicle with its predicted motion."""

    id: str
    kind: ObjectClass
    speed_mps: float
    direction_rad: float  # of travel
    outline: Floats  # (CORNERS, 2) counter-clockwise in its own frame, padded by the last corner
    corners: int
    path: Floats  # (K + 1, 3) x, y, heading at the times of `look_times`
    spread: Floats  # (K + 1, 3) how uncertain that is: xx, xy, yy; m2, frame map
    needed_lead_s: float
    braking_s: float  # the part of it that is braking
    braking_mps2: float
    top_mps: float  # as fast as it can; of a manned forklift, as it goes


def vehicle_party(
    report: VehicleReport,
    kind: VehicleType,
    plan: Plan | None,
    now_s: float,
    settings: RiskSettings,
) -> Party:
    """A commanded vehicle, from its last report, at ``now_s``."""
    loaded = bool(report.load_unit_ids)
    outline = kind.loaded_footprint if loaded else kind.footprint
    top_mps = kind.max_speed_loaded_mps if loaded else kind.max_speed_mps
    times_s = look_times(settings)
    age_s = min(1.0, max(0.0, now_s - report.stamp_s))
    turn = report.turn_rate_radps
    pose = (report.pose.x_m, report.pose.y_m, report.pose.heading_rad)
    path = _planned(plan, now_s + times_s)
    sigma = _ON_PLAN_M + 0.0 * times_s
    if path is None:
        path = _driven(pose, report.speed_mps, turn, times_s + age_s)
        sigma = _ON_PLAN_M + 0.1 * times_s
    speed = abs(report.speed_mps)
    braking_s = speed / (2.0 * kind.braking_mps2)
    backwards = np.pi if report.speed_mps < 0.0 else 0.0
    return Party(
        report.vehicle_id, ObjectClass.AGV, speed, float(path[0, 2] + backwards),
        *_outline_of(outline), path, even_spread(sigma),
        settings.agv_reaction_s + braking_s, braking_s, kind.braking_mps2, top_mps,
    )  # fmt: skip


def forklift_party(track: Track, settings: RiskSettings) -> Party:
    """A manned forklift, from its track."""
    return forklift_parties([track], settings)[0]


def forklift_parties(tracks: Sequence[Track], settings: RiskSettings) -> list[Party]:
    """Manned forklifts, from their tracks."""
    if not tracks:
        return []
    spread = spread_of(tracks, np.full(len(tracks), settings.forklift_fan_share), settings)
    return [_forklift(*each, settings) for each in zip(tracks, spread, strict=True)]


def _forklift(track: Track, spread: Floats, settings: RiskSettings) -> Party:
    speed = hypot(track.vx_mps, track.vy_mps)
    direction = atan2(track.vy_mps, track.vx_mps) if speed > MOVES_MPS else track.heading_rad
    drove_mps = speed - track.speeding_mps2 * SPEEDING_S
    rises = max(0.0, track.speeding_mps2 - _STEADY_MPS2) if drove_mps < _DRIVES_OFF_MPS else 0.0
    pose = (track.x_m, track.y_m, direction)
    path = _driven(pose, speed, track.turn_radps, look_times(settings), rises)
    if cos(direction - track.heading_rad) < 0.0 and track.heading_sigma_rad < KNOWN_RAD:
        path[:, 2] += np.pi  # it reverses
    braking_s = speed / (2.0 * settings.braking_mps2)
    return Party(
        track.id, ObjectClass.FORKLIFT, speed, direction, *_usual_outline(settings), path, spread,
        settings.reaction_s + braking_s, braking_s, settings.braking_mps2, speed,
    )  # fmt: skip


@cache
def _usual_outline(settings: RiskSettings) -> tuple[Floats, int]:
    return _padded(box(settings.forklift_length_m, settings.forklift_width_m))


def box(length_m: float, width_m: float) -> Floats:
    """(4, 2) a rectangle about the origin, counter-clockwise."""
    x, y = length_m / 2.0, width_m / 2.0
    return np.array([(-x, -y), (x, -y), (x, y), (-x, y)])


@cache
def _outline_of(polygon: Polygon) -> tuple[Floats, int]:
    return _padded(np.array(polygon, np.float64))


def _padded(outline: Floats) -> tuple[Floats, int]:
    x, y = outline[:, 0], outline[:, 1]
    if np.dot(x, np.roll(y, -1)) < np.dot(y, np.roll(x, -1)):
        outline = outline[::-1]  # some files go round clockwise
    if len(outline) > CORNERS:
        low, high = outline.min(axis=0), outline.max(axis=0)
        outline = box(*(high - low)) + (low + high) / 2.0
    count = len(outline)
    return np.concatenate([outline, np.repeat(outline[-1:], CORNERS - count, axis=0)]), count


def _planned(plan: Plan | None, at_s: Floats) -> Floats | None:
    """Where a plan is at these times; straight on after its end. None: it is of another time."""
    if plan is None or len(plan.times_s) < 2:
        return None
    if at_s[0] - plan.times_s[0] < _PLAN_FROM_S or at_s[0] > plan.times_s[-1]:
        return None
    path = np.empty((len(at_s), 3))
    for axis in range(3):
        path[:, axis] = np.interp(at_s, plan.times_s, plan.poses[:, axis])
    last_s = plan.times_s[-1] - plan.times_s[-2]
    velocity = (plan.poses[-1, :2] - plan.poses[-2, :2]) / last_s
    path[:, :2] += np.maximum(0.0, at_s - plan.times_s[-1])[:, None] * velocity
    return path


def _driven(
    pose: tuple[float, float, float],
    speed_mps: float,
    turn_radps: float,
    times_s: Floats,
    rises_mps2: float = 0.0,
) -> Floats:
    """(n, 3) poses of a body that goes on at this speed; negative: backwards. One that drives off
    now is taken to speed up for a while."""
    fine_s = np.linspace(0.0, float(times_s[-1]), 4 * len(times_s))
    heading = pose[2] + turn_radps * np.minimum(fine_s, _TURNS_ON_S)
    speed = speed_mps + rises_mps2 * np.minimum(fine_s, _SPEEDS_UP_S)
    step = np.diff(fine_s, prepend=0.0)
    path = np.empty((len(times_s), 3))
    path[:, 0] = pose[0] + np.interp(times_s, fine_s, np.cumsum(step * speed * np.cos(heading)))
    path[:, 1] = pose[1] + np.interp(times_s, fine_s, np.cumsum(step * speed * np.sin(heading)))
    path[:, 2] = np.interp(times_s, fine_s, heading)
    return path
