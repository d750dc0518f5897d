"""What moves in a plant and is not driven by wheels here: people and manned forklifts.

They are carried along their ways and cannot be pushed; whoever touches them is told of it. And
what lies about: a wet patch on the floor.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from fleet_core.model.geometry import Pose
from fleet_core.worlds import sdf
from fleet_core.worlds.carriers import BodyBox
from fleet_core.worlds.sdf import put

PERSON_RADIUS_M, _PERSON_HEIGHT_M = 0.3, 1.75
MANNED_LENGTH_M, MANNED_WIDTH_M = 3.0, 1.2
"""As of `CrowdSettings`: a counterbalanced truck of 1.6 t with its forks."""
_MANNED_HEIGHT_M = 2.1
_FREE_M = 0.02
"""Above the floor, so that they touch nothing but what they run into."""
_PATCH_M = 0.0005
_SCREEN_M = (0.5, 0.01, 0.2)


def person_text(name: str, at: Pose) -> str:
    """SDF of a person."""
    root, link = _carried(name, at)
    for tag in ("collision", "visual"):
        part = put(link, tag, name=sdf.named(tag, "person"))
        sdf.pose(part, 0.0, 0.0, _FREE_M + _PERSON_HEIGHT_M / 2.0, 0.0, 0.0, 0.0)
        sdf.cylinder(part, PERSON_RADIUS_M, _PERSON_HEIGHT_M)
        if tag == "visual":
            sdf.paint(part, (0.95, 0.75, 0.1))
    return sdf.text_of(root)


def manned_text(name: str, at: Pose) -> str:
    """SDF of a manned forklift; its origin is the middle of its body."""
    root, link = _carried(name, at)
    middle = _FREE_M + _MANNED_HEIGHT_M / 2.0
    truck = BodyBox("truck", 0.0, 0.0, middle, MANNED_LENGTH_M, MANNED_WIDTH_M, _MANNED_HEIGHT_M)
    sdf.part(link, truck, (0.8, 0.2, 0.15), 0.5)
    return sdf.text_of(root)


def screen_text(name: str, at: Pose) -> str:
    """SDF of a screen across ``at``'s heading: what covers a scanner behind it."""
    root, link = _carried(name, at)
    screen = BodyBox("screen", 0.0, 0.0, 0.2, *_SCREEN_M)
    sdf.part(link, screen, (0.1, 0.1, 0.1), 0.5)
    return sdf.text_of(root)


def patch_text(name: str, at: Pose, length_m: float, width_m: float, grip: float) -> str:
    """SDF of a slippery patch of floor, half a millimetre above the rest."""
    root = Element("sdf", version=sdf.VERSION)
    model = put(root, "model", name=name)
    put(model, "static", True)
    sdf.pose(model, at.x_m, at.y_m, 0.0, 0.0, 0.0, at.heading_rad)
    link = put(model, "link", name="patch")
    patch = BodyBox("patch", 0.0, 0.0, _PATCH_M - 0.05, length_m, width_m, 0.1)
    sdf.part(link, patch, (0.3, 0.45, 0.7), grip)
    return sdf.text_of(root)


def _carried(name: str, at: Pose) -> tuple[Element, Element]:
    """A model that no force moves, and its link."""
    root = Element("sdf", version=sdf.VERSION)
    model = put(root, "model", name=name)
    sdf.pose(model, at.x_m, at.y_m, 0.0, 0.0, 0.0, at.heading_rad)
    put(model, "allow_auto_disable", False)
    link = put(model, "link", name="body")
    put(link, "gravity", False)
    put(link, "kinematic", True)
    sdf.inertial(link, 80.0, (0.0, 0.0, 0.9), (5.0, 5.0, 2.0))
    return root, link
