"""The parameters of every node: a frozen dataclass each, and one function that declares them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import partial
from typing import Any, TypeVar

from rcl_interfaces.msg import (
    FloatingPointRange,
    IntegerRange,
    ParameterDescriptor,
    SetParametersResult,
)
from rclpy.exceptions import (
    InvalidParameterTypeException,
    InvalidParameterValueException,
    ParameterUninitializedException,
)
from rclpy.node import Node
from rclpy.parameter import Parameter

from fleet_core.execution.settings import FleetSettings
from fleet_core.model.errors import ConfigurationError
from fleet_core.model.setting import Setting, changed, listed, setting

_CLOCK = "use_sim_time"
_BY_TYPE = "tolerances."
_LAYOUT = "Name of a plant that comes with the product, or path of a layout file."


@dataclass(frozen=True)
class LayoutServerParameters:
    """Of layout_server."""

    layout: str = setting("bottling_hall", _LAYOUT)


@dataclass(frozen=True)
class DispatcherParameters:
    """Of dispatcher. The database URL comes as FLEET_DATABASE_URL: it may hold a password, and
    parameters can be read by everybody."""

    layout: str = setting("bottling_hall", _LAYOUT)
    data_folder: str = setting("", "Folder of the database and the lock; needed.")
    autostart: bool = setting(
        True, "Configure and activate by itself; false: a lifecycle manager does."
    )
    step_rate_hz: float = setting(10.0, "Steps of allocation and release a second.", 1.0, 50.0)
    state_rate_hz: float = setting(5.0, "Fleet states published a second.", 0.5, 20.0)
    settings: str = setting(
        "", "File of the fleet's settings; a parameter that is given goes before it. Empty: none."
    )
    patience: float = setting(
        1.0,
        "Times with vehicles are multiplied by it: they speak in real time, and on a clock that "
        "runs ten times as fast a report is ten times as old.",
        1.0,
        100.0,
    )


@dataclass(frozen=True)
class AdapterParameters:
    """Of vehicle_adapters, the process; all adapters in it have the same values."""

    vehicles: tuple[str, ...] = setting(
        ("",), "Ids of the vehicles; an empty one: all of the layout."
    )
    layout_within_s: float = setting(
        60.0, "The layout must be heard within this time when it is needed.", 1.0, 3600.0
    )
    odometry_max_age_s: float = setting(
        1.0, "Older odometry is no position; the vehicle is not reported then.", 0.1, 300.0
    )
    state_max_age_s: float = setting(
        3.0, "Older on-board states are ignored; the vehicle is not reported then.", 0.1, 900.0
    )
    clock_lead_max_s: float = setting(
        2.0, "A driver's clock that is steadily ahead by up to this is corrected.", 0.0, 60.0
    )
    battery_max_age_s: float = setting(
        30.0, "Older battery states are ignored; the vehicle is not reported then.", 1.0, 9000.0
    )


@dataclass(frozen=True)
class LocalPlannerParameters:
    """Of local_planner."""

    vehicles: tuple[str, ...] = setting(
        ("",), "Ids of the vehicles; an empty one: all of the layout."
    )
    layout_within_s: float = setting(
        60.0, "The layout must be heard within this time when it is needed.", 1.0, 3600.0
    )
    odometry_max_age_s: float = setting(
        0.5, "Older odometry is no position; the vehicle brakes then.", 0.05, 60.0
    )
    latency_s: float = setting(
        0.05, "From the planning of a command until the drives obey it.", 0.0, 1.0
    )
    threads: int = setting(1, "That solve at the same time.", 1, 64)


@dataclass(frozen=True)
class ProximityParameters:
    """Of proximity."""

    layout_within_s: float = setting(
        60.0, "The layout must be heard within this time when it is needed.", 1.0, 3600.0
    )
    rate_hz: float = setting(10.0, "Pictures of the floor a second.", 1.0, 50.0)
    sources: tuple[str, ...] = setting(
        ("",), "Sources that are expected; others are known from when they speak."
    )
    source_max_age_s: float = setting(
        0.6,
        "A source that is silent for longer is lost; older measurements are dropped.",
        0.1,
        60.0,
    )
    ahead_s: float = setting(0.1, "So far in the future a measurement may be.", 0.0, 10.0)
    data_folder: str = setting("", "Folder where near misses are kept; empty: they are not.")
    retention_days: float = setting(30.0, "Near misses are forgotten after so long.", 0.01, 3650.0)


@dataclass(frozen=True)
class PlantParameters:
    """Of plant_simulator."""

    layout: str = setting("bottling_hall", _LAYOUT)
    scenario: str = setting("", "Scenario file; empty: the layout's own; 'none': no orders.")
    seed: int = setting(1, "Of all chance in the plant.", 0, 2**31 - 1)
    real_time_factor: float = setting(1.0, "Plant seconds a second.", 0.05, 100.0)
    clock_rate_hz: float = setting(20.0, "Steps and clock messages a (real) second.", 2.0, 100.0)
    report_rate_hz: float = setting(5.0, "Odometry of each vehicle a (real) second.", 0.5, 50.0)
    backlog_s: float = setting(
        180.0, "Orders of this long before the beginning wait at the start.", 0.0, 7200.0
    )
    local: str = setting(
        "auto",
        "How vehicles drive: 'commands' of a local planner that is heard, 'nmpc' (plans in this "
        "process), 'profile'; 'auto': commands up to 3 times real time, else profile.",
    )
    command_max_age_s: float = setting(
        0.5, "A vehicle brakes when its last command is older (plant time).", 0.1, 60.0
    )
    external: str = setting(
        "", "Ids of vehicles with drivers of their own, which it leaves out; commas between them."
    )
    people: int = setting(-1, "People who walk about; -1: as the scenario says.", -1, 400)
    manned: int = setting(-1, "Manned forklifts; -1: as the scenario says.", -1, 100)
    data_folder: str = setting(
        "", "Folder that keeps the plant's clock, and its state over a crash; empty: not kept."
    )


@dataclass(frozen=True)
class GazeboParameters:
    """Of gazebo_bridge."""

    layout: str = setting("bottling_hall", _LAYOUT)
    world: str = setting("", "Name of the world in Gazebo; empty: the layout's.")
    master_port: int = setting(11345, "Of Gazebo's master, on this machine.", 1, 65535)
    report_rate_hz: float = setting(20.0, "Odometry of each vehicle a simulated second.", 1.0, 60.0)
    command_max_age_s: float = setting(
        0.25, "A vehicle brakes when its last command is older (Gazebo's time).", 0.1, 60.0
    )
    paced: float = setting(
        0.0,
        "A Gazebo that was started paused goes on only while vehicles are told what to drive, so "
        "many times as fast as real time at most; 0: Gazebo runs by itself.",
        0.0,
        100.0,
    )
    drivers: bool = setting(
        True, "Vehicles follow routes and work; false: others tell what is to be driven."
    )
    scans: bool = setting(
        False, "Laser scanners are told of, and vehicles that carry one stand when it is covered."
    )
    localisation_off_m: float = setting(
        0.0,
        "Standard deviation of where vehicles would believe to be, along and across, told beside "
        "the true pose; 0: not told.",
        0.0,
        1.0,
    )
    localisation_off_rad: float = setting(0.003, "The same of their headings.", 0.0, 0.5)
    scenario: str = setting("none", "Scenario file; empty: the layout's own; 'none': no orders.")
    seed: int = setting(1, "Of orders, people and localisation.", 0, 2**31 - 1)
    people: int = setting(-1, "People who walk about; -1: as the scenario says.", -1, 400)
    manned: int = setting(-1, "Manned forklifts; -1: as the scenario says.", -1, 100)
    backlog_s: float = setting(
        180.0, "Orders of this long before the beginning wait at the start.", 0.0, 7200.0
    )


Parameters = TypeVar(
    "Parameters",
    LayoutServerParameters,
    DispatcherParameters,
    AdapterParameters,
    LocalPlannerParameters,
    ProximityParameters,
    PlantParameters,
    GazeboParameters,
)


def declare(node: Node, kind: type[Parameters]) -> Parameters:
    """Declare all fields of ``kind`` and give their values. ConfigurationError names a bad one.

    All are read-only: they take effect when a node starts. So does the node's own ``use_sim_time``:
    half of a fleet on another clock would be worse than a wrong clock.
    """
    node.add_on_set_parameters_callback(partial(_same_clock, node))
    values: dict[str, Any] = {}
    for each in fields(kind):
        default = each.default
        descriptor = _descriptor(each.metadata["text"], default, *each.metadata["range"])
        values[each.name] = _declared(node, each.name, default, descriptor)
    return kind(**values)


def declare_settings(node: Node, of_file: FleetSettings) -> FleetSettings:
    """Each of the fleet's settings as a parameter, by its path in the file, which gives what is not
    said otherwise. Raises ConfigurationError. Settings by vehicle type are for the file alone."""
    said: dict[str, Any] = {}
    for each in listed(of_file):
        if each.path.startswith(_BY_TYPE):
            continue
        value = _declared(node, each.path, each.value, _descriptor_of(each))
        *groups, name = each.path.split(".")
        inner = said
        for group in groups:
            inner = inner.setdefault(group, {})
        inner[name] = value
    return changed(of_file, said)


def _same_clock(node: Node, parameters: list[Parameter[Any]]) -> SetParametersResult:
    """Called before ROS's own time source, which would obey."""
    for each in parameters:
        if each.name == _CLOCK and each.value != node.get_parameter(_CLOCK).value:
            reason = f"{node.get_name()}: {_CLOCK} takes effect at the start; start the node again"
            return SetParametersResult(successful=False, reason=reason)
    return SetParametersResult(successful=True)


def _declared(node: Node, name: str, default: Any, descriptor: ParameterDescriptor) -> Any:
    try:
        return node.declare_parameter(name, default, descriptor).value
    except (
        InvalidParameterTypeException,
        InvalidParameterValueException,
        ParameterUninitializedException,
    ) as error:
        raise ConfigurationError(f"{node.get_name()}: {error}") from error


def _descriptor_of(each: Setting) -> ParameterDescriptor:
    text = f"{each.text} One of {each.allowed}." if each.choices else each.text
    return _descriptor(text, each.value, each.low, each.high)


def _descriptor(text: str, default: Any, low: float, high: float) -> ParameterDescriptor:
    descriptor = ParameterDescriptor(description=text, read_only=True)
    if low < high and isinstance(default, float):
        descriptor.floating_point_range = [FloatingPointRange(from_value=low, to_value=high)]
    elif low < high:
        descriptor.integer_range = [IntegerRange(from_value=int(low), to_value=int(high))]
    return descriptor
