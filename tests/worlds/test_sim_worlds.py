"""Worlds for Gazebo Sim, and the topics that ros_gz_bridge hands on there."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from defusedxml import ElementTree as Xml

from fleet_core.layouts import load_facility
from fleet_core.model.vehicle_type import Kinematics
from fleet_core.worlds import Target, bridge_text, world_of, world_text
from fleet_core.worlds.lidars import lidar_of

WORLDS = Path(__file__).parents[2] / "sim_worlds"
HALL = load_facility("bottling_hall").facility
SYSTEM = "gz::sim::systems::"


@pytest.mark.skipif(
    shutil.which("ign") is None,
    reason="no ign here: apt-get install --no-install-recommends ignition-tools libsdformat-dev",
)
@pytest.mark.parametrize("world", sorted(WORLDS.glob("*.sdf")), ids=lambda path: path.name)
def test_every_world_in_the_tree_keeps_to_the_sdf_specification(world: Path) -> None:
    asked = subprocess.run(
        ["ign", "sdf", "-k", str(world)], capture_output=True, text=True, check=False, timeout=60
    )
    assert asked.stdout.strip().splitlines()[-1:] == ["Valid."], asked.stdout + asked.stderr


def test_every_vehicle_has_what_its_wheels_need() -> None:
    root = Xml.fromstring(world_text(world_of(HALL), Target.SIM))
    for one in HALL.fleet:
        model = root.find(f"world/model[@name='{one.id}']")
        assert model is not None
        kind = HALL.vehicle_types[one.type_id]
        systems = [str(each.get("name")).removeprefix(SYSTEM) for each in model.iter("plugin")]
        drives = {
            Kinematics.DIFFERENTIAL: ["DiffDrive"],
            Kinematics.TRICYCLE: ["JointController", "JointPositionController"],
        }
        assert systems[:2] == ["OdometryPublisher", "LinearBatteryPlugin"]
        assert systems[2:][: len(drives[kind.kinematics])] == drives[kind.kinematics]
        # Every joint that a system moves is one of the model's.
        joints = {each.get("name") for each in model.iter("joint")}
        moved = [each.text for tag in ("joint_name", "left_joint") for each in model.iter(tag)]
        assert moved and set(moved) <= joints
        lidars = [each for each in model.iter("sensor") if each.get("type") == "gpu_lidar"]
        assert len(lidars) == (lidar_of(kind) is not None)


def test_what_gazebo_publishes_and_hears_is_handed_on_by_the_same_name() -> None:
    world = world_of(HALL)
    bridged = yaml.safe_load(bridge_text(world))
    root = Xml.fromstring(world_text(world, Target.SIM))
    told = {"topic", "odom_topic"}
    in_world = {each.text for tag in told for each in root.iter(tag)}
    handed_on = {each["gz_topic_name"] for each in bridged}
    assert in_world == {each for each in handed_on if not each.startswith(("/world/", "/model/"))}
    ros = [each["ros_topic_name"] for each in bridged]
    assert len(ros) == len(set(ros))
    for each in bridged:
        assert each["ros_topic_name"] == each["gz_topic_name"] or each["direction"] == "GZ_TO_ROS"
