"""An openTCS plant model as plain typed values, still in millimetres.

Source: openTCS 7.0, Developer's Guide; its model-7.0.0.xsd.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar
from xml.etree.ElementTree import Element

from fleet_core.layouts.finding import Finding, error, warning
from fleet_core.layouts.opentcs.xml_file import Attributes
from fleet_core.model.errors import LayoutError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class BoundingBox:
    """A bounding box; its reference point lies ``offset`` ahead of and left of the middle."""

    length_mm: float
    width_mm: float
    offset_x_mm: float
    offset_y_mm: float


@dataclass(frozen=True, slots=True)
class TcsPoint:
    """A point."""

    name: str
    x_mm: float
    y_mm: float
    angle_deg: float | None
    parking: bool
    parking_priority: int | None
    largest: BoundingBox | None
    envelopes: int


@dataclass(frozen=True, slots=True)
class TcsPath:
    """A path; control points are in the drawing's units."""

    name: str
    source: str
    destination: str
    max_mmps: float
    max_reverse_mmps: float
    locked: bool
    connection: str
    control: tuple[tuple[float, float], ...]
    envelopes: int
    peripheral_operations: int


@dataclass(frozen=True, slots=True)
class TcsVehicle:
    """A vehicle."""

    name: str
    box: BoundingBox
    max_mmps: float
    max_reverse_mmps: float


@dataclass(frozen=True, slots=True)
class TcsLocation:
    """A location with its links: point and the operations allowed there (empty: all)."""

    name: str
    type_name: str
    x_mm: float
    y_mm: float
    locked: bool
    links: tuple[tuple[str, frozenset[str]], ...]


@dataclass(frozen=True, slots=True)
class PlantModel:
    """All that is read of a file."""

    name: str
    points: Mapping[str, TcsPoint]
    paths: Mapping[str, TcsPath]
    vehicles: Mapping[str, TcsVehicle]
    operations: Mapping[str, tuple[str, ...]]  # by location type
    locations: Mapping[str, TcsLocation]
    blocks: tuple[str, ...]
    scale_x_mm: float  # of one unit of the drawing
    scale_y_mm: float
    findings: tuple[Finding, ...]


def read_model(root: Element, file: str) -> PlantModel:
    """The plant model of a parsed file. Raises LayoutError when it is none."""
    if root.tag != "model":
        raise LayoutError(
            f"layout {file}: begins with <{root.tag[:40]}>; expected <model> of openTCS"
        )
    found: list[Finding] = []
    version = root.get("version", "none")
    if not version.startswith("7."):
        reason = f"has version {version[:20]}; read as 7.0.0"
        found.append(warning(file, "the model", reason, "version"))

    def all_of(tag: str, read: Callable[[Element, Attributes], T]) -> dict[str, T]:
        return _all_of(root, tag, read, file, found)

    layout = root.find("visualLayout")
    scale = Attributes(layout, "visualLayout", file, found) if layout is not None else None
    return PlantModel(
        name=root.get("name", ""),
        points=all_of("point", _point),
        paths=all_of("path", _path),
        vehicles=all_of("vehicle", _vehicle),
        operations=all_of("locationType", _operations),
        locations=all_of("location", _location),
        blocks=tuple(one.get("name", "") for one in root.findall("block")),
        scale_x_mm=scale.number("scaleX", 0.0) if scale else 0.0,
        scale_y_mm=scale.number("scaleY", 0.0) if scale else 0.0,
        findings=tuple(found),
    )


def _all_of(
    root: Element, tag: str, read: Callable[[Element, Attributes], T], file: str,
    found: list[Finding],
) -> dict[str, T]:  # fmt: skip
    made: dict[str, T] = {}
    for index, element in enumerate(root.findall(tag)):
        name = element.get("name", "")
        place = f"{tag} {name or index}"
        if not name:
            found.append(error(file, place, "has no name", "schema"))
        elif name in made:
            reason = "is given twice; expected each name once"
            found.append(error(file, place, reason, "duplicate_id"))
        else:
            made[name] = read(element, Attributes(element, place, file, found))
    return made


def _point(element: Element, given: Attributes) -> TcsPoint:
    priority = _property(element, "tcs:parkingPositionPriority")
    return TcsPoint(
        name=given.text("name"),
        x_mm=given.number("positionX"),
        y_mm=given.number("positionY"),
        angle_deg=given.angle_deg("vehicleOrientationAngle"),
        parking=element.get("type") == "PARK_POSITION",
        parking_priority=int(priority) if priority and priority.isascii() and priority.isdigit()
        else None,
        largest=_box(element, "maxVehicleBoundingBox", given),
        envelopes=len(element.findall("vehicleEnvelope")),
    )  # fmt: skip


def _path(element: Element, given: Attributes) -> TcsPath:
    drawing = element.find("pathLayout")
    control = element.findall("pathLayout/controlPoint")
    return TcsPath(
        name=given.text("name"),
        source=given.text("sourcePoint"),
        destination=given.text("destinationPoint"),
        max_mmps=given.number("maxVelocity", 0.0),
        max_reverse_mmps=given.number("maxReverseVelocity", 0.0),
        locked=given.flag("locked"),
        connection=drawing.get("connectionType", "DIRECT") if drawing is not None else "DIRECT",
        control=tuple(
            (one.number("x"), one.number("y"))
            for one in (Attributes(c, given.place, given.file, given.found) for c in control)
        ),
        envelopes=len(element.findall("vehicleEnvelope")),
        peripheral_operations=len(element.findall("peripheralOperation")),
    )


def _vehicle(element: Element, given: Attributes) -> TcsVehicle:
    box = _box(element, "boundingBox", given)
    if box is None:
        given.text("boundingBox")
    return TcsVehicle(
        name=given.text("name"),
        box=box or BoundingBox(0.0, 0.0, 0.0, 0.0),
        max_mmps=given.number("maxVelocity", 0.0),
        max_reverse_mmps=given.number("maxReverseVelocity", 0.0),
    )


def _operations(element: Element, given: Attributes) -> tuple[str, ...]:
    return tuple(one.get("name", "") for one in element.findall("allowedOperation"))


def _location(element: Element, given: Attributes) -> TcsLocation:
    links = tuple(
        (
            one.get("point", ""),
            frozenset(op.get("name", "") for op in one.findall("allowedOperation")),
        )
        for one in element.findall("link")
    )
    return TcsLocation(
        name=given.text("name"),
        type_name=given.text("type"),
        x_mm=given.number("positionX"),
        y_mm=given.number("positionY"),
        locked=given.flag("locked"),
        links=links,
    )


def _box(element: Element, tag: str, given: Attributes) -> BoundingBox | None:
    inner = element.find(tag)
    if inner is None:
        return None
    sides = Attributes(inner, f"{given.place} {tag}", given.file, given.found)
    return BoundingBox(
        length_mm=sides.number("length", 1.0),
        width_mm=sides.number("width", 1.0),
        offset_x_mm=sides.number("referenceOffsetX"),
        offset_y_mm=sides.number("referenceOffsetY"),
    )


def _property(element: Element, name: str) -> str | None:
    for one in element.findall("property"):
        if one.get("name") == name:
            return one.get("value")
    return None
