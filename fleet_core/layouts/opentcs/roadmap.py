"""Points and paths as nodes and edges."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import pi, radians

from fleet_core.layouts.finding import Finding, error, note
from fleet_core.layouts.opentcs.curves import backwards, fault_of, trajectory_of
from fleet_core.layouts.opentcs.model import PlantModel, TcsPath, TcsPoint, TcsVehicle
from fleet_core.layouts.opentcs.stations import point_actions
from fleet_core.layouts.opentcs.vehicles import MM, fitting
from fleet_core.model.layout import Edge, EdgeProperties, Node, NodeProperties, Trajectory

Groups = Mapping[str, tuple[TcsVehicle, ...]]


def nodes_of(model: PlantModel, groups: Groups) -> dict[str, Node]:
    """A node for each point, open to the vehicle types that fit."""
    return {name: _node(model, point, groups) for name, point in model.points.items()}


def _node(model: PlantModel, point: TcsPoint, groups: Groups) -> Node:
    heading_rad = None if point.angle_deg is None else radians(point.angle_deg)
    actions = point_actions(model, point.name)
    return Node(
        id=point.name,
        x_m=point.x_mm / MM,
        y_m=point.y_mm / MM,
        properties=tuple(
            NodeProperties(one, heading_rad, actions) for one in fitting(point, groups)
        ),
    )


def edges_of(model: PlantModel, groups: Groups, file: str) -> tuple[dict[str, Edge], list[Finding]]:
    """Edges for the directions in which each path may be driven."""
    edges: dict[str, Edge] = {}
    found: list[Finding] = []
    for path in model.paths.values():
        wrong = list(_faults(model, path, file))
        found += wrong
        if wrong:
            continue
        if path.locked:
            reason = "is locked in the file and left out"
            found.append(note(file, f"path {path.name}", reason, "locked"))
            continue
        ends = (model.points[path.source], model.points[path.destination])
        fits = tuple(one for one in groups if all(one in fitting(end, groups) for end in ends))
        for edge in _edges(path, trajectory_of(model, path), fits):
            edges[edge.id] = edge
    return edges, found


def _faults(model: PlantModel, path: TcsPath, file: str) -> Iterator[Finding]:
    element = f"path {path.name}"
    for verb, point in (("begins", path.source), ("ends", path.destination)):
        if point not in model.points:
            yield error(file, element, f"{verb} at unknown point {point}", "unknown_node")
    fault = fault_of(model, path)
    if fault is not None:
        yield error(file, element, fault, "trajectory")
    if path.max_mmps <= 0.0 and path.max_reverse_mmps <= 0.0:
        reason = "has maxVelocity 0 and maxReverseVelocity 0, so nobody can drive it; left out"
        yield note(file, element, reason, "undrivable")


def _edges(path: TcsPath, curve: Trajectory | None, type_ids: tuple[str, ...]) -> list[Edge]:
    """Forwards along the path, and backwards from its end, each where a speed is allowed."""
    made = []
    if path.max_mmps > 0.0:
        made.append(_edge(path.name, path.source, path.destination, type_ids, path.max_mmps,
                          curve, 0.0))  # fmt: skip
    if path.max_reverse_mmps > 0.0:
        name = f"{path.name} (reverse)"
        made.append(_edge(name, path.destination, path.source, type_ids, path.max_reverse_mmps,
                          backwards(curve), pi))  # fmt: skip
    return made


def _edge(
    name: str, start: str, end: str, type_ids: tuple[str, ...], limit_mmps: float,
    curve: Trajectory | None, facing_rad: float,
) -> Edge:  # fmt: skip
    return Edge(
        id=name,
        start_node_id=start,
        end_node_id=end,
        properties=tuple(
            EdgeProperties(
                one, orientation_rad=facing_rad, max_speed_mps=limit_mmps / MM, trajectory=curve
            )
            for one in type_ids
        ),
    )
