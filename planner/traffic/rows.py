"""All itineraries as arrays, a row a vehicle: what the kernels work on."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray


class Rows(NamedTuple):
    """Row ``v`` holds ``length[v]`` steps that are not done, of which ``granted[v]`` may be driven.

    ``state`` (n,): where the vehicle stands before its first step, -1 in a row that nobody has.
    ``move`` (n, width), ``turn_s`` (n, width): the steps, each with its place in the order of
    passing: of two steps of different vehicles whose regions exclude each other the one with the
    smaller turn goes first. Within a row turns rise. ``begun_s`` (n,): when the first granted step
    began. ``stopped`` (n,): gets no further.
    """

    state: NDArray[np.int32]
    length: NDArray[np.int64]
    granted: NDArray[np.int64]
    move: NDArray[np.int32]
    turn_s: NDArray[np.float64]
    begun_s: NDArray[np.float64]
    stopped: NDArray[np.bool_]


def empty_rows(size: int, width: int) -> Rows:
    """Rows that nobody has."""
    return Rows(
        np.full(size, -1, np.int32),
        np.zeros(size, np.int64),
        np.zeros(size, np.int64),
        np.zeros((size, width), np.int32),
        np.zeros((size, width)),
        np.zeros(size),
        np.zeros(size, np.bool_),
    )


def copied(rows: Rows) -> Rows:
    """Rows that can be changed without changing these."""
    return enlarged(rows, *rows.move.shape)


def enlarged(rows: Rows, size: int, width: int) -> Rows:
    """A copy with room for more vehicles or longer plans."""
    larger = empty_rows(max(size, len(rows.state)), max(width, rows.move.shape[1]))
    for name in Rows._fields:
        array = getattr(rows, name)
        getattr(larger, name)[tuple(slice(0, length) for length in array.shape)] = array
    return larger


@njit(cache=True)
def place_of(roads, rows, row):  # type: ignore[no-untyped-def]
    """The region that a vehicle without granted steps holds."""
    return roads.state_region[rows.state[row]]
