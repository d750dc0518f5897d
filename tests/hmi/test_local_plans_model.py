"""What is told of plans, corridors and interventions, without a window."""

from __future__ import annotations

from dataclasses import replace
from math import pi

import numpy as np
import pytest

from fleet_core.model.local_state import BrakeCause, Intervention, LocalState
from hmi.bench_scene import bench_scene
from hmi.model.braking import HOLD_S, Braking
from hmi.model.fleet_arrays import FleetArrays, fleet_arrays
from hmi.model.layers import DEFAULT_LAYERS, Layer, shown_layers
from hmi.model.local_picture import (
    PLAN_SAMPLES,
    PLAN_STEP_S,
    CorridorShape,
    corridor_shape,
    motion_plan,
)
from hmi.model.plan_lines import (
    MOST_SHOWN,
    at_seconds,
    corridor_ahead,
    moving,
    outlines,
    ticks,
    watched,
)
from hmi.model.view_transform import ViewTransform

SHOWN = DEFAULT_LAYERS | {Layer.PLANS}
OBJECT = Intervention(BrakeCause.OBJECT, 10.0)


def braked(times: int, newest: Intervention | None) -> dict[str, LocalState]:
    return {"amr_1": LocalState("amr_1", times, newest)}


def test_an_intervention_is_held_so_that_it_can_be_read() -> None:
    braking = Braking()
    braking.take(braked(0, None), 100.0)
    assert not braking.shown
    braking.take(braked(1, OBJECT), 101.0)
    assert braking.is_on("amr_1")
    over = braked(1, replace(OBJECT, until_s=11.0))
    braking.take(over, 110.0)
    assert not braking.is_on("amr_1")
    assert braking.shown["amr_1"].intervention.cause is BrakeCause.OBJECT
    braking.take(over, 110.0 + HOLD_S - 0.1)
    assert "amr_1" in braking.shown
    braking.take(over, 110.0 + HOLD_S + 0.1)
    assert not braking.shown


def test_one_that_began_and_ended_between_two_words_is_shown_and_counted() -> None:
    braking = Braking()
    braking.take(braked(4, None), 100.0)
    braking.take(braked(5, Intervention(BrakeCause.JUMP, 10.0, 10.2)), 100.5)
    assert braking.shown["amr_1"].active is False
    assert braking.count("amr_1") == 1


def test_only_what_the_session_has_seen_counts() -> None:
    braking = Braking()
    assert braking.count("amr_1") is None
    braking.take(braked(7, Intervention(BrakeCause.OBJECT, 1.0, 2.0)), 100.0)
    assert braking.count("amr_1") == 0
    assert not braking.shown
    braking.take(braked(9, OBJECT), 101.0)
    assert braking.count("amr_1") == 2
    braking.take(braked(1, OBJECT), 102.0)  # its planner began anew
    assert braking.count("amr_1") == 3


def test_one_that_is_on_when_the_window_opens_counts() -> None:
    braking = Braking()
    braking.take(braked(3, OBJECT), 100.0)
    assert braking.is_on("amr_1")
    assert braking.count("amr_1") == 1


def test_a_planner_that_has_gone_brakes_nobody_any_more() -> None:
    braking = Braking()
    braking.take(braked(1, OBJECT), 100.0)
    braking.take({}, 101.0)
    assert not braking.is_on("amr_1")
    braking.take({}, 100.0 + HOLD_S + 0.1)
    assert not braking.shown


@pytest.mark.parametrize("direction", [1, -1])
def test_a_corridor_lies_beside_its_line_and_ends_at_the_release(direction: int) -> None:
    heading = 0.0 if direction > 0 else pi
    poses = np.array([[0.0, 1.0, heading], [10.0, 1.0, heading]])
    shape = corridor_shape(poses, 0.2, direction)
    assert shape is not None
    left, right = corridor_ahead(shape, np.array([0.0, 1.0]), shape.half_width_m)
    assert np.allclose(left[:, 1], 1.2)
    assert np.allclose(right[:, 1], 0.8)
    assert shape.middle[-1].tolist() == pytest.approx([10.0, 1.0])


def test_a_corridor_follows_a_bend_and_leaves_out_what_is_straight() -> None:
    turned = np.linspace(0.0, pi / 2, 60)
    arc = np.stack([10.0 + 2.0 * np.sin(turned), 2.0 - 2.0 * np.cos(turned), turned], axis=1)
    shape = corridor_shape(np.concatenate([[[0.0, 0.0, 0.0]], arc]), 0.2, 1)
    assert shape is not None
    radius = np.hypot(shape.middle[2:, 0] - 10.0, shape.middle[2:, 1] - 2.0)
    assert np.allclose(radius, 2.0, atol=0.02)
    assert len(shape.middle) < 20


def test_what_is_behind_the_vehicle_is_not_shown() -> None:
    poses = np.array([[0.0, 0.0, 0.0], [10.0, 0.0, 0.0]])
    shape = corridor_shape(poses, 0.2, 1)
    assert isinstance(shape, CorridorShape)
    for side in corridor_ahead(shape, np.array([6.1, 0.1]), 0.2):
        assert side[:, 0].tolist() == pytest.approx([6.1, 10.0])


def test_a_way_of_no_length_is_no_corridor() -> None:
    assert corridor_shape(np.zeros((2, 3)), 0.2, 1) is None


def test_a_plan_is_brought_to_even_times_the_short_way_round() -> None:
    times = 50.0 + np.array([0.0, 0.3, 0.6])
    poses = np.array([[0.0, 0.0, 3.1], [0.3, 0.0, -3.1], [0.6, 0.0, -3.1]])
    plan = motion_plan(times, poses)
    assert plan.begin_s == 50.0
    assert plan.poses.shape == (PLAN_SAMPLES, 3)
    assert plan.poses[1, 0] == pytest.approx(PLAN_STEP_S)
    assert np.all(plan.poses[:, 2] >= 3.1 - 1e-9)
    assert plan.poses[-1, 0] == pytest.approx(0.6)  # it knows no more


def test_ticks_stand_across_the_way_after_each_second() -> None:
    times = np.arange(26) * 0.15
    straight = np.stack([times, 0.0 * times, 0.0 * times], axis=1)
    plans = np.stack([motion_plan(times, straight).poses])
    seconds = at_seconds(plans)
    assert seconds[:, 0, 0].tolist() == pytest.approx([1.0, 2.0, 3.0])
    assert ticks(seconds[0], 0.5).tolist() == [[1.0, -0.5, 1.0, 0.5]]


def test_an_outline_is_closed_and_turned_with_the_body() -> None:
    square = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])
    pieces = outlines(np.array([[5.0, 5.0, pi / 2]]), square)
    assert pieces[0].tolist() == pytest.approx([5.0, 5.0, 5.0, 6.0])
    assert pieces[-1, 2:].tolist() == pytest.approx(pieces[0, :2].tolist())


def test_who_stands_has_no_plan_to_show() -> None:
    plans = np.zeros((2, PLAN_SAMPLES, 3))
    plans[1, :, 0] = np.arange(PLAN_SAMPLES)
    assert moving(plans).tolist() == [1]


def some(vehicles: int) -> FleetArrays:
    scene = bench_scene(vehicles, 200)
    snapshot = scene.snapshot(0.0, np.random.default_rng(1))
    return fleet_arrays(snapshot, scene.facility.vehicle_types)


def test_nobody_is_watched_while_the_layers_are_off() -> None:
    arrays = some(20)
    off = DEFAULT_LAYERS
    assert not watched(off, arrays, arrays.pose, ViewTransform(scale=1.0), "V0001")


def test_only_those_in_view_are_watched_and_always_the_selected_one() -> None:
    arrays = some(20)
    x, y, _ = arrays.pose[3].tolist()
    near = ViewTransform((x, y), 400.0, 100.0, 100.0)
    seen = watched(SHOWN, arrays, arrays.pose, near, "V0001")
    assert {"V0001", "V0003"} <= seen
    assert len(seen) < 20
    everywhere = ViewTransform((x, y), 0.5, 2000.0, 2000.0)
    assert len(watched(SHOWN, arrays, arrays.pose, everywhere, "")) == 20


def test_without_everybody_only_the_selected_one_is_watched() -> None:
    arrays = some(20)
    everywhere = ViewTransform((0.0, 0.0), 0.5, 2000.0, 2000.0)
    alone = SHOWN - {Layer.EVERYBODY}
    assert watched(alone, arrays, arrays.pose, everywhere, "V0001") == {"V0001"}
    assert not watched(alone, arrays, arrays.pose, everywhere, "")


def test_too_many_in_view_leave_the_selected_one() -> None:
    arrays = some(MOST_SHOWN + 1)
    everywhere = ViewTransform((0.0, 0.0), 0.5, 5000.0, 5000.0)
    assert watched(SHOWN, arrays, arrays.pose, everywhere, "V0001") == {"V0001"}


def test_layers_are_remembered_and_new_ones_are_as_they_are_by_default() -> None:
    assert shown_layers([], []) == DEFAULT_LAYERS
    remembered = shown_layers(["plans", "what_was_once"], ["zones"])
    assert Layer.PLANS in remembered
    assert Layer.ZONES not in remembered
    assert Layer.STATIONS in remembered
