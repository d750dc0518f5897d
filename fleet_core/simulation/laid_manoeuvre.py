"""A manoeuvre as it lies on the map, cut where the pieces of its edge are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import inf

import numpy as np
import shapely
from numpy.typing import NDArray

from fleet_core.model.facility import Facility
from fleet_core.model.geometry import wrap_angle
from fleet_core.simulation.legs import MotionLeg
from fleet_core.simulation.parts import DrivePart
from planner.local.manoeuvres.plan import Planned
from planner.local.manoeuvres.scene import bodies_at
from planner.local.manoeuvres.station_scenes import StationScene, out_of_frame, tracked_width_m
from planner.local.manoeuvres.station_ways import StationWay
from planner.local.manoeuvres.tasks import Phase, phases_of
from planner.local.stretch import Line, Stretch
from planner.local.turning import TurnOnSpot
from planner.roadmap.footprints import sweep
from planner.roadmap.paths import poses_at

SAME_M = 0.02
"""What is nearer is the end of a piece."""
FINE_M = 0.01
"""How finely it is looked where on its edge a piece begins."""
MOST_CUTS = 64
"""Places of one edge at which pieces end that are remembered."""


class LaidManoeuvre:
    """What is driven in place of one edge by one vehicle type."""

    def __init__(
        self, way: StationWay, at: StationScene, planned: Planned, facility: Facility
    ) -> None:
        kind, scene = way.vehicle_type, at.scene
        # Planned with less than the type can; driven with all of it but what keeps it on the line.
        limits = replace(
            scene.limits,
            turn_speed_radps=kind.turn_speed_radps,
            turn_acceleration_radps2=kind.turn_acceleration_radps2,
            steer_rate_radps=kind.steer_rate_radps,
        )
        tracked_m = tracked_width_m(facility.clearance_m)
        self.way, self._scene = way, scene
        self._grown_m = facility.clearance_m / 2.0 - tracked_m
        self._phases = phases_of(planned.trajectory, tracked_m, limits)
        self._local = planned.trajectory.poses
        self._poses = out_of_frame(self._local, at.frame)
        self._bodies = bodies_at(scene, self._local)[:, 0]
        guide = np.array([(one.x_m, one.y_m, one.heading_rad) for one in scene.guide])
        self._path = replace(way.path, poses=guide)
        self._cuts: dict[float, int | None] = {}
        self._begins_m: dict[tuple[float, float], float] = {}
        self._pieces: dict[tuple[int, int], Line] = {}

    def parts(self, legs: Sequence[MotionLeg]) -> tuple[DrivePart, ...]:
        """What to drive for ``legs``, which are on this edge; none where that cannot be said.

        A manoeuvre in one direction is cut where the legs end. One of several parts is driven as a
        whole or not at all: then ``legs`` must be the whole edge.
        """
        ends_m = self._begin_m(legs[0]) + np.cumsum([0.0, *(leg.length for leg in legs)])
        last_m = float(self.way.path.arc_m[-1])
        if not ends_m[-1] <= last_m + SAME_M:
            return ()
        cuts = [self._cut(round(float(end), 2)) for end in ends_m]
        slowed = max(leg.slowed for leg in legs)
        if len(self._phases) == 1 and None not in cuts:
            known = [cut for cut in cuts if cut is not None]
            return tuple(
                self._piece(first, last, leg)
                for first, last, leg in zip(known[:-1], known[1:], legs, strict=True)
            )
        if ends_m[0] > SAME_M or ends_m[-1] < last_m - SAME_M:
            return ()
        return tuple(_slower(part, slowed) for part in self._whole(legs, ends_m[1:-1]))

    def _begin_m(self, leg: MotionLeg) -> float:
        """Where a leg begins along the edge."""
        x, y = float(leg.samples[1, 0]), float(leg.samples[2, 0])
        key = (round(x, 3), round(y, 3))
        if key not in self._begins_m and len(self._begins_m) < MOST_CUTS:
            last_m = float(self.way.path.arc_m[-1])
            at_m = np.linspace(0.0, last_m, 1 + int(last_m / FINE_M))
            poses = poses_at(self.way.path, at_m)
            away = np.hypot(poses[:, 0] - x, poses[:, 1] - y)
            self._begins_m[key] = float(at_m[int(away.argmin())])
        return self._begins_m.get(key, inf)

    def _cut(self, at_m: float) -> int | None:
        """The sample at which the vehicle is at the end of the piece that ends ``at_m`` along the
        edge: up to it the body stays on the floor that the pieces before reserve, and from it on
        that of the pieces behind, both grown as the floor of the whole is. None: there is none."""
        if at_m <= SAME_M:
            return 0
        if at_m >= self.way.path.arc_m[-1] - SAME_M:
            return len(self._poses) - 1
        if at_m not in self._cuts and len(self._cuts) < MOST_CUTS:
            first, last = self._ahead_from(at_m), self._behind_until(at_m)
            drawn = poses_at(self._path, np.array([at_m]))[0]
            away = np.hypot(self._local[:, 0] - drawn[0], self._local[:, 1] - drawn[1])
            nearest = int(np.clip(away.argmin(), first, max(first, last)))
            self._cuts[at_m] = nearest if first <= last else None
        return self._cuts.get(at_m)

    def _ahead_from(self, at_m: float) -> int:
        """The first sample from which on the body stays where the pieces behind ``at_m`` are."""
        outside = np.flatnonzero(~self._inside(at_m, float(self.way.path.arc_m[-1])))
        return int(outside[-1]) + 1 if len(outside) else 0

    def _behind_until(self, at_m: float) -> int:
        """The last sample up to which the body stays where the pieces before ``at_m`` are."""
        outside = np.flatnonzero(~self._inside(0.0, at_m))
        return int(outside[0]) - 1 if len(outside) else len(self._poses) - 1

    def _inside(self, from_m: float, to_m: float) -> NDArray[np.bool_]:
        arc_m = self.way.path.arc_m
        inner = arc_m[(arc_m > from_m + 1e-6) & (arc_m < to_m - 1e-6)]
        poses = poses_at(self._path, np.concatenate([[from_m], inner, [to_m]]))
        floor = sweep(np.array(self._scene.body[0]), poses).buffer(self._grown_m)
        shapely.prepare(floor)
        inside: NDArray[np.bool_] = shapely.covers(floor, self._bodies)
        return inside

    def _piece(self, first: int, last: int, leg: MotionLeg) -> DrivePart:
        """Of a manoeuvre in one direction, from one sample to another."""
        if (first, last) not in self._pieces:
            self._pieces[first, last] = self._line(first, last)
        line = self._pieces[first, last]
        piece = DrivePart((leg,), (float(line.way_m[-1]),), line, by_manoeuvre=True)
        return _slower(piece, leg.slowed)

    def _line(self, first: int, last: int) -> Line:
        phase = self._phases[0]
        from_m, to_m = (
            float(phase.way_m[min(max(one - phase.first, 0), len(phase.way_m) - 1)])
            for one in (first, last)
        )
        line = _on_map(phase, self._poses)
        inner = (line.way_m > from_m + 1e-6) & (line.way_m < to_m - 1e-6)
        at_m = np.concatenate([[from_m], line.way_m[inner], [to_m]])
        columns = [np.interp(at_m, line.way_m, line.poses[:, k]) for k in range(3)]
        limits = np.interp(at_m, line.way_m, line.limit_mps)
        return replace(line, poses=np.column_stack(columns), way_m=at_m - from_m, limit_mps=limits)

    def _whole(self, legs: Sequence[MotionLeg], ends_m: NDArray[np.float64]) -> list[DrivePart]:
        """All parts; each leg is behind as soon as the body stays where the legs after it are."""
        last = len(self._poses) - 1
        passed = [min(last, self._ahead_from(float(end))) for end in ends_m]
        behind = [*np.maximum.accumulate(passed).tolist(), last] if passed else [last]
        numbered, parts = iter(legs), []
        for phase in self._phases:
            is_last = phase is self._phases[-1]
            until = last + 1 if is_last else phase.last + 1
            here = [one for one in behind if one < until]
            del behind[: len(here)]
            ends = tuple(
                float(phase.way_m[min(max(one - phase.first, 0), len(phase.way_m) - 1)])
                for one in here
            )
            mine = tuple(next(numbered) for _ in here)
            if isinstance(phase.task, Stretch):
                line = _on_map(phase, self._poses)
                parts.append(DrivePart(mine, ends, line, alone=not is_last, by_manoeuvre=True))
            else:
                heading = wrap_angle(float(self._poses[phase.last, 2]))
                turn = replace(phase.task, heading_rad=heading)
                parts.append(DrivePart(mine, ends, turn=turn, alone=True, by_manoeuvre=True))
        return parts


def _on_map(phase: Phase, poses: NDArray[np.float64]) -> Line:
    """A phase's line: the motion of the plane that takes its first pose there takes all."""
    assert isinstance(phase.task, Stretch)
    line = phase.task.line
    here, there = line.poses[0], poses[phase.first]
    turn = there[2] - here[2]
    c, s = np.cos(turn), np.sin(turn)
    x, y = (line.poses[:, :2] - here[:2]).T
    moved = [there[0] + c * x - s * y, there[1] + s * x + c * y, line.poses[:, 2] + turn]
    return replace(line, poses=np.column_stack(moved))


def _slower(part: DrivePart, slowed: float) -> DrivePart:
    if slowed == 1.0:
        return part
    if part.line is not None:
        return replace(part, line=replace(part.line, limit_mps=part.line.limit_mps / slowed))
    assert isinstance(part.turn, TurnOnSpot)
    return replace(part, turn=replace(part.turn, limit_radps=part.turn.limit_radps / slowed))
