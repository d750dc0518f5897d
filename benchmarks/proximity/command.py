"""``fleet bench proximity``: how fast people are followed and warned of."""

from __future__ import annotations

import json
import time
from typing import Annotated, Any

import typer


def bench_proximity(
    objects: Annotated[int, typer.Option(min=1, max=500, help="People on the floor.")] = 200,
    vehicles: Annotated[int, typer.Option(min=1, max=200, help="AGVs among them.")] = 40,
    rate: Annotated[float, typer.Option(min=1.0, max=50.0, help="Pictures a second.")] = 20.0,
    duration: Annotated[float, typer.Option(min=1.0, max=600.0, help="Measured, s.")] = 20.0,
    ros: Annotated[bool, typer.Option(help="Through the real node as well.")] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")] = False,
) -> None:
    """Fusion and risk on one core, and a sensor's message to the warning's through ROS."""
    from benchmarks.proximity.compute import computed, quantiles  # noqa: PLC0415 - numba: seconds
    from benchmarks.proximity.load import plant  # noqa: PLC0415

    work = computed(objects, vehicles, rate, duration, time.process_time)
    found: dict[str, Any] = {
        "latency_ms": None,
        "compute_ms": quantiles(work.step_ms),
        "objects": objects,
        "vehicles": vehicles,
        "rate_hz": rate,
        "cpu_share": round(sum(work.step_ms) / 1000.0 / duration, 3),
        "tracks": work.tracks,
        "warnings": work.warnings,
    }
    if ros:
        from benchmarks.proximity.through_ros import heard  # noqa: PLC0415 - ROS

        through = heard(plant(vehicles), objects, rate, duration)
        found["latency_ms"] = quantiles(through.latency_ms)
        found["cpu_share"] = round(through.cpu_share, 3)
        found["unanswered"] = through.unanswered
    if as_json:
        print(json.dumps(found, indent=1))
        return
    print(f"{objects} people, {vehicles} AGVs, {rate:g} a second: {found['tracks']} tracks, "
          f"{found['warnings']} warnings")  # fmt: skip
    for name in ("compute_ms", "latency_ms"):
        if found[name] is not None:
            print(f"{name:11} p50 {found[name]['p50']:7.2f}   p99 {found[name]['p99']:7.2f}")
    print(f"cpu_share   {found['cpu_share']:.3f} of a core")
