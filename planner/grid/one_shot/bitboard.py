"""Who is where when, as bits: 64 cells of one moment in a machine word.

The grid is laid out as one string of bits, row after row, with a blocked column between rows;
moving everybody east is then a shift by one, moving south a shift by ``stride``. Rows of words have
``margin`` words of zeros on both sides so that shifts never read beyond them.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from planner.grid.grid_map import GridMap

WORD = 64
_1 = np.uint64(1)


class BitLayout(NamedTuple):
    """Where the cells are in the string of bits.

    ``bit`` (vertices,) int32: a vertex's bit; ``vertex`` (bits,) int32: its inverse, -1 where
    blocked; ``free`` (words,) uint64: cells that can be stood on.
    """

    stride: int
    margin: int
    bit: NDArray[np.int32]
    vertex: NDArray[np.int32]
    free: NDArray[np.uint64]


class Space(NamedTuple):
    """What the plan leaves free: (steps + 1, words) uint64 each.

    ``cells``: cells where nobody is at a step. ``east`` and ``south``: lanes from a cell to the
    next one on which nobody moves, either way, from this step to the next.
    """

    cells: NDArray[np.uint64]
    east: NDArray[np.uint64]
    south: NDArray[np.uint64]


def layout_of(grid: GridMap) -> BitLayout:
    """Lays a grid out."""
    stride = grid.width + 1
    if stride % WORD == 0:  # a shift by whole words would need a case of its own
        stride += 1
    margin = 2 * (stride // WORD) + 3
    bit = (margin * WORD + grid.y * stride + grid.x).astype(np.int32)
    words = 2 * margin + -(-grid.height * stride // WORD)
    vertex = np.full(words * WORD, -1, np.int32)
    vertex[bit] = np.arange(grid.vertices)
    free = np.packbits(vertex >= 0, bitorder="little").view(np.uint64)
    return BitLayout(stride, margin, bit, vertex, free)


def empty_space(layout: BitLayout, steps: int) -> Space:
    """A space with nobody in it."""
    shape = (steps + 1, len(layout.free))
    every_lane = [np.full(shape, ~np.uint64(0), np.uint64) for _ in range(2)]
    return Space(np.tile(layout.free, (steps + 1, 1)), every_lane[0], every_lane[1])


@njit(cache=True, nogil=True)
def is_set(row, bit):  # type: ignore[no-untyped-def]
    """Whether a bit of a row of words is set."""
    return (row[bit >> 6] >> np.uint64(bit & 63)) & _1 != 0


@njit(cache=True, nogil=True, forceinline=True)
def flip(rows, step, bit):  # type: ignore[no-untyped-def]
    """Turns a bit of the row of a step over."""
    rows[step, bit >> 6] ^= _1 << np.uint64(bit & 63)


@njit(cache=True, nogil=True)
def toggle(layout, space, path):  # type: ignore[no-untyped-def]
    """Puts a path (steps + 1,) of bits into the space, or takes it out again when it is there."""
    cells, east, south = space.cells, space.east, space.south
    steps = len(path) - 1
    for step in range(steps):
        here, there = path[step], path[step + 1]
        flip(cells, step, here)
        if abs(here - there) == 1:
            flip(east, step, min(here, there))
        elif here != there:
            flip(south, step, min(here, there))
    flip(cells, steps, path[steps])
