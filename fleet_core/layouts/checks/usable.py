"""What of a layout can be driven: findings, and the layout without the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import hypot

from fleet_core.layouts.checks.trajectories import checked_trajectory
from fleet_core.layouts.finding import Finding, error, note, warning
from fleet_core.model.layout import Edge, EdgeProperties, Layout, Node

SANE_RANGE_M = 100_000.0
"""No plant reaches 100 km from its origin; coordinates beyond are in another unit."""

SAME_PLACE_M = 0.001


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Nodes that are not in the layout, and why an edge to them is no error of its own."""

    other_layouts: Mapping[str, str]  # node id -> id of the layout that has it
    broken: frozenset[str]  # ids of nodes that could not be read; told already


ALONE = Elsewhere({}, frozenset())
"""For formats that keep all of a level in one place."""


def usable_layout(
    layout: Layout, file: str, elsewhere: Elsewhere
) -> tuple[Layout, tuple[Finding, ...]]:
    """The layout with all that cannot be driven left out, and every finding about it."""
    found: list[Finding] = list(_places(layout, file))
    edges: dict[str, Edge] = {}
    for edge in layout.edges.values():
        gone = _unknown_ends(edge, layout, file, elsewhere)
        found += gone
        if not gone and _ends_known(edge, layout):
            kept, more = _drivable(edge, layout, file)
            found += more
            if kept is not None:
                edges[kept.id] = kept
    stations = {}
    for station in layout.stations.values():
        nodes, more = _interaction_nodes(station.id, station.interaction_node_ids, layout, file,
                                         elsewhere)  # fmt: skip
        found += more
        if nodes:
            stations[station.id] = replace(station, interaction_node_ids=nodes)
    return replace(layout, edges=edges, stations=stations), tuple(found)


def _places(layout: Layout, file: str) -> Iterator[Finding]:
    for node in layout.nodes.values():
        for axis, value in (("x", node.x_m), ("y", node.y_m)):
            if abs(value) > SANE_RANGE_M:
                reason = f"lies at {axis} = {value:g} m; expected within {SANE_RANGE_M:g} m"
                yield error(file, f"node {node.id}", reason, "out_of_range")
        if not node.properties:
            reason = "has no properties of any vehicle type; nobody may stand on it"
            yield warning(file, f"node {node.id}", reason, "no_vehicle_type")


def _ends_known(edge: Edge, layout: Layout) -> bool:
    return edge.start_node_id in layout.nodes and edge.end_node_id in layout.nodes


def _unknown_ends(edge: Edge, layout: Layout, file: str, elsewhere: Elsewhere) -> list[Finding]:
    found = []
    for verb, node in (("begins", edge.start_node_id), ("ends", edge.end_node_id)):
        if node in layout.nodes or node in elsewhere.broken:
            continue
        if node in elsewhere.other_layouts and verb == "ends":
            reason = (
                f"leads to node {node} of layout {elsewhere.other_layouts[node]}; "
                "vehicles stay in one layout, so it is left out"
            )
            found.append(note(file, f"edge {edge.id}", reason, "other_layout"))
        else:
            reason = f"{verb} at unknown node {node}"
            found.append(error(file, f"edge {edge.id}", reason, "unknown_node"))
    return found


def _interaction_nodes(
    station_id: str, node_ids: tuple[str, ...], layout: Layout, file: str, elsewhere: Elsewhere
) -> tuple[tuple[str, ...], list[Finding]]:
    element = f"station {station_id}"
    if not node_ids:
        reason = "has no interaction node; expected at least one"
        return (), [error(file, element, reason, "no_interaction_node")]
    found: list[Finding] = []
    for node in node_ids:
        if node in layout.nodes or node in elsewhere.broken:
            continue
        if node in elsewhere.other_layouts:
            reason = f"is served at node {node} of layout {elsewhere.other_layouts[node]} too"
            found.append(note(file, element, reason, "other_layout"))
        else:
            reason = f"is served at unknown node {node}"
            found.append(error(file, element, reason, "unknown_node"))
    known = tuple(dict.fromkeys(node for node in node_ids if node in layout.nodes))
    return known, found


def _drivable(edge: Edge, layout: Layout, file: str) -> tuple[Edge | None, list[Finding]]:
    """The edge with the entries that can be driven, or None when nobody can."""
    start, end = layout.nodes[edge.start_node_id], layout.nodes[edge.end_node_id]
    found: list[Finding] = []
    kept: list[EdgeProperties] = []
    for entry in edge.properties:
        usable, more = _entry(edge, entry, start, end, file)
        found += more
        if usable is not None and all(
            one.vehicle_type_id != usable.vehicle_type_id for one in kept
        ):
            kept.append(usable)
    if not kept and not found:
        reason = "is open to no vehicle type; nobody can drive it, so it is left out"
        found.append(warning(file, f"edge {edge.id}", reason, "undrivable"))
    return (replace(edge, properties=tuple(kept)) if kept else None), found


def _entry(
    edge: Edge, entry: EdgeProperties, start: Node, end: Node, file: str
) -> tuple[EdgeProperties | None, list[Finding]]:
    element = f"edge {edge.id}"
    found = list(_wrong_limits(element, entry, file))
    if found:
        return None, found
    barred = _barred(entry, start, end)
    if barred:
        return None, [warning(file, element, barred[0], barred[1])]
    return checked_trajectory(element, entry, start, end, file)


def _wrong_limits(element: str, entry: EdgeProperties, file: str) -> Iterator[Finding]:
    limits = {
        "maxSpeed": entry.max_speed_mps,
        "maxRotationSpeed": entry.max_rotation_speed_radps,
        "minHeight": entry.min_height_m,
        "maxHeight": entry.max_height_m,
    }
    for name, value in limits.items():
        if value is not None and value < 0.0:
            reason = f"has {name} {value:g} for {entry.vehicle_type_id}; expected 0 or more"
            yield error(file, element, reason, "negative_limit")
    low, high = entry.min_height_m, entry.max_height_m
    if low is not None and high is not None and low > high:
        reason = f"has minHeight {low:g} above maxHeight {high:g} for {entry.vehicle_type_id}"
        yield error(file, element, reason, "negative_limit")


def _barred(entry: EdgeProperties, start: Node, end: Node) -> tuple[str, str] | None:
    """Why this vehicle type can never use the edge, and the code of the finding."""
    kind = entry.vehicle_type_id
    for node in (start, end):
        if all(one.vehicle_type_id != kind for one in node.properties):
            reason = (
                f"is open to vehicle type {kind}, but its node {node.id} is not; read as closed"
            )
            return reason, "type_missing_on_node"
    if entry.max_speed_mps == 0.0:
        return f"has maxSpeed 0 for {kind}, so {kind} cannot drive it", "undrivable"
    if not (entry.load_restriction.loaded or entry.load_restriction.unloaded):
        return f"is open to {kind} neither loaded nor unloaded", "undrivable"
    apart_m = hypot(end.x_m - start.x_m, end.y_m - start.y_m)
    if entry.trajectory is None and apart_m < SAME_PLACE_M:
        reason = f"has no length for {kind}; vehicles turn on nodes by themselves; left out"
        return reason, "no_length"
    return None
