"""The roadmap as the kernels of this package read it, and distances on it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.roadmap.fields import Inward, cheapest
from planner.roadmap.graph import Roadmap
from planner.roadmap.profiles import stop_loss_s


class Net(NamedTuple):
    """Flat arrays; a *zone* is the set of regions that exclude the same others."""

    out_index: NDArray[np.int64]  # as in Roadmap
    out_moves: NDArray[np.int32]
    move_from: NDArray[np.int32]
    move_to: NDArray[np.int32]
    move_duration_s: NDArray[np.float64]
    stop_s: NDArray[np.float64]  # (n_m,): what it costs to stop before a driving move; turns: 0
    move_zone: NDArray[np.int32]
    state_zone: NDArray[np.int32]
    in_index: NDArray[np.int64]  # moves that lead into a state
    in_moves: NDArray[np.int32]
    # zones that a zone excludes: zones[zone_index[z]:zone_index[z + 1]]
    zone_index: NDArray[np.int64]
    zones: NDArray[np.int32]


def net_of(roadmap: Roadmap, classes: NDArray[np.int32]) -> Net:
    """The arrays of a roadmap; ``classes``: see `exclusion_classes`."""
    in_moves = np.argsort(roadmap.move_to, kind="stable").astype(np.int32)
    counts = np.bincount(roadmap.move_to, minlength=roadmap.state_count)
    index, zones = _zones(roadmap, classes)
    return Net(
        roadmap.out_index,
        roadmap.out_moves,
        roadmap.move_from,
        roadmap.move_to,
        roadmap.move_duration_s,
        _stops_s(roadmap),
        classes[roadmap.move_region],
        classes[roadmap.state_region],
        np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        in_moves,
        index,
        zones,
    )


def _stops_s(roadmap: Roadmap) -> NDArray[np.float64]:
    types = [roadmap.facility.vehicle_types[one] for one in roadmap.type_ids]
    kinds = roadmap.state_type[roadmap.move_from].tolist()
    return np.array(
        [
            stop_loss_s(leg.max_speed_mps, types[kind]) if leg.length_m > 0.0 else 0.0
            for leg, kind in zip(roadmap.legs, kinds, strict=True)
        ]
    )


def _zones(
    roadmap: Roadmap, classes: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    _, first = np.unique(classes, return_index=True)
    rows = [np.unique(classes[roadmap.conflicts.of(int(region))]) for region in first]
    index = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int64)
    return index, np.concatenate(rows).astype(np.int32)


def seconds_to(
    net: Net, usable: NDArray[np.bool_], goals: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Seconds from every state to the nearest of the states ``goals`` by usable moves; inf where
    there is no way."""
    inward = Inward(net.in_index, net.in_moves, net.move_from)
    return np.asarray(cheapest(inward, net.move_duration_s, usable, goals))
