"""Three vehicles of three kinds come to the junction in the middle of the hall together."""

from __future__ import annotations

from itertools import pairwise
from math import hypot

from fleet_nodes.gazebo.stepped_fleet import SteppedFleet
from tests.gazebo.conftest import Start
from tests.gazebo.fleet_scene import hall_with, run_fleet, transport

JUNCTION = (46.2, 26.0)
BEGIN = {
    "forklift_1": "line_east_366",
    "amr_1": "mid_north_102",
    "tugger_1": "line_west_582",
}
ORDERS = [
    transport(1, "forklift_1", "raw_pallet", "block_d_5", "line_2_preforms_1"),
    transport(2, "amr_1", "labels", "labels_store_1", "line_1_labels"),
    transport(3, "tugger_1", "waste", "line_1_supplies", "waste_press"),
]
WAY_M = 18.0
"""Of each, by which it has left the junction."""


def driven_m(fleet: SteppedFleet, name: str) -> float:
    trail = fleet.members[name].trail
    return sum(hypot(b.x_m - a.x_m, b.y_m - a.y_m) for (_, a), (_, b) in pairwise(trail))


def test_three_vehicles_pass_a_junction_and_nobody_touches_anybody(start: Start) -> None:
    fleet = run_fleet(
        start,
        hall_with(BEGIN),
        ORDERS,
        within_s=60.0,
        is_over=lambda fleet: (
            fleet.accepted and all(driven_m(fleet, name) > WAY_M for name in BEGIN)
        ),
    )
    assert not fleet.plant.contacts
    for name in BEGIN:
        assert driven_m(fleet, name) > WAY_M, name
        nearest_m = min(
            hypot(pose.x_m - JUNCTION[0], pose.y_m - JUNCTION[1])
            for _, pose in fleet.members[name].trail
        )
        assert nearest_m < 3.0, f"{name} has not been at the junction"
