"""Local planning of a group of vehicles: from where they are to what their drives are told.

One call a period: where each vehicle is on its path, what it would do on an empty floor, what is in
the way, the plan (compiled, all vehicles in one call), the supervisor's verdict, the command.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.vehicle_type import Kinematics, VehicleType
from planner.local.body import Body, body
from planner.local.caution import careful_mps
from planner.local.driver import Batch, PlannedVehicle, VehiclePlan, planned_vehicles
from planner.local.horizon import allowed_speeds, farthest_turned, floor_poses, reframe, shift
from planner.local.objects import (
    Objects,
    half_as_far,
    joined,
    near_rows,
    no_objects,
    planned_bodies,
    rows_of,
)
from planner.local.one_solve import WIDEST_M, choose_near, prepare
from planner.local.passages import plans_of
from planner.local.settings import LocalSettings
from planner.local.sight import Commands, PoseBelief, Sight, Task, no_commands
from planner.local.solver import ControlProblem, Guess, Solver
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
        self._vehicles = planned_vehicles(list(types), self.settings, folder, threads)
        self._belief = PoseBelief(types, self.settings)
        self.plans = np.zeros((len(types), STAGES + 1, 3))  # poses at the stages, for everybody
        self.caps_mps = np.full(len(types), np.inf)  # what else each may drive now: warnings
        # On an open floor: the ways to a stand that vehicles are bound to, and keep clear of.
        self._held = np.zeros((len(types), STAGES + 1, 3))
        self._periods = 0

    def load(self, v: int, loaded: bool) -> None:
        """Vehicle ``v`` carries a load from now on, or none."""
        kind = self._vehicles[v].type
        self._vehicles[v].dress(body(kind.loaded_footprint if loaded else kind.footprint))

    def begin(self, v: int, task: Task, way_m: float = 0.0) -> None:
        """What vehicle ``v`` is to do from now on; it is about ``way_m`` along a stretch."""
        vehicle = self._vehicles[v]
        vehicle.way_m, vehicle.has_plan, vehicle.bound = way_m, False, None
        vehicle.stretch, vehicle.turn = None, None
        if isinstance(task, TurnOnSpot):
            vehicle.turn = task
        elif task is not None:
            self.extend(v, task)

    def extend(self, v: int, stretch: Stretch) -> None:
        """The stretch that vehicle ``v`` is on, grown at its end."""
        vehicle = self._vehicles[v]
        vehicle.stretch = stretch
        braking = vehicle.type.braking_mps2 * self.settings.braking_share
        vehicle.square = allowed_speeds(stretch.limit_mps, stretch.length_m, braking)

    def realign(self, v: int, stretch: Stretch) -> None:
        """Another stretch for the way that vehicle ``v`` is on; what it had planned stays."""
        vehicle = self._vehicles[v]
        plans = [(vehicle.x, self.plans[v])]
        if vehicle.bound is not None:
            plans.append((vehicle.bound.x, vehicle.bound.poses))
        for x, poses in plans:
            reframe(x, poses, stretch.samples, stretch.direction, 0.0)
        vehicle.way_m = float(vehicle.x[0, State.S])
        self.extend(v, stretch)

    def solver_of(self, v: int) -> Solver:
        """The compiled solver that plans for vehicle ``v``."""
        return self._vehicles[v].batch.solver

    @property
    def bodies(self) -> list[Body]:
        """Of all vehicles, as they are loaded now."""
        return [vehicle.body for vehicle in self._vehicles]

    def problems(self) -> list[tuple[ControlProblem, Guess]]:
        """What each kind of kinematics solved last, with what came of it: copies."""
        return [
            (
                ControlProblem(*(each.copy() for each in batch.problem)),
                Guess(*(each.copy() for each in batch.guess)),
            )
            for batch in self._batches()
        ]

    def plan(self, sight: Sight, objects: Objects, elapsed_s: float) -> Commands:
        """Commands for the next period, ``elapsed_s`` after the call before."""
        commands = no_commands(len(self._vehicles))
        believed = self._belief.take(sight, elapsed_s)
        driving = [
            v
            for v, vehicle in enumerate(self._vehicles)
            if vehicle.stretch is not None and believed[v]
        ]
        around = self._around(sight, objects, elapsed_s)
        for v in driving:
            self._prepare(v, sight, commands, around, elapsed_s)
        self._solve(driving, commands)
        lanes = self.settings.lanes
        judged = around if lanes else around._replace(poses=around.poses.copy())
        for v in driving:
            vehicle, pose = self._vehicles[v], self._belief.pose[v]
            is_due = (self._periods + v) % self.settings.search_every == 0
            plans = plans_of(vehicle, v, pose, around, self.settings, is_due)
            self._command(v, sight, commands, judged, plans)
        for v in set(range(len(self._vehicles))) - set(driving):
            self._stay(v, sight, commands, bool(believed[v]))
        return commands

    def _batches(self) -> list[Batch]:
        return list({id(vehicle.batch): vehicle.batch for vehicle in self._vehicles}.values())

    def _around(self, sight: Sight, objects: Objects, elapsed_s: float) -> Objects:
        """All vehicles by their last plans, and what was seen."""
        self._periods += 1
        nothing = np.zeros((STAGES, 1))
        for v, vehicle in enumerate(self._vehicles):
            shift(self._held[v], nothing, elapsed_s)
            if vehicle.bound is None and sight.speed_mps[v] < STANDS_MPS:
                self._held[v] = sight.pose[v]
            if not self.settings.lanes:
                shift(self.plans[v], nothing, elapsed_s)
        fresh = np.zeros(len(self._vehicles))
        return joined(planned_bodies(self.bodies, self.plans, fresh, self.settings), objects)

    def _prepare(
        self, v: int, sight: Sight, commands: Commands, around: Objects, elapsed_s: float
    ) -> None:
        vehicle, settings = self._vehicles[v], self.settings
        cap_mps, most_mps = float(self.caps_mps[v]), inf
        if not settings.lanes:
            pose, outline, kind = self._belief.pose[v], vehicle.body.outline, vehicle.type
            braking = kind.braking_mps2 * settings.braking_share
            most_mps = careful_mps(pose, outline, braking, kind.max_speed_mps, around)
        caps_mps = min(cap_mps, most_mps), most_mps
        commands.aside_m[v] = prepare(vehicle, v, sight, caps_mps, settings, elapsed_s)
        commands.way_m[v] = vehicle.way_m
        poses, chosen = self.plans[v], vehicle.batch.problem.object[vehicle.row]
        floor_poses(poses, vehicle.x, vehicle.line.samples, vehicle.line.direction)
        vehicle.near = choose_near(vehicle, v, vehicle.x, poses, around, settings, chosen)
        vehicle.meets = not around.slim[vehicle.near].all()
        if settings.lanes and cap_mps <= 0.0:
            # Who must stop stops on its way: a nose that swings aside hits who stands beside it.
            choose_near(vehicle, v, vehicle.x, poses, no_objects(), settings, chosen)

    def _solve(self, driving: list[int], commands: Commands) -> None:
        """Vehicles that have no plan yet get some more rounds."""
        settings = self.settings
        for batch in self._batches():
            members = [v for v in driving if self._vehicles[v].batch is batch]
            for warm in (True, False):
                chosen = [v for v in members if self._vehicles[v].has_plan is warm]
                if not chosen:
                    continue
                everybody = len(chosen) == len(batch.problem.measured)
                rows = slice(None) if everybody else [self._vehicles[v].row for v in chosen]
                problem = ControlProblem(*(each[rows] for each in batch.problem))
                guess = Guess(*(each[rows] for each in batch.guess))
                commands.outcome[chosen] = batch.solver.solve(
                    problem,
                    guess,
                    rounds=1 if warm else settings.cold_rounds,
                    iterations=settings.iterations,
                    precision=settings.precision,
                )
                batch.guess.x[rows], batch.guess.u[rows] = guess
        for v in driving:
            status = commands.outcome[v, SolveReport.STATUS]
            self._vehicles[v].has_plan = status in (Status.SOLVED, Status.CAPPED)

    def _command(
        self, v: int, sight: Sight, commands: Commands, judged: Objects, plans: list[VehiclePlan]
    ) -> None:
        """The first plan that the supervisor lets through; else what it let through before, unless
        braking keeps further from everybody; else it brakes."""
        vehicle, settings = self._vehicles[v], self.settings
        commands.verdict[v] = Verdict.NO_PLAN
        rules = vehicle.rules(settings, float(commands.aside_m[v]), self._has_mates)
        rows = self._judged_by(v, judged)
        outline = vehicle.body.outline
        near: list[VehiclePlan] = []  # refused for somebody who is too near
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
            if verdict == Verdict.OBJECT:
                near.append(plan)
        bound, seen = vehicle.bound, rows_of(judged, rows)
        if bound is not None and self._stays_bound(vehicle, bound, rules, seen):
            self._follow(v, sight, commands, bound)
        elif (escape := self._escape(vehicle, near, rules, seen)) is not None:
            self._follow(v, sight, commands, escape)
        else:
            self._brake(v, sight, commands)
            self._plan_to_stand(v, sight, rules)

    def _stays_bound(
        self, vehicle: PlannedVehicle, bound: VehiclePlan, rules: Rules, seen: Objects
    ) -> bool:
        """Whether a plan that was let through before is good enough still."""
        if bound.brake_s <= 0.5 * self.settings.period_s:
            return False
        outline = vehicle.body.outline
        missing_m = too_near_m(bound.x, bound.poses, bound.brake_s, rules, outline, seen)
        braking_m = too_near_m(bound.x, bound.poses, 0.0, rules, outline, seen)
        return bool(missing_m <= braking_m)

    def _escape(
        self, vehicle: PlannedVehicle, refused: list[VehiclePlan], rules: Rules, seen: Objects
    ) -> VehiclePlan | None:
        """A refused plan that keeps half of what is to be kept from everybody, where one who brakes
        at once would not: he would stand in somebody's way."""
        if rules.patience_s == 0.0 or not refused:
            return None
        outline, tight = vehicle.body.outline, half_as_far(seen)
        if too_near_m(refused[0].x, refused[0].poses, 0.0, rules, outline, tight) <= 0.0:
            return None
        for plan in refused:
            brake_s = when_to_brake(plan.x, plan.poses, rules, outline, tight)
            if brake_s < inf:
                return plan._replace(brake_s=brake_s)
        return None

    @property
    def _has_mates(self) -> bool:
        return len(self._vehicles) > 1

    def _judged_by(self, v: int, around: Objects) -> NDArray[np.int64]:
        """The rows that the supervisor of vehicle ``v`` looks at: what may come near; on an open
        floor not what the others plan but what they are bound to."""
        rows = self._vehicles[v].near  # of the plan before this one's refinement: metres wider
        if not self.settings.lanes and self._has_mates:
            around.poses[: len(self._vehicles)] = self._held
            rows = near_rows(self.plans[v], around, v, self.settings.reach_m + WIDEST_M)
        return rows

    def _follow(self, v: int, sight: Sight, commands: Commands, plan: VehiclePlan) -> None:
        vehicle, period_s = self._vehicles[v], self.settings.period_s
        vehicle.x[:], vehicle.u[:] = plan.x, plan.u
        self.plans[v], vehicle.has_plan = plan.poses, True
        # Limits of inputs have a price in a plan; what is commanded keeps them exactly.
        most = vehicle.batch.problem.car[vehicle.row, Car.STEER_RATE_MAX]
        a, rate = plan.u[0, Input.A], plan.u[0, Input.STEER_RATE]
        a = max(-vehicle.type.braking_mps2, min(a, vehicle.type.acceleration_mps2))
        rate = max(-most, min(rate, most))
        commands.speed_mps[v] = max(0.0, sight.speed_mps[v] + a * period_s)
        commands.steer[v] = sight.steer[v] + rate * period_s
        if self._gets_nowhere(vehicle, plan):
            self._wait(v, sight, commands, float(commands.steer[v]), most * period_s)
            return
        vehicle.bound = None
        if self.settings.patience_s > 0.0:
            vehicle.bound = vehicle.later(plan, period_s)
            rules = vehicle.rules(self.settings, 0.0, self._has_mates)
            braking_drive(plan.x, plan.poses, plan.brake_s, rules, self._held[v])

    def _wait(self, v: int, sight: Sight, commands: Commands, planned: float, most: float) -> None:
        """Brake, and turn no further: wheels go straight. ``planned`` steer is for a stand, when
        turning a wheel turns no body; ``most``: what steer may change in a period."""
        self._brake(v, sight, commands)
        if self._vehicles[v].type.kinematics is Kinematics.DIFFERENTIAL:
            return
        steer = float(sight.steer[v])
        straighter = max(0.0, abs(steer) - most) * (1.0 if steer > 0.0 else -1.0)
        commands.steer[v] = planned if sight.speed_mps[v] < STANDS_MPS else straighter

    def _gets_nowhere(self, vehicle: PlannedVehicle, plan: VehiclePlan) -> bool:
        """It waits for somebody who goes where he likes: then it stands."""
        assert vehicle.stretch is not None
        settings, x = self.settings, plan.x
        if not settings.lanes or not vehicle.meets:
            return False
        turned, turned_already = farthest_turned(x, STAGES // 2)
        if turned > max(settings.turned_most_rad, turned_already + _TURNS_BACK_RAD):
            return True
        stands = x[0, State.V] < STANDS_MPS
        begin_m, end_m = float(x[0, State.S]), float(x[-1, State.S])
        # Where it may only creep, or is to stand, it gets no further on an empty floor either.
        wished_m = float(vehicle.batch.problem.reference[vehicle.row, -1, Reference.S]) - begin_m
        least_m = min(settings.start_m if stands else settings.crawl_m, 0.5 * wished_m)
        return end_m - begin_m < least_m and vehicle.stretch.length_m - end_m > settings.crawl_m

    def _brake(self, v: int, sight: Sight, commands: Commands) -> None:
        """As hard as it can, on the way that it is on."""
        vehicle = self._vehicles[v]
        speed = float(sight.speed_mps[v])
        slower = max(0.0, speed - vehicle.type.braking_mps2 * self.settings.period_s)
        commands.speed_mps[v] = slower
        kept = slower / speed if speed > 0.0 else 0.0
        is_turn_rate = vehicle.type.kinematics is Kinematics.DIFFERENTIAL
        commands.steer[v] = sight.steer[v] * kept if is_turn_rate else sight.steer[v]
        vehicle.bound = None

    def _plan_to_stand(self, v: int, sight: Sight, rules: Rules) -> None:
        """Who brakes tells the others of that, not of the plan that was refused."""
        vehicle = self._vehicles[v]
        if np.isfinite(vehicle.x).all():
            refused = vehicle.on_floor(vehicle.x, vehicle.u)
            braking_drive(refused.x, refused.poses, 0.0, rules, self.plans[v])
        else:
            self.plans[v] = sight.pose[v]

    def _stay(self, v: int, sight: Sight, commands: Commands, believed: bool) -> None:
        """No way to drive, or no pose; or a turn on the spot."""
        vehicle = self._vehicles[v]
        if believed:
            self.plans[v] = sight.pose[v]
            if vehicle.turn is not None:
                commands.turn_radps[v] = self._turn(vehicle, vehicle.turn, sight, v)
        elif vehicle.stretch is not None or vehicle.turn is not None:
            commands.verdict[v] = Verdict.JUMP if sight.known[v] else Verdict.NO_POSE
        vehicle.has_plan = False
        self._brake(v, sight, commands)

    def _turn(self, vehicle: PlannedVehicle, turn: TurnOnSpot, sight: Sight, v: int) -> float:
        """The turn rate at the end of the period."""
        period_s, acceleration = self.settings.period_s, vehicle.type.turn_acceleration_radps2
        rate = max(0.0, turn.direction * float(sight.turn_radps[v]))
        if sight.held[v]:
            return turn.direction * max(0.0, rate - acceleration * period_s)
        room = turn.room_rad(float(sight.pose[v, 2]))
        after = turn_rate_after(room, rate, turn.limit_radps, acceleration, period_s)
        return turn.direction * after
