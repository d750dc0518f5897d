"""``fleet bench encounters``: warnings in time and in vain, beside a tuned radius."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from fleet_core.model.errors import InputError


def bench_encounters(
    seeds: Annotated[str, typer.Option(help="First and last seed: A..B.")] = "1..60",
    tuning: Annotated[int, typer.Option(min=12, help="Seeds that tune the radius.")] = 60,
    noise: Annotated[float, typer.Option(min=0.01, max=2.0, help="Of positions, m.")] = 0.15,
    delay: Annotated[float, typer.Option(min=0.0, max=0.5, help="Of sensors, s.")] = 0.2,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")] = False,
) -> None:
    """Generated encounters of a truck with people who do not react."""
    from benchmarks.encounters.measure import (  # noqa: PLC0415 - numba, scipy: seconds
        TUNING_SEEDS,
        encounters,
        results,
        tuned_radius_m,
    )

    first, last = _seeds(seeds)
    tuned_on = encounters(range(TUNING_SEEDS, TUNING_SEEDS + tuning), noise, delay)
    radius_m = tuned_radius_m(tuned_on)
    found = results(encounters(range(first, last + 1), noise, delay), radius_m, noise, delay)
    if as_json:
        print(json.dumps(found, indent=1))
        return
    print(f"{found['dangerous']} dangerous, {found['harmless']} harmless encounters")
    for name, method in found["methods"].items():
        print(
            f"{name:8} in time {method['warned_in_time']} (recall {method['recall']}), "
            f"nuisance {method['nuisance']}, lead {method['lead_time_s']['median']} s"
        )


def _seeds(text: str) -> tuple[int, int]:
    first, dots, last = text.partition("..")
    if not (dots and first.isdigit() and last.isdigit() and int(first) <= int(last) < 1_000_000):
        raise InputError(f"--seeds {text}: A..B is expected, with 0 <= A <= B < 1000000")
    return int(first), int(last)
