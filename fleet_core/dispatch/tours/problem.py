"""Orders and vehicles as a routing problem: times in seconds from now, energies in kWh.

What is to be picked and dropped once is a pair of nodes. What is on board already, and an order
with more stops than two, is one node: the stops are done in one go. Where a number depends on the
type of vehicle and the solver knows one only, the dearest type counts.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fleet_core.dispatch.ability import to_charger_m, type_objection
from fleet_core.dispatch.availability import Availability
from fleet_core.dispatch.dispatch_plant import DispatchPlant
from fleet_core.dispatch.distances import Place
from fleet_core.dispatch.routing.problem import RoutingProblem, Terms
from fleet_core.dispatch.settings import DispatchSettings, Objective
from fleet_core.model.order import Stop, StopAction, TransportOrder
from fleet_core.model.vehicle_type import VehicleType

FAR_S = 1e9
"""Of a way that does not exist."""
LATEST_S = 1e8
"""Nothing begins later; more than any plan, less than any way that does not exist."""
UNDONE = 1e12
"""Cost of an order left undone: more than any plan."""
TRANSFERS = (StopAction.PICK, StopAction.DROP)


@dataclass(frozen=True, slots=True)
class Job:
    """The rest of an order as nodes of the problem."""

    order: TransportOrder
    pickup: int
    drop: int  # the same as pickup: all in one go
    stops: tuple[Stop, ...]

    @property
    def single(self) -> bool:
        return self.pickup == self.drop


@dataclass(frozen=True, slots=True)
class TourProblem:
    """The problem, and what its numbers stand for."""

    routing: RoutingProblem
    jobs: tuple[Job, ...]  # by request
    vehicle_ids: tuple[str, ...]  # by vehicle


def tour_problem(
    orders: Sequence[TransportOrder],
    carriers: Sequence[Availability],
    plant: DispatchPlant,
    now_s: float,
    objective: Objective,
    settings: DispatchSettings,
    promised: Mapping[str, str],
) -> TourProblem:
    """``orders``: to be given, the most urgent first; those on board come with the carriers.
    ``promised``: vehicle id by order id, as planned before."""
    aboard = [order for carrier in carriers for order in carrier.aboard]
    jobs = _jobs([*aboard, *orders], len(carriers))
    kinds = sorted({carrier.type_id for carrier in carriers})
    types = [plant.type_of(kind) for kind in kinds]
    places = _places(jobs, plant)
    ways = _ways(kinds, types, carriers, places, plant)
    nodes = 1 + max((job.drop for job in jobs), default=len(carriers) - 1) + 1
    fill = _Nodes(nodes, len(carriers), len(places))
    fill.starts(carriers, now_s)
    index = {place: row for row, place in enumerate(places)}
    for job in jobs:
        fill.job(job, index, plant, types, now_s, objective, settings)
    fill.end(objective, carriers, jobs, ways.seconds)
    vehicles = len(carriers)
    routing = RoutingProblem(
        travel=ways.seconds,
        cost=objective.travel * ways.seconds + objective.energy_s_per_kwh * ways.empty_kwh,
        into=fill.into,
        out=fill.out,
        ready=fill.ready,
        due=fill.due,
        service=fill.service,
        demand=fill.demand,
        pickup=np.array([job.pickup for job in jobs], np.int32),
        drop=np.array([job.drop for job in jobs], np.int32),
        penalty=np.full(len(jobs), UNDONE),
        kind=np.array([kinds.index(carrier.type_id) for carrier in carriers], np.int32),
        start=np.arange(vehicles, dtype=np.int32),
        end=np.full(vehicles, nodes - 1, np.int32),
        capacity=np.array([max(1, carrier.positions) for carrier in carriers], np.float64),
        group=np.arange(vehicles, dtype=np.int32),
        able=_able(jobs, carriers, len(aboard), plant),
        terms=Terms(
            True, fill.begin_weight, fill.wanted, fill.late_weight, fill.peak,
            _given(jobs, carriers, promised, objective), ways.empty_kwh, ways.loaded_kwh, fill.use,
            np.array([_spare_kwh(carrier, plant, settings) for carrier in carriers]),
        ),
    )  # fmt: skip
    return TourProblem(routing, tuple(jobs), tuple(carrier.vehicle_id for carrier in carriers))


def has_open_way(problem: TourProblem, request: int) -> bool:
    """Whether any vehicle that may do it can come to its first stop."""
    routing = problem.routing
    able = np.flatnonzero(routing.able[request])
    first = routing.into[routing.pickup[request]]
    ways_s = routing.travel[routing.kind[able], routing.out[routing.start[able]], first]
    return bool((ways_s < FAR_S).any())


def _jobs(orders: Sequence[TransportOrder], first: int) -> list[Job]:
    """Nodes are counted from ``first``."""
    jobs, node = [], first
    for order in orders:
        stops = order.stops[order.next_stop :]
        pair = (
            not order.loaded
            and len(stops) == 2
            and stops[0].action is StopAction.PICK
            and stops[1].action is StopAction.DROP
        )
        jobs.append(Job(order, node, node + 1 if pair else node, stops))
        node += 2 if pair else 1
    return jobs


def _places(jobs: Sequence[Job], plant: DispatchPlant) -> list[Place]:
    found = {plant.place(stop.station_id): None for job in jobs for stop in job.stops}
    return list(found)


@dataclass(frozen=True, slots=True)
class _Ways:
    """Of each type (k, p, p): stations, then vehicles' starts, then the end, which is anywhere."""

    seconds: NDArray[np.float64]
    empty_kwh: NDArray[np.float64]
    loaded_kwh: NDArray[np.float64]


def _ways(
    kinds: Sequence[str],
    types: Sequence[VehicleType],
    carriers: Sequence[Availability],
    places: Sequence[Place],
    plant: DispatchPlant,
) -> _Ways:
    stations, size = len(places), len(places) + len(carriers) + 1
    seconds = np.zeros((len(kinds), size, size))
    metres = np.zeros((len(kinds), size, size))
    for k, kind in enumerate(kinds):
        seconds[k, :stations, :stations], metres[k, :stations, :stations] = plant.station_ways(
            kind
        ).between(places)
        mine = [row for row, carrier in enumerate(carriers) if carrier.type_id == kind]
        sources = [carriers[row].source for row in mine]
        rows = [stations + row for row in mine]
        if sources and stations:
            seconds[k, rows, :stations] = plant.travel.matrix_s(kind, sources, places)
            metres[k, rows, :stations] = plant.travel.matrix_m(kind, sources, places)
        home_m = [to_charger_m(kind, place, plant) for place in places]
        metres[k, :stations, -1] = np.where(np.isfinite(home_m), home_m, 0.0)
    np.minimum(seconds, FAR_S, out=seconds)
    metres[~np.isfinite(metres)] = 0.0
    empty = np.array([kind.battery.drive_kwh_per_m for kind in types])
    loaded = np.array([kind.battery.drive_loaded_kwh_per_m for kind in types])
    return _Ways(seconds, empty[:, None, None] * metres, loaded[:, None, None] * metres)


class _Nodes:
    """Arrays by node, filled in turn."""

    def __init__(self, nodes: int, vehicles: int, stations: int) -> None:
        self._stations = stations
        self.into = np.zeros(nodes, np.int32)
        self.out = np.zeros(nodes, np.int32)
        self.ready = np.zeros(nodes)
        self.due = np.full(nodes, LATEST_S)
        self.service, self.demand, self.peak = np.zeros(nodes), np.zeros(nodes), np.zeros(nodes)
        self.begin_weight, self.late_weight = np.zeros(nodes), np.zeros(nodes)
        self.wanted, self.use = np.full(nodes, np.inf), np.zeros(nodes)
        self.into[-1] = self.out[-1] = stations + vehicles

    def starts(self, carriers: Sequence[Availability], now_s: float) -> None:
        for row, carrier in enumerate(carriers):
            self.into[row] = self.out[row] = self._stations + row
            self.ready[row] = max(0.0, carrier.free_at_s - now_s)
            self.demand[row] = len(carrier.aboard)

    def job(
        self,
        job: Job,
        index: Mapping[Place, int],
        plant: DispatchPlant,
        types: Sequence[VehicleType],
        now_s: float,
        objective: Objective,
        settings: DispatchSettings,
    ) -> None:
        order, first, last = job.order, job.stops[0], job.stops[-1]
        self.into[job.pickup] = index[plant.place(first.station_id)]
        self.out[job.drop] = index[plant.place(last.station_id)]
        self.ready[job.pickup] = max(0.0, order.release_time_s - now_s)
        if job.single:
            self._in_one_go(job, plant, types)
        else:
            self.out[job.pickup] = self.into[job.pickup]
            self.into[job.drop] = self.out[job.drop]
            for node, stop in ((job.pickup, first), (job.drop, last)):
                self.service[node] = max(plant.handling_s(kind, stop) for kind in types)
                self.use[node] = max(kind.battery.handling_kwh for kind in types)
            self.demand[job.pickup], self.demand[job.drop] = 1.0, -1.0
        weight = order_weight(order, now_s, settings)
        self.begin_weight[job.drop] = objective.lead * weight
        if order.deadline_s is not None:
            self.wanted[job.drop] = order.deadline_s - now_s - self.service[job.drop]
            self.late_weight[job.drop] = objective.late * weight

    def _in_one_go(self, job: Job, plant: DispatchPlant, types: Sequence[VehicleType]) -> None:
        node, longest_s, most_kwh = job.drop, 0.0, 0.0
        for kind in types:
            between = [
                (plant.place(one.station_id), plant.place(other.station_id))
                for one, other in itertools.pairwise(job.stops)
            ]
            way_s = sum(plant.distances.travel_s(kind.id, *pair) for pair in between)
            way_m = sum(plant.distances.distance_m(kind.id, *pair) for pair in between)
            if not np.isfinite(way_s):
                continue
            handled = sum(stop.action in TRANSFERS for stop in job.stops)
            here_s = way_s + sum(plant.handling_s(kind, stop) for stop in job.stops)
            here_kwh = kind.battery.drive_loaded_kwh_per_m * way_m
            longest_s = max(longest_s, here_s)
            most_kwh = max(most_kwh, here_kwh + kind.battery.handling_kwh * handled)
        self.service[node], self.use[node] = longest_s, most_kwh
        picks = any(stop.action is StopAction.PICK for stop in job.stops)
        self.demand[node] = -1.0 if job.order.loaded else 0.0
        self.peak[node] = 1.0 if picks and not job.order.loaded else 0.0

    def end(
        self,
        objective: Objective,
        carriers: Sequence[Availability],
        jobs: Sequence[Job],
        seconds: NDArray[np.float64],
    ) -> None:
        """Who ends later than the mean of all is costly where work is to be shared."""
        if objective.balance <= 0.0 or not carriers:
            return
        ways = seconds[seconds < FAR_S]
        typical_s = float(np.median(ways[ways > 0.0])) if (ways > 0.0).any() else 0.0
        work_s = float(self.service.sum()) + 2.0 * typical_s * len(jobs)
        self.wanted[-1] = (float(self.ready[: len(carriers)].sum()) + work_s) / len(carriers)
        self.late_weight[-1] = objective.balance


def order_weight(order: TransportOrder, now_s: float, settings: DispatchSettings) -> float:
    """How much a second counts: doubles with four steps of priority, and grows with age, without
    end, so that nobody starves."""
    waited_s = max(0.0, now_s - max(order.created_at_s, order.release_time_s))
    steps = min(max(order.priority / settings.priority_doubles, -4.0), 6.0)
    return float(2.0**steps * (1.0 + waited_s / settings.age_doubles_s))


def _able(
    jobs: Sequence[Job], carriers: Sequence[Availability], aboard: int, plant: DispatchPlant
) -> NDArray[np.bool_]:
    able = np.zeros((len(jobs), len(carriers)), np.bool_)
    kinds = {carrier.type_id: plant.type_of(carrier.type_id) for carrier in carriers}
    columns = {
        kind: [row for row, carrier in enumerate(carriers) if carrier.type_id == kind]
        for kind in kinds
    }
    by_id = {carrier.vehicle_id: row for row, carrier in enumerate(carriers)}
    for request, job in enumerate(jobs):
        if request < aboard:
            able[request, by_id[job.order.vehicle_id]] = True
            continue
        for kind, vehicle_type in kinds.items():
            if not type_objection(job.order, vehicle_type, plant):
                able[request, columns[kind]] = True
        if job.order.intended_vehicle:
            chosen = by_id.get(job.order.intended_vehicle)
            able[request, [row for row in range(len(carriers)) if row != chosen]] = False
    return able


def _given(
    jobs: Sequence[Job],
    carriers: Sequence[Availability],
    promised: Mapping[str, str],
    objective: Objective,
) -> NDArray[np.float64]:
    """A promise that is changed must be worth it."""
    given = np.zeros((len(jobs), len(carriers)))
    by_id = {carrier.vehicle_id: row for row, carrier in enumerate(carriers)}
    for request, job in enumerate(jobs):
        row = by_id.get(promised.get(job.order.id, ""))
        if row is not None:
            given[request] = objective.change_s
            given[request, row] = 0.0
    return given


def _spare_kwh(carrier: Availability, plant: DispatchPlant, settings: DispatchSettings) -> float:
    """Above the reserve; without end where the vehicle has no battery to speak of."""
    capacity_kwh = plant.type_of(carrier.type_id).battery.capacity_kwh
    if capacity_kwh <= 0.0:
        return LATEST_S
    return max(0.0, (carrier.soc - settings.reserve_soc) * capacity_kwh)
