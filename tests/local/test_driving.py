"""The planner drives vehicles along stretches: on the line, on time, to the centimetre."""

from __future__ import annotations

from math import pi
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fleet_core.app.local_motion import solver_folder
from planner.local.supervisor import Verdict
from planner.roadmap.profiles import rest_to_rest_s
from tests.local.drive import PERIOD_S, Drive
from tests.local.lanes import FORKLIFT, bend, straight
from tests.simulation.plants import AMR

BOTH = pytest.mark.parametrize("kind", [AMR, FORKLIFT], ids=lambda kind: kind.id)


@BOTH
def test_a_straight_lane_is_driven_in_the_time_of_its_speed_profile(kind, folder: Path) -> None:
    drive = Drive(kind, straight(20.0), folder).run(300)
    arrived = next(i for i, way in enumerate(drive.ways) if way >= 20.0 - 0.01)
    profile_s = rest_to_rest_s(20.0, 1.5, kind.acceleration_mps2, kind.braking_mps2)
    assert arrived * PERIOD_S == pytest.approx(profile_s, rel=0.03)
    assert drive.pose[:2] == pytest.approx([20.0, 0.0], abs=0.005)
    assert drive.speed_mps == pytest.approx(0.0, abs=0.01)
    assert set(drive.verdicts) == {Verdict.CLEAR}


@BOTH
@pytest.mark.parametrize("direction", [1, -1])
def test_a_bend_is_driven_within_centimetres_of_its_line(kind, direction, folder: Path) -> None:
    stretch = bend(radius_m=2.5, angle_rad=pi / 2.0, limit_mps=0.8, direction=direction)
    start = np.array([0.0, 0.0, 0.0 if direction > 0 else pi])
    drive = Drive(kind, stretch, folder, pose=start).run(300)
    assert drive.ways[-1] == pytest.approx(stretch.length_m, abs=0.005)
    assert max(abs(aside) for aside in drive.asides) < 0.03
    heading = (drive.pose[2] - (0.0 if direction > 0 else pi)) % (2.0 * pi)
    assert heading == pytest.approx(pi / 2.0, abs=0.02)
    assert set(drive.verdicts) == {Verdict.CLEAR}


@BOTH
def test_a_vehicle_beside_its_line_comes_back_to_it(kind, folder: Path) -> None:
    drive = Drive(kind, straight(15.0), folder, pose=np.array([0.0, 0.08, 0.05])).run(250)
    assert max(abs(aside) for aside in drive.asides) < 0.15
    assert drive.pose == pytest.approx([15.0, 0.0, 0.0], abs=0.02)


@given(
    length_m=st.floats(0.05, 12.0),
    speed_mps=st.floats(0.0, 1.5),
    aside_m=st.floats(-0.08, 0.08),
    angle_rad=st.floats(-0.1, 0.1),
    is_forklift=st.booleans(),
)
@settings(max_examples=25, deadline=None)
def test_no_vehicle_ever_passes_its_release(
    length_m: float, speed_mps: float, aside_m: float, angle_rad: float, is_forklift: bool
) -> None:
    kind = FORKLIFT if is_forklift else AMR
    speed_mps = min(speed_mps, (2.0 * kind.braking_mps2 * length_m) ** 0.5)  # it can stop
    start = np.array([0.0, aside_m, angle_rad])
    drive = Drive(kind, straight(length_m), solver_folder(), pose=start, speed_mps=speed_mps)
    drive.run(40)
    assert max(pose[0] for pose in drive.poses) <= length_m + 0.01
    steps = np.diff([speed_mps, *drive.speeds]) / PERIOD_S
    assert steps.min() >= -kind.braking_mps2 - 1e-6
    assert steps.max() <= kind.acceleration_mps2 + 1e-6


def test_a_stretch_that_grows_is_driven_on_without_a_stop(folder: Path) -> None:
    drive = Drive(AMR, straight(6.0), folder)
    drive.run(25)
    drive.planner.extend(0, straight(20.0))
    drive.run(60)
    assert min(drive.speeds[20:70]) > 0.8
    drive.run(150)
    assert drive.pose[:2] == pytest.approx([20.0, 0.0], abs=0.005)


def test_a_vehicle_that_can_just_stop_brakes_at_its_limit_and_no_harder(folder: Path) -> None:
    drive = Drive(AMR, straight(0.5), folder, speed_mps=(2.0 * AMR.braking_mps2 * 0.5) ** 0.5)
    drive.run(20)
    steps = np.diff([(2.0 * AMR.braking_mps2 * 0.5) ** 0.5, *drive.speeds]) / PERIOD_S
    assert steps.min() >= -AMR.braking_mps2 - 1e-9
    assert drive.pose[0] <= 0.51
