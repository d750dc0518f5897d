"""Can vehicles do these tours? From outside: replays each stop by stop and knows no solver."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import isfinite

from fleet_core.dispatch.ability import type_objection
from fleet_core.dispatch.availability import Availability
from fleet_core.dispatch.dispatch_plant import DispatchPlant
from fleet_core.dispatch.distances import Place
from fleet_core.dispatch.tours.tour import Tour
from fleet_core.model.order import Stop, StopAction, TransportOrder

SLACK_S = 1e-6


def tour_faults(
    tours: Mapping[str, Tour],
    carriers: Sequence[Availability],
    orders: Mapping[str, TransportOrder],
    plant: DispatchPlant,
    now_s: float,
    reserve_soc: float,
) -> Iterator[str]:
    """Everything that is wrong, in words. ``orders``: by id, those on board included."""
    by_id = {carrier.vehicle_id: carrier for carrier in carriers}
    taken: dict[str, str] = {}
    for vehicle_id, tour in tours.items():
        carrier = by_id[vehicle_id]
        for order_id in dict.fromkeys(stop.order_id for stop in tour):
            if order_id in taken:
                yield f"order {order_id}: on the tours of {taken[order_id]} and {vehicle_id}"
            taken[order_id] = vehicle_id
            yield from _ability_faults(orders[order_id], carrier, plant)
        yield from _replay(tour, carrier, orders, plant, now_s, reserve_soc)
    for carrier in carriers:
        for order in carrier.aboard:
            if taken.get(order.id) != carrier.vehicle_id:
                yield f"order {order.id}: on board of {carrier.vehicle_id} and not on its tour"


def _ability_faults(
    order: TransportOrder, carrier: Availability, plant: DispatchPlant
) -> Iterator[str]:
    if order.intended_vehicle not in ("", carrier.vehicle_id):
        yield f"order {order.id}: meant for {order.intended_vehicle}, not {carrier.vehicle_id}"
    objection = type_objection(order, plant.type_of(carrier.type_id), plant)
    if objection and not order.loaded:
        yield f"order {order.id}: {carrier.vehicle_id} {objection}"


def _replay(
    tour: Tour,
    carrier: Availability,
    orders: Mapping[str, TransportOrder],
    plant: DispatchPlant,
    now_s: float,
    reserve_soc: float,
) -> Iterator[str]:
    vehicle = _Replayed(carrier, plant, now_s)
    next_stop = {order_id: order.next_stop for order_id, order in orders.items()}
    for planned in tour:
        order = orders[planned.order_id]
        if planned.stop_index != next_stop[order.id]:
            yield f"order {order.id}: stop {planned.stop_index} before {next_stop[order.id]}"
        next_stop[order.id] = planned.stop_index + 1
        if not vehicle.go(order.stops[planned.stop_index].station_id):
            yield f"order {order.id}: {carrier.vehicle_id} has no way to its stop"
            return
        if planned.stop_index == order.next_stop:
            vehicle.time_s = max(vehicle.time_s, order.release_time_s)
        vehicle.work(order, order.stops[planned.stop_index])
        if len(vehicle.aboard) > max(1, carrier.positions):
            loads = f"{len(vehicle.aboard)} loads on {carrier.positions} positions"
            yield f"{carrier.vehicle_id}: {loads}"
    yield from vehicle.battery_faults(reserve_soc)
    if tour and tour[-1].end_s < vehicle.time_s - SLACK_S:
        ends = f"ends at {vehicle.time_s:.1f} s, planned {tour[-1].end_s:.1f} s"
        yield f"{carrier.vehicle_id}: {ends}"
    for order_id in dict.fromkeys(stop.order_id for stop in tour):
        if next_stop[order_id] != len(orders[order_id].stops):
            yield f"order {order_id}: not done at the end of the tour of {carrier.vehicle_id}"


class _Replayed:
    """A vehicle on its tour."""

    def __init__(self, carrier: Availability, plant: DispatchPlant, now_s: float) -> None:
        self._carrier, self._plant = carrier, plant
        self._kind = plant.type_of(carrier.type_id)
        self._here: Place | None = None
        self.time_s = max(now_s, carrier.free_at_s)
        self.aboard = {order.id for order in carrier.aboard}
        self._spent_kwh = 0.0

    def go(self, station_id: str) -> bool:
        place, type_id = self._plant.place(station_id), self._carrier.type_id
        if self._here is None:
            way_s = self._plant.travel.travel_s(type_id, self._carrier.source, place)
            way_m = self._plant.travel.distance_m(type_id, self._carrier.source, place)
        else:
            way_s = self._plant.distances.travel_s(type_id, self._here, place)
            way_m = self._plant.distances.distance_m(type_id, self._here, place)
        battery = self._kind.battery
        rate = battery.drive_loaded_kwh_per_m if self.aboard else battery.drive_kwh_per_m
        self.time_s += way_s
        self._spent_kwh += rate * way_m
        self._here = place
        return isfinite(way_s)

    def work(self, order: TransportOrder, stop: Stop) -> None:
        if stop.action is StopAction.PICK:
            self.aboard.add(order.id)
        elif stop.action is StopAction.DROP:
            self.aboard.discard(order.id)
        if stop.action in (StopAction.PICK, StopAction.DROP):
            self._spent_kwh += self._kind.battery.handling_kwh
        self.time_s += self._plant.handling_s(self._kind, stop)

    def battery_faults(self, reserve_soc: float) -> Iterator[str]:
        """Of who carries something already nothing is asked: it must set that down."""
        battery = self._kind.battery
        if self._here is None or self._carrier.aboard or battery.capacity_kwh <= 0.0:
            return
        home_m = self._plant.distances.nearest_m(
            self._carrier.type_id, self._here, self._plant.chargers
        )
        home_kwh = battery.drive_kwh_per_m * home_m if isfinite(home_m) else 0.0
        need_kwh, spare_kwh = (
            self._spent_kwh + home_kwh,
            (self._carrier.soc - reserve_soc) * battery.capacity_kwh,
        )
        if need_kwh > spare_kwh + 1e-9:
            yield f"{self._carrier.vehicle_id}: needs {need_kwh:.3f} kWh of {spare_kwh:.3f}"
