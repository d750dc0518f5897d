"""``fleet bench encounters``: warnings in time and in vain, beside what is sold today."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from fleet_core.model.errors import InputError


def bench_encounters(  # noqa: PLR0913, PLR0917 - one for each option
    seeds: Annotated[str, typer.Option(help="First and last seed: A..B.")] = "1..120",
    tracks: Annotated[
        Path | None, typer.Option(help="People's recorded tracks (t_s,id,class,x_m,y_m).")
    ] = None,
    tuning: Annotated[int, typer.Option(min=16, help="Seeds that tune the baselines.")] = 120,
    noise: Annotated[float, typer.Option(min=0.01, max=2.0, help="Of positions, m.")] = 0.15,
    delay: Annotated[float, typer.Option(min=0.0, max=0.5, help="Of sensors, s.")] = 0.2,
    plain: Annotated[bool, typer.Option(help="Noise, latency and 5 % loss only.")] = False,
    hours: Annotated[
        float, typer.Option(min=0.0, max=24.0, help="On whom tracks stay: simulated, h.")
    ] = 0.1,
    jobs: Annotated[int, typer.Option(min=1, max=64, help="Processes at once.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")] = False,
) -> None:
    """Encounters of a truck with people who do not react: generated, or recorded people."""
    from benchmarks.encounters.identity import identity  # noqa: PLC0415 - numba, scipy: seconds
    from benchmarks.encounters.measure import TUNING_SEEDS, encounters, results  # noqa: PLC0415
    from benchmarks.encounters.recordings import recording  # noqa: PLC0415
    from benchmarks.encounters.sensors import SensorErrors  # noqa: PLC0415
    from benchmarks.encounters.sensors import plain as only_plain  # noqa: PLC0415

    first, last = _seeds(seeds)
    record = recording(tracks) if tracks is not None else None
    errors = only_plain(noise, delay) if plain else SensorErrors(noise, delay)
    tuned_on = encounters(range(TUNING_SEEDS, TUNING_SEEDS + tuning), errors, record, jobs)
    found = results(encounters(range(first, last + 1), errors, record, jobs), tuned_on, errors)
    found |= {"wrong_bindings_per_h": None, "switches_per_person_h": None}
    if hours > 0.0:
        kept = identity(first, 3600.0 * hours, errors)
        found["wrong_bindings_per_h"] = kept.wrong_bindings_per_h
        found["switches_per_person_h"] = kept.switches_per_person_h
    if as_json:
        print(json.dumps(found, indent=1))
        return
    print(
        f"{found['dangerous']} dangerous, {found['unwarnable']} not to be warned of, "
        f"{found['harmless']} harmless encounters"
    )
    for name, method in found["methods"].items():
        print(
            f"{name:16} in time {method['warned_in_time']} (recall {method['recall']}), "
            f"nuisance {method['nuisance']}, lead {method['lead_time_s']['median']} s, "
            f"in band {method['in_band_share']}"
        )
    print(
        f"raised again {found['methods']['fleet']['flicker_share']}, wrong bindings an hour "
        f"{found['wrong_bindings_per_h']}, switches a person and hour "
        f"{found['switches_per_person_h']}"
    )


def _seeds(text: str) -> tuple[int, int]:
    first, dots, last = text.partition("..")
    if not (dots and first.isdigit() and last.isdigit() and int(first) <= int(last) < 1_000_000):
        raise InputError(f"--seeds {text}: A..B is expected, with 0 <= A <= B < 1000000")
    return int(first), int(last)
