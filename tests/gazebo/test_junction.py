"""Three vehicles of three kinds come to the junction in the middle of the hall together."""

from __future__ import annotations

from itertools import pairwise
from math import hypot

from fleet_nodes.commands.compare_gazebo import compare_run, figures
from fleet_nodes.gazebo.scenes import JUNCTION
from fleet_nodes.gazebo.stepped_fleet import SteppedFleet
from tests.gazebo.conftest import Start
from tests.gazebo.fleet_scene import run_fleet

MIDDLE = (46.2, 26.0)
WAY_M = 18.0
"""Of each, by which it has left the junction."""
OBSERVED_S = 46.0
"""Two of the three stand at their stations by then."""


def driven_m(fleet: SteppedFleet, name: str) -> float:
    trail = fleet.members[name].trail
    return sum(hypot(b.x_m - a.x_m, b.y_m - a.y_m) for (_, a), (_, b) in pairwise(trail))


def test_three_vehicles_pass_a_junction_and_do_so_as_in_the_embedded_plant(start: Start) -> None:
    fleet = run_fleet(
        start,
        JUNCTION.facility(),
        JUNCTION.orders,
        within_s=JUNCTION.within_s,
        is_over=lambda fleet: fleet.plant.now_s > OBSERVED_S,
    )
    assert not fleet.plant.contacts
    for name in JUNCTION.begin:
        assert driven_m(fleet, name) > WAY_M, name
        nearest_m = min(
            hypot(pose.x_m - MIDDLE[0], pose.y_m - MIDDLE[1])
            for _, pose in fleet.members[name].trail
        )
        assert nearest_m < 3.0, f"{name} has not been at the junction"
    # When they come to their stations, and on which way.
    comparison = compare_run(JUNCTION, fleet, seed=1)
    found = figures(comparison)
    assert len(comparison.arrivals) >= 2, found
    assert comparison.agrees, found
