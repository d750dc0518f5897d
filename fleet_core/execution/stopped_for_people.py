"""Vehicles that the proximity system makes stand: they say for whom, and others drive around them.

Nobody can say how long somebody will stay. So it counts only once a vehicle has stood for a while.
"""

from __future__ import annotations

from collections.abc import Iterable

from fleet_core.execution.fleet import Fleet
from fleet_core.execution.vehicle import StoppedFor, Vehicle
from fleet_core.model.proximity import SpeedRestriction


def take_restrictions(fleet: Fleet, restrictions: Iterable[SpeedRestriction], now_s: float) -> None:
    """All that hold now; who is not named drives as it likes."""
    about = {each.vehicle_id: each.about for each in restrictions if each.max_speed_mps == 0.0}
    for vehicle in fleet.vehicles.values():
        if vehicle.id not in about:
            vehicle.stopped_for = None
            continue
        before = vehicle.stopped_for
        since_s = before.since_s if before is not None else now_s
        vehicle.stopped_for = StoppedFor(about[vehicle.id], since_s)


def is_in_the_way(fleet: Fleet, vehicle: Vehicle, now_s: float) -> bool:
    """It has stood for people for so long that others had better drive around it."""
    held = vehicle.stopped_for
    return held is not None and now_s - held.since_s >= fleet.settings.stands_reason_s
