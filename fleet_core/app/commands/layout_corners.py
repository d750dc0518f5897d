"""``fleet layout corners``: where somebody could step out nearer than a vehicle can stop."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated

import typer


def corners(
    source: Annotated[
        str, typer.Argument(metavar="FILE", help="A layout file, or a plant's name.")
    ],
    out: Annotated[
        Path | None,
        typer.Option(help="Write the plant with their speed zones to NAME.lif.json."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Blind corners beside lanes, and what vehicles may drive there. Corners that a sensor of the
    facility watches are none."""
    from fleet_core.layouts import load_facility, write_plant  # noqa: PLC0415
    from fleet_core.proximity.blind_corners import PREFIX, blind_corners, zones_of  # noqa: PLC0415

    loaded = load_facility(source)
    found = blind_corners(loaded.facility)
    if as_json:
        typer.echo(json.dumps([asdict(each) for each in found], indent=1))
    else:
        for each in found:
            typer.echo(
                f"{each.max_speed_mps:5.2f} m/s  lane {each.edge_id}  corner at "
                f"{each.corner[0]:.1f}, {each.corner[1]:.1f}  {each.gap_m:.2f} m beside"
            )
        typer.echo(f"{loaded.path.name}: {len(found)} blind corners")
    if out is None:
        return
    kept = tuple(each for each in loaded.facility.zones if not each.id.startswith(PREFIX))
    facility = replace(loaded.facility, zones=(*kept, *zones_of(found)))
    for path in write_plant(facility, loaded.scenario, out):
        typer.echo(f"wrote {path}", err=as_json)
