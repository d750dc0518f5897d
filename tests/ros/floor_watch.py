"""What was reported, released and shown while a fleet ran, and whether anybody was released into a
footprint that was reported."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from math import hypot
from operator import itemgetter

import numpy as np
from fleet_interfaces import msg
from rosgraph_msgs.msg import Clock

from fleet_core.model.facility import Facility
from fleet_core.model.geometry import Pose
from fleet_core.model.route import Leg, Route
from fleet_core.model.vehicle import VehicleReport, VehicleStatus
from fleet_nodes import names, qos
from fleet_nodes.client import FleetClient
from fleet_nodes.conversions.fleet import vehicles_of
from fleet_nodes.conversions.instants import seconds_of
from fleet_nodes.conversions.routes import route_of
from fleet_nodes.conversions.vehicles import report_of
from fleet_nodes.wiring import listen
from planner.roadmap.footprints import body, stand, sweep

ACTED_ON_S = 0.6
"""A report that was heard for so long is acted on: the interval of reports, a step, the network."""
TOUCH_M2 = 1e-3
NEAR_M = 5.0
"""Bodies whose origins are farther from each other do not touch."""


@dataclass
class FloorWatch:
    """Times are when something was heard here, by the fleet's clock."""

    facility: Facility
    statuses: dict[str, list[tuple[float, VehicleStatus]]] = field(default_factory=dict)
    reports: dict[str, list[tuple[float, VehicleReport]]] = field(default_factory=dict)
    releases: list[tuple[float, str, tuple[Leg, ...]]] = field(default_factory=list)
    messages: list[tuple[float, msg.FleetMessage]] = field(default_factory=list)
    routes: dict[str, Route] = field(default_factory=dict)  # the newest of each vehicle
    now_s: float = 0.0
    _grown: dict[str, int] = field(default_factory=dict)  # most that was released, by route

    def listen(self, client: FleetClient) -> None:
        """To the whole fleet, from outside."""
        listen(client.node, Clock, names.CLOCK, self._on_clock, qos.CLOCK)
        client.subscribe(msg.FleetState, names.STATE, self._on_state)
        client.subscribe(msg.FleetMessage, names.MESSAGES, self._on_message)
        client.subscribe(msg.VehicleReport, names.VEHICLE_REPORTS, self._on_report)
        for vehicle_id, name in names.vehicle_names(v.id for v in self.facility.fleet).items():
            client.subscribe(msg.Route, names.fleet_route(name), self._on_route)
            client.subscribe(msg.Release, names.fleet_release(name), self._on_release)
            self.statuses[vehicle_id], self.reports[vehicle_id] = [], []

    def _on_clock(self, message: Clock) -> None:
        self.now_s = seconds_of(message.clock)

    def _on_state(self, message: msg.FleetState) -> None:
        for each in vehicles_of(message):
            self.statuses[each.report.vehicle_id].append((self.now_s, each))

    def _on_message(self, message: msg.FleetMessage) -> None:
        self.messages.append((self.now_s, message))

    def _on_report(self, message: msg.VehicleReport) -> None:
        report = report_of(message)
        self.reports[report.vehicle_id].append((self.now_s, report))

    def _on_route(self, message: msg.Route) -> None:
        route = route_of(message)
        known = self.routes.get(route.vehicle_id)
        before = known.released if known and known.route_id == route.route_id else 0
        self.routes[route.vehicle_id] = route
        self._note(route, before, route.released)

    def _on_release(self, message: msg.Release) -> None:
        route = self.routes.get(message.vehicle_id)
        if route is None or route.route_id != message.route_id:
            return
        before = self._known_release(route)
        self._note(route, before, message.released)

    def _known_release(self, route: Route) -> int:
        return max(route.released, self._grown.get(route.route_id, 0))

    def _note(self, route: Route, before: int, released: int) -> None:
        before = max(before, self._grown.get(route.route_id, 0))
        if released > before:
            self._grown[route.route_id] = released
            legs = route.legs[before:released]
            self.releases.append((self.now_s, route.vehicle_id, legs))

    def first(self, vehicle_id: str, words: str, since_s: float) -> float | None:
        """How long after ``since_s`` its reason first held ``words``; None: never."""
        for at_s, status in self.statuses[vehicle_id]:
            if at_s >= since_s and words in str(status.reason):
                return at_s - since_s
        return None

    def reasons(self, vehicle_id: str, since_s: float = 0.0) -> list[str]:
        """All that it gave, in order, for a test that fails."""
        found: list[str] = []
        for at_s, status in self.statuses[vehicle_id]:
            text = f"{status.activity}: {status.reason}"
            if at_s >= since_s and (not found or found[-1] != text):
                found.append(text)
        return found

    def said(self, vehicle_id: str, code: str) -> list[float]:
        """When a message of this code came."""
        return [t for t, m in self.messages if (m.vehicle_id, m.reason.code) == (vehicle_id, code)]

    def released_into_footprints(self) -> list[str]:
        """Releases onto floor on which another body had been reported for long enough."""
        found = []
        for at_s, vehicle_id, legs in self.releases:
            poses = np.array([row(pose) for leg in legs for pose in leg.path])
            floor = sweep(self._outline(vehicle_id), poses)
            for other in self.reports:
                lately = self._lately(other, at_s) if other != vehicle_id else []
                areas = [float(floor.intersection(self._body(other, p)).area) for p in lately]
                if areas and min(areas) > TOUCH_M2:
                    found.append(f"{vehicle_id} was released over {other} by {min(areas):.3f} m2")
        return found

    def touches(self) -> list[str]:
        """Pairs whose reported bodies have overlapped."""
        found = set()
        for one, reports in self.reports.items():
            others = [other for other in self.reports if other > one]
            for at_s, report in reports:
                for other in others:
                    pose = self._pose(other, at_s)
                    if pose is None or _away_m(pose, report.pose) > NEAR_M:
                        continue
                    area = self._body(one, report.pose).intersection(self._body(other, pose)).area
                    if area > TOUCH_M2:
                        found.add(f"{one} and {other}")
        return sorted(found)

    def _pose(self, vehicle_id: str, at_s: float) -> Pose | None:
        """As it was last reported by then."""
        reports = self.reports[vehicle_id]
        count = bisect_right(reports, at_s, key=itemgetter(0))
        return reports[count - 1][1].pose if count else None

    def _lately(self, vehicle_id: str, at_s: float) -> list[Pose]:
        """Poses that were the newest at some time in the last ``ACTED_ON_S`` before ``at_s``."""
        reports = self.reports[vehicle_id]
        old = bisect_right(reports, at_s - ACTED_ON_S, key=itemgetter(0))
        new = bisect_right(reports, at_s, key=itemgetter(0))
        return [report.pose for _, report in reports[old - 1 : new]] if old else []

    def _outline(self, vehicle_id: str) -> np.ndarray:
        types = {each.id: each.type_id for each in self.facility.fleet}
        return body(self.facility.vehicle_types[types[vehicle_id]])

    def _body(self, vehicle_id: str, pose: Pose):  # type: ignore[no-untyped-def]
        return stand(self._outline(vehicle_id), np.array(row(pose)))


def row(pose: Pose) -> tuple[float, float, float]:
    return (pose.x_m, pose.y_m, pose.heading_rad)


def _away_m(one: Pose, other: Pose) -> float:
    return hypot(one.x_m - other.x_m, one.y_m - other.y_m)
