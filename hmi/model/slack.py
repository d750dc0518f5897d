"""How much time an order has left, and the order of rows that follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import inf

from fleet_core.model.order import OrderState, TransportOrder
from fleet_core.model.vehicle import VehicleStatus


def slack_s(
    order: TransportOrder, vehicles: Mapping[str, VehicleStatus], now_s: float
) -> float | None:
    """Seconds between the expected end and the deadline; negative is late, None has no deadline.

    The expected end is the arrival at the last stop where the fleet knows it, else the present:
    the true slack is then smaller.
    """
    if order.deadline_s is None:
        return None
    if order.ended_at_s is not None:
        return order.deadline_s - order.ended_at_s
    return order.deadline_s - max(now_s, _known_arrival_s(order, vehicles))


def is_late(order: TransportOrder, vehicles: Mapping[str, VehicleStatus], now_s: float) -> bool:
    """An open order that will miss, or has missed, its deadline."""
    slack = slack_s(order, vehicles, now_s)
    return not order.state.ended and slack is not None and slack < 0.0


def sorted_by_slack(
    orders: Iterable[TransportOrder], vehicles: Mapping[str, VehicleStatus], now_s: float
) -> list[TransportOrder]:
    """Least slack first, those without a deadline after them by priority and age, ended ones last
    with the newest first."""

    def key(order: TransportOrder) -> tuple[bool, float, int, float, str]:
        if order.state.ended:
            return (True, -(order.ended_at_s or 0.0), 0, 0.0, order.id)
        slack = slack_s(order, vehicles, now_s)
        return (
            False,
            inf if slack is None else slack,
            -order.priority,
            order.created_at_s,
            order.id,
        )

    return sorted(orders, key=key)


def _known_arrival_s(order: TransportOrder, vehicles: Mapping[str, VehicleStatus]) -> float:
    status = vehicles.get(order.vehicle_id)
    at_last_stop = order.next_stop == len(order.stops) - 1
    if status is None or status.eta_s is None or not at_last_stop:
        return -inf
    return status.eta_s if order.state is OrderState.UNDER_WAY else -inf
