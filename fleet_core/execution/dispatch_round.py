"""One round of dispatch: orders to vehicles, then charging, then parking."""

from __future__ import annotations

from fleet_core.dispatch.allocation import Allocation, Claims, allocate
from fleet_core.dispatch.availability import Availability
from fleet_core.dispatch.distances import Place
from fleet_core.dispatch.idle_places import plan_charging, plan_parking, without
from fleet_core.dispatch.tours.allocation import allocate_tours
from fleet_core.execution.availability import availability_of_idle, out_of_service, unfit
from fleet_core.execution.candidates import when_free
from fleet_core.execution.fleet import Fleet
from fleet_core.execution.order_life_cycle import Actor
from fleet_core.execution.order_moves import assign
from fleet_core.execution.vehicle import Vehicle
from fleet_core.model import reasons
from fleet_core.model.mission import MissionKind
from fleet_core.model.order import TransportOrder
from fleet_core.model.reason import Reason

IDLE_KINDS = (None, MissionKind.PARK)


def run_round(fleet: Fleet, now_s: float) -> None:
    """Decide for all vehicles that are free to be decided for."""
    carriers = [availability_of_idle(fleet, vehicle, now_s) for vehicle in fleet.vehicles.values()]
    if fleet.orders.queued:
        _give_orders(fleet, carriers, now_s)
    idle = [
        carrier
        for carrier in carriers
        if carrier.node_id
        and _kind(fleet.vehicles[carrier.vehicle_id]) in IDLE_KINDS
        and not out_of_service(fleet, fleet.vehicles[carrier.vehicle_id])
    ]
    _send_to_charge(fleet, idle, carriers, now_s)
    _send_to_park(fleet, idle, now_s)


def explain_pause(fleet: Fleet) -> None:
    """No rounds while the fleet is paused; orders that come in the meantime say why they wait."""
    if fleet.dispatch_due:
        fleet.begin_round()
        for order_id in fleet.orders.queued:
            fleet.orders.explain(order_id, reasons.waiting.waits_paused(fleet.paused_by))


def _kind(vehicle: Vehicle) -> MissionKind | None:
    return vehicle.mission.kind if vehicle.mission is not None else None


def _give_orders(fleet: Fleet, carriers: list[Availability], now_s: float) -> None:
    orders = [fleet.orders.open[order_id] for order_id in fleet.orders.queued]
    plan = _plan(fleet, orders, carriers, now_s)
    fleet.tours = plan.tours
    for entry in plan.assignments:
        vehicle = fleet.vehicles[entry.vehicle_id]
        in_s = round(max(0.0, entry.arrival_s - now_s))
        cause = reasons.orders.can_be_there(vehicle.id, in_s)
        assign(fleet, entry.order_id, vehicle, Actor.ALLOCATION, now_s, cause)
    for order_id, reason in plan.waiting.items():
        fleet.orders.explain(order_id, _absence(fleet, order_id) or reason)


def _absence(fleet: Fleet, order_id: str) -> Reason | None:
    """Why it waits, where the vehicle that it is meant for has not reported; None: it has."""
    wanted = fleet.orders.open[order_id].intended_vehicle
    if not wanted or wanted in fleet.vehicles:
        return None
    why = fleet.unreported.get(wanted)
    return reasons.waiting.waits_for_vehicle(wanted, reasons.waiting.not_heard_yet(why))


def _plan(
    fleet: Fleet, orders: list[TransportOrder], carriers: list[Availability], now_s: float
) -> Allocation:
    settings, claims = fleet.settings.dispatch, station_claims(fleet)
    if settings.planning == "assignment":
        return allocate(orders, carriers, claims, fleet.plant, now_s, settings)
    free = [carrier for carrier in carriers if not carrier.unavailable]
    later = [
        when_free(fleet, vehicle, now_s)[0]
        for vehicle in fleet.vehicles.values()
        if _kind(vehicle) is MissionKind.ORDER and _will_be_free(fleet, vehicle)
    ]
    return allocate_tours(orders, free, later, claims, fleet.plant, now_s, settings, fleet.tours)


def _will_be_free(fleet: Fleet, vehicle: Vehicle) -> bool:
    assert vehicle.mission is not None
    halted = vehicle.mission.halted_by or vehicle.mission.cancel_author
    return not halted and fleet.order_of(vehicle) is not None and not unfit(fleet, vehicle)


def station_claims(fleet: Fleet) -> Claims:
    """Stations that vehicles are at or on their way to, for all the stops they still have."""
    claims = Claims()
    for vehicle in fleet.vehicles.values():
        order = fleet.order_of(vehicle)
        if order is not None:
            for place in fleet.plant.places_left(order):
                claims.add(place)
        elif vehicle.mission is not None and vehicle.mission.kind is MissionKind.SEND:
            claims.add(fleet.plant.place(vehicle.mission.station_id))
    return claims


def mission_places(fleet: Fleet, but: Vehicle | None = None) -> set[str]:
    """Nodes that are the goal of a charging, parking or sent vehicle."""
    taken: set[str] = set()
    for vehicle in fleet.vehicles.values():
        mission = vehicle.mission
        if mission is None or vehicle is but or mission.kind is MissionKind.ORDER:
            continue
        taken.update(mission.node_ids or fleet.plant.place(mission.station_id))
    return taken


def standing_places(fleet: Fleet, but: Vehicle | None = None) -> set[str]:
    """Nodes where vehicles stand, or will, without a mission that takes them away, and parking
    places where vehicles wait until the station of their order is free."""
    taken = set()
    for vehicle in fleet.vehicles.values():
        if vehicle.place.entered and vehicle is not but:
            node_id = fleet.traffic.commitment(vehicle.id).node_id
            if vehicle.mission is None or (
                node_id in fleet.plant.parking_nodes and fleet.traffic.arrival_s(vehicle.id) is None
            ):
                taken.add(node_id)
    return taken


def _send_to_charge(
    fleet: Fleet, idle: list[Availability], carriers: list[Availability], now_s: float
) -> None:
    if not fleet.plant.chargers:
        return
    wanting = [carrier for carrier in idle if _may_charge(fleet, carrier, now_s)]
    charging = [
        carrier
        for carrier in carriers
        if _kind(fleet.vehicles[carrier.vehicle_id]) is MissionKind.CHARGE
    ]
    unusable = mission_places(fleet) | _stuck_places(fleet)
    free = without(fleet.plant.chargers, unusable)
    plan = plan_charging(wanting, charging, free, fleet.plant, fleet.settings.dispatch)
    for vehicle_id in plan.leave:
        fleet.set_mission(fleet.vehicles[vehicle_id], None)
    for vehicle_id, station_id in plan.go.items():
        fleet.begin(fleet.vehicles[vehicle_id], MissionKind.CHARGE, now_s, station_id)
    for vehicle_id in plan.waiting:
        fleet.explain_idle(fleet.vehicles[vehicle_id], reasons.vehicles.no_charger_free())


def _may_charge(fleet: Fleet, carrier: Availability, now_s: float) -> bool:
    vehicle = fleet.vehicles[carrier.vehicle_id]
    kind = _kind(vehicle)
    if vehicle.maintained_by:
        return False
    return kind in IDLE_KINDS and now_s >= vehicle.no_charge_before_s


def _stuck_places(fleet: Fleet) -> set[str]:
    """Nodes of vehicles that will not move by themselves."""
    return {
        fleet.traffic.commitment(vehicle.id).node_id
        for vehicle in fleet.vehicles.values()
        if vehicle.place.entered and vehicle.mission is None and out_of_service(fleet, vehicle)
    }


def _send_to_park(fleet: Fleet, idle: list[Availability], now_s: float) -> None:
    free_vehicles = [
        carrier for carrier in idle if fleet.vehicles[carrier.vehicle_id].mission is None
    ]
    on_the_way = [one for one in free_vehicles if one.node_id not in fleet.plant.parking_nodes]
    if on_the_way:
        _leave_the_way(fleet, on_the_way, now_s)
    for carrier in free_vehicles:
        vehicle = fleet.vehicles[carrier.vehicle_id]
        if vehicle.mission is None and not vehicle.idle_reason:
            fleet.explain_idle(vehicle, reasons.vehicles.no_order())


def _leave_the_way(fleet: Fleet, carriers: list[Availability], now_s: float) -> None:
    """Those to parking places, the others home."""
    taken = standing_places(fleet) | mission_places(fleet)
    plan = plan_parking(carriers, without(fleet.plant.parkings, taken), fleet.plant)
    for vehicle_id, station_id in plan.go.items():
        fleet.begin(fleet.vehicles[vehicle_id], MissionKind.PARK, now_s, station_id)
        taken.update(fleet.plant.place(station_id))
    for vehicle_id in plan.without_place:
        _send_home(fleet, fleet.vehicles[vehicle_id], taken, now_s)


def _send_home(fleet: Fleet, vehicle: Vehicle, taken: set[str], now_s: float) -> None:
    """Where there is no parking place, a vehicle waits where its day began."""
    home = fleet.plant.home_of(vehicle.id)
    here = fleet.traffic.commitment(vehicle.id).node_id
    if not home or home == here:
        return
    if here not in fleet.plant.transfer_nodes and here not in fleet.plant.charger_nodes:
        fleet.explain_idle(vehicle, reasons.vehicles.no_order_no_parking())
        return
    if home in taken or home in fleet.plant.transfer_nodes:
        fleet.explain_idle(vehicle, reasons.vehicles.no_parking())
        return
    fleet.begin(vehicle, MissionKind.PARK, now_s, node_ids=(home,))
    taken.add(home)


def free_charger_places(fleet: Fleet, but: Vehicle) -> dict[str, Place]:
    """Chargers that nobody else is at or on the way to."""
    taken = mission_places(fleet, but) | standing_places(fleet, but)
    return without(fleet.plant.chargers, taken)


def free_parking_places(fleet: Fleet, but: Vehicle) -> dict[str, Place]:
    """Parking places that nobody else is at or on the way to."""
    taken = mission_places(fleet, but) | standing_places(fleet, but)
    return without(fleet.plant.parkings, taken)
