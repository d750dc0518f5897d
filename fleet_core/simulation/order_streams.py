"""Transport orders that come at random, as a scenario says, and who could carry them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heapify, heapreplace
from math import inf
from zlib import crc32

import numpy as np
from numpy.random import Generator

from fleet_core.model.errors import LayoutError
from fleet_core.model.facility import Facility
from fleet_core.model.order import Origin, Stop, StopAction, TransportOrder
from fleet_core.model.scenario import OrderStream, Scenario
from fleet_core.model.vehicle_type import VehicleType

SECONDS_PER_HOUR = 3600.0


class OrderStreams:
    """All streams of a scenario.

    Each stream draws from a generator of its own, named after the stream: taking one away or adding
    one does not change the orders of the others. ``prefix`` begins every order id, so that a second
    shift in the same store makes new ids.
    """

    def __init__(
        self, facility: Facility, scenario: Scenario, rng: Generator, prefix: str = ""
    ) -> None:
        seed = int(rng.integers(2**62))
        streams = [_Stream(facility, scenario, one, seed, prefix) for one in scenario.streams]
        self._next = [(each.next_s, number, each) for number, each in enumerate(streams)]
        heapify(self._next)

    def due(self, now_s: float) -> list[TransportOrder]:
        """Orders that have come since the last call, in the order of their times."""
        orders: list[TransportOrder] = []
        while self._next and self._next[0][0] <= now_s:
            number, stream = self._next[0][1:]
            orders += stream.take()
            heapreplace(self._next, (stream.next_s, number, stream))
        return orders


@dataclass(frozen=True, slots=True)
class _Ends:
    """Where the loads of a stream come from and go to."""

    sources: tuple[str, ...]
    targets: tuple[str, ...]


class _Stream:
    """One stream: batches come as a Poisson process at ``rate_per_h / batch``."""

    def __init__(
        self, facility: Facility, scenario: Scenario, stream: OrderStream, seed: int, prefix: str
    ) -> None:
        self._stream = stream
        self._ends = _ends(facility, scenario, stream)
        self._prefix = prefix
        self._rng = np.random.default_rng([seed, crc32(stream.name.encode())])
        self._count = 0
        self.next_s = stream.begin_s
        self._draw_next()

    def take(self) -> list[TransportOrder]:
        """The batch that comes at ``next_s``."""
        batch = [self._order() for _ in range(self._stream.batch)]
        self._draw_next()
        return batch

    def _draw_next(self) -> None:
        stream = self._stream
        if stream.rate_per_h <= 0.0:
            self.next_s = inf
            return
        mean_s = SECONDS_PER_HOUR * stream.batch / stream.rate_per_h
        self.next_s += self._rng.exponential(mean_s)
        if stream.end_s is not None and self.next_s > stream.end_s:
            self.next_s = inf

    def _order(self) -> TransportOrder:
        stream, now_s = self._stream, self.next_s
        self._count += 1
        number = f"{self._prefix}{stream.name}-{self._count:05d}"
        source = _any_of(self._ends.sources, self._rng)
        others = tuple(one for one in self._ends.targets if one != source)
        target = _any_of(others, self._rng)
        return TransportOrder(
            id=number,
            stops=(Stop(source, StopAction.PICK), Stop(target, StopAction.DROP)),
            load_unit_id=f"unit-{number}",
            load_type=stream.load_type,
            priority=stream.priority,
            release_time_s=now_s,
            deadline_s=None if stream.due_s is None else now_s + stream.due_s,
            required_vehicle_type=stream.required_vehicle_type,
            required_capability=stream.required_capability,
            # A batch is announced by what arrives (a truck), a single order by the WMS.
            origin=Origin.TRIGGER if stream.batch > 1 else Origin.WMS,
            author=stream.name,
            created_at_s=now_s,
        )


def _any_of(station_ids: Sequence[str], rng: Generator) -> str:
    return station_ids[int(rng.integers(len(station_ids)))]


def _ends(facility: Facility, scenario: Scenario, stream: OrderStream) -> _Ends:
    """Raises LayoutError where no load can come from, or go to anywhere else."""
    place = f"scenario {scenario.name}: stream {stream.name}"
    if stream.batch < 1:
        raise LayoutError(f"{place}: batch is {stream.batch}; it must be 1 or more")
    sources = [one for one in _stations(facility, stream.source) if facility.uses[one].can_pick]
    targets = [one for one in _stations(facility, stream.target) if facility.uses[one].can_drop]
    for word, name, found in (
        ("source", stream.source, sources),
        ("target", stream.target, targets),
    ):
        if not found:
            groups = sorted({use.group for use in facility.uses.values() if use.group})
            raise LayoutError(
                f"{place}: {word} {name!r} is no station of {facility.name} that allows it; "
                f"allowed are station ids and the groups {', '.join(groups) or '(none)'}"
            )
    if set(sources) & set(targets) and len(set(targets)) == 1:
        raise LayoutError(
            f"{place}: source {stream.source!r} and target {stream.target!r} are the same "
            "station; a target must differ from its source"
        )
    return _Ends(tuple(sources), tuple(targets))


def _stations(facility: Facility, name: str) -> tuple[str, ...]:
    return (name,) if name in facility.uses else facility.stations_in_group(name)


def uncarried(facility: Facility, scenario: Scenario) -> tuple[OrderStream, ...]:
    """Streams that no vehicle of the fleet can carry, whatever its way."""
    types = [facility.vehicle_types[vehicle.type_id] for vehicle in facility.fleet]
    return tuple(
        stream for stream in scenario.streams if not any(_carries(one, stream) for one in types)
    )


def _carries(kind: VehicleType, stream: OrderStream) -> bool:
    return (
        not kind.manned
        and stream.required_vehicle_type in ("", kind.id)
        and (not stream.required_capability or stream.required_capability in kind.capabilities)
        and (not stream.load_type or not kind.load_types or stream.load_type in kind.load_types)
    )
