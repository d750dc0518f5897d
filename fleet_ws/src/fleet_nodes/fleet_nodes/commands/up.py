"""``fleet up``: the nodes, supervised."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Annotated

import typer

from fleet_core.model.errors import InputError
from fleet_nodes.commands.options import (
    Data,
    Database,
    Domain,
    External,
    Gazebo,
    Layout,
    Local,
    Manned,
    People,
    RealTimeFactor,
    Scenario,
    Seed,
    Settings,
    settings_path,
)
from fleet_nodes.commands.security import Keystore, keystore_folder

if TYPE_CHECKING:
    from fleet_nodes.commands.plans import FleetPlan

_LOOK_EVERY_S = 0.1


def up(  # noqa: PLR0913, PLR0917 - one for each option
    layout: Layout = "bottling_hall",
    scenario: Scenario = "",
    sim: Annotated[bool, typer.Option(help="The embedded plant, or real vehicles.")] = True,
    real_time_factor: RealTimeFactor = 1.0,
    seed: Seed = 1,
    local: Local = "auto",
    people: People = -1,
    manned: Manned = -1,
    external: External = "",
    gazebo: Gazebo = False,
    settings: Settings = None,
    data: Data = None,
    database: Database = "",
    repair: Annotated[
        bool,
        typer.Option(
            "--repair", help="Set rows of the database aside that do not read, and start."
        ),
    ] = False,
    secure: Annotated[
        bool,
        typer.Option("--secure", help="With keys and policies; see fleet security init."),
    ] = False,
    keystore: Keystore = None,
    domain: Domain = None,
) -> None:
    """Run the nodes, supervised: one that dies is started again. Ctrl-C ends them all."""
    from fleet_nodes.commands.data_folder import prepared, state_folder  # noqa: PLC0415
    from fleet_nodes.commands.domain import environment_for  # noqa: PLC0415
    from fleet_nodes.commands.plans import FleetPlan, gazebo_port, node_plans  # noqa: PLC0415
    from fleet_nodes.commands.stop_request import StopRequest  # noqa: PLC0415
    from fleet_nodes.supervision.supervisor import Supervisor  # noqa: PLC0415

    if gazebo and not sim:
        raise InputError("--gazebo is a simulation; leave out --no-sim")
    environment = environment_for(domain)
    keys = keystore_folder(keystore) if secure else None
    if keys is not None:
        from fleet_nodes.security.environment import check_secure  # noqa: PLC0415

        check_secure(keys, "fleet/dispatcher", environment)
    stop = StopRequest()
    plan = FleetPlan(
        layout=layout,
        scenario=scenario,
        simulated=sim,
        real_time_factor=real_time_factor,
        seed=seed,
        local=local,
        people=people,
        manned=manned,
        external=external,
        settings=settings_path(settings),
        gazebo_port=gazebo_port() if gazebo else None,
        data_folder=prepared(data or state_folder() / "up"),
        database_url=database,
        environment=environment,
        keystore=keys,
    )
    if repair:
        _repair(plan)
    if database:
        _say_whether_silent(database)
    say(f"fleet: nodes are starting; data and logs in {plan.data_folder}; Ctrl-C ends them")
    with Supervisor(node_plans(plan), say) as supervisor:
        for name, pid in supervisor.pids.items():
            say(f"fleet: {name} is process {pid}")
        while not stop.wanted and supervisor.check():
            time.sleep(_LOOK_EVERY_S)
    say("fleet: all nodes have ended")


def _say_whether_silent(database_url: str) -> None:
    from fleet_core.store.medium import why_silent  # noqa: PLC0415

    why = why_silent(database_url)
    if why is not None:
        say(f"fleet: {why}; the dispatcher waits for it")


def _repair(plan: FleetPlan) -> None:
    from fleet_core.app.repair import repair  # noqa: PLC0415

    rows = repair(plan.data_folder, plan.database_url, plan.layout, time.time)
    for row in rows:
        say(f"fleet: set aside, now in table set_aside: {row}")
    if not rows:
        say("fleet: nothing to repair")


def say(line: str) -> None:
    """To stderr, at once: stdout is for results."""
    print(line, file=sys.stderr, flush=True)
