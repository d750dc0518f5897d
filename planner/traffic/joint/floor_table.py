"""Who has which floor when: spans of time by zone, with their owners."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

NOBODY = -1
"""Owner of floor that is taken from the outset."""


class FloorTable(NamedTuple):
    """Spans in which a zone may not be used, whoever has the floor: row z holds ``spans[z]`` of
    them, sorted by their begins. Spans of different owners may overlap."""

    spans: NDArray[np.int64]  # (n_z,)
    begin_s: NDArray[np.float64]  # (n_z, room)
    end_s: NDArray[np.float64]
    owner: NDArray[np.int64]
    overflow: NDArray[np.int64]  # (1,): spans that found no room
    gap_s: float  # how long the floor of a move is kept after its end


class Plans(NamedTuple):
    """The moves of all vehicles with their times; row v holds ``length[v]`` of them."""

    length: NDArray[np.int64]  # (n,)
    move: NDArray[np.int32]  # (n, room)
    begin_s: NDArray[np.float64]
    end_s: NDArray[np.float64]
    start: NDArray[np.int32]  # (n,): state before the first move
    ready_s: NDArray[np.float64]  # (n,): when a vehicle may begin; till then it has its place


def empty_table(zone_count: int, room: int, gap_s: float) -> FloorTable:
    """No spans, with room for ``room`` a zone."""
    shape = (zone_count, room)
    return FloorTable(
        np.zeros(zone_count, np.int64),
        np.empty(shape),
        np.empty(shape),
        np.empty(shape, np.int64),
        np.zeros(1, np.int64),
        gap_s,
    )


def empty_plans(start: NDArray[np.int32], ready_s: NDArray[np.float64], room: int) -> Plans:
    """Everybody stays at the start state."""
    shape = (len(start), room)
    return Plans(
        np.zeros(len(start), np.int64),
        np.empty(shape, np.int32),
        np.empty(shape),
        np.empty(shape),
        start,
        ready_s,
    )


@njit(cache=True)
def take(net, table, zone, begin_s, end_s, owner):  # type: ignore[no-untyped-def]
    """Bars every zone that ``zone`` excludes for a span."""
    for row in range(net.zone_index[zone], net.zone_index[zone + 1]):
        barred = net.zones[row]
        at = table.spans[barred]
        if at == table.begin_s.shape[1]:
            table.overflow[0] += 1
            continue
        while at > 0 and table.begin_s[barred, at - 1] > begin_s:
            table.begin_s[barred, at] = table.begin_s[barred, at - 1]
            table.end_s[barred, at] = table.end_s[barred, at - 1]
            table.owner[barred, at] = table.owner[barred, at - 1]
            at -= 1
        table.begin_s[barred, at] = begin_s
        table.end_s[barred, at] = end_s
        table.owner[barred, at] = owner
        table.spans[barred] += 1


@njit(cache=True)
def give_back(net, table, zone, owner):  # type: ignore[no-untyped-def]
    """Removes all spans of an owner from the zones that ``zone`` excludes."""
    for row in range(net.zone_index[zone], net.zone_index[zone + 1]):
        barred = net.zones[row]
        kept = 0
        for at in range(table.spans[barred]):
            if table.owner[barred, at] != owner:
                if kept != at:
                    table.begin_s[barred, kept] = table.begin_s[barred, at]
                    table.end_s[barred, kept] = table.end_s[barred, at]
                    table.owner[barred, kept] = table.owner[barred, at]
                kept += 1
        table.spans[barred] = kept


@njit(cache=True)
def take_plan(net, table, plans, vehicle):  # type: ignore[no-untyped-def]
    """Takes all floor that a vehicle's plan needs: each move, each wait, and its last place for
    ever."""
    state, since_s = plans.start[vehicle], -np.inf
    for k in range(plans.length[vehicle]):
        move, begin_s = plans.move[vehicle, k], plans.begin_s[vehicle, k]
        if begin_s > since_s:
            take(net, table, net.state_zone[state], since_s, begin_s, vehicle)
        end_s = plans.end_s[vehicle, k]
        take(net, table, net.move_zone[move], begin_s, end_s + table.gap_s, vehicle)
        state, since_s = net.move_to[move], end_s
    take(net, table, net.state_zone[state], since_s, np.inf, vehicle)


@njit(cache=True)
def give_back_plan(net, table, plans, vehicle):  # type: ignore[no-untyped-def]
    """Takes back what `take_plan` did."""
    state = plans.start[vehicle]
    give_back(net, table, net.state_zone[state], vehicle)
    for k in range(plans.length[vehicle]):
        # The zone of a move bars all that the zones of its two states bar.
        give_back(net, table, net.move_zone[plans.move[vehicle, k]], vehicle)
