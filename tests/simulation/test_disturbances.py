"""Vehicles that stop, break down and fall silent, and ways that are closed, all at random."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fleet_core.app.shifts import disturbed, shift_of
from fleet_core.app.simulation_run import Shift, SimulationRun
from fleet_core.model.scenario import FaultKind
from fleet_core.simulation.disturbances import CLOSURE_S, FAULT_S, random_closures, random_faults

HOUR_S = 3600.0


def shift(seed: int, duration_s: float, orders_until_s: float) -> Shift:
    """The bottling hall, whose orders stop coming in time to be done."""
    whole = shift_of("bottling_hall", None, None, 0.2, duration_s, seed)
    streams = tuple(replace(one, end_s=orders_until_s) for one in whole.scenario.streams)
    return replace(whole, scenario=replace(whole.scenario, streams=streams))


def test_as_many_come_as_are_asked_for_each_within_its_bounds() -> None:
    faults = random_faults(["a", "b"], 30.0, 100.0 * HOUR_S, np.random.default_rng(1))
    assert 2800 < len(faults) < 3200
    assert {one.kind for one in faults} == set(FaultKind)
    assert {one.vehicle_id for one in faults} == {"a", "b"}
    assert all(0.0 < one.at_s < 100.0 * HOUR_S for one in faults)
    assert all(FAULT_S[0] <= one.duration_s <= FAULT_S[1] for one in faults)
    assert random_faults(["a"], 0.0, HOUR_S, np.random.default_rng(1)) == ()


def test_a_closure_is_of_a_way_in_both_directions() -> None:
    layout = shift(1, 1.0, 1.0).facility.layout
    closures = random_closures(layout, 10.0, 10.0 * HOUR_S, np.random.default_rng(2))
    assert len({closure.id for closure in closures}) == len(closures) > 50
    assert [one.since_s for one in closures] == sorted(one.since_s for one in closures)
    for closure in closures:
        edges = [layout.edges[edge_id] for edge_id in closure.edge_ids]
        assert len({frozenset((edge.start_node_id, edge.end_node_id)) for edge in edges}) == 1
        assert closure.until_s is not None
        assert CLOSURE_S[0] <= closure.until_s - closure.since_s <= CLOSURE_S[1]


@pytest.mark.slow
def test_disturbances_change_no_order_of_the_same_seed() -> None:
    quiet = SimulationRun(shift(3, 120.0, 120.0))
    wild = SimulationRun(disturbed(shift(3, 120.0, 120.0), 600.0, 200.0))
    results = quiet.run(lambda _now_s: None), wild.run(lambda _now_s: None)
    assert results[0]["orders_created"] == results[1]["orders_created"] > 0
    assert results[0]["faults"] == results[0]["closures"] == 0
    assert results[1]["faults"] > 10
    assert results[1]["closures"] > 0


@pytest.mark.slow
@pytest.mark.parametrize("seed", [71, 72])
def test_whatever_goes_wrong_nobody_touches_and_everything_is_delivered(seed: int) -> None:
    rough = disturbed(shift(seed, 900.0, 300.0), 60.0, 40.0)
    run = SimulationRun(replace(rough, duration_s=2400.0))  # the disturbances end before
    results = run.run(lambda _now_s: None)
    assert results["collisions"] == results["deadlocks"] == 0
    assert results["orders_created"] > 5
    failed = [
        order.reason for order in run.controller.snapshot(run.plant.now_s).orders
        if order.state == "failed"
    ]  # fmt: skip
    assert results["orders_done"] + len(failed) == results["orders_created"], failed
    assert failed == []
