"""On screens with more pixels than points nothing is blurred or cut."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from hmi.views.map.static_layer import MARGIN_PX

PROGRAM = Path(__file__).with_name("dense_screen.py")


@pytest.mark.timeout(240)
@pytest.mark.parametrize("factor", [1.5, 2.0])
def test_the_window_uses_every_pixel_of_a_dense_screen(factor: float) -> None:
    surroundings = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "QT_SCALE_FACTOR": str(factor),
        "PYTHONPATH": str(PROGRAM.parents[2]),
    }
    done = subprocess.run(
        [sys.executable, str(PROGRAM)],
        env=surroundings,
        capture_output=True,
        text=True,
        timeout=220,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen["ratio"] == seen["ground_ratio"] == factor
    assert seen["complaints"] == []
    wide = [round(factor * (side + 2 * MARGIN_PX)) for side in seen["map_px"]]
    assert seen["ground_px"] == wide
    for grabbed, side in zip(seen["grabbed_px"], seen["map_px"], strict=True):
        assert abs(grabbed - factor * side) <= 1
