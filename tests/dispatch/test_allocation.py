"""Which vehicle takes which order."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fleet_core.dispatch.allocation import Allocation, Claims, allocate
from fleet_core.dispatch.availability import Availability
from fleet_core.dispatch.costs import FORBIDDEN_S, cost_matrix_s, travel_matrix_s, urgency_s
from fleet_core.dispatch.dispatch_plant import DispatchPlant
from fleet_core.dispatch.settings import DispatchSettings
from fleet_core.model import reasons
from fleet_core.model.order import OrderState, TransportOrder
from fleet_core.model.wording import sentence
from tests.execution.teleport_plant import PARKINGS, TRANSFERS, TeleportTravel, plant, transport

FACILITY = plant(4)
PLANT = DispatchPlant.of(FACILITY, TeleportTravel(FACILITY))
NO_LIMIT = DispatchSettings(station_vehicles=100)
NODES = [f"n{name}" for name in (*TRANSFERS, *PARKINGS)]


def carrier(name: str, node_id: str = "nP1", **fields: object) -> Availability:
    known: dict[str, object] = {"type_id": "cart", "free_at_s": 0.0, "soc": 1.0, "heading_rad": 0.0}
    return Availability(name, node_id=node_id, **{**known, **fields})  # type: ignore[arg-type]


def queued(order_id: str, source: str = "A", sink: str = "B", **fields: object) -> TransportOrder:
    return transport(order_id, source, sink, state=OrderState.QUEUED, **fields)


def pairs(plan: Allocation) -> dict[str, str]:
    return {entry.order_id: entry.vehicle_id for entry in plan.assignments}


def run(
    orders: list[TransportOrder],
    carriers: list[Availability],
    now_s: float = 0.0,
    rules: DispatchSettings = NO_LIMIT,
    claims: Claims | None = None,
) -> Allocation:
    return allocate(orders, carriers, claims or Claims(), PLANT, now_s, rules)


orders_drawn = st.lists(
    st.tuples(
        st.sampled_from(TRANSFERS),
        st.integers(-3, 3),
        st.sampled_from(["", "cart", "fork"]),
        st.none() | st.floats(-100.0, 2000.0),
    ),
    min_size=1,
    max_size=4,
)
offers_drawn = st.lists(
    st.tuples(st.sampled_from(NODES), st.sampled_from(["cart", "fork"]), st.floats(0.0, 50.0)),
    min_size=1,
    max_size=4,
)


@settings(max_examples=150, deadline=None)
@given(orders_drawn, offers_drawn)
def test_no_other_assignment_is_cheaper(
    drawn_orders: list[tuple[str, int, str, float | None]],
    drawn_offers: list[tuple[str, str, float]],
) -> None:
    orders = [
        queued(
            f"O{index}",
            source,
            "B" if source != "B" else "A",
            priority=priority,
            required_vehicle_type=type_id,
            deadline_s=deadline_s,
        )
        for index, (source, priority, type_id, deadline_s) in enumerate(drawn_orders)
    ]
    carriers = [
        carrier(f"v{index}", node_id, type_id=type_id, free_at_s=free_at_s)
        for index, (node_id, type_id, free_at_s) in enumerate(drawn_offers)
    ]
    plan = run(orders, carriers)
    travel_s = travel_matrix_s(orders, carriers, PLANT)
    cost_s = cost_matrix_s(orders, carriers, travel_s, PLANT, 0.0, NO_LIMIT)
    count, total_s = brute_force(cost_s)
    assert len(plan.assignments) == count
    assert sum(entry.cost_s for entry in plan.assignments) == pytest.approx(total_s)
    assert set(pairs(plan)) | set(plan.waiting) == {order.id for order in orders}
    assert len(set(pairs(plan).values())) == len(plan.assignments)


def brute_force(cost_s: np.ndarray) -> tuple[int, float]:
    """Most pairs first, then least cost, over all ways of pairing."""
    rows, columns = cost_s.shape
    if rows > columns:
        return brute_force(cost_s.T)
    best = (0, 0.0)
    for choice in permutations(range(columns), rows):
        costs = [cost_s[row, column] for row, column in enumerate(choice)]
        real = [cost for cost in costs if cost < FORBIDDEN_S / 2]
        best = min(best, (-len(real), float(sum(real))))
    return -best[0], best[1]


def test_the_nearer_vehicle_takes_the_order() -> None:
    assert pairs(run([queued("O1", "A")], [carrier("far", "nD"), carrier("near", "nB")])) == {
        "O1": "near"
    }


def test_a_vehicle_that_is_free_sooner_wins_over_one_that_is_nearer() -> None:
    busy = carrier("near", "nA", free_at_s=100.0)
    assert pairs(run([queued("O1", "A")], [busy, carrier("far", "nD")])) == {"O1": "far"}


def test_the_more_urgent_order_gets_the_only_vehicle() -> None:
    orders = [queued("near", "A"), queued("urgent", "D", "B", priority=10)]
    assert pairs(run(orders, [carrier("v1", "nA")])) == {"urgent": "v1"}


def test_an_order_that_waits_long_enough_comes_before_any_priority() -> None:
    old = queued("old", "D", priority=-100)
    now_s = 20_000.0
    fresh = queued("fresh", "A", priority=100, created_at_s=now_s, deadline_s=now_s - 5000.0)
    assert pairs(run([fresh, old], [carrier("v1", "nA")], now_s)) == {"old": "v1"}


def test_an_order_near_its_deadline_comes_first() -> None:
    orders = [queued("relaxed", "A", deadline_s=10_000.0), queued("tight", "D", deadline_s=100.0)]
    assert pairs(run(orders, [carrier("v1", "nA")])) == {"tight": "v1"}


@given(st.floats(0.0, 1e5), st.floats(1.0, 1e4), st.none() | st.floats(-1e4, 1e5))
def test_urgency_never_falls_with_time(
    now_s: float, later_s: float, deadline_s: float | None
) -> None:
    order = queued("O1", deadline_s=deadline_s)
    rules = DispatchSettings()
    assert urgency_s(order, now_s + later_s, rules) > urgency_s(order, now_s, rules)


def test_an_order_meant_for_a_vehicle_goes_to_no_other() -> None:
    plan = run([queued("O1", intended_vehicle="v2")], [carrier("v1", "nA"), carrier("v2", "nD")])
    assert pairs(plan) == {"O1": "v2"}
    plan = run([queued("O1", intended_vehicle="v2")], [carrier("v1", "nA")])
    assert plan.waiting == {"O1": reasons.waiting.waits_for_absent("v2")}


def test_capability_and_type_are_respected_and_said() -> None:
    carriers = [carrier("cart", "nA"), carrier("fork", "nD", type_id="fork")]
    assert pairs(run([queued("O1", required_capability="lift")], carriers)) == {"O1": "fork"}
    plan = run([queued("O1", required_capability="lift")], carriers[:1])
    assert plan.waiting["O1"] == reasons.waiting.waits_none_able()


def test_a_battery_that_would_not_last_is_not_sent() -> None:
    weak, strong = carrier("weak", "nA", soc=0.105), carrier("strong", "nD", soc=0.8)
    assert pairs(run([queued("O1", "A", "D")], [weak, strong])) == {"O1": "strong"}
    assert pairs(run([queued("O1", "A", "D")], [weak])) == {}


def test_orders_that_wait_for_a_busy_vehicle_say_so() -> None:
    busy = carrier("v1", "", unavailable=reasons.waiting.busy("O7"))
    plan = run([queued("O1", intended_vehicle="v1")], [busy])
    assert sentence(plan.waiting["O1"]) == "Waits for v1, which is busy with order O7."
    plan = run(
        [queued("O1")], [busy, carrier("v2", "", unavailable=reasons.vehicles.is_lost(None))]
    )
    assert plan.waiting["O1"] == reasons.waiting.waits_none_free(2)


def test_no_more_vehicles_than_allowed_are_sent_to_a_station() -> None:
    orders = [queued(f"O{index}", "A", "BCDE"[index]) for index in range(4)]
    carriers = [carrier(f"v{index}", "nP1") for index in range(4)]
    rules = DispatchSettings(station_vehicles=2)
    plan = run(orders, carriers, rules=rules)
    assert len(plan.assignments) == 2
    plan = run(orders, carriers, rules=rules, claims=Claims([("nA",), ("nA",)]))
    assert plan.assignments == ()
    assert "station A" in str(plan.waiting["O0"])


def test_orders_nobody_can_take_do_not_keep_others_from_the_batch() -> None:
    blocked = [queued(f"B{i}", priority=100, required_vehicle_type="fork") for i in range(50)]
    plan = run([*blocked, queued("O1")], [carrier("v1")])
    assert pairs(plan) == {"O1": "v1"}


def test_a_later_stop_takes_the_more_vehicles_the_longer_the_way_to_it() -> None:
    orders = [queued(f"O{index}", "ACDE"[index], "B") for index in range(4)]
    carriers = [carrier(f"v{index}", "nP1") for index in range(4)]
    slow = DispatchSettings(station_vehicles=1, station_turn_s=1e6)
    assert len(run(orders, carriers, rules=slow).assignments) == 1
    quick = DispatchSettings(station_vehicles=1, station_turn_s=0.01)
    assert len(run(orders, carriers, rules=quick).assignments) == 4
