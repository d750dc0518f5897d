"""The embedded plant as a node: it publishes /clock and plays every vehicle's driver."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from rclpy.clock import Clock, ClockType
from rclpy.node import Node
from rosgraph_msgs.msg import Clock as ClockMessage

from fleet_core.app.local_motion import commanded_types, motion_for, steered_motion
from fleet_core.app.scenarios import scenario_for
from fleet_core.layouts import load_facility
from fleet_core.model.errors import ConfigurationError
from fleet_core.model.facility import Facility
from fleet_core.model.scenario import Scenario
from fleet_core.model.vehicle import VehicleReport
from fleet_core.simulation.collision_monitor import CollisionMonitor
from fleet_core.simulation.embedded_plant import Plant
from fleet_core.simulation.motion import Motion
from fleet_nodes import names, qos
from fleet_nodes.clock_owner import ClockOwner
from fleet_nodes.conversions.instants import time_message
from fleet_nodes.diagnostics import ERROR, OK, WARN, Diagnostics, Health, Part
from fleet_nodes.external_vehicles import without_external
from fleet_nodes.heard_pilot import HeardPilot
from fleet_nodes.names import CLOCK
from fleet_nodes.order_source import OrderSchedule, OrderSource
from fleet_nodes.parameters import PlantParameters, declare
from fleet_nodes.plant_gateway import PlantGateway, RestrictedPlant, offer_plant_services
from fleet_nodes.plant_memory import PlantClock, PlantMemory, Remembered, shift_key
from fleet_nodes.plant_people import PlantPeople
from fleet_nodes.process import run
from fleet_nodes.steering import COMMANDS, steering_for
from fleet_nodes.wiring import advertise

_LONGEST_STEP_S = 0.1  # of the plant; faster than real time means more steps, not longer ones
_CATCH_UP_S = 0.5  # real time lost beyond this (a machine that slept) is not made up for


class PlantSimulator(Node):
    """No lifecycle: a plant is there as long as it is there."""

    def __init__(self) -> None:
        super().__init__("plant_simulator")
        parameters = self._settings = declare(self, PlantParameters)
        place = f"data folder {Path(parameters.data_folder).absolute()}"
        self._owner = ClockOwner(self, place if parameters.data_folder else "without a data folder")
        self._pilot: HeardPilot | None = None
        self._unkept = ""  # why what a killed plant is to know again cannot be written
        self._report_rate_hz = parameters.report_rate_hz
        self._steering = steering_for(parameters.local, parameters.real_time_factor)
        if self._steering == COMMANDS:  # whoever steers must see
            self._report_rate_hz = max(parameters.clock_rate_hz, parameters.report_rate_hz)
        loaded = load_facility(parameters.layout)
        facility = without_external(loaded.facility, parameters.external)
        scenario = scenario_for(parameters.scenario, loaded)
        rng = np.random.default_rng(parameters.seed)
        motion = self._motion(facility)
        self._plant = Plant(facility, scenario, rng.spawn(1)[0], motion=motion)
        self._collisions = CollisionMonitor(self._plant.vehicle_ids, self._plant.types)
        folder = Path(parameters.data_folder) if parameters.data_folder else None
        self._memory = PlantMemory(folder, shift_key(facility, scenario, parameters.seed))
        before = self._recalled()
        self._plant_clock = PlantClock(folder, parameters.real_time_factor, self._plant.now_s)
        start_s = self._plant_clock.start_s
        self._begun_s = before.begun_s if before else start_s
        taken = before.orders_taken if before else 0
        schedule = OrderSchedule(self._begun_s, start_s, parameters.backlog_s, taken)
        self._owner.take()
        self._orders = OrderSource(self, facility, scenario, rng, schedule)
        self._gateway = PlantGateway(self, self._plant.vehicle_ids, self._plant.apply)
        self._people = self._made_people(scenario, rng)
        self._restricted = RestrictedPlant(self, self._plant) if self._pilot is None else None
        self._clock_publisher = advertise(self, ClockMessage, CLOCK, qos.CLOCK)
        offer_plant_services(self, self._plant)
        self._start_timer()
        self._diagnostics = Diagnostics(self, Part(self.get_name(), facility.name, self._health))

    def _motion(self, facility: Facility) -> Motion:
        """Vehicles that hear commands need topics of their own for them."""
        if self._steering != COMMANDS:
            return motion_for(facility, self._steering)
        commanded = [
            one.id for one in facility.fleet if not facility.vehicle_types[one.type_id].manned
        ]
        self._pilot = HeardPilot(
            self,
            names.vehicle_names(commanded),
            commanded_types(facility),
            lambda: self._plant.now_s,
            lambda: self._plant_clock.start_s + self._plant.now_s,
            self._settings.command_max_age_s,
        )
        return steered_motion(facility, self._pilot)

    def _made_people(self, scenario: Scenario, rng: np.random.Generator) -> PlantPeople | None:
        settings = self._settings
        people = scenario.people if settings.people < 0 else settings.people
        manned = scenario.manned if settings.manned < 0 else settings.manned
        if people + manned == 0:
            return None
        plant = self._plant
        vehicles = dict(zip(plant.vehicle_ids, plant.types, strict=True))
        return PlantPeople(self, plant.facility, vehicles, (people, manned), rng.spawn(1)[0])

    def _recalled(self) -> Remembered | None:
        """The plant as one before this left it when it was killed, if it was the same."""
        before = self._memory.recall()
        if before is not None:
            self._plant.restore(before.plant)
            self.get_logger().warning("the plant goes on where it was interrupted")
        else:
            self.get_logger().info(
                "a new shift: vehicles are set down at their places, without loads and routes"
            )
        return before

    def stop(self) -> None:
        """Ended in order: the next plant begins anew."""
        self._memory.forget()

    def close(self) -> None:
        """It ends, for whatever reason."""
        self._owner.close()

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
        self._owner.check()
        now_s = self._steady_s()
        passed_s = now_s - self._last_s
        self._last_s = now_s
        self._late = passed_s > _CATCH_UP_S
        self._due_s += min(passed_s, _CATCH_UP_S) * self._settings.real_time_factor
        self._let_time_pass()
        clock_s = self._plant_clock.start_s + self._plant.now_s
        reports = self._plant.reports(clock_s)
        self._keep(clock_s, reports)
        self._clock_publisher.publish(ClockMessage(clock=time_message(clock_s)))
        due = now_s - self._reported_s >= 1.0 / self._report_rate_hz - 1e-3
        if due:
            self._reported_s = now_s
        self._gateway.publish(reports, due)
        self._orders.step(self._plant.now_s)

    def _keep(self, clock_s: float, reports: Sequence[VehicleReport]) -> None:
        """What cannot be kept is told and tried again; the plant goes on all the same."""
        try:
            self._plant_clock.keep(clock_s)
            if self._memory.due(reports):
                self._memory.keep(self._state())
                self._unkept = ""
        except ConfigurationError as error:
            self._unkept = str(error)
            self.get_logger().error(self._unkept, throttle_duration_sec=10.0)

    def _state(self) -> Remembered:
        snapshot = self._plant.snapshot()
        return Remembered(self._memory.key, self._begun_s, self._orders.taken, snapshot)

    def _let_time_pass(self) -> None:
        """In whole milliseconds; what is left over waits for the next time."""
        while self._due_s >= 0.001:
            step_s = min(_LONGEST_STEP_S, int(self._due_s * 1000.0) / 1000.0)
            if self._restricted is not None:
                self._restricted.obey(self._plant_clock.start_s + self._plant.now_s)
            self._plant.step(step_s)
            self._due_s -= step_s
            clock_s, trail = self._plant_clock.start_s + self._plant.now_s, self._plant.trail
            if self._restricted is not None:
                self._restricted.tell(clock_s)
            if self._people is not None:
                self._people.step(step_s, clock_s, trail.poses[-1], trail.loaded)
            if self._collisions.watch(self._plant.trail):
                first, second = self._collisions.encounters[-1].vehicle_ids
                self.get_logger().error(f"the bodies of {first} and {second} overlap")

    def _health(self) -> Health:
        values = {
            "real_time_factor": self._settings.real_time_factor,
            "plant_time_s": round(self._plant.now_s, 1),
            "orders_waiting": self._orders.waiting,
            "collisions": self._collisions.count,
        }
        if self._people is not None:
            contacts = self._people.contacts
            values["contacts"], values["contacts_at_fault"] = contacts.count, contacts.at_fault
            if contacts.at_fault:
                return Health(ERROR, "a vehicle that moved has touched somebody", values)
        if self._collisions.count:
            return Health(ERROR, "bodies of vehicles have overlapped", values)
        if self._unkept:
            text = f"killed now, the plant would begin a new shift: {self._unkept}"
            return Health(WARN, text, values)
        if self._pilot is not None and self._pilot.unheard:
            text = f"{self._pilot.unheard} vehicles hear no local planner, and brake"
            return Health(WARN, text, values)
        if self._late:
            return Health(WARN, "the machine is too slow for this real-time factor", values)
        return Health(OK, "the plant runs", values)


def main() -> None:
    run("plant_simulator", lambda: [PlantSimulator()])


if __name__ == "__main__":
    main()
