"""What the dispatcher has from configuring to cleaning up: store, controller, topics, services."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

from fleet_interfaces import msg
from rclpy.node import Node

from fleet_core.app.composition import build_controller, open_store
from fleet_core.execution.settings import FleetSettings
from fleet_core.layouts import load_facility
from fleet_core.model.errors import ConfigurationError, StoreError
from fleet_core.model.status import FleetSnapshot
from fleet_core.model.vehicle import Activity
from fleet_core.model.wording import sentence
from fleet_nodes import names, qos
from fleet_nodes.adapter_words import AdapterWords
from fleet_nodes.diagnostics import ERROR, OK, Health, Part
from fleet_nodes.dispatcher_gateway import DispatcherGateway
from fleet_nodes.dispatcher_services import CommandServices, ReadingServices
from fleet_nodes.fleet_clock import FleetClock
from fleet_nodes.heard_restrictions import KeptRestrictions
from fleet_nodes.names import vehicle_names
from fleet_nodes.ownership import DISPATCHER, Ownership
from fleet_nodes.parameters import DispatcherParameters
from fleet_nodes.transport_action import TransportAction
from fleet_nodes.wiring import Inbox

DATABASE_URL = "FLEET_DATABASE_URL"
FORGET_EVERY_S = 3600.0
DAY_S = 86_400.0
_NAMED = 20
"""Vehicles that have never reported and are named on /diagnostics."""


class DispatcherWork:
    """Raises LayoutError, ConfigurationError or StoreError when it cannot begin.

    Everything that it has made on the node is gone after ``close``: what is cleaned up must neither
    answer nor speak. ``open`` and ``shut`` are for what answers: only who commands does.
    """

    def __init__(
        self,
        node: Node,
        parameters: DispatcherParameters,
        settings: FleetSettings,
        clock: FleetClock,
    ) -> None:
        if not parameters.data_folder:
            raise ConfigurationError("parameter data_folder is empty; name a writable folder")
        loaded = load_facility(parameters.layout)
        self._node, self._clock = node, clock
        facility = loaded.facility
        types = facility.vehicle_types
        commanded = [each.id for each in facility.fleet if not types[each.type_id].manned]
        vehicles = self._names = vehicle_names(commanded)
        self._in_trouble: set[str] = set()
        folder = Path(parameters.data_folder)
        self.owner = Ownership(node, DISPATCHER, f"data folder {folder.absolute()}")
        try:
            self._store = open_store(folder, os.environ.get(DATABASE_URL, ""))
        except BaseException:
            self.owner.close()
            raise
        try:
            self.controller = build_controller(facility, self._store, settings, str(loaded.path))
            self.owner.take()
        except BaseException:
            self.owner.close()
            self._store.close()
            raise
        self._gateway = DispatcherGateway(node, facility.name, vehicles)
        self.controller.watch_transitions(self._gateway.publish_events)
        self._retention_days, self._forget_at_s = settings.retention_days, 0.0
        self._answering: tuple[CommandServices, ReadingServices, TransportAction] | None = None
        self._snapshot = FleetSnapshot(0.0, (), ())
        quality = qos.reports(len(vehicles))
        self._adapters = AdapterWords(node)
        self._near_people = KeptRestrictions(node)
        self._reports = Inbox(node, msg.VehicleReport, names.VEHICLE_REPORTS, quality)

    def open(self) -> None:
        """Offer all services and the action."""
        offered = self._node, self.controller, self._clock.now_s
        self._answering = (
            CommandServices(*offered),
            ReadingServices(*offered),
            TransportAction(*offered),
        )

    def shut(self) -> None:
        """Answer nothing any more."""
        for each in self._answering or ():
            each.close()
        self._answering = None

    def newest_reports(self) -> list[msg.VehicleReport]:
        """The last word of each vehicle that has spoken since this was asked last."""
        return list({each.vehicle_id: each for each in self._reports.take()}.values())

    def step(self, now_s: float) -> None:
        """One step of the fleet; what it gives goes out."""
        self._forget_old(now_s)
        for vehicle_id, why in self._adapters.take().items():
            self.controller.unreported(vehicle_id, why)
        self.controller.restrict(self._near_people.now(now_s), now_s)
        for route in self.controller.step(now_s):
            self._gateway.send_route(route, now_s)

    def _forget_old(self, now_s: float) -> None:
        """What is older than the retention, now and then, and when the store has nothing else."""
        keep_s = self._retention_days * DAY_S
        if keep_s <= 0.0 or now_s < self._forget_at_s or self.controller.store_failure is not None:
            return
        self._forget_at_s = now_s + FORGET_EVERY_S
        try:
            count = self._store.forget_before(now_s - keep_s)
        except StoreError:
            return  # an hour later it is tried again
        if count:
            self._node.get_logger().info(f"{count} orders of long ago are forgotten")

    def show(self, now_s: float, simulated: bool, due: bool, due_at_rest: bool) -> bool:
        """Publish the state when it has changed otherwise than by driving; when it is due and
        somebody has moved; and when it is due though nobody has."""
        before, snapshot = self._snapshot, self.controller.snapshot(now_s)
        moved = due and _places(before) != _places(snapshot)
        if not (moved or due_at_rest) and _words(before) == _words(snapshot):
            return False
        self._snapshot = snapshot
        self._gateway.publish_state(snapshot, simulated)
        self._gateway.publish_changes(snapshot)
        if self._answering is not None:
            self._answering[2].step(snapshot)
        return True

    def numbers(self) -> dict[str, object]:
        """For diagnostics."""
        vehicles = self._snapshot.vehicles
        return {
            "vehicles": len(vehicles),
            "vehicles_lost": sum(each.activity is Activity.LOST for each in vehicles),
            "orders_open": self.controller.open_orders,
            "fleet_paused": self._snapshot.fleet_paused,
            "reports_refused": self.controller.reports_refused,
            "unknown_vehicles": ", ".join(self.controller.unknown_vehicles),
            "unheard": "; ".join(
                f"{vehicle_id}: {why or 'no adapter speaks for it'}"
                for vehicle_id, why in list(self.controller.unheard.items())[:_NAMED]
            ),
        }

    def vehicles_in_trouble(self) -> list[Part]:
        """For diagnostics: vehicles that cannot be commanded, with the reason, and those that could
        not when this was asked last."""
        before, self._in_trouble = self._in_trouble, set()
        parts = []
        for each in self._snapshot.vehicles:
            vehicle_id, reason = each.report.vehicle_id, each.reason
            if each.activity in (Activity.LOST, Activity.BROKEN):
                self._in_trouble.add(vehicle_id)
            elif vehicle_id not in before:
                continue
            level = ERROR if vehicle_id in self._in_trouble else OK
            health = Health(level, sentence(reason) if level is ERROR else "is commanded again")
            name = self._names.get(vehicle_id, vehicle_id)
            parts.append(Part(f"{name}/fleet", vehicle_id, partial(_known, health)))
        return parts

    def close(self) -> None:
        self.shut()
        self._reports.close()
        self._adapters.close()
        self._near_people.close()
        self._gateway.close()
        self._store.close()
        self.owner.close()


def _known(health: Health) -> Health:
    return health


def _words(snapshot: FleetSnapshot) -> tuple[object, ...]:
    """All that changes by decisions and not by mere driving."""
    vehicles = tuple(
        (each.report.vehicle_id, each.activity, each.order_id, each.goal_station_id)
        for each in snapshot.vehicles
    )
    last_message = snapshot.messages[-1].id if snapshot.messages else 0
    paused, closures = snapshot.fleet_paused, snapshot.closures
    return (
        vehicles,
        snapshot.orders,
        last_message,
        paused,
        closures,
        snapshot.unheard,
        _unknown(snapshot),
    )


def _unknown(snapshot: FleetSnapshot) -> tuple[str, ...]:
    return tuple(each.vehicle_id for each in snapshot.unknown_vehicles)


def _places(snapshot: FleetSnapshot) -> tuple[object, ...]:
    return tuple((each.report.pose, each.report.battery_soc) for each in snapshot.vehicles)
