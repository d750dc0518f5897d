"""The rows of the fleet table: their order, and vehicles that have not reported beside those that
have.

The order is kept by ourselves. A proxy model that sorts calls Python for every comparison (220 ms
for 1000 rows); sorting ids by a computed key takes a few.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fleet_core.model import reasons
from fleet_core.model.geometry import Pose
from fleet_core.model.status import Unheard
from fleet_core.model.vehicle import Activity, VehicleReport, VehicleStatus
from fleet_core.model.wording import sentence
from hmi.model.tone import group_of, tone_of

FLEET_COLUMNS = ("vehicle", "state", "order", "goal", "eta", "battery", "reason")

_NOWHERE = Pose(0.0, 0.0, 0.0)


def sorted_vehicles(
    statuses: tuple[VehicleStatus, ...], column: str, descending: bool
) -> list[VehicleStatus]:
    """Rows of the fleet table; equal values stay in the order of their ids."""
    by_id = sorted(statuses, key=lambda status: status.report.vehicle_id)
    return sorted(by_id, key=_KEYS[column], reverse=descending)


_KEYS: dict[str, Callable[[VehicleStatus], Any]] = {
    "vehicle": lambda status: status.report.vehicle_id,
    "state": lambda status: (-tone_of(status), group_of(status.activity), status.activity),
    "order": lambda status: (not status.order_id, status.order_id),
    "goal": lambda status: (not status.goal_station_id, status.goal_station_id),
    "eta": lambda status: (status.eta_s is None, status.eta_s or 0.0),
    "battery": lambda status: status.report.battery_soc,
    "reason": lambda status: (status.reason is None, sentence(status.reason)),
}


def status_of_unheard(vehicle: Unheard) -> VehicleStatus:
    """A row for a vehicle that has not reported. For tables only: it has no place and no type that
    it has told of."""
    report = VehicleReport(vehicle.vehicle_id, "", 0.0, _NOWHERE, 0.0, 0.0, 0.0)
    return VehicleStatus(
        report, Activity.LOST, reason=reasons.waiting.not_heard_yet(vehicle.reason)
    )


def is_heard(status: VehicleStatus) -> bool:
    """It has reported: a time of zero means none."""
    return status.report.stamp_s != 0.0
