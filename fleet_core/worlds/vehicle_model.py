"""A vehicle as an SDF model: a body, wheels that turn and steer, a carrier that rises, and a sensor
for what hits it."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from fleet_core.model.geometry import Pose
from fleet_core.model.vehicle_name import vehicle_name
from fleet_core.model.vehicle_type import VehicleType
from fleet_core.worlds import sdf
from fleet_core.worlds.builds import ROTOR_KGM2, VehicleBuild, Wheel, build_of
from fleet_core.worlds.carriers import CARRIER_KG, LIFT, LIFT_JOINT, Carrier
from fleet_core.worlds.lidars import lidar_of, put_lidar
from fleet_core.worlds.sdf import put
from fleet_core.worlds.sim_systems import put_vehicle_systems
from fleet_core.worlds.solids import Colour
from fleet_core.worlds.target import Target

BODY, TOUCH = "body", "touch"
"""Names of the link, and of its contact sensor, which hears of everything but the floor."""
_BODY_GRIP = 0.5
_GRIP = 0.7
"""Polyurethane on dry concrete: 0.6 to 0.8."""
_STEER_DAMPING_NMS = 60.0
_TOUCH_HZ = 10.0  # each word has all that was touched since the last
_PLAY_M = 0.002
"""Between casters and floor: drive wheels are sprung, so that they carry the weight."""
LIFT_DAMPING_NSPM = 4e4
LIFT_FORCE_N = 30e3
_CARRIER_GRIP = 0.5  # steel under wood
_SWIVEL_KG = 80.0
"""What a steered wheel is carried by: its motor, gear and bearing."""
_COLOURS: dict[str, Colour] = {
    "amr": (0.2, 0.5, 0.85),
    "forklift": (0.95, 0.6, 0.15),
    "tugger": (0.4, 0.7, 0.3),
}
_QUARTER_TURN = 1.570796


def put_vehicle(world: Element, name: str, kind: VehicleType, stands: Pose, target: Target) -> None:
    """Add the model ``name`` to a world."""
    build = build_of(kind)
    model = put(world, "model", name=name)
    sdf.pose(model, stands.x_m, stands.y_m, 0.0, 0.0, 0.0, stands.heading_rad)
    # A vehicle that stands is to go on telling its pose.
    put(model, "allow_auto_disable", False)
    topics = f"/{vehicle_name(name)}" if target is Target.SIM else ""
    body = _put_body(model, build, _COLOURS.get(kind.kind, (0.6, 0.3, 0.6)))
    _put_touch(body, build, f"{topics}/contacts" if topics else "")
    if (lidar := lidar_of(kind)) is not None:
        sensor = "gpu_lidar" if topics else "ray"
        put_lidar(body, lidar, sensor, f"{topics}/scan" if topics else "")
    for wheel in build.wheels:
        _put_wheel(model, wheel, kind, build)
    if build.carrier.lifts:
        _put_carrier(model, build.carrier)
    if target is Target.SIM:
        put_vehicle_systems(model, name, kind, build)


def _put_body(model: Element, build: VehicleBuild, colour: Colour) -> Element:
    link = put(model, "link", name=BODY)
    length, width = build.front_m - build.rear_m, build.left_m - build.right_m
    moments = sdf.box_moments(build.mass_kg, length, width, build.height_m)
    sdf.inertial(link, build.mass_kg, build.mass_at_m, moments)
    for box in build.boxes:
        sdf.part(link, box, colour, _BODY_GRIP)
    for caster in build.casters:
        part = put(link, "collision", name=caster.name)
        sdf.pose(part, caster.x_m, caster.y_m, caster.radius_m + _PLAY_M, 0.0, 0.0, 0.0)
        sdf.sphere(part, caster.radius_m)
        sdf.friction(part, 0.0, 0.0)
    return link


def _put_touch(link: Element, build: VehicleBuild, topic: str) -> None:
    sensor = put(link, "sensor", name=TOUCH, type="contact")
    put(sensor, "always_on", True)
    put(sensor, "update_rate", _TOUCH_HZ)
    contact = put(sensor, "contact")
    for box in build.boxes:
        put(contact, "collision", box.name)
    if topic:
        put(contact, "topic", topic)


def _put_carrier(model: Element, carrier: Carrier) -> None:
    link = put(model, "link", name=LIFT)
    middle = sum(box.z_m for box in carrier.boxes) / len(carrier.boxes)
    moments = sdf.box_moments(CARRIER_KG, 1.1, 0.6, 0.3)
    sdf.inertial(link, CARRIER_KG, (carrier.at_m, 0.0, middle), moments)
    for box in carrier.boxes:
        sdf.part(link, box, (0.25, 0.25, 0.28), _CARRIER_GRIP)
    joint = _put_joint(model, LIFT_JOINT, BODY, LIFT, (0.0, 0.0, 1.0), "prismatic")
    limit = put(joint, "limit")
    put(limit, "lower", 0.0)
    put(limit, "upper", carrier.stroke_m + 0.02)
    put(limit, "effort", LIFT_FORCE_N)
    put(put(joint, "dynamics"), "damping", LIFT_DAMPING_NSPM)


def _put_wheel(model: Element, wheel: Wheel, kind: VehicleType, build: VehicleBuild) -> None:
    at = (wheel.x_m, wheel.y_m, wheel.radius_m)
    holder = BODY
    if wheel.steered:
        holder = f"{wheel.name}_swivel"
        _put_swivel(model, holder, at)
        joint = _put_joint(model, wheel.steer_joint, BODY, holder, (0.0, 0.0, 1.0))
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
        if tag == "collision":
            sdf.sphere(part, wheel.radius_m)
            sdf.friction(part, _GRIP, _GRIP)
        else:
            sdf.cylinder(part, wheel.radius_m, wheel.width_m)
            sdf.paint(part, (0.1, 0.1, 0.1))
    joint = _put_joint(model, wheel.joint, holder, wheel.name, (0.0, 1.0, 0.0))
    if wheel.driven:
        _put_limit(joint, 1e16, build.drive_torque_nm)


def _put_swivel(model: Element, name: str, at: tuple[float, float, float]) -> None:
    link = put(model, "link", name=name)
    sdf.pose(link, *at, 0.0, 0.0, 0.0)
    sdf.inertial(link, _SWIVEL_KG, (0.0, 0.0, 0.1), (1.0, 1.0, 0.8))


def _put_joint(
    model: Element,
    name: str,
    parent: str,
    child: str,
    axis: tuple[float, float, float],
    kind: str = "revolute",
) -> Element:
    joint = put(model, "joint", name=name, type=kind)
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
