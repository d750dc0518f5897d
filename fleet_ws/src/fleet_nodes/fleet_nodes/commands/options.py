"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Layout = Annotated[str, typer.Option(help="Name of a plant that comes with it, or a layout file.")]
Scenario = Annotated[
    str, typer.Option(help="Scenario file, or 'none' for no orders; default: the plant's own.")
]
Data = Annotated[
    Path | None, typer.Option(help="Folder for orders and logs; default: the user's state folder.")
]
Domain = Annotated[
    int | None, typer.Option(help="ROS domain, 0 to 101; default: ROS_DOMAIN_ID, or 0.")
]
RealTimeFactor = Annotated[
    float, typer.Option(min=0.05, max=100.0, help="Plant seconds a second, in simulation.")
]
Local = Annotated[
    str,
    typer.Option(
        help="How simulated vehicles drive: 'commands' of the local_planner node, 'nmpc' in the "
        "plant's own process, or by speed 'profile'; 'auto': commands up to 3 times real time, "
        "else profile."
    ),
]
External = Annotated[
    str,
    typer.Option(
        metavar="IDS",
        help="Vehicles that the embedded plant leaves out, as they have drivers of their own: "
        "ids, commas between them.",
    ),
]
Gazebo = Annotated[
    bool,
    typer.Option("--gazebo", help="In a Gazebo 11 (make gazebo) instead of the embedded plant."),
]
Seed = Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Of all chance in the plant.")]
People = Annotated[
    int,
    typer.Option(min=-1, max=400, help="People in the embedded plant; -1: as the scenario says."),
]
Manned = Annotated[
    int, typer.Option(min=-1, max=100, help="Manned forklifts in it; -1: as the scenario says.")
]
Database = Annotated[
    str,
    typer.Option(
        envvar="FLEET_DATABASE_URL", show_envvar=True, help="PostgreSQL URL; default: SQLite."
    ),
]
Settings = Annotated[
    Path | None,
    typer.Option(help="File of the fleet's settings (fleet settings show); default: none."),
]


def settings_path(file: Path | None) -> str:
    """Of a file that was read and can be used; nodes are started elsewhere. Raises InputError."""
    if file is None:
        return ""
    from fleet_core.app.settings_file import read_settings  # noqa: PLC0415 - numba: seconds

    read_settings(file)
    return str(file.absolute())


AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
Operator = Annotated[
    str,
    typer.Option(
        envvar="FLEET_OPERATOR",
        show_envvar=True,
        help="Who gives the command; default: the user's login name.",
    ),
]
