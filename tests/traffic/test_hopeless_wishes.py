"""What cannot be is refused or said; the rest of the fleet goes on."""

from __future__ import annotations

from collections import Counter
from math import pi

import pytest

from fleet_core.model.closure import Closure
from fleet_core.model.errors import CommandError
from fleet_core.model.facility import Facility
from fleet_core.model.geometry import Pose
from fleet_core.model.route import Route
from fleet_core.traffic.fleet_traffic import FleetTraffic
from fleet_core.traffic.protocol import Goal
from planner.roadmap.build import build_roadmap
from planner.roadmap.travel_times import RoadmapTravelTimes
from tests.roadmap.small_plants import both, edge, plant
from tests.traffic.order_check import check_order

EAST, WEST = 0.0, pi


def dead_end_and_shuttle() -> Facility:
    """A lane of 12 m that ends at both ends, and apart from it a way between two places. One lane
    leads from the shuttle to an exit that nobody can come back from."""
    points = {
        "x0": (0.0, 0.0), "x1": (6.0, 0.0), "x2": (12.0, 0.0),
        "p": (0.0, 10.0), "q": (12.0, 10.0), "exit": (20.0, 10.0),
    }  # fmt: skip
    edges = [*both("x0", "x1"), *both("x1", "x2"), *both("p", "q"), edge("q", "exit")]
    return plant(points, edges, {f"at_{name}": name for name in points})


PLANT = dead_end_and_shuttle()
ROADMAP = build_roadmap(PLANT)


class Floor:
    """Traffic on it, everybody driving at once whatever is released."""

    def __init__(self) -> None:
        self.attempts: Counter[str] = Counter()
        travel = RoadmapTravelTimes(ROADMAP)
        self.fleet = FleetTraffic(ROADMAP, travel, lambda cause, _: self.attempts.update([cause]))
        self.told: list[Route] = []
        self.now_s = 0.0

    def put(self, vehicle_id: str, node: str, heading_rad: float) -> None:
        at = PLANT.layout.nodes[node]
        self.fleet.enter(vehicle_id, "cart", Pose(at.x_m, at.y_m, heading_rad), self.now_s)

    def send(self, vehicle_id: str, node: str) -> None:
        self.fleet.set_goal(vehicle_id, Goal((node,), f"at_{node}"), self.now_s)

    def drive(self, seconds: int) -> None:
        for _ in range(seconds):
            self.now_s += 1.0
            self.told += self.fleet.step(self.now_s)
            for route in self.told:
                self.fleet.progress(route.vehicle_id, route.route_id, route.released, self.now_s)
            check_order(self.fleet._traffic.table)


@pytest.fixture
def floor() -> Floor:
    return Floor()


def test_two_that_face_each_other_in_a_dead_end_say_so_and_others_go_on(floor: Floor) -> None:
    floor.put("a", "x0", EAST)
    floor.put("b", "x2", WEST)
    floor.put("c", "p", EAST)
    floor.send("a", "x2")
    floor.send("b", "x0")
    trips = 0
    for _ in range(20):
        floor.send("c", "p" if trips % 2 else "q")
        floor.drive(30)
        trips += floor.fleet.arrived("c")
    assert trips == 20
    for one, other in (("a", "b"), ("b", "a")):
        wait = floor.fleet.wait(one)
        assert wait is not None
        assert wait.blocking_vehicle_ids == (other,)
        assert other in str(wait.reason)


def test_they_do_not_plan_again_and_again_while_nothing_changes(floor: Floor) -> None:
    floor.put("a", "x0", EAST)
    floor.put("b", "x2", WEST)
    floor.send("a", "x2")
    floor.send("b", "x0")
    floor.drive(60)
    tried = floor.attempts.total()
    assert tried <= 20
    floor.drive(600)
    assert floor.attempts.total() == tried


def test_one_of_them_taken_away_the_other_gets_there(floor: Floor) -> None:
    floor.put("a", "x0", EAST)
    floor.put("b", "x2", WEST)
    floor.send("a", "x2")
    floor.send("b", "x0")
    floor.drive(60)
    floor.fleet.leave("b", floor.now_s)
    floor.drive(60)
    assert floor.fleet.arrived("a")


def test_a_goal_that_no_way_leads_to_is_named(floor: Floor) -> None:
    floor.put("a", "x0", EAST)
    floor.put("c", "p", EAST)
    floor.send("a", "q")
    floor.send("c", "q")
    floor.drive(60)
    assert floor.fleet.arrived("c")
    wait = floor.fleet.wait("a")
    assert wait is not None
    assert wait.cause == "no_route"
    assert "no way leads to at_q for type cart" in str(wait.reason)
    assert floor.attempts.total() <= 10


def test_who_has_left_by_a_way_of_no_return_says_that_no_way_leads_back(floor: Floor) -> None:
    floor.put("c", "q", EAST)
    floor.send("c", "exit")
    floor.drive(60)
    assert floor.fleet.arrived("c")
    floor.send("c", "p")
    floor.drive(60)
    wait = floor.fleet.wait("c")
    assert wait is not None
    assert wait.cause == "no_route"


def test_a_vehicle_that_starts_on_a_closed_edge_drives_out(floor: Floor) -> None:
    closed = frozenset({"p-q", "q-p"})
    floor.fleet.close(Closure("spill", "oil on the floor", edge_ids=closed), 0.0)
    floor.fleet.enter("c", "cart", Pose(5.0, 10.0, EAST), 0.0)
    floor.send("c", "q")
    floor.drive(60)
    assert floor.fleet.arrived("c")
    floor.send("c", "p")
    floor.drive(60)
    wait = floor.fleet.wait("c")
    assert wait is not None
    assert wait.cause == "closed"
    assert "oil on the floor" in str(wait.reason)


def test_two_vehicles_on_one_place_are_refused_and_the_first_goes_on(floor: Floor) -> None:
    floor.put("a", "p", EAST)
    with pytest.raises(CommandError, match=r"b .*is in the way of a: move one of them by hand"):
        floor.put("b", "p", EAST)
    with pytest.raises(CommandError, match="in the way of a"):
        floor.fleet.enter("b", "cart", Pose(0.7, 10.0, EAST), 0.0)
    floor.send("a", "q")
    floor.drive(60)
    assert floor.fleet.arrived("a")
    floor.put("b", "p", EAST)
