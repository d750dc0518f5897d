"""``fleet bench scenes``: one vehicle among many others on an open floor."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from benchmarks.roadmap.command import seed_range
from benchmarks.scenes.steering import Method


class PredictionSource(StrEnum):
    """Of the others."""

    SHARED = "shared"
    NOISY = "noisy"


class WheelKinematics(StrEnum):
    """Its wheels."""

    DIFFERENTIAL = "differential"
    TRICYCLE = "tricycle"


def bench_scenes(  # noqa: PLR0913, PLR0917 - options of a command
    seeds: Annotated[
        str, typer.Option(help="First and last seed: 2000..2099, or one number.")
    ] = "2000..2019",
    method: Annotated[Method, typer.Option(help="Who steers.")] = Method.RTI,
    predictions: Annotated[
        PredictionSource, typer.Option(help="Shared plans, or late and noisy observations.")
    ] = PredictionSource.SHARED,
    vehicle: Annotated[
        WheelKinematics, typer.Option(help="Its wheels.")
    ] = WheelKinematics.DIFFERENTIAL,
    brake: Annotated[
        bool, typer.Option("--brake/--no-brake", help="With the braking supervisor.")
    ] = True,
    crowd: Annotated[
        int, typer.Option(min=0, max=200, help="Instead: so many vehicles that share their plans.")
    ] = 0,
    seconds: Annotated[float, typer.Option(min=1.0, help="Of a crowd's time.")] = 120.0,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    trace: Annotated[
        Path | None,
        typer.Option(help="Write all poses, 100 a second, to this CSV file; footprints beside it."),
    ] = None,
) -> None:
    """Cross 20 m among 22 others who make no room."""
    from benchmarks.scenes.measure import (  # noqa: PLC0415 - numba: seconds
        SceneOptions,
        run_crowds,
        run_scenes,
    )

    chosen = SceneOptions(method, predictions is PredictionSource.NOISY, vehicle.value, brake)
    if crowd:
        result = run_crowds(seed_range(seeds), chosen, crowd, seconds, trace)
    else:
        result = run_scenes(seed_range(seeds), chosen, trace)
    if as_json:
        typer.echo(json.dumps(result, indent=1))
        return
    for key, value in result.items():
        typer.echo(f"{key}: {value}")
