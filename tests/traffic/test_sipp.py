"""The compiled search against its plain reference, and both against the meaning of a plan."""

from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.roadmap.build import build_roadmap
from planner.roadmap.travel_times import RoadmapTravelTimes
from planner.traffic.occupancy import Occupancy, gaps_reference
from planner.traffic.roads import Roads
from planner.traffic.sipp import plan_path, sipp_reference
from tests.roadmap.small_plants import ring

ROADMAP = build_roadmap(ring(6, 0))
TRAVEL = RoadmapTravelTimes(ROADMAP)
ROADS = Roads.of(ROADMAP)
REGIONS = len(ROADMAP.region_type)

spans = st.lists(
    st.tuples(
        st.integers(0, REGIONS - 1), st.floats(0.0, 120.0), st.floats(0.5, 60.0) | st.just(inf)
    ),
    max_size=8,
)


def occupied(taken: list[tuple[int, float, float]]) -> Occupancy:
    """Spans by region, put together the slow way."""
    offset, begins, ends = [0], [], []
    for region in range(REGIONS):
        for _, begin, length in (span for span in taken if span[0] == region):
            begins.append(begin)
            ends.append(begin + length)
        offset.append(len(begins))
    return Occupancy(np.array(offset), np.array(begins, float), np.array(ends, float))


def states(node: str) -> tuple[int, ...]:
    return ROADMAP.goal_states("cart", [node])


@settings(max_examples=150, deadline=None)
@given(spans, st.integers(0, 5), st.integers(0, 5), st.floats(0.0, 50.0))
def test_kernel_and_reference_arrive_at_the_same_time_and_the_path_keeps_clear(
    taken: list[tuple[int, float, float]], source: int, target: int, start_s: float
) -> None:
    table = occupied(taken)
    start = (states(f"p{source}")[0], start_s)
    goals = states(f"p{target}")
    usable = np.ones(len(ROADMAP.legs), dtype=np.bool_)
    path = plan_path(ROADS, table, start, goals, TRAVEL.field_s(goals), usable)
    expected = sipp_reference(ROADS, table, start, goals, usable)
    if path is None:
        assert expected == inf
        return
    arrival = path[-1][1] + ROADMAP.move_duration_s[path[-1][0]] if path else start_s
    assert arrival == pytest.approx(expected)
    assert_clear(table, start, path)


def assert_clear(table: Occupancy, start: tuple[int, float], path: list[tuple[int, float]]) -> None:
    state, since = start
    for move, begin in path:
        assert ROADMAP.move_from[move] == state
        assert begin >= since - 1e-9
        end = begin + ROADMAP.move_duration_s[move]
        assert free(table, int(ROADMAP.state_region[state]), since, begin)
        assert free(table, int(ROADMAP.move_region[move]), begin, end)
        state, since = int(ROADMAP.move_to[move]), end
    assert free(table, int(ROADMAP.state_region[state]), since, inf)


def free(table: Occupancy, region: int, begin: float, end: float) -> bool:
    taken = gaps_reference(ROADS, table, region)
    return all(until <= begin + 1e-9 or since >= end - 1e-9 for since, until in taken)


def test_on_an_empty_floor_the_plan_takes_the_travel_time() -> None:
    usable = np.ones(len(ROADMAP.legs), dtype=np.bool_)
    goals = states("p3")
    start = states("p0")[0]
    path = plan_path(ROADS, occupied([]), (start, 7.0), goals, TRAVEL.field_s(goals), usable)
    assert path is not None
    arrival = path[-1][1] + ROADMAP.move_duration_s[path[-1][0]]
    assert arrival - 7.0 == pytest.approx(TRAVEL.field_s(goals)[start])


def test_moves_that_may_not_be_used_are_not_used() -> None:
    goals = states("p3")
    usable = np.array([leg.edge_id != "r2-r3" for leg in ROADMAP.legs])
    start = (states("p0")[0], 0.0)
    assert plan_path(ROADS, occupied([]), start, goals, TRAVEL.field_s(goals), usable) is None
