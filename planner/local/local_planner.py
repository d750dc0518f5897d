"""Local planning of a group of vehicles: from where they are to what their drives are told.

One call a period: where each vehicle is on its path, what it would do on an empty floor, what is in
the way, the plan (compiled, all vehicles in one call), the supervisor's verdict, the command.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.vehicle_type import Kinematics, VehicleType
from planner.local.belief import PoseBelief
from planner.local.body import Body, body
from planner.local.driver import Driver, Group, Plan, drivers_of
from planner.local.horizon import allowed_speeds, farthest_turned, floor_poses, reframe, shift
from planner.local.objects import Objects, joined, near_rows, no_objects, planned_bodies, rows_of
from planner.local.one_solve import WIDEST_M, choose_near, prepare
from planner.local.passages import plans_of
from planner.local.settings import LocalSettings
from planner.local.sight import Commands, Sight, Task, no_commands
from planner.local.solver import Guess, Problem, Solver
from planner.local.state import STAGES, Car, Input, Reference, SolveReport, State, Status
from planner.local.stretch import Stretch
from planner.local.supervisor import (
    Rules,
    Verdict,
    braking_drive,
    judge_among,
    too_near_m,
    when_to_brake,
)
from planner.local.turning import TurnOnSpot, turn_rate_after

Floats = NDArray[np.float64]
STANDS_MPS = 0.01
_TURNS_BACK_RAD = 0.02
"""Who is further off already may turn so much further. With 0.15 the supervisor braked three to ten
times as often, and fewer orders were done."""


class LocalPlanner:
    """Plans for vehicles of the given types; rows of all arrays are in their order."""

    def __init__(
        self,
        types: Sequence[VehicleType],
        folder: Path,
        settings: LocalSettings | None = None,
        threads: int = 1,
    ) -> None:
        """``folder`` keeps the compiled solvers. Raises ConfigurationError without a C compiler."""
        self.settings = settings or LocalSettings()
        self._drivers = drivers_of(list(types), self.settings, folder, threads)
        self._belief = PoseBelief(types, self.settings)
        self.plans = np.zeros((len(types), STAGES + 1, 3))  # poses at the stages, for everybody
        self.caps_mps = np.full(len(types), np.inf)  # what else each may drive now: warnings
        # On an open floor: the ways to a stand that vehicles are bound to, and keep clear of.
        self._held = np.zeros((len(types), STAGES + 1, 3))
        self._periods = 0

    def load(self, v: int, loaded: bool) -> None:
        """Vehicle ``v`` carries a load from now on, or none."""
        kind = self._drivers[v].type
        self._drivers[v].dress(body(kind.loaded_footprint if loaded else kind.footprint))

    def begin(self, v: int, task: Task, way_m: float = 0.0) -> None:
        """What vehicle ``v`` is to do from now on; it is about ``way_m`` along a stretch."""
        driver = self._drivers[v]
        driver.way_m, driver.has_plan, driver.bound = way_m, False, None
        driver.stretch, driver.turn = None, None
        if isinstance(task, TurnOnSpot):
            driver.turn = task
        elif task is not None:
            self.extend(v, task)

    def extend(self, v: int, stretch: Stretch) -> None:
        """The stretch that vehicle ``v`` is on, grown at its end."""
        driver = self._drivers[v]
        driver.stretch = stretch
        braking = driver.type.braking_mps2 * self.settings.braking_share
        driver.square = allowed_speeds(stretch.limit_mps, stretch.length_m, braking)

    def realign(self, v: int, stretch: Stretch) -> None:
        """Another stretch for the way that vehicle ``v`` is on; what it had planned stays."""
        driver = self._drivers[v]
        plans = [(driver.x, self.plans[v])]
        if driver.bound is not None:
            plans.append((driver.bound.x, driver.bound.poses))
        for x, poses in plans:
            reframe(x, poses, stretch.samples, stretch.direction, 0.0)
        driver.way_m = float(driver.x[0, State.S])
        self.extend(v, stretch)

    def solver_of(self, v: int) -> Solver:
        """The compiled solver that plans for vehicle ``v``."""
        return self._drivers[v].group.solver

    @property
    def bodies(self) -> list[Body]:
        """Of all vehicles, as they are loaded now."""
        return [driver.body for driver in self._drivers]

    def problems(self) -> list[tuple[Problem, Guess]]:
        """What each kind of kinematics solved last, with what came of it: copies."""
        return [
            (
                Problem(*(each.copy() for each in group.problem)),
                Guess(*(each.copy() for each in group.guess)),
            )
            for group in self._groups()
        ]

    def plan(self, sight: Sight, objects: Objects, elapsed_s: float) -> Commands:
        """Commands for the next period, ``elapsed_s`` after the call before."""
        commands = no_commands(len(self._drivers))
        believed = self._belief.take(sight, elapsed_s)
        driving = [
            v
            for v, driver in enumerate(self._drivers)
            if driver.stretch is not None and believed[v]
        ]
        around = self._around(sight, objects, elapsed_s)
        for v in driving:
            self._prepare(v, sight, commands, around, elapsed_s)
        self._solve(driving, commands)
        lanes = self.settings.lanes
        judged = around if lanes else around._replace(poses=around.poses.copy())
        for v in driving:
            driver, pose = self._drivers[v], self._belief.pose[v]
            is_due = (self._periods + v) % self.settings.search_every == 0
            plans = plans_of(driver, v, pose, around, self.settings, is_due)
            self._command(v, sight, commands, judged, plans)
        for v in set(range(len(self._drivers))) - set(driving):
            self._stay(v, sight, commands, bool(believed[v]))
        return commands

    def _groups(self) -> list[Group]:
        return list({id(driver.group): driver.group for driver in self._drivers}.values())

    def _around(self, sight: Sight, objects: Objects, elapsed_s: float) -> Objects:
        """All vehicles by their last plans, and what was seen."""
        self._periods += 1
        nothing = np.zeros((STAGES, 1))
        for v, driver in enumerate(self._drivers):
            shift(self._held[v], nothing, elapsed_s)
            if driver.bound is None and sight.speed_mps[v] < STANDS_MPS:
                self._held[v] = sight.pose[v]
            if not self.settings.lanes:
                shift(self.plans[v], nothing, elapsed_s)
        fresh = np.zeros(len(self._drivers))
        return joined(planned_bodies(self.bodies, self.plans, fresh, self.settings), objects)

    def _prepare(
        self, v: int, sight: Sight, commands: Commands, around: Objects, elapsed_s: float
    ) -> None:
        driver, settings = self._drivers[v], self.settings
        cap_mps = float(self.caps_mps[v])
        commands.aside_m[v] = prepare(driver, v, sight, cap_mps, settings, elapsed_s)
        commands.way_m[v] = driver.way_m
        poses, chosen = self.plans[v], driver.group.problem.object[driver.row]
        floor_poses(poses, driver.x, driver.line.samples, driver.line.direction)
        driver.near = choose_near(driver, v, driver.x, poses, around, settings, chosen)
        driver.meets = not around.slim[driver.near].all()
        if settings.lanes and cap_mps <= 0.0:
            # Who must stop stops on its way: a nose that swings aside hits who stands beside it.
            choose_near(driver, v, driver.x, poses, no_objects(), settings, chosen)

    def _solve(self, driving: list[int], commands: Commands) -> None:
        """Vehicles that have no plan yet get some more rounds."""
        settings = self.settings
        for group in self._groups():
            members = [v for v in driving if self._drivers[v].group is group]
            for warm in (True, False):
                chosen = [v for v in members if self._drivers[v].has_plan is warm]
                if not chosen:
                    continue
                everybody = len(chosen) == len(group.problem.measured)
                rows = slice(None) if everybody else [self._drivers[v].row for v in chosen]
                problem = Problem(*(each[rows] for each in group.problem))
                guess = Guess(*(each[rows] for each in group.guess))
                commands.outcome[chosen] = group.solver.solve(
                    problem,
                    guess,
                    rounds=1 if warm else settings.cold_rounds,
                    iterations=settings.iterations,
                    precision=settings.precision,
                )
                group.guess.x[rows], group.guess.u[rows] = guess
        for v in driving:
            status = commands.outcome[v, SolveReport.STATUS]
            self._drivers[v].has_plan = status in (Status.SOLVED, Status.CAPPED)

    def _command(
        self, v: int, sight: Sight, commands: Commands, judged: Objects, plans: list[Plan]
    ) -> None:
        """The first plan that the supervisor lets through; else what it let through before, unless
        braking keeps further from everybody; else it brakes."""
        driver, settings = self._drivers[v], self.settings
        commands.verdict[v] = Verdict.NO_PLAN
        rules = driver.rules(settings, float(commands.aside_m[v]), self._has_mates)
        rows = self._judged_by(v, judged)
        outline = driver.body.outline
        for plan in plans:
            verdict, about = judge_among(plan.x, plan.poses, rules, outline, judged, rows)
            if verdict == Verdict.OBJECT and not settings.supervised:
                verdict = Verdict.CLEAR
            if verdict == Verdict.CLEAR:
                commands.verdict[v], commands.about[v] = verdict, -1
                brake_s = 0.0
                if rules.patience_s > 0.0:
                    seen = rows_of(judged, rows)
                    brake_s = when_to_brake(plan.x, plan.poses, rules, outline, seen)
                self._follow(v, sight, commands, plan._replace(brake_s=brake_s))
                return
            if plan is plans[0]:
                commands.verdict[v], commands.about[v] = verdict, about
        bound = driver.bound
        if bound is not None and self._stays_bound(driver, bound, rules, rows_of(judged, rows)):
            self._follow(v, sight, commands, bound)
        else:
            self._brake(v, sight, commands)
            self._plan_to_stand(v, sight, rules)

    def _stays_bound(self, driver: Driver, bound: Plan, rules: Rules, seen: Objects) -> bool:
        """Whether a plan that was let through before is good enough still."""
        if bound.brake_s <= 0.5 * self.settings.period_s:
            return False
        outline = driver.body.outline
        missing_m = too_near_m(bound.x, bound.poses, bound.brake_s, rules, outline, seen)
        braking_m = too_near_m(bound.x, bound.poses, 0.0, rules, outline, seen)
        return bool(missing_m <= braking_m)

    @property
    def _has_mates(self) -> bool:
        return len(self._drivers) > 1

    def _judged_by(self, v: int, around: Objects) -> NDArray[np.int64]:
        """The rows that the supervisor of vehicle ``v`` looks at: what may come near; on an open
        floor not what the others plan but what they are bound to."""
        rows = self._drivers[v].near  # of the plan before this one's refinement: metres wider
        if not self.settings.lanes and self._has_mates:
            around.poses[: len(self._drivers)] = self._held
            rows = near_rows(self.plans[v], around, v, self.settings.reach_m + WIDEST_M)
        return rows

    def _follow(self, v: int, sight: Sight, commands: Commands, plan: Plan) -> None:
        driver, period_s = self._drivers[v], self.settings.period_s
        driver.x[:], driver.u[:] = plan.x, plan.u
        self.plans[v], driver.has_plan = plan.poses, True
        # Limits of inputs have a price in a plan; what is commanded keeps them exactly.
        most = driver.group.problem.car[driver.row, Car.STEER_RATE_MAX]
        a, rate = plan.u[0, Input.A], plan.u[0, Input.STEER_RATE]
        a = max(-driver.type.braking_mps2, min(a, driver.type.acceleration_mps2))
        rate = max(-most, min(rate, most))
        commands.speed_mps[v] = max(0.0, sight.speed_mps[v] + a * period_s)
        commands.steer[v] = sight.steer[v] + rate * period_s
        if self._gets_nowhere(driver, plan):
            self._wait(v, sight, commands, float(commands.steer[v]), most * period_s)
            return
        driver.bound = None
        if self.settings.patience_s > 0.0:
            driver.bound = driver.later(plan, period_s)
            rules = driver.rules(self.settings, 0.0, self._has_mates)
            braking_drive(plan.x, plan.poses, plan.brake_s, rules, self._held[v])

    def _wait(self, v: int, sight: Sight, commands: Commands, planned: float, most: float) -> None:
        """Brake, and turn no further: wheels go straight. ``planned`` steer is for a stand, when
        turning a wheel turns no body; ``most``: what steer may change in a period."""
        self._brake(v, sight, commands)
        if self._drivers[v].type.kinematics is Kinematics.DIFFERENTIAL:
            return
        steer = float(sight.steer[v])
        straighter = max(0.0, abs(steer) - most) * (1.0 if steer > 0.0 else -1.0)
        commands.steer[v] = planned if sight.speed_mps[v] < STANDS_MPS else straighter

    def _gets_nowhere(self, driver: Driver, plan: Plan) -> bool:
        """It waits for somebody who goes where he likes: then it stands."""
        assert driver.stretch is not None
        settings, x = self.settings, plan.x
        if not settings.lanes or not driver.meets:
            return False
        turned, turned_already = farthest_turned(x, STAGES // 2)
        if turned > max(settings.turned_most_rad, turned_already + _TURNS_BACK_RAD):
            return True
        stands = x[0, State.V] < STANDS_MPS
        begin_m, end_m = float(x[0, State.S]), float(x[-1, State.S])
        # Where it may only creep, or is to stand, it gets no further on an empty floor either.
        wished_m = float(driver.group.problem.reference[driver.row, -1, Reference.S]) - begin_m
        least_m = min(settings.start_m if stands else settings.crawl_m, 0.5 * wished_m)
        return end_m - begin_m < least_m and driver.stretch.length_m - end_m > settings.crawl_m

    def _brake(self, v: int, sight: Sight, commands: Commands) -> None:
        """As hard as it can, on the way that it is on."""
        driver = self._drivers[v]
        speed = float(sight.speed_mps[v])
        slower = max(0.0, speed - driver.type.braking_mps2 * self.settings.period_s)
        commands.speed_mps[v] = slower
        kept = slower / speed if speed > 0.0 else 0.0
        is_turn_rate = driver.type.kinematics is Kinematics.DIFFERENTIAL
        commands.steer[v] = sight.steer[v] * kept if is_turn_rate else sight.steer[v]
        driver.bound = None

    def _plan_to_stand(self, v: int, sight: Sight, rules: Rules) -> None:
        """Who brakes tells the others of that, not of the plan that was refused."""
        driver = self._drivers[v]
        if np.isfinite(driver.x).all():
            refused = driver.on_floor(driver.x, driver.u)
            braking_drive(refused.x, refused.poses, 0.0, rules, self.plans[v])
        else:
            self.plans[v] = sight.pose[v]

    def _stay(self, v: int, sight: Sight, commands: Commands, believed: bool) -> None:
        """No way to drive, or no pose; or a turn on the spot."""
        driver = self._drivers[v]
        if believed:
            self.plans[v] = sight.pose[v]
            if driver.turn is not None:
                commands.turn_radps[v] = self._turn(driver, driver.turn, sight, v)
        elif driver.stretch is not None or driver.turn is not None:
            commands.verdict[v] = Verdict.JUMP if sight.known[v] else Verdict.NO_POSE
        driver.has_plan = False
        self._brake(v, sight, commands)

    def _turn(self, driver: Driver, turn: TurnOnSpot, sight: Sight, v: int) -> float:
        """The turn rate at the end of the period."""
        period_s, acceleration = self.settings.period_s, driver.type.turn_acceleration_radps2
        rate = max(0.0, turn.direction * float(sight.turn_radps[v]))
        if sight.held[v]:
            return turn.direction * max(0.0, rate - acceleration * period_s)
        room = turn.room_rad(float(sight.pose[v, 2]))
        after = turn_rate_after(room, rate, turn.limit_radps, acceleration, period_s)
        return turn.direction * after
