"""Whether the fields of a submitted order are sane by themselves, before the plant is looked at."""

from __future__ import annotations

import re
from dataclasses import fields
from math import isfinite

from fleet_core.model.errors import OrderError
from fleet_core.model.order import StopAction, TransportOrder

TEXT_MAX = 128
ID_MAX = 100  # leaves room for what the fleet derives of it: a load, a recovery order
STOPS_MAX = 50
DEPENDENCIES_MAX = 50
DURATION_MAX_S = 86_400.0
PRIORITY_MAX = 100
ORDER_ID = re.compile(r"[A-Za-z0-9_.:\-]+")


def check_fields(order: TransportOrder) -> None:
    """Raises OrderError naming the field, what it holds and what it may hold."""
    _check_texts(order)
    if len(order.id) > ID_MAX:
        raise OrderError(
            f"order id {order.id[:20]}...: it has {len(order.id)} characters; "
            f"at most {ID_MAX} are possible"
        )
    if not ORDER_ID.fullmatch(order.id):
        raise OrderError(
            f"order id {order.id!r}: only letters, digits and the signs _ . : - are possible"
        )
    _check_counts(order)
    _check_numbers(order)
    for index, stop in enumerate(order.stops):
        _check_number(order, f"duration_s of stop {index + 1}", stop.duration_s, 0, DURATION_MAX_S)
        if stop.action is StopAction.CUSTOM and not stop.custom_action:
            raise OrderError(f"order {order.id}: stop {index + 1} names no custom action")


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
                f"order {order.id[:20]}: {name} has {len(text)} characters; "
                f"at most {TEXT_MAX} are possible"
            )
        if not text.isprintable():
            raise OrderError(f"order {order.id[:20]!r}: {name} holds characters that do not print")


def _check_counts(order: TransportOrder) -> None:
    if not 1 <= len(order.stops) <= STOPS_MAX:
        raise OrderError(
            f"order {order.id}: it has {len(order.stops)} stops; 1 to {STOPS_MAX} are possible"
        )
    if len(order.depends_on) > DEPENDENCIES_MAX:
        raise OrderError(
            f"order {order.id}: it depends on {len(order.depends_on)} orders; "
            f"at most {DEPENDENCIES_MAX} are possible"
        )


def _check_numbers(order: TransportOrder) -> None:
    check_priority(order.id, order.priority)
    _check_number(order, "release_time_s", order.release_time_s)
    check_deadline(order.id, order.deadline_s, order.release_time_s)


def check_priority(order_id: str, priority: int) -> None:
    if not -PRIORITY_MAX <= priority <= PRIORITY_MAX:
        raise OrderError(
            f"order {order_id}: priority {priority}; {-PRIORITY_MAX} to {PRIORITY_MAX} are possible"
        )


def check_deadline(order_id: str, deadline_s: float | None, release_time_s: float) -> None:
    if deadline_s is None:
        return
    if not isfinite(deadline_s):
        raise OrderError(f"order {order_id}: deadline_s is {deadline_s}, not a time")
    if deadline_s < release_time_s:
        raise OrderError(
            f"order {order_id}: its deadline at {deadline_s:g} s lies before "
            f"its release at {release_time_s:g} s"
        )


def _check_number(
    order: TransportOrder,
    name: str,
    value: float,
    least: float = -1e12,
    most: float = 1e12,
) -> None:
    if not isfinite(value) or not least <= value <= most:
        raise OrderError(f"order {order.id}: {name} is {value}; {least:g} to {most:g} are possible")
