#!/usr/bin/env python3
"""What `fleet sim` gives for some layouts and seeds, as JSON without wall times. Run before and
after a change that must not change behaviour, and compare the two files with diff.

    scripts/sim_digest.py --seeds 1 2 3 --duration 1800 bottling_hall office.building.yaml > before
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from fleet_core.app.shifts import shift_of
from fleet_core.app.simulation_run import SimulationRun

_WALL = ("wall_s", "_ms")
"""What these are part of the name of depends on the machine."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("layouts", nargs="+", help="plants by name, or layout files")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--duration", type=float, default=1800.0, help="simulated seconds")
    asked = parser.parse_args()
    digests = {
        f"{Path(layout).name} {seed}": digest(layout, seed, asked.duration)
        for layout in asked.layouts
        for seed in asked.seeds
    }
    print(json.dumps(digests, indent=1))


def digest(layout: str, seed: int, duration_s: float) -> dict[str, Any]:
    """The results of one shift that depend on its seed alone, and a hash of every pose in it."""
    with tempfile.TemporaryDirectory() as folder:
        trace = Path(folder) / "poses.csv"
        shift = replace(shift_of(layout, None, None, None, duration_s, seed, None), trace=trace)
        results = SimulationRun(shift).run(lambda _now_s: None)
        poses = hashlib.sha256(trace.read_bytes()).hexdigest()
    kept = {key: value for key, value in results.items() if not any(w in key for w in _WALL)}
    return {**kept, "poses_sha256": poses}


if __name__ == "__main__":
    main()
