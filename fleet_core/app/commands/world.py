"""``fleet world``: a plant as a world for a physics simulator."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fleet_core.model.errors import InputError

app = typer.Typer(help="Write a plant as a world for Gazebo.", no_args_is_help=True)

Source = Annotated[
    str,
    typer.Argument(
        metavar="LAYOUT",
        help="LIF (.lif.json), Open-RMF (.building.yaml), openTCS (.xml), or a plant's name.",
    ),
]
To = Annotated[
    str,
    typer.Option(help="Simulator: classic (Gazebo 11), or sim (Gazebo Sim, Harmonic and later)."),
]
Out = Annotated[Path, typer.Option(help="Folder; the world is LAYOUT.TARGET.sdf in it.")]


@app.callback()
def world() -> None:
    """Write a plant as a world for Gazebo."""


@app.command()
def generate(source: Source, out: Out, target: To = "classic") -> None:
    """Floor, walls, racks, machines, and every vehicle where it begins; for Gazebo Sim also the
    topics that ros_gz_bridge is to hand on."""
    from fleet_core.layouts import load_facility  # noqa: PLC0415
    from fleet_core.worlds import Target, bridge_text, world_of, world_text  # noqa: PLC0415

    if target not in tuple(Target):
        raise InputError(f"--target {target}: allowed is {', '.join(Target)}")
    facility = load_facility(source).facility
    found = world_of(facility)
    path = out / f"{facility.name}.{target}.sdf"
    try:
        out.mkdir(parents=True, exist_ok=True)
        path.write_text(world_text(found, Target(target)), encoding="utf-8")
        if target == Target.SIM:
            bridge = out / f"{facility.name}.{target}.bridge.yaml"
            bridge.write_text(bridge_text(found), encoding="utf-8")
    except OSError as error:
        raise InputError(f"--out {out}: {error.strerror}") from error
    typer.echo(f"wrote {path}: {len(found.solids)} solids, {len(found.vehicles)} vehicles")
