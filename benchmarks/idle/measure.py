"""What a fleet costs that has nothing to do: the controller's own work, step by step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from fleet_core.app.embedded_fleet import EmbeddedFleet
from fleet_core.app.simulation_run import REPORT_S
from fleet_core.model.errors import WorkError
from fleet_core.model.facility import Facility
from fleet_core.model.scenario import Scenario
from fleet_core.model.status import FleetSnapshot
from fleet_core.model.vehicle import Activity

SETTLE_MAX_S = 3600.0
"""By then everybody has parked or charged, or something is wrong with the layout."""
CALM_S = 30.0
"""So long nothing may have been sent before the fleet counts as idle."""


@dataclass(slots=True)
class IdleCount:
    """Work that an idle fleet should not make."""

    attempts: int = 0  # of planning
    routes: int = 0  # messages to vehicles


class IdleFleet:
    """A facility's fleet without orders, driven by the real controller in the embedded plant."""

    def __init__(self, facility: Facility, clock: Callable[[], float]) -> None:
        """``clock``: seconds of processor time."""
        self.count = IdleCount()
        fleet = EmbeddedFleet(facility, Scenario("none", ()), 0, watch=self._planned)
        self.plant, self.controller = fleet.plant, fleet.controller
        self._clock = clock

    def _planned(self, _cause: str, _outcome: str) -> None:
        self.count.attempts += 1

    def settle(self) -> None:
        """Let all vehicles park and charge. Raises WorkError when they do not come to rest."""
        calm_since_s = 0.0
        while self.plant.now_s < SETTLE_MAX_S:
            before = self.count.routes + self.count.attempts
            self.step()
            if self.count.routes + self.count.attempts > before:
                calm_since_s = self.plant.now_s
            if self.plant.now_s - calm_since_s >= CALM_S and not self._busy():
                self.count = IdleCount()
                return
        busy = ", ".join(self._busy()[:5]) or "none at the moment"
        raise WorkError(
            f"facility {self.plant.facility.name}: the fleet without orders does not come to rest "
            f"within {SETTLE_MAX_S:g} s (busy: {busy})"
        )

    def _busy(self) -> list[str]:
        snapshot: FleetSnapshot = self.controller.snapshot(self.plant.now_s)
        return [
            status.report.vehicle_id
            for status in snapshot.vehicles
            if status.activity is not Activity.IDLE
        ]

    def step(self) -> float:
        """Half a second of the plant; returns the processor time that the controller took for the
        reports and its step."""
        now_s = self.plant.now_s
        reports = self.plant.reports(now_s)
        began_s = self._clock()
        for report in reports:
            self.controller.report(report)
        routes = self.controller.step(now_s)
        took_s = self._clock() - began_s
        self.count.routes += len(routes)
        for route in routes:
            self.plant.apply(route)
        self.plant.step(REPORT_S)
        return took_s


def measure_idle(facility: Facility, seconds: float, clock: Callable[[], float]) -> dict[str, Any]:
    """The figures of ``fleet bench idle``; ``seconds`` of the plant's time, at least a step."""
    fleet = IdleFleet(facility, clock)
    fleet.settle()
    steps_s = [fleet.step() for _ in range(max(1, round(seconds / REPORT_S)))]
    p50_ms, p95_ms = np.percentile(np.array(steps_s) * 1000.0, [50, 95])
    return {
        "nodes": len(facility.layout.nodes),
        "edges": len(facility.layout.edges),
        "vehicles": len(fleet.plant.vehicle_ids),
        "step_ms": {"p50": round(float(p50_ms), 3), "p95": round(float(p95_ms), 3)},
        "core_share": round(sum(steps_s) / (len(steps_s) * REPORT_S), 5),
        "attempts": fleet.count.attempts,
        "routes": fleet.count.routes,
    }
