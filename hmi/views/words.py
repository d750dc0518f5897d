"""The words of the model in the language of the moment."""

from __future__ import annotations

from PySide6.QtCore import QObject

from fleet_core.model.facility import StationKind, ZoneKind
from fleet_core.model.order import OrderState, Origin, StopAction
from fleet_core.model.reasons.nearness import of_intervention
from fleet_core.model.status import Severity
from fleet_core.model.vehicle import Activity, OperatingMode
from hmi.model.braking import Brake
from hmi.model.tone import Group
from hmi.views.sentences import Sentences


class Words(QObject):
    """Enumerations as a dispatcher calls them."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._sentences = Sentences(self)

    def group(self, group: Group) -> str:
        return {
            Group.WORKING: self.tr("Working"),
            Group.IDLE: self.tr("Idle"),
            Group.WAITING: self.tr("Waiting"),
            Group.CHARGING: self.tr("Charging"),
            Group.PAUSED: self.tr("Paused"),
            Group.MANUAL: self.tr("Manual"),
            Group.BROKEN: self.tr("Broken"),
            Group.LOST: self.tr("Out of contact"),
        }[group]

    def activity(self, activity: Activity) -> str:
        return {
            Activity.IDLE: self.tr("Idle"),
            Activity.TO_PICK: self.tr("To pick"),
            Activity.CARRYING: self.tr("Carrying"),
            Activity.HANDLING: self.tr("Handling"),
            Activity.TO_CHARGER: self.tr("To charger"),
            Activity.CHARGING: self.tr("Charging"),
            Activity.TO_PARKING: self.tr("To parking"),
            Activity.WAITING: self.tr("Waiting"),
            Activity.PAUSED: self.tr("Paused"),
            Activity.MANUAL: self.tr("By hand"),
            Activity.BROKEN: self.tr("Broken down"),
            Activity.LOST: self.tr("Out of contact"),
        }[activity]

    def order_state(self, state: OrderState) -> str:
        return {
            OrderState.ACCEPTED: self.tr("Accepted"),
            OrderState.QUEUED: self.tr("Queued"),
            OrderState.ASSIGNED: self.tr("Assigned"),
            OrderState.UNDER_WAY: self.tr("Under way"),
            OrderState.SUSPENDED: self.tr("Suspended"),
            OrderState.DONE: self.tr("Done"),
            OrderState.FAILED: self.tr("Failed"),
            OrderState.CANCELLED: self.tr("Cancelled"),
        }[state]

    def stop_action(self, action: StopAction) -> str:
        return {
            StopAction.PICK: self.tr("Pick"),
            StopAction.DROP: self.tr("Drop"),
            StopAction.WAIT: self.tr("Wait"),
            StopAction.CHARGE: self.tr("Charge"),
            StopAction.CUSTOM: self.tr("Custom action"),
        }[action]

    def origin(self, origin: Origin) -> str:
        return {
            Origin.DISPATCHER: self.tr("Dispatcher"),
            Origin.WMS: self.tr("Warehouse system"),
            Origin.TRIGGER: self.tr("Trigger"),
            Origin.RECOVERY: self.tr("Recovery of a load"),
        }[origin]

    def mode(self, mode: OperatingMode) -> str:
        return {
            OperatingMode.AUTOMATIC: self.tr("Automatic"),
            OperatingMode.SEMIAUTOMATIC: self.tr("Semi-automatic"),
            OperatingMode.MANUAL: self.tr("Manual"),
            OperatingMode.INTERVENTION: self.tr("Intervention"),
        }[mode]

    def severity(self, severity: Severity) -> str:
        return {
            Severity.INFO: self.tr("Note"),
            Severity.WARNING: self.tr("Warning"),
            Severity.ERROR: self.tr("Fault"),
        }[severity]

    def station_kind(self, kind: StationKind) -> str:
        return {
            StationKind.TRANSFER: self.tr("Transfer station"),
            StationKind.CHARGER: self.tr("Charger"),
            StationKind.PARKING: self.tr("Parking place"),
        }[kind]

    def zone_kind(self, kind: ZoneKind) -> str:
        return {
            ZoneKind.SPEED_LIMIT: self.tr("Speed limit"),
            ZoneKind.NO_ENTRY: self.tr("No entry"),
            ZoneKind.MANNED_SHARED: self.tr("Shared with manned forklifts"),
            ZoneKind.SHARED_AISLE: self.tr("Shared aisle, admission one by one"),
            ZoneKind.PEDESTRIAN: self.tr("Pedestrians"),
            ZoneKind.INFORMATION: self.tr("Area"),
        }[kind]

    def brake(self, brake: Brake) -> str:
        """Why the supervisor brakes a vehicle, or did a moment ago."""
        cause = self._sentences.clause(of_intervention(brake.intervention))
        if brake.active:
            return self.tr("Brakes: {0}").format(cause)
        return self.tr("Has just braked: {0}").format(cause)

    def yes_no(self, value: bool) -> str:
        return self.tr("yes") if value else self.tr("no")
