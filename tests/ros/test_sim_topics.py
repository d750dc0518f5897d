"""Topics of a world in Gazebo Sim are those of the fleet."""

from __future__ import annotations

from fleet_core.layouts import load_facility
from fleet_core.model.vehicle_type import Kinematics
from fleet_core.worlds import world_of
from fleet_core.worlds.ros_bridge import bridged_topics
from fleet_nodes import names


def test_a_world_in_gazebo_sim_has_the_topics_of_every_other_plant() -> None:
    world = world_of(load_facility("bottling_hall").facility)
    found = {each.ros_topic: each.ros_type for each in bridged_topics(world)}
    assert found[names.CLOCK] == "rosgraph_msgs/msg/Clock"
    for vehicle_id, name in names.vehicle_names(world.vehicles).items():
        assert found[names.odometry(name)] == "nav_msgs/msg/Odometry"
        assert found[names.battery(name)] == "sensor_msgs/msg/BatteryState"
        kind, _stands = world.vehicles[vehicle_id]
        hears_twist = kind.kinematics is Kinematics.DIFFERENTIAL
        assert (names.velocity_command(name) in found) is hears_twist
