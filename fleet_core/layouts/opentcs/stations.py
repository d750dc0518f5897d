"""Locations and parking positions as stations; operations as actions at their points."""

from __future__ import annotations

from collections.abc import Iterator

from fleet_core.layouts.finding import Finding, error, note
from fleet_core.layouts.opentcs.model import PlantModel, TcsLocation
from fleet_core.model.facility import StationKind, StationUse
from fleet_core.model.geometry import Pose
from fleet_core.model.layout import LayoutAction, Station

NOTHING = "NOP"  # the operation that openTCS adds to every location: be there, do nothing

DROPPING = ("unload", "drop", "deliver", "deposit")
PICKING = ("load", "pick", "collect", "fetch")


def action_of(operation: str) -> str:
    """VDA 5050's name of an operation, whose name openTCS leaves to the user; else its own."""
    word = operation.lower()
    if "charge" in word:
        return "startCharging"
    # "unload" holds "load", so dropping is asked first.
    if any(one in word for one in DROPPING):
        return "drop"
    if any(one in word for one in PICKING):
        return "pick"
    return operation


def point_actions(model: PlantModel, point: str) -> tuple[LayoutAction, ...]:
    """What may be done at a point, over all locations linked to it."""
    names = {
        action: None
        for location in model.locations.values()
        for linked, _ in location.links
        if linked == point
        for action in _actions(model, location, point)
    }
    return tuple(LayoutAction(one, "HARD", "CONDITIONAL") for one in names)


def _actions(model: PlantModel, location: TcsLocation, point: str | None = None) -> list[str]:
    """A link's own operations restrict those of the location's type; none restrict nothing."""
    known = model.operations.get(location.type_name, ())
    found: dict[str, None] = {}
    for linked, allowed in location.links:
        if point is None or linked == point:
            found |= {action_of(one): None for one in known
                      if one != NOTHING and (not allowed or one in allowed)}  # fmt: skip
    return list(found)


def stations_of(
    model: PlantModel, file: str
) -> tuple[dict[str, Station], dict[str, StationUse], list[Finding]]:
    """A station for each linked location and for each parking position, by its priority."""
    found: list[Finding] = []
    stations: dict[str, Station] = {}
    uses: dict[str, StationUse] = {}
    for location in model.locations.values():
        refused = list(_refusals(model, location, file))
        found += refused
        if not refused:
            stations[location.name] = _station(location)
            uses[location.name] = _use(location.name, _actions(model, location))
    parking = [point for point in model.points.values() if point.parking]
    parking.sort(key=lambda one: (one.parking_priority is None, one.parking_priority or 0))
    for point in parking:
        if point.name not in stations:
            stations[point.name] = Station(point.name, (point.name,))
            uses[point.name] = StationUse(point.name, StationKind.PARKING)
    return stations, uses, found


def _refusals(model: PlantModel, location: TcsLocation, file: str) -> Iterator[Finding]:
    element = f"location {location.name}"
    for point, _ in location.links:
        if point not in model.points:
            yield error(file, element, f"is linked to unknown point {point}", "unknown_node")
    if location.type_name not in model.operations:
        reason = f"is of unknown location type {location.type_name}"
        yield error(file, element, reason, "unknown_location_type")
    if not location.links:
        reason = "is not carried over: no point is linked to it"
        yield note(file, element, reason, "not_carried_over")
    elif location.locked:
        yield note(file, element, "is locked in the file and left out", "locked")


def _station(location: TcsLocation) -> Station:
    nodes = tuple(dict.fromkeys(point for point, _ in location.links))
    pose = Pose(location.x_mm / 1000.0, location.y_mm / 1000.0, 0.0)
    return Station(location.name, nodes, description=location.type_name, pose=pose)


def _use(station_id: str, actions: list[str]) -> StationUse:
    picks, drops = "pick" in actions, "drop" in actions
    if picks or drops:
        return StationUse(station_id, StationKind.TRANSFER, can_pick=picks, can_drop=drops)
    if "startCharging" in actions:
        return StationUse(station_id, StationKind.CHARGER)
    return StationUse(station_id, StationKind.TRANSFER)
