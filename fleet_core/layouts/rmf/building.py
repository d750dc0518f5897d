"""An Open-RMF building map, from YAML to plain typed values, as far as a fleet needs it.

Source: rmf_traffic_editor, rmf_building_map_tools/building_map (format of *.building.yaml).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

import yaml

from fleet_core.layouts.finding import Finding, error
from fleet_core.layouts.text_file import DEPTH_LIMIT
from fleet_core.model.errors import LayoutError

Parameters = Mapping[str, Any]
"""Values of ``name: [type, value]``; the type number adds nothing to what YAML says already."""

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Vertex:
    """A point of the drawing in the file's own coordinates. Lanes and walls share them."""

    index: int
    x: float
    y: float
    name: str
    parameters: Parameters


@dataclass(frozen=True, slots=True)
class BuildingEdge:
    """A lane, a wall, a door or a measurement between two vertices."""

    start: int
    end: int
    parameters: Parameters

    @property
    def graph(self) -> int:
        """Navigation graph of a lane."""
        value = self.parameters.get("graph_idx", 0)
        return value if isinstance(value, int) else 0


@dataclass(frozen=True, slots=True)
class Level:
    """A floor."""

    name: str
    vertices: Mapping[int, Vertex]
    lanes: tuple[BuildingEdge, ...]
    walls: tuple[BuildingEdge, ...]
    doors: tuple[BuildingEdge, ...]
    measurements: tuple[BuildingEdge, ...]
    others: Mapping[str, int]  # what else the level holds, and how much of it


@dataclass(frozen=True, slots=True)
class Building:
    """A map."""

    name: str
    coordinate_system: str
    parameters: Parameters
    levels: Mapping[str, Level]
    lifts: tuple[str, ...]
    findings: tuple[Finding, ...] = field(default=())


_EDGES = ("lanes", "walls", "doors", "measurements")
_KNOWN = {*_EDGES, "vertices", "elevation", "flattened_x_offset", "flattened_y_offset"}
_DRAWING = {"drawing", "x_meters", "y_meters"}


def parse_yaml(text: str, file: str) -> Any:
    """The value of a YAML text: plain values only, of any size a map can have. Raises LayoutError,
    with line and column where there is one.

    Aliases are refused: no building map has any, and a few of them can stand for gigabytes.
    """
    try:
        _check_events(text, file)
        return yaml.load(text, Loader=_Loader)
    except yaml.MarkedYAMLError as cause:
        mark = cause.problem_mark
        place = f"line {mark.line + 1} column {mark.column + 1}: " if mark else ""
        problem = (cause.problem or str(cause)).strip()
        raise LayoutError(f"layout {file}: {place}is not YAML: {problem}") from cause
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as cause:
        problem = " ".join(str(cause).split())[:200]
        raise LayoutError(f"layout {file}: is not YAML: {problem}") from cause


def _check_events(text: str, file: str) -> None:
    """Depth and aliases, before anything is built: the builder works by recursion."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent):
            place = f"line {event.start_mark.line + 1}: " if event.start_mark else ""
            raise LayoutError(f"layout {file}: {place}has a YAML alias; expected none")
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            depth += 1
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            depth -= 1
        if depth > DEPTH_LIMIT:
            raise LayoutError(
                f"layout {file}: is nested deeper than {DEPTH_LIMIT} levels, which no map is"
            )


def read_building(value: Any, file: str) -> Building:
    """The building of a parsed file; what is wrong inside a level is a finding.

    Raises LayoutError when it is no building map.
    """
    levels = value.get("levels") if isinstance(value, dict) else None
    if not isinstance(levels, dict) or not levels:
        raise LayoutError(f"layout {file}: has no levels; expected an Open-RMF building map")
    found: list[Finding] = []
    read = {str(name): _level(str(name), one, file, found) for name, one in levels.items()}
    lifts = value.get("lifts")
    return Building(
        name=str(value.get("building_name") or value.get("name") or "building"),
        coordinate_system=str(value.get("coordinate_system") or "reference_image"),
        parameters=parameters(value.get("parameters")),
        levels=read,
        lifts=tuple(str(one) for one in lifts) if isinstance(lifts, dict) else (),
        findings=tuple(found),
    )


def parameters(value: Any) -> Parameters:
    """``{name: [type, value]}`` as ``{name: value}``; entries of another shape are left out."""
    if not isinstance(value, dict):
        return {}
    return {
        str(name): one[1] for name, one in value.items() if isinstance(one, list) and len(one) == 2
    }


def _level(name: str, value: Any, file: str, found: list[Finding]) -> Level:
    given = value if isinstance(value, dict) else {}
    vertices = {one.index: one for one in _vertices(name, given.get("vertices"), file, found)}
    edges = {kind: tuple(_edges(name, kind, given.get(kind), vertices, file, found))
             for kind in _EDGES}  # fmt: skip
    others = {
        str(kind): len(one)
        for kind, one in given.items()
        if kind not in _KNOWN | _DRAWING and isinstance(one, (list, dict)) and one
    }
    return Level(name=name, vertices=vertices, others=others, **edges)


def _vertices(level: str, given: Any, file: str, found: list[Finding]) -> Iterator[Vertex]:
    for index, one in enumerate(given if isinstance(given, list) else ()):
        x, y = (_number(one[0]), _number(one[1])) if _row(one, 2) else (None, None)
        if x is None or y is None:
            reason = f"is {str(one)[:60]}; expected [x, y, z, name, properties]"
            found.append(error(file, f"vertex {index} of level {level}", reason, "schema"))
            continue
        name = one[3] if len(one) > 3 and one[3] is not None else ""
        yield Vertex(index, x, y, str(name), parameters(one[4] if len(one) > 4 else None))


def _edges(
    level: str, kind: str, given: Any, vertices: Mapping[int, Vertex], file: str,
    found: list[Finding],
) -> Iterator[BuildingEdge]:  # fmt: skip
    for index, one in enumerate(given if isinstance(given, list) else ()):
        element = f"{kind[:-1]} {index} of level {level}"
        if not _row(one, 2) or not all(type(end) is int for end in one[:2]):
            reason = f"is {str(one)[:60]}; expected [vertex, vertex, properties]"
            found.append(error(file, element, reason, "schema"))
            continue
        unknown = [end for end in one[:2] if end not in vertices]
        if unknown:
            reason = f"leads to unknown vertex {unknown[0]}; expected 0 to {len(vertices) - 1}"
            found.append(error(file, element, reason, "unknown_node"))
            continue
        yield BuildingEdge(one[0], one[1], parameters(one[2] if len(one) > 2 else None))


def _row(value: Any, least: int) -> bool:
    return isinstance(value, list) and len(value) >= least


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return float(value) if abs(value) < 1e300 and isfinite(value) else None
