"""Plans and their order of passing as plain JSON, so that a restart knows them again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from fleet_core.execution.issued_routes import IssuedRoute
from fleet_core.execution.traffic import Goal
from fleet_core.execution.traffic_member import Member
from fleet_core.model.errors import TrafficError
from fleet_core.model.geometry import Pose
from fleet_core.model.order import StopAction
from fleet_core.model.route import StationAction
from planner.roadmap.graph import Roadmap
from planner.traffic.itinerary import Itineraries, Itinerary, Step


def fingerprint(roadmap: Roadmap) -> str:
    """The same for the same roadmap: indices of states and moves may then be trusted."""
    digest = sha256()
    for array in (roadmap.state_pose, roadmap.move_from, roadmap.move_to, roadmap.move_length_m):
        digest.update(array.round(6).tobytes())
    digest.update("|".join((*roadmap.type_ids, *roadmap.state_node)).encode())
    return digest.hexdigest()


def to_json(
    roadmap: Roadmap, itineraries: Itineraries, members: Mapping[str, Member]
) -> dict[str, Any]:
    return {
        "roadmap": fingerprint(roadmap),
        "vehicles": {
            vehicle_id: {
                "itinerary": _itinerary_json(itineraries[vehicle_id]),
                "member": _member_json(member),
            }
            for vehicle_id, member in members.items()
        },
    }


def from_json(
    roadmap: Roadmap, snapshot: dict[str, Any]
) -> tuple[dict[str, Itinerary], dict[str, Member]]:
    """Raises TrafficError when the snapshot is of another roadmap or not whole."""
    if snapshot.get("roadmap") != fingerprint(roadmap):
        raise TrafficError(
            "the stored traffic plans are of another roadmap than the layout in use; "
            "vehicles must be taken up anew from where they stand"
        )
    try:
        entries = snapshot["vehicles"].items()
        itineraries = {key: _itinerary(key, entry["itinerary"]) for key, entry in entries}
        members = {key: _member(roadmap, key, entry["member"]) for key, entry in entries}
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise TrafficError(f"the stored traffic plans are damaged: {error!r}") from error
    return itineraries, members


def _itinerary_json(itinerary: Itinerary) -> dict[str, Any]:
    return {
        "state": itinerary.state,
        "done": itinerary.done,
        "granted": itinerary.granted,
        "steps": [[step.move, [list(ref) for ref in step.after]] for step in itinerary.steps],
    }


def _itinerary(vehicle_id: str, data: dict[str, Any]) -> Itinerary:
    steps = tuple(
        Step(int(move), tuple((str(who), int(number)) for who, number in after))
        for move, after in data["steps"]
    )
    return Itinerary(vehicle_id, int(data["state"]), int(data["done"]), int(data["granted"]), steps)


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
