"""Which processes make up a running fleet."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fleet_core.model.errors import ConfigurationError, InputError
from fleet_nodes.gazebo.server import free_port, trouble
from fleet_nodes.security.environment import environment_of
from fleet_nodes.security.policies import CLIENT
from fleet_nodes.steering import AUTO, COMMANDS, steering_for
from fleet_nodes.supervision.child import ChildPlan, ChildRole

DATABASE_URL = "FLEET_DATABASE_URL"
CLOCK_MAKERS = ("plant_simulator", "gazebo_bridge")
GAZEBO_LATENCY_S = 0.06
"""Of the local planner's commands, with a Gazebo on the same machine: docs/gazebo.md."""
# Python is started with -P: what lies in the folder where a user happens to be is not ours.
_FLEET_COMMAND = "from fleet_core.app.cli import main; main()"


@dataclass(frozen=True)
class FleetPlan:
    """What a user may choose."""

    layout: str
    scenario: str
    simulated: bool
    real_time_factor: float
    seed: int
    data_folder: Path
    database_url: str
    environment: Mapping[str, str]
    local: str = AUTO  # how simulated vehicles drive
    people: int = -1  # who walk about; -1: as the scenario says
    manned: int = -1  # manned forklifts; the same
    external: str = ""  # vehicles with drivers of their own, commas between them
    keystore: Path | None = None  # keys of nodes; None: the graph is open
    settings: str = ""  # file of the fleet's settings; empty: the defaults
    gazebo_port: int | None = None  # of a Gazebo's master; None: the embedded plant

    @property
    def steering(self) -> str:
        """What ``local`` means at this speed. Raises InputError for what cannot be."""
        if self.gazebo_port is not None:
            return self._steering_in_gazebo()
        return steering_for(self.local, self.real_time_factor)

    def _steering_in_gazebo(self) -> str:
        if self.local not in (AUTO, COMMANDS):
            raise InputError(f"--local {self.local}: in Gazebo vehicles hear {COMMANDS}")
        if self.external:
            raise InputError("--external is of the embedded plant; not with --gazebo")
        return COMMANDS


def gazebo_port() -> int:
    """A port for a Gazebo of one's own. ConfigurationError where there is no Gazebo."""
    if problem := trouble():
        raise ConfigurationError(problem)
    return free_port()


def node_plans(plan: FleetPlan) -> list[ChildPlan]:
    """Layout server first, so that the others need not wait."""
    nodes: dict[str, dict[str, object]] = {
        "layout_server": {"layout": plan.layout},
        "dispatcher": {
            "layout": plan.layout,
            "data_folder": str(plan.data_folder),
            "settings": plan.settings,
            **_ages(plan, patience=1.0),
        },
        "vehicle_adapters": _ages(
            plan, odometry_max_age_s=1.0, state_max_age_s=3.0, battery_max_age_s=30.0
        ),
        "proximity": {
            "data_folder": str(plan.data_folder),
            **_ages(plan, source_max_age_s=0.6, ahead_s=0.1),
        },
    }
    if plan.gazebo_port is not None:
        return [
            _gazebo_server(plan, plan.gazebo_port),
            *_nodes(plan, {**nodes, **_in_gazebo(plan)}),
        ]
    if plan.simulated:
        nodes["plant_simulator"] = {
            "layout": plan.layout,
            "scenario": plan.scenario,
            "seed": plan.seed,
            "real_time_factor": plan.real_time_factor,
            "data_folder": str(plan.data_folder),
            "local": plan.steering,
            "people": plan.people,
            "manned": plan.manned,
            "external": plan.external,
        }
        if plan.steering == COMMANDS:
            nodes["local_planner"] = {"latency_s": 0.0, **_ages(plan, odometry_max_age_s=0.5)}
            nodes["plant_simulator"].update(_ages(plan, command_max_age_s=0.5))
    return _nodes(plan, nodes)


def _nodes(plan: FleetPlan, nodes: Mapping[str, Mapping[str, object]]) -> list[ChildPlan]:
    return [_node(plan, name, parameters) for name, parameters in nodes.items()]


def _in_gazebo(plan: FleetPlan) -> dict[str, dict[str, object]]:
    """What takes the embedded plant's place. Raises InputError for what is that plant's alone."""
    found: dict[str, dict[str, object]] = {
        "gazebo_bridge": {
            "layout": plan.layout,
            "master_port": plan.gazebo_port,
            "scenario": plan.scenario,
            "seed": plan.seed,
            "people": plan.people,
            "manned": plan.manned,
            "paced": plan.real_time_factor,
            **_ages(plan, command_max_age_s=0.25),
        },
    }
    if plan.steering == COMMANDS:
        ages = _ages(plan, odometry_max_age_s=0.5)
        found["local_planner"] = {"latency_s": GAZEBO_LATENCY_S, **ages}
    return found


def _gazebo_server(plan: FleetPlan, port: int) -> ChildPlan:
    world = str(plan.data_folder / "world")
    words = (plan.layout, str(port), world, f"{plan.real_time_factor:g}")
    return ChildPlan(
        name="gazebo_server",
        command=[sys.executable, "-P", "-m", "fleet_nodes.gazebo_server", *words],
        log=plan.data_folder / "log" / "gazebo_server.log",
        environment=_environment(plan),
    )


def window_plan(plan: FleetPlan) -> ChildPlan:
    """The dispatcher's window; when it is closed, everything ends."""
    return _hmi(plan, ChildRole.WINDOW)


def pictures_plan(plan: FleetPlan, pictures: Path, every_s: float) -> ChildPlan:
    """The same window drawn into files, where there is no screen."""
    return _hmi(plan, ChildRole.EXTRA, "--pictures", str(pictures), "--every", f"{every_s:g}")


def _hmi(plan: FleetPlan, role: ChildRole, *arguments: str) -> ChildPlan:
    return ChildPlan(
        name="hmi",
        command=[sys.executable, "-P", "-c", _FLEET_COMMAND, "hmi", *arguments],
        log=plan.data_folder / "log" / "hmi.log",
        environment=_environment(plan, CLIENT),
        role=role,
    )


def _ages(plan: FleetPlan, **limits_s: float) -> dict[str, object]:
    """Vehicles speak in real time; at ten times real time a word is ten times as old."""
    stretch = max(1.0, plan.real_time_factor) if plan.simulated else 1.0
    return {name: limit_s * stretch for name, limit_s in limits_s.items()}


def _node(plan: FleetPlan, name: str, parameters: Mapping[str, object]) -> ChildPlan:
    values = dict(parameters)
    if name not in CLOCK_MAKERS:
        values["use_sim_time"] = plan.simulated
    arguments = [part for item in values.items() for part in _parameter(*item)]
    return ChildPlan(
        name=name,
        command=[sys.executable, "-P", "-m", f"fleet_nodes.{name}", "--ros-args", *arguments],
        log=plan.data_folder / "log" / f"{name}.log",
        environment=_environment(plan, name),
    )


def _environment(plan: FleetPlan, enclave: str = "") -> dict[str, str]:
    """``enclave``: whose keys the process takes part with; empty: it is not of the graph."""
    environment = {**plan.environment, "ROS_LOG_DIR": str(plan.data_folder / "log" / "ros")}
    if plan.keystore is not None and enclave:
        environment.update(environment_of(plan.keystore, f"fleet/{enclave}"))
    if plan.database_url:
        environment[DATABASE_URL] = plan.database_url
    return environment


def _parameter(name: str, value: object) -> tuple[str, str]:
    """ROS reads the value as YAML, of which JSON is a part: no text can be taken for a number."""
    return "-p", f"{name}:={json.dumps(value)}"
