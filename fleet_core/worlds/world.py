"""A plant's whole world: floor, solids, vehicles where they begin, and the physics it runs on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import floor
from types import MappingProxyType
from xml.etree.ElementTree import Element

from fleet_core.model.facility import Facility
from fleet_core.model.geometry import Pose
from fleet_core.model.vehicle_type import VehicleType
from fleet_core.simulation.start_pose import start_pose
from fleet_core.worlds import sdf
from fleet_core.worlds.sdf import put
from fleet_core.worlds.sim_systems import put_world_systems
from fleet_core.worlds.solids import FloorMark, Solid, floor_marks_of, solids_of
from fleet_core.worlds.target import Target
from fleet_core.worlds.vehicle_model import put_vehicle

STEP_S = 0.001
_ITERATIONS, _RELAXATION = 50.0, 1.0
"""Of the contact solver. Relaxed by the usual 1.3 it does not converge for heavy bodies on light
wheels: a tricycle that stands creeps by 0.7 mm/s, and would leave its place within minutes."""
_PAINT_M = 0.002
_PART_M = 15.0


@dataclass(frozen=True, slots=True)
class World:
    """What is in it."""

    name: str
    solids: tuple[Solid, ...]
    marks: tuple[FloorMark, ...]
    vehicles: Mapping[str, tuple[VehicleType, Pose]]
    real_time_factor: float = 1.0  # at most

    def __post_init__(self) -> None:
        object.__setattr__(self, "vehicles", MappingProxyType(dict(self.vehicles)))


def world_of(facility: Facility, real_time_factor: float = 1.0) -> World:
    """The whole fleet stands where it begins. Raises LayoutError for an unknown start node."""
    return World(
        facility.name,
        solids_of(facility),
        floor_marks_of(facility),
        {
            one.id: (facility.vehicle_types[one.type_id], start_pose(facility, one))
            for one in facility.fleet
        },
        real_time_factor,
    )


def world_text(world: World, target: Target = Target.CLASSIC) -> str:
    """As SDF."""
    root = Element("sdf", version=sdf.VERSION)
    found = put(root, "world", name=world.name)
    if target is Target.SIM:
        put_world_systems(found)
    _put_physics(found, world.real_time_factor, target)
    _put_light(found)
    _put_floor(found, world.marks)
    _put_building(found, world.solids)
    for name, (kind, stands) in world.vehicles.items():
        put_vehicle(found, name, kind, stands, target)
    return sdf.text_of(root)


def _put_physics(world: Element, factor: float, target: Target) -> None:
    engine = {Target.CLASSIC: "ode", Target.SIM: "dart"}[target]
    physics = put(world, "physics", name="physics", type=engine)
    put(physics, "max_step_size", STEP_S)
    put(physics, "real_time_factor", factor)
    put(physics, "real_time_update_rate", factor / STEP_S)
    put(world, "gravity", (0.0, 0.0, -9.81))
    if target is Target.SIM:
        return
    solver = put(put(physics, "ode"), "solver")
    put(solver, "type", "quick")
    put(solver, "iters", _ITERATIONS)
    put(solver, "sor", _RELAXATION)


def _put_light(world: Element) -> None:
    put(put(world, "scene"), "shadows", False)
    light = put(world, "light", name="sky", type="directional")
    sdf.pose(light, 0.0, 0.0, 20.0, 0.0, 0.0, 0.0)
    put(light, "diffuse", (0.9, 0.9, 0.9, 1.0))
    put(light, "direction", (-0.3, 0.2, -1.0))


def _put_floor(world: Element, marks: tuple[FloorMark, ...]) -> None:
    model = put(world, "model", name="floor")
    put(model, "static", True)
    link = put(model, "link", name="floor")
    for tag in ("collision", "visual"):
        part = put(link, tag, name=sdf.named(tag, "floor"))
        plane = put(put(part, "geometry"), "plane")
        put(plane, "normal", (0.0, 0.0, 1.0))
        put(plane, "size", (400.0, 400.0))
        if tag == "visual":
            sdf.paint(part, (0.75, 0.75, 0.73))
        else:
            sdf.friction(part, 1.0, 1.0)  # a pair of surfaces has the friction of the lesser
    for mark in marks:
        part = put(link, "visual", name=mark.name)
        sdf.extruded(part, mark.polygon, _PAINT_M)
        sdf.paint(part, mark.colour)


def _put_building(world: Element, solids: tuple[Solid, ...]) -> None:
    """One link for each part of the floor: the physics engine compares a vehicle with all solids of
    a link, but only with those links that it is near to."""
    model = put(world, "model", name="building")
    put(model, "static", True)
    links: dict[str, Element] = {}
    for solid in solids:
        name = _part_of_floor(solid)
        if name not in links:
            links[name] = put(model, "link", name=name)
        for tag in ("collision", "visual"):
            part = put(links[name], tag, name=sdf.named(tag, solid.name))
            middle_m = solid.height_m / 2.0
            sdf.pose(part, solid.x_m, solid.y_m, middle_m, 0.0, 0.0, solid.heading_rad)
            sdf.box(part, solid.length_m, solid.width_m, solid.height_m)
            if tag == "visual":
                sdf.paint(part, solid.colour)


def _part_of_floor(solid: Solid) -> str:
    """A long wall is a link of its own."""
    if max(solid.length_m, solid.width_m) > _PART_M:
        return f"along_{solid.name}"
    return f"around_{floor(solid.x_m / _PART_M)}_{floor(solid.y_m / _PART_M)}"
