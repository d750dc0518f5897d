"""Work for a plant that brings no scenario."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container
from itertools import chain, count
from math import hypot

from fleet_core.layouts.checks.reach import commanded_types, home_nodes
from fleet_core.model.facility import Facility, StationKind
from fleet_core.model.scenario import OrderStream, Scenario

BUSY_SHARE = 0.5
"""Share of the time that a vehicle is meant to work: busy to look at, with room to catch up."""

NAME_LIMIT = 40
"""Leaves room for a number in an order's id."""


def assume_scenario(facility: Facility) -> Scenario:
    """A stream from each transfer station to the next, for every vehicle type of the fleet that
    can serve both.

    Rates keep the commanded vehicles about half busy, measured by the plant's size.
    """
    vehicles = Counter(one.type_id for one in facility.fleet)
    rates: dict[tuple[str, str], float] = {}
    due_s: dict[tuple[str, str], float] = {}
    for kind in (one for one in commanded_types(facility) if vehicles[one]):
        pairs = _pairs(facility, kind)
        trip_s = _trip_s(facility, kind)
        for pair in pairs:
            share = vehicles[kind] * BUSY_SHARE * 3600.0 / trip_s / len(pairs)
            rates[pair] = rates.get(pair, 0.0) + share
            due_s[pair] = max(due_s.get(pair, 900.0), round(6.0 * trip_s, -1))
    streams: dict[str, OrderStream] = {}
    for pair, rate in rates.items():
        name = _name(*pair, streams)
        streams[name] = OrderStream(name, *pair, rate_per_h=round(rate, 3), due_s=due_s[pair])
    return Scenario(f"assumed for {facility.name}", tuple(streams.values()))


def _name(source: str, target: str, present: Container[str]) -> str:
    """Orders take their ids from the stream, so its name keeps to the signs of an id."""
    plain = re.sub(r"[^A-Za-z0-9_.:-]+", "_", f"{source}-{target}")[:NAME_LIMIT]
    numbered = (f"{plain}-{i}" for i in count(2))
    return next(one for one in chain([plain], numbered) if one not in present)


def _pairs(facility: Facility, type_id: str) -> list[tuple[str, str]]:
    """Sources with the next target in the order of the file, round and round."""
    home = home_nodes(facility.layout, type_id)
    served = [
        facility.uses[one]
        for one in facility.stations_of(StationKind.TRANSFER)
        if one in facility.layout.stations
        and home.intersection(facility.layout.stations[one].interaction_node_ids)
    ]
    pairs = []
    for index, use in enumerate(served):
        ahead = [*served[index + 1 :], *served[:index]]
        target = next((one for one in ahead if one.can_drop), None)
        if use.can_pick and target is not None:
            pairs.append((use.station_id, target.station_id))
    return pairs


def _trip_s(facility: Facility, type_id: str) -> float:
    """An order's time: to the load and with the load once across the plant, and handling."""
    nodes = facility.layout.nodes.values()
    x = [node.x_m for node in nodes]
    y = [node.y_m for node in nodes]
    across_m = hypot(max(x) - min(x), max(y) - min(y))
    one = facility.vehicle_types[type_id]
    drive_s = across_m / one.max_speed_mps + across_m / one.max_speed_loaded_mps
    return drive_s + one.pick_s + one.drop_s + 30.0  # turning, starting, giving way
