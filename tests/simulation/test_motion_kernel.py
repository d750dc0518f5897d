"""The compiled motion: never past the release, never too fast, never harder than the brakes."""

from __future__ import annotations

from math import inf, pi

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fleet_core.model.geometry import Pose, wrap_angle
from fleet_core.simulation.legs import DRIVE, MotionLeg, motion_leg
from fleet_core.simulation.motion_arrays import new_state
from fleet_core.simulation.motion_kernel import advance
from fleet_core.simulation.motion_reference import ReferenceVehicle
from fleet_core.simulation.tracks import Tracks
from tests.simulation.plants import AMR, drive, turn

JOINT_RAD = 0.09
DRAWN_DRIVE = st.tuples(
    st.just("drive"),
    st.floats(0.02, 8.0),  # metres
    st.floats(0.05, 3.0),  # metres a second
    st.floats(-1.2, 1.2),  # bend
    st.booleans(),  # backwards
)
DRAWN_TURN = st.tuples(
    st.just("turn"), st.floats(-pi, pi), st.just(0.0), st.just(0.0), st.just(False)
)
DRAWN_LEGS = st.lists(st.one_of(DRAWN_DRIVE, DRAWN_TURN), min_size=1, max_size=8)


def motion_legs(drawn) -> list[MotionLeg]:
    pose, legs = Pose(1.0, 2.0, 0.5), []
    for kind, size, speed, bend, reverse in drawn:
        leg = drive(pose, size, speed, reverse, bend) if kind == "drive" else turn(pose, size)
        legs.append(motion_leg(leg, pose, AMR))
        pose = leg.path[-1]
    return legs


class Rig:
    """One vehicle on the kernel, and the same one on the reference."""

    def __init__(self) -> None:
        drive_turn = (AMR.acceleration_mps2, AMR.turn_acceleration_radps2)
        braking = (AMR.braking_mps2, AMR.turn_acceleration_radps2)
        start = Pose(1.0, 2.0, 0.5)
        self.state = new_state(
            np.array([[1.0, 2.0, 0.5]]), np.array([drive_turn]), np.array([braking])
        )
        self.tracks = Tracks(self.state, JOINT_RAD)
        self.reference = ReferenceVehicle(start, drive_turn, braking, JOINT_RAD)
        self.passed = self.seen = 0

    def append(self, leg: MotionLeg) -> None:
        before = int(self.state.leg[0])
        self.tracks.append(0, leg)
        self.seen += int(self.state.leg[0]) - before  # legs that were forgotten meanwhile
        self.reference.legs.append(leg)

    def tick(self, tick_s: float = 0.1, held: bool = False) -> None:
        self.state.held[0] = self.reference.held = held
        self.state.glide_s[0] = self.reference.glide_s
        self.state.cap[0] = self.reference.cap
        before = int(self.state.leg[0])
        advance(self.tracks.arrays, self.state, tick_s, np.empty((1, 1, 3)))
        self.passed += int(self.state.leg[0]) - before
        self.reference.step(tick_s)


@settings(max_examples=60, deadline=None)
@given(DRAWN_LEGS, st.integers(0, 2**32))
def test_the_kernel_moves_as_the_reference_does(drawn, seed) -> None:
    rig, waiting = Rig(), motion_legs(drawn)
    total, luck = len(waiting), np.random.default_rng(seed)
    for _ in range(150):
        if waiting and luck.random() < 0.2:
            rig.append(waiting.pop(0))
        if luck.random() < 0.1:
            rig.reference.glide_s = luck.uniform(-1.0, 20.0)
        if luck.random() < 0.1:
            rig.reference.cap = luck.choice([0.3, 1.0, inf])
        rig.tick(held=luck.random() < 0.1)
        assert rig.passed == total - len(waiting) - len(rig.reference.legs)
        assert rig.state.speed[0] == pytest.approx(rig.reference.speed, abs=1e-9)
        assert rig.state.way[0] == pytest.approx(rig.reference.way, abs=1e-9)
        x_m, y_m, heading_rad = rig.state.pose[0]
        assert x_m == pytest.approx(rig.reference.pose.x_m, abs=1e-9)
        assert y_m == pytest.approx(rig.reference.pose.y_m, abs=1e-9)
        assert wrap_angle(heading_rad - rig.reference.pose.heading_rad) == pytest.approx(
            0.0, abs=1e-9
        )


@settings(max_examples=80, deadline=None)
@given(
    DRAWN_LEGS,
    st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=1, max_size=8),
    st.sampled_from([0.02, 0.1, 0.25]),
    st.integers(0, 2**32),
)
def test_it_keeps_to_release_limits_and_brakes_whenever_the_release_grows(
    drawn, growth, tick_s, seed
) -> None:
    luck = np.random.default_rng(seed)
    rig, waiting = Rig(), motion_legs(drawn)
    released: list[MotionLeg] = []
    for ticks, held in [*growth, (10_000, False)]:
        if waiting:
            released.append(waiting.pop(0))
            rig.append(released[-1])
        for _ in range(ticks):
            if rig.passed == len(released):
                break
            speed, moving = float(rig.state.speed[0]), released[rig.passed]
            if luck.random() < 0.05:
                rig.reference.glide_s = luck.uniform(0.0, 10.0)
            if luck.random() < 0.05:
                rig.reference.cap = luck.choice([0.3, 1.0, inf])
            rig.tick(tick_s, held)
            check_tick(rig, released, moving, speed, tick_s)
    assert rig.passed == len(released)
    assert rig.state.speed[0] == 0.0


def check_tick(rig: Rig, released, moving, speed: float, tick_s: float) -> None:
    after = float(rig.state.speed[0])
    assert rig.passed <= len(released)
    if rig.passed < len(released):
        leg = released[rig.passed]
        assert rig.state.way[0] <= leg.length + 1e-9
        assert after <= leg.limit + 1e-9
        braking = AMR.braking_mps2 if leg.kind == DRIVE else AMR.turn_acceleration_radps2
        room = leg.length - rig.state.way[0]
        following = rig.passed + 1
        while following < len(released) and joined(released[following - 1], released[following]):
            room += released[following].length
            following += 1
        assert after**2 / (2.0 * braking) <= room + 1e-6  # it can always still stop
    turning = moving.kind != DRIVE
    braking = AMR.turn_acceleration_radps2 if turning else AMR.braking_mps2
    faster = AMR.turn_acceleration_radps2 if turning else AMR.acceleration_mps2
    assert speed - after <= braking * tick_s + 1e-4
    assert after - speed <= faster * tick_s + 1e-9


def joined(before: MotionLeg, after: MotionLeg) -> bool:
    both_drive = before.kind == DRIVE and after.kind == DRIVE and before.sign == after.sign
    jump = abs(wrap_angle(after.start_heading_rad - before.end_heading_rad))
    return both_drive and jump <= JOINT_RAD


def test_a_slower_leg_is_entered_at_its_speed() -> None:
    rig, pose = Rig(), Pose(1.0, 2.0, 0.5)
    fast = drive(pose, 10.0, 1.5)
    slow = drive(fast.path[-1], 5.0, 0.3)
    rig.append(motion_leg(fast, pose, AMR))
    rig.append(motion_leg(slow, fast.path[-1], AMR))
    top = 0.0
    while rig.passed < 1:
        rig.tick()
        top = max(top, float(rig.state.speed[0]))
    assert top == pytest.approx(1.5)
    assert 0.2 < rig.state.speed[0] <= 0.3


def test_a_drive_takes_as_long_as_its_trapezoid() -> None:
    rig, pose = Rig(), Pose(1.0, 2.0, 0.5)
    rig.append(motion_leg(drive(pose, 12.0), pose, AMR))
    ticks = 0
    while rig.passed < 1:
        rig.tick()
        ticks += 1
    speed = AMR.max_speed_mps
    expected_s = 12.0 / speed + speed / (2 * AMR.acceleration_mps2) + speed / (2 * AMR.braking_mps2)
    assert ticks * 0.1 == pytest.approx(expected_s, abs=0.15)


def test_who_knows_when_more_is_released_comes_there_rolling() -> None:
    speeds = {}
    for hint_s in (0.0, 20.0):
        rig, pose = Rig(), Pose(1.0, 2.0, 0.5)
        leg = drive(pose, 12.0)
        rig.append(motion_leg(leg, pose, AMR))
        rig.reference.glide_s = hint_s
        for _ in range(198):
            rig.tick()
        assert rig.state.way[0] <= 12.0
        speeds[hint_s] = float(rig.state.speed[0])
    assert speeds[0.0] == 0.0  # it has long been there, and stands
    assert speeds[20.0] > 0.3


def test_consecutive_legs_are_driven_without_a_stop_but_a_corner_is_not() -> None:
    rig, pose = Rig(), Pose(1.0, 2.0, 0.5)
    first = drive(pose, 4.0)
    second = drive(first.path[-1], 4.0)
    corner = drive(
        Pose(second.path[-1].x_m, second.path[-1].y_m, 0.5 + 0.3), 4.0
    )  # no turn between: it must stop
    begin = pose
    for leg in (first, second, corner):
        rig.append(motion_leg(leg, begin, AMR))
        begin = leg.path[-1]
    speeds = {}
    while rig.passed < 3:
        before = rig.passed
        rig.tick()
        if rig.passed > before:
            speeds[rig.passed] = float(rig.state.speed[0])
    assert speeds[1] > 1.0
    assert speeds[2] == 0.0


def test_tracks_hold_any_number_of_legs_and_forget_those_behind() -> None:
    rig, pose = Rig(), Pose(1.0, 2.0, 0.5)
    for _ in range(300):
        leg = drive(pose, 1.0, bend_rad=0.02)
        rig.append(motion_leg(leg, pose, AMR))
        pose = leg.path[-1]
        for _ in range(9):
            rig.tick()
    for _ in range(50):
        rig.tick()
    x_m, y_m, heading_rad = rig.state.pose[0]
    assert (x_m, y_m) == pytest.approx((pose.x_m, pose.y_m), abs=1e-9)
    assert wrap_angle(heading_rad - pose.heading_rad) == pytest.approx(0.0, abs=1e-9)
    assert rig.tracks.arrays.kind.shape[1] <= 64
