"""Costs of all pairs at once against one pair after the other, in words."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fleet_core.dispatch.ability import objection
from fleet_core.dispatch.availability import Availability
from fleet_core.dispatch.costs import FORBIDDEN_S, cost_matrix_s, travel_matrix_s, urgency_s
from fleet_core.dispatch.dispatch_plant import DispatchPlant
from fleet_core.dispatch.distances import Distances
from fleet_core.dispatch.settings import DispatchSettings
from fleet_core.layouts import load_facility
from fleet_core.model.order import Stop, StopAction, TransportOrder
from planner.roadmap.build import build_roadmap
from planner.roadmap.travel_times import RoadmapTravelTimes

HALL = load_facility("bottling_hall").facility
ROADMAP = build_roadmap(HALL)
TRAVEL = RoadmapTravelTimes(ROADMAP)
PLANT = DispatchPlant.of(HALL, TRAVEL)
RULES = DispatchSettings()
STATIONS = sorted(name for name in HALL.uses if name in HALL.layout.stations)
TYPES = sorted(name for name, kind in HALL.vehicle_types.items() if not kind.manned)
NOW_S = 500.0

offers_drawn = st.lists(
    st.builds(
        lambda number, type_id, node, heading, free_s, soc, away: Availability(
            f"v{number}", type_id, node, heading, free_s, soc, "is busy" if away else ""
        ),
        st.integers(0, 4),
        st.sampled_from(TYPES),
        st.sampled_from(sorted(HALL.layout.nodes)),
        st.floats(-3.0, 3.0),
        st.floats(400.0, 700.0),
        st.floats(0.08, 0.3),
        st.booleans(),
    ),
    min_size=1,
    max_size=6,
)
orders_drawn = st.lists(
    st.builds(
        lambda source, target, done, type_id, meant, priority: TransportOrder(
            "O",
            (Stop(source, StopAction.PICK), Stop(target, StopAction.DROP)),
            next_stop=done,
            required_vehicle_type=type_id,
            intended_vehicle=meant,
            priority=priority,
        ),
        st.sampled_from(STATIONS),
        st.sampled_from(STATIONS),
        st.integers(0, 1),
        st.sampled_from(["", *TYPES]),
        st.sampled_from(["", "", "v1"]),
        st.integers(-3, 3),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=120, deadline=None)
@given(orders_drawn, offers_drawn)
def test_costs_of_all_pairs_are_those_of_each_pair(
    orders: list[TransportOrder], carriers: list[Availability]
) -> None:
    travel_s = travel_matrix_s(orders, carriers, PLANT)
    cost_s = cost_matrix_s(orders, carriers, travel_s, PLANT, NOW_S, RULES)
    for row, order in enumerate(orders):
        for column, carrier in enumerate(carriers):
            first = PLANT.place(order.stops[order.next_stop].station_id)
            way_s = TRAVEL.travel_s(carrier.type_id, carrier.source, first)
            assert travel_s[row, column] == way_s
            expected_s = (
                way_s + max(0.0, carrier.free_at_s - NOW_S) - urgency_s(order, NOW_S, RULES)
            )
            if objection(order, carrier, way_s, PLANT, RULES):
                expected_s = FORBIDDEN_S
            assert cost_s[row, column] == expected_s


@settings(deadline=None)
@given(st.lists(st.sampled_from(STATIONS), min_size=1, max_size=8), st.sampled_from(STATIONS))
def test_the_nearest_of_many_places_is_the_least_of_their_distances(
    names: list[str], source: str
) -> None:
    places = {name: PLANT.place(name) for name in names}
    start, distances = PLANT.place(source), Distances(TRAVEL)
    for type_id in TYPES:
        each = [distances.distance_m(type_id, start, place) for place in places.values()]
        assert distances.nearest_m(type_id, start, places) == pytest.approx(min(each))


def test_matrices_are_made_of_single_ways() -> None:
    rng = np.random.default_rng(3)
    nodes = [str(node) for node in rng.choice(sorted(HALL.layout.nodes), 6)]
    targets = [PLANT.place(str(name)) for name in rng.choice(STATIONS, 5)]
    for type_id in TYPES:
        sources = [(node, 0.3) for node in nodes]
        ways_s = TRAVEL.matrix_s(type_id, sources, targets)
        ways_m = TRAVEL.matrix_m(type_id, sources, targets)
        for row, source in enumerate(sources):
            for column, target in enumerate(targets):
                assert ways_s[row, column] == TRAVEL.travel_s(type_id, source, target)
                assert ways_m[row, column] == TRAVEL.distance_m(type_id, source, target)
