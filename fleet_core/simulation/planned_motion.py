"""Vehicles that are steered: a local planner tells their drives what to do, ten times a second."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf, pi
from pathlib import Path
from typing import Any

import numpy as np

from fleet_core.model.vehicle_type import Kinematics, VehicleType
from fleet_core.simulation.drive_kernel import roll, turn, turn_rate_of
from fleet_core.simulation.legs import DRIVE, MotionLeg
from fleet_core.simulation.motion_arrays import Flags, Floats, MotionState
from fleet_core.simulation.motion_kernel import gliding_speed
from fleet_core.simulation.statistics import spread
from fleet_core.simulation.tracks import Tracks
from planner.local.local_planner import Commands, LocalPlanner, Sight
from planner.local.objects import no_objects
from planner.local.settings import LocalSettings
from planner.local.state import Outcome
from planner.local.stretch import Stretch, stretch_along
from planner.local.supervisor import Verdict

ARRIVED_M, ARRIVED_MPS = 0.004, 0.02
"""A stretch is driven when no more than this is left, at no more than this speed."""


@dataclass(slots=True)
class _Run:
    """Legs that one vehicle drives without a stop, and how far it has come."""

    legs: list[MotionLeg] = field(default_factory=list)
    passed: int = 0  # legs that are behind it
    seen: int = -1  # changes of its track that are taken in
    begins_m: list[float] = field(default_factory=list)  # of each leg along the stretch


class PlannedMotion:
    """Fulfils `Motion` with the solver of ``planner.local`` in the loop."""

    def __init__(
        self,
        types: Sequence[VehicleType],
        half_width_m: float,
        folder: Path,
        settings: LocalSettings | None = None,
    ) -> None:
        """``half_width_m``: how far a vehicle may be beside its line, by the plant's clearance.

        Raises ConfigurationError where the solver cannot be compiled into ``folder``.
        """
        self.planner = LocalPlanner(types, folder, settings)
        self._half_width_m = half_width_m
        count = len(types)
        self._runs = [_Run() for _ in types]
        self._steer = np.zeros(count)
        self._loaded = np.zeros(count, np.bool_)
        is_tricycle = [each.kinematics is Kinematics.TRICYCLE for each in types]
        self._wheelbase_m = np.where(is_tricycle, [each.wheelbase_m for each in types], 0.0)
        self.interventions: Counter[Verdict] = Counter()  # periods of braking, by cause
        self._solve_s: list[Floats] = []

    def advance(
        self, tracks: Tracks, state: MotionState, loaded: Flags, tick_s: float, poses: Floats
    ) -> None:
        """See `Motion`."""
        state.driven_m[:] = 0.0
        state.idle_ticks[:] = 0
        self._note_loads(loaded)
        for row in poses:
            self._tick(tracks, state, tick_s)
            row[:] = state.pose

    def results(self) -> dict[str, Any]:
        """See `Motion`: times of the solver, and how often the supervisor braked, by cause."""
        solve_ms = 1000.0 * np.concatenate([np.zeros(0), *self._solve_s])
        return {
            "local": "nmpc",
            "solves": len(solve_ms),
            "solve_ms": spread(tuple(solve_ms.tolist()), ("p50", "p95", "p99", "max")),
            "interventions": {cause.name.lower(): n for cause, n in self.interventions.items()},
        }

    def _note_loads(self, loaded: Flags) -> None:
        for v in np.flatnonzero(loaded != self._loaded).tolist():
            self.planner.load(v, bool(loaded[v]))
        self._loaded = loaded.copy()

    def _tick(self, tracks: Tracks, state: MotionState, tick_s: float) -> None:
        state.turn_rate_radps[:] = 0.0
        np.maximum(0.0, state.glide_s - tick_s, out=state.glide_s)
        cap_mps = np.full(len(self._runs), inf)
        driving = []
        for v, run in enumerate(self._runs):
            leg = int(state.leg[v])
            if leg >= tracks.arrays.leg_count[v]:
                state.speed[v] = 0.0
                state.idle_ticks[v] += 1
            elif tracks.arrays.kind[v, leg] == DRIVE:
                self._take_up(v, run, tracks, state)
                cap_mps[v] = self._cap(v, run, tracks, state)
                driving.append(v)
            else:
                self._turn(v, tracks, state, tick_s)
        commands = self._plan(state, cap_mps, tick_s)
        for v in driving:
            self._drive(v, commands, state, tick_s)

    def _plan(self, state: MotionState, cap_mps: Floats, tick_s: float) -> Commands:
        sight = Sight(
            state.pose,
            state.speed,
            self._steer,
            np.ones(len(cap_mps), np.bool_),
            state.held,
            cap_mps,
        )
        commands = self.planner.plan(sight, no_objects(), tick_s)
        solve_s = commands.outcome[:, Outcome.SOLVE_S]
        self._solve_s.append(solve_s[solve_s > 0.0])
        return commands

    def _take_up(self, v: int, run: _Run, tracks: Tracks, state: MotionState) -> None:
        """Legs that have come since; a new stretch where the one before is driven."""
        if run.seen == tracks.changes[v]:
            return
        run.seen = tracks.changes[v]
        ahead = tracks.run(v)
        kept = run.legs[: run.passed + 1]
        if kept and kept[-1] is ahead[0]:
            run.legs = [*kept, *ahead[1:]]
            stretch = self._stretch(run)
            self.planner.extend(v, stretch)
            return
        run.legs, run.passed = ahead, 0
        if state.speed[v] == 0.0:
            self._steer[v] = 0.0
        self.planner.begin(v, self._stretch(run), float(state.way[v]))

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
        return stretch_along(
            np.concatenate(poses)[rising], way_m[rising], np.concatenate(limits)[rising], direction,
            self._half_width_m,
        )  # fmt: skip

    def _cap(self, v: int, run: _Run, tracks: Tracks, state: MotionState) -> float:
        """Gently to the end of what is released, if more is expected at a known time."""
        end = int(state.leg[v]) + len(run.legs) - run.passed
        if state.glide_s[v] <= 0.0 or end < tracks.arrays.leg_count[v]:
            return inf
        room_m = run.begins_m[-1] + run.legs[-1].length - run.begins_m[run.passed] - state.way[v]
        return float(gliding_speed(max(room_m, 0.0), state.glide_s[v], state.braking[v, 0]))

    def _drive(self, v: int, commands: Commands, state: MotionState, tick_s: float) -> None:
        run = self._runs[v]
        direction = 1 if run.legs[0].sign > 0 else -1
        speeds = np.array([state.speed[v], commands.speed_mps[v]])
        speeds[1] = np.clip(
            speeds[1],
            speeds[0] - state.braking[v, 0] * tick_s,
            speeds[0] + state.acceleration[v, 0] * tick_s,
        )
        steers = np.array([self._steer[v], commands.steer[v]])
        wheelbase = self._wheelbase_m[v]
        way_m = roll(state.pose[v], direction, speeds, steers, wheelbase, tick_s)
        state.driven_m[v] += way_m
        state.speed[v], self._steer[v] = max(0.0, speeds[1]), steers[1]
        state.turn_rate_radps[v] = turn_rate_of(speeds[1], direction, steers[1], wheelbase)
        if commands.verdict[v] != Verdict.CLEAR:
            self.interventions[Verdict(commands.verdict[v])] += 1
        self._pass_legs(v, run, float(commands.way_m[v] + way_m), state)

    def _pass_legs(self, v: int, run: _Run, way_m: float, state: MotionState) -> None:
        while run.passed + 1 < len(run.legs) and way_m >= run.begins_m[run.passed + 1]:
            run.passed += 1
            state.leg[v] += 1
        left_m = run.begins_m[-1] + run.legs[-1].length - way_m
        if left_m <= ARRIVED_M and state.speed[v] <= ARRIVED_MPS:
            state.leg[v] += len(run.legs) - run.passed
            state.way[v] = state.speed[v] = state.turn_rate_radps[v] = 0.0
            run.legs, run.passed, run.seen = [], 0, -1
            self.planner.begin(v, None)
        else:
            state.way[v] = way_m - run.begins_m[run.passed]

    def _turn(self, v: int, tracks: Tracks, state: MotionState, tick_s: float) -> None:
        """On the spot, from the heading that it has to the one that is planned."""
        leg = int(state.leg[v])
        arrays, sign = tracks.arrays, tracks.arrays.sign[v, leg]
        first = int(arrays.first[v, leg])
        last = first + int(arrays.samples[v, leg]) - 1
        planned = arrays.heading_rad[v, first] + sign * state.way[v]
        off = (state.pose[v, 2] - planned + pi) % (2.0 * pi) - pi
        room = arrays.length[v, leg] - state.way[v] - sign * off
        turned, state.speed[v] = turn(
            max(0.0, room), state.speed[v], arrays.limit[v, leg], state.acceleration[v, 1], tick_s,
            state.held[v],
        )  # fmt: skip
        state.turn_rate_radps[v] = sign * turned / tick_s
        state.way[v] += turned
        state.pose[v, 2] = (state.pose[v, 2] + sign * turned + pi) % (2.0 * pi) - pi
        if room - turned <= 1e-6:
            state.pose[v, 2] = (arrays.heading_rad[v, last] + pi) % (2.0 * pi) - pi
            state.leg[v] += 1
            state.way[v] = state.speed[v] = 0.0
            self._runs[v].seen = -1
