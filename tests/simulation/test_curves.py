"""Curves in the embedded plant: driven as fast as the type can turn, and as the planner says."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from math import hypot, pi
from pathlib import Path

import numpy as np
import pytest

from fleet_core.layouts import load_facility
from fleet_core.layouts.generate.curves import CurveSegment, joined
from fleet_core.model.facility import Facility, FleetVehicle
from fleet_core.model.geometry import wrap_angle
from fleet_core.model.route import Leg
from fleet_core.model.vehicle_type import VehicleType
from fleet_core.simulation.embedded_plant import Plant
from fleet_core.simulation.settings import PlantSettings
from planner.roadmap.build import build_roadmap
from planner.roadmap.travel_times import RoadmapTravelTimes
from tests.roadmap import small_plants
from tests.simulation.plants import CALM, route

TICK_S = PlantSettings().tick_s
TIGHT = Path(__file__).parents[1] / "layouts" / "data" / "tight_curve.xml"


def driven(facility: Facility, edge_id: str) -> tuple[float, float, float]:
    """One edge from standstill to standstill in the embedded plant: seconds that it takes, seconds
    that the planner counts and ramps add to them, and the highest turning rate in rad/s."""
    roadmap = build_roadmap(facility)
    legs = [leg for leg in roadmap.legs if leg.edge_id == edge_id]
    first, last = legs[0], legs[-1]
    type_id = roadmap.type_ids[0]
    start = (first.start_node_id, first.path[0].heading_rad)
    fleet = (FleetVehicle("V0", type_id, *start),)
    plant = Plant(replace(facility, fleet=fleet), CALM, np.random.default_rng(1))
    plant.apply(route("R", legs))
    poses = [plant.trail.poses[-1, 0]]
    while hypot(poses[-1][0] - last.path[-1].x_m, poses[-1][1] - last.path[-1].y_m) > 1e-6:
        assert len(poses) < 1000
        plant.step(TICK_S)
        poses.append(plant.trail.poses[-1, 0])
    rates = [abs(wrap_angle(after[2] - before[2])) / TICK_S for before, after in pairwise(poses)]
    travel = RoadmapTravelTimes(roadmap).travel_s(type_id, start, [last.end_node_id])
    planned_s = travel + ramps_s(legs, facility.vehicle_types[type_id])
    return (len(poses) - 1) * TICK_S, planned_s, max(rates)


def ramps_s(legs: list[Leg], kind: VehicleType) -> float:
    """What starting, stopping and each change of speed cost beside driving at each leg's limit:
    from v to w within the leg of speed w, (w - v)^2 / (2 a w)."""
    speeds = [0.0, *(leg.max_speed_mps for leg in legs), 0.0]
    return sum(
        (after - before) ** 2
        / (2.0 * max(before, after))
        / (kind.acceleration_mps2 if after > before else kind.braking_mps2)
        for before, after in pairwise(speeds)
    )


def test_the_tight_curve_of_the_field_is_driven_no_faster_than_the_vehicle_turns() -> None:
    facility = load_facility(TIGHT).facility
    seconds, planned_s, fastest_radps = driven(facility, "a-b")
    limit_radps = facility.vehicle_types["tcs_vehicle"].turn_speed_radps
    assert 0.95 * limit_radps < fastest_radps < 1.001 * limit_radps
    # Each of the four changes of speed on the way ends with a tick.
    assert planned_s - TICK_S < seconds < planned_s + 4.0 * TICK_S


@pytest.mark.parametrize("radius_m", [0.3, 0.8, 3.0])
def test_a_circle_takes_as_long_as_the_planner_says(radius_m: float) -> None:
    there, top, back = (0.0, 0.0), (radius_m, radius_m), (0.0, 2.0 * radius_m)
    segments = (CurveSegment(top, (radius_m, 0.0)), CurveSegment(back, (radius_m, 2.0 * radius_m)))
    arc = small_plants.edge("a", "b", trajectory=joined(there, *segments))
    facility = small_plants.plant({"a": there, "b": back}, [arc], {})
    seconds, planned_s, fastest_radps = driven(facility, "a-b")
    cart = small_plants.CART
    assert fastest_radps == pytest.approx(min(1.0, cart.max_speed_mps / radius_m), rel=0.01)
    assert fastest_radps < 1.001 * cart.turn_speed_radps
    assert abs(seconds - planned_s) <= TICK_S
    assert planned_s > pi / cart.turn_speed_radps
