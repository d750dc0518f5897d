from math import pi

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from fleet_core.model.vehicle_type import Kinematics
from planner.local.manoeuvres.motion import Drive, bulge_m, rates_of
from planner.local.manoeuvres.scene import placed

WHEELBASE_M = 1.6
speed = st.floats(-0.8, 0.8)
steer = st.floats(-1.3, 1.3)
rate = st.floats(-0.5, 0.5)


@pytest.mark.parametrize("kinematics", list(Kinematics))
@given(speed=speed, steering=steer, inputs=st.tuples(rate, rate))
def test_a_drive_is_what_its_differential_equations_say(
    kinematics: Kinematics, speed: float, steering: float, inputs: tuple[float, float]
) -> None:
    rates = rates_of(kinematics, WHEELBASE_M, np.sin, np.cos)

    def slope(_t: float, state: list[float]) -> list[float]:
        v, w = rates(state[3], state[4])
        return [v * np.cos(state[2]), v * np.sin(state[2]), w, *inputs]

    start = np.array([1.0, 2.0, 0.3, speed, steering])
    exact = solve_ivp(slope, (0.0, 1.0), start, rtol=1e-10, atol=1e-12).y[:, -1]
    found = Drive(start, np.array([inputs]), np.array([1.0])).cut(np.array([10])).states(rates)
    assert found[-1] == pytest.approx(exact, abs=1e-6)


@given(speed=st.floats(0.0, 0.8), steering=steer, inputs=st.tuples(st.just(0.0), rate))
def test_no_corner_bulges_further_over_its_chord_than_is_said(
    speed: float, steering: float, inputs: tuple[float, float]
) -> None:
    rates = rates_of(Kinematics.TRICYCLE, WHEELBASE_M, np.sin, np.cos)
    count, step_s = 50, 0.4
    start = np.array([0.0, 0.0, pi / 5.0, speed, steering])
    drive = Drive(start, np.array([inputs]), np.array([step_s])).cut(np.array([count]))
    states = drive.states(rates)
    corners = np.array([(2.5, 0.55), (2.5, -0.55), (-0.45, 0.55)])
    paths = np.array([placed(corners, state) for state in states])
    chords = paths[-1] - paths[0]
    lengths = np.hypot(*chords.T) + 1e-12
    off = np.abs(
        (paths - paths[0])[:, :, 0] * chords[:, 1] - (paths - paths[0])[:, :, 1] * chords[:, 0]
    ) / lengths  # fmt: skip
    allowed = bulge_m(
        Kinematics.TRICYCLE, speed * step_s, states[-1, 2] - states[0, 2],
        states[-1, 4] - states[0, 4], np.cos((states[0, 4] + states[-1, 4]) / 2.0),
        WHEELBASE_M, float(np.hypot(2.5, 0.55)),
    )  # fmt: skip
    # The least and the mean steering differ by what was steered meanwhile.
    assert off.max() <= 1.25 * allowed + 1e-3
