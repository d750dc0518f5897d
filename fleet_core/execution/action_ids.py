"""What the actions of vehicles are called: said in routes, and again in vehicles' reports."""

from __future__ import annotations

from fleet_core.model.mission import Mission, MissionKind
from fleet_core.model.order import StopAction, TransportOrder
from fleet_core.model.vehicle import ActionStatus, VehicleReport

HANDLING = frozenset({StopAction.PICK, StopAction.DROP, StopAction.CUSTOM})
"""Actions that are never broken off: afterwards the load would be nobody knows where."""


def action_id(mission: Mission, order: TransportOrder | None) -> str:
    """Unique for ever, the same after a restart; empty when the mission has no action."""
    if mission.kind is MissionKind.CHARGE:
        return f"{mission.id}/charge"
    if order is None or order.stop is None:
        return ""
    anew = f"/anew{order.begun_anew}" if order.begun_anew else ""
    again = f"/{mission.attempt}" if mission.attempt else ""
    return f"{order.id}/{order.next_stop}/{order.stop.action}{anew}{again}"


def handles(report: VehicleReport) -> bool:
    """It reports an action on a load, which is not broken off, as running."""
    words = report.action_id.split("/")  # ORDER/STOP/ACTION
    running = report.action_status is ActionStatus.RUNNING
    return running and len(words) > 2 and words[2] in HANDLING
