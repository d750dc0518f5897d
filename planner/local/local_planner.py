"""Local planning of a group of vehicles: from where they are to what their drives are told.

One call a period: where each vehicle is on its path, what it would do on an empty floor, what is in
the way, the plan (compiled, all vehicles in one call), the supervisor's verdict, the command.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan, inf
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.vehicle_type import Kinematics, VehicleType
from planner.local.body import Body, body, car_row
from planner.local.gliding import bend_cap_mps, gliding_cap_mps
from planner.local.horizon import (
    allowed_speeds,
    angle_to_path,
    arrival,
    at_way,
    begin_guess,
    drive_out,
    floor_poses,
    locate,
    refer,
    reframe,
    shift,
)
from planner.local.objects import (
    Objects,
    choose_objects,
    joined,
    leave_out_after,
    near_rows,
    planned_bodies,
)
from planner.local.passage import look_for_passage
from planner.local.settings import LocalSettings
from planner.local.solver import Guess, Problem, Solver, new_guess, new_problem
from planner.local.state import (
    SAMPLES,
    SPACING_M,
    STAGES,
    STEP_S,
    Car,
    Input,
    Outcome,
    PathColumn,
    State,
    Status,
    Weight,
)
from planner.local.stretch import Stretch
from planner.local.supervisor import (
    Rules,
    Verdict,
    braking_drive,
    judge,
    still_clear,
    when_to_brake,
)
from planner.local.turning import TurnOnSpot, turn_rate_after
from planner.local.worth import price_of

Floats = NDArray[np.float64]
Task = Stretch | TurnOnSpot | None
"""What a vehicle is to do; None: stand."""
NEAR_M = 3.0
"""On an open floor, nearer to its goal than this, beside it is as bad as before it."""
STANDS_MPS = 0.01
STARTING_MPS, STEERED_RAD = 0.03, 0.1
"""A vehicle that stands starts when its wheel is so far in line with its path."""
WIDEST_M = 4.0
"""From origin to origin, when two bodies touch."""
SEARCHED_M = 1.5
"""Along the path to either side, for where a vehicle is."""


class Sight(NamedTuple):
    """What is known of V vehicles now."""

    pose: Floats  # (V, 3) x, y, heading
    speed_mps: Floats  # (V,) in the direction of travel, not negative
    steer: Floats  # (V,) turn rate (differential) or steer angle (tricycle)
    turn_radps: Floats  # (V,) turn rate of the body
    known: NDArray[np.bool_]  # (V,) false: no pose, or one that is too old
    held: NDArray[np.bool_]  # (V,) must come to a stand
    wait_s: Floats  # (V,) until the release is expected to grow; 0: not known


class Commands(NamedTuple):
    """What the drives shall reach by the end of the period, evenly."""

    speed_mps: Floats  # (V,) in the direction of travel
    steer: Floats  # (V,) as in `Sight`
    turn_radps: Floats  # (V,) of those who turn on the spot; else 0
    verdict: NDArray[np.int64]  # (V,) `Verdict`; not CLEAR: it brakes
    about: NDArray[np.int64]  # (V,) row of the object that the verdict is about; -1: none
    way_m: Floats  # (V,) along the stretch
    aside_m: Floats  # (V,)
    outcome: Floats  # (V, Outcome)


@dataclass(slots=True)
class _Driver:
    """One vehicle: what stays from one period to the next."""

    type: VehicleType
    body: Body
    row: int  # in the arrays of its kind of kinematics
    stretch: Stretch | None = None
    turn: TurnOnSpot | None = None
    square: Floats | None = None  # squared speeds that are allowed along the stretch
    way_m: float = 0.0
    has_plan: bool = False
    bound: _Plan | None = None  # the last plan that the supervisor let through
    seen: Floats | None = None  # the last pose
    seen_s: float = 0.0  # so long ago
    doubtful_s: float = 0.0  # so long its pose is still not believed, after a jump


class _Plan(NamedTuple):
    """Of one vehicle: states, inputs, poses on the floor."""

    x: Floats
    u: Floats
    poses: Floats
    brake_s: float = 0.0  # when it begins to brake at the latest, where that is known


class _Kind:
    """The arrays of all vehicles of one kind of kinematics."""

    def __init__(self, kinematics: Kinematics, count: int, folder: Path, threads: int) -> None:
        self.solver = Solver(kinematics, folder, threads)
        self.problem: Problem = new_problem(count)
        self.guess: Guess = new_guess(count)


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
        of_kind = {each: [t for t in types if t.kinematics is each] for each in Kinematics}
        self._kinds = {
            each: _Kind(each, len(members), folder, threads)
            for each, members in of_kind.items()
            if members
        }
        rows = dict.fromkeys(Kinematics, 0)
        self._drivers: list[_Driver] = []
        for vehicle_type in types:
            kind = vehicle_type.kinematics
            self._drivers.append(_Driver(vehicle_type, body(vehicle_type.footprint), rows[kind]))
            rows[kind] += 1
        self.plans = np.zeros((len(types), STAGES + 1, 3))  # poses at the stages, for everybody
        self.caps_mps = np.full(len(types), np.inf)  # what else each may drive now: warnings
        # On an open floor: the ways to a stand that vehicles are bound to, and keep clear of.
        self._held = np.zeros((len(types), STAGES + 1, 3))
        self._periods = 0
        for v, driver in enumerate(self._drivers):
            problem = self._kinds[driver.type.kinematics].problem
            problem.car[driver.row] = car_row(driver.type)
            problem.weight[driver.row] = _weights(self.settings)
            self._dress(v, driver.body)

    def load(self, v: int, loaded: bool) -> None:
        """Vehicle ``v`` carries a load from now on, or none."""
        kind = self._drivers[v].type
        self._dress(v, body(kind.loaded_footprint if loaded else kind.footprint))

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
        kind, row = self._kinds[driver.type.kinematics], driver.row
        plans = [(kind.guess.x[row], self.plans[v])]
        if driver.bound is not None:
            plans.append((driver.bound.x, driver.bound.poses))
        for x, poses in plans:
            reframe(x, poses, stretch.samples, stretch.direction, 0.0)
        driver.way_m = float(kind.guess.x[row, 0, State.S])
        self.extend(v, stretch)

    def solver_of(self, v: int) -> Solver:
        """The compiled solver that plans for vehicle ``v``."""
        return self._kinds[self._drivers[v].type.kinematics].solver

    @property
    def bodies(self) -> list[Body]:
        """Of all vehicles, as they are loaded now."""
        return [driver.body for driver in self._drivers]

    def problems(self) -> list[tuple[Problem, Guess]]:
        """What each kind of kinematics solved last, with what came of it: copies."""
        return [
            (
                Problem(*(each.copy() for each in kind.problem)),
                Guess(*(each.copy() for each in kind.guess)),
            )
            for kind in self._kinds.values()
        ]

    def plan(self, sight: Sight, objects: Objects, elapsed_s: float) -> Commands:
        """Commands for the next period, ``elapsed_s`` after the call before."""
        count = len(self._drivers)
        commands = Commands(
            np.zeros(count),
            np.zeros(count),
            np.zeros(count),
            np.zeros(count, np.int64),
            np.full(count, -1),
            np.zeros(count),
            np.zeros(count),
            np.zeros((count, len(Outcome))),
        )
        believed = self._believed(sight, elapsed_s)
        driving = [
            v
            for v, driver in enumerate(self._drivers)
            if driver.stretch is not None and believed[v]
        ]
        around = self._around(sight, objects, elapsed_s)
        for v in driving:
            self._prepare(v, sight, commands, around, elapsed_s)
        self._solve(driving, commands)
        judged = around._replace(poses=around.poses.copy())
        for v in driving:
            self._command(v, sight, commands, judged, self._plans_of(v, around))
        for v in set(range(count)) - set(driving):
            self._stay(v, sight, commands, believed)
        return commands

    def _believed(self, sight: Sight, elapsed_s: float) -> NDArray[np.bool_]:
        """(V,) whether a pose can be that of a vehicle that was where the one before said."""
        believed = sight.known.copy()
        for driver in self._drivers:
            driver.seen_s += elapsed_s
        for v in np.flatnonzero(sight.known).tolist():
            driver, pose = self._drivers[v], sight.pose[v]
            driver.doubtful_s = max(0.0, driver.doubtful_s - elapsed_s)
            if driver.seen is not None:
                fastest = max(driver.type.max_speed_mps, driver.type.max_speed_loaded_mps)
                reach_m = fastest * driver.seen_s + self.settings.jump_m
                if np.hypot(*(pose - driver.seen)[:2]) > reach_m:
                    driver.doubtful_s = self.settings.doubt_s
            driver.seen, driver.seen_s = pose.copy(), 0.0
            believed[v] = driver.doubtful_s == 0.0
        return believed

    def _dress(self, v: int, outline: Body) -> None:
        driver = self._drivers[v]
        driver.body = outline
        discs = self._kinds[driver.type.kinematics].problem.disc[driver.row]
        discs[:] = 0.0
        discs[: len(outline.discs)] = outline.discs

    def _around(self, sight: Sight, objects: Objects, elapsed_s: float) -> Objects:
        """All vehicles by their last plans, and what was seen."""
        self._periods += 1
        nothing = np.zeros((STAGES, 1))
        for v in range(len(self._drivers)):
            shift(self._held[v], nothing, elapsed_s)
            if self._drivers[v].bound is None and sight.speed_mps[v] < STANDS_MPS:
                self._held[v] = sight.pose[v]
            if not self.settings.lanes:
                shift(self.plans[v], nothing, elapsed_s)
        return joined(self._mates(self.plans), objects)

    def _mates(self, poses: Floats) -> Objects:
        bodies = [driver.body for driver in self._drivers]
        return planned_bodies(bodies, poses, np.zeros(len(bodies)), self.settings)

    def _judged_by(self, v: int, around: Objects) -> tuple[Objects, NDArray[np.int64]]:
        """What the supervisor of vehicle ``v`` looks at, and its rows: what may come near; on an
        open floor not what the others plan but what they are bound to."""
        if not self.settings.lanes and len(self._drivers) > 1:
            around.poses[: len(self._drivers)] = self._held
        rows = near_rows(self.plans[v], around, v, self.settings.reach_m + WIDEST_M)
        return Objects(*(each[rows] for each in around)), rows

    def _prepare(
        self, v: int, sight: Sight, commands: Commands, around: Objects, elapsed_s: float
    ) -> None:
        driver = self._drivers[v]
        stretch, kind, row = driver.stretch, self._kinds[driver.type.kinematics], driver.row
        assert stretch is not None
        problem, x, u = kind.problem, kind.guess.x[row], kind.guess.u[row]
        px, py, heading = sight.pose[v].tolist()
        s, n = locate(stretch.samples, driver.way_m, SEARCHED_M, px, py)
        driver.way_m = s
        psi = angle_to_path(stretch.samples, s, heading, stretch.direction)
        speed = float(sight.speed_mps[v])
        problem.measured[row] = (s, n, psi, speed, sight.steer[v])
        release = stretch.length_m
        if sight.held[v]:
            release = min(release, s + speed * speed / (2.0 * driver.type.braking_mps2))
        cap_mps = gliding_cap_mps(
            stretch.length_m - s, float(sight.wait_s[v]), driver.type.braking_mps2
        )
        if self.settings.searches:
            bend_mps = bend_cap_mps(stretch.length_m - s, n, psi, driver.type.turn_speed_radps)
            cap_mps = min(cap_mps, bend_mps)
            # Far from the goal it is enough to come nearer along the path.
            near = min(1.0, max(0.0, 1.0 - (stretch.length_m - s - NEAR_M) / NEAR_M))
            settings = self.settings
            problem.weight[row, Weight.N] = settings.aside_weight + near * max(
                0.0, settings.way_weight - settings.aside_weight
            )
        if self._steers_first(v, s, speed, float(sight.steer[v])):
            cap_mps = 0.0
        self._refer(v, problem, release, min(cap_mps, float(self.caps_mps[v])))
        first = max(0, min(int((s - 1.0) / SPACING_M), len(stretch.samples) - SAMPLES))
        problem.path[row] = stretch.samples[first : first + SAMPLES]
        problem.car[row, Car.PATH_BEGIN] = first * SPACING_M
        problem.car[row, Car.RELEASE] = max(release, s)
        problem.car[row, Car.DIRECTION] = stretch.direction
        if driver.has_plan:
            shift(x, u, elapsed_s)
        else:
            begin_guess(x, u, problem.measured[row], problem.reference[row])
        floor_poses(self.plans[v], x, stretch.samples, stretch.direction)
        self._choose(v, x, self.plans[v], around, problem.object[row])
        commands.way_m[v], commands.aside_m[v] = s, n

    def _steers_first(self, v: int, way_m: float, speed_mps: float, steer: float) -> bool:
        """Whether a steered wheel must be turned into the path before the vehicle starts."""
        driver = self._drivers[v]
        if driver.type.kinematics is Kinematics.DIFFERENTIAL or speed_mps > STARTING_MPS:
            return False
        assert driver.stretch is not None
        samples, direction = driver.stretch.samples, driver.stretch.direction
        curvature = at_way(samples, PathColumn.CURVATURE, way_m)
        wanted = atan(direction * driver.type.wheelbase_m * curvature)
        return abs(wanted - steer) > STEERED_RAD

    def _refer(self, v: int, problem: Problem, release_m: float, cap_mps: float) -> None:
        driver = self._drivers[v]
        stretch, row = driver.stretch, driver.row
        assert stretch is not None
        braking = driver.type.braking_mps2 * self.settings.braking_share
        s, speed = problem.measured[row, State.S], problem.measured[row, State.V]
        limits = (driver.type.acceleration_mps2, braking, cap_mps)
        refer(
            problem.reference[row], driver.square, stretch.limit_mps, (s, speed), release_m, limits
        )

    def _solve(self, driving: list[int], commands: Commands) -> None:
        """Vehicles that have no plan yet get some more rounds."""
        settings = self.settings
        for kinematics, kind in self._kinds.items():
            members = [v for v in driving if self._drivers[v].type.kinematics is kinematics]
            for warm in (True, False):
                chosen = [v for v in members if self._drivers[v].has_plan is warm]
                if not chosen:
                    continue
                rows = [self._drivers[v].row for v in chosen]
                problem = Problem(*(each[rows] for each in kind.problem))
                guess = Guess(*(each[rows] for each in kind.guess))
                commands.outcome[chosen] = kind.solver.solve(
                    problem,
                    guess,
                    rounds=1 if warm else settings.cold_rounds,
                    iterations=settings.iterations,
                    precision=settings.precision,
                )
                kind.guess.x[rows], kind.guess.u[rows] = guess
        for v in driving:
            status = commands.outcome[v, Outcome.STATUS]
            self._drivers[v].has_plan = status in (Status.SOLVED, Status.CAPPED)

    def _plans_of(self, v: int, around: Objects) -> list[_Plan]:
        """What vehicle ``v`` may do, the better first; empty without a plan."""
        driver = self._drivers[v]
        kind, row = self._kinds[driver.type.kinematics], driver.row
        followed = self._on_floor(v, kind.guess.x[row].copy(), kind.guess.u[row].copy())
        if self.settings.searches:
            followed = self._driven(v, followed)
        plans = [followed] if driver.has_plan else []
        is_due = (self._periods + v) % self.settings.search_every == 0
        if not self.settings.searches or (plans and not is_due):
            return plans
        found = self._searched(v, around)
        if found is None:
            return plans
        if not plans or self._price(v, found, around) < self.settings.change_share * self._price(
            v, followed, around
        ):
            return [found, *plans]
        return [*plans, found]

    def _searched(self, v: int, around: Objects) -> _Plan | None:
        """The best passage on the floor before vehicle ``v``, refined."""
        driver, settings = self._drivers[v], self.settings
        stretch, kind, row = driver.stretch, self._kinds[driver.type.kinematics], driver.row
        assert stretch is not None
        problem = Problem(*(each[row : row + 1].copy() for each in kind.problem))
        guess = new_guess(1)
        car = driver.type
        look_for_passage(
            problem.measured[0], stretch.samples, (around, v), driver.body.half_width_m + 0.05,
            (car.max_speed_mps, car.acceleration_mps2, car.braking_mps2, car.turn_speed_radps),
            (problem.car[0, Car.RELEASE], settings.arrived_m), guess.x[0],
        )  # fmt: skip
        passage = self._on_floor(v, guess.x[0], guess.u[0])
        self._choose(v, passage.x, passage.poses, around, problem.object[0])
        outcome = kind.solver.solve(
            problem, guess, rounds=settings.searched_rounds, iterations=settings.iterations,
            precision=settings.precision,
        )  # fmt: skip
        if outcome[0, Outcome.STATUS] not in (Status.SOLVED, Status.CAPPED):
            return None
        return self._driven(v, self._on_floor(v, guess.x[0], guess.u[0]))

    def _driven(self, v: int, plan: _Plan) -> _Plan:
        """What comes of a plan's inputs."""
        driver = self._drivers[v]
        stretch = driver.stretch
        assert stretch is not None and driver.seen is not None
        drive_out(plan.poses, plan.x, plan.u, driver.seen, _wheelbase_m(driver.type))
        reframe(plan.x, plan.poses, stretch.samples, stretch.direction, driver.way_m)
        return plan

    def _on_floor(self, v: int, x: Floats, u: Floats) -> _Plan:
        stretch, poses = self._drivers[v].stretch, np.empty((STAGES + 1, 3))
        assert stretch is not None
        floor_poses(poses, x, stretch.samples, stretch.direction)
        return _Plan(x, u, poses)

    def _price(self, v: int, plan: _Plan, around: Objects) -> float:
        driver = self._drivers[v]
        problem, row = self._kinds[driver.type.kinematics].problem, driver.row
        return float(
            price_of(
                *plan[:3],
                problem.reference[row],
                problem.weight[row],
                problem.disc[row],
                (around, v),
                arrival(plan.x, self._arrived_m(v)),
            )
        )

    def _choose(self, v: int, x: Floats, poses: Floats, around: Objects, out: Floats) -> None:
        """The objects that matter to who drives along ``poses``."""
        driver = self._drivers[v]
        discs = self._kinds[driver.type.kinematics].problem.disc[driver.row]
        overhang = float(driver.body.discs[0, 2]) - driver.body.half_width_m
        near = near_rows(poses, around, v, self.settings.reach_m + WIDEST_M)
        choose_objects(poses, discs, overhang, around, near, self.settings.reach_m, out)
        leave_out_after(arrival(x, self._arrived_m(v)), out)

    def _arrived_m(self, v: int) -> float:
        """Way along its stretch from which on vehicle ``v`` has arrived."""
        stretch = self._drivers[v].stretch
        assert stretch is not None
        if self.settings.arrived_m == 0.0:
            return inf
        return max(0.0, stretch.length_m - self.settings.arrived_m)

    def _command(
        self, v: int, sight: Sight, commands: Commands, judged: Objects, plans: list[_Plan]
    ) -> None:
        """The first plan that the supervisor lets through; else what it let through before, while
        that is still good; else it brakes."""
        driver = self._drivers[v]
        commands.verdict[v] = Verdict.NO_PLAN
        rules = self._rules(v, float(commands.aside_m[v]))
        seen, rows = self._judged_by(v, judged)
        outline = driver.body.outline
        for plan in plans:
            verdict, about = self._judged(v, plan, rules, seen)
            if verdict == Verdict.CLEAR:
                commands.verdict[v], commands.about[v] = verdict, -1
                brake_s = 0.0
                if rules.patience_s > 0.0:
                    brake_s = when_to_brake(plan.x, plan.poses, rules, outline, seen)
                self._follow(v, sight, commands, plan._replace(brake_s=brake_s))
                return
            if plan is plans[0]:
                commands.verdict[v] = verdict
                commands.about[v] = rows[about] if about >= 0 else -1
        bound = driver.bound
        if (
            bound is not None
            and bound.brake_s > 0.5 * self.settings.period_s
            and still_clear(bound.x, bound.poses, bound.brake_s, rules, outline, seen)
        ):
            self._follow(v, sight, commands, bound)
        else:
            self._brake(v, sight, commands)

    def _follow(self, v: int, sight: Sight, commands: Commands, plan: _Plan) -> None:
        driver, period_s = self._drivers[v], self.settings.period_s
        kind, row = self._kinds[driver.type.kinematics], driver.row
        kind.guess.x[row], kind.guess.u[row] = plan.x, plan.u
        self.plans[v], driver.has_plan = plan.poses, True
        # Limits of inputs have a price in a plan; what is commanded keeps them exactly.
        most = kind.problem.car[row, Car.STEER_RATE_MAX]
        a = np.clip(plan.u[0, Input.A], -driver.type.braking_mps2, driver.type.acceleration_mps2)
        rate = np.clip(plan.u[0, Input.STEER_RATE], -most, most)
        commands.speed_mps[v] = max(0.0, sight.speed_mps[v] + a * period_s)
        commands.steer[v] = sight.steer[v] + rate * period_s
        driver.bound = None
        if self.settings.patience_s > 0.0:
            driver.bound = self._later(v, plan)
            rules = self._rules(v, 0.0)
            braking_drive(plan.x, plan.poses, plan.brake_s, rules, self._held[v])

    def _later(self, v: int, plan: _Plan) -> _Plan:
        """What is left of a plan after a period."""
        period_s = self.settings.period_s
        x, u = plan.x.copy(), plan.u.copy()
        shift(x, u, period_s)
        return self._on_floor(v, x, u)._replace(brake_s=plan.brake_s - period_s)

    def _rules(self, v: int, aside_m: float) -> Rules:
        driver, settings = self._drivers[v], self.settings
        stretch = driver.stretch
        assert stretch is not None
        return Rules(
            settings.period_s,
            driver.type.braking_mps2,
            stretch.length_m + settings.release_tolerance_m,
            # Who is outside may come back, but go no further.
            min(stretch.samples[0, PathColumn.RIGHT], aside_m) - settings.corridor_tolerance_m,
            max(stretch.samples[0, PathColumn.LEFT], aside_m) + settings.corridor_tolerance_m,
            settings.patience_s,
            # The others count on a vehicle's way to a stand, and on its standing there.
            (STAGES - 1) * STEP_S if not settings.lanes and len(self._drivers) > 1 else 0.0,
            -1.0 if settings.lanes else _wheelbase_m(driver.type),
        )

    def _judged(self, v: int, plan: _Plan, rules: Rules, seen: Objects) -> tuple[Verdict, int]:
        """The supervisor's verdict, and the object that it is about."""
        verdict, about = judge(plan.x, plan.poses, rules, self._drivers[v].body.outline, seen)
        if verdict == Verdict.OBJECT and not self.settings.supervised:
            return Verdict.CLEAR, -1
        return verdict, about

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

    def _stay(self, v: int, sight: Sight, commands: Commands, believed: NDArray[np.bool_]) -> None:
        """No way to drive, or no pose; or a turn on the spot."""
        driver = self._drivers[v]
        if believed[v]:
            self.plans[v] = sight.pose[v]
            if driver.turn is not None:
                commands.turn_radps[v] = self._turn(driver, sight, v)
        elif driver.stretch is not None or driver.turn is not None:
            commands.verdict[v] = Verdict.JUMP if sight.known[v] else Verdict.NO_POSE
        driver.has_plan = False
        self._brake(v, sight, commands)

    def _turn(self, driver: _Driver, sight: Sight, v: int) -> float:
        """The turn rate at the end of the period."""
        turn, period_s = driver.turn, self.settings.period_s
        assert turn is not None
        rate = max(0.0, turn.direction * float(sight.turn_radps[v]))
        acceleration = driver.type.turn_acceleration_radps2
        if sight.held[v]:
            return turn.direction * max(0.0, rate - acceleration * period_s)
        room = turn.room_rad(float(sight.pose[v, 2]))
        after = turn_rate_after(room, rate, turn.limit_radps, acceleration, period_s)
        return turn.direction * after


def _wheelbase_m(vehicle_type: VehicleType) -> float:
    """0: a differential drive."""
    is_tricycle = vehicle_type.kinematics is Kinematics.TRICYCLE
    return vehicle_type.wheelbase_m if is_tricycle else 0.0


def _weights(settings: LocalSettings) -> Floats:
    row = np.zeros(len(Weight))
    row[Weight.S] = settings.way_weight
    row[Weight.N] = settings.aside_weight
    row[Weight.PSI] = settings.angle_weight
    row[Weight.V] = settings.speed_weight
    row[Weight.STEER] = settings.steer_weight
    row[Weight.A] = settings.acceleration_weight
    row[Weight.STEER_RATE] = settings.steer_rate_weight
    row[Weight.CORRIDOR] = settings.corridor_price
    row[Weight.CLEAR] = settings.clear_price
    row[Weight.LIMIT] = settings.limit_price
    return row
