"""Costs of moves: lanes alternate, oncoming traffic and crowds cost more."""

from __future__ import annotations

import numpy as np

from planner.grid.lifelong.guidance import (
    EAST,
    SOUTH,
    UNIT,
    WEST,
    GuidanceSettings,
    action_costs,
    lane_costs,
)  # fmt: skip
from planner.grid.lifelong.motion import FORWARD, WAIT, motion_of
from planner.grid.lifelong.traffic_record import TrafficRecord
from tests.grid.lifelong.small_runs import grid_from

SETTINGS = GuidanceSettings()
AISLES = grid_from(".....", ".@@@.", ".....", ".@@@.", ".....", ".@@@.", ".....")
"""Rows of corridors that are all even."""


def test_neighbouring_corridors_go_opposite_ways() -> None:
    costs = lane_costs(AISLES, SETTINGS)
    middle = [int(AISLES.vertex_at[y, 2]) for y in (2, 4)]
    cheap = [costs[vertex, EAST] < costs[vertex, WEST] for vertex in middle]
    assert cheap[0] != cheap[1]


def test_against_a_corridor_costs_more_than_against_an_open_lane() -> None:
    costs = lane_costs(AISLES, SETTINGS)
    vertex = int(AISLES.vertex_at[2, 2])
    assert max(costs[vertex, EAST], costs[vertex, WEST]) == 1 + SETTINGS.corridor_against
    open_costs = lane_costs(grid_from("...", "...", "..."), SETTINGS)
    assert open_costs.max() == 1 + SETTINGS.open_against


def test_driving_makes_the_opposite_move_dearer_and_waiting_the_way_in() -> None:
    grid = grid_from("...")
    motion = motion_of(grid, "rotate")
    record = TrafficRecord(motion)
    for _ in range(300):
        record.add(np.array([0 * 4 + EAST, 2 * 4 + SOUTH]), np.array([FORWARD, WAIT]))
    flat = np.ones((3, 4))
    costs = action_costs(motion, grid, flat, record, SETTINGS)[:, FORWARD].reshape(3, 4)
    assert costs[0, EAST] == UNIT
    assert costs[1, WEST] > UNIT
    assert costs[1, EAST] > UNIT
    assert costs.max() <= SETTINGS.largest_cost


def test_no_cost_is_above_the_largest() -> None:
    motion = motion_of(AISLES, "shift")
    record = TrafficRecord(motion)
    record.moves[:] = record.waits[:, None] = 1.0
    lanes = lane_costs(AISLES, SETTINGS)
    assert action_costs(motion, AISLES, lanes, record, SETTINGS).max() <= SETTINGS.largest_cost
