"""A shift of days takes no more room than one of hours: counted in objects, not in bytes."""

from __future__ import annotations

import gc
from collections import Counter
from pathlib import Path

import pytest

from fleet_core.app.cli import run
from fleet_core.app.shifts import shift_of
from fleet_core.app.simulation_run import SimulationRun
from fleet_core.store.memory_store import ENDED_KEPT

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

FULL_S, LATER_S, END_S = 27_000.0, 33_000.0, 33_100.0
"""Two vehicles have ended more orders than are kept of before the first."""
MAY_DIFFER = 40
"""What is under way at the moment differs by some objects of a kind."""


def ours() -> Counter[str]:
    """Objects of the product's own classes, by class."""
    gc.collect()
    kinds = (type(each) for each in gc.get_objects())
    names = (f"{kind.__module__}.{kind.__name__}" for kind in kinds)
    return Counter(name for name in names if name.startswith(("fleet_core.", "planner.")))


def test_what_is_kept_of_the_past_does_not_grow(tmp_path: Path) -> None:
    layout = tmp_path / "small.lif.json"
    size = ["--rows", "2", "--columns", "2", "--vehicles", "2"]
    assert run(["layout", "generate", "grid", "--out", str(layout), *size]) == 0
    simulation = SimulationRun(shift_of(str(layout), None, None, None, END_S, 1, None))
    seen: dict[float, Counter[str]] = {}

    def look(now_s: float) -> None:
        for at_s in (FULL_S, LATER_S):
            if now_s >= at_s and at_s not in seen:
                seen[at_s] = ours()

    results = simulation.run(look)
    assert results["orders_done"] > ENDED_KEPT + 30
    grown = seen[LATER_S] - seen[FULL_S]
    assert not {kind: count for kind, count in grown.items() if count > MAY_DIFFER}
