"""The configuration of ``ros_gz_bridge`` for a world in Gazebo Sim: the topics of the fleet's
vehicles, under the names that they have everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fleet_core.model.vehicle_name import vehicle_name
from fleet_core.model.vehicle_type import Kinematics, VehicleType
from fleet_core.worlds.builds import build_of
from fleet_core.worlds.lidars import lidar_of
from fleet_core.worlds.world import World

TO_ROS, TO_GAZEBO = "GZ_TO_ROS", "ROS_TO_GZ"


@dataclass(frozen=True, slots=True)
class BridgedTopic:
    """One topic that is handed on; its name in Gazebo is the same unless it says another."""

    ros_topic: str
    ros_type: str
    gazebo_type: str
    direction: str
    gazebo_topic: str = ""


def bridged_topics(world: World) -> list[BridgedTopic]:
    """Of the whole plant, then of each vehicle."""
    clock = BridgedTopic(
        "/clock", "rosgraph_msgs/msg/Clock", "Clock", TO_ROS, f"/world/{world.name}/clock"
    )
    of_vehicles = (
        topic for name, (kind, _stands) in world.vehicles.items() for topic in _of(name, kind)
    )
    return [clock, *of_vehicles]


def bridge_text(world: World) -> str:
    """As YAML, which ``parameter_bridge`` reads (parameter config_file)."""
    lines = ["# ros_gz_bridge, parameter config_file: the vehicles of a world in Gazebo Sim"]
    for each in bridged_topics(world):
        lines += [
            f'- ros_topic_name: "{each.ros_topic}"',
            f'  gz_topic_name: "{each.gazebo_topic or each.ros_topic}"',
            f'  ros_type_name: "{each.ros_type}"',
            f'  gz_type_name: "gz.msgs.{each.gazebo_type}"',
            f"  direction: {each.direction}",
        ]
    return "\n".join(lines) + "\n"


def _of(vehicle_id: str, kind: VehicleType) -> Iterator[BridgedTopic]:
    root = f"/{vehicle_name(vehicle_id)}"
    yield BridgedTopic(f"{root}/odom", "nav_msgs/msg/Odometry", "Odometry", TO_ROS)
    yield BridgedTopic(
        f"{root}/battery_state",
        "sensor_msgs/msg/BatteryState",
        "BatteryState",
        TO_ROS,
        f"/model/{vehicle_id}/battery/battery/state",
    )
    contacts = "ros_gz_interfaces/msg/Contacts"
    yield BridgedTopic(f"{root}/contacts", contacts, "Contacts", TO_ROS)
    if lidar_of(kind) is not None:
        yield BridgedTopic(f"{root}/scan", "sensor_msgs/msg/LaserScan", "LaserScan", TO_ROS)
    numbers = []
    if kind.kinematics is Kinematics.TRICYCLE:
        numbers += ["wheel_speed", "wheel_angle"]
    else:
        yield BridgedTopic(f"{root}/cmd_vel", "geometry_msgs/msg/Twist", "Twist", TO_GAZEBO)
        yield BridgedTopic(f"{root}/wheel_odom", "nav_msgs/msg/Odometry", "Odometry", TO_ROS)
    if build_of(kind).carrier.lifts:
        numbers.append("lift_height")
    for name in numbers:
        yield BridgedTopic(f"{root}/{name}", "std_msgs/msg/Float64", "Double", TO_GAZEBO)
