"""Itineraries, forecast and insertion: whatever is inserted, the graph has no cycle."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.roadmap.build import build_roadmap
from planner.roadmap.travel_times import RoadmapTravelTimes
from planner.traffic.cooperative import Planner, World, end_state
from planner.traffic.forecast import NEVER_S, forecast
from planner.traffic.insertion import find_cycle
from planner.traffic.itinerary import Itinerary, Step, advanced, is_done, without_tail
from planner.traffic.release import granted, held_regions
from tests.roadmap.small_plants import corridor, ring

RING = build_roadmap(ring(6, 0))
PLANNER = Planner(RING, RoadmapTravelTimes(RING))


def resting(**places: int) -> dict[str, Itinerary]:
    return {
        name: Itinerary(name, RING.goal_states("cart", [f"p{place}"])[0])
        for name, place in places.items()
    }


def goal(place: int) -> tuple[int, ...]:
    return RING.goal_states("cart", [f"p{place}"])


@settings(max_examples=60, deadline=None)
@given(
    st.permutations(range(6)),
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5)), min_size=1, max_size=12),
    st.lists(st.integers(0, 3), max_size=40),
)
def test_no_plan_makes_a_cycle_and_everybody_gets_through(
    places: list[int], wishes: list[tuple[int, int]], drives: list[int]
) -> None:
    fleet = resting(**{f"cart_{k}": places[k] for k in range(4)})
    drives = list(drives)
    for number, (who, place) in enumerate(wishes):
        world = World(fleet, frozenset(), now_s=float(number))
        plan = PLANNER.plan(world, f"cart_{who}", goal(place))
        if plan is not None:
            fleet = plan
        assert find_cycle(fleet) == []
        fleet = dict(granted(RING, fleet, ()))
        for _ in range(min(3, len(drives))):
            fleet = driven(fleet, f"cart_{drives.pop()}")
    for _ in range(400):
        fleet = dict(granted(RING, fleet, ()))
        for name in fleet:
            fleet = driven(fleet, name)
    assert all(not itinerary.steps for itinerary in fleet.values())


def driven(fleet: dict[str, Itinerary], name: str) -> dict[str, Itinerary]:
    """One granted step done."""
    itinerary = fleet[name]
    if itinerary.granted == itinerary.done:
        return fleet
    after = tuple(int(RING.move_to[step.move]) for step in itinerary.steps)
    return {**fleet, name: advanced(itinerary, itinerary.done + 1, after)}


def test_two_vehicles_swap_places_and_the_second_waits_in_the_forecast() -> None:
    fleet = resting(cart_0=0, cart_1=1)
    first = PLANNER.plan(World(fleet, frozenset()), "cart_0", goal(3))
    assert first is not None
    second = PLANNER.plan(World(first, frozenset()), "cart_1", goal(0))
    assert second is not None
    times = forecast(RING, second, {}, (), 0.0)
    assert times.arrival_s("cart_1", 0.0) > times.arrival_s("cart_0", 0.0) > 0.0


def test_a_goal_where_somebody_rests_cannot_be_planned() -> None:
    fleet = resting(cart_0=0, cart_1=1)
    assert PLANNER.plan(World(fleet, frozenset()), "cart_0", goal(1)) is None


def test_two_that_want_each_others_places_are_planned_together() -> None:
    fleet = resting(cart_0=0, cart_1=1)
    plan = PLANNER.plan_together(
        World(fleet, frozenset()), {"cart_0": goal(1), "cart_1": goal(0)}, ()
    )
    assert plan is not None
    assert end_state(RING, plan["cart_0"]) in goal(1)
    assert end_state(RING, plan["cart_1"]) in goal(0)
    assert find_cycle(plan) == []


def test_an_idle_vehicle_in_the_way_is_sent_aside() -> None:
    roadmap = build_roadmap(corridor())
    planner = Planner(roadmap, RoadmapTravelTimes(roadmap))
    in_the_door = roadmap.states_at[(0, "a")][0]
    fleet = {
        "going": Itinerary("going", roadmap.goal_states("cart", ["a1"])[0]),
        "idle": Itinerary("idle", in_the_door),
    }
    world = World(fleet, frozenset())
    target = roadmap.goal_states("cart", ["b1"])
    assert planner.plan(world, "going", target) is None
    assert planner.blockers(world, "going", target) == ["idle"]
    plan = planner.plan_together(world, {"going": target}, ["idle"])
    assert plan is not None
    assert end_state(roadmap, plan["going"]) in target


def test_a_stopped_vehicle_is_planned_round_or_not_at_all_but_never_through() -> None:
    fleet = resting(cart_0=0, cart_1=1)
    plan = PLANNER.plan(World(fleet, frozenset()), "cart_1", goal(3))
    assert plan is not None
    plan = dict(granted(RING, plan, ()))
    for _ in range(2):
        plan = driven(plan, "cart_1")
    world = World(plan, frozenset(), frozenset({"cart_1"}), now_s=10.0)
    times = forecast(RING, plan, {}, {"cart_1"}, 10.0)
    assert times.end_s["cart_1"][-1] > NEVER_S
    assert PLANNER.plan(world, "cart_0", goal(3)) is None  # the ring is one-way and cart_1 is on it


def test_a_step_given_up_binds_nobody() -> None:
    fleet = {
        "a": Itinerary("a", 0, done=2, granted=3, steps=(Step(0), Step(1), Step(2))),
        "b": Itinerary("b", 1, steps=(Step(3, (("a", 2), ("c", 9))), Step(4, (("a", 4),)))),
    }
    left = without_tail(fleet, "a")
    assert left["a"].steps == (Step(0),)
    assert left["b"].steps == (Step(3, (("a", 2), ("c", 9))), Step(4))
    assert is_done(("c", 9), left)


def test_progress_beyond_the_release_is_believed() -> None:
    itinerary = Itinerary("a", 0, granted=1, steps=(Step(0), Step(1), Step(2)))
    moved = advanced(itinerary, 2, (5, 6, 7))
    assert (moved.state, moved.done, moved.granted) == (6, 2, 2)
    assert advanced(moved, 1, (7,)) is moved


def test_grants_never_hold_regions_that_exclude_each_other_even_without_an_order() -> None:
    """The second line of defence: plans with their references removed still do not collide."""
    fleet = resting(cart_0=0, cart_1=1)
    first = PLANNER.plan(World(fleet, frozenset()), "cart_0", goal(3))
    assert first is not None
    second = PLANNER.plan(World(first, frozenset()), "cart_1", goal(0))
    assert second is not None
    fleet = {
        name: replace(it, steps=tuple(replace(step, after=()) for step in it.steps))
        for name, it in second.items()
    }
    for _ in range(100):
        fleet = dict(granted(RING, fleet, ()))
        held = [held_regions(RING, itinerary) for itinerary in fleet.values()]
        assert not any(RING.conflicts.between(a, b) for a in held[0] for b in held[1])
        for name in fleet:
            fleet = driven(fleet, name)


def test_a_cycle_is_found() -> None:
    fleet = {
        "a": Itinerary("a", 0, steps=(Step(0, (("b", 0),)),)),
        "b": Itinerary("b", 1, steps=(Step(1, (("a", 0),)),)),
    }
    assert set(find_cycle(fleet)) == {("a", 0), ("b", 0)}


@pytest.mark.parametrize("held", [(), ("cart_0",)])
def test_a_held_vehicle_is_released_no_further(held: tuple[str, ...]) -> None:
    plan = PLANNER.plan(World(resting(cart_0=0), frozenset()), "cart_0", goal(3))
    assert plan is not None
    assert (granted(RING, plan, held)["cart_0"].granted == 0) == bool(held)
