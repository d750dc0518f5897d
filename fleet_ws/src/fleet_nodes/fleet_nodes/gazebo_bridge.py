"""A plant in Gazebo 11 as the graph sees it: /clock, and every vehicle's driver. The topics are
those of the embedded plant, so that nobody above knows which one there is."""

from __future__ import annotations

import time
from functools import partial

import numpy as np
from rclpy.clock import Clock, ClockType
from rclpy.node import Node
from rosgraph_msgs.msg import Clock as ClockMessage

from fleet_core.app.scenarios import scenario_for
from fleet_core.layouts import load_facility
from fleet_core.model.scenario import Scenario
from fleet_core.model.vehicle_type import VehicleType
from fleet_core.simulation.leg_follower import warm_up
from fleet_nodes import names, qos
from fleet_nodes.clock_owner import ClockOwner
from fleet_nodes.conversions.instants import time_message
from fleet_nodes.diagnostics import ERROR, OK, WARN, Diagnostics, Health, Part
from fleet_nodes.gazebo.crowd import GazeboCrowd
from fleet_nodes.gazebo.link import GazeboLink
from fleet_nodes.gazebo.localisation import Localisation
from fleet_nodes.gazebo.onboard import OnboardComputer
from fleet_nodes.gazebo.station_loads import StationLoads
from fleet_nodes.gazebo.wires import (
    CommandWires,
    DriverWires,
    OdometryWires,
    SensorWires,
    at_nodes,
)
from fleet_nodes.order_source import OrderSchedule, OrderSource
from fleet_nodes.parameters import GazeboParameters, declare
from fleet_nodes.process import run
from fleet_nodes.station_places import REACH_M
from fleet_nodes.wiring import advertise

_CHECKS_HZ = 5.0
_LOCALISATION = 11
"""Stands beside the seed: errors change no order of the same seed."""
_SEEN_WITHIN_S = 15.0
"""Of real time, from when Gazebo is there; loading a big world takes some seconds."""


class _FleetTime:
    """Gazebo's time, which begins with 0 at each start, as one that never goes back."""

    def __init__(self) -> None:
        self.begun_s = self._offset_s = float(int(time.time()))
        self._last_s = 0.0

    def of(self, gazebo_s: float) -> float:
        if gazebo_s < self._last_s:  # another run
            self._offset_s += self._last_s + 1.0
        self._last_s = gazebo_s
        return self._offset_s + gazebo_s


class GazeboBridge(Node):
    """No lifecycle: it waits for Gazebo as long as it has to, also when Gazebo dies."""

    def __init__(self) -> None:
        super().__init__("gazebo_bridge")
        self._settings = settings = declare(self, GazeboParameters)
        port = settings.master_port
        self._owner = ClockOwner(self, f"gazebo_bridge to the master on port {port}")
        loaded = load_facility(settings.layout)
        self._facility = facility = loaded.facility
        types = {one.id: facility.vehicle_types[one.type_id] for one in facility.fleet}
        commanded = {each: kind for each, kind in types.items() if not kind.manned}
        self._named = named = names.vehicle_names(commanded)
        self._soc = {one.id: one.battery_soc for one in facility.fleet}
        warm_up()
        self._owner.take()
        self._clock_publisher = advertise(self, ClockMessage, names.CLOCK, qos.CLOCK)
        self._time, self._told_s, self._runs = _FleetTime(), 0.0, 0
        self._connected_s: float | None = None  # real time
        # A timer that asks would cost as much as all that is answered.
        self._news = self.create_guard_condition(self._on_news)
        self._link = GazeboLink(
            port,
            settings.world or facility.name,
            commanded,
            settings.command_max_age_s,
            settings.paced,
            self._news.trigger,
            scans=settings.scans,
        )
        for each, kind in commanded.items():
            CommandWires(self, named[each], kind, partial(self._link.command, each))
        self._loads = StationLoads(facility, self._link, self._link.vehicles)
        self._reported_s = dict.fromkeys(commanded, float("-inf"))
        self._drivers: dict[str, DriverWires] = {}
        self._odometry: dict[str, OdometryWires] = {}
        if settings.drivers:
            near = at_nodes(self._station_nodes(), REACH_M)
            self._drivers = {each: DriverWires(self, each, named[each], near) for each in commanded}
        else:
            self._odometry = {each: OdometryWires(self, named[each]) for each in commanded}
        scenario = scenario_for(settings.scenario, loaded)
        rng = np.random.default_rng(settings.seed)
        self._sensors = {each: self._sensor_wires(each) for each in commanded}
        begun_s = self._time.begun_s
        schedule = OrderSchedule(begun_s, begun_s, settings.backlog_s)
        self._orders = OrderSource(self, facility, scenario, rng, schedule)
        self._crowd = self._made_crowd(scenario, commanded, rng)
        self._diagnostics = Diagnostics(self, Part(self.get_name(), facility.name, self._health))
        self._steady = Clock(clock_type=ClockType.STEADY_TIME)
        self.create_timer(1.0 / _CHECKS_HZ, self._owner.check, clock=self._steady)

    def _station_nodes(self) -> dict[str, list[tuple[float, float]]]:
        layout = self._facility.layout
        return {
            station.id: [
                (layout.nodes[each].x_m, layout.nodes[each].y_m)
                for each in station.interaction_node_ids
            ]
            for station in layout.stations.values()
        }

    def _sensor_wires(self, vehicle_id: str) -> SensorWires:
        settings, localisation = self._settings, None
        if settings.localisation_off_m > 0.0:
            number = list(self._named).index(vehicle_id)
            rng = np.random.default_rng([settings.seed, _LOCALISATION, number])
            off_m, off_rad = settings.localisation_off_m, settings.localisation_off_rad
            localisation = Localisation(rng, off_m, off_rad)
        vehicle = self._link.vehicles[vehicle_id]
        return SensorWires(self, self._named[vehicle_id], vehicle, localisation)

    def _made_crowd(
        self, scenario: Scenario, commanded: dict[str, VehicleType], rng: np.random.Generator
    ) -> GazeboCrowd | None:
        settings = self._settings
        people = scenario.people if settings.people < 0 else settings.people
        manned = scenario.manned if settings.manned < 0 else settings.manned
        if people + manned == 0:
            return None
        crowd = (people, manned)
        return GazeboCrowd(self, self._facility, self._link, commanded, crowd, rng.spawn(1)[0])

    def close(self) -> None:
        """It ends, for whatever reason."""
        self._link.stop()
        self._owner.close()

    def _on_news(self) -> None:
        """Gazebo has shown new poses."""
        gazebo_s = self._link.now_s
        if gazebo_s == self._told_s:
            return
        self._told_s = gazebo_s
        now_s = self._time.of(gazebo_s)
        self._clock_publisher.publish(ClockMessage(clock=time_message(now_s)))
        if self._link.runs != self._runs:
            self._runs = self._link.runs
            self._begin_anew()
        for each in self._named:
            self._report(each, gazebo_s, now_s)
        self._link.patience.driving = frozenset(
            each for each, driver in self._drivers.items() if driver.drives
        )
        if self._crowd is not None:
            self._crowd.step(gazebo_s, now_s, self._loaded())
        self._orders.step(now_s - self._time.begun_s)

    def _loaded(self) -> dict[str, bool]:
        return {
            each: driver.computer is not None and driver.computer.handling.loaded
            for each, driver in self._drivers.items()
        }

    def _begin_anew(self) -> None:
        """Gazebo was started: all stands where the world says, and nobody is on a route."""
        self._loads.forget()
        if self._crowd is not None:
            self._crowd.forget()
        for each, driver in self._drivers.items():
            if driver.computer is not None:
                self._soc[each] = driver.computer.battery_soc
                driver.computer = None
        self._reported_s = dict.fromkeys(self._named, float("-inf"))

    def _report(self, vehicle_id: str, gazebo_s: float, now_s: float) -> None:
        seen = self._link.seen(vehicle_id)
        since_s = gazebo_s - self._reported_s[vehicle_id]
        if seen is None or since_s < 1.0 / self._settings.report_rate_hz - 0.005:
            return
        self._reported_s[vehicle_id] = gazebo_s
        late_s = gazebo_s - seen.time_s
        self._sensors[vehicle_id].report(now_s - late_s)
        driver = self._drivers.get(vehicle_id)
        if driver is None:
            self._odometry[vehicle_id].report(seen, now_s - late_s)
            return
        if driver.computer is None:
            driver.switch_on(self._computer(vehicle_id))
        driver.step(now_s, min(since_s, 1.0), late_s)

    def _computer(self, vehicle_id: str) -> OnboardComputer:
        return OnboardComputer(
            self._link.vehicles[vehicle_id],
            self._facility.clearance_m / 2.0,
            self._soc[vehicle_id],
            self._loads,
            lambda: self._link.now_s,
        )

    def _strange_world(self) -> str:
        """What is wrong with a Gazebo that is there, and does not tell of our vehicles."""
        now_s = time.monotonic()
        if not self._link.connected:
            self._connected_s = None
            return ""
        self._connected_s = self._connected_s or now_s
        unseen = [each for each in self._named if self._link.seen(each) is None]
        if not unseen or now_s - self._connected_s < _SEEN_WITHIN_S:
            return ""
        port, world = self._settings.master_port, self._settings.world or self._facility.name
        return f"Gazebo on port {port} has no {', '.join(unseen[:3])}: it runs no world {world}"

    def _health(self) -> Health:
        if strange := self._strange_world():
            return Health(ERROR, strange)
        if not self._link.connected:
            return Health(WARN, f"no Gazebo on port {self._settings.master_port}; waiting for it")
        contacts = self._link.contacts()
        downs = self._loads.set_downs
        values = {
            "gazebo_time_s": round(self._link.now_s, 1),
            "contacts": len(contacts),
            "orders_waiting": self._orders.waiting,
            "set_downs": len(downs),
            "set_down_off_mm": round(1000.0 * max((each.off_m for each in downs), default=0.0), 1),
            "loads_lost": sum(
                driver.computer is not None and driver.computer.handling.lost
                for driver in self._drivers.values()
            ),
        }
        if self._crowd is not None:
            values["contacts_at_fault"] = self._crowd.people.contacts.at_fault
        if contacts:
            last = contacts[-1]
            return Health(ERROR, f"{last.first} has touched {last.second}", values)
        return Health(OK, "the plant runs in Gazebo", values)


def main() -> None:
    run("gazebo_bridge", lambda: [GazeboBridge()])


if __name__ == "__main__":
    main()
