"""Vehicles that are steered: a pilot tells their drives what to do; they do it as wheels can."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf, pi
from typing import Any

import numpy as np

from fleet_core.model.vehicle_type import Kinematics, VehicleType
from fleet_core.simulation.drive_kernel import roll, turn_rate_of
from fleet_core.simulation.legs import DRIVE, MotionLeg
from fleet_core.simulation.motion_arrays import Flags, Floats, MotionState
from fleet_core.simulation.motion_kernel import highest_speed
from fleet_core.simulation.pilot import Pilot
from fleet_core.simulation.tracks import Tracks
from planner.local.horizon import locate
from planner.local.sight import Commands, Sight
from planner.local.stretch import Line, Stretch, stretch_along
from planner.local.turning import TurnOnSpot

ARRIVED_M, ARRIVED_MPS = 0.004, 0.02
"""A stretch is driven when no more than this is left, at no more than this speed."""
TURNED_RAD, TURNED_RADPS = 0.002, 0.01
"""The same of a turn on the spot."""
SEARCHED_M = 1.5
OFF_ITS_WAY_M = 0.5
"""A vehicle that is this far beside its stretch brakes, whatever its pilot says."""


@dataclass(slots=True)
class _Run:
    """What one vehicle is at: legs that are driven without a stop, or one turn."""

    legs: list[MotionLeg] = field(default_factory=list)
    stretch: Stretch | None = None
    turn: TurnOnSpot | None = None
    passed: int = 0  # legs that are behind it
    seen: int = -1  # changes of its track that are taken in
    begins_m: list[float] = field(default_factory=list)  # of each leg along the stretch
    way_m: float = 0.0


class SteeredMotion:
    """Fulfils `Motion`: true poses come from what the drives do, progress from the true poses.

    Whatever the pilot says, no drive does what it cannot, and none passes the end of its release.
    """

    def __init__(self, types: Sequence[VehicleType], half_width_m: float, pilot: Pilot) -> None:
        """``half_width_m``: how far a vehicle may be beside its line, by the plant's clearance."""
        self.pilot = pilot
        self._half_width_m = half_width_m
        count = len(types)
        self._runs = [_Run() for _ in types]
        self._steer = np.zeros(count)
        self._loaded = np.zeros(count, np.bool_)
        self._commands: Commands | None = None
        self._left_s = 0.0  # until they are reached
        self._beside_m, self._past_m = 0.0, 0.0  # the worst so far
        is_tricycle = np.array([each.kinematics is Kinematics.TRICYCLE for each in types])
        self._wheelbase_m = np.where(is_tricycle, [each.wheelbase_m for each in types], 0.0)
        self._steer_most = np.where(is_tricycle, [each.max_steer_rad for each in types], inf)

    def advance(
        self, tracks: Tracks, state: MotionState, loaded: Flags, tick_s: float, poses: Floats
    ) -> None:
        """See `Motion`."""
        state.driven_m[:] = 0.0
        state.idle_ticks[:] = 0
        for v in np.flatnonzero(loaded != self._loaded).tolist():
            self.pilot.load(v, bool(loaded[v]))
        self._loaded = loaded.copy()
        for row in poses:
            self._tick(tracks, state, tick_s)
            row[:] = state.pose

    def results(self) -> dict[str, Any]:
        """See `Motion`: the pilot's, and how far bodies were beside their lines and past the end of
        their releases at worst (m)."""
        worst = {"beside_m": round(self._beside_m, 4), "past_release_m": round(self._past_m, 4)}
        return {**self.pilot.results(), **worst}

    def stretch(self, v: int) -> Stretch | None:
        """The way that vehicle ``v`` is on; None: it stands or turns."""
        return self._runs[v].stretch

    def _tick(self, tracks: Tracks, state: MotionState, tick_s: float) -> None:
        np.maximum(0.0, state.glide_s - tick_s, out=state.glide_s)
        wait_s = np.zeros(len(self._runs))
        for v, run in enumerate(self._runs):
            self._take_up(v, run, tracks, state)
            wait_s[v] = self._wait_s(v, run, tracks, state)
        commands, share = self._commanded(state, wait_s, tick_s)
        for v, run in enumerate(self._runs):
            if run.stretch is not None:
                self._drive(v, run, commands, state, (tick_s, share))
            elif run.turn is not None:
                self._turn(v, run, commands, state, (tick_s, share))
            else:
                state.speed[v] = state.turn_rate_radps[v] = self._steer[v] = 0.0
                state.idle_ticks[v] += 1

    def _commanded(
        self, state: MotionState, wait_s: Floats, tick_s: float
    ) -> tuple[Commands, float]:
        """What the pilot said last, and the share of the way there that this tick goes."""
        if self._commands is None or self._left_s < 0.5 * tick_s:
            self._left_s = max(self.pilot.period_s, tick_s)
            self._commands = self.pilot.steer(self._sight(state, wait_s), self._left_s)
        share = min(1.0, tick_s / self._left_s)
        self._left_s -= tick_s
        return self._commands, share

    def _sight(self, state: MotionState, wait_s: Floats) -> Sight:
        driving = np.array([run.stretch is not None for run in self._runs])
        return Sight(
            state.pose,
            np.where(driving, state.speed, 0.0),
            self._steer,
            state.turn_rate_radps,
            np.ones(len(wait_s), np.bool_),
            state.held,
            wait_s,
        )

    def _take_up(self, v: int, run: _Run, tracks: Tracks, state: MotionState) -> None:
        """Legs that have come since, or the next thing to do where the one before is done."""
        if run.seen == tracks.changes[v]:
            return
        run.seen = tracks.changes[v]
        ahead = tracks.run(v)
        if run.stretch is not None and ahead and run.legs[run.passed] is ahead[0]:
            run.legs = [*run.legs[: run.passed], *ahead]
            run.stretch = self._stretch(run)
            self.pilot.extend(v, run.stretch)
            return
        if not ahead and not run.legs:
            return
        run.legs, run.passed, run.way_m = ahead, 0, float(state.way[v])
        run.stretch, run.turn = None, None
        if ahead and ahead[0].kind == DRIVE:
            run.stretch = self._stretch(run)
        elif ahead:
            run.turn = _turn_of(ahead[0])
        self.pilot.begin(v, run.stretch or run.turn, run.way_m)

    def _stretch(self, run: _Run) -> Stretch:
        ways, poses, limits, begin = [], [], [], 0.0
        run.begins_m = []
        for leg in run.legs:
            run.begins_m.append(begin)
            way, x, y, heading = leg.samples
            ways.append(begin + way)
            poses.append(np.column_stack([x, y, heading]))
            limits.append(np.full(len(way), leg.limit))
            begin += leg.length
        direction = 1 if run.legs[0].sign > 0 else -1
        way_m = np.concatenate(ways)
        rising = np.concatenate([np.diff(way_m) > 0.0, [True]])
        line = Line(
            np.concatenate(poses)[rising],
            way_m[rising],
            np.concatenate(limits)[rising],
            direction,
            self._half_width_m,
        )
        return stretch_along(line)

    def _wait_s(self, v: int, run: _Run, tracks: Tracks, state: MotionState) -> float:
        """Until more is expected to be released; 0 where the stretch ends before the release."""
        ends = int(state.leg[v]) + len(run.legs) - run.passed >= tracks.arrays.leg_count[v]
        return float(state.glide_s[v]) if run.stretch is not None and ends else 0.0

    def _drive(
        self, v: int, run: _Run, commands: Commands, state: MotionState, tick: tuple[float, float]
    ) -> None:
        assert run.stretch is not None
        tick_s, share = tick
        direction = run.stretch.direction
        speed = float(state.speed[v])
        speeds = np.array([speed, self._speed(v, run, commands, state, tick)])
        most, steer = self._steer_most[v], self._steer[v]
        wanted = steer + share * (commands.steer[v] - steer)
        steers = np.array([steer, np.clip(wanted, -most, most)])
        wheelbase_m = self._wheelbase_m[v]
        state.driven_m[v] += roll(state.pose[v], direction, speeds, steers, wheelbase_m, tick_s)
        state.speed[v], self._steer[v] = speeds[1], steers[1]
        state.turn_rate_radps[v] = turn_rate_of(speeds[1], direction, steers[1], wheelbase_m)
        x, y, _heading = state.pose[v].tolist()
        run.way_m, aside_m = locate(run.stretch.samples, run.way_m, SEARCHED_M, x, y)
        self._beside_m = max(self._beside_m, abs(aside_m))
        self._past_m = max(self._past_m, run.way_m - run.stretch.length_m)
        if abs(aside_m) > OFF_ITS_WAY_M:
            state.speed[v] = max(0.0, speed - state.braking[v, 0] * tick_s)
        self._pass_legs(v, run, state)

    def _speed(
        self, v: int, run: _Run, commands: Commands, state: MotionState, tick: tuple[float, float]
    ) -> float:
        """What the drive makes of its command within this tick."""
        tick_s, share = tick
        speed, braking = float(state.speed[v]), float(state.braking[v, 0])
        slowest = max(0.0, speed - braking * tick_s)
        if state.held[v]:
            return slowest
        assert run.stretch is not None
        room_m = run.stretch.length_m + ARRIVED_M - run.way_m
        fastest = min(
            speed + state.acceleration[v, 0] * tick_s,
            highest_speed(speed, room_m, 0.0, braking, tick_s),
        )
        return float(
            max(slowest, min(speed + share * (float(commands.speed_mps[v]) - speed), fastest))
        )

    def _pass_legs(self, v: int, run: _Run, state: MotionState) -> None:
        while run.passed + 1 < len(run.legs) and run.way_m >= run.begins_m[run.passed + 1]:
            run.passed += 1
            state.leg[v] += 1
        assert run.stretch is not None
        if run.stretch.length_m - run.way_m <= ARRIVED_M and state.speed[v] <= ARRIVED_MPS:
            self._done(v, run, state)
        else:
            state.way[v] = run.way_m - run.begins_m[run.passed]

    def _done(self, v: int, run: _Run, state: MotionState) -> None:
        state.leg[v] += len(run.legs) - run.passed
        state.way[v] = state.speed[v] = state.turn_rate_radps[v] = self._steer[v] = 0.0
        self._runs[v] = _Run()
        self.pilot.begin(v, None)

    def _turn(
        self, v: int, run: _Run, commands: Commands, state: MotionState, tick: tuple[float, float]
    ) -> None:
        assert run.turn is not None
        tick_s, share = tick
        direction, rate, most = run.turn.direction, state.speed[v], state.acceleration[v, 1]
        slowest = max(0.0, rate - most * tick_s)
        wanted = rate + share * (direction * float(commands.turn_radps[v]) - rate)
        after = max(slowest, min(wanted, rate + most * tick_s, run.turn.limit_radps))
        after = slowest if state.held[v] else after
        turned = 0.5 * (rate + after) * tick_s
        state.way[v] += turned
        state.pose[v, 2] = (state.pose[v, 2] + direction * turned + pi) % (2.0 * pi) - pi
        state.speed[v], state.turn_rate_radps[v] = after, direction * after
        if run.turn.room_rad(state.pose[v, 2]) <= TURNED_RAD and after <= TURNED_RADPS:
            self._runs[v].legs = run.legs[:1]
            self._done(v, run, state)


def _turn_of(leg: MotionLeg) -> TurnOnSpot:
    return TurnOnSpot(leg.end_heading_rad, 1 if leg.sign > 0 else -1, leg.limit)
