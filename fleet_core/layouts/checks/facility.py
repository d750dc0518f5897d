"""Does the facility file fit the layout, and can its vehicles be built and stand where it says."""

from __future__ import annotations

from collections.abc import Iterator

from shapely.geometry import Point as ShapelyPoint
from shapely.geometry import Polygon as ShapelyPolygon

from fleet_core.layouts.finding import Finding, error, warning
from fleet_core.model.facility import Facility, FleetVehicle
from fleet_core.model.geometry import Polygon
from fleet_core.model.scenario import Scenario
from fleet_core.model.vehicle_type import VehicleType


def facility_findings(facility: Facility, file: str) -> Iterator[Finding]:
    """All that does not fit together."""
    yield from _types(facility, file)
    for use in facility.uses.values():
        if use.station_id not in facility.layout.stations:
            reason = "is not in the layout; its use is left out"
            yield warning(file, f"station {use.station_id}", reason, "unknown_station")
    for vehicle in facility.fleet:
        yield from _vehicle(facility, vehicle, file)
    for kind, areas in (("zone", facility.zones), ("crossing", facility.crossings)):
        for area in areas:
            yield from _polygon(f"{kind} {area.id}", "polygon", area.polygon, file)


def _types(facility: Facility, file: str) -> Iterator[Finding]:
    named = facility.layout.vehicle_type_ids
    for kind in sorted(named - facility.vehicle_types.keys()):
        reason = "is named by the layout and has no entry in vehicle_types; nobody can drive as it"
        yield warning(file, f"vehicle type {kind}", reason, "unknown_vehicle_type")
    for kind, one in facility.vehicle_types.items():
        if kind not in named and not one.manned:
            reason = "is named by no node and no edge of the layout"
            yield warning(file, f"vehicle type {kind}", reason, "unused_vehicle_type")
        yield from _footprints(one, file)


def _footprints(one: VehicleType, file: str) -> Iterator[Finding]:
    element = f"vehicle type {one.id}"
    for name in ("footprint", "loaded_footprint"):
        corners: Polygon = getattr(one, name)
        wrong = list(_polygon(element, name, corners, file))
        yield from wrong
        if wrong:
            continue
        shape = ShapelyPolygon(corners)
        if shape.convex_hull.area > shape.area * 1.001:
            yield error(file, element, f"has a {name} that is not convex", "footprint")
        elif not shape.buffer(1e-6).contains(ShapelyPoint(0.0, 0.0)):
            reason = f"has a {name} without its own origin (0, 0), about which it turns"
            yield warning(file, element, reason, "footprint")


def _polygon(element: str, name: str, corners: Polygon, file: str) -> Iterator[Finding]:
    shape = ShapelyPolygon(corners)
    if not shape.is_valid or shape.area <= 0.0:
        reason = f"has a {name} that crosses itself or has no area"
        yield error(file, element, reason, "polygon")


def _vehicle(facility: Facility, vehicle: FleetVehicle, file: str) -> Iterator[Finding]:
    element = f"vehicle {vehicle.id}"
    if vehicle.type_id not in facility.vehicle_types:
        reason = f"is of unknown vehicle type {vehicle.type_id}"
        yield error(file, element, reason, "unknown_vehicle_type")
    node = facility.layout.nodes.get(vehicle.start_node_id)
    if node is None:
        reason = f"begins at unknown node {vehicle.start_node_id}"
        yield error(file, element, reason, "unknown_node")
    elif all(one.vehicle_type_id != vehicle.type_id for one in node.properties):
        reason = f"begins at node {node.id}, which is not open to vehicle type {vehicle.type_id}"
        yield error(file, element, reason, "type_missing_on_node")


def scenario_findings(facility: Facility, scenario: Scenario, file: str) -> Iterator[Finding]:
    """Streams and faults that name what is not there."""
    groups = {use.group for use in facility.uses.values() if use.group}
    vehicles = {one.id for one in facility.fleet}
    for stream in scenario.streams:
        for verb, place in (("begins", stream.source), ("ends", stream.target)):
            if place not in groups and place not in facility.layout.stations:
                reason = f"{verb} at {place}, which is neither a station nor a group of stations"
                yield error(file, f"stream {stream.name}", reason, "unknown_station")
        kind = stream.required_vehicle_type
        if kind and kind not in facility.vehicle_types:
            reason = f"requires unknown vehicle type {kind}"
            yield error(file, f"stream {stream.name}", reason, "unknown_vehicle_type")
    for fault in scenario.faults:
        if fault.vehicle_id not in vehicles:
            reason = f"at {fault.at_s:g} s is for unknown vehicle {fault.vehicle_id}"
            yield error(file, "fault", reason, "unknown_vehicle")
