"""Takes needless ways out of a sequence of hops."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numba import njit

from planner.traffic.joint.places import Hops

Made = tuple[int, int]
"""A vehicle and the hop it makes."""


def shorten(hops: Hops, start: Sequence[int], made: list[Made]) -> list[Made]:
    """The sequence without detours: a vehicle that comes back to a place which nobody else needed
    empty in the meantime stays there.

    ``start``: place of each vehicle before the first hop. Dropping a detour keeps the sequence
    valid: others only find more room, and where the vehicle stays nobody needs to be.
    """
    while made:
        pairs = np.array(made, dtype=np.int64)
        kept = without_detours(hops, np.array(start, dtype=np.int64), pairs[:, 0], pairs[:, 1])
        if kept.all():
            break
        made = [one for one, keep in zip(made, kept.tolist(), strict=True) if keep]
    return made


@njit(cache=True)
def without_detours(hops, start, vehicles, made):  # type: ignore[no-untyped-def]
    """Which hops of a sequence remain when each vehicle's detours are dropped once."""
    kept = np.ones(len(made), np.bool_)
    index, times = when_needed(hops, made)
    own = np.empty(len(made), np.int64)
    for vehicle in range(len(start)):
        count = 0
        for at in range(len(made)):
            if vehicles[at] == vehicle:
                own[count] = at
                count += 1
        place, since, k = start[vehicle], np.int64(-1), 0
        while k < count:
            back = count - 1
            while back >= k:
                until = own[back]
                if hops.end[made[until]] == place and not wanted(
                    times[index[place] : index[place + 1]], vehicles, vehicle, kept, since, until
                ):
                    break
                back -= 1
            for step in range(k, back + 1):
                kept[own[step]] = False
            if back >= k:
                since, k = own[back], back + 1
            else:
                place, since, k = hops.end[made[own[k]]], own[k], k + 1
    return kept


@njit(cache=True)
def when_needed(hops, made):  # type: ignore[no-untyped-def]
    """For every place the positions of the hops that need it empty, as CSR."""
    index = np.zeros(len(hops.offset) + 1, np.int64)
    for hop in made:
        for row in range(hops.near_index[hop], hops.near_index[hop + 1]):
            index[hops.near[row] + 2] += 1
    index = np.cumsum(index)
    times = np.empty(index[-1], np.int64)
    for at in range(len(made)):
        for row in range(hops.near_index[made[at]], hops.near_index[made[at] + 1]):
            place = hops.near[row]
            times[index[place + 1]] = at
            index[place + 1] += 1
    return index, times


@njit(cache=True)
def wanted(times, vehicles, vehicle, kept, since, until):  # type: ignore[no-untyped-def]
    """Whether a kept hop of another vehicle between the two positions is among ``times``."""
    for k in range(np.searchsorted(times, since + 1), len(times)):
        if times[k] >= until:
            return False
        if kept[times[k]] and vehicles[times[k]] != vehicle:
            return True
    return False
