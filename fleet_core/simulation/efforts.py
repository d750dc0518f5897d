"""What the deadlock monitor must know, from the plant's doings and the fleet's intentions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from fleet_core.model.vehicle import Activity, VehicleStatus
from fleet_core.onboard.rules import ROUTE_WAITS
from fleet_core.simulation.deadlock_monitor import Effort

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


def efforts(
    statuses: Iterable[VehicleStatus],
    active_s: Mapping[str, float],
    since_s: float,
    suffering: Collection[str] = (),
) -> list[Effort]:
    """``active_s``: when each vehicle last moved or worked; ``since_s``: the last look;
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
