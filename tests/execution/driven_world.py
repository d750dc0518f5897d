"""Vehicles that drive along their released legs, beside a controller with real traffic; they can be
carried off, lie about their place and progress, and forget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from math import hypot

import numpy as np

from fleet_core.execution.controller import FleetController
from fleet_core.execution.settings import FleetSettings
from fleet_core.model.facility import Facility
from fleet_core.model.geometry import Pose
from fleet_core.model.order import Stop, StopAction, TransportOrder
from fleet_core.model.request import SubmitOrder
from fleet_core.model.route import Leg, LegKind, Route
from fleet_core.model.vehicle import (
    ActionStatus,
    OperatingMode,
    VehicleError,
    VehicleReport,
    VehicleStatus,
)
from fleet_core.model.wording import sentence
from fleet_core.store.memory_store import MemoryStore
from fleet_core.traffic.fleet_traffic import FleetTraffic
from planner.roadmap.footprints import body, stand, sweep, turn_poses
from planner.roadmap.graph import Roadmap
from planner.roadmap.travel_times import RoadmapTravelTimes

STEP_S = 0.5
SPEED_MPS = 0.8


@dataclass
class DrivenVehicle:
    """Drives its legs at an even speed; does each action in a step."""

    id: str
    type_id: str
    pose: Pose
    routes: list[Route] = field(default_factory=list)
    done: int = 0
    along_m: float = 0.0
    driven: set[str] = field(default_factory=set)
    ended: set[str] = field(default_factory=set)
    loads: list[str] = field(default_factory=list)
    mode: OperatingMode = OperatingMode.AUTOMATIC
    errors: tuple[VehicleError, ...] = ()
    frozen: bool = False  # stands, and says nothing of it
    deaf: bool = False  # to what grows
    silent: bool = False
    offset: tuple[float, float, float] = (0.0, 0.0, 0.0)  # of what it reports
    done_error: int = 0  # of the legs that it reports
    clock_error_s: float = 0.0

    def hear(self, route: Route) -> None:
        if self.mode is not OperatingMode.AUTOMATIC or route.route_id in self.driven:
            return
        for index, known in enumerate(self.routes):
            if known.route_id == route.route_id:
                released = known.released if self.deaf else max(known.released, route.released)
                self.routes[index] = replace(route, released=released)
                return
        self.routes.append(replace(route, released=0) if self.deaf else route)

    def live(self) -> None:
        if self.frozen or self.mode is not OperatingMode.AUTOMATIC or not self.routes:
            return
        if self.routes[-1].hold or self.errors:
            return
        left_m = SPEED_MPS * STEP_S
        while left_m > 0.0 and self.done < self.routes[0].released:
            leg = self.routes[0].legs[self.done]
            length_m = leg.length_m if leg.kind is LegKind.DRIVE else 0.4
            way_m = min(left_m, length_m - self.along_m)
            self.along_m, left_m = self.along_m + way_m, left_m - way_m
            self.pose = pose_on(leg, self.along_m / length_m)
            if self.along_m >= length_m - 1e-9:
                self.done, self.along_m = self.done + 1, 0.0
        while len(self.routes) > 1 and self.done >= self.routes[0].released:
            self.driven.add(self.routes.pop(0).route_id)
            self.done = 0
        route = self.routes[0]
        if self.done >= len(route.legs) and route.action is not None and left_m > 0.0:
            self._act(route.action.action_id, route.action.kind, route.action.load_unit_id)

    def _act(self, action_id: str, kind: StopAction, load_id: str) -> None:
        if action_id not in self.ended:
            self.ended.add(action_id)
            if kind is StopAction.PICK:
                self.loads.append(load_id)
            elif kind is StopAction.DROP:
                self.loads.remove(load_id)

    def forget(self) -> None:
        """Its driver is started anew."""
        self.driven.update(route.route_id for route in self.routes)
        self.routes, self.done, self.along_m = [], 0, 0.0

    def report(self, now_s: float) -> VehicleReport:
        route = self.routes[0] if self.routes else None
        action = route.action if route else None
        dx, dy, turn = self.offset
        pose = Pose(self.pose.x_m + dx, self.pose.y_m + dy, self.pose.heading_rad + turn)
        ended = action is not None and action.action_id in self.ended
        return VehicleReport(
            self.id, self.type_id, now_s + self.clock_error_s, pose, 0.0, 0.0, 0.9,
            load_unit_ids=tuple(self.loads), mode=self.mode, errors=self.errors,
            paused=bool(self.routes and self.routes[-1].hold),
            route_id=route.route_id if route else "",
            legs_done=max(0, self.done + self.done_error),
            legs_released=route.released if route else 0,
            action_id=action.action_id if action else "",
            action_status=ActionStatus.FINISHED if ended else ActionStatus.NONE,
        )  # fmt: skip


def pose_on(leg: Leg, share: float) -> Pose:
    first, last = leg.path[0], leg.path[-1]
    if leg.kind is LegKind.TURN:
        return Pose(first.x_m, first.y_m, first.heading_rad + share * leg.turn_rad)
    x, y = (first.x_m + share * (last.x_m - first.x_m), first.y_m + share * (last.y_m - first.y_m))
    return Pose(x, y, first.heading_rad)  # straight lanes only


class DrivenWorld:
    """``step`` lets time pass, and checks what is released against what was reported."""

    def __init__(self, facility: Facility, roadmap: Roadmap) -> None:
        self.facility, self.roadmap, self.now_s = facility, roadmap, 0.0
        self.store = MemoryStore(keeps_traffic=True)
        self.controller = self.new_controller()
        self.vehicles = {}
        for one in facility.fleet:
            state = roadmap.goal_states(one.type_id, [one.start_node_id])[0]
            place = Pose(*map(float, roadmap.state_pose[state]))
            self.vehicles[one.id] = DrivenVehicle(one.id, one.type_id, place)
        self.heard: dict[str, VehicleReport] = {}
        self.told: dict[str, int] = {}
        self.released_into: list[str] = []

    def new_controller(self) -> FleetController:
        travel = RoadmapTravelTimes(self.roadmap)
        self.controller = FleetController(
            self.facility,
            FleetTraffic(self.roadmap, travel),
            travel,
            self.store,
            FleetSettings(),
            open_travel=RoadmapTravelTimes(self.roadmap),
        )
        return self.controller

    def run(self, seconds: float) -> None:
        for _ in range(round(seconds / STEP_S)):
            self.step()

    def run_until(self, happened: Callable[[], bool], seconds: float) -> None:
        for _ in range(round(seconds / STEP_S)):
            if happened():
                return
            self.step()
        raise AssertionError(f"not within {seconds} s")

    def step(self) -> None:
        self.now_s += STEP_S
        for vehicle in self.vehicles.values():
            vehicle.live()
            if not vehicle.silent:
                report = vehicle.report(self.now_s)
                self.heard[vehicle.id] = report
                self.controller.report(report)
        for route in self.controller.step(self.now_s):
            self._check(route)
            if not self.vehicles[route.vehicle_id].silent:
                self.vehicles[route.vehicle_id].hear(route)

    def _check(self, route: Route) -> None:
        """No leg is released anew over a footprint that another vehicle has reported."""
        before = self.told.get(route.route_id, 0)
        self.told[route.route_id] = max(before, route.released)
        own = self.facility.vehicle_types[self.vehicles[route.vehicle_id].type_id]
        for leg in route.legs[before : route.released]:
            start = leg.path[0]
            poses = np.array([(p.x_m, p.y_m, p.heading_rad) for p in leg.path])
            if leg.kind is LegKind.TURN:
                poses = turn_poses(start.x_m, start.y_m, start.heading_rad, leg.turn_rad)
            floor = sweep(body(own), poses)
            for other, report in self.heard.items():
                if other != route.vehicle_id and floor.intersects(self.footprint(report)):
                    self.released_into.append(f"{self.now_s}: {route.vehicle_id} into {other}")

    def footprint(self, report: VehicleReport):  # type: ignore[no-untyped-def]
        pose, kind = report.pose, self.facility.vehicle_types[report.type_id]
        return stand(body(kind), np.array([pose.x_m, pose.y_m, pose.heading_rad]))

    def bodies_overlap(self) -> bool:
        """Of the true bodies."""
        shapes = [
            stand(
                body(self.facility.vehicle_types[one.type_id]),
                np.array([one.pose.x_m, one.pose.y_m, one.pose.heading_rad]),
            )
            for one in self.vehicles.values()
        ]
        return any(a.intersects(b) for n, a in enumerate(shapes) for b in shapes[:n])

    def submit(self, order_id: str, pick: str, drop: str, vehicle_id: str = "") -> None:
        stops = (Stop(pick, StopAction.PICK), Stop(drop, StopAction.DROP))
        order = TransportOrder(
            id=order_id, stops=stops, load_unit_id=f"load-{order_id}", intended_vehicle=vehicle_id
        )
        self.controller.do(SubmitOrder(order), "anna", self.now_s).checked()

    def status(self, vehicle_id: str) -> VehicleStatus:
        shown = self.controller.snapshot(self.now_s).vehicles
        return next(each for each in shown if each.report.vehicle_id == vehicle_id)

    def texts(self, code: str) -> list[str]:
        shown = self.controller.snapshot(self.now_s).messages
        return [sentence(each.reason) for each in shown if each.reason.code == code]


def distance_m(first: Pose, second: Pose) -> float:
    return hypot(first.x_m - second.x_m, first.y_m - second.y_m)
