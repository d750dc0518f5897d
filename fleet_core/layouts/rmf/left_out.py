"""What of a building map does not come along, so that nobody looks for it in vain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from fleet_core.layouts.finding import Finding, counted, note
from fleet_core.layouts.rmf.building import Building, Level

DRAWN_ONLY = ("floors", "models", "layers", "features", "constraints", "holes", "fiducials")


def left_out(building: Building, level: Level, graph: int, file: str) -> Iterator[Finding]:
    """A note for each thing, or kind of thing, that is not carried over."""

    def gone(element: str, why: str) -> Finding:
        return note(file, element, f"is not carried over: {why}", "not_carried_over")

    for door in level.doors:
        yield gone(
            f"door {door.parameters.get('name') or 'without a name'}",
            "doors are not controlled; lanes through it are open",
        )
    for lift in building.lifts:
        yield gone(f"lift {lift}", "vehicles stay on one level; lanes into its cabin are left out")
    for index, vertex in level.vertices.items():
        name = vertex.parameters.get("spawn_robot_name")
        on_graph = any(
            index in (lane.start, lane.end) for lane in level.lanes if lane.graph == graph
        )
        if name and not on_graph:
            yield gone(f"robot {name}", f"it stands on another graph than {graph}")
    mutexes = Counter(str(lane.parameters.get("mutex") or "") for lane in level.lanes)
    for name in sorted(one for one in mutexes if one):
        yield gone(f"mutex group {name}", "bodies are kept apart by their footprints instead")
    holding = sum(one.parameters.get("is_holding_point") is True for one in level.vertices.values())
    if holding:
        yield gone(
            f"the mark of {counted(holding, 'holding point')}",
            "vehicles may wait at any node that the traffic allows",
        )
    for kind, number in level.others.items():
        why = "drawn only" if kind in DRAWN_ONLY else "unknown to the import"
        yield gone(f"{kind} ({number})", why)
