"""A vehicle as an SDF model: a body, wheels that turn and steer, and a sensor for what hits it."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from fleet_core.model.geometry import Pose
from fleet_core.model.vehicle_type import VehicleType
from fleet_core.worlds import sdf
from fleet_core.worlds.builds import ROTOR_KGM2, VehicleBuild, Wheel, build_of
from fleet_core.worlds.sdf import put
from fleet_core.worlds.solids import Colour

BODY, TOUCH = "body", "touch"
"""Names of the link, and of its contact sensor, which hears of everything but the floor."""
_GRIP = 0.7
"""Polyurethane on dry concrete: 0.6 to 0.8."""
_STEER_DAMPING_NMS = 60.0
_TOUCH_HZ = 50.0
_PLAY_M = 0.002
"""Between casters and floor: drive wheels are sprung, so that they carry the weight."""
_FORK_KG = 80.0
"""What a steered wheel is carried by: its motor, gear and bearing."""
_COLOURS: dict[str, Colour] = {
    "amr": (0.2, 0.5, 0.85),
    "forklift": (0.95, 0.6, 0.15),
    "tugger": (0.4, 0.7, 0.3),
}
_QUARTER_TURN = 1.570796


def put_vehicle(world: Element, name: str, kind: VehicleType, stands: Pose) -> None:
    """Add the model ``name`` to a world."""
    build = build_of(kind)
    model = put(world, "model", name=name)
    sdf.pose(model, stands.x_m, stands.y_m, 0.0, 0.0, 0.0, stands.heading_rad)
    # A vehicle that stands is to go on telling its pose.
    put(model, "allow_auto_disable", False)
    _put_body(model, build, _COLOURS.get(kind.kind, (0.6, 0.3, 0.6)))
    for wheel in build.wheels:
        _put_wheel(model, wheel, kind, build)


def _put_body(model: Element, build: VehicleBuild, colour: Colour) -> None:
    link = put(model, "link", name=BODY)
    length, width = build.front_m - build.rear_m, build.left_m - build.right_m
    moments = sdf.box_moments(build.mass_kg, length, width, build.height_m)
    sdf.inertial(link, build.mass_kg, build.mass_at_m, moments)
    middle = (
        (build.front_m + build.rear_m) / 2.0,
        (build.left_m + build.right_m) / 2.0,
        build.bottom_m + build.height_m / 2.0,
    )
    for tag in ("collision", "visual"):
        part = put(link, tag, name=sdf.named(tag, BODY))
        sdf.pose(part, *middle, 0.0, 0.0, 0.0)
        sdf.box(part, length, width, build.height_m)
        if tag == "visual":
            sdf.paint(part, colour)
    for caster in build.casters:
        part = put(link, "collision", name=caster.name)
        sdf.pose(part, caster.x_m, caster.y_m, caster.radius_m + _PLAY_M, 0.0, 0.0, 0.0)
        sdf.sphere(part, caster.radius_m)
        sdf.friction(part, 0.0, 0.0)
    sensor = put(link, "sensor", name=TOUCH, type="contact")
    put(sensor, "always_on", True)
    put(sensor, "update_rate", _TOUCH_HZ)
    put(put(sensor, "contact"), "collision", BODY)


def _put_wheel(model: Element, wheel: Wheel, kind: VehicleType, build: VehicleBuild) -> None:
    at = (wheel.x_m, wheel.y_m, wheel.radius_m)
    carrier = BODY
    if wheel.steered:
        carrier = f"{wheel.name}_fork"
        _put_fork(model, carrier, at)
        joint = _put_joint(model, wheel.steer_joint, BODY, carrier, (0.0, 0.0, 1.0))
        # Across, for turns on the spot.
        reach = max(kind.max_steer_rad, _QUARTER_TURN) + 0.02
        _put_limit(joint, reach, build.steer_torque_nm)
        put(put(joint, "dynamics"), "damping", _STEER_DAMPING_NMS)
    link = put(model, "link", name=wheel.name)
    sdf.pose(link, *at, 0.0, 0.0, 0.0)
    spin = wheel.mass_kg * wheel.radius_m**2 / 2.0 + (ROTOR_KGM2 if wheel.driven else 0.0)
    sdf.inertial(link, wheel.mass_kg, (0.0, 0.0, 0.0), (0.6 * spin, spin, 0.6 * spin))
    for tag in ("collision", "visual"):
        part = put(link, tag, name=sdf.named(tag, wheel.name))
        sdf.pose(part, 0.0, 0.0, 0.0, _QUARTER_TURN, 0.0, 0.0)
        sdf.cylinder(part, wheel.radius_m, wheel.width_m)
        if tag == "collision":
            sdf.friction(part, _GRIP, _GRIP)
        else:
            sdf.paint(part, (0.1, 0.1, 0.1))
    joint = _put_joint(model, wheel.joint, carrier, wheel.name, (0.0, 1.0, 0.0))
    if wheel.driven:
        _put_limit(joint, 1e16, build.drive_torque_nm)


def _put_fork(model: Element, name: str, at: tuple[float, float, float]) -> None:
    link = put(model, "link", name=name)
    sdf.pose(link, *at, 0.0, 0.0, 0.0)
    sdf.inertial(link, _FORK_KG, (0.0, 0.0, 0.1), (1.0, 1.0, 0.8))


def _put_joint(
    model: Element, name: str, parent: str, child: str, axis: tuple[float, float, float]
) -> Element:
    joint = put(model, "joint", name=name, type="revolute")
    put(joint, "parent", parent)
    put(joint, "child", child)
    found = put(joint, "axis")
    put(found, "xyz", axis)
    return found


def _put_limit(axis: Element, reach_rad: float, effort_nm: float) -> None:
    limit = put(axis, "limit")
    put(limit, "lower", f"{-reach_rad:g}")
    put(limit, "upper", f"{reach_rad:g}")
    put(limit, "effort", effort_nm)
