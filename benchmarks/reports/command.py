"""``fleet bench reports``: what it costs the dispatcher to hear a large fleet."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer


def bench_reports(
    vehicles: Annotated[int, typer.Option(min=4, max=2000, help="That report.")] = 1000,
    rate: Annotated[float, typer.Option(min=0.5, max=20.0, help="Reports of each, a second.")] = 5,
    duration: Annotated[float, typer.Option(min=1.0, max=3600.0, help="Measured, s.")] = 60.0,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")] = False,
) -> None:
    """A real dispatcher hears a fleet at rest: who is lost in vain, how old reports get, cost."""
    from benchmarks.reports.load import measured  # noqa: PLC0415 - ROS: seconds

    load = measured(vehicles, rate, duration)
    if as_json:
        print(json.dumps(asdict(load), indent=1))
        return
    age, share = load.age_s, load.cpu_share
    print(f"{load.vehicles} vehicles, {load.reports_per_s:g} reports a second for {load.seconds} s")
    print(f"declared lost in vain: {len(load.lost)} {', '.join(load.lost[:5])}".rstrip())
    print(f"while all of them were taken up reports got {load.taken_up_s} s old")
    print(f"age of reports in the fleet's state, s: p50 {age['p50']}, p99 {age['p99']}, "
          f"max {age['max']}; {load.states_per_s} states a second")  # fmt: skip
    print(f"dispatcher {share['dispatcher']} of a core, the speaker {share['fleet']}")
