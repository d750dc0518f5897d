"""What set-up does before the first warning."""

from __future__ import annotations

import subprocess
import sys

LEFT = """
from fleet_core.proximity import association, body_heading, passing, risk_kernel, way_kernel
from fleet_core.proximity.warm_up import warm_up

warm_up()
entered = [
    association.distances, body_heading.face, body_heading.follow_speed, passing.slowest_past,
    risk_kernel.meet_all, risk_kernel.until_wall, way_kernel.first_in_way, way_kernel.way_within,
]
print(*(each.py_func.__name__ for each in entered if not each.signatures))
"""
"""In a process of its own: in this one other tests have called what set-up should have."""


def test_nothing_is_left_to_compile_when_somebody_is_in_the_way() -> None:
    told = subprocess.run(
        [sys.executable, "-c", LEFT], capture_output=True, text=True, check=True, timeout=200
    )
    assert told.stdout.split() == []
