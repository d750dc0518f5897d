from math import pi

import pytest

from fleet_core.model.geometry import Pose
from planner.roadmap.build import build_roadmap
from planner.roadmap.locate import locate, rest_of
from tests.roadmap.small_plants import corridor

ROADMAP = build_roadmap(corridor())


def test_a_vehicle_near_a_node_is_in_the_state_of_its_heading() -> None:
    place = locate(ROADMAP, "cart", Pose(19.9, 0.1, pi - 0.05))
    assert place is not None
    assert place.move is None
    assert ROADMAP.state_node[place.state] == "b"
    assert abs(ROADMAP.state_pose[place.state, 2]) == pytest.approx(pi)


def test_a_vehicle_between_two_nodes_is_within_a_move() -> None:
    place = locate(ROADMAP, "cart", Pose(1.2, 0.1, 0.02))
    assert place is not None
    assert place.move is not None
    leg = ROADMAP.legs[place.move]
    assert leg.edge_id == "a-b"
    left = rest_of(leg, place.along_m, Pose(1.2, 0.1, 0.02))
    assert left.path[0] == Pose(1.2, 0.1, 0.02)
    assert left.length_m == pytest.approx(leg.length_m - 1.2, abs=0.01)


@pytest.mark.parametrize("pose", [Pose(5.0, 3.0, 0.0), Pose(1.2, 0.0, pi / 2.0)])
def test_a_vehicle_off_the_lanes_or_across_them_is_nowhere(pose: Pose) -> None:
    assert locate(ROADMAP, "cart", pose) is None
