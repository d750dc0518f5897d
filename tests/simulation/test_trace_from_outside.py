"""A shift as a stranger would check it: the command, its files, and geometry of our own."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray

Body = NDArray[np.float64]


def run_sim(folder: Path, *words: str) -> dict[str, object]:
    """`fleet sim` in a process of its own."""
    program = "from fleet_core.app.cli import main; main()"
    out = folder / "out.json"
    done = subprocess.run(
        [sys.executable, "-P", "-c", program, "sim", *words, "-q", "--json", str(out)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    result: dict[str, object] = json.loads(out.read_text())
    return result


def frames(trace: Path) -> dict[str, dict[str, tuple[float, float, float, bool]]]:
    """By time, by vehicle: x, y, heading, loaded."""
    times: dict[str, dict[str, tuple[float, float, float, bool]]] = defaultdict(dict)
    with trace.open(newline="") as file:
        for row in csv.DictReader(file):
            pose = (float(row["x_m"]), float(row["y_m"]), float(row["heading_rad"]))
            times[row["t_s"]][row["vehicle"]] = (*pose, row["loaded"] == "1")
    return times


def polygon(outline: Body, x: float, y: float, heading: float) -> shapely.Polygon:
    c, s = np.cos(heading), np.sin(heading)
    return shapely.Polygon(outline @ np.array([[c, s], [-s, c]]) + [x, y])


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("plant", ["bottling_hall", "parts_warehouse"])
def test_no_two_bodies_of_a_trace_overlap_and_nobody_jumps(plant: str, tmp_path: Path) -> None:
    trace = tmp_path / "poses.csv"
    words = (plant, "--duration", "600", "--seed", "21", "--delays", "0.2", "--trace", str(trace))
    result = run_sim(tmp_path, *words)
    footprints = json.loads((tmp_path / "poses.json").read_text())["footprints"]
    outlines = {
        (name, load == "loaded"): np.array(corners)
        for name, both in footprints.items()
        for load, corners in both.items()
    }
    before: dict[str, tuple[float, float, float, bool]] = {}
    seen = frames(trace)
    for time, vehicles in seen.items():
        assert len(vehicles) == result["vehicles"]
        for name, (x, y, _, _) in vehicles.items():
            was = before.get(name, vehicles[name])
            assert np.hypot(x - was[0], y - was[1]) < 0.3, (time, name)  # 10 Hz, 2.2 m/s at most
        for first, second in combinations(vehicles, 2):
            one, two = vehicles[first], vehicles[second]
            if np.hypot(one[0] - two[0], one[1] - two[1]) < 6.0:
                bodies = [
                    polygon(outlines[name, pose[3]], *pose[:3])
                    for name, pose in ((first, one), (second, two))
                ]
                assert bodies[0].intersection(bodies[1]).area < 1e-6, (time, first, second)
        before = vehicles
    assert len(seen) >= 6000
