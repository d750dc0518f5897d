"""Tours: orders in a row, several loads at once, and what is begun now. Checked from outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fleet_core.dispatch.allocation import Allocation, Claims
from fleet_core.dispatch.availability import Availability
from fleet_core.dispatch.dispatch_plant import DispatchPlant
from fleet_core.dispatch.settings import OBJECTIVES, DispatchSettings, objective
from fleet_core.dispatch.tours.allocation import allocate_tours
from fleet_core.dispatch.tours.tour import Tour, TourStop
from fleet_core.model import reasons
from fleet_core.model.errors import ConfigurationError
from fleet_core.model.order import OrderState, Stop, StopAction, TransportOrder
from tests.dispatch.tour_check import tour_faults
from tests.execution.teleport_plant import PARKINGS, TRANSFERS, TeleportTravel, plant, transport

FACILITY = plant(4)
PLANT = DispatchPlant.of(FACILITY, TeleportTravel(FACILITY))
RULES = DispatchSettings(station_vehicles=100, plan_tries=100)


def carrier(name: str, node_id: str = "nP1", **fields: object) -> Availability:
    known: dict[str, object] = {"type_id": "cart", "free_at_s": 0.0, "soc": 1.0, "heading_rad": 0.0}
    return Availability(name, node_id=node_id, **{**known, **fields})  # type: ignore[arg-type]


def queued(order_id: str, source: str = "A", sink: str = "B", **fields: object) -> TransportOrder:
    return transport(order_id, source, sink, state=OrderState.QUEUED, **fields)


def run(
    orders: Sequence[TransportOrder],
    free: Sequence[Availability],
    later: Sequence[Availability] = (),
    before: dict[str, Tour] | None = None,
    rules: DispatchSettings = RULES,
    now_s: float = 0.0,
) -> Allocation:
    plan = allocate_tours(orders, free, later, Claims(), PLANT, now_s, rules, before or {})
    carriers = [*free, *later]
    known = {one.id: one for one in [*orders, *(o for each in carriers for o in each.aboard)]}
    faults = list(tour_faults(plan.tours, carriers, known, PLANT, now_s, rules.reserve_soc))
    assert not faults
    given = {entry.order_id for entry in plan.assignments}
    assert given | set(plan.waiting) == {order.id for order in orders}
    assert not given & set(plan.waiting)
    assert len({entry.vehicle_id for entry in plan.assignments}) == len(plan.assignments)
    return plan


def pairs(plan: Allocation) -> dict[str, str]:
    return {entry.order_id: entry.vehicle_id for entry in plan.assignments}


def sequence(plan: Allocation, vehicle_id: str) -> list[tuple[str, int]]:
    return [(stop.order_id, stop.stop_index) for stop in plan.tours.get(vehicle_id, ())]


def test_orders_are_planned_one_after_the_other() -> None:
    plan = run([queued("O1", "A", "B"), queued("O2", "B", "C")], [carrier("v1", "nA")])
    assert pairs(plan) == {"O1": "v1"}
    assert sequence(plan, "v1") == [("O1", 0), ("O1", 1), ("O2", 0), ("O2", 1)]
    assert plan.waiting["O2"] == reasons.waiting.planned_later_for("v1", 20.0)


def test_a_tugger_collects_before_it_delivers() -> None:
    tugger = carrier("tugger", "nA", positions=4)
    plan = run([queued(f"O{n}", "A", "D") for n in range(4)], [tugger])
    stops = sequence(plan, "tugger")
    assert [index for _, index in stops] == [0, 0, 0, 0, 1, 1, 1, 1]


def test_what_is_on_board_is_never_left_out_even_without_battery() -> None:
    load = queued("L", "A", "E", loaded=True, next_stop=1, vehicle_id="v1")
    low = carrier("v1", "nA", positions=2, aboard=(load,), soc=0.1)
    plan = run([queued("O1", "B", "C")], [low])
    assert sequence(plan, "v1") == [("L", 1)]
    assert plan.waiting["O1"] == reasons.waiting.waits_batteries_low()


def test_a_vehicle_that_is_soon_free_next_to_it_beats_one_that_is_far() -> None:
    soon = carrier("soon", "nA", free_at_s=2.0)
    plan = run([queued("O1", "A")], [carrier("far", "nP4")], [soon])
    assert not plan.assignments
    assert plan.waiting["O1"] == reasons.waiting.planned_for("soon", 0.0)


def test_of_equal_vehicles_none_idles_while_another_queues_three_orders() -> None:
    orders = [queued(f"O{n}", "A", "D") for n in range(4)]
    plan = run(orders, [carrier("v1"), carrier("v2")], rules=replace(RULES, objective="balanced"))
    assert {len(tour) for tour in plan.tours.values()} == {4}


def test_a_plan_does_not_flip_without_gain() -> None:
    orders = [queued("O1", "A", "B"), queued("O2", "A", "B")]
    before = {
        "v2": (TourStop("O1", 0, 0.0, 0.0), TourStop("O1", 1, 0.0, 0.0)),
        "v1": (TourStop("O2", 0, 0.0, 0.0), TourStop("O2", 1, 0.0, 0.0)),
    }
    assert pairs(run(orders, [carrier("v1"), carrier("v2")], before=before)) == {
        "O1": "v2",
        "O2": "v1",
    }


def test_an_urgent_order_comes_first() -> None:
    late = queued("late", "E", "D", deadline_s=30.0)
    easy = queued("easy", "A", "B")
    plan = run([easy, late], [carrier("v1", "nB")], rules=replace(RULES, objective="punctuality"))
    assert pairs(plan) == {"late": "v1"}


def test_an_order_with_many_stops_is_done_in_one_go() -> None:
    stops = (
        Stop("A", StopAction.PICK),
        Stop("C", StopAction.WAIT, 7.0),
        Stop("B", StopAction.DROP),
    )
    long = TransportOrder("long", stops, state=OrderState.QUEUED)
    plan = run([long, queued("O2", "C", "D")], [carrier("v1", "nA", positions=2)])
    mine = [entry for entry in sequence(plan, "v1") if entry[0] == "long"]
    assert mine == [("long", 0), ("long", 1), ("long", 2)]


def test_reasons_name_what_is_missing() -> None:
    plan = run([queued("O1", intended_vehicle="v9")], [carrier("v1")])
    assert plan.waiting["O1"] == reasons.waiting.waits_for_unable("v9")
    assert run([queued("O1")], []).waiting["O1"] == reasons.waiting.waits_none_at_work()


def test_a_name_that_is_no_objective_is_refused() -> None:
    assert objective("energy") is OBJECTIVES["energy"]
    with pytest.raises(ConfigurationError, match="'speed' is not known; possible are balanced"):
        objective("speed")


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.integers(0, 100_000), st.sampled_from(sorted(OBJECTIVES)))
def test_random_plants_get_plans_that_can_be_done(seed: int, name: str) -> None:
    rng = np.random.default_rng(seed)
    nodes = [f"n{place}" for place in (*TRANSFERS, *PARKINGS)]
    carriers = []
    for index in range(int(rng.integers(1, 5))):
        positions = int(rng.integers(1, 4))
        aboard = tuple(
            queued(f"L{index}{k}", "A", str(rng.choice(TRANSFERS[1:])), loaded=True, next_stop=1,
                   vehicle_id=f"v{index}")
            for k in range(int(rng.integers(0, positions + 1)))
        )  # fmt: skip
        carriers.append(
            carrier(
                f"v{index}", str(rng.choice(nodes)), type_id=str(rng.choice(["cart", "fork"])),
                free_at_s=float(rng.uniform(0, 40)), soc=float(rng.uniform(0.1, 1.0)),
                positions=positions, aboard=aboard,
            )
        )  # fmt: skip
    orders = []
    for index in range(int(rng.integers(0, 9))):
        source, sink = rng.choice(TRANSFERS, 2, replace=False)
        orders.append(
            queued(
                f"O{index}", str(source), str(sink), priority=int(rng.integers(-5, 6)),
                deadline_s=float(rng.uniform(0, 300)) if rng.random() < 0.5 else None,
                release_time_s=float(rng.uniform(0, 60)) if rng.random() < 0.3 else 0.0,
                required_vehicle_type=str(rng.choice(["", "", "cart", "fork"])),
            )
        )  # fmt: skip
    cut = int(rng.integers(0, len(carriers) + 1))
    first = run(orders, carriers[:cut], carriers[cut:], rules=replace(RULES, objective=name))
    run(
        orders,
        carriers[:cut],
        carriers[cut:],
        first.tours,
        replace(RULES, objective=name),
    )
