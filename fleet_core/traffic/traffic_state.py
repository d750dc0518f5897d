"""The traffic of the moment: what the rounds of planning, the words and the routes work on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from fleet_core.model import reasons
from fleet_core.model.errors import CommandError
from fleet_core.model.facility import StationKind
from fleet_core.traffic.closed_ways import ClosedWays, closed_for_all
from fleet_core.traffic.member import Member
from fleet_core.traffic.protocol import Floor
from fleet_core.traffic.settings import TrafficSettings
from planner.roadmap.graph import Roadmap
from planner.roadmap.travel_times import RoadmapTravelTimes
from planner.traffic.cooperative import Aim, Planner
from planner.traffic.joint.ground import Ground
from planner.traffic.timetable import Timetable


@dataclass(slots=True)
class TrafficState:
    """Holds; does not decide. ``version`` grows with every change that a plan could depend on."""

    roadmap: Roadmap
    travel: RoadmapTravelTimes
    watch: Callable[[str, str], None]
    settings: TrafficSettings = field(default_factory=TrafficSettings)
    planner: Planner = field(init=False)
    table: Timetable = field(init=False)
    members: dict[str, Member] = field(default_factory=dict)
    closed: dict[str, ClosedWays] = field(default_factory=dict)
    floors: dict[str, Floor] = field(default_factory=dict)  # barred by vehicles that are astray
    version: int = 0
    now_s: float = 0.0
    _ground: Ground | None = None
    _waiting: dict[tuple[tuple[int, ...], int], tuple[int, ...]] = field(default_factory=dict)

    work_nodes: frozenset[str] = field(init=False)  # where vehicles work or charge

    def __post_init__(self) -> None:
        facility = self.roadmap.facility
        parking = facility.stations_of(StationKind.PARKING)
        self.work_nodes = frozenset(
            node_id
            for station in facility.layout.stations.values()
            if station.id not in parking
            for node_id in station.interaction_node_ids
        )
        self.planner = Planner(self.roadmap, self.travel)
        self.table = Timetable(self.roadmap)

    def ground(self) -> Ground:
        """The roadmap as joint planning reads it, made when first asked for."""
        if self._ground is None:
            self._ground = Ground(self.roadmap)
        return self._ground

    def member(self, vehicle_id: str) -> Member:
        """Raises CommandError for a vehicle that is not in traffic."""
        try:
            return self.members[vehicle_id]
        except KeyError:
            known = tuple(sorted(self.members))
            raise CommandError(reasons.refusals.not_in_traffic(vehicle_id, known)) from None

    def usable(self, member: Member) -> NDArray[np.bool_]:
        """Moves (n_m,) that this vehicle may make now, with its load and the closures."""
        moves = self.roadmap.move_loaded if member.loaded else self.roadmap.move_empty
        for way in self._closed_for(member):
            moves = moves & ~way.entries
        if self.table.any_barred:
            moves = moves & ~self.table.barred_for(member.vehicle_id)[self.roadmap.move_region]
        return moves

    def aim(self, member: Member) -> Aim:
        """Where it wants to go and how it may; no state of a closed part is a goal."""
        states = member.goal_states
        for way in self._closed_for(member):
            states = tuple(state for state in states if not way.inside[state])
        if self.table.any_barred:
            barred = self.table.barred_for(member.vehicle_id)[self.roadmap.state_region]
            states = tuple(state for state in states if not barred[state])
        return Aim(states, self.usable(member))

    def _closed_for(self, member: Member) -> list[ClosedWays]:
        return [way for way in self.closed.values() if way.holds_for(member.vehicle_id)]

    def set_closed(self, closed: dict[str, ClosedWays]) -> None:
        """All closures of the moment; travel times reckon with those that hold for everybody."""
        self.closed = closed
        self._waiting.clear()
        self.travel.close(closed_for_all(closed.values(), self.roadmap))
        self.version += 1

    def waiting_states(self, member: Member, how_many: int) -> tuple[int, ...]:
        """States at the parking places nearest to its goal."""
        key = (member.goal_states, how_many)
        if key not in self._waiting:
            to_go = self.travel.field_s(member.goal_states)
            places = self._parking_states(self.roadmap.type_index(member.type_id))
            nearest = places[np.argsort(to_go[places], kind="stable")][:how_many]
            self._waiting[key] = tuple(nearest[np.isfinite(to_go[nearest])].tolist())
        return self._waiting[key]

    def _parking_states(self, kind: int) -> NDArray[np.int64]:
        facility = self.roadmap.facility
        type_id = self.roadmap.type_ids[kind]
        nodes = [
            node_id
            for station_id in facility.stations_of(StationKind.PARKING)
            for node_id in facility.layout.stations[station_id].interaction_node_ids
        ]
        return np.array(self.roadmap.goal_states(type_id, nodes), np.int64)

    def can_move_aside(self, member: Member) -> bool:
        """Stands at rest and has nothing to do where it stands."""
        if self.table.is_stopped(member.vehicle_id) or self.table.open_steps(member.vehicle_id):
            return False
        return not member.planned or member.goal is None or member.goal.action is None

    def rest_of(self, vehicle_id: str) -> int | None:
        """The state where a vehicle will rest and stay; None when it is gone or may be asked to
        move aside."""
        member = self.members.get(vehicle_id)
        if member is None or self.can_move_aside(member):
            return None
        return self.table.end_state(vehicle_id)

    def give_up_tail(self, vehicle_id: str, cause: str) -> list[str]:
        """Takes back what a vehicle has planned, and what others have planned through the place
        where it now will rest, and so on. Returns all whose plans changed."""
        changed: list[str] = []
        asked = [vehicle_id]
        while asked:
            who = asked.pop()
            if not self.table.cut(who):
                continue
            changed.append(who)
            self._unplanned(who, cause)
            rest = self.table.committed_state(who)
            asked += self.planned_through(int(self.roadmap.state_region[rest]), who)
        return changed

    def planned_through(self, region: int, but: str) -> list[str]:
        """Vehicles whose planned steps that are not granted come too near to ``region``."""
        return self.table.planned_through(self.roadmap.conflicts.excluded[region], but)

    def _unplanned(self, vehicle_id: str, cause: str) -> None:
        member = self.members[vehicle_id]
        self.version += 1
        if member.goal is not None:
            member.planned = False
            member.due(cause, self.now_s)
