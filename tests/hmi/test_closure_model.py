"""What is closed: its names, where it is hit, who is inside or on the way, what a form makes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from small_plant import small_plant

from fleet_core.model.closure import Closure
from fleet_core.model.facility import Facility, Zone, ZoneKind
from fleet_core.model.geometry import Pose
from fleet_core.model.route import Leg, LegKind, Route
from fleet_core.model.status import FleetSnapshot
from fleet_core.model.vehicle import Activity, VehicleReport, VehicleStatus
from hmi.link.ros_picture import RoutesAhead
from hmi.model import selection
from hmi.model.closed_places import (
    closable_places,
    closed_places,
    closures_at,
    opposite,
    place_name,
)
from hmi.model.closure_traffic import ClosureTraffic, traffic_of
from hmi.model.drafts import ClosureDraft, closure_of
from hmi.model.hit_test import HitTargets, ground_selection, hit_targets
from hmi.model.station_place import station_places

THERE, BACK = "N1_1-N2_1", "N2_1-N1_1"  # from (4, 4) to (8, 4) and back
OIL = Closure("closure-1", "oil", frozenset({THERE}))
SLOW = Closure("closure-2", "spill", zone_id="slow")


@pytest.fixture(scope="module")
def plant() -> Facility:
    return small_plant()


@pytest.fixture(scope="module")
def targets(plant: Facility) -> HitTargets:
    return hit_targets(plant, station_places(plant))


def leg(edge_id: str) -> Leg:
    """Along an edge of the grid."""
    start, end = edge_id.split("-")
    poses = [Pose(4.0 * int(node[1]), 4.0 * int(node[3]), 0.0) for node in (start, end)]
    return Leg(LegKind.DRIVE, start, end, tuple(poses), length_m=4.0, edge_id=edge_id)


def route(released: int, *edge_ids: str, route_id: str = "r1") -> Route:
    return Route(route_id, "amr_1", tuple(leg(one) for one in edge_ids), released)


def at(x_m: float, y_m: float, *routes: Route, **fields: object) -> FleetSnapshot:
    """One vehicle, on its first route."""
    report = VehicleReport("amr_1", "amr", 0.0, Pose(x_m, y_m, 0.0), 0.0, 0.0, 0.9)
    report = replace(report, route_id=routes[0].route_id if routes else "", **fields)
    return FleetSnapshot(0.0, (VehicleStatus(report, Activity.TO_PICK),), (), routes)


def test_a_vehicle_on_a_closed_edge_is_inside(plant: Facility) -> None:
    seen = traffic_of(OIL, plant, at(6.0, 4.0, route(1, THERE)))
    assert seen == ClosureTraffic(inside=("amr_1",))
    assert seen.not_kept_out == ("amr_1",)


def test_a_release_that_leads_in_is_told_from_a_plan_that_does(plant: Facility) -> None:
    way = ("N0_1-N1_1", THERE)
    assert traffic_of(OIL, plant, at(0.0, 4.0, route(2, *way))).released == ("amr_1",)
    assert traffic_of(OIL, plant, at(0.0, 4.0, route(1, *way))).planned == ("amr_1",)
    assert traffic_of(OIL, plant, at(0.0, 4.0, route(1, way[0]))) == ClosureTraffic()


def test_a_vehicle_at_the_end_of_a_closed_edge_is_not_on_it(plant: Facility) -> None:
    assert traffic_of(OIL, plant, at(4.0, 4.0)) == ClosureTraffic()
    assert traffic_of(OIL, plant, at(6.0, 4.0)).inside == ("amr_1",)  # set down there by hand
    assert traffic_of(OIL, plant, at(6.0, 4.0, route(1, BACK))) == ClosureTraffic()


def test_what_is_released_of_a_route_that_was_replaced_is_still_driven(plant: Facility) -> None:
    old = route(2, "N0_1-N1_1", THERE, "N2_1-N3_1")
    new = route(0, "N2_1-N2_2", route_id="r2")
    assert traffic_of(OIL, plant, at(0.0, 4.0, old, new)).released == ("amr_1",)
    beyond = replace(OIL, edge_ids=frozenset({"N2_1-N3_1"}))
    assert traffic_of(beyond, plant, at(0.0, 4.0, old, new)) == ClosureTraffic()


def test_what_a_vehicle_has_heard_counts_before_the_window_has(plant: Facility) -> None:
    way = ("N0_1-N1_1", THERE)
    heard = at(0.0, 4.0, route(1, *way), legs_released=2)
    assert traffic_of(OIL, plant, heard).released == ("amr_1",)


def test_a_zone_holds_whoever_touches_it(plant: Facility) -> None:
    assert traffic_of(SLOW, plant, at(6.5, 4.0)).inside == ("amr_1",)  # 0.6 m ahead of its middle
    assert traffic_of(SLOW, plant, at(6.2, 4.0)) == ClosureTraffic()
    assert traffic_of(SLOW, plant, at(4.0, 4.0, route(1, THERE))).released == ("amr_1",)
    assert traffic_of(SLOW, plant, at(4.0, 4.0, route(1, "N1_1-N1_2"))) == ClosureTraffic()


def test_a_way_through_a_zone_counts_where_no_sample_lies_inside(plant: Facility) -> None:
    across = replace(leg("N1_1-N4_1"), length_m=12.0)
    one = Route("r1", "amr_1", (across,), 1)
    assert traffic_of(SLOW, plant, at(4.0, 4.0, one)).released == ("amr_1",)


def test_a_closure_for_others_does_not_count_its_vehicles(plant: Facility) -> None:
    on_it = at(6.0, 4.0, route(1, THERE))
    for other in (
        replace(OIL, vehicle_ids=frozenset({"amr_2"})),
        replace(OIL, type_ids=frozenset({"forklift"})),
    ):
        assert traffic_of(other, plant, on_it) == ClosureTraffic()
    mine = replace(OIL, type_ids=frozenset({"amr"}), vehicle_ids=frozenset({"amr_1"}))
    assert traffic_of(mine, plant, on_it).inside == ("amr_1",)


def test_a_draft_closes_both_directions_unless_told_not_to(plant: Facility) -> None:
    draft = ClosureDraft(selection.edge(THERE), True, "oil", 10)
    assert closure_of(draft, plant.layout).edge_ids == {THERE, BACK}
    assert closure_of(replace(draft, both_ways=False), plant.layout).edge_ids == {THERE}
    assert draft.lasts_s == 600.0
    zone = closure_of(ClosureDraft(selection.zone("slow"), True, "oil"), plant.layout)
    assert (zone.zone_id, zone.edge_ids) == ("slow", frozenset())


def test_a_closure_of_one_direction_is_drawn_beside_the_open_one(plant: Facility) -> None:
    (way,) = closed_places(plant, [OIL]).ways
    assert way.aside
    assert way.for_all
    assert np.allclose(way.points, [(4.0, 4.0), (8.0, 4.0)])
    both = closed_places(plant, [replace(OIL, edge_ids=frozenset({THERE, BACK}))]).ways
    assert [one.aside for one in both] == [False, False]


def test_closed_for_everybody_is_what_is_drawn(plant: Facility) -> None:
    some = replace(SLOW, id="closure-3", type_ids=frozenset({"amr"}))
    assert not closed_places(plant, [some]).areas[0].for_all
    assert closed_places(plant, [some, SLOW]).areas[0].for_all
    assert [one.id for one in closures_at(selection.zone("slow"), [some, SLOW])] == [
        "closure-2",
        "closure-3",
    ]


def test_names_tell_what_is_closed(plant: Facility) -> None:
    assert place_name(plant, SLOW) == "Slow"
    assert place_name(plant, OIL) == THERE
    both = replace(OIL, edge_ids=frozenset({THERE, BACK}))
    assert place_name(plant, both) == f"{THERE} ↔"
    assert opposite(plant.layout, THERE) == BACK
    assert opposite(plant.layout, "nowhere") == ""


def test_places_with_the_same_name_are_told_apart(plant: Facility) -> None:
    twin = Zone("slow_2", ZoneKind.INFORMATION, ((0, 0), (1, 0), (1, 1)), "Slow")
    names = [name for name, _ in closable_places(replace(plant, zones=(*plant.zones, twin)))]
    assert {"Slow (slow)", "Slow (slow_2)"} < set(names)
    assert len(names) == len(set(names))


def test_a_closed_edge_is_hit_as_its_closure_and_its_neighbour_as_itself(
    targets: HitTargets,
) -> None:
    assert ground_selection(targets, (6.0, 4.1), 0.4, [OIL]) == selection.closure("closure-1")
    assert ground_selection(targets, (6.0, 8.1), 0.4, [OIL]) == selection.edge("N2_2-N1_2")
    assert ground_selection(targets, (6.0, 3.9), 0.4) == selection.edge(THERE)


def test_a_crossing_edge_that_is_much_nearer_is_hit_itself(targets: HitTargets) -> None:
    hit = ground_selection(targets, (4.02, 4.38), 0.4, [OIL])
    assert hit is not None
    assert hit.id in ("N1_1-N1_2", "N1_2-N1_1")


def test_a_closed_zone_is_hit_between_its_edges(targets: HitTargets) -> None:
    assert ground_selection(targets, (10.0, 6.0), 0.4, [SLOW]) == selection.closure("closure-2")
    assert ground_selection(targets, (10.0, 4.0), 0.4, [SLOW]) == selection.edge("N2_1-N3_1")
    assert ground_selection(targets, (10.0, 6.0), 0.4) == selection.zone("slow")


def test_routes_are_kept_until_the_vehicle_has_gone_on() -> None:
    routes = RoutesAhead()
    old, new = route(2, "N0_1-N1_1", THERE), route(0, "N2_1-N2_2", route_id="r2")
    routes.take_route(old)
    routes.take_route(new)
    assert routes.all == (old, new)
    routes.take_route(replace(new, released=1))
    assert routes.all == (old, replace(new, released=1))
    on = at(4.0, 4.0, old).vehicles[0].report
    routes.forget_driven([on])
    assert routes.find("amr_1", "r1") == old
    routes.forget_driven([replace(on, route_id="r2")])
    assert routes.all == (replace(new, released=1),)
    assert routes.find("amr_1", "r1") is None
