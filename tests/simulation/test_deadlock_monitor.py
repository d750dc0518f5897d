"""When standing still is a deadlock, and when it is not."""

from __future__ import annotations

from fleet_core.simulation.deadlock_monitor import DeadlockMonitor, Effort


def effort(vehicle_id: str, waits_for: str = "", **changed: bool) -> Effort:
    flags = {"has_goal": True, "active": False, "hindered": False} | changed
    return Effort(vehicle_id, **flags, waits_for=tuple(waits_for.split()))


def watched(*efforts: Effort, seconds: int = 200) -> DeadlockMonitor:
    monitor = DeadlockMonitor()
    for now_s in range(0, seconds + 1, 10):
        monitor.watch(efforts, float(now_s))
    return monitor


def test_everybody_standing_with_a_goal_is_a_deadlock_counted_once() -> None:
    found = watched(effort("A", "B"), effort("B"), effort("C", has_goal=False))
    assert found.count == 1
    assert str(found.deadlocks[0]) == "at 120.0 s: A for B; B for ?"


def test_somebody_on_the_move_is_no_deadlock() -> None:
    assert watched(effort("A", "B"), effort("B", active=True)).count == 0


def test_two_that_wait_for_each_other_are_a_deadlock_though_others_move() -> None:
    found = watched(effort("A", "B"), effort("B", "A"), effort("C", active=True), effort("D", "A"))
    assert found.count == 1
    assert set(found.deadlocks[0].waits) == {"A", "B"}


def test_waiting_for_a_hindered_vehicle_is_no_deadlock() -> None:
    assert watched(effort("A", "B"), effort("B", hindered=True)).count == 0


def test_an_idle_fleet_is_no_deadlock() -> None:
    assert watched(effort("A", has_goal=False), effort("B", has_goal=False)).count == 0


def test_a_short_stop_is_no_deadlock() -> None:
    assert watched(effort("A"), effort("B"), seconds=110).count == 0


def test_a_deadlock_that_dissolves_and_comes_again_counts_twice() -> None:
    monitor = DeadlockMonitor(standstill_s=60.0)
    for now_s in range(0, 300, 10):
        monitor.watch([effort("A", active=now_s == 150)], float(now_s))
    assert monitor.count == 2


def test_while_a_way_is_closed_and_shortly_after_only_circles_count() -> None:
    monitor = DeadlockMonitor()
    for now_s in range(0, 610, 10):
        monitor.watch([effort("A"), effort("B")], float(now_s), ways_closed=now_s <= 400)
    assert [found.time_s for found in monitor.deadlocks] == [520.0]
    for now_s in range(610, 800, 10):
        monitor.watch([effort("C", "D"), effort("D", "C")], float(now_s), ways_closed=True)
    assert monitor.count == 2
