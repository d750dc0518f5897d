"""Why a vehicle waits, for whom, and why those wait in turn."""

from __future__ import annotations

from fleet_core.execution.fleet import Fleet
from fleet_core.execution.fleet_view import status_of
from fleet_core.execution.vehicle import Vehicle
from fleet_core.model import reasons
from fleet_core.model.status import WaitReason
from fleet_core.model.vehicle import Activity

LONGEST = 50

_DOES = {
    Activity.IDLE: reasons.vehicles.does_idle,
    Activity.TO_PICK: reasons.vehicles.does_to_pick,
    Activity.CARRYING: reasons.vehicles.does_carrying,
    Activity.HANDLING: reasons.vehicles.does_handling,
    Activity.TO_CHARGER: reasons.vehicles.does_to_charger,
    Activity.CHARGING: reasons.vehicles.does_charging,
    Activity.TO_PARKING: reasons.vehicles.does_to_parking,
}


def wait_chain(fleet: Fleet, vehicle_id: str, now_s: float) -> tuple[WaitReason, ...]:
    """The vehicle first, then all that it waits for, nearest first, each once.

    Raises CommandError for an unknown vehicle.
    """
    asked = [fleet.vehicle(vehicle_id).id]
    chain: list[WaitReason] = []
    for name in asked:
        vehicle = fleet.vehicles.get(name)
        if vehicle is None or len(chain) == LONGEST:
            continue
        reason = _reason(fleet, vehicle, now_s)
        chain.append(reason)
        asked += [other for other in reason.blocked_by if other not in asked]
    return tuple(chain)


def _reason(fleet: Fleet, vehicle: Vehicle, now_s: float) -> WaitReason:
    status = status_of(fleet, vehicle, now_s)
    under_way = vehicle.place.entered and vehicle.goal is not None
    wait = fleet.traffic.wait(vehicle.id) if under_way else None
    return WaitReason(
        vehicle.id,
        wait is not None,
        status.reason or (_DOES[status.activity]() if status.activity in _DOES else None),
        status.blocked_by,
        wait.place if wait is not None else "",
        wait.since_s if wait is not None else None,
        wait.until_s if wait is not None else status.eta_s,
    )
