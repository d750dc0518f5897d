"""What the plant simulator says and hears: the topics of each vehicle's driver, plans and
restrictions of vehicles among people, and services for what a person on the floor could do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from fleet_interfaces import srv
from nav_msgs.msg import Path
from rclpy.node import Node

from fleet_core.model.errors import CommandError
from fleet_core.model.geometry import Pose
from fleet_core.model.route import Release, Route
from fleet_core.model.scenario import Fault, FaultKind
from fleet_core.model.vehicle import VehicleReport
from fleet_core.onboard.route_inbox import RouteInbox
from fleet_core.simulation.embedded_plant import Plant
from fleet_nodes import names, qos
from fleet_nodes.conversions import checks
from fleet_nodes.conversions.corridors import plan_message
from fleet_nodes.conversions.vehicles import heading
from fleet_nodes.driver_topics import DriverTopics
from fleet_nodes.heard_restrictions import HeardRestrictions
from fleet_nodes.requests import serve
from fleet_nodes.wiring import advertise
from planner.local.state import STAGES, STEP_S

_LONGEST_FAULT_S = 86_400.0

PERIOD_S = 0.2
"""Of plans that are told, by the plant's time."""


class _Driver:
    """One vehicle's driver: what it is told goes to the plant."""

    def __init__(
        self, node: Node, vehicle_id: str, name: str, drive: Callable[[Route], None]
    ) -> None:
        self._drive = drive
        self._inbox = RouteInbox(vehicle_id)
        self._topics = DriverTopics(node, name, self._on_route, self._on_release)
        self.publish = self._topics.publish

    def _on_route(self, route: Route, _sent_s: float) -> None:
        self._follow(self._inbox.take_route(route))

    def _on_release(self, release: Release, _sent_s: float) -> None:
        self._follow(self._inbox.take_release(release))

    def _follow(self, route: Route | None) -> None:
        if route is not None:
            self._drive(route)


class PlantGateway:
    """Gives out reports as each vehicle's own topics, takes in each vehicle's route."""

    def __init__(
        self, node: Node, vehicle_ids: Iterable[str], drive: Callable[[Route], None]
    ) -> None:
        self._drivers = {
            vehicle_id: _Driver(node, vehicle_id, name, drive)
            for vehicle_id, name in names.vehicle_names(vehicle_ids).items()
        }

    def publish(self, reports: Iterable[VehicleReport], due: bool) -> None:
        """``due``: every vehicle speaks; otherwise those that have something new to say."""
        for report in reports:
            self._drivers[report.vehicle_id].publish(report, due)


class RestrictedPlant:
    """The embedded plant's own drives among people, where no node of their own steers them: they
    obey what the proximity node says, and tell it what they mean to drive, as the local planner
    does for the vehicles that it steers."""

    def __init__(self, node: Node, plant: Plant) -> None:
        self._plant = plant
        self._restrictions = HeardRestrictions(node)
        self._plans = [
            advertise(node, Path, names.local_plan(name), qos.STATE)
            for name in names.vehicle_names(plant.vehicle_ids).values()
        ]
        self._told_s = -np.inf
        self._stood = np.zeros(len(self._plans), np.bool_)

    def obey(self, clock_s: float) -> None:
        """Before time passes."""
        limits = [self._restrictions.limit_mps(v, clock_s) for v in self._plant.vehicle_ids]
        self._plant.caps_mps[:] = limits

    def tell(self, clock_s: float) -> None:
        """Plans of those that mean to go, and once of those that do not any more."""
        if abs(clock_s - self._told_s) < PERIOD_S - 1e-6:
            return
        self._told_s = clock_s
        poses = self._plant.intended(STEP_S, STAGES)
        stands = np.all(poses[-1] == poses[0], axis=1)
        for v in np.flatnonzero(~(stands & self._stood)).tolist():
            self._plans[v].publish(plan_message(poses[:, v], clock_s))
        self._stood = stands


def offer_plant_services(node: Node, plant: Plant) -> None:
    """What a person on the floor could do to a vehicle: take_over, set_down, hand_back,
    inject_fault."""

    def take_over(request: Any, _response: Any) -> None:
        plant.take_over(checks.identifier(request.vehicle_id, "vehicle_id"))

    def hand_back(request: Any, _response: Any) -> None:
        plant.hand_back(checks.identifier(request.vehicle_id, "vehicle_id"))

    def set_down(request: Any, _response: Any) -> None:
        place = plant.facility.layout.nodes.get(request.node_id)
        if place is None:
            raise CommandError(f"layout {plant.facility.name} has no node {request.node_id[:40]!r}")
        heading_rad = heading(request.heading_rad, "heading_rad")
        vehicle_id = checks.identifier(request.vehicle_id, "vehicle_id")
        plant.set_down(vehicle_id, Pose(place.x_m, place.y_m, heading_rad))

    def inject_fault(request: Any, _response: Any) -> None:
        plant.inject(
            Fault(
                at_s=plant.now_s,
                vehicle_id=checks.identifier(request.vehicle_id, "vehicle_id"),
                kind=checks.word(request.kind, FaultKind, "kind"),
                duration_s=checks.number(request.duration_s, "duration_s", 0.0, _LONGEST_FAULT_S),
            )
        )

    serve(node, srv.VehicleCommand, names.TAKE_OVER, take_over)
    serve(node, srv.VehicleCommand, names.HAND_BACK, hand_back)
    serve(node, srv.SetDown, names.SET_DOWN, set_down)
    serve(node, srv.InjectFault, names.INJECT_FAULT, inject_fault)
