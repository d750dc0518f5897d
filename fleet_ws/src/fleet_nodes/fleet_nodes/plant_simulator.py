"""The embedded plant as a node: it publishes /clock and plays every vehicle's driver."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from rclpy.clock import Clock, ClockType
from rclpy.node import Node
from rosgraph_msgs.msg import Clock as ClockMessage

from fleet_core.app.scenarios import scenario_for
from fleet_core.layouts import load_facility
from fleet_core.simulation.plant import Plant
from fleet_nodes import qos
from fleet_nodes.conversions.instants import time_message
from fleet_nodes.diagnostics import OK, WARN, Diagnostics, Health, Part
from fleet_nodes.names import CLOCK
from fleet_nodes.order_source import OrderSource
from fleet_nodes.parameters import PlantParameters, declare
from fleet_nodes.plant_clock import PlantClock
from fleet_nodes.plant_gateway import PlantGateway
from fleet_nodes.plant_services import offer_plant_services
from fleet_nodes.process import run
from fleet_nodes.wiring import advertise

_LONGEST_STEP_S = 0.1  # of the plant; faster than real time means more steps, not longer ones
_CATCH_UP_S = 0.5  # real time lost beyond this (a machine that slept) is not made up for


class PlantSimulator(Node):
    """No lifecycle: a plant is there as long as it is there."""

    def __init__(self) -> None:
        super().__init__("plant_simulator")
        parameters = self._settings = declare(self, PlantParameters)
        loaded = load_facility(parameters.layout)
        scenario = scenario_for(parameters.scenario, loaded)
        rng = np.random.default_rng(parameters.seed)
        self._plant = Plant(loaded.facility, scenario, rng.spawn(1)[0])
        folder = parameters.data_folder
        self._plant_clock = PlantClock(
            Path(folder) if folder else None, parameters.real_time_factor
        )
        self._gateway = PlantGateway(self, self._plant.vehicle_ids, self._plant.apply)
        self._orders = OrderSource(
            self, loaded.facility, scenario, rng, self._plant_clock.start_s, parameters.backlog_s
        )
        self._clock_publisher = advertise(self, ClockMessage, CLOCK, qos.CLOCK)
        offer_plant_services(self, self._plant)
        self._start_timer()
        self._diagnostics = Diagnostics(self, Part(self, loaded.facility.name, self._health))

    def _start_timer(self) -> None:
        """On the real clock: the plant's own is what the timer moves."""
        self._steady = Clock(clock_type=ClockType.STEADY_TIME)
        self._last_s = self._reported_s = self._steady_s()
        self._due_s = 0.0
        self._late = False
        period_s = 1.0 / self._settings.clock_rate_hz
        self._timer = self.create_timer(period_s, self._on_timer, clock=self._steady)

    def _steady_s(self) -> float:
        return self._steady.now().nanoseconds * 1e-9

    def _on_timer(self) -> None:
        now_s = self._steady_s()
        passed_s = now_s - self._last_s
        self._last_s = now_s
        self._late = passed_s > _CATCH_UP_S
        self._due_s += min(passed_s, _CATCH_UP_S) * self._settings.real_time_factor
        self._let_time_pass()
        clock_s = self._plant_clock.start_s + self._plant.now_s
        self._plant_clock.keep(clock_s)
        self._clock_publisher.publish(ClockMessage(clock=time_message(clock_s)))
        due = now_s - self._reported_s >= 1.0 / self._settings.report_rate_hz - 1e-3
        if due:
            self._reported_s = now_s
        self._gateway.publish(self._plant.reports(clock_s), due)
        self._orders.step(self._plant.now_s)

    def _let_time_pass(self) -> None:
        """In whole milliseconds; what is left over waits for the next time."""
        while self._due_s >= 0.001:
            step_s = min(_LONGEST_STEP_S, int(self._due_s * 1000.0) / 1000.0)
            self._plant.step(step_s)
            self._due_s -= step_s

    def _health(self) -> Health:
        values = {
            "real_time_factor": self._settings.real_time_factor,
            "plant_time_s": round(self._plant.now_s, 1),
            "orders_waiting": self._orders.waiting,
        }
        if self._late:
            return Health(WARN, "the machine is too slow for this real-time factor", values)
        return Health(OK, "the plant runs", values)


def main() -> None:
    run("plant_simulator", lambda: [PlantSimulator()])


if __name__ == "__main__":
    main()
