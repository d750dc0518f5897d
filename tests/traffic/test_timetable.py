"""The timetable: whatever is planned, granted and driven, everybody gets through."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.roadmap.build import build_roadmap
from planner.roadmap.travel_times import RoadmapTravelTimes
from planner.traffic.cooperative import Aim, Planner
from planner.traffic.forecast import NEVER_S, forecast, forecast_reference
from planner.traffic.glide import free_at_reference_s, free_at_s
from planner.traffic.itinerary import Itinerary
from planner.traffic.release import FREE, SHARED, before, before_reference, grant, grant_reference
from planner.traffic.rows import copied
from planner.traffic.timetable import Timetable
from tests.roadmap.small_plants import corridor, ring
from tests.traffic.order_check import check_order

RING = build_roadmap(ring(6, 0))
PLANNER = Planner(RING, RoadmapTravelTimes(RING))


def resting(**places: int) -> Timetable:
    table = Timetable(RING)
    for name, place in places.items():
        table.enter(Itinerary(name, goal(place)[0]), 0.0)
    return table


def goal(place: int) -> tuple[int, ...]:
    return RING.goal_states("cart", [f"p{place}"])


def aim(place: int) -> Aim:
    return Aim(goal(place), np.ones(len(RING.legs), np.bool_))


def planned(table: Timetable, name: str, place: int, now_s: float = 0.0) -> bool:
    """A new tail, kept when there is one; the old tail is gone either way."""
    table.cut(name)
    path = PLANNER.plan(table, name, aim(place), now_s)
    if path is not None:
        table.append(name, path, now_s)
    return path is not None


def drive(table: Timetable, name: str, now_s: float) -> None:
    """One granted step done."""
    if table.granted(name) > table.done(name):
        table.advance(name, table.done(name) + 1, now_s)


wishes = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5)), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@given(st.permutations(range(6)), wishes, st.lists(st.integers(0, 3), max_size=40))
def test_nobody_ever_waits_in_a_circle_and_everybody_gets_through(
    places: list[int], wishes: list[tuple[int, int]], drives: list[int]
) -> None:
    table = resting(**{f"cart_{k}": places[k] for k in range(4)})
    drives = list(drives)
    for number, (who, place) in enumerate(wishes):
        trial = table.copy()
        if planned(trial, f"cart_{who}", place, float(number)):
            table = trial
        check_order(table)
        table.grant(float(number))
        check_order(table)
        for _ in range(min(3, len(drives))):
            drive(table, f"cart_{drives.pop()}", float(number))
    for second in range(400):
        table.grant(100.0 + second)
        for name in list(table):
            drive(table, name, 100.0 + second)
    assert all(table.open_steps(name) == 0 for name in table)


@settings(max_examples=60, deadline=None)
@given(
    st.permutations(range(6)), wishes, st.lists(st.integers(0, 3), max_size=40), st.integers(-1, 3)
)
def test_kernels_and_references_agree_on_times_order_and_grants(
    places: list[int], wishes: list[tuple[int, int]], drives: list[int], stopped: int
) -> None:
    table = resting(**{f"cart_{k}": places[k] for k in range(4)})
    drives = list(drives)
    for number, (who, place) in enumerate(wishes):
        trial = table.copy()
        if planned(trial, f"cart_{who}", place, float(number)):
            table = trial
        table.grant(float(number))
        for _ in range(min(2, len(drives))):
            drive(table, f"cart_{drives.pop()}", float(number))
    if stopped >= 0:
        table.stop(f"cart_{stopped}", True)
    rows, now_s = table.rows, 50.0
    fast, slow = forecast(table.roads, rows, now_s), forecast_reference(table.roads, rows, now_s)
    np.testing.assert_allclose(fast.begin_s, slow.begin_s)
    np.testing.assert_allclose(fast.end_s, slow.end_s)
    for row in range(4):
        for step in range(int(rows.length[row])):
            assert before(table.roads, rows, row, step) == before_reference(
                table.roads, rows, row, step
            )
    np.testing.assert_array_equal(
        free_at_s(table.roads, rows, fast), free_at_reference_s(table.roads, rows, fast)
    )
    by_kernel, by_reference = copied(rows), copied(rows)
    barred = np.full(len(table.roads.excluded_index) - 1, FREE)
    barred[::7], barred[3::11] = 1, SHARED
    grant(table.roads, by_kernel, barred)
    grant_reference(table.roads, by_reference, barred)
    np.testing.assert_array_equal(by_kernel.granted, by_reference.granted)


@settings(max_examples=40, deadline=None)
@given(st.permutations(range(6)), wishes, st.lists(st.integers(0, 3), max_size=30))
def test_turns_may_be_replaced_by_the_forecast_without_changing_anybodys_order(
    places: list[int], wishes: list[tuple[int, int]], drives: list[int]
) -> None:
    table = resting(**{f"cart_{k}": places[k] for k in range(4)})
    for number, (who, place) in enumerate(wishes):
        trial = table.copy()
        if planned(trial, f"cart_{who}", place, float(number)):
            table = trial
        table.grant(float(number))
    for at, who in enumerate(drives):
        drive(table, f"cart_{who}", 20.0 * at)  # some get far, others are late
        table.grant(20.0 * at)
    rows = table.rows
    steps = [(row, k) for row in range(4) for k in range(int(rows.length[row]))]
    old = [before(table.roads, rows, *step) for step in steps]
    times = forecast(table.roads, rows, 1000.0)
    rows.turn_s[:, :] = times.begin_s
    assert [before(table.roads, rows, *step) for step in steps] == old


def test_two_vehicles_swap_places_and_the_second_waits_in_the_forecast() -> None:
    table = resting(cart_0=0, cart_1=1)
    assert planned(table, "cart_0", 3)
    assert planned(table, "cart_1", 0)
    assert table.arrival_s("cart_1", 0.0) > table.arrival_s("cart_0", 0.0) > 0.0


def test_a_goal_where_somebody_rests_cannot_be_planned() -> None:
    assert not planned(resting(cart_0=0, cart_1=1), "cart_0", 1)


def test_two_that_want_each_others_places_are_planned_together() -> None:
    table = resting(cart_0=0, cart_1=1)
    plan = PLANNER.plan_together(table, {"cart_0": aim(1), "cart_1": aim(0)}, {}, 0.0)
    assert plan is not None
    assert plan.end_state("cart_0") in goal(1)
    assert plan.end_state("cart_1") in goal(0)
    assert table.open_steps("cart_0") == 0  # the plan is another timetable
    check_order(plan)


def test_an_idle_vehicle_in_the_way_is_sent_aside() -> None:
    roadmap = build_roadmap(corridor())
    planner = Planner(roadmap, RoadmapTravelTimes(roadmap))
    table = Timetable(roadmap)
    table.enter(Itinerary("going", roadmap.goal_states("cart", ["a1"])[0]), 0.0)
    table.enter(Itinerary("idle", roadmap.states_at[(0, "a")][0]), 0.0)
    anything = np.ones(len(roadmap.legs), np.bool_)
    target = Aim(roadmap.goal_states("cart", ["b1"]), anything)
    assert planner.plan(table, "going", target, 0.0) is None
    assert planner.blockers(table, "going", target.states) == ["idle"]
    plan = planner.plan_together(table, {"going": target}, {"idle": anything}, 0.0)
    assert plan is not None
    assert plan.end_state("going") in target.states


def test_a_stopped_vehicle_is_planned_round_or_not_at_all_but_never_through() -> None:
    table = resting(cart_0=0, cart_1=1)
    assert planned(table, "cart_1", 3)
    table.grant(0.0)
    for _ in range(2):
        drive(table, "cart_1", 5.0)
    table.stop("cart_1", True)
    row = table.row("cart_1")
    assert table.times(10.0).end_s[row, table.open_steps("cart_1") - 1] > NEVER_S
    assert not planned(table, "cart_0", 3, 10.0)  # the ring is one-way and cart_1 is on it


def test_another_passes_before_a_vehicle_that_is_late_when_it_is_planned_anew() -> None:
    """Switching the order of passing is cutting a tail and putting it in again."""
    table = resting(cart_0=5, cart_1=0)
    assert planned(table, "cart_0", 3)
    assert planned(table, "cart_1", 4)
    steps = range(table.done("cart_1"), table.done("cart_1") + table.open_steps("cart_1"))
    assert any(table.before("cart_1", number) for number in steps)
    table.stop("cart_0", True)
    assert planned(table, "cart_1", 4, 301.0)
    steps = range(table.done("cart_1"), table.done("cart_1") + table.open_steps("cart_1"))
    assert not any(table.before("cart_1", number) for number in steps)
    check_order(table)


def test_what_is_taken_back_binds_nobody() -> None:
    table = resting(cart_0=0, cart_1=5)
    assert planned(table, "cart_0", 2)
    assert planned(table, "cart_1", 1)
    late = [k for k in range(table.open_steps("cart_1")) if table.before("cart_1", k)]
    assert late
    table.cut("cart_0")
    assert [table.before("cart_1", k) for k in late] == [[] for _ in late]


def test_progress_beyond_the_release_is_believed() -> None:
    table = resting(cart_0=0)
    assert planned(table, "cart_0", 3)
    before_it = table.itinerary("cart_0")
    assert table.advance("cart_0", 2, 1.0)
    assert table.done("cart_0") == table.granted("cart_0") == 2
    assert table.state("cart_0") == int(RING.move_to[before_it.moves[1]])
    assert not table.advance("cart_0", 1, 2.0)
    assert table.itinerary("cart_0").moves == before_it.moves[2:]


def test_grants_never_hold_regions_that_exclude_each_other_even_without_an_order() -> None:
    """The second line of defence: plans with the same turn for every step still do not collide."""
    table = resting(cart_0=0, cart_1=1)
    assert planned(table, "cart_0", 3)
    assert planned(table, "cart_1", 0)
    table.rows.turn_s[:] = 0.0
    for second in range(100):
        table.grant(float(second))
        held = [table.held_regions(name) for name in table]
        assert not any(RING.conflicts.between(a, b) for a in held[0] for b in held[1])
        for name in list(table):
            drive(table, name, float(second))


@pytest.mark.parametrize("held", [False, True])
def test_a_held_vehicle_is_released_no_further(held: bool) -> None:
    table = resting(cart_0=0)
    assert planned(table, "cart_0", 3)
    table.stop("cart_0", held)
    table.grant(0.0)
    assert (table.granted("cart_0") == 0) == held


def test_rows_grow_with_the_fleet_and_with_long_plans() -> None:
    roadmap = build_roadmap(ring(40, 0))
    planner = Planner(roadmap, RoadmapTravelTimes(roadmap))
    table = Timetable(roadmap)
    for k in range(30):
        table.enter(Itinerary(f"cart_{k}", roadmap.goal_states("cart", [f"p{k}"])[0]), 0.0)
    table.leave("cart_7")
    table.enter(Itinerary("again", roadmap.goal_states("cart", ["p7"])[0]), 0.0)
    states = roadmap.goal_states("cart", ["p39"])
    path = planner.plan(table, "cart_0", Aim(states, np.ones(len(roadmap.legs), np.bool_)), 0.0)
    assert path is not None
    assert len(path) > 64
    table.append("cart_0", path, 0.0)
    assert table.end_state("cart_0") in states
    assert table.itinerary("again").state == roadmap.goal_states("cart", ["p7"])[0]
