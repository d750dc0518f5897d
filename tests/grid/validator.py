"""An independent check of grid plans: from the texts of the plan file and the map file alone.

It shares no code with the planner. ``check_plan`` raises AssertionError that says step, agents and
cells of the first thing that is wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_PLACE = re.compile(r"\((\d+),(\d+)(?:,([NESW]))?\)")
_AHEAD = {"N": (0, -1), "E": (1, 0), "S": (0, 1), "W": (-1, 0)}
_BESIDE = {"N": "EW", "S": "EW", "E": "NS", "W": "NS"}

Cell = tuple[int, int]


@dataclass(frozen=True)
class ReadPlan:
    """Cells by step and agent; headings likewise, or None for plans without."""

    cells: list[list[Cell]]
    headings: list[list[str]] | None


def read_plan(text: str) -> ReadPlan:
    """Steps must count from 0, every line must hold as many agents, all or none with headings."""
    cells, headings = [], []
    for number, line in enumerate(text.splitlines()):
        step, _, rest = line.partition(":")
        assert step == str(number), f"line {number + 1} is step {step!r}, not {number}"
        places = _PLACE.findall(rest)
        rebuilt = ",".join(f"({x},{y},{h})" if h else f"({x},{y})" for x, y, h in places)
        assert rebuilt == rest.rstrip().rstrip(","), f"step {number}: cannot be read"
        cells.append([(int(x), int(y)) for x, y, _ in places])
        headings.append([h for *_, h in places])
    assert cells, "the plan is empty"
    assert len({len(row) for row in cells}) == 1, "the number of agents changes"
    named = {bool(h) for row in headings for h in row}
    assert len(named) <= 1, "some places have a heading, others have none"
    return ReadPlan(cells, headings if True in named else None)


def free_cells(map_text: str) -> set[Cell]:
    """Cells that can be stood on."""
    rows = map_text.splitlines()
    begin = rows.index("map") + 1
    return {
        (x, y) for y, row in enumerate(rows[begin:]) for x, cell in enumerate(row) if cell in ".GS"
    }


def check_plan(
    plan_text: str,
    map_text: str,
    starts: list[Cell] | None = None,
    goals: list[Cell] | None = None,
) -> ReadPlan:
    """Checks everything that can be checked; ``goals`` are where the agents must be at the end."""
    plan = read_plan(plan_text)
    free = free_cells(map_text)
    if starts is not None:
        assert plan.cells[0] == starts, f"starts: {_first_difference(plan.cells[0], starts)}"
    if goals is not None:
        assert plan.cells[-1] == goals, f"goals: {_first_difference(plan.cells[-1], goals)}"
    for step, row in enumerate(plan.cells):
        _check_cells(step, row, free)
        if step:
            _check_moves(step, plan.cells[step - 1], row)
            if plan.headings:
                _check_turns(step, plan)
    return plan


def _check_cells(step: int, row: list[Cell], free: set[Cell]) -> None:
    taken: dict[Cell, int] = {}
    for agent, cell in enumerate(row):
        assert cell in free, f"step {step}: agent {agent} on {cell}, which is blocked or outside"
        assert cell not in taken, f"step {step}: agents {taken[cell]} and {agent} both on {cell}"
        taken[cell] = agent


def _check_moves(step: int, before: list[Cell], after: list[Cell]) -> None:
    moved: dict[tuple[Cell, Cell], int] = {}
    for agent, (was, now) in enumerate(zip(before, after, strict=True)):
        far = abs(was[0] - now[0]) + abs(was[1] - now[1])
        assert far <= 1, f"step {step}: agent {agent} jumps from {was} to {now}"
        if far:
            moved[was, now] = agent
    for (was, now), agent in moved.items():
        other = moved.get((now, was))
        assert other is None, f"step {step}: agents {agent} and {other} swap {was} and {now}"


def _check_turns(step: int, plan: ReadPlan) -> None:
    assert plan.headings is not None
    for agent, (was, now) in enumerate(zip(plan.cells[step - 1], plan.cells[step], strict=True)):
        faced, faces = plan.headings[step - 1][agent], plan.headings[step][agent]
        if was == now:
            good = faces == faced or faces in _BESIDE[faced]
        else:
            good = faces == faced and (now[0] - was[0], now[1] - was[1]) == _AHEAD[faced]
        assert good, f"step {step}: agent {agent} from {was} {faced} to {now} {faces}"


def _first_difference(found: list[Cell], wanted: list[Cell]) -> str:
    if len(found) != len(wanted):
        return f"{len(found)} agents instead of {len(wanted)}"
    agent = next(n for n in range(len(found)) if found[n] != wanted[n])
    return f"agent {agent} on {found[agent]} instead of {wanted[agent]}"
