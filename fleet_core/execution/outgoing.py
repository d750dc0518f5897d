"""What each vehicle is told: new and grown routes, holds, and routes it seems not to know."""

from __future__ import annotations

from dataclasses import replace

from fleet_core.execution.fleet import Fleet
from fleet_core.execution.vehicle import Condition, Vehicle
from fleet_core.execution.vehicle_watch import standing
from fleet_core.model.route import Route

HOLD_ECHO_S = 3.0
"""Reports may go on saying "paused" for so long after the fleet has let a vehicle go."""


class Outgoing:
    """Routes wait here until the store has the plan that they belong to."""

    def __init__(self) -> None:
        self._waiting: dict[str, dict[str, Route]] = {}  # by vehicle and route, older ones first

    def add(self, route: Route) -> None:
        """A newer message of the same route replaces one that was not sent yet."""
        self._waiting.setdefault(route.vehicle_id, {})[route.route_id] = route

    def hand_out(self, fleet: Fleet, stored: bool, now_s: float) -> list[Route]:
        """Routes to send now. While the store does not write, only what was sent before goes out
        again, held or let go."""
        routes = []
        for vehicle in fleet.vehicles.values():
            waiting = self._waiting.pop(vehicle.id, {}) if stored else {}
            if waiting and vehicle.place.entered and vehicle.condition is Condition.MANUAL:
                waiting = self._put_off(fleet, vehicle, waiting)
            routes += _to_tell(fleet, vehicle, waiting if vehicle.place.entered else {}, now_s)
        return routes

    def _put_off(
        self, fleet: Fleet, vehicle: Vehicle, waiting: dict[str, Route]
    ) -> dict[str, Route]:
        """A person drives it, or stands beside it: it is told when it is commanded again, of the
        route that is then the right one. Returns what is told now: nothing."""
        current = fleet.traffic.route(vehicle.id)
        kept = {key: route for key, route in waiting.items() if current and key == current.route_id}
        if kept:
            self._waiting[vehicle.id] = kept
        return {}


def forget_routes(vehicle: Vehicle) -> None:
    """It is in traffic no more: nothing that it was told holds."""
    vehicle.sent.routes = []


def _to_tell(
    fleet: Fleet, vehicle: Vehicle, waiting: dict[str, Route], now_s: float
) -> list[Route]:
    hold = _must_hold(fleet, vehicle)
    last = vehicle.sent.newest
    hints_only = all(_is_known(vehicle, route) for route in waiting.values())
    if waiting and not hints_only:
        return _tell(vehicle, list(waiting.values()), hold, now_s)
    if last is not None and last.hold != hold:
        return _tell(vehicle, [last], hold, now_s)
    if last is not None and _unheard(fleet, vehicle, last, now_s):
        return _tell(vehicle, _missing(vehicle), hold, now_s)
    # A hint tells nothing that must arrive: it puts off nothing that is to be sent again.
    return _tell(vehicle, list(waiting.values()), hold, vehicle.sent.at_s) if waiting else []


def _must_hold(fleet: Fleet, vehicle: Vehicle) -> bool:
    astray = vehicle.condition is Condition.ASTRAY
    return bool(fleet.paused_by or vehicle.paused_by or astray or vehicle.place.held_for)


def _is_known(vehicle: Vehicle, route: Route) -> bool:
    """Whether the vehicle was told all of it but the hint."""
    return any(
        replace(route, more_at_s=known.more_at_s, hold=known.hold) == known
        for known in vehicle.sent.routes
    )


def _tell(vehicle: Vehicle, batch: list[Route], hold: bool, now_s: float) -> list[Route]:
    """Note what is sent; routes before the one that the vehicle is on are over."""
    told = [replace(route, hold=hold) for route in batch]
    before = vehicle.sent.newest
    line = _in_line(vehicle.sent.routes, told)
    ids = [route.route_id for route in line]
    driven = vehicle.report.route_id
    vehicle.sent.routes = line[ids.index(driven) :] if driven in ids else line
    vehicle.sent.at_s = now_s
    let_go = vehicle.sent.hold and not hold
    vehicle.sent.hold = hold
    if let_go:
        vehicle.sent.held_until_s = now_s + HOLD_ECHO_S
    if let_go or before is None or before.route_id != ids[-1]:
        vehicle.sent.asked_at_s = now_s
    return told


def _in_line(known: list[Route], batch: list[Route]) -> list[Route]:
    """The routes that the vehicle was told, with a batch (oldest first) put in or taken over."""
    line = list(known)
    place = len(line)
    for route in reversed(batch):
        ids = [entry.route_id for entry in line]
        if route.route_id in ids:
            place = ids.index(route.route_id)
            line[place] = route
        else:
            line.insert(place, route)
    return line


def _missing(vehicle: Vehicle) -> list[Route]:
    """The first route that its report does not show, alone: of several in one burst a driver that
    keeps one at a time would lose the same each time. The last one as well where it must hold."""
    report, routes = vehicle.report, vehicle.sent.routes
    ids = [route.route_id for route in routes]
    index = 0
    if report.route_id in ids:
        index = ids.index(report.route_id)
        if report.legs_released >= routes[index].released:
            index = min(index + 1, len(routes) - 1)
    hold = routes[-1].hold and index < len(routes) - 1
    return [routes[index], routes[-1]] if hold else [routes[index]]


def _unheard(fleet: Fleet, vehicle: Vehicle, last: Route, now_s: float) -> bool:
    """In contact, and some time after it was told its report still shows something older."""
    if now_s - vehicle.sent.at_s < fleet.settings.resend_after_s:
        return False
    if vehicle.condition in (Condition.LOST, Condition.NEW, Condition.MANUAL):
        return False
    report = vehicle.report
    if report.stamp_s < vehicle.sent.at_s:
        return False
    if last.hold and not report.paused:
        return True
    for route in vehicle.sent.routes:
        if report.route_id == route.route_id and report.legs_released < route.released:
            return True
    if report.route_id != last.route_id:
        return standing(report, fleet.settings)
    return report.paused != last.hold
