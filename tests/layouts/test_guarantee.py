from fleet_core.layouts.well_formed import guarantee_findings
from tests.roadmap.small_plants import both, corridor, edge, plant, ring


def test_a_ring_with_places_beside_it_can_be_guaranteed() -> None:
    assert list(guarantee_findings(ring(6, 0), "ring")) == []


RING = {"a": (0.0, 0.0), "b": (8.0, 0.0), "c": (8.0, 8.0), "p": (0.0, -4.0)}
ROUND = [edge("a", "b"), edge("b", "c"), edge("c", "a"), *both("a", "p")]


def test_one_station_on_a_one_way_ring_is_in_nobodys_way() -> None:
    """Who does not go there never passes it."""
    assert list(guarantee_findings(plant(RING, ROUND, {"on": "b", "off": "p"}), "f")) == []


def test_a_station_on_a_one_way_ring_stands_before_the_next_one() -> None:
    stations = {"first": "b", "second": "c", "off": "p"}
    found = list(guarantee_findings(plant(RING, ROUND, stations), "f"))
    assert {one.code for one in found} == {"behind_a_station"}


def test_a_station_too_near_to_a_lane_is_in_the_way_of_all_who_pass() -> None:
    points = {"a": (0.0, 0.0), "b": (8.0, 0.0), "c": (8.0, 8.0), "p": (4.0, -0.7), "q": (9.0, -3.0)}
    edges = [edge("a", "b"), edge("b", "c"), edge("c", "a"), *both("b", "q"), *both("q", "p")]
    found = list(guarantee_findings(plant(points, edges, {"near": "p"}), "f"))
    assert ("station near", "rests_in_the_way") in {(one.element, one.code) for one in found}


def test_a_station_behind_another_is_told() -> None:
    points = {"a": (0.0, 0.0), "b": (8.0, 0.0), "c": (8.0, 8.0), "p": (0.0, -4.0), "q": (0.0, -8.0)}
    edges = [edge("a", "b"), edge("b", "c"), edge("c", "a"), *both("a", "p"), *both("p", "q")]
    found = list(guarantee_findings(plant(points, edges, {"near": "p", "far": "q"}), "f"))
    assert ("station far", "behind_a_station") in {(one.element, one.code) for one in found}


def test_stations_around_one_crossing_are_well_formed() -> None:
    """No lane that leads round, and yet nobody passes a third."""
    points = {"x": (0.0, 0.0), "n": (0.0, 8.0), "e": (8.0, 0.0), "s": (0.0, -8.0)}
    edges = [*both("x", "n"), *both("x", "e"), *both("x", "s")]
    stations = {"north": "n", "east": "e", "south": "s"}
    assert list(guarantee_findings(plant(points, edges, stations), "f")) == []


def test_two_rooms_and_one_lane_between_them_are_well_formed() -> None:
    assert list(guarantee_findings(corridor(), "rooms")) == []
