"""``fleet layout generate``: plants by rule, written as LIF, facility and scenario."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from fleet_core.model.facility import Facility
    from fleet_core.model.scenario import Scenario

app = typer.Typer(help="Draw a plant by rule.", no_args_is_help=True)

Out = Annotated[
    Path, typer.Option(help="The LIF to write, NAME.lif.json; facility and scenario go beside it.")
]
Vehicles = Annotated[int, typer.Option(help="Size of the fleet; orders grow with it.")]
FieldVehicles = Annotated[
    int | None,
    typer.Option(
        help="Size of the fleet; orders, parking places and chargers grow with it. Default 12 for "
        "streets, five for every twelve places in the racks of a warehouse."
    ),
]
Rows = Annotated[int | None, typer.Option(help="Streets along x, an even number; default 4.")]
Columns = Annotated[int | None, typer.Option(help="Streets along y, an even number; default 4.")]
Pitch = Annotated[float | None, typer.Option(help="Metres from street to street; default 14.4.")]
AislesOption = Annotated[int | None, typer.Option(help="A warehouse with this many rack aisles.")]
BaysOption = Annotated[int | None, typer.Option(help="Places in each rack aisle; default 20.")]


@app.command("bottling_hall")
def bottling_hall(out: Out, vehicles: Vehicles = 12) -> None:
    """A beverage plant: docks, blocks, two packaging lines; forklifts, AMRs, tuggers."""
    from fleet_core.layouts.generate import bottling_hall as plant  # noqa: PLC0415

    _write(plant.bottling_hall(vehicles), out)


@app.command("parts_warehouse")
def parts_warehouse(out: Out, vehicles: Vehicles = 12) -> None:
    """An assembly plant's warehouse: racks, shelves, kitting, line-side buffers."""
    from fleet_core.layouts.generate import parts_warehouse as plant  # noqa: PLC0415

    _write(plant.parts_warehouse(vehicles), out)


@app.command("grid")
def grid(
    out: Out,
    rows: Rows = None,
    columns: Columns = None,
    pitch: Pitch = None,
    aisles: AislesOption = None,
    bays: BaysOption = None,
    vehicles: FieldVehicles = None,
) -> None:
    """A field of any size for AMRs: one-way streets (--rows, --columns, --pitch), or a rack
    warehouse (--aisles, --bays)."""
    from fleet_core.layouts.generate import grid as streets  # noqa: PLC0415
    from fleet_core.layouts.generate import warehouse as racks  # noqa: PLC0415
    from fleet_core.model.errors import LayoutError  # noqa: PLC0415

    shape = {"rows": rows, "columns": columns, "pitch_m": pitch}
    given = {option: value for option, value in shape.items() if value is not None}
    if aisles is None and bays is None:
        fleet = 12 if vehicles is None else vehicles
        _write(streets.grid(vehicles=fleet, **given), out)  # type: ignore[arg-type]
    elif given:
        raise LayoutError(
            "generate: --aisles and --bays make a warehouse, --rows, --columns and --pitch a field "
            "of streets; expected one or the other"
        )
    else:
        aisles, bays = 6 if aisles is None else aisles, 20 if bays is None else bays
        _write(racks.warehouse(aisles, bays, vehicles), out)


@app.command("lattice")
def lattice(
    out: Out,
    rows: Annotated[int, typer.Option(help="Nodes along y.")] = 10,
    columns: Annotated[int, typer.Option(help="Nodes along x.")] = 10,
    pitch: Annotated[float, typer.Option(help="Metres from node to node.")] = 2.0,
) -> None:
    """Bare nodes and two-way lanes in rows and columns, for benchmarks of planning."""
    from fleet_core.layouts.generate import lattice as nodes  # noqa: PLC0415

    _write(nodes.lattice(rows, columns, pitch), out)


def _write(plant: tuple[Facility, Scenario], out: Path) -> None:
    from fleet_core.layouts.facility_file import write_plant  # noqa: PLC0415

    facility, scenario = plant
    written = write_plant(facility, scenario, out)
    layout = facility.layout
    typer.echo(
        f"{facility.name}: {len(layout.nodes)} nodes, {len(layout.edges)} edges, "
        f"{len(layout.stations)} stations, {len(facility.fleet)} vehicles"
    )
    for path in written:
        typer.echo(f"wrote {path}")
