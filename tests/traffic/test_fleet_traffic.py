"""The Traffic protocol, driven by vehicles whose legs take random times."""

import json
from collections.abc import Sequence
from math import pi

import pytest

from fleet_core.model.errors import CommandError, TrafficError
from fleet_core.model.geometry import Pose
from fleet_core.model.order import StopAction
from fleet_core.model.route import Route, StationAction
from fleet_core.traffic.fleet_traffic import FleetTraffic
from fleet_core.traffic.protocol import Goal
from fleet_core.traffic.settings import TrafficSettings
from planner.roadmap.build import build_roadmap
from planner.roadmap.travel_times import RoadmapTravelTimes
from tests.roadmap.small_plants import corridor, ring
from tests.traffic.random_drive import RandomDrive

RING = ring(8, 6)
RING_ROADMAP = build_roadmap(RING)
UP = pi / 2.0


def traffic() -> FleetTraffic:
    return FleetTraffic(RING_ROADMAP, RoadmapTravelTimes(RING_ROADMAP))


def place(number: int) -> Pose:
    node = RING.layout.nodes[f"p{number}"]
    return Pose(node.x_m, node.y_m, UP if node.y_m < 0 else -UP)


def to(number: int, action: StationAction | None = None) -> Goal:
    return Goal((f"p{number}",), f"place_{number}", "order_1", action)


def drive(
    fleet: FleetTraffic, vehicle_id: str, from_s: int, to_s: int, told: Sequence[Route] = ()
) -> list[Route]:
    """Drives what is released at once, a step of the fleet a second; returns all that was sent.

    ``told``: routes that the vehicle has from before.
    """
    sent = list(told)
    for second in range(from_s, to_s):
        sent += fleet.step(float(second))
        for route in sent:
            if route.vehicle_id == vehicle_id:
                fleet.progress(vehicle_id, route.route_id, route.released, float(second))
    return sent


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_a_fleet_on_a_well_formed_layout_never_stands_still_for_long(seed: int) -> None:
    result = RandomDrive(RING, RING_ROADMAP, seed).run(900.0)
    assert result.goals_reached > 40
    assert result.longest_still_s < 60.0


@pytest.mark.parametrize("seed", range(4))
def test_three_vehicles_between_two_rooms_joined_by_one_lane_get_through(seed: int) -> None:
    facility = corridor()
    result = RandomDrive(facility, build_roadmap(facility), seed).run(900.0)
    assert result.goals_reached > 10
    assert result.longest_still_s < 60.0


@pytest.mark.parametrize(("release_s", "steps"), [(1.0, 1), (6.0, 2), (60.0, 2), (1.0, 3)])
def test_as_much_is_released_ahead_as_the_settings_say(release_s: float, steps: int) -> None:
    settings = TrafficSettings(release_s=release_s, release_steps=steps)
    travel = RoadmapTravelTimes(RING_ROADMAP)
    fleet = FleetTraffic(RING_ROADMAP, travel, settings=settings)
    fleet.enter("a", "cart", place(0), 0.0)
    fleet.set_goal("a", to(4), 0.0)
    (route,) = fleet.step(0.0)
    moves = list(fleet._traffic.table.itinerary("a").moves)
    ahead_s = RING_ROADMAP.move_duration_s[moves].cumsum()
    due = max(steps, int((ahead_s < release_s).sum()) + 1)
    assert route.released == min(due, len(route.legs))


def test_the_first_route_is_released_in_part_and_grows_with_progress() -> None:
    fleet = traffic()
    fleet.enter("a", "cart", place(0), 0.0)
    fleet.set_goal("a", to(4), 0.0)
    (first,) = fleet.step(0.0)
    assert 0 < first.released < len(first.legs)
    assert fleet.step(1.0) == []
    expected = fleet.arrival_s("a")
    assert expected is not None
    assert expected > 20.0
    assert fleet.commitment("a").time_s < expected
    fleet.progress("a", first.route_id, 2, 2.0)
    (second,) = fleet.step(2.0)
    assert second.route_id == first.route_id
    assert second.released > first.released
    assert not fleet.arrived("a")
    drive(fleet, "a", 3, 30, [second])
    assert fleet.arrived("a")


def test_arrival_and_action_at_the_place_where_it_stands_need_no_leg() -> None:
    fleet = traffic()
    fleet.enter("a", "cart", place(0), 0.0)
    action = StationAction("order_1/0/pick", StopAction.PICK, "place_0")
    fleet.set_goal("a", to(0, action), 0.0)
    routes = fleet.step(0.0)
    assert routes[-1].legs == ()
    assert routes[-1].action == action
    assert fleet.arrived("a")


def test_a_changed_goal_continues_where_the_released_part_ends_and_drops_the_old_action() -> None:
    fleet = traffic()
    fleet.enter("a", "cart", place(0), 0.0)
    action = StationAction("order_1/0/pick", StopAction.PICK, "place_4")
    fleet.set_goal("a", to(4, action), 0.0)
    (old,) = fleet.step(0.0)
    fleet.set_goal("a", to(2), 0.0)
    new = fleet.step(1.0)[-1]
    assert new.route_id != old.route_id
    assert new.legs[0].path[0] == old.legs[old.released - 1].path[-1]
    assert new.action is None
    drive(fleet, "a", 2, 40, [old, new])
    assert fleet.arrived("a")


def test_without_a_goal_it_goes_on_to_where_it_can_rest_and_does_nothing_there() -> None:
    fleet = traffic()
    fleet.enter("a", "cart", place(0), 0.0)
    action = StationAction("order_1/0/pick", StopAction.PICK, "place_2")
    fleet.set_goal("a", to(2, action), 0.0)
    old = fleet.step(0.0)
    fleet.set_goal("a", None, 0.5)
    sent = drive(fleet, "a", 1, 60, old)
    assert fleet.route("a") is not None
    assert sent[-1].action is None
    assert fleet.arrived("a")


def test_a_vehicle_off_the_roadmap_or_in_the_way_is_refused_with_the_reason() -> None:
    fleet = traffic()
    with pytest.raises(CommandError, match="not on the roadmap"):
        fleet.enter("a", "cart", Pose(50.0, 50.0, 0.0), 0.0)
    fleet.enter("a", "cart", place(0), 0.0)
    with pytest.raises(CommandError, match="in the way of a"):
        fleet.enter("b", "cart", place(0), 0.0)
    with pytest.raises(CommandError, match="vehicle b is not in traffic"):
        fleet.set_goal("b", to(1), 0.0)
    with pytest.raises(CommandError, match="cannot stand at place_99"):
        fleet.set_goal("a", Goal(("p99",), "place_99"), 0.0)


def test_a_vehicle_set_down_between_two_nodes_is_first_sent_to_the_next() -> None:
    fleet = traffic()
    fleet.enter("a", "cart", Pose(1.3, 0.05, 0.0), 0.0)
    fleet.set_goal("a", to(3), 0.0)
    routes = fleet.step(0.0)
    assert routes[0].legs[0].path[0] == Pose(1.3, 0.05, 0.0)
    assert routes[0].legs[0].length_m == pytest.approx(1.7, abs=0.01)
    drive(fleet, "a", 1, 40, routes)
    assert fleet.arrived("a")


def test_plans_through_the_place_of_a_vehicle_that_is_set_down_are_made_anew() -> None:
    fleet = traffic()
    fleet.enter("a", "cart", place(0), 0.0)
    fleet.set_goal("a", to(4), 0.0)
    told = fleet.step(0.0)
    node = RING.layout.nodes["r3"]
    fleet.enter("b", "cart", Pose(node.x_m, node.y_m, UP), 1.0)
    told = drive(fleet, "a", 2, 20, told)
    assert not fleet.arrived("a")
    wait = fleet.wait("a")
    assert wait is not None
    assert wait.blocking_vehicle_ids == ("b",)
    fleet.leave("b", 21.0)
    drive(fleet, "a", 22, 60, told)
    assert fleet.arrived("a")


def test_who_waits_for_a_taken_goal_says_for_whom() -> None:
    fleet = traffic()
    fleet.enter("a", "cart", place(0), 0.0)
    fleet.enter("b", "cart", place(2), 0.0)
    action = StationAction("order_1/0/custom", StopAction.CUSTOM, "place_2")
    fleet.set_goal("b", to(2, action), 0.0)
    fleet.set_goal("a", to(2), 0.0)
    drive(fleet, "a", 0, 10)
    wait = fleet.wait("a")
    assert wait is not None
    assert (wait.cause, wait.blocking_vehicle_ids) == ("goal_taken", ("b",))
    assert "b has left place_2" in str(wait.reason)
    assert fleet.arrival_s("a") is None


def test_a_stopped_vehicle_gets_no_more_and_the_one_behind_it_says_why_it_waits() -> None:
    fleet = traffic()
    fleet.enter("a", "cart", place(0), 0.0)
    fleet.enter("b", "cart", place(7), 0.0)
    fleet.set_goal("a", to(4), 0.0)
    first = fleet.step(0.0)[0]
    fleet.progress("a", first.route_id, 1, 1.0)
    fleet.stopped("a", True, 1.0)
    assert [route for route in fleet.step(2.0) if route.vehicle_id == "a"] == []
    fleet.set_goal("b", to(5), 2.0)
    told = drive(fleet, "b", 2, 30, [first])
    assert not fleet.arrived("b")
    wait = fleet.wait("b")
    assert wait is not None
    assert "a" in wait.blocking_vehicle_ids
    fleet.stopped("a", False, 31.0)
    for second in range(31, 120, 2):
        told = drive(fleet, "a", second, second + 1, told)
        told = drive(fleet, "b", second + 1, second + 2, told)
    assert fleet.arrived("a")
    assert fleet.arrived("b")


def test_a_restored_traffic_goes_on_where_the_old_one_was() -> None:
    old = traffic()
    for number, name in ((0, "a"), (1, "b")):
        old.enter(name, "cart", place(number), 0.0)
        old.set_goal(name, to(number + 4), 0.0)
    routes = old.step(0.0)
    snapshot = json.loads(json.dumps(old.snapshot()))
    new = traffic()
    new.restore(snapshot, 100.0)
    assert new.snapshot() == old.snapshot()
    again = new.step(100.0)
    assert {(r.route_id, r.released) for r in routes} <= {(r.route_id, r.released) for r in again}
    for second in range(100, 180, 2):
        again = drive(new, "a", second, second + 1, again)
        again = drive(new, "b", second + 1, second + 2, again)
    assert new.arrived("a")
    assert new.arrived("b")


def test_a_snapshot_of_another_roadmap_or_a_damaged_one_is_refused() -> None:
    fleet = traffic()
    fleet.enter("a", "cart", place(0), 0.0)
    snapshot = fleet.snapshot()
    other = build_roadmap(corridor())
    with pytest.raises(TrafficError, match="another roadmap"):
        FleetTraffic(other, RoadmapTravelTimes(other)).restore(snapshot, 0.0)
    del snapshot["vehicles"]["a"]["itinerary"]["moves"]
    with pytest.raises(TrafficError, match="damaged"):
        traffic().restore(snapshot, 0.0)


def test_reports_of_unknown_vehicles_and_routes_change_nothing() -> None:
    fleet = traffic()
    fleet.enter("a", "cart", place(0), 0.0)
    before = fleet.snapshot()
    fleet.progress("ghost", "ghost-1", 3, 0.0)
    fleet.progress("a", "a-77", 3, 0.0)
    fleet.leave("ghost", 0.0)
    fleet.stopped("ghost", True, 0.0)
    assert fleet.snapshot() == before


def test_a_vehicle_that_left_and_came_back_gets_routes_with_new_ids() -> None:
    fleet = traffic()
    seen: set[str] = set()
    for now_s in (0.0, 1.0):
        fleet.enter("a", "cart", place(0), now_s)
        fleet.set_goal("a", to(2), now_s)
        ids = {route.route_id for route in fleet.step(now_s)}
        assert ids.isdisjoint(seen)
        seen |= ids
        fleet.leave("a", now_s)


def test_a_goal_taken_back_when_all_is_released_withdraws_the_action_of_the_same_route() -> None:
    """A route without legs would not say where it begins."""
    fleet = traffic()
    fleet.enter("a", "cart", place(0), 0.0)
    action = StationAction("order_1/0/pick", StopAction.PICK, "place_2")
    fleet.set_goal("a", to(2, action), 0.0)
    told = fleet.step(0.0)
    for second in range(1, 60):
        route = told[-1]
        if route.released == len(route.legs):
            break
        fleet.progress("a", route.route_id, route.released - 1, float(second))
        told += fleet.step(float(second))
    assert told[-1].released == len(told[-1].legs)
    fleet.set_goal("a", None, 60.0)
    again = fleet.step(60.0)[-1]
    assert (again.route_id, again.released) == (told[-1].route_id, told[-1].released)
    assert again.action is None
    assert again.legs == told[-1].legs
