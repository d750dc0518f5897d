"""Vehicle reports and the fleet's view of vehicles."""

from __future__ import annotations

from math import isfinite

from fleet_interfaces import msg
from std_msgs.msg import Header

from fleet_core.model.errors import InputError
from fleet_core.model.geometry import Pose, wrap_angle
from fleet_core.model.vehicle import (
    ActionStatus,
    Activity,
    ErrorLevel,
    OperatingMode,
    VehicleError,
    VehicleReport,
    VehicleStatus,
)
from fleet_nodes.conversions import checks
from fleet_nodes.conversions.instants import (
    optional_seconds_of,
    optional_time_message,
    seconds_of,
    time_message,
)
from fleet_nodes.conversions.reasons import reason_message, reason_of
from fleet_nodes.names import MAP_FRAME

_MOST_LOADS = 50
_MOST_ERRORS = 50
_MOST_LEGS = 100_000
_FASTEST_MPS = 50.0
_FASTEST_RADPS = 50.0


def heading(value: float, field: str) -> float:
    """An angle as it was sent; only what is no angle at all is refused."""
    if not isfinite(value) or abs(value) > 1e6:
        raise InputError(f"{field} is {value:g}; an angle in radians is expected")
    return value if -4.0 < value < 4.0 else wrap_angle(value)


def header(stamp_s: float, frame_id: str = MAP_FRAME) -> Header:
    """A standard header."""
    return Header(stamp=time_message(stamp_s), frame_id=frame_id)


def error_message(error: VehicleError) -> msg.VehicleError:
    return msg.VehicleError(code=error.code, level=error.level.value, text=error.text)


def error_of(message: msg.VehicleError) -> VehicleError:
    return VehicleError(
        code=checks.identifier(message.code, "errors.code"),
        level=checks.word(message.level, ErrorLevel, "errors.level"),
        text=checks.text(message.text, "errors.text"),
    )


def errors_of(messages: list[msg.VehicleError]) -> tuple[VehicleError, ...]:
    return tuple(error_of(each) for each in checks.items(messages, "errors", _MOST_ERRORS))


def report_message(report: VehicleReport) -> msg.VehicleReport:
    return msg.VehicleReport(
        header=header(report.stamp_s),
        vehicle_id=report.vehicle_id,
        type_id=report.type_id,
        x_m=report.pose.x_m,
        y_m=report.pose.y_m,
        heading_rad=report.pose.heading_rad,
        speed_mps=report.speed_mps,
        turn_rate_radps=report.turn_rate_radps,
        battery_soc=report.battery_soc,
        charging=report.charging,
        load_unit_ids=list(report.load_unit_ids),
        mode=report.mode.value,
        errors=[error_message(each) for each in report.errors],
        paused=report.paused,
        route_id=report.route_id,
        legs_done=report.legs_done,
        legs_released=report.legs_released,
        action_id=report.action_id,
        action_status=report.action_status.value,
        action_text=report.action_text,
    )


def onboard_message(report: VehicleReport) -> msg.OnboardState:
    """What is left to say beside odometry and battery state."""
    return msg.OnboardState(
        header=header(report.stamp_s, frame_id=""),
        vehicle_id=report.vehicle_id,
        type_id=report.type_id,
        load_unit_ids=list(report.load_unit_ids),
        mode=report.mode.value,
        errors=[error_message(each) for each in report.errors],
        paused=report.paused,
        route_id=report.route_id,
        legs_done=report.legs_done,
        legs_released=report.legs_released,
        action_id=report.action_id,
        action_status=report.action_status.value,
        action_text=report.action_text,
    )


def report_of(message: msg.VehicleReport) -> VehicleReport:
    """Raises InputError for anything that is not a sound report."""
    if message.header.frame_id != MAP_FRAME:
        raise InputError(
            f"vehicle {message.vehicle_id[:40]!r} reports in frame "
            f"{message.header.frame_id[:40]!r}; only {MAP_FRAME!r} is allowed"
        )
    return VehicleReport(
        vehicle_id=checks.identifier(message.vehicle_id, "vehicle_id"),
        type_id=checks.identifier(message.type_id, "type_id"),
        stamp_s=seconds_of(message.header.stamp, "header.stamp"),
        pose=Pose(
            checks.coordinate(message.x_m, "x_m"),
            checks.coordinate(message.y_m, "y_m"),
            heading(message.heading_rad, "heading_rad"),
        ),
        speed_mps=checks.number(message.speed_mps, "speed_mps", -_FASTEST_MPS, _FASTEST_MPS),
        turn_rate_radps=checks.number(
            message.turn_rate_radps, "turn_rate_radps", -_FASTEST_RADPS, _FASTEST_RADPS
        ),
        battery_soc=checks.number(message.battery_soc, "battery_soc", 0.0, 1.0),
        charging=message.charging,
        load_unit_ids=checks.identifiers(message.load_unit_ids, "load_unit_ids", _MOST_LOADS),
        mode=checks.word(message.mode, OperatingMode, "mode"),
        errors=errors_of(message.errors),
        paused=message.paused,
        route_id=checks.identifier(message.route_id, "route_id", empty=True),
        legs_done=int(checks.number(message.legs_done, "legs_done", 0, _MOST_LEGS)),
        legs_released=int(checks.number(message.legs_released, "legs_released", 0, _MOST_LEGS)),
        action_id=checks.identifier(message.action_id, "action_id", empty=True),
        action_status=checks.word(message.action_status, ActionStatus, "action_status"),
        action_text=checks.text(message.action_text, "action_text"),
    )


def status_message(status: VehicleStatus) -> msg.VehicleStatus:
    return msg.VehicleStatus(
        report=report_message(status.report),
        activity=status.activity.value,
        order_id=status.order_id,
        goal_station_id=status.goal_station_id,
        reason=reason_message(status.reason),
        blocked_by=list(status.blocked_by),
        eta=optional_time_message(status.eta_s),
        out_of_contact_s=status.out_of_contact_s,
        maintenance=status.maintenance,
    )


def status_of(message: msg.VehicleStatus) -> VehicleStatus:
    return VehicleStatus(
        report=report_of(message.report),
        activity=checks.word(message.activity, Activity, "activity"),
        order_id=checks.identifier(message.order_id, "order_id", empty=True),
        goal_station_id=checks.identifier(message.goal_station_id, "goal_station_id", empty=True),
        reason=reason_of(message.reason, "reason"),
        blocked_by=checks.identifiers(message.blocked_by, "blocked_by", 1000),
        eta_s=optional_seconds_of(message.eta, "eta"),
        out_of_contact_s=checks.number(message.out_of_contact_s, "out_of_contact_s", 0.0, 1e10),
        maintenance=message.maintenance,
    )
