"""A whole fleet in Gazebo without ROS: the controller, drivers, on-board computers and a local
planner in one process, which answer Gazebo look by look (`Pacer`).

The same parts as in the running graph, without its latency: what comes out depends on the scene and
not on how busy the machine is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import cos, pi, sin

import numpy as np

from fleet_core.app.composition import build_controller
from fleet_core.app.local_motion import solver_folder
from fleet_core.execution.settings import NO_LIMITS, FleetSettings
from fleet_core.model.facility import Facility
from fleet_core.model.geometry import Pose
from fleet_core.model.order import TransportOrder
from fleet_core.model.request import SubmitOrder
from fleet_core.model.vehicle import VehicleReport
from fleet_core.model.vehicle_type import Kinematics
from fleet_core.onboard.driver import OnboardDriver
from fleet_core.store.memory_store import MemoryStore
from fleet_nodes.gazebo.gazebo_plant import GazeboPlant
from fleet_nodes.gazebo.onboard import OnboardComputer
from fleet_nodes.gazebo.station_loads import StationLoads
from fleet_nodes.gazebo.vehicle import GazeboVehicle
from planner.local.local_planner import LocalPlanner
from planner.local.objects import Objects, no_objects
from planner.local.sight import Sight
from planner.local.stretch import Stretch
from planner.local.supervisor import Verdict

CONTROL_S = 0.5
"""The controller hears reports and decides twice a second, as in a simulated shift."""


@dataclass
class SteppedVehicle:
    """One vehicle, its computer and its driver."""

    vehicle: GazeboVehicle
    computer: OnboardComputer
    driver: OnboardDriver
    number: int = 0  # of what the planner knows that it drives
    task: object = None
    loaded: bool = False
    trail: list[tuple[float, Pose]] = field(default_factory=list)
    report: VehicleReport | None = None
    verdicts: Counter[Verdict] = field(default_factory=Counter)


class SteppedFleet:
    """Answers every look of a `Pacer`; ``objects`` tells what else moves on the floor."""

    def __init__(
        self,
        facility: Facility,
        plant: GazeboPlant,
        orders: Sequence[TransportOrder] = (),
        objects: Callable[[float], Objects] | None = None,
    ) -> None:
        self.plant = plant
        self.members: dict[str, SteppedVehicle] = {}
        self.controller = build_controller(facility, MemoryStore(), FleetSettings(limits=NO_LIMITS))
        self.loads = StationLoads(facility, plant, plant.vehicles)
        self._facility = facility
        self._orders = list(orders)
        self._objects = objects or (lambda _now_s: no_objects())
        kinds = [each.type for each in plant.vehicles.values()]
        self._planner = LocalPlanner(kinds, solver_folder())
        self._steer = np.zeros(len(kinds))
        self._planned_s = self._controlled_s = 0.0
        self.begun_s = 0.0  # when the controller had its first say

    def order(self, order_id: str) -> TransportOrder:
        """As it is now."""
        return self.controller.order(order_id)

    @property
    def accepted(self) -> bool:
        """Whether all orders are the controller's."""
        return bool(self.members) and not self._orders

    def answer(self) -> None:
        """New poses are there."""
        now_s = self.plant.now_s
        if any(each.seen is None for each in self.plant.vehicles.values()):
            return
        if not self.members:
            self._switch_on()
        elapsed_s = now_s - self._planned_s
        if elapsed_s < self._planner.settings.period_s - 0.005:
            return
        self._planned_s = now_s
        elapsed_s = min(elapsed_s, 0.5)
        for each in self.members.values():
            each.report = each.driver.step(now_s, elapsed_s)
            each.computer.expect(each.driver.next_action)
            each.trail.append((now_s, each.report.pose))
        if now_s - self._controlled_s >= CONTROL_S - 0.005:
            self.begun_s = self.begun_s or now_s
            self._controlled_s = now_s
            self._control(now_s)
        self._plan(now_s, elapsed_s)

    def _switch_on(self) -> None:
        facility = self._facility
        soc = {one.id: one.battery_soc for one in facility.fleet}
        for name, vehicle in self.plant.vehicles.items():
            computer = OnboardComputer(
                vehicle,
                facility.clearance_m / 2.0,
                soc[name],
                self.loads,
                lambda: self.plant.now_s,
            )
            driver = OnboardDriver(name, vehicle.type.id, computer)
            self.members[name] = SteppedVehicle(vehicle, computer, driver)

    def _control(self, now_s: float) -> None:
        """Orders that are due and reports in, routes out."""
        for order in [each for each in self._orders if each.release_time_s <= now_s]:
            self._orders.remove(order)
            self.controller.do(SubmitOrder(order), "gazebo", now_s).checked()
        for each in self.members.values():
            if each.report is not None:
                self.controller.report(each.report)
        for route in self.controller.step(now_s):
            self.members[route.vehicle_id].driver.hear_route(route, now_s)

    def _plan(self, now_s: float, elapsed_s: float) -> None:
        members = list(self.members.values())
        for v, each in enumerate(members):
            self._take_up(v, each)
        commands = self._planner.plan(self._sight(members), self._objects(now_s), elapsed_s)
        for v, each in enumerate(members):
            each.verdicts[Verdict(commands.verdict[v])] += 1
            task = each.computer.follower.task
            direction = task.direction if isinstance(task, Stretch) else 1
            forward = direction * float(commands.speed_mps[v])
            steer, turn = float(commands.steer[v]), float(commands.turn_radps[v])
            self._steer[v] = steer
            kind = each.vehicle.type
            if kind.kinematics is not Kinematics.TRICYCLE:
                each.vehicle.command(forward, turn or steer, now_s)
            elif turn != 0.0:
                each.vehicle.command(turn * kind.wheelbase_m, pi / 2.0, now_s)
            else:
                each.vehicle.command(forward / cos(steer), steer, now_s)

    def _take_up(self, v: int, each: SteppedVehicle) -> None:
        """What the vehicle is to drive, where it has changed."""
        follower, loaded = each.computer.follower, each.computer.handling.loaded
        if loaded != each.loaded:
            each.loaded = loaded
            self._planner.load(v, loaded)
        if follower.task is each.task and follower.number == each.number:
            return
        grown = follower.number == each.number and isinstance(follower.task, Stretch)
        each.number, each.task = follower.number, follower.task
        if grown and isinstance(follower.task, Stretch):
            self._planner.extend(v, follower.task)
        else:
            self._planner.begin(v, follower.task, follower.way_m)

    def _sight(self, members: Sequence[SteppedVehicle]) -> Sight:
        """What its drives are told now and not what is measured of a vehicle's speed: that lags
        behind, and a plan that began there would take back a part of every braking."""
        count = len(members)
        sight = Sight(
            np.zeros((count, 3)), np.zeros(count), np.zeros(count), np.zeros(count),
            np.ones(count, np.bool_), np.zeros(count, np.bool_), np.zeros(count),
        )  # fmt: skip
        for v, each in enumerate(members):
            seen, drives, kind = each.vehicle.seen, each.vehicle.drives, each.vehicle.type
            assert seen is not None
            is_tricycle = kind.kinematics is Kinematics.TRICYCLE
            follower = each.computer.follower
            sight.pose[v] = seen.pose.x_m, seen.pose.y_m, seen.pose.heading_rad
            sight.held[v] = follower.hold
            if isinstance(follower.task, Stretch):
                forward = drives.speed_mps * (cos(drives.steer) if is_tricycle else 1.0)
                sight.speed_mps[v] = max(0.0, follower.task.direction * forward)
                sight.steer[v] = drives.steer
            turn = drives.speed_mps * sin(drives.steer) / kind.wheelbase_m
            sight.turn_radps[v] = turn if is_tricycle else drives.steer
        return sight
