"""A simulated shift: the embedded plant, the real controller, and those who watch."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

from fleet_core.app.embedded_fleet import EmbeddedFleet
from fleet_core.app.local_motion import PROFILE, motion_for
from fleet_core.execution.settings import FleetSettings
from fleet_core.model.closure import Closure
from fleet_core.model.facility import Facility
from fleet_core.model.order import Transition
from fleet_core.model.request import CloseWay
from fleet_core.model.scenario import Scenario
from fleet_core.simulation.collision_monitor import CollisionMonitor
from fleet_core.simulation.deadlock_monitor import DeadlockMonitor, efforts
from fleet_core.simulation.settings import PlantSettings
from fleet_core.simulation.statistics import (
    OrderCount,
    Sample,
    order_results,
    plan_results,
    vehicle_results,
)
from fleet_core.simulation.trace_file import TraceFile
from planner.roadmap.build import PIECE_M

REPORT_S = 0.5
"""Vehicles report, and the controller decides, twice a second."""
LOOK_S = 10.0
"""The deadlock monitor looks at the whole fleet this often."""


@dataclass(frozen=True, slots=True)
class Shift:
    """What is to be simulated."""

    facility: Facility
    scenario: Scenario
    duration_s: float
    seed: int
    trace: Path | None = None
    closures: tuple[Closure, ...] = ()  # each comes at its ``since_s``; in that order
    piece_m: float = PIECE_M  # as in `build_controller`
    local: str = PROFILE  # how vehicles drive: see `motion_for`
    settings: FleetSettings = field(default_factory=FleetSettings)
    rate_hz: float = 10.0  # of poses that are looked at and traced

    @property
    def shared(self) -> bool:
        """People or manned vehicles move about."""
        return self.scenario.people + self.scenario.manned > 0


class SimulationRun:
    """One shift, from the first order to the results; the same seed gives the same results."""

    def __init__(self, shift: Shift) -> None:
        self._shift = shift
        self._attempts: Counter[str] = Counter()  # of planning, by cause
        self._outcomes: Counter[str] = Counter()  # of the same attempts
        self._plan_ms = Sample()
        self._order_count = OrderCount()
        self._order_ids: dict[str, None] = {}  # of those that have not ended
        self._closures = deque(shift.closures)
        self._motion = motion_for(shift.facility, shift.local)
        self._fleet = EmbeddedFleet(
            shift.facility,
            shift.scenario,
            shift.seed,
            self._motion,
            shift.settings,
            PlantSettings(tick_s=1.0 / shift.rate_hz),
            piece_m=shift.piece_m,
            watch=self._planned,
        )
        self.plant, self.controller = self._fleet.plant, self._fleet.controller
        self.floor = self._fleet.floor
        self.controller.watch_transitions(self._count_ended)
        self.collisions = CollisionMonitor(self.plant.vehicle_ids, self.plant.types)
        self.deadlocks = DeadlockMonitor()

    @property
    def open_orders(self) -> int:
        """Of the scenario's orders, those that have not ended."""
        return len(self._order_ids)

    def run(self, progress: Callable[[float], None]) -> dict[str, Any]:
        """Simulate to the end; ``progress`` is told the clock time. Returns the results."""
        began_s = perf_counter()
        next_look_s = LOOK_S
        with ExitStack() as stack:
            trace = self._trace(stack)
            self._look(trace)
            while self.plant.now_s < self._shift.duration_s:
                self._control()
                left_s = self._shift.duration_s - self.plant.now_s
                self._fleet.pass_time(min(REPORT_S, left_s), partial(self._look, trace))
                if self.plant.now_s >= next_look_s:
                    self._look_for_deadlocks()
                    next_look_s += LOOK_S
                progress(self.plant.now_s)
        return self._results(perf_counter() - began_s)

    def _control(self) -> None:
        """Closures, orders and reports in, routes out."""
        now_s = self.plant.now_s
        while self._closures and self._closures[0].since_s <= now_s:
            closure = self._closures.popleft()
            self.controller.do(CloseWay(closure), closure.author, now_s).checked()
        self._order_ids.update(dict.fromkeys(each.id for each in self._fleet.take_orders()))
        self._fleet.hear()
        began_s = perf_counter()
        routes = self._fleet.decide()
        self._plan_ms.add((perf_counter() - began_s) * 1000.0)
        self._fleet.command(routes)

    def _look(self, trace: TraceFile | None) -> None:
        self.collisions.watch(self.plant.trail)
        if trace is not None:
            trace.write(self.plant.trail)

    def _look_for_deadlocks(self) -> None:
        now_s = self.plant.now_s
        active_s = dict(zip(self.plant.vehicle_ids, self.plant.active_s.tolist(), strict=True))
        fleet = self.controller.snapshot(now_s)
        tries = efforts(fleet.vehicles, active_s, now_s - LOOK_S, self.plant.suffering)
        self.deadlocks.watch(tries, now_s, ways_closed=bool(fleet.closures))

    def _trace(self, stack: ExitStack) -> TraceFile | None:
        if self._shift.trace is None:
            return None
        file = TraceFile(
            self._shift.trace, self.plant.vehicle_ids, self.plant.types, self._shift.rate_hz
        )
        return stack.enter_context(file)

    def _count_ended(self, transitions: Sequence[Transition]) -> None:
        for each in transitions:
            if each.to_state.ended and each.order_id in self._order_ids:
                del self._order_ids[each.order_id]
                self._order_count.take(self.controller.order(each.order_id), self.plant.now_s)

    def _planned(self, cause: str, outcome: str) -> None:
        self._attempts[cause] += 1
        self._outcomes[outcome] += 1

    def _results(self, wall_s: float) -> dict[str, Any]:
        shift = self._shift
        for order_id in self._order_ids:
            self._order_count.take(self.controller.order(order_id), self.plant.now_s)
        figures = self._order_count.figures()
        return {
            **order_results(figures, shift.duration_s),
            **vehicle_results(self.plant.tally, self.plant.used_kwh, shift.duration_s),
            "collisions": self.collisions.count,
            "deadlocks": self.deadlocks.count,
            "faults": len(shift.scenario.faults),
            "closures": len(shift.closures),
            "replans": self._attempts.total(),
            "replans_by_cause": dict(sorted(self._attempts.items())),
            "replans_by_outcome": dict(sorted(self._outcomes.items())),
            **plan_results(self._plan_ms.values()),
            **self._motion.results(),
            **(self.floor.results() if self.floor else {}),
            "sim_duration_s": shift.duration_s,
            "wall_s": round(wall_s, 3),
            "seed": shift.seed,
            "layout": shift.facility.name,
            "vehicles": len(self.plant.vehicle_ids),
        }
