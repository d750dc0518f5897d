"""``fleet bench idle``: what a fleet with nothing to do costs of a core."""

from __future__ import annotations

import json
from time import process_time
from typing import Annotated

import typer

from fleet_core.model.errors import InputError


def bench_idle(
    layout: Annotated[str, typer.Argument(help="A plant's name, or a layout file.")],
    vehicles: Annotated[
        int | None, typer.Option(min=1, help="How many vehicles; without: the plant's own.")
    ] = None,
    seconds: Annotated[float, typer.Option(help="Seconds of the plant's time.")] = 60.0,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Let all vehicles park, then measure the controller's steps, two a second."""
    if not 0.0 < seconds < float("inf"):
        raise InputError(f"--seconds is {seconds:g}; it must be above 0 and finite")
    from benchmarks.idle.measure import measure_idle  # noqa: PLC0415 - numba, scipy: seconds
    from fleet_core.layouts import assume_fleet, load_facility  # noqa: PLC0415

    facility = assume_fleet(load_facility(layout).facility, vehicles)
    figures = measure_idle(facility, seconds, process_time)
    if as_json:
        typer.echo(json.dumps(figures, indent=1))
        return
    step_ms = figures["step_ms"]
    typer.echo(
        f"{figures['vehicles']} idle vehicles on {figures['nodes']} nodes, "
        f"{figures['edges']} edges: {100.0 * figures['core_share']:.2f} % of a core"
    )
    typer.echo(f"step p50 {step_ms['p50']:.2f} ms   p95 {step_ms['p95']:.2f} ms")
