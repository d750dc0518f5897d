"""Load units as bodies: a pallet with goods, and the stand that an AMR drives under."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from fleet_core.model.geometry import Pose
from fleet_core.worlds import sdf
from fleet_core.worlds.carriers import LOAD_LENGTH_M, LOAD_WIDTH_M, PLATE_WIDTH_M, BodyBox
from fleet_core.worlds.sdf import put
from fleet_core.worlds.solids import Colour

LOAD, TOUCH = "load", "touch"
"""Names of a load's link, and of the sensor that hears of all that it touches."""
_GRIP = 0.5  # wood on steel, wood on concrete
_BOARD_M, DECK_M = 0.02, 0.10
"""Top of the boards at the bottom, and where the deck begins; between them the forks go in."""
_RUNNER_M = 0.1
_TOUCH_HZ = 5.0
_RESTS_ON = ("board", "goods")
"""Boxes of a load by which it rests: on a floor, a stand or a plate, and under its deck on forks.
Every touch that is told of costs in every step."""
_MASSES_KG = {
    "finished_pallet": 800.0,
    "raw_pallet": 300.0,
    "empty_pallets": 250.0,
    "caps": 250.0,
    "labels": 200.0,
    "supplies": 200.0,
    "waste": 120.0,
}
"""Pallet and goods: filled bottles weigh most, preforms and empties little."""
_MASS_KG = 400.0
_HEIGHTS_M = {"finished_pallet": 1.4, "empty_pallets": 1.3, "supplies": 0.8, "waste": 0.8}
_HEIGHT_M = 1.1
_COLOURS: dict[str, Colour] = {"finished_pallet": (0.35, 0.6, 0.75), "waste": (0.4, 0.4, 0.4)}
_WOOD: Colour = (0.75, 0.6, 0.4)

STAND_TOP_M = 0.405
"""What stands on it is clear of a lowered plate by 35 mm, and is lifted off by 25 mm."""
_RAIL_M, _RAIL_INSIDE_M = 0.02, PLATE_WIDTH_M / 2.0 + 0.03
_POST_M, _POST_AT_M = 0.04, (0.55, 0.55)


@dataclass(frozen=True, slots=True)
class LoadBody:
    """Boxes from the floor up, about the middle of the pallet."""

    boxes: tuple[BodyBox, ...]
    mass_kg: float
    height_m: float
    colour: Colour


def load_body(load_type: str) -> LoadBody:
    """Of a load unit of this type; kinds that nobody knows have a mass of their own, too."""
    height = _HEIGHTS_M.get(load_type, _HEIGHT_M)
    across = LOAD_WIDTH_M / 2.0 - _RUNNER_M / 2.0
    runner = DECK_M - _BOARD_M
    boxes = (
        BodyBox("board", 0.0, 0.0, _BOARD_M / 2.0, LOAD_LENGTH_M, LOAD_WIDTH_M, _BOARD_M),
        *(
            BodyBox(name, 0.0, y, _BOARD_M + runner / 2.0, LOAD_LENGTH_M, _RUNNER_M, runner)
            for name, y in (("left", across), ("middle", 0.0), ("right", -across))
        ),
        BodyBox(
            "goods", 0.0, 0.0, (DECK_M + height) / 2.0,
            LOAD_LENGTH_M, LOAD_WIDTH_M, height - DECK_M,
        ),
    )  # fmt: skip
    mass = _MASSES_KG.get(load_type, _MASS_KG)
    return LoadBody(boxes, mass, height, _COLOURS.get(load_type, _WOOD))


def put_load(world: Element, name: str, load_type: str, stands: Pose, height_m: float) -> None:
    """Add the load unit ``name``, its bottom ``height_m`` above the floor."""
    body = load_body(load_type)
    model = put(world, "model", name=name)
    sdf.pose(model, stands.x_m, stands.y_m, height_m, 0.0, 0.0, stands.heading_rad)
    link = put(model, "link", name=LOAD)
    moments = sdf.box_moments(body.mass_kg, LOAD_LENGTH_M, LOAD_WIDTH_M, body.height_m)
    sdf.inertial(link, body.mass_kg, (0.0, 0.0, 0.45 * body.height_m), moments)
    for box in body.boxes:
        colour = _WOOD if box.z_m < DECK_M else body.colour
        sdf.part(link, box, colour, _GRIP)
    sensor = put(link, "sensor", name=TOUCH, type="contact")
    put(sensor, "update_rate", _TOUCH_HZ)  # while somebody listens
    contact = put(sensor, "contact")
    for each in _RESTS_ON:
        put(contact, "collision", each)


def put_stand(world: Element, name: str, stands: Pose) -> None:
    """Two rails on posts, wide enough for an AMR between them."""
    model = put(world, "model", name=name)
    put(model, "static", True)
    sdf.pose(model, stands.x_m, stands.y_m, 0.0, 0.0, 0.0, stands.heading_rad)
    link = put(model, "link", name="stand")
    width = LOAD_WIDTH_M / 2.0 - _RAIL_INSIDE_M
    for side, sign in (("left", 1.0), ("right", -1.0)):
        middle = sign * (_RAIL_INSIDE_M + width / 2.0)
        rail = BodyBox(
            f"{side}_rail", 0.0, middle, STAND_TOP_M - _RAIL_M / 2.0, LOAD_LENGTH_M, width, _RAIL_M
        )
        sdf.part(link, rail, (0.5, 0.5, 0.55), _GRIP)
        for end, along in (("front", 1.0), ("rear", -1.0)):
            x, y = along * _POST_AT_M[0], sign * _POST_AT_M[1]
            post = BodyBox(f"{side}_{end}", x, y, STAND_TOP_M / 2.0, _POST_M, _POST_M, STAND_TOP_M)
            sdf.part(link, post, (0.5, 0.5, 0.55), _GRIP)


def load_text(name: str, load_type: str, stands: Pose, height_m: float) -> str:
    """SDF of a load unit alone, to be put into a world that runs."""
    root = Element("sdf", version=sdf.VERSION)
    put_load(root, name, load_type, stands, height_m)
    return sdf.text_of(root)


def stand_text(name: str, stands: Pose) -> str:
    """The same of a stand."""
    root = Element("sdf", version=sdf.VERSION)
    put_stand(root, name, stands)
    return sdf.text_of(root)
