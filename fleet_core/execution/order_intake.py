"""Whether this plant and this fleet can do a submitted order."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import replace

from fleet_core.dispatch.ability import handles_loads, type_objection
from fleet_core.dispatch.plant import Plant
from fleet_core.execution.order_fields import check_fields
from fleet_core.model.errors import OrderError
from fleet_core.model.facility import StationKind
from fleet_core.model.order import Origin, Stop, StopAction, TransportOrder

TRANSFERS = (StopAction.PICK, StopAction.DROP)

_CONTENT = (
    "stops",
    "load_unit_id",
    "load_type",
    "priority",
    "release_time_s",
    "deadline_s",
    "required_vehicle_type",
    "required_capability",
    "intended_vehicle",
    "depends_on",
    "origin",
)
"""What is asked for; the rest of an order is written by the fleet."""


def check_order(order: TransportOrder, plant: Plant, vehicle_types: Mapping[str, str]) -> None:
    """Raises OrderError with the reason. ``vehicle_types``: type id by id of each known vehicle."""
    check_fields(order)
    for stop in order.stops:
        _check_stop(order, stop, plant)
    _check_loads(order)
    _check_repeats(order)
    _check_demands(order, plant, vehicle_types)
    _check_able_type(order, plant, vehicle_types)


def normalised(order: TransportOrder, author: str, now_s: float) -> TransportOrder:
    """The order as it is stored: progress empty, author and time set, its load named.

    A load that has no id gets the order's, so that who carries which load is always known.
    """
    return replace(
        order,
        load_unit_id=_load_of(order),
        author=author,
        created_at_s=now_s,
        vehicle_id="",
        next_stop=0,
        loaded=False,
        ended_at_s=None,
        reason="",
        as_submitted=None,
    )


def check_same(known: TransportOrder, asked: TransportOrder) -> None:
    """Whether an order that is known was submitted with this very content. Raises OrderError naming
    each difference; what commands have changed since does not count."""
    before = known.as_submitted or known
    was = replace(
        known,
        priority=before.priority,
        deadline_s=before.deadline_s,
        intended_vehicle=before.intended_vehicle,
    )
    wanted = replace(asked, load_unit_id=_load_of(asked))
    differences = [
        f"{name} is {_plain(getattr(was, name))}, not {_plain(getattr(wanted, name))}"
        for name in _CONTENT
        if getattr(was, name) != getattr(wanted, name)
    ]
    if differences:
        raise OrderError(
            f"order {asked.id} is known already with other content: {'; '.join(differences)}"
        )


def _load_of(order: TransportOrder) -> str:
    return order.load_unit_id or (f"load-{order.id}" if handles_loads(order) else "")


def _plain(value: object) -> str:
    if isinstance(value, tuple):
        return " > ".join(_plain(each) for each in value) or "none"
    if isinstance(value, Stop):
        words = [value.station_id, value.action.value, value.custom_action]
        words += [f"{value.duration_s:g} s"] if value.duration_s else []
        return " ".join(word for word in words if word)
    return "none" if value in ("", None) else str(value)


def _check_stop(order: TransportOrder, stop: Stop, plant: Plant) -> None:
    if not plant.knows(stop.station_id):
        raise OrderError(
            f"order {order.id}: station {stop.station_id!r} is not in layout {plant.facility.name}"
        )
    use = plant.use(stop.station_id)
    if stop.action in TRANSFERS:
        if use.kind is not StationKind.TRANSFER:
            raise OrderError(
                f"order {order.id}: station {stop.station_id} is for {use.kind}, "
                f"no {stop.action} is possible there"
            )
        if not (use.can_pick if stop.action is StopAction.PICK else use.can_drop):
            raise OrderError(
                f"order {order.id}: no {stop.action} is possible at station {stop.station_id}"
            )
        if order.load_type and use.load_types and order.load_type not in use.load_types:
            raise OrderError(
                f"order {order.id}: station {stop.station_id} does not take load type "
                f"{order.load_type}; possible are {', '.join(sorted(use.load_types))}"
            )
    elif stop.action is StopAction.CHARGE and use.kind is not StationKind.CHARGER:
        raise OrderError(f"order {order.id}: station {stop.station_id} has no charger")


def _check_loads(order: TransportOrder) -> None:
    """One load unit: each drop follows a pick, each pick is followed by its drop."""
    on_board = False
    for index, stop in enumerate(order.stops):
        if stop.action is StopAction.PICK and on_board:
            raise OrderError(
                f"order {order.id}: stop {index + 1} picks a second load; one order, one load"
            )
        if stop.action is StopAction.DROP and not on_board:
            raise OrderError(f"order {order.id}: stop {index + 1} drops a load never picked")
        if stop.action in TRANSFERS:
            on_board = stop.action is StopAction.PICK
    if on_board:
        raise OrderError(f"order {order.id}: its load is picked and never dropped")


def _check_repeats(order: TransportOrder) -> None:
    transfers = [stop for stop in order.stops if stop.action in TRANSFERS]
    for before, after in itertools.pairwise(transfers):
        if before.action is StopAction.PICK and before.station_id == after.station_id:
            raise OrderError(
                f"order {order.id}: it moves its load from station {before.station_id} to itself"
            )


def _check_demands(order: TransportOrder, plant: Plant, vehicle_types: Mapping[str, str]) -> None:
    types = plant.facility.vehicle_types
    if order.required_vehicle_type and order.required_vehicle_type not in types:
        raise OrderError(
            f"order {order.id}: vehicle type {order.required_vehicle_type} is not known; "
            f"possible are {', '.join(sorted(types))}"
        )
    capabilities = frozenset[str]().union(*(entry.capabilities for entry in types.values()))
    if order.required_capability and order.required_capability not in capabilities:
        raise OrderError(
            f"order {order.id}: no vehicle type is capable of {order.required_capability}; "
            f"possible are {', '.join(sorted(capabilities)) or 'none'}"
        )
    if order.intended_vehicle and order.intended_vehicle not in vehicle_types:
        raise OrderError(f"order {order.id}: vehicle {order.intended_vehicle} is not known")
    if order.origin is Origin.RECOVERY:
        raise OrderError(f"order {order.id}: only the fleet itself makes recovery orders")


def _check_able_type(order: TransportOrder, plant: Plant, vehicle_types: Mapping[str, str]) -> None:
    """Some type of the fleet must be able; with an intended vehicle, its type."""
    if order.intended_vehicle:
        type_ids = [vehicle_types[order.intended_vehicle]]
    else:
        type_ids = sorted(set(vehicle_types.values()))
    objections = []
    for type_id in type_ids:
        objection = type_objection(order, plant.type_of(type_id), plant)
        if not objection:
            return
        objections.append(objection)
    raise OrderError(
        f"order {order.id}: no vehicle of the fleet can do it: "
        + ("; ".join(objections) or "the fleet has no vehicles")
    )
