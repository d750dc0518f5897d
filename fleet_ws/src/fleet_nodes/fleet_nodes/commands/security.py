"""``fleet security``: keys and policies for every process and vehicle."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from fleet_nodes.commands.options import Layout

app = typer.Typer(
    help="Keys and policies for nodes and vehicles.", no_args_is_help=True, add_completion=False
)
Keystore = Annotated[
    Path | None,
    typer.Option(
        envvar="ROS_SECURITY_KEYSTORE",
        show_envvar=True,
        help="Folder of the keys; default: keystore in the user's state folder.",
    ),
]


@app.callback()
def security() -> None:
    """Keys and policies for nodes and vehicles."""


@app.command()
def init(
    layout: Layout = "bottling_hall",
    keystore: Keystore = None,
    days: Annotated[int, typer.Option(min=1, max=36_500, help="So long keys are good.")] = 3650,
) -> None:
    """Make a keystore (SROS 2) for a plant. Again: adds what is missing, signs policies anew."""
    from fleet_core.layouts import load_facility  # noqa: PLC0415
    from fleet_nodes.security.keystore import make_keystore  # noqa: PLC0415
    from fleet_nodes.security.policies import policies  # noqa: PLC0415

    facility = load_facility(layout).facility
    types = facility.vehicle_types
    commanded = [each.id for each in facility.fleet if not types[each.type_id].manned]
    folder = keystore_folder(keystore)
    of = policies(commanded)
    new = make_keystore(folder, of, datetime.now(UTC), days)
    print(f"{len(of)} enclaves in {folder}, {len(new)} of them new")
    print("each vehicle's host needs its own folder of enclaves/vehicles, and nobody else's;")
    print("private/ca.key.pem is needed to change the keystore only: keep it elsewhere")


def keystore_folder(named: Path | None) -> Path:
    """The folder that is named, or the user's."""
    from fleet_nodes.commands.data_folder import state_folder  # noqa: PLC0415

    return (named or state_folder() / "keystore").expanduser().absolute()
