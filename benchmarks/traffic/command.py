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
AMONG_PEOPLE = {
    "people": "people",
    "manned": "manned",
    "contacts": "contacts",
    "contacts_at_fault": "at fault",
    "throughput_kept": "throughput kept",
    "lead_longer": "lead longer",
}
"""More columns: the last two are shares of the same shift with nobody."""


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
    people: Annotated[
        int, typer.Option(min=0, max=400, help="Each once more with so many people.")
    ] = 0,
    manned: Annotated[int, typer.Option(min=0, max=100, help="And so many manned forklifts.")] = 0,
    local: Annotated[str, typer.Option(help="How vehicles drive, as of `fleet sim`.")] = "profile",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Simulate every combination; a row each. Collisions, deadlocks and contacts are counted, not
    hidden."""
    from fleet_core.app.local_motion import checked_local  # noqa: PLC0415 - numba, scipy: seconds
    from fleet_core.app.shifts import disturbed, peopled, shift_of  # noqa: PLC0415 - the same

    delay_shares = _numbers(delays, "--delays", 0.0, 1.0)
    piece_lengths_m = _numbers(pieces, "--pieces", 0.1, 1e6)
    seed_numbers = [int(seed) for seed in _numbers(seeds, "--seeds", 0, 2**31)]
    crowds = [(0, 0), (people, manned)] if people + manned else [(0, 0)]
    columns = COLUMNS | (AMONG_PEOPLE if people + manned else {})
    checked_local(local)
    rows: list[dict[str, Any]] = []
    for layout in layouts:
        counts = _counts(layout, vehicles)
        for count, share, piece_m, seed, crowd in product(
            counts, delay_shares, piece_lengths_m, seed_numbers, crowds
        ):
            shift = shift_of(layout, None, count, share, duration, seed)
            shift = replace(disturbed(shift, faults, closures), piece_m=piece_m, local=local)
            row = _row(peopled(shift, *crowd), share) if sum(crowds[-1]) else _row(shift, share)
            rows.append(row | _compared(row, rows[-1] if sum(crowd) else row))
            if not as_json:
                _show(rows[-1], columns, is_first=len(rows) == 1)
    if as_json:
        typer.echo(json.dumps(rows, indent=1))


def _compared(row: dict[str, Any], empty: dict[str, Any]) -> dict[str, Any]:
    """Of what the same shift does with nobody on the floor."""
    done, lead_s = empty["orders_done"], empty["lead_mean_s"]
    same = lead_s and row["lead_mean_s"]
    return {
        "throughput_kept": round(row["orders_done"] / done, 3) if done else None,
        "lead_longer": round(row["lead_mean_s"] / lead_s, 3) if same else None,
    }


def _show(row: dict[str, Any], columns: dict[str, str], is_first: bool) -> None:
    if is_first:
        typer.echo("| " + " | ".join(columns.values()) + " |")
        typer.echo("|" + " --- |" * len(columns))
    typer.echo("| " + " | ".join(str(row.get(key, 0)) for key in columns) + " |")


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
