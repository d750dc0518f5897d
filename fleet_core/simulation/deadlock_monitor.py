"""Watches that the fleet does not stand still permanently."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from math import inf

from fleet_core.model.vehicle import Activity, VehicleStatus
from fleet_core.onboard.rules import ROUTE_WAITS

STANDSTILL_S = 120.0
"""So long nobody stands for a good reason without work going on; crossings take seconds."""

WITH_GOAL = frozenset(
    {
        Activity.TO_PICK,
        Activity.CARRYING,
        Activity.HANDLING,
        Activity.TO_CHARGER,
        Activity.TO_PARKING,
        Activity.WAITING,
    }
)
HINDERED = frozenset({Activity.PAUSED, Activity.MANUAL, Activity.BROKEN, Activity.LOST})


@dataclass(frozen=True, slots=True)
class Effort:
    """What one vehicle does and wants at a moment."""

    vehicle_id: str
    has_goal: bool
    active: bool  # has moved or turned since the last look, handles a load, or charges
    hindered: bool  # broken, stopped, silent, manual or paused: no fault of the traffic
    waits_for: tuple[str, ...] = ()  # vehicle ids


@dataclass(frozen=True, slots=True)
class Deadlock:
    """Vehicles that stand and will go on standing."""

    time_s: float
    waits: Mapping[str, tuple[str, ...]]  # who waits for whom

    def __str__(self) -> str:
        waits = (f"{one} for {', '.join(others) or '?'}" for one, others in self.waits.items())
        return f"at {self.time_s:.1f} s: {'; '.join(waits)}"


class DeadlockMonitor:
    """Counts deadlocks, each once.

    There is one when vehicles with a goal have stood for ``standstill_s`` and either nobody else
    who has a goal has been active meanwhile, or they wait for each other in a circle. Nothing is
    counted of which a hindered vehicle or a closed way may be the cause: meanwhile, and for
    ``standstill_s`` after it, only circles count.
    """

    def __init__(self, standstill_s: float = STANDSTILL_S) -> None:
        self.deadlocks: list[Deadlock] = []
        self._standstill_s = standstill_s
        self._active_s: dict[str, float] = {}  # when each was last active, or without a goal
        self._counted: set[str] = set()  # vehicles of deadlocks that last
        self._hindered_s = -inf  # when somebody was last hindered, or a way closed

    @property
    def count(self) -> int:
        return len(self.deadlocks)

    def watch(self, efforts: Iterable[Effort], now_s: float, ways_closed: bool = False) -> None:
        """Look at the fleet; call it every few seconds. ``ways_closed``: a part of the floor is."""
        stuck: dict[str, Effort] = {}
        somebody_active = False
        if ways_closed:
            self._hindered_s = now_s
        for effort in efforts:
            if effort.hindered:
                self._hindered_s = now_s
            if effort.hindered or effort.active or not effort.has_goal:
                self._active_s[effort.vehicle_id] = now_s
                self._counted.discard(effort.vehicle_id)
            since_s = now_s - self._active_s.setdefault(effort.vehicle_id, now_s)
            if since_s >= self._standstill_s:
                stuck[effort.vehicle_id] = effort
            elif effort.has_goal and not effort.hindered:
                somebody_active = True
        hindered = now_s - self._hindered_s < self._standstill_s
        members = _circles(stuck) if somebody_active or hindered else set(stuck)
        self._count(members, stuck, now_s)

    def _count(self, members: set[str], stuck: Mapping[str, Effort], now_s: float) -> None:
        if members - self._counted:
            self._counted |= members
            waits = {one: stuck[one].waits_for for one in sorted(members)}
            self.deadlocks.append(Deadlock(now_s, waits))


def _circles(stuck: Mapping[str, Effort]) -> set[str]:
    """Vehicles that wait, directly or through others, for themselves."""
    return {one for one in stuck if one in _reached(one, stuck)}


def _reached(begin: str, stuck: Mapping[str, Effort]) -> set[str]:
    """Everybody for whom ``begin`` waits, through stuck vehicles only."""
    found: set[str] = set()
    todo = [begin]
    while todo:
        for other in stuck[todo.pop()].waits_for:
            if other in stuck and other not in found:
                found.add(other)
                todo.append(other)
    return found


def efforts(
    statuses: Iterable[VehicleStatus],
    active_s: Mapping[str, float],
    since_s: float,
    suffering: Collection[str] = (),
) -> list[Effort]:
    """What the monitor must know, from the plant's doings and the fleet's intentions.

    ``active_s``: when each vehicle last moved or worked; ``since_s``: the last look;
    ``suffering``: vehicles with a fault, whether they say so or not."""
    return [
        Effort(
            vehicle_id=status.report.vehicle_id,
            has_goal=status.activity in WITH_GOAL,
            active=active_s[status.report.vehicle_id] > since_s,
            hindered=_hindered(status) or status.report.vehicle_id in suffering,
            waits_for=status.blocked_by,
        )
        for status in statuses
        if status.report.vehicle_id in active_s
    ]


def _hindered(status: VehicleStatus) -> bool:
    """A vehicle that misses a message is not hindered: the fleet owes it that message."""
    faults = any(error.code != ROUTE_WAITS for error in status.report.errors)
    return status.activity in HINDERED or faults
