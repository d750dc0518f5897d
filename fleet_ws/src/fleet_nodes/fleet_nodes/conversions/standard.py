"""What standard messages say of a vehicle: odometry, battery, planned path."""

from __future__ import annotations

from math import atan2, cos, nan, sin

from geometry_msgs.msg import Point, PoseStamped, Quaternion
from geometry_msgs.msg import Pose as PoseMessage
from nav_msgs.msg import Odometry, Path
from sensor_msgs.msg import BatteryState

from fleet_core.model.errors import InputError
from fleet_core.model.geometry import Pose
from fleet_core.model.route import Route
from fleet_core.model.vehicle import VehicleReport
from fleet_nodes.conversions import checks
from fleet_nodes.conversions.vehicles import header
from fleet_nodes.names import MAP_FRAME, base_frame


def pose_message(pose: Pose) -> PoseMessage:
    half = pose.heading_rad / 2.0
    return PoseMessage(
        position=Point(x=pose.x_m, y=pose.y_m, z=0.0),
        orientation=Quaternion(x=0.0, y=0.0, z=sin(half), w=cos(half)),
    )


def pose_of(message: PoseMessage, field: str) -> Pose:
    """The pose on the floor. Raises InputError for a quaternion that is no turn about z."""
    turn = message.orientation
    length = (turn.x**2 + turn.y**2 + turn.z**2 + turn.w**2) ** 0.5
    if not 0.9 < length < 1.1:  # NaN is refused as well
        raise InputError(f"{field}.orientation has length {length:g}; 1 is expected")
    heading_rad = atan2(
        2.0 * (turn.w * turn.z + turn.x * turn.y), 1.0 - 2.0 * (turn.y**2 + turn.z**2)
    )
    return Pose(
        checks.coordinate(message.position.x, f"{field}.position.x"),
        checks.coordinate(message.position.y, f"{field}.position.y"),
        heading_rad,
    )


def odometry_message(report: VehicleReport, name: str) -> Odometry:
    """Pose in map, speed in the vehicle's own frame. Covariances are zero: not known."""
    message = Odometry(header=header(report.stamp_s), child_frame_id=base_frame(name))
    message.pose.pose = pose_message(report.pose)
    message.twist.twist.linear.x = report.speed_mps
    message.twist.twist.angular.z = report.turn_rate_radps
    return message


def check_odometry(message: Odometry) -> None:
    """A pose in any other frame than map would put the vehicle where it is not."""
    if message.header.frame_id != MAP_FRAME:
        raise InputError(
            f"odom.header.frame_id is {message.header.frame_id[:40]!r}; "
            f"the position in frame {MAP_FRAME!r} is needed"
        )


def battery_message(report: VehicleReport, name: str) -> BatteryState:
    """Only what is known: the share of charge, and whether it grows."""
    charging = BatteryState.POWER_SUPPLY_STATUS_CHARGING
    discharging = BatteryState.POWER_SUPPLY_STATUS_DISCHARGING
    return BatteryState(
        header=header(report.stamp_s, frame_id=base_frame(name)),
        voltage=nan,
        temperature=nan,
        current=nan,
        charge=nan,
        capacity=nan,
        design_capacity=nan,
        percentage=report.battery_soc,
        power_supply_status=charging if report.charging else discharging,
        power_supply_health=BatteryState.POWER_SUPPLY_HEALTH_UNKNOWN,
        power_supply_technology=BatteryState.POWER_SUPPLY_TECHNOLOGY_UNKNOWN,
        present=True,
    )


def path_message(route: Route, legs_done: int, stamp_s: float) -> Path:
    """What the vehicle has still before it, released or not."""
    stamped = header(stamp_s)
    return Path(
        header=stamped,
        poses=[
            PoseStamped(header=stamped, pose=pose_message(pose))
            for leg in route.legs[legs_done:]
            for pose in leg.path
        ],
    )
