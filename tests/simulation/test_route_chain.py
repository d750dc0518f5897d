"""Routes as a vehicle hears them: in any order, twice, late, or not at all."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fleet_core.model.geometry import Pose
from fleet_core.model.order import StopAction
from fleet_core.model.vehicle import ActionStatus
from tests.simulation.plants import action, drive, lane, plant, route, run, way_between

LEGS = lane(0)


def report(plant):
    return plant.reports(plant.now_s)[0]


def test_a_route_is_driven_as_far_as_it_is_released() -> None:
    lanes = plant()
    lanes.apply(route("r1", LEGS, released=2))
    run(lanes, 30)
    assert (report(lanes).pose.x_m, report(lanes).legs_done) == (10.0, 2)
    lanes.apply(route("r1", LEGS, released=5))
    run(lanes, 30)
    assert (report(lanes).pose.x_m, report(lanes).legs_done, report(lanes).legs_released) == (
        25.0,
        5,
        5,
    )


def test_an_older_or_repeated_message_changes_nothing() -> None:
    lanes = plant()
    lanes.apply(route("r1", LEGS, released=3))
    lanes.apply(route("r1", LEGS, released=1))
    lanes.apply(route("r1", LEGS, released=3))
    run(lanes, 30)
    assert report(lanes).pose.x_m == 15.0
    assert report(lanes).legs_released == 3


def test_a_new_route_begins_where_the_old_release_ends() -> None:
    lanes = plant()
    lanes.apply(route("r1", LEGS, released=2))
    run(lanes, 2)
    lanes.apply(route("r2", LEGS[2:], released=1))
    assert report(lanes).route_id == "r1"
    seen = []
    for _ in range(60):
        lanes.step(0.5)
        seen.append((report(lanes).route_id, report(lanes).legs_done, report(lanes).pose.x_m))
    assert all(x_m <= 10.0 for name, _, x_m in seen if name == "r1")
    assert all(x_m >= 10.0 for name, _, x_m in seen if name == "r2")
    assert seen[-1] == ("r2", 1, 15.0)


def test_the_action_of_a_replaced_route_is_left_out() -> None:
    lanes = plant()
    lanes.apply(route("r1", LEGS[:2], action=action("a1", StopAction.PICK, "A0", "L1")))
    run(lanes, 2)
    lanes.apply(route("r2", LEGS[2:4], action=action("a2", StopAction.WAIT, "B0", seconds=1)))
    run(lanes, 40)
    assert report(lanes).load_unit_ids == ()
    assert (report(lanes).action_id, report(lanes).action_status) == ("a2", ActionStatus.FINISHED)


def test_a_route_that_does_not_fit_waits_for_the_lost_message() -> None:
    lanes = plant()
    lanes.apply(route("r1", LEGS, released=2))
    lanes.apply(route("r2", LEGS[3:], released=1))  # the growth of r1 to 3 legs got lost
    run(lanes, 30)
    assert (report(lanes).route_id, report(lanes).pose.x_m) == ("r1", 10.0)
    assert [error.code for error in report(lanes).errors] == ["route_waits"]
    lanes.apply(route("r1", LEGS, released=3))
    run(lanes, 30)
    assert (report(lanes).route_id, report(lanes).pose.x_m) == ("r2", 20.0)
    assert report(lanes).errors == ()


def test_a_route_of_the_past_is_never_taken_up_again() -> None:
    lanes = plant()
    there = route("r1", LEGS[:1])
    back = route("r2", (drive(LEGS[0].path[-1], 5.0, reverse=True),))
    lanes.apply(there)
    lanes.apply(back)
    run(lanes, 60)
    assert (report(lanes).route_id, report(lanes).pose.x_m) == ("r2", 0.0)
    lanes.apply(there)  # it would fit
    run(lanes, 20)
    assert (report(lanes).route_id, report(lanes).pose.x_m) == ("r2", 0.0)


def test_growth_shows_that_a_joined_route_without_release_was_older() -> None:
    lanes = plant()
    lanes.apply(route("r1", LEGS, released=2))
    lanes.apply(route("r0", LEGS[2:], released=0))  # an older one that comes late
    lanes.apply(route("r1", LEGS, released=4))
    run(lanes, 40)
    assert (report(lanes).route_id, report(lanes).pose.x_m) == ("r1", 20.0)


def test_hold_brakes_to_a_stop_and_goes_on_afterwards() -> None:
    lanes = plant()
    lanes.apply(route("r1", LEGS))
    run(lanes, 5)
    lanes.apply(route("r1", LEGS, hold=True))
    run(lanes, 5)
    stopped = report(lanes)
    assert (stopped.speed_mps, stopped.paused) == (0.0, True)
    run(lanes, 20)
    assert report(lanes).pose == stopped.pose
    lanes.apply(route("r1", LEGS))
    run(lanes, 60)
    assert report(lanes).pose.x_m == 30.0


def test_no_action_begins_while_held() -> None:
    lanes = plant()
    pick = route("r1", LEGS[:2], action=action("a1", StopAction.PICK, "A0", "L1"))
    lanes.apply(pick)
    run(lanes, 5)
    lanes.apply(replace(pick, hold=True))
    run(lanes, 30)
    assert report(lanes).action_status is ActionStatus.NONE
    lanes.apply(pick)
    run(lanes, 30)
    assert report(lanes).load_unit_ids == ("L1",)


def test_a_route_without_legs_is_work_where_the_vehicle_will_stand() -> None:
    lanes = plant()
    lanes.apply(route("r1", LEGS[:2]))
    lanes.apply(route("r2", (), action=action("a1", StopAction.PICK, "A0", "L1")))
    run(lanes, 40)
    assert report(lanes).load_unit_ids == ("L1",)


def test_a_route_without_legs_and_station_is_ignored_as_it_may_have_overtaken_a_release() -> None:
    lanes = plant()
    lanes.apply(route("r1", LEGS, released=2))
    stay = route("r2", ())
    lanes.apply(stay)  # the growth of r1 to 3 legs got lost
    run(lanes, 30)
    assert (report(lanes).route_id, report(lanes).legs_done) == ("r1", 2)
    for _ in range(2):
        lanes.apply(route("r1", LEGS, released=3))
        lanes.apply(stay)
        run(lanes, 20)
    assert (report(lanes).route_id, report(lanes).pose.x_m) == ("r1", 15.0)


def test_after_a_takeover_old_routes_are_forgotten() -> None:
    lanes = plant()
    lanes.apply(route("r1", LEGS, released=4))
    run(lanes, 4)
    lanes.take_over("V0")
    run(lanes, 5)
    lanes.set_down("V0", Pose(10.05, 0.02, 0.01))
    lanes.hand_back("V0")
    lanes.apply(route("r1", LEGS, released=5))
    run(lanes, 5)
    assert (report(lanes).pose.x_m, report(lanes).route_id) == (10.05, "")
    lanes.apply(route("r2", LEGS[2:4]))
    run(lanes, 30)
    assert (report(lanes).route_id, report(lanes).pose) == ("r2", Pose(20.0, 0.0, 0.0))


def messages(drawn) -> list:
    """What a controller would have sent: routes along the lane, each growing leg by leg."""
    sent, begin = [], 0
    for number, (length, growths) in enumerate(drawn):
        legs = LEGS[begin:]
        released = 0
        for growth in (length, *growths):
            released = min(released + growth, len(legs))
            sent.append(route(f"r{number}", legs, released))
        begin += released
        if begin >= len(LEGS):
            break
    return sent


def unanswered(sent, now) -> list:
    """What a controller sends again: the newest word of each route from the driven one on."""
    newest = {message.route_id: message for message in sent}
    ids = list(newest)
    if now.route_id == ids[-1] and now.legs_released == newest[ids[-1]].released:
        return []
    first = ids.index(now.route_id) if now.route_id in newest else 0
    return [newest[route_id] for route_id in ids[first:]]


DRAWN = st.lists(
    st.tuples(st.integers(0, 2), st.lists(st.integers(0, 2), max_size=2)), min_size=1, max_size=5
)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(DRAWN, st.integers(0, 2**32))
def test_messages_may_be_lost_repeated_and_reordered(drawn, seed) -> None:
    luck, sent, lanes = np.random.default_rng(seed), messages(drawn), plant()
    on_way, allowed_m, before = [], 0.0, report(lanes)
    for message in [*sent, *[None] * 10]:
        if message is not None:
            on_way += [message] * int(luck.integers(0, 3))
            begin_m = message.legs[0].path[0].x_m if message.legs else allowed_m
            allowed_m = max(allowed_m, begin_m + 5.0 * message.released)
        while on_way and luck.random() < 0.6:
            lanes.apply(on_way.pop(int(luck.integers(len(on_way)))))
        for _ in range(int(luck.integers(1, 8))):
            lanes.step(0.5)
            now = report(lanes)
            assert now.pose.x_m <= allowed_m + 1e-9
            assert way_between(now.pose, before.pose) <= 1.5 * 0.5 + 1e-9
            before = now
    for _ in range(4):
        for message in unanswered(sent, report(lanes)):
            lanes.apply(message)
        run(lanes, 60)
    assert report(lanes).pose.x_m == allowed_m
    assert report(lanes).route_id == sent[-1].route_id
