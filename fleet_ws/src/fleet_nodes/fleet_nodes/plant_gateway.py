"""All publishers and subscriptions of the plant simulator: the topics of each vehicle's driver."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from rclpy.node import Node

from fleet_core.model.route import Release, Route
from fleet_core.model.vehicle import VehicleReport
from fleet_core.onboard.route_inbox import RouteInbox
from fleet_nodes import names
from fleet_nodes.driver_topics import DriverTopics


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
