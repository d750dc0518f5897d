"""Plans as text that foreign validators read: a line a step, ``t:(x,y),(x,y),...``.

x is the column, y the row; with headings ``(x,y,N)``, N being towards smaller y.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.errors import WorkError
from planner.grid.grid_map import HEADINGS, GridMap


def plan_lines(
    grid: GridMap,
    plan: NDArray[np.int32],
    headings: NDArray[np.integer] | None = None,
) -> Iterator[str]:
    """The lines of a plan. ``plan`` (steps, agents): vertices; ``headings`` of the same shape: 0 to
    3 for N, E, S, W."""
    cells = [f"({x},{y}" for x, y in zip(grid.x, grid.y, strict=True)]
    ends = [")", *(f",{name})" for name in HEADINGS)]
    for step, row in enumerate(plan):
        turned = [0] * len(row) if headings is None else [int(h) + 1 for h in headings[step]]
        yield f"{step}:" + ",".join(
            cells[vertex] + ends[end] for vertex, end in zip(row, turned, strict=True)
        )


def write_plan(
    path: Path,
    grid: GridMap,
    plan: NDArray[np.int32],
    headings: NDArray[np.integer] | None = None,
) -> None:
    """Writes a plan as `plan_lines` gives it. Raises WorkError when it cannot be written."""
    try:
        with path.open("w", encoding="utf-8") as out:
            for line in plan_lines(grid, plan, headings):
                out.write(line + "\n")
    except OSError as error:
        raise WorkError(f"plan {path}: cannot be written: {error.strerror}") from error
