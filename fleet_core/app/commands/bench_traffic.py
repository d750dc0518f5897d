"""``fleet bench traffic``: simulated shifts with many vehicles and delays, in one table."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fleet_core.app.commands.disturbance_options import Closures, Faults
from fleet_core.model.errors import InputError

if TYPE_CHECKING:
    from fleet_core.app.simulation_run import Shift

PARKING = "parking"

COLUMNS = {
    "layout": "layout",
    "vehicles": "vehicles",
    "delays": "delays",
    "faults": "faults",
    "closures": "closures",
    "piece_m": "piece m",
    "seed": "seed",
    "orders_done": "done",
    "throughput_per_h": "per hour",
    "lead_mean_s": "lead s",
    "waiting_share": "waiting",
    "collisions": "collisions",
    "deadlocks": "deadlocks",
    "replans": "plans",
    "plan_p95_ms": "step p95 ms",
    "wall_s": "wall s",
}


def bench_traffic(  # noqa: PLR0913, PLR0917 - one for each option
    layouts: Annotated[list[str], typer.Argument(help="Plants, or layout files.")],
    vehicles: Annotated[
        str, typer.Option(help="Numbers, or 'parking': as many as parking places; comma between.")
    ] = "",
    delays: Annotated[str, typer.Option(help="Shares of legs that take longer.")] = "0",
    faults: Faults = 0.0,
    closures: Closures = 0.0,
    pieces: Annotated[
        str, typer.Option(help="Lanes are cut into pieces of so many metres at most.")
    ] = "3",
    seeds: Annotated[str, typer.Option(help="Seeds, comma between.")] = "1",
    duration: Annotated[float, typer.Option(min=1.0, help="Simulated seconds of each.")] = 3600.0,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Simulate every combination; a row each. Collisions and deadlocks are counted, not hidden."""
    from fleet_core.app.shifts import disturbed, shift_of  # noqa: PLC0415 - numba, scipy: seconds

    delay_shares = _numbers(delays, "--delays", 0.0, 1.0)
    piece_lengths_m = _numbers(pieces, "--pieces", 0.1, 1e6)
    seed_numbers = [int(seed) for seed in _numbers(seeds, "--seeds", 0, 2**31)]
    rows: list[dict[str, Any]] = []
    for layout in layouts:
        counts = _counts(layout, vehicles)
        for count, share, piece_m, seed in product(
            counts, delay_shares, piece_lengths_m, seed_numbers
        ):
            shift = shift_of(layout, None, count, share, duration, seed)
            shift = replace(disturbed(shift, faults, closures), piece_m=piece_m)
            rows.append(_row(shift, share))
            if not as_json:
                _show(rows[-1], is_first=len(rows) == 1)
    if as_json:
        typer.echo(json.dumps(rows, indent=1))


def _show(row: dict[str, Any], is_first: bool) -> None:
    if is_first:
        typer.echo("| " + " | ".join(COLUMNS.values()) + " |")
        typer.echo("|" + " --- |" * len(COLUMNS))
    typer.echo("| " + " | ".join(str(row[key]) for key in COLUMNS) + " |")


def _row(shift: Shift, delays: float) -> dict[str, Any]:
    from fleet_core.app.simulation_run import SimulationRun  # noqa: PLC0415

    results = SimulationRun(shift).run(lambda _now_s: None)
    return {
        **results,
        "delays": delays,
        "piece_m": shift.piece_m,
        "lead_mean_s": results["lead_time_s"]["mean"],
        "plan_p95_ms": results["plan_ms"]["p95"],
    }


def _counts(layout: str, vehicles: str) -> list[int | None]:
    """Sizes of the fleet; None: its own."""
    from fleet_core.layouts import load_facility  # noqa: PLC0415
    from fleet_core.model.facility import StationKind  # noqa: PLC0415

    counts: list[int | None] = []
    for word in vehicles.split(",") if vehicles else []:
        if word.strip() == PARKING:
            counts.append(len(load_facility(layout).facility.stations_of(StationKind.PARKING)))
        else:
            counts.append(int(_numbers(word, "--vehicles", 1, 100_000)[0]))
    return counts or [None]


def _numbers(text: str, option: str, low: float, high: float) -> list[float]:
    """Raises InputError for what is no list of numbers."""
    try:
        numbers = [float(word) for word in text.split(",")]
    except ValueError:
        numbers = []
    if not numbers or not all(low <= number <= high for number in numbers):
        raise InputError(f"{option} {text!r}: expected numbers from {low:g} to {high:g}")
    return numbers
