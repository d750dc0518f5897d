"""``fleet bench docking``: a long forklift backs into a slot of a narrow aisle, from random starts.

Each trajectory is then driven by the local planner, on poses with 5 mm and 0.3 degrees of noise.
"""

from __future__ import annotations

import json
from math import ceil, degrees
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from benchmarks.docking.measure import Docking


def bench_docking(
    starts: Annotated[int, typer.Option(min=1, max=10_000, help="Random starts.")] = 200,
    seed: Annotated[int, typer.Option(min=0, help="Of the starts.")] = 1,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON, and of what failed nothing more.")
    ] = False,
) -> None:
    """Plan manoeuvres, prove each between its nodes, and time them (programs built before)."""
    from benchmarks.docking.measure import dockings, warm_up  # noqa: PLC0415 - numba: seconds

    warm_up()
    found = list(dockings(starts, seed, perf_counter, process_time))
    result = summary(seed, found)
    if as_json:
        typer.echo(json.dumps(result, indent=1))
        return
    for number, docking in enumerate(found):
        if docking.trouble:
            typer.echo(f"start {number}: {docking.trouble}")
    for key, value in result.items():
        typer.echo(f"{key}: {value}")


def summary(seed: int, found: list[Docking]) -> dict[str, Any]:
    """The numbers of all starts together."""
    good = [one for one in found if one.verified]
    driven = [one.tracked for one in good if one.tracked is not None]
    return {
        "starts": len(found),
        "seed": seed,
        "verified_share": round(len(good) / len(found), 4),
        "solve_ms": spread([1e3 * one.solve_s for one in found]),
        # The same without what other programs took of the machine meanwhile.
        "processor_ms": spread([1e3 * one.work_s for one in found]),
        "first_try_share": round(sum(one.tries == 1 for one in good) / len(found), 4),
        "end_error": {
            "p50_m": round(quantile(sorted(one.end_m for one in driven), 0.5), 4),
            "p99_m": round(quantile(sorted(one.end_m for one in driven), 0.99), 4),
            "p99_deg": round(degrees(quantile(sorted(one.end_rad for one in driven), 0.99)), 3),
        }
        if driven
        else None,
        "arrived_share": round(sum(one.arrived for one in driven) / max(1, len(driven)), 4),
        "touched": sum(one.free_m <= 0.0 for one in driven),
        "mean_duration_s": round(sum(one.duration_s for one in good) / max(1, len(good)), 2),
        "mean_reversals": round(sum(one.reversals for one in good) / max(1, len(good)), 2),
    }


def spread(values: list[float]) -> dict[str, float]:
    """Middle, 95 of 100, and the greatest."""
    rising = sorted(values)
    return {
        name: round(quantile(rising, share), 1)
        for name, share in (("p50", 0.5), ("p95", 0.95), ("max", 1.0))
    }


def quantile(rising: list[float], share: float) -> float:
    """The least value that ``share`` of all do not exceed."""
    return rising[max(0, ceil(share * len(rising) - 1e-9) - 1)]
