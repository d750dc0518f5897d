"""Whether this plant and this fleet can do a submitted order."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from dataclasses import fields, replace
from math import isfinite

from fleet_core.dispatch.ability import handles_loads, type_objection
from fleet_core.dispatch.dispatch_plant import DispatchPlant
from fleet_core.model import reasons
from fleet_core.model.errors import OrderError
from fleet_core.model.facility import StationKind
from fleet_core.model.order import Origin, Stop, StopAction, TransportOrder
from fleet_core.model.reasons.refusals import of_order

TEXT_MAX = 128
ID_MAX = 100  # leaves room for what the fleet derives of it: a load, a recovery order
STOPS_MAX = 50
DEPENDENCIES_MAX = 50
DURATION_MAX_S = 86_400.0
LATEST_S = 1e12
PRIORITY_MAX = 100
ORDER_ID = re.compile(r"[A-Za-z0-9_.:\-]+")


def check_fields(order: TransportOrder) -> None:
    """Raises OrderError naming the field, what it holds and what it may hold."""
    _check_texts(order)
    if len(order.id) > ID_MAX:
        raise OrderError(reasons.refusals.order_id_long(order.id[:20], len(order.id), ID_MAX))
    if not ORDER_ID.fullmatch(order.id):
        raise OrderError(reasons.refusals.order_id_signs(repr(order.id)))
    _check_counts(order)
    _check_numbers(order)
    for index, stop in enumerate(order.stops):
        _check_duration(order.id, index + 1, stop.duration_s)
        if stop.action is StopAction.CUSTOM and not stop.custom_action:
            raise OrderError(of_order(order.id, reasons.refusals.no_custom_action(index + 1)))


def _check_texts(order: TransportOrder) -> None:
    texts = [
        (entry.name, value)
        for entry in fields(order)
        if isinstance(value := getattr(order, entry.name), str)
    ]
    texts += [("depends_on", text) for text in order.depends_on[: DEPENDENCIES_MAX + 1]]
    for stop in order.stops[: STOPS_MAX + 1]:
        texts += [("station_id", stop.station_id), ("custom_action", stop.custom_action)]
    for name, text in texts:
        if len(text) > TEXT_MAX:
            raise OrderError(
                of_order(order.id[:20], reasons.refusals.field_long(name, len(text), TEXT_MAX))
            )
        if not text.isprintable():
            raise OrderError(
                of_order(repr(order.id[:20]), reasons.refusals.field_unprintable(name))
            )


def _check_counts(order: TransportOrder) -> None:
    if not 1 <= len(order.stops) <= STOPS_MAX:
        why = reasons.refusals.stop_count(len(order.stops), STOPS_MAX)
        raise OrderError(of_order(order.id, why))
    if len(order.depends_on) > DEPENDENCIES_MAX:
        why = reasons.refusals.dependency_count(len(order.depends_on), DEPENDENCIES_MAX)
        raise OrderError(of_order(order.id, why))


def _check_numbers(order: TransportOrder) -> None:
    check_priority(order.id, order.priority)
    _check_time(order.id, "release_time_s", order.release_time_s)
    check_deadline(order.id, order.deadline_s, order.release_time_s)


def check_priority(order_id: str, priority: int) -> None:
    if not -PRIORITY_MAX <= priority <= PRIORITY_MAX:
        why = reasons.refusals.priority_range(priority, -PRIORITY_MAX, PRIORITY_MAX)
        raise OrderError(of_order(order_id, why))


def check_deadline(order_id: str, deadline_s: float | None, release_time_s: float) -> None:
    if deadline_s is None:
        return
    if not isfinite(deadline_s):
        raise OrderError(of_order(order_id, reasons.refusals.deadline_no_time()))
    if deadline_s < release_time_s:
        why = reasons.refusals.deadline_too_early(deadline_s, release_time_s)
        raise OrderError(of_order(order_id, why))


def _check_duration(order_id: str, stop: int, duration_s: float) -> None:
    if not 0.0 <= duration_s <= DURATION_MAX_S:
        why = reasons.refusals.duration_range(stop, duration_s, 0.0, DURATION_MAX_S)
        raise OrderError(of_order(order_id, why))


def _check_time(order_id: str, name: str, time_s: float) -> None:
    if not isfinite(time_s) or abs(time_s) > LATEST_S:
        raise OrderError(
            of_order(order_id, reasons.refusals.field_range(name, time_s, -LATEST_S, LATEST_S))
        )


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


def check_order(
    order: TransportOrder, plant: DispatchPlant, vehicle_types: Mapping[str, str]
) -> None:
    """Raises OrderError with the reason. ``vehicle_types``: type id by id of each known vehicle."""
    check_fields(order)
    for stop in order.stops:
        check_stop(order, stop, plant)
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
        pinned=0,
        vehicle_id="",
        next_stop=0,
        loaded=False,
        ended_at_s=None,
        reason=None,
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
        stops=before.stops,
    )
    wanted = replace(asked, load_unit_id=_load_of(asked))
    differences = tuple(
        reasons.refusals.differs(name, _plain(getattr(was, name)), _plain(getattr(wanted, name)))
        for name in _CONTENT
        if getattr(was, name) != getattr(wanted, name)
    )
    if differences:
        raise OrderError(reasons.refusals.known_otherwise(asked.id, differences))


def _load_of(order: TransportOrder) -> str:
    return order.load_unit_id or (f"load-{order.id}" if handles_loads(order) else "")


def _plain(value: object) -> str:
    if isinstance(value, tuple):
        return " > ".join(_plain(each) for each in value) or "-"
    if isinstance(value, Stop):
        words = [value.station_id, value.action.value, value.custom_action]
        words += [f"{value.duration_s:g} s"] if value.duration_s else []
        return " ".join(word for word in words if word)
    return "-" if value in ("", None) else str(value)


def check_stop(order: TransportOrder, stop: Stop, plant: DispatchPlant) -> None:
    """Whether the plant has such a stop. Raises OrderError with the reason."""
    if not plant.knows(stop.station_id):
        why = reasons.refusals.station_unknown(stop.station_id, plant.facility.name)
        raise OrderError(of_order(order.id, why))
    use = plant.use(stop.station_id)
    if stop.action in TRANSFERS:
        if use.kind is not StationKind.TRANSFER:
            why = reasons.refusals.station_other_use(stop.station_id, use.kind, stop.action)
            raise OrderError(of_order(order.id, why))
        if not (use.can_pick if stop.action is StopAction.PICK else use.can_drop):
            why = reasons.refusals.no_action_at(stop.action, stop.station_id)
            raise OrderError(of_order(order.id, why))
        if order.load_type and use.load_types and order.load_type not in use.load_types:
            possible = tuple(sorted(use.load_types))
            why = reasons.refusals.load_type_refused(stop.station_id, order.load_type, possible)
            raise OrderError(of_order(order.id, why))
    elif stop.action is StopAction.CHARGE and use.kind is not StationKind.CHARGER:
        raise OrderError(of_order(order.id, reasons.refusals.no_charger_at(stop.station_id)))


def _check_loads(order: TransportOrder) -> None:
    """One load unit: each drop follows a pick, each pick is followed by its drop."""
    on_board = False
    for index, stop in enumerate(order.stops):
        if stop.action is StopAction.PICK and on_board:
            raise OrderError(of_order(order.id, reasons.refusals.second_load(index + 1)))
        if stop.action is StopAction.DROP and not on_board:
            raise OrderError(of_order(order.id, reasons.refusals.never_picked(index + 1)))
        if stop.action in TRANSFERS:
            on_board = stop.action is StopAction.PICK
    if on_board:
        raise OrderError(of_order(order.id, reasons.refusals.never_dropped()))


def _check_repeats(order: TransportOrder) -> None:
    transfers = [stop for stop in order.stops if stop.action in TRANSFERS]
    for before, after in itertools.pairwise(transfers):
        if before.action is StopAction.PICK and before.station_id == after.station_id:
            raise OrderError(of_order(order.id, reasons.refusals.to_itself(before.station_id)))


def _check_demands(
    order: TransportOrder, plant: DispatchPlant, vehicle_types: Mapping[str, str]
) -> None:
    types = plant.facility.vehicle_types
    if order.required_vehicle_type and order.required_vehicle_type not in types:
        why = reasons.refusals.type_unknown(order.required_vehicle_type, tuple(sorted(types)))
        raise OrderError(of_order(order.id, why))
    capabilities = frozenset[str]().union(*(entry.capabilities for entry in types.values()))
    if order.required_capability and order.required_capability not in capabilities:
        possible = tuple(sorted(capabilities))
        why = reasons.refusals.capability_unknown(order.required_capability, possible)
        raise OrderError(of_order(order.id, why))
    if order.intended_vehicle and order.intended_vehicle not in vehicle_types:
        raise OrderError(
            of_order(order.id, reasons.refusals.vehicle_unknown(order.intended_vehicle))
        )
    if order.origin is Origin.RECOVERY:
        raise OrderError(of_order(order.id, reasons.refusals.recovery_reserved()))


def _check_able_type(
    order: TransportOrder, plant: DispatchPlant, vehicle_types: Mapping[str, str]
) -> None:
    """Some type of the fleet must be able; with an intended vehicle, its type."""
    if order.intended_vehicle:
        type_ids = [vehicle_types[order.intended_vehicle]]
    else:
        type_ids = sorted(set(vehicle_types.values()))
    objections = []
    for type_id in type_ids:
        objection = type_objection(order, plant.type_of(type_id), plant)
        if objection is None:
            return
        objections.append(objection)
    found = tuple(objections) or (reasons.refusals.no_vehicles(),)
    raise OrderError(of_order(order.id, reasons.refusals.none_can(found)))
