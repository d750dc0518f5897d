"""A vehicle, as the inspector shows it."""

from __future__ import annotations

from math import degrees

from PySide6.QtCore import QObject

from fleet_core.model.order import TransportOrder
from fleet_core.model.vehicle import VehicleStatus
from hmi.commands.vehicle_commands import ON_SHEET
from hmi.model import selection
from hmi.model.clock_text import clock_text, duration_text
from hmi.model.fleet_store import FleetStore
from hmi.model.tone import LOW_BATTERY_SOC, Tone, tone_of
from hmi.views.inspector.sheet import Fact, Sheet
from hmi.views.sentences import Sentences
from hmi.views.words import Words


class VehicleSheet(QObject):
    """State, why it waits, who blocks it, its order and its route."""

    def __init__(self, store: FleetStore) -> None:
        super().__init__()
        self._store = store
        self._words = Words(self)
        self._sentences = Sentences(self)

    def sheet(self, vehicle_id: str) -> Sheet | None:
        status = self._store.vehicles.get(vehicle_id)
        if status is None:
            return None
        facts = [
            Fact(self.tr("State"), self._words.activity(status.activity), tone_of(status)),
            *self._braking(vehicle_id),
            *self._restricted(vehicle_id),
            *self._blockers(status),
            *self._task(status),
            *self._body(status),
            *self._braked(vehicle_id),
            *self._errors(status),
        ]
        return Sheet(
            vehicle_id,
            self._type_name(status),
            tuple(facts),
            self._sentences.say(status.reason),
            tone_of(status),
            ON_SHEET,
        )

    def _type_name(self, status: VehicleStatus) -> str:
        facility = self._store.facility
        kind = facility.vehicle_types.get(status.report.type_id) if facility else None
        return kind.name or kind.id if kind else status.report.type_id

    def _braking(self, vehicle_id: str) -> list[Fact]:
        """Why its supervisor brakes, and a way to the vehicle that is in its way."""
        brake = self._store.braking.shown.get(vehicle_id)
        if brake is None:
            return []
        words = self._words.brake(brake)
        facts = [Fact(self.tr("Supervisor"), words, Tone.ATTENTION)]
        obstacle = brake.intervention.obstacle
        if obstacle is not None and obstacle.id in self._store.vehicles:
            links = ((obstacle.id, selection.vehicle(obstacle.id)),)
            facts.append(Fact(self.tr("In its way"), links=links))
        return facts

    def _restricted(self, vehicle_id: str) -> list[Fact]:
        """Why it drives slowly or stands for people."""
        reason = self._store.restricted(vehicle_id)
        if reason is None:
            return []
        return [Fact(self.tr("Near people"), self._sentences.say(reason), Tone.ATTENTION)]

    def _braked(self, vehicle_id: str) -> list[Fact]:
        """How often, since the window was opened; nothing where nobody plans for it."""
        count = self._store.braking.count(vehicle_id)
        if count is None:
            return []
        return [Fact(self.tr("Braked"), self.tr("{0} × in this session").format(count))]

    def _blockers(self, status: VehicleStatus) -> list[Fact]:
        if not status.blocked_by:
            return []
        links = tuple((other, selection.vehicle(other)) for other in status.blocked_by)
        return [Fact(self.tr("Blocked by"), links=links)]

    def _task(self, status: VehicleStatus) -> list[Fact]:
        facts = []
        order = self._store.orders.get(status.order_id)
        if order is not None:
            links = ((order.id, selection.order(order.id)),)
            facts.append(Fact(self.tr("Order"), links=links))
        if status.goal_station_id:
            name = self._store.station_name(status.goal_station_id)
            links = ((name, selection.station(status.goal_station_id)),)
            facts.append(Fact(self.tr("Goal"), links=links))
        if status.eta_s is not None and status.eta_s >= self._store.snapshot.time_s:
            left = duration_text(max(0.0, status.eta_s - self._store.snapshot.time_s))
            text = self.tr("{0}, in {1}").format(clock_text(status.eta_s), left)
            facts.append(Fact(self.tr("Arrival"), text))
        return [*facts, *self._route(status, order)]

    def _route(self, status: VehicleStatus, order: TransportOrder | None) -> list[Fact]:
        route = self._store.routes.get(status.report.vehicle_id)
        if route is None or not route.legs:
            return []
        done = status.report.legs_done if status.report.route_id == route.route_id else 0
        left_m = sum(leg.length_m for leg in route.legs[done:])
        free_m = sum(leg.length_m for leg in route.legs[done : route.released])
        text = self.tr("{0} m ahead, {1} m released").format(f"{left_m:.0f}", f"{free_m:.0f}")
        return [Fact(self.tr("Route"), text)] if left_m > 0.0 else []

    def _body(self, status: VehicleStatus) -> list[Fact]:
        report = status.report
        low = report.battery_soc < LOW_BATTERY_SOC
        battery = f"{report.battery_soc:.0%}"
        if report.charging:
            battery = self.tr("{0}, charging").format(battery)
        pose = report.pose
        load = ", ".join(report.load_unit_ids) or self.tr("none")
        return [
            Fact(self.tr("Load"), load),
            Fact(self.tr("Battery"), battery, Tone.ATTENTION if low else Tone.NORMAL),
            Fact(self.tr("Speed"), f"{abs(report.speed_mps):.1f} m/s"),
            Fact(
                self.tr("Place"),
                f"{pose.x_m:.1f} m, {pose.y_m:.1f} m, {degrees(pose.heading_rad) % 360:.0f}°",
            ),
            Fact(self.tr("Mode"), self._words.mode(report.mode)),
        ]

    def _errors(self, status: VehicleStatus) -> list[Fact]:
        facts = [
            Fact(self.tr("Error"), error.text or error.code, tone_of(status))
            for error in status.report.errors
        ]
        if status.out_of_contact_s > self._store.data_limit_s:
            text = self.tr("{0} s ago").format(f"{status.out_of_contact_s:.0f}")
            facts.append(Fact(self.tr("Last report"), text, Tone.ALARM))
        return facts
