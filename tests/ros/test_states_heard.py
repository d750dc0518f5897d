"""On-board states go with positions of the same time, however late either of them comes."""

from __future__ import annotations

from fleet_interfaces import msg

from fleet_nodes.conversions.instants import time_message
from fleet_nodes.vehicle_adapter import STATES_KEPT, StatesHeard


def state(stamp_s: float, legs_done: int) -> msg.OnboardState:
    found = msg.OnboardState(legs_done=legs_done)
    found.header.stamp = time_message(stamp_s)
    return found


def legs_at(states: StatesHeard, stamp_s: float) -> int:
    found = states.at(stamp_s)
    assert found is not None
    return int(found.legs_done)


def test_nothing_heard_goes_with_nothing() -> None:
    assert StatesHeard().at(1.0) is None


def test_a_late_position_goes_with_the_state_of_its_time() -> None:
    states = StatesHeard()
    states.hear(state(10.0 + 0.1 * number, number) for number in range(10))
    assert legs_at(states, 10.35) == 3
    assert legs_at(states, 10.5) == 5, "of the same moment"
    assert legs_at(states, 20.0) == 9
    assert legs_at(states, 30.0) == 9, "the last one is kept"


def test_a_state_that_is_newer_waits_for_its_position() -> None:
    states = StatesHeard()
    states.hear([state(10.0, 3)])
    assert legs_at(states, 10.0) == 3
    states.hear([state(10.4, 4)])
    assert legs_at(states, 10.2) == 3
    assert legs_at(states, 10.4) == 4


def test_the_oldest_goes_with_a_position_of_before_all_of_them() -> None:
    states = StatesHeard()
    states.hear([state(10.0, 3), state(11.0, 4)])
    assert legs_at(states, 9.0) == 3


def test_a_flood_is_bounded() -> None:
    states = StatesHeard()
    states.hear(state(10.0 + 0.01 * number, number) for number in range(10 * STATES_KEPT))
    assert legs_at(states, 10.0) == 9 * STATES_KEPT
