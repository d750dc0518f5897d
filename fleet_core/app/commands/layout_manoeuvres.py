"""``fleet layout manoeuvres``: the ways into and out of stations, planned and proven beforehand."""

from __future__ import annotations

import json
import os
import sys
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fleet_core.model.errors import WorkError

if TYPE_CHECKING:
    from fleet_core.app.station_planning import StationPlan


def manoeuvres(
    source: Annotated[
        str, typer.Argument(metavar="LAYOUT", help="A plant's name, or a layout file.")
    ],
    station: Annotated[str | None, typer.Option(help="One station; default all.")] = None,
    type_id: Annotated[
        str | None, typer.Option("--type", help="One vehicle type; default all.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder of the cache; default where fleet sim and the nodes look."),
    ] = None,
    processes: Annotated[
        int | None, typer.Option(min=1, max=64, help="How many plan; default one for each core.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Plan how each vehicle type drives into and out of each station. Exit code 1 when a way has no
    manoeuvre: there the drawn line is driven."""
    from fleet_core.app.station_planning import chosen_ways, plan_stations  # noqa: PLC0415
    from fleet_core.layouts import load_facility  # noqa: PLC0415

    facility = load_facility(source).facility
    ways = chosen_ways(facility, station, type_id)
    cores = os.cpu_count() or 1

    def progress(done: int) -> None:
        print(f"planned {done} of {len(ways)} ways", file=sys.stderr)

    plans = plan_stations(facility, ways, out, min(processes or cores, cores), progress)
    rows = [_row(plan) for plan in plans]
    if as_json:
        typer.echo(json.dumps({"layout": facility.name, "ways": rows}, indent=1))
    else:
        for row in rows:
            typer.echo(_line(row))
    missing = sum(plan.planned_s is None for plan in plans)
    if not as_json:
        typer.echo(f"{facility.name}: {len(plans) - missing} of {len(plans)} ways planned")
    if missing:
        raise WorkError(f"layout {facility.name}: {missing} of {len(plans)} ways have no manoeuvre")


def _row(plan: StationPlan) -> dict[str, Any]:
    way = plan.way
    planned = plan.planned_s is not None
    return {
        "station": way.station_id,
        "type": way.vehicle_type.id,
        "direction": "in" if way.inward else "out",
        "edge": way.edge_id,
        "planned": planned,
        "seconds": round(plan.planned_s, 2) if plan.planned_s is not None else None,
        "drawn_seconds": round(way.drawn_s, 2) if isfinite(way.drawn_s) else None,
        "reversals": plan.reversals if planned else None,
        "clearance_m": round(plan.free_m, 3) if isfinite(plan.free_m) else None,
        "reason": plan.reason,
    }


def _line(row: dict[str, Any]) -> str:
    name = f"{row['station']} {row['direction']}, {row['type']}"
    if not row["planned"]:
        return f"{name}: no manoeuvre: {row['reason']}"
    drawn = row["drawn_seconds"]
    drawn_words = f"drawn line {drawn:.1f} s" if drawn is not None else "drawn line too tight"
    free = row["clearance_m"]
    free_words = f"{free:.2f} m to what is solid" if free is not None else "nothing solid near"
    turns = f", {row['reversals']} reversals" if row["reversals"] else ""
    return f"{name}: {row['seconds']:.1f} s ({drawn_words}), {free_words}{turns}"
