"""Two vehicles at one crossing: one plan each, and nobody waits longer than the other needs."""

from __future__ import annotations

from collections import Counter
from math import pi

import pytest

from fleet_core.model.geometry import Pose
from fleet_core.model.route import Route
from fleet_core.traffic.fleet_traffic import FleetTraffic
from fleet_core.traffic.protocol import Goal
from planner.roadmap.build import build_roadmap
from planner.roadmap.travel_times import RoadmapTravelTimes
from tests.roadmap.small_plants import both, plant

POINTS = {
    "west": (-9.0, 0.0), "east": (9.0, 0.0), "south": (0.0, -9.0), "north": (0.0, 9.0),
    "middle": (0.0, 0.0),
}  # fmt: skip
EDGES = [one for end in POINTS if end != "middle" for one in both(end, "middle")]
CROSSING = plant(POINTS, EDGES, {f"at_{name}": name for name in POINTS})
ROADMAP = build_roadmap(CROSSING)
HEADINGS = {"west": 0.0, "east": pi, "south": pi / 2.0, "north": -pi / 2.0}

TURN_S = 2.0
ALONE_S = 18.0 + TURN_S
PASSING_S = 12.0  # until the other has left the middle: some 10 m at 1 m/s


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("west", "east"), ("south", "north")),
        (("west", "north"), ("east", "south")),
        (("west", "south"), ("north", "east")),
    ],
)
@pytest.mark.parametrize("lag_s", [0.0, 0.5, 3.0])
def test_they_cross_with_one_plan_each_and_one_short_wait(
    first: tuple[str, str], second: tuple[str, str], lag_s: float
) -> None:
    attempts: Counter[str] = Counter()
    fleet = _at_the_crossing(attempts, (first[0], second[0]))
    fleet.set_goal("a", Goal((first[1],)), 0.0)
    arrived_s = _driven(fleet, lag_s, Goal((second[1],)))
    assert attempts == {"goal": 2}
    assert max(arrived_s.values()) < ALONE_S + lag_s + PASSING_S


def test_who_lets_the_other_pass_is_told_when_its_turn_comes() -> None:
    fleet = _at_the_crossing(Counter())
    fleet.set_goal("a", Goal(("east",)), 0.0)
    fleet.set_goal("b", Goal(("north",)), 0.0)
    routes = fleet.step(0.0)
    by_vehicle = {route.vehicle_id: route for route in routes}
    assert by_vehicle["a"].more_at_s is None  # nobody is in its way
    more_at_s = by_vehicle["b"].more_at_s
    assert more_at_s is not None
    assert 5.0 < more_at_s < 30.0
    assert fleet.step(0.5) == []  # the same hint is not told twice
    fleet.leave("a", 1.0)
    (freed,) = fleet.step(1.0)
    assert (freed.vehicle_id, freed.more_at_s) == ("b", None)


def _at_the_crossing(
    attempts: Counter[str], starts: tuple[str, str] = ("west", "south")
) -> FleetTraffic:
    """a and b, before the middle."""
    fleet = FleetTraffic(
        ROADMAP, RoadmapTravelTimes(ROADMAP), lambda cause, _: attempts.update([cause])
    )
    for name, start in zip(("a", "b"), starts, strict=True):
        at = CROSSING.layout.nodes[start]
        fleet.enter(name, "cart", Pose(at.x_m, at.y_m, HEADINGS[start]), 0.0)
    return fleet


def _driven(fleet: FleetTraffic, lag_s: float, goal: Goal) -> dict[str, float]:
    """When each arrives. ``goal``: of b, which gets it ``lag_s`` after a got its own."""
    told: dict[str, Route] = {}
    leg_ends_s: dict[str, float] = {}
    done, arrived_s = Counter[str](), dict[str, float]()
    for tick in range(1000):
        now_s = tick / 10.0
        if tick == round(10.0 * lag_s):
            fleet.set_goal("b", goal, now_s)
        told.update({route.vehicle_id: route for route in fleet.step(now_s)})
        for name, route in told.items():
            if name in leg_ends_s and now_s >= leg_ends_s[name]:
                del leg_ends_s[name]
                done[name] += 1
                fleet.progress(name, route.route_id, done[name], now_s)
                if done[name] == len(route.legs):
                    arrived_s[name] = now_s
            if name not in leg_ends_s and done[name] < route.released:
                leg = route.legs[done[name]]
                leg_ends_s[name] = now_s + (leg.length_m or TURN_S)  # at 1 m/s
    assert arrived_s.keys() == {"a", "b"}
    return arrived_s
