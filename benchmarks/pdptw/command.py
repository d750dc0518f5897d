"""``fleet bench pdptw``: routes for an instance of Li and Lim's benchmark."""

from __future__ import annotations

import json
from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer

from fleet_core.model.errors import InputError


def bench_pdptw(
    instance_file: Annotated[Path, typer.Argument(metavar="INSTANCE", help="A Li & Lim file.")],
    time_s: Annotated[float, typer.Option("--time", help="Seconds to search.")] = 20.0,
    seed: Annotated[int, typer.Option(min=0, help="Of everything that is drawn by lot.")] = 1,
    cores: Annotated[int, typer.Option(min=1, max=64, help="Searches side by side.")] = 2,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    out: Annotated[Path | None, typer.Option(help="File for the routes, a line each.")] = None,
) -> None:
    """Find few routes, then short ones, and check them from outside."""
    if not 0.0 < time_s < float("inf"):
        raise InputError(f"--time is {time_s:g} s; it must be above 0 and finite")
    import numpy as np  # noqa: PLC0415 - numba takes seconds

    from benchmarks.pdptw.li_lim import problem_of, read_instance, write_routes  # noqa: PLC0415
    from benchmarks.pdptw.route_check import length_of, route_faults  # noqa: PLC0415
    from fleet_core.dispatch.routing.routes import node_lists  # noqa: PLC0415
    from fleet_core.dispatch.routing.solver import Schedule, solve  # noqa: PLC0415
    from fleet_core.dispatch.routing.warm_up import warm_up  # noqa: PLC0415

    instance = read_instance(instance_file)
    problem = problem_of(instance)
    warm_up()
    began_s = perf_counter()
    found = solve(problem, np.random.default_rng(seed), Schedule(time_s, perf_counter, cores))
    seconds = perf_counter() - began_s
    routes = [route for route in node_lists(found) if route]
    faults = list(route_faults(instance, routes))
    result = {
        "instance": instance.name,
        "routes": len(routes),
        "distance": round(length_of(instance, routes), 4),
        "seconds": round(seconds, 3),
        "feasible": not faults,
        "seed": seed,
    }
    if out is not None:
        write_routes(out, routes)
    if as_json:
        typer.echo(json.dumps(result, indent=1))
        return
    typer.echo(
        f"{instance.name}: {len(routes)} routes, distance {result['distance']:.4f}, "
        f"{seconds:.2f} s, {'feasible' if not faults else 'NOT feasible'}"
    )
    for fault in faults:
        typer.echo(fault)
