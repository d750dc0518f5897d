"""Every vehicle as a possible carrier of an order, before the order is sent."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite

from fleet_core.dispatch.ability import objection
from fleet_core.dispatch.availability import Availability
from fleet_core.dispatch.costs import urgency_s
from fleet_core.dispatch.distances import along_s
from fleet_core.execution.availability import availability_of, in_maintenance, out_of_service
from fleet_core.execution.fleet import Fleet
from fleet_core.execution.vehicle import Vehicle
from fleet_core.model import reasons
from fleet_core.model.order import TransportOrder
from fleet_core.model.reason import Reason
from fleet_core.model.status import Candidate


def candidates_for(fleet: Fleet, order: TransportOrder, now_s: float) -> list[Candidate]:
    """Possible ones first, by arrival; then the others by id, each with its reason."""
    found = [_candidate(fleet, order, vehicle, now_s) for vehicle in fleet.vehicles.values()]
    silent = sorted(set(fleet.known_types) - set(fleet.vehicles))
    found += [Candidate(name, False, reason=_silence(fleet, name)) for name in silent]
    return sorted(
        found,
        key=lambda entry: (
            not entry.possible,
            entry.arrival_s if entry.arrival_s is not None else 0.0,
            entry.vehicle_id,
        ),
    )


def _silence(fleet: Fleet, vehicle_id: str) -> Reason:
    return reasons.waiting.not_heard_yet(fleet.unreported.get(vehicle_id))


def _candidate(fleet: Fleet, order: TransportOrder, vehicle: Vehicle, now_s: float) -> Candidate:
    reason = out_of_service(fleet, vehicle) or in_maintenance(vehicle)
    if reason:
        return Candidate(vehicle.id, False, reason=reason)
    carrier, note = when_free(fleet, vehicle, now_s)
    first = fleet.plant.place(order.stops[order.next_stop].station_id)
    way_s = fleet.plant.travel.travel_s(carrier.type_id, carrier.source, first)
    settings = fleet.settings.dispatch
    reason = objection(order, carrier, way_s, fleet.plant, settings)
    if reason:
        return Candidate(vehicle.id, False, reason=reason)
    arrival_s = max(now_s, carrier.free_at_s) + way_s
    cost_s = arrival_s - now_s - urgency_s(order, now_s, settings)
    return Candidate(vehicle.id, True, arrival_s, cost_s, note)


def when_free(fleet: Fleet, vehicle: Vehicle, now_s: float) -> tuple[Availability, Reason | None]:
    """Where and when it is free: at once, or after the order that it is on."""
    carrier = availability_of(fleet, vehicle, now_s)
    order = fleet.order_of(vehicle)
    if order is None or order.stop is None:
        return carrier, None
    plant, vehicle_type = fleet.plant, fleet.plant.type_of(carrier.type_id)
    places = plant.places_left(order)
    free_at_s = fleet.traffic.arrival_s(vehicle.id)
    if free_at_s is None or not isfinite(free_at_s):
        way_s = plant.travel.travel_s(carrier.type_id, carrier.source, places[0])
        free_at_s = carrier.free_at_s + way_s
    free_at_s += along_s(plant.distances, carrier.type_id, places)
    free_at_s += sum(plant.handling_s(vehicle_type, stop) for stop in plant.stops_left(order))
    node_id = places[-1][0]
    headings = plant.travel.headings(carrier.type_id, node_id)
    heading_rad = next(iter(headings), carrier.heading_rad)
    later = replace(
        carrier,
        node_id=node_id,
        heading_rad=heading_rad,
        free_at_s=free_at_s,
        unavailable=None,
    )
    return later, reasons.waiting.busy_until_then(order.id)
