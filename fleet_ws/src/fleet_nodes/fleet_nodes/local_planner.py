"""Local planning for a group of vehicles: corridors and odometry in, commands and plans out."""

from __future__ import annotations

from collections import Counter
from math import atan, cos, sin, tan

import numpy as np
from fleet_interfaces import msg
from rclpy.clock import Clock, ClockType
from rclpy.node import Node

from fleet_core.app.local_motion import solver_folder
from fleet_core.model.errors import ConfigurationError
from fleet_core.model.vehicle_type import Kinematics
from fleet_nodes import names, qos
from fleet_nodes.conversions.layout_texts import facility_of
from fleet_nodes.conversions.local_states import local_states_message
from fleet_nodes.diagnostics import ERROR, OK, WARN, Diagnostics, Health, Part
from fleet_nodes.heard_layout import heard_layout
from fleet_nodes.heard_restrictions import HeardRestrictions
from fleet_nodes.local_planner_wires import MovingObstacles, SteeredVehicle, objects_around
from fleet_nodes.parameters import LocalPlannerParameters, declare
from fleet_nodes.process import run
from fleet_nodes.wiring import advertise
from planner.local.interventions import Interventions
from planner.local.local_planner import LocalPlanner
from planner.local.sight import Commands, Sight
from planner.local.state import SolveReport
from planner.local.stretch import Stretch
from planner.local.supervisor import Verdict

PLANS_SHOWN_EVERY = 2
"""Periods between two plans of a vehicle that are published: five a second."""
STATES_SHOWN_EVERY = 5
"""Periods between two words on all vehicles; what begins or ends is told at once."""
WHEEL_IS_SEEN_MPS = 0.2
"""At this speed and above the angle of a steered wheel can be told from how the body turns."""
WORDS = {
    Verdict.CLEAR: "follows its corridor",
    Verdict.NO_PLAN: "brakes: no plan was found",
    Verdict.RELEASE: "brakes: it would pass the end of its release",
    Verdict.CORRIDOR: "brakes: it is leaving its corridor",
    Verdict.OBJECT: "brakes: something is in its way",
    Verdict.NO_POSE: "brakes: its position is missing or too old",
    Verdict.JUMP: "brakes: its position has jumped",
}


class LocalPlannerNode(Node):
    """No lifecycle and no memory: whoever starts it again loses a second."""

    def __init__(self) -> None:
        super().__init__("local_planner")
        self._settings = settings = declare(self, LocalPlannerParameters)
        layout = heard_layout(self, settings.layout_within_s)
        facility = facility_of(layout.name, layout.lif_json, layout.facility_json)
        if facility is None:
            raise ConfigurationError(f"local_planner: layout {layout.name} cannot be used")
        kinds = {one.id: facility.vehicle_types[one.type_id] for one in facility.fleet}
        commanded = {each: kind for each, kind in kinds.items() if not kind.manned}
        chosen = [each for each in settings.vehicles if each] or list(commanded)
        unknown = [each for each in chosen if each not in commanded]
        if unknown:
            raise ConfigurationError(
                f"local_planner: vehicles {', '.join(unknown)} are not commanded in {layout.name}; "
                f"it has {', '.join(commanded)}"
            )
        named = names.vehicle_names(commanded)
        self._vehicles = [SteeredVehicle(self, v, named[v], commanded[v]) for v in chosen]
        others = {v: (named[v], commanded[v]) for v in commanded if v not in chosen}
        self._obstacles = MovingObstacles(self, others)
        self._restrictions = HeardRestrictions(self)
        self.planner = LocalPlanner(
            [each.type for each in self._vehicles], solver_folder(), threads=settings.threads
        )
        count = len(self._vehicles)
        self._steer = np.zeros(count)  # as last commanded, as all of these
        self._told_s, self._told_forward, self._told_turn = np.zeros((3, count))
        self._numbers = [-1] * count
        self._commands: Commands | None = None
        self._braked = Interventions(chosen)
        self._states = advertise(self, msg.LocalStates, names.LOCAL_STATES, qos.STATE)
        self._interventions = [Counter[Verdict]() for _ in self._vehicles]
        self._solve_ms: list[list[float]] = [[] for _ in self._vehicles]
        self._periods, self._late = 0, 0
        self._last_s = 0.0
        period_s = self.planner.settings.period_s
        # A simulated clock moves in steps: who asks often misses none.
        self.create_timer(period_s / 5.0, self._on_timer)
        Diagnostics(self, *self._parts())
        self._steady = Clock(clock_type=ClockType.STEADY_TIME)

    def _on_timer(self) -> None:
        now_s = self.get_clock().now().nanoseconds * 1e-9
        elapsed_s = now_s - self._last_s
        if now_s <= 0.0 or elapsed_s < 0.9 * self.planner.settings.period_s:
            return
        self._last_s = now_s
        elapsed_s = min(elapsed_s, 1.0)
        self._late += elapsed_s > 1.9 * self.planner.settings.period_s
        self._take_up()
        sight = self._sight(now_s)
        self._restrict(sight, now_s)
        around, named = objects_around(self._obstacles, now_s, self.planner.settings)
        self._commands = self.planner.plan(sight, around, elapsed_s)
        self._periods += 1
        news = self._braked.take(self._commands, named, now_s)
        if news or self._periods % STATES_SHOWN_EVERY == 0:
            self._states.publish(local_states_message(self._braked.states, now_s))
        for v, vehicle in enumerate(self._vehicles):
            self._tell(v, vehicle, now_s)

    def _take_up(self) -> None:
        """New corridors, from their beginning or grown."""
        for v, vehicle in enumerate(self._vehicles):
            fresh = vehicle.take()
            if fresh is None:
                continue
            self.planner.load(v, fresh.loaded)
            if fresh.number == self._numbers[v] and isinstance(fresh.task, Stretch):
                self.planner.extend(v, fresh.task)
            else:
                self._numbers[v], self._steer[v] = fresh.number, 0.0
                self.planner.begin(v, fresh.task, fresh.way_m)

    def _sight(self, now_s: float) -> Sight:
        """Where each vehicle will be when it hears the command, from what it last said."""
        count = len(self._vehicles)
        sight = Sight(
            np.zeros((count, 3)),
            np.zeros(count),
            self._steer.copy(),
            np.zeros(count),
            np.zeros(count, np.bool_),
            np.zeros(count, np.bool_),
            np.zeros(count),
        )
        for v, vehicle in enumerate(self._vehicles):
            age_s = now_s - vehicle.seen.stamp_s
            sight.known[v] = -0.5 <= age_s <= self._settings.odometry_max_age_s
            if sight.known[v]:
                self._look_ahead(v, sight, now_s)
        return sight

    def _restrict(self, sight: Sight, now_s: float) -> None:
        """What warnings allow; 0: stand."""
        for v, vehicle in enumerate(self._vehicles):
            limit_mps = self._restrictions.limit_mps(vehicle.id, now_s)
            self.planner.caps_mps[v] = limit_mps
            sight.held[v] |= limit_mps <= 0.0

    def _look_ahead(self, v: int, sight: Sight, now_s: float) -> None:
        """What a vehicle said, brought to the time at which it will hear its command: meanwhile it
        does what it was told last."""
        vehicle = self._vehicles[v]
        seen, task = vehicle.seen, vehicle.task
        at_s = now_s + self._settings.latency_s
        ahead_s = max(0.0, at_s - seen.stamp_s)
        reached_s = self._told_s[v] + self.planner.settings.period_s - seen.stamp_s
        share = min(1.0, ahead_s / reached_s) if reached_s > 0.0 else 0.0
        forward = seen.forward_mps + share * (self._told_forward[v] - seen.forward_mps)
        turn = seen.turn_radps + share * (self._told_turn[v] - seen.turn_radps)
        mean_mps, mean_radps = (seen.forward_mps + forward) / 2.0, (seen.turn_radps + turn) / 2.0
        heading = seen.pose.heading_rad + 0.5 * ahead_s * mean_radps
        sight.pose[v] = (
            seen.pose.x_m + ahead_s * mean_mps * cos(heading),
            seen.pose.y_m + ahead_s * mean_mps * sin(heading),
            seen.pose.heading_rad + ahead_s * mean_radps,
        )
        sight.turn_radps[v] = turn
        sight.held[v] = vehicle.corridor.hold
        if isinstance(task, Stretch):
            sight.speed_mps[v] = max(0.0, task.direction * forward)
            sight.steer[v] = self._steer_at(v, share)
            if (more_at_s := vehicle.corridor.more_at_s) is not None:
                sight.wait_s[v] = max(0.0, more_at_s - now_s)

    def _steer_at(self, v: int, share: float) -> float:
        """The turn rate, or the angle of the wheel: as the body turned, or slowly, as last told."""
        kind, seen, told = self._vehicles[v].type, self._vehicles[v].seen, self._steer[v]
        if kind.kinematics is Kinematics.DIFFERENTIAL:
            was = seen.turn_radps
        elif abs(seen.forward_mps) < WHEEL_IS_SEEN_MPS:
            was = told
        else:
            was = atan(kind.wheelbase_m * seen.turn_radps / seen.forward_mps)
        return float(was + share * (told - was))

    def _tell(self, v: int, vehicle: SteeredVehicle, now_s: float) -> None:
        commands = self._commands
        assert commands is not None
        verdict = Verdict(commands.verdict[v])
        if verdict is not Verdict.CLEAR:
            self._interventions[v][verdict] += 1
        if commands.outcome[v, SolveReport.SOLVE_S] > 0.0:
            self._solve_ms[v].append(1000.0 * float(commands.outcome[v, SolveReport.SOLVE_S]))
            del self._solve_ms[v][:-600]
        direction = vehicle.task.direction if isinstance(vehicle.task, Stretch) else 1
        forward, steer = direction * float(commands.speed_mps[v]), float(commands.steer[v])
        turn = float(commands.turn_radps[v])
        self._steer[v], self._told_s[v], self._told_forward[v] = steer, now_s, forward
        self._told_turn[v] = turn or self._turn_rate(v, forward, steer)
        vehicle.command(forward, steer, turn, now_s)
        if (self._periods + v) % PLANS_SHOWN_EVERY == 0:
            vehicle.show(self.planner.plans[v], now_s)

    def _turn_rate(self, v: int, forward_mps: float, steer: float) -> float:
        """Of the body, while it drives."""
        kind = self._vehicles[v].type
        if kind.kinematics is Kinematics.DIFFERENTIAL:
            return steer
        return forward_mps * tan(steer) / kind.wheelbase_m

    def _parts(self) -> list[Part]:
        whole = Part(self.get_name(), f"{len(self._vehicles)} vehicles", self._health)
        each = (
            Part(f"{vehicle.name}/local_planner", vehicle.id, self._health_of(v))
            for v, vehicle in enumerate(self._vehicles)
        )
        return [whole, *each]

    def _health(self) -> Health:
        values = {"periods": self._periods, "late_periods": self._late}
        return Health(OK, "plans ten times a second", values)

    def _health_of(self, v: int):  # type: ignore[no-untyped-def]
        def examine() -> Health:
            vehicle, commands = self._vehicles[v], self._commands
            if vehicle.refused:
                return Health(ERROR, f"refused: {vehicle.refused}")
            if commands is None:
                return Health(WARN, "has not planned yet")
            verdict = Verdict(commands.verdict[v])
            times = self._solve_ms[v] or [0.0]
            values: dict[str, object] = {
                "max_speed_mps": float(self.planner.caps_mps[v]),
                "solve_ms_p50": round(float(np.percentile(times, 50)), 3),
                "solve_ms_p99": round(float(np.percentile(times, 99)), 3),
                "iterations": int(commands.outcome[v, SolveReport.ITERATIONS]),
                "slack_m": round(float(commands.outcome[v, SolveReport.SLACK]), 4),
                "aside_m": round(float(commands.aside_m[v]), 4),
            }
            for cause, count in self._interventions[v].items():
                values[f"braked_{cause.name.lower()}"] = count
            return Health(OK if verdict is Verdict.CLEAR else WARN, WORDS[verdict], values)

        return examine


def main() -> None:
    run("local_planner", lambda: [LocalPlannerNode()])


if __name__ == "__main__":
    main()
