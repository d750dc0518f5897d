"""When the regions of one vehicle type are taken by the other vehicles."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from planner.roadmap.graph import Roadmap
from planner.traffic.forecast import Forecast
from planner.traffic.itinerary import Itineraries, Itinerary

GAP_S = 1.0
"""Time kept between two vehicles in the plan, so that small delays do not make the second one
brake. Safety does not rest on it: the order of passing is enforced, whatever the times."""


class Reservations(NamedTuple):
    """Blocked time spans by region, as CSR: spans of region ``r`` are rows
    ``offset[r]:offset[r + 1]`` of ``begin_s`` and ``end_s``, sorted, disjoint."""

    offset: NDArray[np.int64]
    begin_s: NDArray[np.float64]
    end_s: NDArray[np.float64]


Span = tuple[int, float, float]
"""Region, begin, end: a body that somebody has in that time."""


def occupied_spans(
    roadmap: Roadmap, itinerary: Itinerary, times: Forecast, now_s: float, leaves_s: float = inf
) -> list[Span]:
    """The regions a vehicle takes from now on: each step, each wait between steps, and the place
    where it comes to rest until ``leaves_s``."""
    begins, ends = times.begin_s[itinerary.vehicle_id], times.end_s[itinerary.vehicle_id]
    spans: list[Span] = []
    state, since = itinerary.state, now_s
    granted = itinerary.granted - itinerary.done
    for index, step in enumerate(itinerary.steps):
        # What is granted is the vehicle's from now on; nobody can be put in before it.
        begin = now_s if index < granted else begins[index]
        if begin > since:
            spans.append((int(roadmap.state_region[state]), since, begin))
        spans.append((int(roadmap.move_region[step.move]), begin, ends[index] + GAP_S))
        state, since = int(roadmap.move_to[step.move]), ends[index]
    spans.append((int(roadmap.state_region[state]), since, max(leaves_s, since)))
    return spans


def reservations(
    roadmap: Roadmap,
    type_index: int,
    itineraries: Itineraries,
    times: Forecast,
    now_s: float,
    leaves_s: Mapping[str, float],
) -> Reservations:
    """All spans of ``itineraries``, seen by vehicles of one type.

    ``leaves_s``: vehicles that are supposed to have left their last place by that time, because
    they will be planned after this one.
    """
    spans = [
        span
        for vehicle_id, itinerary in itineraries.items()
        for span in occupied_spans(roadmap, itinerary, times, now_s, leaves_s.get(vehicle_id, inf))
    ]
    rows = [roadmap.conflicts.of(region) for region, _, _ in spans]
    counts = np.array([len(row) for row in rows], dtype=np.int64)
    regions = np.concatenate(rows) if rows else np.empty(0, dtype=np.int32)
    begin = np.repeat(np.array([span[1] for span in spans]), counts)
    end = np.repeat(np.array([span[2] for span in spans]), counts)
    mine = roadmap.region_type[regions] == type_index
    return _merged(regions[mine], begin[mine], end[mine], len(roadmap.region_type))


def _merged(
    regions: NDArray[np.int32],
    begin: NDArray[np.float64],
    end: NDArray[np.float64],
    region_count: int,
) -> Reservations:
    """Sorts by region and time and joins spans that overlap or touch."""
    order = np.lexsort((begin, regions))
    regions, begin, end = regions[order], begin[order], end[order].copy()
    first = np.empty(len(regions), dtype=np.bool_)
    join_spans(regions, begin, end, first)
    counts = np.bincount(regions[first], minlength=region_count)
    index = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return Reservations(index, begin[first], end[first])


@njit(cache=True)
def join_spans(regions, begin, end, first):  # type: ignore[no-untyped-def]
    """Marks in ``first`` the first row of each joined span and gives it the span's end."""
    head = 0
    for row in range(len(regions)):
        if row > 0 and regions[row] == regions[head] and begin[row] <= end[head]:
            end[head] = max(end[head], end[row])
            first[row] = False
        else:
            head = row
            first[row] = True
