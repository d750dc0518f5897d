"""Taking up what the store holds: where a controller before this one ended, however it ended, and
orders that were refused because the store failed, and are stored all the same."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from fleet_core.execution.fleet import Fleet
from fleet_core.execution.goals import restored_goal
from fleet_core.execution.order_book import AUTHOR
from fleet_core.execution.order_life_cycle import Actor
from fleet_core.execution.outgoing import Outgoing
from fleet_core.execution.place_check import committed_pose
from fleet_core.execution.vehicle import Vehicle, VehicleContact
from fleet_core.execution.vehicle_place import note_restored
from fleet_core.model import reasons
from fleet_core.model.errors import ConfigurationError, StoreError, TrafficError
from fleet_core.model.facility import Facility
from fleet_core.model.geometry import Pose
from fleet_core.model.mission import Mission, MissionKind
from fleet_core.model.order import OrderState, TransportOrder
from fleet_core.model.status import Severity
from fleet_core.model.vehicle import VehicleReport
from fleet_core.store.records import LayoutInUse, StoredState
from fleet_core.traffic.protocol import Traffic


def fingerprint(facility: Facility) -> str:
    """The same for layouts on which the same plans hold: nodes, edges, stations and types."""
    layout = facility.layout
    digest = hashlib.sha256()
    for part in (layout.nodes, layout.edges, layout.stations):
        for key in sorted(part):
            digest.update(repr(part[key]).encode())
    digest.update(repr(sorted(facility.vehicle_types)).encode())
    return digest.hexdigest()


def check_plans(traffic: Traffic, stored: StoredState) -> None:
    """Whether the stored plans are whole, before anybody counts on them. Raises
    ConfigurationError."""
    try:
        if stored.traffic is not None:
            traffic.fits(stored.traffic)
    except TrafficError as error:
        raise ConfigurationError(reasons.fleet.plans_damaged(str(error))) from error


def wake(
    fleet: Fleet, stored: StoredState, outgoing: Outgoing, layout_path: str, now_s: float
) -> None:
    """Restore plans, vehicles and missions; set aside what the present layout cannot do."""
    facility = fleet.plant.facility
    layout = LayoutInUse(facility.name, fingerprint(facility), layout_path)
    same = stored.layout is None or stored.layout.fingerprint == layout.fingerprint
    same &= stored.traffic is None or fleet.traffic.fits(stored.traffic)
    if same and stored.traffic is not None:
        fleet.traffic.restore(stored.traffic, now_s)
        _restore_vehicles(fleet, stored, outgoing, now_s)
    if stored.layout != layout:
        fleet.journal.changes.layout = layout
    if not same:
        before = stored.layout.name if stored.layout else ""
        said = reasons.fleet.layout_changed(facility.name, before)
        fleet.journal.message(now_s, Severity.WARNING, said)
    for order in list(fleet.orders.open.values()):
        _check_stations(fleet, order, now_s)
    _restore_missions(fleet, stored)


def _restore_vehicles(fleet: Fleet, stored: StoredState, outgoing: Outgoing, now_s: float) -> None:
    entered: dict[str, str] = dict(stored.settings.get("entered", {}))
    for vehicle_id, type_id in entered.items():
        if fleet.known_types.get(vehicle_id) != type_id:  # not of this plant any more
            fleet.traffic.leave(vehicle_id, now_s)
            fleet.traffic.bar(vehicle_id, None, now_s)
            continue
        route = fleet.traffic.route(vehicle_id)
        commitment = fleet.traffic.commitment(vehicle_id)
        nodes = fleet.plant.facility.layout.nodes
        pose = committed_pose(route, commitment, nodes) or Pose(0.0, 0.0, 0.0)
        vehicle = fleet.vehicles.get(vehicle_id)
        if vehicle is None:
            report = VehicleReport(vehicle_id, type_id, now_s, pose, 0.0, 0.0, 0.0)
            vehicle = Vehicle(vehicle_id, VehicleContact(report, now_s, heard=False))
            fleet.welcome(vehicle)
        note_restored(
            fleet, vehicle, was_astray=vehicle_id in (stored.traffic or {}).get("floors", {})
        )
        restored_goal(vehicle)
        if route is not None and fleet.paused:
            outgoing.add(route)  # to be held; without a pause the first step gives all routes anew


def _check_stations(fleet: Fleet, order: TransportOrder, now_s: float) -> None:
    gone = [stop.station_id for stop in order.stops if not fleet.plant.knows(stop.station_id)]
    if gone and order.state is not OrderState.SUSPENDED:
        cause = reasons.orders.station_gone(gone[0], fleet.plant.facility.name)
        vehicle_id = None if order.loaded else ""
        fleet.orders.move(
            order.id, OrderState.SUSPENDED, Actor.EXECUTION, now_s, cause, vehicle_id=vehicle_id
        )


def _restore_missions(fleet: Fleet, stored: StoredState) -> None:
    for mission in stored.missions:
        kept = _still_good(fleet, mission)
        if kept != mission:
            fleet.journal.changes.missions[mission.vehicle_id] = kept
        fleet.restore_mission(mission.vehicle_id, kept)


def _still_good(fleet: Fleet, mission: Mission) -> Mission | None:
    """The mission, halted when it carries a load to a station that is gone; None: it is void."""
    if mission.kind is not MissionKind.ORDER:
        known = mission.node_ids or fleet.plant.knows(mission.station_id)
        nodes = fleet.plant.facility.layout.nodes
        return mission if known and all(name in nodes for name in mission.node_ids) else None
    order = fleet.orders.open.get(mission.order_id)
    if order is None or order.vehicle_id != mission.vehicle_id:
        return None
    if all(fleet.plant.knows(stop.station_id) for stop in order.stops):
        return mission
    return replace(mission, halted_by=AUTHOR)


def settle_doubts(fleet: Fleet, now_s: float) -> None:
    """As soon as the store writes again: what it holds is worked on, as it would be after a
    restart, and a person is told; what it does not hold was refused rightly."""
    orders, journal = fleet.orders, fleet.journal
    if not orders.doubtful or journal.failure is not None:
        return
    for order_id in sorted(orders.doubtful):
        try:
            kept = journal.store.order(order_id)
        except StoreError:
            return
        orders.doubtful.discard(order_id)
        if kept is not None and not kept.state.ended and order_id not in orders.open:
            orders.take_up(kept)
            said = reasons.orders.kept_after_all(order_id)
            journal.message(now_s, Severity.WARNING, said, order_id=order_id)
