"""One steered vehicle's way along its legs, where its motion is measured and not computed.

Between a driver, which knows legs, and a local planner, which knows stretches and turns: what is to
be driven now, and by the true poses, which legs are behind the vehicle. The embedded plant does the
same for all its vehicles at once (`SteeredMotion`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fleet_core.model.geometry import Pose
from fleet_core.model.route import Leg
from fleet_core.model.vehicle_type import VehicleType
from fleet_core.simulation.legs import MotionLeg, motion_leg
from fleet_core.simulation.parts import Run, drawn_part, joined_from_start
from planner.local.horizon import locate
from planner.local.sight import Task
from planner.local.stretch import Line, stretch_along

ARRIVED_M, ARRIVED_MPS = 0.004, 0.02
TURNED_RAD, TURNED_RADPS = 0.004, 0.02
"""It is there: no more than this is left, at no more than this speed."""
NEAR_M, NEAR_RAD = 0.05, 0.03
STILL_MPS, STILL_S = 0.004, 0.6
"""It is as near as it gets: it has stood for so long, within so much."""
SEARCHED_M = 1.5
JOINT_TOLERANCE_RAD = 0.09  # as of the embedded plant: 5 degrees are driven through without a stop


@dataclass(frozen=True, slots=True)
class MeasuredMotion:
    """What is measured of a vehicle."""

    pose: Pose
    speed_mps: float
    turn_radps: float

    @property
    def stands(self) -> bool:
        return abs(self.speed_mps) <= STILL_MPS and abs(self.turn_radps) <= STILL_MPS


def warm_up() -> None:
    """Loads what is compiled, which takes seconds: not when the first vehicle sets out."""
    poses = np.array([[0.0, 0.0, 0.0], [1.0, 0.0, 0.0]])
    line = Line(poses, np.array([0.0, 1.0]), np.ones(2), 1, 0.1)
    locate(stretch_along(line).samples, 0.0, SEARCHED_M, 0.0, 0.0)


class LegFollower:
    """``number`` is a new one for each new thing to do; ``hold`` says that it must stand."""

    def __init__(self, kind: VehicleType, half_width_m: float) -> None:
        """``half_width_m``: how far it may be beside its line."""
        self.number = 0
        self.hold = False
        self._kind, self._half_width_m = kind, half_width_m
        self._legs: list[Leg] = []  # that are not behind it
        self._ahead: list[MotionLeg] = []  # the same
        self._end: Pose | None = None  # of all that it has heard
        self._run = Run()
        self._still_s = 0.0

    @property
    def task(self) -> Task:
        """What is to be driven; None: nothing."""
        return self._run.stretch or self._run.turn

    @property
    def way_m(self) -> float:
        """How far it has come along a stretch."""
        return self._run.way_m

    @property
    def left_m(self) -> float:
        """Of a stretch; negative beyond its end, 0 where there is none."""
        stretch = self._run.stretch
        return stretch.length_m - self._run.way_m if stretch is not None else 0.0

    def follow(self, legs: Sequence[Leg], motion: MeasuredMotion, loaded: bool, dt_s: float) -> int:
        """Take in the legs that may be driven, the present one first, and a measurement ``dt_s``
        after the last. Returns how many of them are behind the vehicle; none: it must stand."""
        self.hold = not legs
        if not legs:
            self._see(motion, dt_s)
            return 0
        if [id(leg) for leg in legs[: len(self._legs)]] != [id(leg) for leg in self._legs]:
            self.forget()  # it was sent elsewhere
        new = legs[len(self._legs) :]
        self._take(new, motion.pose, loaded)
        if not self._run.parts:
            self._begin()
        elif new and self._run.stretch is not None:
            self._extend()
        passed = self._see(motion, dt_s)
        while passed < len(legs) and not self._run.parts:
            self._begin()
            more = self._see(motion, 0.0)
            passed += more
            if not more:
                break
        return passed

    def forget(self) -> None:
        """Nothing is to be driven any more."""
        self._legs, self._ahead, self._end = [], [], None
        self._run = Run()

    def _take(self, legs: Sequence[Leg], pose: Pose, loaded: bool) -> None:
        for leg in legs:
            begin = self._end or pose
            self._ahead.append(motion_leg(leg, begin, self._kind, loaded))
            self._legs.append(leg)
            self._end = leg.path[-1]

    def _begin(self) -> None:
        self.number += 1
        self._run, self._still_s = Run(), 0.0
        parts = [drawn_part(leg, self._half_width_m) for leg in self._ahead]
        self._run.lay(joined_from_start(parts, JOINT_TOLERANCE_RAD))

    def _extend(self) -> None:
        run = self._run
        begun = run.parts[: run.begun]
        kept = sum(len(part.legs) for part in begun) - run.passed
        follow = [drawn_part(leg, self._half_width_m) for leg in self._ahead[kept:]]
        run.lay(joined_from_start([*begun, *follow], JOINT_TOLERANCE_RAD))

    def _see(self, motion: MeasuredMotion, dt_s: float) -> int:
        """Progress by a measured pose: legs that are behind it now."""
        run = self._run
        if not run.parts:
            return 0
        self._still_s = self._still_s + dt_s if motion.stands else 0.0
        before = run.passed
        is_there = self._along(motion) if run.stretch is not None else self._turned(motion)
        if is_there:
            run.passed = len(run.legs)
        passed = run.passed - before
        del self._legs[:passed], self._ahead[:passed]
        if is_there:
            self._run = Run()
        return passed

    def _along(self, motion: MeasuredMotion) -> bool:
        run, stretch = self._run, self._run.stretch
        assert stretch is not None
        at = motion.pose
        run.way_m, _aside = locate(stretch.samples, run.way_m, SEARCHED_M, at.x_m, at.y_m)
        while run.passed + 1 < len(run.legs) and run.way_m >= run.ends_m[run.passed]:
            run.passed += 1
        left = self.left_m
        if left <= ARRIVED_M and abs(motion.speed_mps) <= ARRIVED_MPS:
            return True
        return left <= NEAR_M and self._still_s >= STILL_S

    def _turned(self, motion: MeasuredMotion) -> bool:
        turn = self._run.turn
        assert turn is not None
        left = turn.room_rad(motion.pose.heading_rad)
        if left <= TURNED_RAD and abs(motion.turn_radps) <= TURNED_RADPS:
            return True
        return left <= NEAR_RAD and self._still_s >= STILL_S
