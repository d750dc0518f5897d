"""What the fleet believes of ``/clock``: forwards, in steps, from one giver."""

from __future__ import annotations

from itertools import chain

from fleet_nodes.clock_watch import AHEAD_S, CERTAIN_S, STANDS_S, ClockWatch

BEGIN_S = 1000.0


def running(watch: ClockWatch, real_s: float = 5.0, begin_s: float = BEGIN_S) -> float:
    """A clock that ticks ten times a second; the real time after it."""
    for step in range(round(10 * real_s)):
        assert watch.take([begin_s + 0.1 * step], 0.1 * step) == begin_s + 0.1 * step
        assert not watch.fault
    return real_s


def test_it_goes_with_its_clock_at_any_real_time_factor() -> None:
    watch = ClockWatch()
    for step in range(100):
        assert watch.take([BEGIN_S + 20.0 * step], 0.1 * step) == BEGIN_S + 20.0 * step
        assert not watch.fault


def test_before_the_first_tick_there_is_no_time() -> None:
    watch = ClockWatch()
    assert watch.take([], 100.0) == 0.0
    assert not watch.fault


def test_a_clock_that_stands_still_is_told_and_ends_by_itself() -> None:
    watch = ClockWatch()
    real_s = running(watch)
    last_s = watch.time_s
    assert watch.take([], real_s + STANDS_S + 0.1) == last_s
    assert "stood still for 2 s" in watch.fault
    watch.take([last_s], real_s + 45.0)  # the same time again is none
    assert "stood still for 45 s" in watch.fault
    assert watch.take([last_s + 0.1], real_s + 45.1) == last_s + 0.1
    assert not watch.fault


def test_a_clock_that_goes_back_is_waited_for() -> None:
    watch = ClockWatch()
    real_s = running(watch)
    last_s = watch.time_s
    assert watch.take([last_s - 100.0], real_s) == last_s
    assert "went back by 100 s" in watch.fault


def test_a_stranger_who_is_an_hour_ahead_is_named_and_not_followed() -> None:
    watch = ClockWatch()
    real_s = running(watch)
    last_s = watch.time_s
    for step in range(100):
        foreign, own = last_s + 3600.0 + 0.1 * step, last_s + 0.1 * (step + 1)
        assert watch.take([foreign, own], real_s + 0.1 * step) == own
        assert "jumped ahead by 3600 s" in watch.fault
    assert watch.take([last_s + 10.1], real_s + 10.1) == last_s + 10.1
    assert not watch.fault


def test_ticks_of_a_stranger_alone_for_a_second_are_not_followed_either() -> None:
    watch = ClockWatch()
    real_s = running(watch)
    last_s = watch.time_s
    for step in range(10):
        watch.take([last_s + 3600.0 + 0.1 * step], real_s + 0.1 * step)
    assert watch.take([last_s + 1.0], real_s + 1.0) == last_s + 1.0


def test_a_jump_that_stays_is_followed() -> None:
    """As of a plant that went on while its host was cut off."""
    watch = ClockWatch()
    real_s = running(watch)
    jump_s = watch.time_s + AHEAD_S + 10.0
    steps = range(round(10 * CERTAIN_S) + 2)
    times = list(
        chain.from_iterable(
            [watch.take([jump_s + 0.1 * step], real_s + 0.1 * step)] for step in steps
        )
    )
    assert times[0] < jump_s <= times[-1]
    assert not watch.fault
