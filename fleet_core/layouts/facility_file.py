"""The files beside a LIF: ``NAME.facility.json`` and ``NAME.scenario.json``.

Keys are the names of the dataclass fields in ``fleet_core.model``; the schemas are in ``schemas``.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from fleet_core.layouts.finding import Finding, error
from fleet_core.layouts.lif.names import dotted
from fleet_core.layouts.lif.writing import UNDATED, changed_document, lif_document
from fleet_core.layouts.numbers import not_finite
from fleet_core.layouts.plain import from_plain, problems, to_plain
from fleet_core.layouts.schemas import SchemaName, breaches
from fleet_core.layouts.sources import Format, format_of, stem_of
from fleet_core.layouts.text_file import json_text, write_text
from fleet_core.model.errors import LayoutError
from fleet_core.model.facility import (
    Anchor,
    Crossing,
    Facility,
    FleetVehicle,
    Sensor,
    StationUse,
    Wall,
    Zone,
)
from fleet_core.model.layout import Layout
from fleet_core.model.scenario import Scenario
from fleet_core.model.vehicle_type import VehicleType

T = TypeVar("T")


def read_facility(
    value: Any, layout: Layout, file: str
) -> tuple[Facility | None, tuple[Finding, ...]]:
    """The facility of a parsed ``*.facility.json``, or None and all that is wrong with it."""
    found = _breaches("facility", value, file)
    if found:
        return None, found
    made, found = _entries(value, file)
    if found:
        return None, found
    return _facility(value, layout, made), ()


_KINDS: Mapping[str, type[Any]] = {
    "vehicle_types": VehicleType,
    "fleet": FleetVehicle,
    "uses": StationUse,
    "zones": Zone,
    "walls": Wall,
    "crossings": Crossing,
    "sensors": Sensor,
    "anchors": Anchor,
}


def _entries(value: Mapping[str, Any], file: str) -> tuple[dict[str, Any], tuple[Finding, ...]]:
    made: dict[str, list[Any]] = {}
    found: list[Finding] = []
    for key, kind in _KINDS.items():
        made[key] = []
        for index, entry in enumerate(value.get(key, ())):
            one, wrong = _entry(kind, entry, file, f"{key}[{index}]")
            found += wrong
            if one is not None:
                made[key].append(one)
    found += _repeated(made, file)
    return made, tuple(found)


def _entry(kind: type[T], entry: Any, file: str, place: str) -> tuple[T | None, list[Finding]]:
    try:
        return from_plain(kind, entry), []
    except ValidationError as failure:
        return None, [
            error(file, f"{place}.{where}" if where else place, what, "schema")
            for where, what in problems(failure)
        ]


def _repeated(made: Mapping[str, list[Any]], file: str) -> list[Finding]:
    found = []
    for key, entries in made.items():
        seen: set[str] = set()
        for one in entries:
            identity = one.station_id if key == "uses" else one.id
            if identity in seen:
                reason = f"names {identity} twice; expected each id once"
                found.append(error(file, key, reason, "duplicate_id"))
            seen.add(identity)
    return found


def _facility(value: Mapping[str, Any], layout: Layout, made: Mapping[str, Any]) -> Facility:
    return Facility(
        name=value["name"],
        layout=layout,
        vehicle_types={one.id: one for one in made["vehicle_types"]},
        fleet=tuple(made["fleet"]),
        uses={one.station_id: one for one in made["uses"]},
        zones=tuple(made["zones"]),
        walls=tuple(made["walls"]),
        crossings=tuple(made["crossings"]),
        sensors=tuple(made["sensors"]),
        anchors=tuple(made["anchors"]),
        clearance_m=float(value.get("clearance_m", 0.2)),
    )


def read_scenario(value: Any, file: str) -> tuple[Scenario | None, tuple[Finding, ...]]:
    """The scenario of a parsed ``*.scenario.json``, or None and all that is wrong with it."""
    found = _breaches("scenario", value, file)
    if found:
        return None, found
    entry = {key: one for key, one in value.items() if key != "$schema"}
    scenario, wrong = _entry(Scenario, entry, file, "")
    return scenario, tuple(wrong)


def _breaches(name: SchemaName, value: Any, file: str) -> tuple[Finding, ...]:
    found = [
        error(file, dotted(one.path) or "the file", one.reason, "schema")
        for one in breaches(name, value)
    ]
    for path, number in not_finite(value):
        reason = f"is {str(number)[:20]}; expected a finite number"
        found.append(error(file, dotted(path), reason, "not_finite"))
    return tuple(found)


def facility_document(facility: Facility) -> dict[str, Any]:
    """What ``NAME.facility.json`` holds."""
    return {
        "name": facility.name,
        "layout_id": facility.layout.id,
        "clearance_m": facility.clearance_m,
        "vehicle_types": [to_plain(one) for one in facility.vehicle_types.values()],
        "fleet": to_plain(facility.fleet),
        "uses": [to_plain(one) for one in facility.uses.values()],
        "zones": to_plain(facility.zones),
        "walls": to_plain(facility.walls),
        "crossings": to_plain(facility.crossings),
        **({"sensors": to_plain(facility.sensors)} if facility.sensors else {}),
        **({"anchors": to_plain(facility.anchors)} if facility.anchors else {}),
    }


def write_lif(
    layout: Layout,
    path: Path,
    base: Mapping[str, Any] | None = None,
    before: Layout | None = None,
    exported_at: str = UNDATED,
) -> None:
    """Write a layout as LIF. With ``base``, the file it was read from, and ``before``, the layout
    as it was read, only their difference to ``layout`` is put into that file.

    Raises LayoutError when the place cannot be written.
    """
    if base is None:
        document = lif_document(layout, exported_at)
    else:
        document = changed_document(base, layout, before)
    write_text(path, json_text(document))


def write_plant(
    facility: Facility, scenario: Scenario | None, lif_path: Path, exported_at: str = UNDATED
) -> tuple[Path, ...]:
    """Write the LIF, and beside it ``NAME.facility.json`` and, with a scenario,
    ``NAME.scenario.json``.

    Returns the paths. Raises LayoutError when the place cannot be written or the LIF's name could
    not be read again.
    """
    if format_of(lif_path) is not Format.LIF:
        raise LayoutError(f"layout {lif_path}: cannot be written as LIF; expected NAME.lif.json")
    name = stem_of(lif_path)
    texts = {
        lif_path: json_text(lif_document(facility.layout, exported_at)),
        lif_path.with_name(f"{name}.facility.json"): json_text(facility_document(facility)),
    }
    if scenario is not None:
        texts[lif_path.with_name(f"{name}.scenario.json")] = json_text(to_plain(scenario))
    for path, text in texts.items():
        write_text(path, text)
    return tuple(texts)


def write_facility(
    facility: Facility,
    scenario: Scenario | None,
    directory: Path,
    name: str,
    exported_at: str = UNDATED,
) -> tuple[Path, ...]:
    """The same into a folder: ``NAME.lif.json`` and what belongs beside it."""
    return write_plant(facility, scenario, directory / f"{name}.lif.json", exported_at)
