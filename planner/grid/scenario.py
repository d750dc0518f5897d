"""Starts and goals, read from a MovingAI ``.scen`` file.

A line is an agent: bucket, map, map width, map height, start x, start y, goal x, goal y, length; x
is the column, y the row, both from 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.errors import InputError
from planner.grid.grid_map import GridMap
from planner.grid.text_file import read_lines, whole_number

_COLUMNS = 9


@dataclass(frozen=True)
class GridScenario:
    """``starts`` and ``goals`` (agents,) int32: vertices of the grid, the starts all different, and
    so the goals."""

    starts: NDArray[np.int32]
    goals: NDArray[np.int32]

    @property
    def agents(self) -> int:
        return len(self.starts)


def read_scenario(path: Path, grid: GridMap, agents: int) -> GridScenario:
    """The first ``agents`` agents of a ``.scen`` file.

    Raises InputError that names file, line and what is wrong: too few agents, a cell that is
    blocked or outside the map, a start or goal that an earlier agent has, another map's size.
    """
    lines = read_lines(path, "scenario")
    if not lines or lines[0].split()[:1] != ["version"]:
        raise InputError(f"scenario {path}, line 1: 'version 1' expected")
    rows = [(number, line) for number, line in enumerate(lines, start=1) if line.strip()][1:]
    if not 1 <= agents <= len(rows):
        raise InputError(f"scenario {path}: {agents} agents wanted; it has {len(rows)}")
    places: tuple[dict[int, int], dict[int, int]] = ({}, {})
    for number, line in rows[:agents]:
        where = f"scenario {path}, line {number}"
        for kind, vertex, taken in zip(
            ("start", "goal"), _start_and_goal(where, line, grid), places, strict=True
        ):
            if vertex in taken:
                raise InputError(
                    f"{where}: {kind} {_cell(grid, vertex)} is also line {taken[vertex]}'s"
                )
            taken[vertex] = number
    return GridScenario(np.array(list(places[0]), np.int32), np.array(list(places[1]), np.int32))


def _start_and_goal(where: str, line: str, grid: GridMap) -> tuple[int, int]:
    parts = line.split("\t") if "\t" in line else line.split()
    if len(parts) != _COLUMNS:
        raise InputError(f"{where}: {len(parts)} columns instead of {_COLUMNS}")
    numbers = [whole_number(part) for part in parts[2:8]]
    if (numbers[0], numbers[1]) != (grid.width, grid.height):
        raise InputError(
            f"{where}: made for a map of {parts[2]} x {parts[3]}; "
            f"{grid.name} has {grid.width} x {grid.height}"
        )
    start = _vertex(f"{where}: start", parts[4:6], numbers[2:4], grid)
    return start, _vertex(f"{where}: goal", parts[6:8], numbers[4:6], grid)


def _vertex(what: str, said: list[str], cell: list[int | None], grid: GridMap) -> int:
    x, y = cell
    if x is None or y is None or x >= grid.width or y >= grid.height:
        raise InputError(
            f"{what} ({said[0][:20]}, {said[1][:20]}) is no cell of {grid.name}; "
            f"x goes from 0 to {grid.width - 1}, y from 0 to {grid.height - 1}"
        )
    vertex = int(grid.vertex_at[y, x])
    if vertex < 0:
        raise InputError(f"{what} ({x}, {y}) is blocked on {grid.name}")
    return vertex


def _cell(grid: GridMap, vertex: int) -> str:
    return f"({grid.x[vertex]}, {grid.y[vertex]})"
