"""Orders that come at random, the same for the same seed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fleet_core.model.errors import LayoutError
from fleet_core.model.order import Origin, StopAction
from fleet_core.model.scenario import OrderStream, Scenario
from fleet_core.simulation.order_streams import OrderStreams
from tests.simulation.plants import facility

IN = OrderStream("in", "A", "B", 30.0, "pallet", priority=5, due_s=600.0)
OUT = OrderStream("out", "B", "A1", 12.0)


def orders(*streams: OrderStream, seed: int = 1, hours: float = 10.0, prefix: str = "") -> list:
    coming = OrderStreams(
        facility(3), Scenario("shift", streams), np.random.default_rng(seed), prefix
    )
    found = []
    for now_s in np.arange(0.0, hours * 3600 + 0.5, 60.0):
        batch = coming.due(now_s)
        assert all(now_s - 60.0 <= order.created_at_s <= now_s for order in batch)
        found += batch
    return found


def test_orders_come_at_the_rate_in_the_order_of_their_times() -> None:
    found = orders(IN, OUT)
    assert 230 < sum(order.author == "in" for order in found) < 370
    assert 80 < sum(order.author == "out" for order in found) < 160
    times = [order.created_at_s for order in found]
    assert times == sorted(times)
    assert len({order.id for order in found}) == len(found)


def test_an_order_carries_what_its_stream_says() -> None:
    order = orders(IN, prefix="monday-")[0]
    assert order.id == "monday-in-00001"
    assert [stop.action for stop in order.stops] == [StopAction.PICK, StopAction.DROP]
    assert order.stops[0].station_id.startswith("A")
    assert order.stops[1].station_id.startswith("B")
    assert (order.priority, order.load_type, order.origin) == (5, "pallet", Origin.WMS)
    assert order.deadline_s == pytest.approx(order.created_at_s + 600.0)


def test_a_group_uses_all_its_stations() -> None:
    found = orders(IN)
    assert {order.stops[0].station_id for order in found} == {"A0", "A1", "A2"}
    assert {order.stops[1].station_id for order in found} == {"B0", "B1", "B2"}


def test_no_order_goes_from_a_station_to_itself() -> None:
    found = orders(OrderStream("round", "A", "A", 60.0))
    assert all(order.stops[0].station_id != order.stops[1].station_id for order in found)


def test_one_stream_does_not_shift_another() -> None:
    alone = orders(IN)
    beside = [order for order in orders(OUT, IN) if order.author == "in"]
    assert alone == beside
    assert orders(IN, seed=2) != alone


def test_a_batch_comes_together_by_a_trigger() -> None:
    trucks = replace(IN, batch=4)
    found = orders(trucks)
    assert 200 < len(found) < 400
    assert all(order.origin is Origin.TRIGGER for order in found)
    assert found[0].created_at_s == found[3].created_at_s


def test_a_stream_keeps_to_its_hours() -> None:
    found = orders(replace(IN, begin_s=3600.0, end_s=7200.0))
    assert found
    assert all(3600.0 <= order.created_at_s <= 7200.0 for order in found)
    assert orders(replace(IN, rate_per_h=0.0)) == []


@pytest.mark.parametrize(
    ("stream", "text"),
    [
        (replace(IN, source="Z"), "stream in: source 'Z' is no station of lanes that allows it"),
        (replace(IN, target="Z"), "stream in: target 'Z' .* the groups A, B"),
        (replace(IN, source="A1", target="A1"), "a target must differ from its source"),
        (replace(IN, batch=0), "batch is 0; it must be 1 or more"),
    ],
)
def test_a_stream_without_places_is_refused(stream, text) -> None:
    with pytest.raises(LayoutError, match=text):
        orders(stream)
