"""A LIF and the files beside it as a plant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from fleet_core.layouts.assembly import Draft
from fleet_core.layouts.assumed.uses import CHARGING
from fleet_core.layouts.assumed.vehicle_types import assumed_type
from fleet_core.layouts.checks.usable import Elsewhere, usable_layout
from fleet_core.layouts.facility_file import read_facility, read_scenario
from fleet_core.layouts.finding import Finding, note
from fleet_core.layouts.lif.document import LifDocument, checked_document, repeated_ids
from fleet_core.layouts.lif.reading import read_layout
from fleet_core.layouts.sources import LayoutPart, stem_of
from fleet_core.layouts.text_file import parse_json, read_text
from fleet_core.model.errors import LayoutError
from fleet_core.model.facility import Facility
from fleet_core.model.layout import Layout
from fleet_core.model.scenario import Scenario


def read_lif_plant(path: Path, selection: LayoutPart) -> Draft:
    """The plant of ``NAME.lif.json`` with ``NAME.facility.json`` and ``NAME.scenario.json``.

    Raises LayoutError when one of them cannot be read at all.
    """
    parsed = parse_json(read_text(path), path.name)
    name = stem_of(path)
    document = checked_document(parsed, path.name, name)
    found = [*document.findings, *repeated_ids(document, path.name)]
    beside = _beside(path, name, "facility")
    index = _chosen(document, selection, beside, path.name, found)
    layout, more = usable_layout(
        read_layout(document.sound(index)), path.name, _elsewhere(document, index)
    )
    found += more
    if beside is None:
        facility: Facility | None = _assumed(layout, name)
        found.append(note(path.name, "vehicle types", _assumed_text(layout), "assumed"))
    else:
        facility, wrong = read_facility(beside, layout, f"{name}.facility.json")
        found += wrong
    scenario = _scenario(path, name, found)
    return Draft(facility, tuple(found), scenario, document.value, beside is not None)


def _beside(path: Path, name: str, kind: str) -> Any:
    """The parsed value of ``NAME.KIND.json`` beside the LIF, or None when there is none."""
    place = path.with_name(f"{name}.{kind}.json")
    if not place.exists():
        return None
    return parse_json(read_text(place), place.name)


def _scenario(path: Path, name: str, found: list[Finding]) -> Scenario | None:
    value = _beside(path, name, "scenario")
    if value is None:
        return None
    scenario, wrong = read_scenario(value, f"{name}.scenario.json")
    found += wrong
    return scenario


def _chosen(
    document: LifDocument, selection: LayoutPart, beside: Any, file: str, found: list[Finding]
) -> int:
    """Index of the layout to use. Raises LayoutError for one that is not there."""
    layouts = document.value["layouts"]
    wanted = selection.level
    if wanted is None and isinstance(beside, Mapping):
        wanted = beside.get("layout_id")
    for index, one in enumerate(layouts):
        if wanted is not None and wanted in (
            one["layoutId"],
            one.get("layoutLevelId"),
            one.get("layoutName"),
        ):
            return index
    ids = ", ".join(one["layoutId"] for one in layouts)
    if wanted is not None:
        raise LayoutError(f"layout {file}: has no layout {wanted!r}; expected one of {ids}")
    if len(layouts) > 1:
        reason = f"is taken of {len(layouts)}: {ids}; choose another with --level"
        found.append(note(file, f"layout {layouts[0]['layoutId']}", reason, "first_layout"))
    return 0


def _elsewhere(document: LifDocument, index: int) -> Elsewhere:
    layouts = document.value["layouts"]
    others = {
        str(node.get("nodeId")): str(one["layoutId"])
        for place, one in enumerate(layouts)
        if place != index
        for node in one["nodes"]
        if isinstance(node, dict)
    }
    broken = frozenset(
        str(node.get("nodeId"))
        for place, node in enumerate(layouts[index]["nodes"])
        if ("layouts", index, "nodes", place) in document.broken and isinstance(node, dict)
    )
    return Elsewhere(others, broken)


def _assumed(layout: Layout, name: str) -> Facility:
    chargers = any(
        action.action_type.lower() in CHARGING
        for node in layout.nodes.values()
        for entry in node.properties
        for action in entry.actions
    )
    types = {one: assumed_type(one, chargers) for one in sorted(layout.vehicle_type_ids)}
    return Facility(name=name, layout=replace(layout), vehicle_types=types)


def _assumed_text(layout: Layout) -> str:
    names = ", ".join(sorted(layout.vehicle_type_ids)) or "none"
    return f"are assumed, 0.9 m by 0.6 m, 1.2 m/s ({names}); a facility file would tell them"
