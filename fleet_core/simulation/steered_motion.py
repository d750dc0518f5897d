"""Vehicles that are steered: a pilot tells their drives what to do; they do it as wheels can."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf, pi
from typing import Any

import numpy as np

from fleet_core.model.vehicle_type import Kinematics, VehicleType
from fleet_core.simulation.drive_kernel import roll, turn_rate_of
from fleet_core.simulation.legs import MotionLeg
from fleet_core.simulation.motion_arrays import Flags, Floats, MotionState
from fleet_core.simulation.motion_kernel import highest_speed
from fleet_core.simulation.parts import DrivePart, Run, drawn_part, joined_from_start
from fleet_core.simulation.pilot import Pilot
from fleet_core.simulation.station_manoeuvres import StationManoeuvres
from fleet_core.simulation.tally import DockingLog
from fleet_core.simulation.tracks import Tracks
from planner.local.horizon import locate
from planner.local.sight import Commands, Sight
from planner.local.stretch import Stretch

ARRIVED_M, ARRIVED_MPS = 0.004, 0.02
"""A stretch is driven when no more than this is left, at no more than this speed."""
TURNED_RAD, TURNED_RADPS = 0.002, 0.01
"""The same of a turn on the spot."""
SEARCHED_M = 1.5
OFF_ITS_WAY_M = 0.5
"""A vehicle that is this far beside its stretch brakes, whatever its pilot says."""


class SteeredMotion:
    """Fulfils `Motion`: true poses come from what the drives do, progress from the true poses.

    Whatever the pilot says, no drive does what it cannot, and none passes the end of its release.
    """

    def __init__(
        self,
        types: Sequence[VehicleType],
        half_width_m: float,
        pilot: Pilot,
        manoeuvres: StationManoeuvres | None = None,
    ) -> None:
        """``half_width_m``: how far a vehicle may be beside its line, by the plant's clearance.
        ``manoeuvres``: what is driven into and out of stations in place of the drawn lines."""
        self.pilot = pilot
        self.dockings = DockingLog()
        self._manoeuvres = manoeuvres
        self._type_ids = [each.id for each in types]
        self._half_width_m = half_width_m
        count = len(types)
        self._runs = [Run() for _ in types]
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
        """See `Motion`: the pilot's, how far bodies were beside their lines and past the end of
        their releases at worst (m), and how exactly they docked."""
        worst = {"beside_m": round(self._beside_m, 4), "past_release_m": round(self._past_m, 4)}
        return {**self.pilot.results(), **worst, "dockings": self.dockings.results()}

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
            if run.parts and run.parts[0].by_manoeuvre:
                tracks.drive_as(v, run.parts[0].kind, run.parts[0].sign)
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

    def _take_up(self, v: int, run: Run, tracks: Tracks, state: MotionState) -> None:
        """Legs that have come since, or the next thing to do where the one before is done."""
        if run.seen == tracks.changes[v]:
            return
        run.seen = tracks.changes[v]
        ahead = tracks.ahead(v)
        if run.parts and (ahead or run.later) and self._goes_on(v, run, ahead, tracks):
            return
        if not ahead and not run.parts:
            return
        run.passed, run.way_m, run.later = 0, float(state.way[v]), []
        run.parts, run.stretch, run.turn = [], None, None
        if ahead:
            parts = self._parts(v, ahead, run.way_m == 0.0)
            self._lay(run, parts, tracks)
        self.pilot.begin(v, run.stretch or run.turn, run.way_m)

    def _goes_on(self, v: int, run: Run, ahead: list[MotionLeg], tracks: Tracks) -> bool:
        """Whether the vehicle is still on its way; legs that are new are added at its end."""
        begun = run.parts[: run.begun]
        later = [leg for part in run.later for leg in part.legs]
        mine = [*(leg for part in begun for leg in part.legs)][run.passed :] + later
        if [id(leg) for leg in mine] != [id(leg) for leg in ahead[: len(mine)]]:
            return False
        if run.stretch is not None and not run.later:
            follow = self._parts(v, ahead[len(mine) :], False)
            run.lay(joined_from_start([*begun, *follow], tracks.joint_tolerance_rad))
            self.pilot.extend(v, run.stretch)
        return True

    def _lay(self, run: Run, parts: list[DrivePart], tracks: Tracks) -> None:
        """The next parts to drive without a stop; what else there is of a manoeuvre comes later."""
        run.lay(joined_from_start(parts, tracks.joint_tolerance_rad))
        count = len(run.parts)
        run.later = []
        if run.parts[-1].by_manoeuvre and run.parts[-1].alone:
            for part in parts[count:]:
                run.later.append(part)
                if not part.alone:
                    break

    def _parts(self, v: int, legs: list[MotionLeg], stands: bool) -> list[DrivePart]:
        """What to drive for these legs. ``stands``: the vehicle stands where the first begins, and
        may do what takes several parts; who drives on does nothing for which it would have to stop
        where it did not have to before."""
        parts: list[DrivePart] = []
        number = 0
        while number < len(legs):
            found: Sequence[DrivePart] = ()
            if self._manoeuvres is not None:
                found = self._manoeuvres.replacing(self._type_ids[v], legs[number:])
            in_one = not any(part.alone for part in found)
            if found and (in_one or (stands and number == 0)):
                parts += found
                number += sum(len(part.legs) for part in found)
            else:
                parts.append(drawn_part(legs[number], self._half_width_m))
                number += 1
        return parts

    def _wait_s(self, v: int, run: Run, tracks: Tracks, state: MotionState) -> float:
        """Until more is expected to be released; 0 where the stretch ends before the release."""
        ends = int(state.leg[v]) + len(run.legs) - run.passed >= tracks.arrays.leg_count[v]
        ends = ends and run.stretch is not None and not run.later
        return float(state.glide_s[v]) if ends else 0.0

    def _drive(
        self, v: int, run: Run, commands: Commands, state: MotionState, tick: tuple[float, float]
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
        self, v: int, run: Run, commands: Commands, state: MotionState, tick: tuple[float, float]
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

    def _pass_legs(self, v: int, run: Run, state: MotionState) -> None:
        while run.passed + 1 < len(run.legs) and run.way_m >= run.ends_m[run.passed]:
            run.passed += 1
            state.leg[v] += 1
        assert run.stretch is not None
        if run.stretch.length_m - run.way_m <= ARRIVED_M and state.speed[v] <= ARRIVED_MPS:
            self._done(v, run, state)
        elif run.passed < len(run.legs):
            state.way[v] = run.share() * run.legs[run.passed].length

    def _done(self, v: int, run: Run, state: MotionState) -> None:
        """The vehicle stands at the end of what it was at: the next part of its manoeuvre, or what
        comes then."""
        state.leg[v] += len(run.legs) - run.passed
        state.speed[v] = state.turn_rate_radps[v] = self._steer[v] = 0.0
        if not run.later:
            state.way[v] = 0.0
            self._docked(v, run, state)
            self._runs[v] = Run()
            self.pilot.begin(v, None)
            return
        self._runs[v] = following = Run(seen=-1, later=run.later[1:])
        following.lay(run.later[:1])
        self.pilot.begin(v, following.stretch or following.turn)

    def _docked(self, v: int, run: Run, state: MotionState) -> None:
        by_manoeuvre = run.parts[-1].by_manoeuvre
        if self._manoeuvres is None or (run.stretch is None and not by_manoeuvre):
            return
        if self._manoeuvres.docks(self._type_ids[v], run.legs[-1]):
            self.dockings.take(state.pose[v], run.legs[-1], by_manoeuvre)

    def _turn(
        self, v: int, run: Run, commands: Commands, state: MotionState, tick: tuple[float, float]
    ) -> None:
        assert run.turn is not None
        tick_s, share = tick
        direction, rate, most = run.turn.direction, state.speed[v], state.acceleration[v, 1]
        slowest = max(0.0, rate - most * tick_s)
        wanted = rate + share * (direction * float(commands.turn_radps[v]) - rate)
        after = max(slowest, min(wanted, rate + most * tick_s, run.turn.limit_radps))
        after = slowest if state.held[v] else after
        turned = 0.5 * (rate + after) * tick_s
        if not run.parts[0].by_manoeuvre:
            state.way[v] += turned
        state.pose[v, 2] = (state.pose[v, 2] + direction * turned + pi) % (2.0 * pi) - pi
        state.speed[v], state.turn_rate_radps[v] = after, direction * after
        if run.turn.room_rad(state.pose[v, 2]) <= TURNED_RAD and after <= TURNED_RADPS:
            self._done(v, run, state)
