"""An Open-RMF building map as a plant: one level, one navigation graph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from fleet_core.layouts.assembly import Draft
from fleet_core.layouts.checks.usable import ALONE, usable_layout
from fleet_core.layouts.finding import Finding, counted, note
from fleet_core.layouts.rmf.building import Building, Level, parse_yaml, read_building
from fleet_core.layouts.rmf.projection import projection_of
from fleet_core.layouts.rmf.roadmap import graph_layout, stations_and_uses, walls
from fleet_core.layouts.rmf.robots import fleet, robot_type, robot_types
from fleet_core.layouts.sources import LayoutPart, stem_of
from fleet_core.layouts.text_file import read_text
from fleet_core.model.errors import LayoutError
from fleet_core.model.facility import Facility, StationKind

CLEARANCE_M = 0.2
"""Difference between vicinity (0.5 m) and footprint (0.3 m) of the robots in Open-RMF's demos."""

DRAWN_ONLY = ("floors", "models", "layers", "features", "constraints", "holes", "fiducials")


def read_rmf_plant(path: Path, selection: LayoutPart) -> Draft:
    """The plant of a ``*.building.yaml``. Raises LayoutError when there is nothing to drive on."""
    building = read_building(parse_yaml(read_text(path), path.name), path.name)
    if building.findings:
        return Draft(None, building.findings)
    found: list[Finding] = []
    level = _level(building, selection.level, path.name, found)
    graph = _graph(level, selection.graph, path.name, found)
    project, sentence = projection_of(building, level, path.name)
    found.append(note(path.name, f"level {level.name}", f"is {sentence}", "projection"))
    types = robot_types(level, graph)
    layout, node_ids = graph_layout(building, level, graph, project, types)
    stations, uses = stations_and_uses(level, node_ids)
    layout, more = usable_layout(replace(layout, stations=stations), path.name, ALONE)
    chargers = any(use.kind is StationKind.CHARGER for use in uses.values())
    facility = Facility(
        name=stem_of(path),
        layout=layout,
        vehicle_types={one: robot_type(one, chargers) for one in types},
        fleet=fleet(level, graph, node_ids),
        uses=uses,
        walls=walls(level, project),
        clearance_m=CLEARANCE_M,
    )
    found += [*more, *_left_out(building, level, graph, path.name)]
    return Draft(facility, tuple(found))


def _level(building: Building, wanted: str | None, file: str, found: list[Finding]) -> Level:
    """The chosen level, or the first that has a lane."""
    names = ", ".join(building.levels)
    if wanted is not None:
        if wanted not in building.levels:
            raise LayoutError(f"layout {file}: has no level {wanted}; expected one of {names}")
        return building.levels[wanted]
    with_lanes = [one for one in building.levels.values() if one.lanes]
    if not with_lanes:
        raise LayoutError(f"layout {file}: has no lane on any level ({names}); nothing to drive on")
    if len(building.levels) > 1:
        reason = f"is taken of {len(building.levels)}: {names}; choose another with --level"
        found.append(note(file, f"level {with_lanes[0].name}", reason, "first_layout"))
    return with_lanes[0]


def _graph(level: Level, wanted: int | None, file: str, found: list[Finding]) -> int:
    """The chosen navigation graph, or the one with most lanes, of equals the first."""
    lanes = Counter(lane.graph for lane in level.lanes)
    shown = ", ".join(f"{graph} ({lanes[graph]} lanes)" for graph in sorted(lanes)) or "none"
    if wanted is not None and wanted not in lanes:
        raise LayoutError(
            f"layout {file}: level {level.name} has no lane of graph {wanted}; it has {shown}"
        )
    if not lanes:
        raise LayoutError(f"layout {file}: level {level.name} has no lane; nothing to drive on")
    if wanted is not None:
        return wanted
    graph = min(lanes, key=lambda one: (-lanes[one], one))
    if len(lanes) > 1:
        reason = f"is taken of {shown}; choose another with --graph"
        found.append(note(file, f"graph {graph}", reason, "first_layout"))
    return graph


def _left_out(building: Building, level: Level, graph: int, file: str) -> Iterator[Finding]:
    """A note for each thing, or kind of thing, that is not carried over, so that nobody looks for
    it in vain."""

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
