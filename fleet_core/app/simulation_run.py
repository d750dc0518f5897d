"""A simulated shift: the embedded plant, the real controller, and those who watch."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from math import ceil
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from fleet_core.app.composition import build_controller
from fleet_core.app.local_motion import NMPC, PROFILE, local_pilot, motion_for, steered_motion
from fleet_core.app.shared_floor import TICK_S, SharedFloor
from fleet_core.execution.settings import NO_LIMITS, FleetSettings
from fleet_core.model.closure import Closure
from fleet_core.model.facility import Facility
from fleet_core.model.order import Transition
from fleet_core.model.request import CloseWay, SubmitOrder
from fleet_core.model.scenario import Scenario
from fleet_core.simulation.collision_monitor import CollisionMonitor
from fleet_core.simulation.deadlock_monitor import DeadlockMonitor
from fleet_core.simulation.efforts import efforts
from fleet_core.simulation.order_streams import OrderStreams
from fleet_core.simulation.plant import Plant
from fleet_core.simulation.sample import Sample
from fleet_core.simulation.settings import PlantSettings
from fleet_core.simulation.statistics import (
    OrderCount,
    order_results,
    plan_results,
    vehicle_results,
)
from fleet_core.simulation.trace_file import TraceFile
from fleet_core.store.memory_store import MemoryStore
from planner.roadmap.build import PIECE_M

REPORT_S = 0.5
"""Vehicles report, and the controller decides, twice a second."""
CROWD = 7
"""Stands beside the seed: people change no order and no delay of the same seed."""
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
        plant_rng, order_rng = np.random.default_rng(shift.seed).spawn(2)
        self._shift = shift
        self._attempts: Counter[str] = Counter()  # of planning, by cause
        self._outcomes: Counter[str] = Counter()  # of the same attempts
        self._plan_ms = Sample()
        self._order_count = OrderCount()
        self._order_ids: dict[str, None] = {}  # of those that have not ended
        self._closures = deque(shift.closures)
        pilot = local_pilot(shift.facility) if shift.shared and shift.local == NMPC else None
        self._motion = (
            steered_motion(shift.facility, pilot)
            if pilot is not None
            else motion_for(shift.facility, shift.local)
        )
        settings = PlantSettings(tick_s=1.0 / shift.rate_hz)
        self.plant = Plant(shift.facility, shift.scenario, plant_rng, settings, self._motion)
        self.controller = build_controller(
            shift.facility,
            MemoryStore(),
            replace(shift.settings, limits=NO_LIMITS),
            watch=self._planned,
            piece_m=shift.piece_m,
        )
        self.controller.watch_transitions(self._count_ended)
        self.floor: SharedFloor | None = None
        if shift.shared:
            people, manned = shift.scenario.people, shift.scenario.manned
            crowd_rng = np.random.default_rng([shift.seed, CROWD])
            self.floor = SharedFloor(self.plant, people, manned, crowd_rng, pilot)
        self._streams = OrderStreams(shift.facility, shift.scenario, order_rng)
        self.collisions = CollisionMonitor(self.plant.vehicle_ids, self.plant.types)
        self.deadlocks = DeadlockMonitor()

    def run(self, progress: Callable[[float], None]) -> dict[str, Any]:
        """Simulate to the end; ``progress`` is told the clock time. Returns the results."""
        began_s = perf_counter()
        next_look_s = LOOK_S
        with ExitStack() as stack:
            trace = self._trace(stack)
            self._watch(trace)
            while self.plant.now_s < self._shift.duration_s:
                self._control()
                self._pass_time(min(REPORT_S, self._shift.duration_s - self.plant.now_s), trace)
                if self.plant.now_s >= next_look_s:
                    self._look_for_deadlocks()
                    next_look_s += LOOK_S
                progress(self.plant.now_s)
        return self._results(perf_counter() - began_s)

    def _pass_time(self, duration_s: float, trace: TraceFile | None) -> None:
        """At once; among people in ticks, so that everybody sees everybody."""
        if self.floor is None:
            self.plant.step(duration_s)
            self._watch(trace)
            return
        ticks = max(1, ceil(duration_s / TICK_S - 1e-9))
        for _ in range(ticks):
            self.floor.step(duration_s / ticks)
            self._watch(trace)

    def _control(self) -> None:
        """Closures, orders and reports in, routes out."""
        now_s = self.plant.now_s
        while self._closures and self._closures[0].since_s <= now_s:
            closure = self._closures.popleft()
            self.controller.do(CloseWay(closure), closure.author, now_s).checked()
        for order in self._streams.due(now_s):
            self.controller.do(SubmitOrder(order), order.author, now_s).checked()
            self._order_ids[order.id] = None
        for report in self.plant.reports(now_s):
            self.controller.report(report)
        began_s = perf_counter()
        routes = self.controller.step(now_s)
        self._plan_ms.add((perf_counter() - began_s) * 1000.0)
        for route in routes:
            self.plant.apply(route)

    def _watch(self, trace: TraceFile | None) -> None:
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
