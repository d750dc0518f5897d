"""``fleet layout``: check, import, export and generate layouts, plan manoeuvres for them, and find
their blind corners."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from fleet_core.app.commands.layout_manoeuvres import manoeuvres
from fleet_core.layouts import Finding, FindingSeverity, Inspection
from fleet_core.layouts.generate.command import app as generate
from fleet_core.model.errors import LayoutError
from fleet_core.model.facility import Facility

app = typer.Typer(help="Check, import, export, generate and plan layouts.", no_args_is_help=True)
app.add_typer(generate, name="generate")
app.command("manoeuvres")(manoeuvres)

Source = Annotated[
    str,
    typer.Argument(
        metavar="FILE",
        help="LIF (.lif.json), Open-RMF (.building.yaml), openTCS (.xml), or a plant's name.",
    ),
]
Level = Annotated[
    str | None, typer.Option(help="Which level or layout of the file; default the first.")
]
Graph = Annotated[
    int | None,
    typer.Option(help="Navigation graph of an Open-RMF map; default the one with most lanes."),
]
Strict = Annotated[bool, typer.Option("--strict", help="Every warning is an error.")]
AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]
Out = Annotated[Path, typer.Option(help="The LIF to write, NAME.lif.json.")]


@app.command()
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


@app.command()
def check(
    source: Source,
    strict: Strict = False,
    as_json: AsJson = False,
    level: Level = None,
    graph: Graph = None,
) -> None:
    """Say everything that is wrong with a layout; exit code 2 when it cannot be used."""
    from fleet_core.layouts import LayoutPart, inspect_facility  # noqa: PLC0415

    seen = inspect_facility(source, strict, LayoutPart(level, graph))
    if as_json:
        typer.echo(json.dumps(_inspection(seen), ensure_ascii=False, indent=1))
    else:
        _show(seen.findings)
    numbers = _numbers(seen.findings)
    if seen.facility is None:
        raise LayoutError(f"layout {seen.path.name}: cannot be used: {numbers}")
    if not as_json:
        typer.echo(f"{seen.path.name}: {_size(seen.facility)}; {numbers}")


@app.command("import")
def import_layout(
    source: Source, out: Out, level: Level = None, graph: Graph = None, strict: Strict = False
) -> None:
    """Change over to LIF: writes it with facility and scenario beside it, and lists what the file
    says that is not carried over."""
    from fleet_core.layouts import LayoutPart, load_facility, write_plant  # noqa: PLC0415

    loaded = load_facility(source, strict, LayoutPart(level, graph))
    written = write_plant(loaded.facility, loaded.scenario, out, _now())
    _show(loaded.findings)
    typer.echo(f"{loaded.path.name}: {_size(loaded.facility)}")
    for path in written:
        typer.echo(f"wrote {path}")


@app.command()
def export(
    source: Source, out: Out, level: Level = None, graph: Graph = None, strict: Strict = False
) -> None:
    """Write a plant as LIF. A LIF comes out as it went in, with all that its maker added."""
    from fleet_core.layouts import LayoutPart, load_facility, write_lif  # noqa: PLC0415

    loaded = load_facility(source, strict, LayoutPart(level, graph))
    layout = loaded.facility.layout
    write_lif(layout, out, loaded.document, before=layout, exported_at=_now())
    typer.echo(f"wrote {out}")


def _now() -> str:
    """As LIF writes times: ISO 8601, UTC, hundredths of a second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.00Z")


def _show(findings: tuple[Finding, ...]) -> None:
    for severity in FindingSeverity:
        for one in findings:
            if one.severity is severity:
                typer.echo(f"{severity}: {one.text} [{one.code}]")


def _numbers(findings: tuple[Finding, ...]) -> str:
    counts = {one: sum(f.severity is one for f in findings) for one in FindingSeverity}
    return ", ".join(
        f"{number} {severity}{'' if number == 1 else 's'}" for severity, number in counts.items()
    )


def _size(facility: Facility) -> str:
    layout = facility.layout
    return (
        f"{len(layout.nodes)} nodes, {len(layout.edges)} edges, {len(layout.stations)} stations, "
        f"{len(facility.fleet)} vehicles"
    )


def _inspection(seen: Inspection) -> dict[str, Any]:
    return {
        "file": seen.path.name,
        "usable": seen.facility is not None,
        "findings": [
            {
                "severity": str(one.severity),
                "file": one.file,
                "element": one.element,
                "reason": one.reason,
                "code": one.code,
            }
            for one in seen.findings
        ],
    }
