"""``fleet bench nmpc``: how long one plan takes, beside ipopt and fatrop."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from fleet_core.model.vehicle_type import Kinematics


def bench_nmpc(
    vehicles: Annotated[int, typer.Option(min=1, max=2000, help="That plan in one call.")] = 100,
    objects: Annotated[
        int, typer.Option(min=0, max=8, help="Moving objects near each vehicle.")
    ] = 6,
    kinematics: Annotated[Kinematics, typer.Option(help="Of the vehicles.")] = (
        Kinematics.DIFFERENTIAL
    ),
    seed: Annotated[int, typer.Option(min=0, help="Of the objects' ways.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Drive vehicles among moving objects, in one thread, and time their plans."""
    from benchmarks.nmpc.measure import measure_nmpc  # noqa: PLC0415 - casadi, numba: seconds

    figures = measure_nmpc(kinematics, vehicles, objects, seed)
    if as_json:
        typer.echo(json.dumps(figures, indent=1))
        return
    solve_ms, away = figures["solve_ms"], figures["first_input_away"]
    typer.echo(
        f"{figures['solves']} plans of a {kinematics.value} vehicle, {objects} objects, "
        f"{figures['discs']} discs"
    )
    typer.echo(
        f"one plan p50 {solve_ms['p50']:.3f} ms   p95 {solve_ms['p95']:.3f} ms   "
        f"p99 {solve_ms['p99']:.3f} ms   max {solve_ms['max']:.3f} ms"
    )
    typer.echo(
        f"fatrop {figures['fatrop_ms']:.2f} ms ({figures['ratio_fatrop']:.0f} times)   "
        f"ipopt {figures['ipopt_ms']:.2f} ms ({figures['ratio_ipopt']:.0f} times)"
    )
    typer.echo(f"first input, converged, from ipopt's: p50 {away['p50']:g}   p90 {away['p90']:g}")
    cold = figures["cold"]
    typer.echo(
        f"first plans: {cold['failed']} of {cold['starts']} failed; "
        f"fatrop: {cold['fatrop_failed']} of {cold['fatrop_compared']}"
    )
    typer.echo(f"vehicles at 10 Hz on 80 % of a core: {figures['vehicles_per_core_10hz']}")
