"""Ways that are closed while vehicles drive: nobody enters, everybody else goes on."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fleet_core.model.closure import Closure
from fleet_core.model.errors import CommandError
from fleet_core.model.facility import Facility, Zone, ZoneKind
from fleet_core.model.geometry import Pose
from fleet_core.model.route import Route
from fleet_core.traffic.fleet_traffic import FleetTraffic
from fleet_core.traffic.protocol import Goal
from planner.roadmap.build import build_roadmap
from planner.roadmap.travel_times import RoadmapTravelTimes
from tests.roadmap.small_plants import both, plant
from tests.traffic.random_drive import RandomDrive

POINTS = {
    "w": (0.0, 0.0), "n1": (6.0, 6.0), "n2": (18.0, 6.0), "s1": (6.0, -9.0), "s2": (18.0, -9.0),
    "e": (24.0, 0.0), "p": (0.0, 12.0), "q": (24.0, 12.0), "r": (0.0, -12.0), "u": (24.0, -12.0),
}  # fmt: skip


def two_ways() -> Facility:
    """A northern way from west to east and a longer southern one; places at the four corners."""
    edges = [
        *both("w", "n1"), *both("n1", "n2"), *both("n2", "e"),
        *both("w", "s1"), *both("s1", "s2"), *both("s2", "e"),
        *both("p", "w"), *both("r", "w"), *both("q", "e"), *both("u", "e"),
    ]  # fmt: skip
    stations = {f"place_{name}": name for name in "pqru"}
    facility = plant(POINTS, edges, stations, ("p", "r"))
    north = ((9.0, 4.0), (15.0, 4.0), (15.0, 8.0), (9.0, 8.0))
    zone = Zone("north", ZoneKind.INFORMATION, north)
    return Facility("two_ways", facility.layout, facility.vehicle_types, facility.fleet,
                    facility.uses, (zone,))  # fmt: skip


PLANT = two_ways()
ROADMAP = build_roadmap(PLANT)
SPILL = Closure("spill", "oil on the floor", edge_ids=frozenset({"n1-n2"}))
NORTH = Closure("north", "repair", zone_id="north")


def traffic() -> FleetTraffic:
    fleet = FleetTraffic(ROADMAP, RoadmapTravelTimes(ROADMAP))
    fleet.enter("a", "cart", Pose(0.0, 12.0, -1.5707963), 0.0)
    return fleet


def to(name: str) -> Goal:
    return Goal((name,), f"place_{name}")


def edges(routes: list[Route], vehicle_id: str = "a") -> set[str]:
    """Edges of the newest route that the vehicle was told, all or only the released ones."""
    own = [route for route in routes if route.vehicle_id == vehicle_id]
    return {leg.edge_id for leg in own[-1].legs if leg.edge_id}


def drive(fleet: FleetTraffic, seconds: range, told: list[Route]) -> list[Route]:
    sent = list(told)
    for second in seconds:
        sent += fleet.step(float(second))
        for route in sent:
            fleet.progress(route.vehicle_id, route.route_id, route.released, float(second))
    return sent


@pytest.mark.parametrize("closure", [SPILL, NORTH])
def test_who_is_already_routed_through_a_closed_way_is_routed_anew_at_once(
    closure: Closure,
) -> None:
    fleet = traffic()
    fleet.set_goal("a", to("q"), 0.0)
    told = fleet.step(0.0)
    assert "n1-n2" in edges(told)
    assert fleet.close(closure, 1.0) == ()
    told += fleet.step(1.0)
    assert edges(told) >= {"s1-s2"}
    assert "n1-n2" not in edges(told)
    drive(fleet, range(2, 60), told)
    assert fleet.arrived("a")


def test_a_goal_that_no_open_way_leads_to_is_waited_for_with_the_reason_and_reached_later() -> None:
    fleet = traffic()
    fleet.close(SPILL, 0.0)
    south = Closure("south", "inventory", edge_ids=frozenset({"s1-s2"}), until_s=30.0)
    fleet.close(south, 0.0)
    fleet.set_goal("a", to("q"), 1.0)
    told = drive(fleet, range(1, 20), [])
    wait = fleet.wait("a")
    assert wait is not None
    assert wait.cause == "closed"
    assert "s1-s2 (inventory)" in str(wait.reason)
    assert not fleet.arrived("a")
    drive(fleet, range(20, 90), told)
    assert [closure.id for closure in fleet.closures()] == ["spill"]
    assert fleet.arrived("a")


def test_who_is_inside_drives_out_and_nobody_is_sent_in() -> None:
    fleet = FleetTraffic(ROADMAP, RoadmapTravelTimes(ROADMAP))
    inside = next(
        Pose(*map(float, ROADMAP.state_pose[state]))
        for state, node in enumerate(ROADMAP.state_node)
        if node == "n1-n2#2"
    )
    fleet.enter("a", "cart", inside, 0.0)
    assert fleet.close(NORTH, 0.0) == ("a",)
    fleet.set_goal("a", to("q"), 0.0)
    drive(fleet, range(1, 60), [])
    assert fleet.arrived("a")


def test_who_has_a_release_right_through_a_closed_way_is_named() -> None:
    fleet = traffic()
    fleet.set_goal("a", to("q"), 0.0)
    told = drive(fleet, range(1), [])
    while "n1-n2" not in {leg.edge_id for leg in told[-1].legs[: told[-1].released]}:
        told = drive(fleet, range(1, 2), told)
    assert fleet.close(SPILL, 2.0) == ("a",)


def test_a_closure_for_one_vehicle_or_type_binds_nobody_else() -> None:
    fleet = traffic()
    fleet.enter("b", "cart", Pose(0.0, -12.0, 1.5707963), 0.0)
    fleet.close(Closure("c", "too heavy", frozenset({"n1-n2"}), vehicle_ids=frozenset({"a"})), 0.0)
    fleet.set_goal("a", to("q"), 0.0)
    fleet.set_goal("b", to("u"), 0.0)
    told = fleet.step(0.0)
    assert "s1-s2" in edges(told, "a")
    assert "n1-n2" in edges(told, "b") or "s1-s2" in edges(told, "b")
    fleet.open("c", 1.0)
    assert fleet.closures() == ()


@pytest.mark.parametrize(
    ("closure", "message"),
    [
        (Closure("x", "r", frozenset({"nowhere"})), "edge nowhere is not in layout small"),
        (Closure("x", "r", zone_id="moon"), "zone moon is not known; possible are north"),
        (Closure("x", "r"), "name edges or a zone"),
        (Closure("x", "r", frozenset({"n1-n2"}), type_ids=frozenset({"ship"})), "type ship is not"),
        (Closure("x", "r", frozenset({"n1-n2"}), vehicle_ids=frozenset({"z"})), "vehicle z is not"),
    ],
)
def test_a_closure_of_something_unknown_is_refused(closure: Closure, message: str) -> None:
    fleet = traffic()
    with pytest.raises(CommandError, match=message):
        fleet.close(closure, 0.0)
    assert fleet.closures() == ()
    with pytest.raises(CommandError, match="closure x is not known"):
        fleet.open("x", 0.0)


def test_closures_outlive_a_restart() -> None:
    fleet = traffic()
    fleet.close(SPILL, 0.0)
    snapshot = json.loads(json.dumps(fleet.snapshot()))
    again = FleetTraffic(ROADMAP, RoadmapTravelTimes(ROADMAP))
    again.restore(snapshot, 5.0)
    assert again.closures() == (SPILL,)
    again.set_goal("a", to("q"), 5.0)
    assert "n1-n2" not in edges(again.step(5.0))


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(
    st.integers(0, 10_000),
    st.lists(st.tuples(st.sampled_from(["n1-n2", "n2-n1", "s1-s2", "w-s1"]), st.integers(5, 120)),
             max_size=6),
)  # fmt: skip
def test_closures_that_come_and_go_break_no_order_and_let_everybody_through(
    seed: int, wishes: list[tuple[str, int]]
) -> None:
    drive = RandomDrive(PLANT, ROADMAP, seed)
    now_s = 0.0
    for number, (edge_id, lasts_s) in enumerate(wishes):
        closure = Closure(f"c{number}", "test", frozenset({edge_id}), until_s=now_s + lasts_s)
        drive.traffic.close(closure, now_s)
        drive.run(20.0, begin_s=now_s)
        now_s += 20.0
    result = drive.run(400.0, begin_s=now_s + 120.0)
    assert result.goals_reached > 3
