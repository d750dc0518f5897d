"""Vehicles that have not reported, as rows beside those that have."""

from __future__ import annotations

from fleet_core.model import reasons
from fleet_core.model.geometry import Pose
from fleet_core.model.status import Unheard
from fleet_core.model.vehicle import Activity, VehicleReport, VehicleStatus

_NOWHERE = Pose(0.0, 0.0, 0.0)


def status_of_unheard(vehicle: Unheard) -> VehicleStatus:
    """For tables only: it has no place and no type that it has told of."""
    report = VehicleReport(vehicle.vehicle_id, "", 0.0, _NOWHERE, 0.0, 0.0, 0.0)
    return VehicleStatus(
        report, Activity.LOST, reason=reasons.waiting.not_heard_yet(vehicle.reason)
    )


def is_heard(status: VehicleStatus) -> bool:
    """It has reported: a time of zero means none."""
    return status.report.stamp_s != 0.0
