"""What makes a world run in Gazebo Sim (Harmonic and later): its systems, and a vehicle's plugins.

Names of systems and of their parameters are those of gz-sim 8. A differential drive obeys
``cmd_vel`` by itself; a steered wheel hears its speed and its angle as numbers.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from fleet_core.model.vehicle_name import vehicle_name
from fleet_core.model.vehicle_type import VehicleType
from fleet_core.worlds.builds import VehicleBuild, Wheel
from fleet_core.worlds.carriers import LIFT_JOINT, LIFT_MPS
from fleet_core.worlds.sdf import put

ODOMETRY_HZ = 20.0
_BATTERY_V = 48.0
_STEER_GAIN, _LIFT_GAIN = 20.0, 20.0
"""Speed (rad/s, m/s) for an error of one: a tenth of a second is reached within three of them."""


def put_world_systems(world: Element) -> None:
    """Physics, commands of users, what is shown, who touches whom, and lidars."""
    for name, kind in (
        ("physics", "Physics"),
        ("user-commands", "UserCommands"),
        ("scene-broadcaster", "SceneBroadcaster"),
        ("contact", "Contact"),
    ):
        _put_system(world, name, kind)
    put(_put_system(world, "sensors", "Sensors"), "render_engine", "ogre2")


def put_vehicle_systems(model: Element, name: str, kind: VehicleType, build: VehicleBuild) -> None:
    """Its true pose, its battery, its drives and its lift, on the topics of a vehicle."""
    topics = f"/{vehicle_name(name)}"
    odometry = _put_system(model, "odometry-publisher", "OdometryPublisher")
    put(odometry, "odom_frame", "map")
    put(odometry, "robot_base_frame", f"{vehicle_name(name)}/base_link")
    put(odometry, "odom_topic", f"{topics}/odom")
    put(odometry, "odom_publish_frequency", ODOMETRY_HZ)
    put(odometry, "dimensions", "2")
    _put_battery(model, kind)
    steered = next((wheel for wheel in build.driven if wheel.steered), None)
    if steered is None:
        _put_pair(model, topics, kind, build)
    else:
        _put_steered_wheel(model, topics, kind, steered)
    if build.carrier.lifts:
        _put_position(model, LIFT_JOINT, f"{topics}/lift_height", _LIFT_GAIN, LIFT_MPS)


def _put_pair(model: Element, topics: str, kind: VehicleType, build: VehicleBuild) -> None:
    left, right = sorted(build.driven, key=lambda wheel: -wheel.y_m)
    drive = _put_system(model, "diff-drive", "DiffDrive")
    put(drive, "left_joint", left.joint)
    put(drive, "right_joint", right.joint)
    put(drive, "wheel_separation", left.y_m - right.y_m)
    put(drive, "wheel_radius", left.radius_m)
    put(drive, "topic", f"{topics}/cmd_vel")
    # By its wheels, which slip: what a vehicle without localisation would believe.
    put(drive, "odom_topic", f"{topics}/wheel_odom")
    put(drive, "tf_topic", f"{topics}/wheel_tf")
    put(drive, "odom_publish_frequency", ODOMETRY_HZ)
    put(drive, "max_linear_velocity", kind.max_speed_mps)
    put(drive, "min_linear_velocity", -kind.max_speed_mps)
    put(drive, "max_linear_acceleration", kind.acceleration_mps2)
    put(drive, "min_linear_acceleration", -kind.braking_mps2)
    put(drive, "max_angular_velocity", kind.turn_speed_radps)
    put(drive, "min_angular_velocity", -kind.turn_speed_radps)
    put(drive, "max_angular_acceleration", kind.turn_acceleration_radps2)
    put(drive, "min_angular_acceleration", -kind.turn_acceleration_radps2)


def _put_steered_wheel(model: Element, topics: str, kind: VehicleType, wheel: Wheel) -> None:
    turns = _put_system(model, "joint-controller", "JointController")
    put(turns, "joint_name", wheel.joint)
    put(turns, "topic", f"{topics}/wheel_speed")
    gain = _STEER_GAIN
    _put_position(model, wheel.steer_joint, f"{topics}/wheel_angle", gain, kind.steer_rate_radps)


def _put_position(model: Element, joint: str, topic: str, gain: float, fastest: float) -> None:
    """A joint that goes to a position at a speed."""
    system = _put_system(model, "joint-position-controller", "JointPositionController")
    put(system, "joint_name", joint)
    put(system, "topic", topic)
    put(system, "use_velocity_commands", True)
    put(system, "p_gain", gain)
    put(system, "cmd_max", fastest)
    put(system, "cmd_min", -fastest)


def _put_battery(model: Element, kind: VehicleType) -> None:
    """Standing by alone empties it: what driving takes is the driver's to count."""
    battery = _put_system(model, "linearbatteryplugin", "LinearBatteryPlugin")
    capacity_ah = 1000.0 * kind.battery.capacity_kwh / _BATTERY_V
    put(battery, "battery_name", "battery")
    put(battery, "voltage", _BATTERY_V)
    put(battery, "open_circuit_voltage_constant_coef", _BATTERY_V)
    put(battery, "open_circuit_voltage_linear_coef", 0.0)
    put(battery, "initial_charge", capacity_ah)
    put(battery, "capacity", capacity_ah)
    put(battery, "resistance", 0.01)
    put(battery, "smooth_current_tau", 2.0)
    put(battery, "power_load", 1000.0 * kind.battery.idle_kw)
    put(battery, "start_draining", True)


def _put_system(parent: Element, name: str, kind: str) -> Element:
    return put(parent, "plugin", filename=f"gz-sim-{name}-system", name=f"gz::sim::systems::{kind}")
