"""An openTCS plant model as a plant."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fleet_core.layouts.assembly import Draft
from fleet_core.layouts.assumed.fleet import place_fleet
from fleet_core.layouts.checks.usable import ALONE, usable_layout
from fleet_core.layouts.finding import Finding, counted, error, note
from fleet_core.layouts.opentcs.model import PlantModel, read_model
from fleet_core.layouts.opentcs.roadmap import Groups, edges_of, nodes_of
from fleet_core.layouts.opentcs.stations import stations_of
from fleet_core.layouts.opentcs.vehicles import fitting, vehicle_groups, vehicle_type
from fleet_core.layouts.opentcs.xml_file import parse_xml
from fleet_core.layouts.sources import stem_of
from fleet_core.layouts.text_file import read_text
from fleet_core.model.errors import LayoutError
from fleet_core.model.facility import Facility, StationKind, StationUse
from fleet_core.model.layout import Layout


def read_opentcs_plant(path: Path) -> Draft:
    """The plant of an openTCS file. Raises LayoutError when there is nothing to drive on."""
    model = read_model(parse_xml(read_text(path), path.name), path.name)
    if not model.paths:
        raise LayoutError(f"layout {path.name}: has no path; nothing to drive on")
    found = [*model.findings, *_without_speed(model, path.name)]
    if any(one.severity == "error" for one in found):
        return Draft(None, tuple(found))
    groups = vehicle_groups(model)
    layout, uses, more = _layout(model, groups, path.name)
    found += more
    chargers = any(use.kind is StationKind.CHARGER for use in uses.values())
    facility = Facility(
        name=stem_of(path),
        layout=layout,
        vehicle_types={one: vehicle_type(one, group[0], chargers) for one, group in groups.items()},
        uses=uses,
    )
    facility = place_fleet(
        facility,
        [
            (one.name, type_id)
            for type_id, group in groups.items()
            for one in group
            if one.name in model.vehicles
        ],
    )
    found += _left_out(model, groups, facility, path.name)
    return Draft(facility, tuple(found))


def _without_speed(model: PlantModel, file: str) -> Iterator[Finding]:
    for one in model.vehicles.values():
        if one.max_mmps <= 0.0:
            reason = "has maxVelocity 0; expected more"
            yield error(file, f"vehicle {one.name}", reason, "schema")


def _layout(
    model: PlantModel, groups: Groups, file: str
) -> tuple[Layout, dict[str, StationUse], list[Finding]]:
    edges, found = edges_of(model, groups, file)
    stations, uses, more = stations_of(model, file)
    layout = Layout(
        id=model.name or stem_of(Path(file)),
        nodes=nodes_of(model, groups),
        edges=edges,
        stations=stations,
        name=model.name,
        vehicle_type_ids=frozenset(groups),
    )
    layout, most = usable_layout(layout, file, ALONE)
    return layout, uses, [*found, *more, *most]


def _left_out(
    model: PlantModel, groups: Groups, facility: Facility, file: str
) -> Iterator[Finding]:
    def gone(element: str, why: str) -> Finding:
        return note(file, element, f"is not carried over: {why}", "not_carried_over")

    by_footprint = "bodies are kept apart by their footprints instead"
    for block in model.blocks:
        yield gone(f"block {block}", by_footprint)
    envelopes = sum(one.envelopes for one in model.points.values())
    envelopes += sum(one.envelopes for one in model.paths.values())
    if envelopes:
        yield gone(f"the size of {counted(envelopes, 'envelope')}", by_footprint)
    operations = sum(one.peripheral_operations for one in model.paths.values())
    if operations:
        yield gone(
            f"the order of {counted(operations, 'peripheral operation')}",
            "doors and other peripherals are not controlled",
        )
    for point in model.points.values():
        for type_id in groups.keys() - fitting(point, groups):
            reason = f"is closed to {type_id}, which is larger than its maxVehicleBoundingBox"
            yield note(file, f"point {point.name}", reason, "too_large")
    if model.vehicles:
        yield gone("the set of energy levels", "charging follows the settings of the fleet")
    placed = {one.id for one in facility.fleet}
    for name in model.vehicles:
        if name not in placed:
            yield gone(f"vehicle {name}", "there is no free place for it to begin")
    if placed:
        reason = "are assumed: the file does not say where vehicles stand or how they accelerate"
        yield note(file, "start places and accelerations", reason, "assumed")
