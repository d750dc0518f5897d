"""What a shift comes to."""

from __future__ import annotations

import numpy as np
import pytest

from fleet_core.model.order import OrderState, TransportOrder
from fleet_core.simulation.statistics import order_figures, order_results, vehicle_results
from fleet_core.simulation.tally import Tally


def order(state: OrderState, ended_s: float | None = None, due_s: float | None = None):
    return TransportOrder(
        "O", (), release_time_s=100.0, deadline_s=due_s, state=state, ended_at_s=ended_s
    )


def test_orders_are_counted_by_what_became_of_them() -> None:
    figures = order_figures(
        [
            order(OrderState.DONE, 200.0, due_s=250.0),
            order(OrderState.DONE, 300.0, due_s=250.0),  # late
            order(OrderState.DONE, 400.0),
            order(OrderState.FAILED, 150.0, due_s=9000.0),
            order(OrderState.UNDER_WAY, due_s=900.0),  # late already
            order(OrderState.UNDER_WAY, due_s=5000.0),  # not due yet
            order(OrderState.CANCELLED, 150.0, due_s=120.0),
        ],
        now_s=3600.0,
    )
    results = order_results(figures, 3600.0)
    assert (results["orders_created"], results["orders_done"], results["orders_failed"]) == (
        7,
        3,
        1,
    )
    assert results["throughput_per_h"] == 3.0
    assert results["lead_time_s"] == {"mean": 200.0, "p50": 200.0, "p95": 290.0}
    assert results["on_time_share"] == 0.25


def test_without_orders_or_distance_shares_are_absent() -> None:
    results = order_results(order_figures([], 10.0), 10.0)
    assert results["on_time_share"] is None
    assert results["lead_time_s"] == {"mean": None, "p50": None, "p95": None}
    assert vehicle_results(Tally(2), 0.0, 10.0)["empty_travel_share"] is None


def test_vehicles_are_summed_up() -> None:
    tally, no, yes = Tally(2), np.array([False, False]), np.array([True, False])
    tally.pass_time(np.array([3.0, 1.0]), yes, yes, no, 5.0)
    tally.pass_time(np.array([0.0, 0.0]), no, yes, yes, 5.0)
    results = vehicle_results(tally, 1.23456, 10.0)
    assert results == {
        "utilisation": 0.5,
        "waiting_share": 0.25,
        "empty_travel_share": 0.25,
        "distance_m": 4.0,
        "energy_kwh": pytest.approx(1.235),
    }
