"""Whether the fields of a submitted order are sane by themselves, before the plant is looked at."""

from __future__ import annotations

import re
from dataclasses import fields
from math import isfinite

from fleet_core.model import reasons
from fleet_core.model.errors import OrderError
from fleet_core.model.order import StopAction, TransportOrder
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
