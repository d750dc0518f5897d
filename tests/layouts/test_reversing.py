from dataclasses import replace

from fleet_core.layouts.checks.drivable import without_impossible_reversing
from fleet_core.model.facility import Facility
from tests.roadmap.small_plants import CART, edge, plant

POINTS = {"a": (0.0, 0.0), "b": (8.0, 0.0), "c": (8.0, 8.0)}


def _plant(reverse_speed_mps: float) -> Facility:
    facility = plant(POINTS, [edge("a", "b"), edge("b", "c", backwards=True)], {})
    cart = replace(CART, max_reverse_speed_mps=reverse_speed_mps)
    return replace(facility, vehicle_types={"cart": cart})


def test_a_backward_edge_of_a_type_that_cannot_reverse_is_told_and_closed() -> None:
    facility, found = without_impossible_reversing(_plant(0.0), "plant.yaml")
    assert set(facility.layout.edges) == {"a-b"}
    assert [(one.element, one.code) for one in found] == [("edge b-c", "cannot_reverse")]
    assert "max_reverse_speed_mps is 0" in found[0].reason


def test_a_type_that_can_reverse_keeps_its_edges() -> None:
    facility = _plant(0.3)
    assert without_impossible_reversing(facility, "plant.yaml") == (facility, ())
