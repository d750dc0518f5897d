"""``python -m tests.campaign.soak``: days of a plant with disturbances, and what they come to.

Once a simulated hour: memory of the process, objects of the product's own classes, open orders,
collisions, deadlocks. What could not be simulated within ``--minutes`` is left out, and said.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
import time
from pathlib import Path
from typing import Any

import psutil

from fleet_core.app.shifts import disturbed, shift_of
from fleet_core.app.simulation_run import SimulationRun

HOUR_S = 3600.0
FAULTS_PER_H, CLOSURES_PER_H, DELAYS = 4.0, 2.0, 0.1
"""As many as the plants can bear: with more, open orders pile up, and with them memory."""
VEHICLES = {"bottling_hall": 20}
"""Its own twelve have hardly time for all of its orders, and fall behind when disturbed."""
WARM_H = 4
"""Until then caches fill: memory is compared with what it was after so many hours."""


class _EnoughError(Exception):
    """The time is over."""


def objects() -> int:
    """How many objects of the product's own classes there are."""
    gc.collect()
    modules = (str(type(each).__module__) for each in gc.get_objects())
    return sum(module.startswith(("fleet_core.", "planner.")) for module in modules)


def soak(layout: str, hours: float, seed: int, minutes: float) -> dict[str, Any]:
    """Samples, one a simulated hour, and their sum."""
    shift = shift_of(layout, None, VEHICLES.get(layout), DELAYS, hours * HOUR_S, seed)
    run = SimulationRun(disturbed(shift, FAULTS_PER_H, CLOSURES_PER_H))
    samples: list[dict[str, float]] = []
    ends_s = time.monotonic() + 60.0 * minutes

    def look(now_s: float) -> None:
        if now_s >= HOUR_S * (len(samples) + 1):
            samples.append(
                {
                    "hour": round(now_s / HOUR_S, 2),
                    "memory_mb": round(psutil.Process().memory_info().rss / 1e6, 1),
                    "objects": objects(),
                    "open_orders": run.open_orders,
                    "collisions": run.collisions.count,
                    "deadlocks": run.deadlocks.count,
                }
            )
            print(f"soak: {samples[-1]}", file=sys.stderr, flush=True)
        if time.monotonic() > ends_s:
            raise _EnoughError

    began_s = time.monotonic()
    try:
        run.run(look)
    except _EnoughError:
        print("soak: the time is over", file=sys.stderr)
    warm = [each for each in samples if each["hour"] >= WARM_H]
    grown = warm[-1]["memory_mb"] - warm[0]["memory_mb"] if len(warm) > 1 else None
    return {
        "layout": layout,
        "seed": seed,
        "hours": samples[-1]["hour"] if samples else 0.0,
        "hours_asked": hours,
        "collisions": run.collisions.count,
        "deadlocks": run.deadlocks.count,
        "memory_grown_mb": None if grown is None else round(grown, 1),
        "wall_min": round((time.monotonic() - began_s) / 60.0, 1),
        "samples": samples,
    }


def main() -> int:
    words = argparse.ArgumentParser(prog="soak", description=__doc__)
    words.add_argument("layout")
    words.add_argument("--hours", type=float, default=72.0)
    words.add_argument("--minutes", type=float, default=240.0, help="of real time, at most")
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--json", type=Path, required=True)
    asked = words.parse_args()
    found = soak(asked.layout, asked.hours, asked.seed, asked.minutes)
    asked.json.write_text(json.dumps(found, indent=1))
    print(json.dumps({key: value for key, value in found.items() if key != "samples"}))
    return 1 if found["collisions"] or found["deadlocks"] else 0


if __name__ == "__main__":
    sys.exit(main())
