"""Vehicles that outlive a controller: they follow routes and do each action once."""

from __future__ import annotations

from dataclasses import dataclass, field

from fleet_core.execution.controller import FleetController
from fleet_core.model.facility import Facility
from fleet_core.model.geometry import Pose
from fleet_core.model.order import StopAction
from fleet_core.model.route import Route
from fleet_core.model.vehicle import (
    ActionStatus,
    ErrorLevel,
    OperatingMode,
    VehicleError,
    VehicleReport,
)

ACTION_STEPS = 2


@dataclass
class TeleportVehicle:
    """One leg a step; an action takes two steps."""

    id: str
    type_id: str
    pose: Pose
    soc: float = 1.0
    loads: list[str] = field(default_factory=list)
    routes: list[Route] = field(default_factory=list)
    legs_done: int = 0
    running_steps: int = 0
    ended: dict[str, ActionStatus] = field(default_factory=dict)
    done: list[tuple[StopAction, str, str]] = field(default_factory=list)  # what, load, station
    mode: OperatingMode = OperatingMode.AUTOMATIC
    errors: tuple[VehicleError, ...] = ()
    silent: bool = False
    deaf: bool = False
    fail_next: str = ""
    said: str = ""
    retired: set[str] = field(default_factory=set)

    def hear(self, route: Route) -> None:
        if self.silent or self.deaf or route.route_id in self.retired:
            return
        for index, known in enumerate(self.routes):
            if known.route_id == route.route_id:
                if route.released >= known.released:
                    self.routes[index] = route
                return
        if self.routes or route.legs or route.action is not None:  # else it says of no place
            self.routes.append(route)

    def live(self) -> None:
        """One step."""
        if self.mode is not OperatingMode.AUTOMATIC or any(
            e.level is ErrorLevel.FATAL for e in self.errors
        ):
            return
        while len(self.routes) > 1 and self.legs_done >= self.routes[0].released:
            if self._busy:
                break
            self.retired.add(self.routes.pop(0).route_id)
            self.legs_done = self.running_steps = 0
        if not self.routes or self.routes[-1].hold:
            return
        route = self.routes[0]
        if self.legs_done < route.released:
            self.legs_done += 1
            self.pose = route.legs[self.legs_done - 1].path[-1]
            self.soc = max(0.0, self.soc - 0.01)
        elif self.legs_done >= len(route.legs):
            self._act(route)

    @property
    def _busy(self) -> bool:
        action = self.routes[0].action
        transfer = action is not None and action.kind in (StopAction.PICK, StopAction.DROP)
        return transfer and self.running_steps > 0

    def _act(self, route: Route) -> None:
        action = route.action
        if action is None or action.action_id in self.ended:
            return
        self.running_steps += 1
        if action.kind is StopAction.CHARGE:
            self.soc = min(1.0, self.soc + 0.1)
            finished = self.soc >= 1.0
        else:
            finished = self.running_steps > ACTION_STEPS
        if not finished:
            return
        self.running_steps = 0
        if self.fail_next:
            self.said, self.fail_next = self.fail_next, ""
            self.ended[action.action_id] = ActionStatus.FAILED
            return
        self.ended[action.action_id] = ActionStatus.FINISHED
        self.done.append((action.kind, action.load_unit_id, action.station_id))
        if action.kind is StopAction.PICK:
            assert not self.loads, f"{self.id} picks {action.load_unit_id} on top of {self.loads}"
            self.loads.append(action.load_unit_id)
        elif action.kind is StopAction.DROP:
            assert self.loads == [action.load_unit_id], f"{self.id} drops what it has not"
            self.loads.clear()

    def report(self, now_s: float) -> VehicleReport:
        route = self.routes[0] if self.routes else None
        action = route.action if route else None
        status = ActionStatus.NONE
        if action is not None:
            status = self.ended.get(action.action_id, ActionStatus.NONE)
            if self.running_steps:
                status = ActionStatus.RUNNING
        return VehicleReport(
            self.id,
            self.type_id,
            now_s,
            self.pose,
            0.0,
            0.0,
            self.soc,
            charging=status is ActionStatus.RUNNING
            and action is not None
            and action.kind is StopAction.CHARGE,
            load_unit_ids=tuple(self.loads),
            mode=self.mode,
            errors=self.errors,
            paused=bool(self.routes and self.routes[-1].hold),
            route_id=route.route_id if route else "",
            legs_done=self.legs_done,
            legs_released=route.released if route else 0,
            action_id=action.action_id if action else "",
            action_status=status,
            action_text=self.said,
        )

    def carried_to(self, pose: Pose) -> None:
        """A person drives it away and sets it down."""
        self.pose = pose
        self.retired.update(route.route_id for route in self.routes)
        self.routes, self.legs_done, self.running_steps = [], 0, 0


class TeleportWorld:
    """The vehicles and the clock; controllers come and go."""

    def __init__(self, facility: Facility, step_s: float = 1.0) -> None:
        self.facility = facility
        self.step_s = step_s
        self.now_s = 0.0
        self.vehicles = {
            entry.id: TeleportVehicle(entry.id, entry.type_id, self.pose_at(entry.start_node_id))
            for entry in facility.fleet
        }

    def pose_at(self, node_id: str) -> Pose:
        node = self.facility.layout.nodes[node_id]
        return Pose(node.x_m, node.y_m, 0.0)

    def step(self, controller: FleetController | None) -> list[Route]:
        """All vehicles live one step; a controller, if there is one, hears and decides."""
        self.now_s += self.step_s
        for vehicle in self.vehicles.values():
            vehicle.live()
        if controller is None:
            return []
        for vehicle in self.vehicles.values():
            if not vehicle.silent:
                controller.report(vehicle.report(self.now_s))
        routes = controller.step(self.now_s)
        for route in routes:
            self.vehicles[route.vehicle_id].hear(route)
        return routes

    def run(self, controller: FleetController, steps: int) -> None:
        for _ in range(steps):
            self.step(controller)

    def done(self, kind: StopAction) -> list[tuple[str, str]]:
        """(load, station) of every pick or drop that was really done."""
        return [
            (load, station)
            for vehicle in self.vehicles.values()
            for what, load, station in vehicle.done
            if what is kind
        ]
