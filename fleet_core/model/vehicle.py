"""What a vehicle says of itself, and what the fleet knows of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fleet_core.model.geometry import Pose
from fleet_core.model.reason import Reason


class OperatingMode(StrEnum):
    """VDA 5050 operating modes; only AUTOMATIC takes orders and routes."""

    AUTOMATIC = "automatic"
    SEMIAUTOMATIC = "semiautomatic"
    MANUAL = "manual"
    INTERVENTION = "intervention"


class ErrorLevel(StrEnum):
    """WARNING: goes on. URGENT: finishes what it can, then stops. FATAL: cannot move by itself."""

    WARNING = "warning"
    URGENT = "urgent"
    FATAL = "fatal"


@dataclass(frozen=True, slots=True)
class VehicleError:
    """A fault that a vehicle reports."""

    code: str
    level: ErrorLevel
    text: str = ""


class ActionStatus(StrEnum):
    """Progress of the station action of a route."""

    NONE = "none"  # no action given, or not yet at its place
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class VehicleReport:
    """A vehicle's own word, sent several times a second."""

    vehicle_id: str
    type_id: str
    stamp_s: float
    pose: Pose
    speed_mps: float  # signed along the heading
    turn_rate_radps: float
    battery_soc: float  # 0 to 1
    charging: bool = False
    load_unit_ids: tuple[str, ...] = ()
    mode: OperatingMode = OperatingMode.AUTOMATIC
    errors: tuple[VehicleError, ...] = ()
    paused: bool = False
    route_id: str = ""  # the route it follows or followed last
    legs_done: int = 0  # legs of that route that are behind it, whole
    legs_released: int = 0  # legs of that route that it was allowed
    action_id: str = ""  # the action of that route
    action_status: ActionStatus = ActionStatus.NONE
    action_text: str = ""  # why it failed

    @property
    def broken(self) -> bool:
        return any(error.level is ErrorLevel.FATAL for error in self.errors)


class Activity(StrEnum):
    """What a vehicle is doing, for lists and colours."""

    IDLE = "idle"
    TO_PICK = "to_pick"  # driving empty to a load
    CARRYING = "carrying"
    HANDLING = "handling"
    TO_CHARGER = "to_charger"
    CHARGING = "charging"
    TO_PARKING = "to_parking"
    WAITING = "waiting"  # has somewhere to go and may not
    PAUSED = "paused"
    MANUAL = "manual"
    BROKEN = "broken"
    LOST = "lost"  # no report within the limit


@dataclass(frozen=True, slots=True)
class VehicleStatus:
    """The fleet's view of one vehicle: its last report and what it is meant to do."""

    report: VehicleReport
    activity: Activity
    order_id: str = ""
    goal_station_id: str = ""
    reason: Reason | None = None  # why it waits or does nothing
    blocked_by: tuple[str, ...] = ()  # vehicle ids
    eta_s: float | None = None  # clock time of arrival at the goal station
    out_of_contact_s: float = 0.0  # age of the report when this was made
    maintenance: bool = False  # taken out of service by a person
