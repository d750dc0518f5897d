"""The whole fleet in a Gazebo 11: ``ros2 launch fleet_controller gazebo.launch.py``.

The nodes of fleet.launch.py, with Gazebo and its bridge in place of the embedded plant. Gazebo runs
in the folder that ``make gazebo`` sets up, from a checkout of the source.
"""

from pathlib import Path

from launch.actions import (
    DeclareLaunchArgument,
    EmitEvent,
    IncludeLaunchDescription,
    RegisterEventHandler,
)
from launch.event_handlers import OnProcessExit
from launch.events import Shutdown
from launch.launch_description_sources import PythonLaunchDescriptionSource
from launch.substitutions import LaunchConfiguration
from launch_ros.actions import Node
from launch_ros.parameter_descriptions import ParameterValue

from launch import LaunchDescription

HERE = Path(__file__).parent
PARAMETERS = str(HERE / "fleet.yaml")
ARGUMENTS = (
    ("layout", "bottling_hall", "Name of a plant that comes with it, or a layout file."),
    ("scenario", "", "Scenario file, 'none' for no orders; empty: the plant's own."),
    ("hmi", "true", "Open the dispatcher's window."),
    ("seed", "1", "Of orders and people."),
    ("people", "-1", "People who walk about; -1: as the scenario says."),
    ("manned", "-1", "Manned forklifts; -1: as the scenario says."),
    ("real_time_factor", "1.0", "Gazebo's seconds a second, at most."),
    ("master_port", "11345", "Of Gazebo's master, on this machine."),
    ("world_folder", "/tmp/fleet_gazebo", "Where the generated world is written."),
)


def value(name: str, kind: type) -> ParameterValue:
    """A launch argument as a parameter of this type."""
    return ParameterValue(LaunchConfiguration(name), value_type=kind)


def gazebo() -> Node:
    """No ROS node, but a program of the same package; whoever ends it ends the launch."""
    words = ("layout", "master_port", "world_folder", "real_time_factor")
    return Node(
        package="fleet_nodes",
        executable="gazebo_server",
        output="screen",
        arguments=[LaunchConfiguration(each) for each in words],
    )


def bridge() -> Node:
    """It makes the clock, and must not wait for it."""
    return Node(
        package="fleet_nodes",
        executable="gazebo_bridge",
        output="screen",
        respawn=True,
        respawn_delay=2.0,
        parameters=[
            {
                "layout": value("layout", str),
                "scenario": value("scenario", str),
                "seed": value("seed", int),
                "people": value("people", int),
                "manned": value("manned", int),
                "master_port": value("master_port", int),
                "paced": value("real_time_factor", float),
            }
        ],
    )


def local_planner() -> Node:
    """As in fleet.launch.py, but that Gazebo's vehicles obey later."""
    return Node(
        package="fleet_nodes",
        executable="local_planner",
        output="screen",
        respawn=True,
        respawn_delay=2.0,
        parameters=[PARAMETERS, {"use_sim_time": True, "latency_s": 0.06}],
    )


def fleet() -> IncludeLaunchDescription:
    """Everything but the embedded plant and the local planner."""
    return IncludeLaunchDescription(
        PythonLaunchDescriptionSource(str(HERE / "fleet.launch.py")),
        launch_arguments={
            "layout": LaunchConfiguration("layout"),
            "hmi": LaunchConfiguration("hmi"),
            "plant": "false",
            "use_sim_time": "true",
            "local_planner": "false",
        }.items(),
    )


def generate_launch_description() -> LaunchDescription:
    simulator = gazebo()
    ended = OnProcessExit(
        target_action=simulator,
        on_exit=[EmitEvent(event=Shutdown(reason="Gazebo has ended"))],
    )
    return LaunchDescription(
        [
            *(
                DeclareLaunchArgument(name, default_value=default, description=text)
                for name, default, text in ARGUMENTS
            ),
            RegisterEventHandler(ended),
            simulator,
            bridge(),
            local_planner(),
            fleet(),
        ]
    )
