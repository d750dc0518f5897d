"""A grid of free and blocked cells, read from a MovingAI ``.map`` file.

Format: N. Sturtevant, "Benchmarks for Grid-Based Pathfinding", T-CIAIG 2012. ``.``, ``G`` and ``S``
can be stood on; ``@``, ``O``, ``T`` and ``W`` cannot.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.errors import InputError
from planner.grid.text_file import read_lines, whole_number

HEADINGS = "NESW"
"""Names of the directions 0 to 3. North is up in the file: towards smaller y."""

STEP_X = (0, 1, 0, -1)
STEP_Y = (-1, 0, 1, 0)
FREE = ".GS"
BLOCKED = "@OTW"
MAX_SIDE = 32_767
_HEADER = ("type", "height", "width", "map")


@dataclass(frozen=True)
class GridMap:
    """Free cells, numbered row by row: vertex ``v`` is the cell (``x[v]``, ``y[v]``).

    ``vertex_at`` (height, width) int32, -1 where blocked; ``neighbours`` (vertices, 4) int32: the
    vertex to the north, east, south and west, -1 where there is none.
    """

    name: str
    vertex_at: NDArray[np.int32]
    x: NDArray[np.int32]
    y: NDArray[np.int32]
    neighbours: NDArray[np.int32]

    @property
    def height(self) -> int:
        return int(self.vertex_at.shape[0])

    @property
    def width(self) -> int:
        return int(self.vertex_at.shape[1])

    @property
    def vertices(self) -> int:
        """How many free cells there are."""
        return len(self.x)


def grid_of(free: NDArray[np.bool_], name: str = "grid") -> GridMap:
    """The grid of a mask (height, width) of free cells."""
    y, x = np.nonzero(free)
    vertex_at = np.full(free.shape, -1, np.int32)
    vertex_at[y, x] = np.arange(len(x))
    framed = np.pad(vertex_at, 1, constant_values=-1)
    around = [framed[y + 1 + STEP_Y[d], x + 1 + STEP_X[d]] for d in range(4)]
    neighbours = np.ascontiguousarray(np.stack(around, axis=1).astype(np.int32))
    return GridMap(name, vertex_at, x.astype(np.int32), y.astype(np.int32), neighbours)


def read_map(path: Path) -> GridMap:
    """Reads a ``.map`` file. Raises InputError that names file, line and what is wrong."""
    lines = read_lines(path, "map")
    height, width = _header(path, lines)
    rows = lines[4 : 4 + height]
    if len(rows) < height:
        raise InputError(f"map {path}: {len(rows)} rows of cells; the header says {height}")
    if any(line.strip() for line in lines[4 + height :]):
        raise InputError(
            f"map {path}, line {5 + height}: more rows than the {height} of the header"
        )
    for number, row in enumerate(rows, start=5):
        _check_row(path, number, row, width)
    cells = np.array([list(row) for row in rows])
    free = np.isin(cells, list(FREE))
    if not free.any():
        raise InputError(f"map {path}: no free cell; free cells are {' '.join(FREE)}")
    return grid_of(free, path.stem)


def _header(path: Path, lines: list[str]) -> tuple[int, int]:
    """Height and width."""
    said: dict[str, str] = {}
    for number, word in enumerate(_HEADER):
        parts = lines[number].split() if number < len(lines) else []
        if not parts or parts[0] != word:
            found = lines[number][:40] if number < len(lines) else "the end of the file"
            raise InputError(f"map {path}, line {number + 1}: '{word}' expected, not {found!r}")
        said[word] = parts[1] if len(parts) > 1 else ""
    sides = []
    for number, word in enumerate(("height", "width"), start=2):
        side = whole_number(said[word])
        if side is None or not 1 <= side <= MAX_SIDE:
            raise InputError(
                f"map {path}, line {number}: {word} is {said[word][:20]!r}; "
                f"it must be a whole number from 1 to {MAX_SIDE}"
            )
        sides.append(side)
    return sides[0], sides[1]


def _check_row(path: Path, number: int, row: str, width: int) -> None:
    if len(row) != width:
        raise InputError(f"map {path}, line {number}: {len(row)} cells; the header says {width}")
    strange = set(row) - set(FREE + BLOCKED)
    if strange:
        at = min(row.index(cell) for cell in strange)
        raise InputError(
            f"map {path}, line {number}, column {at + 1}: cell {row[at]!r}; "
            f"allowed are {' '.join(FREE)} (free) and {' '.join(BLOCKED)} (blocked)"
        )
