"""Plans and their order of passing as plain JSON, so that a restart knows them again."""

from __future__ import annotations

from dataclasses import asdict
from hashlib import sha256
from typing import Any, NamedTuple

from fleet_core.model.closure import Closure
from fleet_core.model.errors import TrafficError
from fleet_core.model.geometry import Pose
from fleet_core.model.order import StopAction
from fleet_core.model.route import Leg, LegKind, StationAction
from fleet_core.traffic.closed_ways import ClosedWays
from fleet_core.traffic.held_floor import bar
from fleet_core.traffic.issued_routes import IssuedRoute
from fleet_core.traffic.member import Member
from fleet_core.traffic.protocol import Floor, Goal
from fleet_core.traffic.traffic_state import TrafficState
from planner.roadmap.graph import Roadmap
from planner.traffic.itinerary import Itinerary


def fingerprint(roadmap: Roadmap) -> str:
    """The same for the same roadmap: indices of states and moves may then be trusted."""
    digest = sha256()
    for array in (roadmap.state_pose, roadmap.move_from, roadmap.move_to, roadmap.move_length_m):
        digest.update(array.round(6).tobytes())
    digest.update("|".join((*roadmap.type_ids, *roadmap.state_node)).encode())
    return digest.hexdigest()


def to_json(traffic: TrafficState) -> dict[str, Any]:
    return {
        "roadmap": fingerprint(traffic.roadmap),
        "vehicles": {
            vehicle_id: {
                "itinerary": _itinerary_json(traffic.table.itinerary(vehicle_id)),
                "member": _member_json(member),
            }
            for vehicle_id, member in traffic.members.items()
        },
        "closures": [closure_json(way.closure) for way in traffic.closed.values()],
        "floors": {name: _floor_json(floor) for name, floor in traffic.floors.items()},
    }


class StoredPlans(NamedTuple):
    """A snapshot that was read."""

    itineraries: list[Itinerary]
    members: dict[str, Member]
    closures: list[Closure]
    floors: dict[str, Floor]


def fits(roadmap: Roadmap, snapshot: dict[str, Any]) -> bool:
    """Whether it is of this roadmap. Raises TrafficError when it is, and not whole."""
    if not isinstance(snapshot, dict):
        raise TrafficError(f"the stored traffic plans are damaged: {type(snapshot).__name__}")
    if snapshot.get("roadmap") != fingerprint(roadmap):
        return False
    read(roadmap, snapshot)
    return True


def read(roadmap: Roadmap, snapshot: dict[str, Any]) -> StoredPlans:
    """What ``to_json`` gave. Raises TrafficError when it is of another roadmap or not whole."""
    if snapshot.get("roadmap") != fingerprint(roadmap):
        raise TrafficError(
            "the stored traffic plans are of another roadmap than the layout in use; "
            "vehicles must be taken up anew from where they stand"
        )
    try:
        entries = snapshot["vehicles"].items()
        itineraries = [_itinerary(key, entry["itinerary"]) for key, entry in entries]
        members = {key: _member(roadmap, key, entry["member"]) for key, entry in entries}
        closures = [closure_of_json(entry) for entry in snapshot["closures"]]
        floors = {key: _floor(entry) for key, entry in snapshot.get("floors", {}).items()}
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise TrafficError(f"the stored traffic plans are damaged: {error!r}") from error
    return StoredPlans(itineraries, members, closures, floors)


def take_up(traffic: TrafficState, snapshot: dict[str, Any], now_s: float) -> None:
    """Fills an empty traffic. Raises as `read` does."""
    plans = read(traffic.roadmap, snapshot)
    traffic.now_s = now_s
    traffic.members = plans.members
    for itinerary in plans.itineraries:
        traffic.table.enter(itinerary, now_s)
    closed = {entry.id: ClosedWays.of(traffic.roadmap, entry) for entry in plans.closures}
    traffic.set_closed(closed)
    for name, floor in plans.floors.items():
        if floor.type_id in traffic.roadmap.facility.vehicle_types:
            bar(traffic, name, floor)


def _itinerary_json(itinerary: Itinerary) -> dict[str, Any]:
    return {
        "state": itinerary.state,
        "done": itinerary.done,
        "granted": itinerary.granted,
        "moves": list(itinerary.moves),
        "turn_s": list(itinerary.turn_s),
    }


def _itinerary(vehicle_id: str, data: dict[str, Any]) -> Itinerary:
    moves = tuple(int(move) for move in data["moves"])
    turns = tuple(float(turn) for turn in data["turn_s"])
    if len(moves) != len(turns):
        raise ValueError(vehicle_id)
    return Itinerary(
        vehicle_id, int(data["state"]), int(data["done"]), int(data["granted"]), moves, turns
    )


def closure_json(closure: Closure) -> dict[str, Any]:
    sets = {name: sorted(getattr(closure, name)) for name in _SETS}
    return {**asdict(closure), **sets}


def closure_of_json(data: dict[str, Any]) -> Closure:
    return Closure(**{**data, **{name: frozenset(data[name]) for name in _SETS}})


def _floor_json(floor: Floor) -> dict[str, Any]:
    return asdict(floor)


def _floor(data: dict[str, Any]) -> Floor:
    legs = tuple(
        Leg(**{**leg, "kind": LegKind(leg["kind"]), "path": tuple(Pose(**p) for p in leg["path"])})
        for leg in data["legs"]
    )
    return Floor(data["type_id"], Pose(**data["pose"]), float(data["reach_m"]), legs)


_SETS = ("edge_ids", "type_ids", "vehicle_ids")


def _member_json(member: Member) -> dict[str, Any]:
    return {
        "type_id": member.type_id,
        "since": member.since,
        "goal": asdict(member.goal) if member.goal else None,
        "planned": member.planned,
        "loaded": member.loaded,
        "routes_made": member.routes_made,
        "routes": [asdict(issued) for issued in member.routes],
    }


def _member(roadmap: Roadmap, vehicle_id: str, data: dict[str, Any]) -> Member:
    goal = _goal(data["goal"])
    type_id = str(data["type_id"])
    return Member(
        vehicle_id,
        type_id,
        str(data["since"]),
        goal=goal,
        goal_states=roadmap.goal_states(type_id, goal.node_ids) if goal else (),
        planned=bool(data["planned"]),
        loaded=bool(data["loaded"]),
        routes_made=int(data["routes_made"]),
        routes=[_issued(issued) for issued in data["routes"]],
    )


def _goal(data: dict[str, Any] | None) -> Goal | None:
    if data is None:
        return None
    action = data["action"]
    if action is not None:
        action = StationAction(**{**action, "kind": StopAction(action["kind"])})
    return Goal(tuple(data["node_ids"]), data["station_id"], data["order_id"], action)


def _issued(data: dict[str, Any]) -> IssuedRoute:
    pose = Pose(**data["entry_pose"]) if data["entry_pose"] else None
    return IssuedRoute(
        data["route_id"],
        int(data["first"]),
        tuple(int(move) for move in data["moves"]),
        pose,
        float(data["entry_along_m"]),
    )
