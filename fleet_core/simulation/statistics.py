"""What a simulated shift comes to, as plain numbers."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from fleet_core.model.order import OrderState, TransportOrder
from fleet_core.simulation.tally import Tally

SECONDS_PER_HOUR = 3600.0

MOST_KEPT = 50_000


@dataclass(frozen=True, slots=True)
class OrderFigures:
    """What became of the orders."""

    created: int
    done: int
    failed: int
    lead_time_s: tuple[float, ...]  # of the orders done: from the release to the last drop
    on_time: int
    late: int  # done after the deadline, failed, or not done though it has passed


class OrderCount:
    """Counts orders one by one, so that none has to be kept for it."""

    def __init__(self) -> None:
        self._created = self._done = self._failed = self._on_time = self._late = 0
        self._lead_time_s = array("d")

    def take(self, order: TransportOrder, now_s: float) -> None:
        """Once each; an order whose deadline is still to come is neither on time nor late."""
        self._created += 1
        ended_s = now_s if order.ended_at_s is None else order.ended_at_s
        is_done = order.state is OrderState.DONE
        self._done += is_done
        self._failed += order.state is OrderState.FAILED
        if is_done:
            self._lead_time_s.append(ended_s - max(order.created_at_s, order.release_time_s))
        if order.deadline_s is not None and order.state is not OrderState.CANCELLED:
            in_time = is_done and ended_s <= order.deadline_s
            self._on_time += in_time
            self._late += not in_time and (order.state.ended or order.deadline_s < now_s)

    def figures(self) -> OrderFigures:
        return OrderFigures(
            self._created,
            self._done,
            self._failed,
            tuple(self._lead_time_s),
            self._on_time,
            self._late,
        )


def order_figures(orders: Iterable[TransportOrder], now_s: float) -> OrderFigures:
    """Of all these orders."""
    count = OrderCount()
    for order in orders:
        count.take(order, now_s)
    return count.figures()


def order_results(figures: OrderFigures, duration_s: float) -> dict[str, Any]:
    """The part of the results that is about orders; shares are None where nothing was due."""
    due = figures.on_time + figures.late
    return {
        "orders_created": figures.created,
        "orders_done": figures.done,
        "orders_failed": figures.failed,
        "throughput_per_h": round(figures.done * SECONDS_PER_HOUR / duration_s, 3),
        "lead_time_s": spread(figures.lead_time_s, ("mean", "p50", "p95")),
        "on_time_share": round(figures.on_time / due, 4) if due else None,
    }


def vehicle_results(tally: Tally, used_kwh: float, duration_s: float) -> dict[str, Any]:
    """The part of the results that is about vehicles."""
    distance_m = float(tally.distance_m.sum())
    vehicle_s = duration_s * len(tally.distance_m)
    empty_m = float(tally.empty_distance_m.sum())
    return {
        "utilisation": round(float(tally.busy_s.sum()) / vehicle_s, 4) if vehicle_s else None,
        "waiting_share": round(float(tally.waiting_s.sum()) / vehicle_s, 4) if vehicle_s else None,
        "empty_travel_share": round(empty_m / distance_m, 4) if distance_m else None,
        "distance_m": round(distance_m, 1),
        "energy_kwh": round(used_kwh, 3),
    }


class Sample:
    """Measured values of a run of any length, in bounded room: all until there are ``most``,
    from then on every second one, every fourth, ...; the largest is never left out."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most, self._stride, self._skipped = most, 1, 0
        self._values = array("d")
        self._largest: float | None = None

    def add(self, value: float) -> None:
        """One more."""
        self._largest = value if self._largest is None else max(self._largest, value)
        self._skipped += 1
        if self._skipped < self._stride:
            return
        self._skipped = 0
        self._values.append(value)
        if len(self._values) >= self._most:
            self._values = self._values[::2]
            self._stride *= 2

    def values(self) -> tuple[float, ...]:
        """Those that are kept, the largest last where it is not among them."""
        kept = tuple(self._values)
        return kept if self._largest is None or self._largest in kept else (*kept, self._largest)


def plan_results(plan_ms: Iterable[float]) -> dict[str, Any]:
    """How long the controller thought, in milliseconds of real time a step."""
    return {"plan_ms": spread(tuple(plan_ms), ("p50", "p95", "max"))}


def spread(values: tuple[float, ...], names: tuple[str, ...]) -> dict[str, float | None]:
    """The named measures (mean, p50, p95, p99, max), to three decimals; None of no values."""
    if not values:
        return dict.fromkeys(names)
    measures = {
        "mean": lambda: float(np.mean(values)),
        "p50": lambda: float(np.percentile(values, 50)),
        "p95": lambda: float(np.percentile(values, 95)),
        "p99": lambda: float(np.percentile(values, 99)),
        "max": lambda: float(max(values)),
    }
    return {name: round(measures[name](), 3) for name in names}
