"""After a start: where everybody is comes before anybody drives."""

from __future__ import annotations

from fleet_core.execution.fleet import Fleet


def gathered(fleet: Fleet, now_s: float) -> bool:
    """Whether every vehicle of the plant has reported since the start, or has had the time to.

    Once true it stays so. Until then nobody is told anything: what the store says of places may be
    old, and somebody who has not spoken yet may stand where another one was released to.
    """
    if not fleet.gathered:
        heard = {vehicle.id for vehicle in fleet.vehicles.values() if vehicle.contact.heard}
        waited_s = now_s - fleet.woken_s
        fleet.gathered = (
            heard.issuperset(fleet.known_types) or waited_s >= fleet.settings.first_report_s
        )
    return fleet.gathered
