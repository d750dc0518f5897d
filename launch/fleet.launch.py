"""The whole fleet in a full ROS 2: ``ros2 launch fleet_controller fleet.launch.py``."""

from pathlib import Path

from launch.actions import (
    DeclareLaunchArgument,
    EmitEvent,
    ExecuteProcess,
    SetEnvironmentVariable,
)
from launch.conditions import IfCondition
from launch.events import Shutdown
from launch.substitutions import EnvironmentVariable, LaunchConfiguration, PathJoinSubstitution
from launch_ros.actions import Node
from launch_ros.parameter_descriptions import ParameterValue
from launch_ros.substitutions import FindPackagePrefix

from launch import LaunchDescription

PARAMETERS = str(Path(__file__).with_name("fleet.yaml"))
STATE = PathJoinSubstitution([EnvironmentVariable("HOME"), ".local/state/fleet_controller/launch"])
TRANSPORTS = "FASTDDS_BUILTIN_TRANSPORTS"  # without shared memory: see docs/decisions/0014
ARGUMENTS = (
    ("layout", "bottling_hall", "Name of a plant that comes with it, or a layout file."),
    ("scenario", "", "Scenario file, 'none' for no orders; empty: the plant's own."),
    ("hmi", "true", "Open the dispatcher's window."),
    ("use_sim_time", "true", "Run on /clock."),
    ("plant", LaunchConfiguration("use_sim_time"), "Start the embedded plant, which gives /clock."),
    ("external", "", "Vehicles with drivers of their own, left out of the plant; commas between."),
    ("real_time_factor", "1.0", "Plant seconds a second."),
    (
        "local",
        "auto",
        "How simulated vehicles drive: commands of local_planner, nmpc, profile, or auto.",
    ),
    ("local_planner", "true", "Start the local planner for the vehicles that listen to one."),
    ("settings", "", "File of the fleet's settings (fleet settings show --yaml); empty: defaults."),
    ("data_folder", STATE, "Folder for orders."),
    ("parameters", PARAMETERS, "File with all other parameters."),
)


def text(name: str) -> ParameterValue:
    """A launch argument as a string parameter, also where it looks like a number or is empty."""
    return ParameterValue(LaunchConfiguration(name), value_type=str)


def node(name: str, condition: IfCondition | None = None, **parameters: object) -> Node:
    """A node that is started again when it dies; what matters is in the database."""
    sim_time = ParameterValue(LaunchConfiguration("use_sim_time"), value_type=bool)
    return Node(
        package="fleet_nodes",
        executable=name,
        output="screen",
        respawn=True,
        respawn_delay=2.0,
        condition=condition,
        parameters=[LaunchConfiguration("parameters"), {"use_sim_time": sim_time, **parameters}],
    )


def plant_simulator() -> Node:
    """It makes the clock, and must not wait for it."""
    factor = ParameterValue(LaunchConfiguration("real_time_factor"), value_type=float)
    return Node(
        package="fleet_nodes",
        executable="plant_simulator",
        output="screen",
        respawn=True,
        respawn_delay=2.0,
        condition=IfCondition(LaunchConfiguration("plant")),
        parameters=[
            LaunchConfiguration("parameters"),
            {
                "layout": text("layout"),
                "scenario": text("scenario"),
                "data_folder": text("data_folder"),
                "real_time_factor": factor,
                "local": text("local"),
                "external": text("external"),
            },
        ],
    )


def window() -> ExecuteProcess:
    """The HMI; whoever closes it ends the launch."""
    command = PathJoinSubstitution(
        [FindPackagePrefix("fleet_controller"), "lib/fleet_controller/fleet"]
    )
    return ExecuteProcess(
        cmd=[command, "hmi"],
        output="screen",
        condition=IfCondition(LaunchConfiguration("hmi")),
        on_exit=[EmitEvent(event=Shutdown(reason="the window was closed"))],
    )


def generate_launch_description() -> LaunchDescription:
    return LaunchDescription(
        [
            *(
                DeclareLaunchArgument(name, default_value=default, description=description)
                for name, default, description in ARGUMENTS
            ),
            SetEnvironmentVariable(
                TRANSPORTS, EnvironmentVariable(TRANSPORTS, default_value="UDPv4")
            ),
            node("layout_server", layout=text("layout")),
            node(
                "dispatcher",
                layout=text("layout"),
                data_folder=text("data_folder"),
                settings=text("settings"),
            ),
            node("vehicle_adapters"),
            node("local_planner", condition=IfCondition(LaunchConfiguration("local_planner"))),
            node("proximity"),
            plant_simulator(),
            window(),
        ]
    )
