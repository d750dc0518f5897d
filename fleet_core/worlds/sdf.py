"""Pieces of SDF (sdformat.org, version 1.6) as XML elements."""

from __future__ import annotations

from xml.etree import ElementTree as Xml
from xml.etree.ElementTree import Element, SubElement

from fleet_core.model.geometry import Polygon
from fleet_core.worlds.carriers import BodyBox
from fleet_core.worlds.solids import Colour

VERSION = "1.6"
Numbers = tuple[float, ...]


def put(
    parent: Element, tag: str, text: str | float | Numbers | None = None, **names: str
) -> Element:
    """A child element; numbers are written to a millionth of a metre or radian."""
    child = SubElement(parent, tag, names)
    if text is not None:
        child.text = _written(text)
    return child


def named(tag: str, name: str) -> str:
    """Of a collision, or of the visual of the same: siblings must not share a name."""
    return f"{name}_{tag}" if tag == "visual" else name


def pose(parent: Element, *numbers: float) -> None:
    """x, y, z, roll, pitch, yaw."""
    put(parent, "pose", numbers)


def box(parent: Element, length_m: float, width_m: float, height_m: float) -> None:
    put(put(put(parent, "geometry"), "box"), "size", (length_m, width_m, height_m))


def cylinder(parent: Element, radius_m: float, length_m: float) -> None:
    shape = put(put(parent, "geometry"), "cylinder")
    put(shape, "radius", radius_m)
    put(shape, "length", length_m)


def sphere(parent: Element, radius_m: float) -> None:
    put(put(put(parent, "geometry"), "sphere"), "radius", radius_m)


def extruded(parent: Element, polygon: Polygon, height_m: float) -> None:
    shape = put(put(parent, "geometry"), "polyline")
    for corner in polygon:
        put(shape, "point", corner)
    put(shape, "height", height_m)


def paint(visual: Element, colour: Colour) -> None:
    material = put(visual, "material")
    for light in ("ambient", "diffuse"):
        put(material, light, (*colour, 1.0))


def friction(collision: Element, along: float, across: float) -> None:
    ode = put(put(put(collision, "surface"), "friction"), "ode")
    put(ode, "mu", along)
    put(ode, "mu2", across)


def part(link: Element, shape: BodyBox, colour: Colour, grip: float) -> None:
    """A box of a link, to be touched and to be seen."""
    for tag in ("collision", "visual"):
        found = put(link, tag, name=named(tag, shape.name))
        pose(found, shape.x_m, shape.y_m, shape.z_m, 0.0, 0.0, 0.0)
        box(found, shape.length_m, shape.width_m, shape.height_m)
        if tag == "visual":
            paint(found, colour)
        else:
            friction(found, grip, grip)


def inertial(link: Element, mass_kg: float, at_m: Numbers, moments: Numbers) -> None:
    """``moments`` about the axes x, y, z through the centre of mass (kg m2)."""
    found = put(link, "inertial")
    pose(found, *at_m, 0.0, 0.0, 0.0)
    put(found, "mass", mass_kg)
    inertia = put(found, "inertia")
    xx, yy, zz = moments
    for name, value in (("xx", xx), ("xy", 0.0), ("xz", 0.0), ("yy", yy), ("yz", 0.0), ("zz", zz)):
        put(inertia, f"i{name}", value)


def box_moments(mass_kg: float, length_m: float, width_m: float, height_m: float) -> Numbers:
    """Of an even box about its middle."""
    x, y, z = length_m**2, width_m**2, height_m**2
    return mass_kg / 12.0 * (y + z), mass_kg / 12.0 * (x + z), mass_kg / 12.0 * (x + y)


def text_of(root: Element) -> str:
    """The file's text."""
    Xml.indent(root, " ")
    return '<?xml version="1.0"?>\n' + Xml.tostring(root, encoding="unicode") + "\n"


def _written(value: str | float | Numbers) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return " ".join(_written(each) for each in value)
    return f"{round(value, 6) + 0.0:.10g}"
