"""Worlds made from layouts: what they say, and that those in the tree are those made today."""

from __future__ import annotations

from dataclasses import replace
from math import hypot, isclose, pi
from pathlib import Path

import pytest
from defusedxml import ElementTree as Xml
from typer.testing import CliRunner

from fleet_core.app.commands.world import app
from fleet_core.layouts import load_facility
from fleet_core.model.errors import InputError
from fleet_core.model.facility import Wall
from fleet_core.model.vehicle_type import Kinematics
from fleet_core.worlds import Target, build_of, world_of, world_text
from fleet_core.worlds.solids import WALL_THICKNESS_M, solids_of
from tests.simulation.plants import AMR

WORLDS = Path(__file__).parents[2] / "sim_worlds"
PLANTS = ("bottling_hall", "parts_warehouse")


def generate(*arguments: str) -> str:
    """What ``fleet world generate`` prints; its errors raised."""
    result = CliRunner().invoke(app, ["generate", *arguments], standalone_mode=False)
    if result.exception is not None:
        raise result.exception
    return result.stdout


@pytest.mark.parametrize("plant", PLANTS)
@pytest.mark.parametrize("target", Target)
def test_worlds_in_the_tree_are_not_stale(plant: str, target: Target, tmp_path: Path) -> None:
    generate(plant, "--target", target, "--out", str(tmp_path))
    for made in tmp_path.iterdir():
        kept = (WORLDS / made.name).read_text(encoding="utf-8")
        assert made.read_text(encoding="utf-8") == kept, (
            f"sim_worlds/{made.name} is stale; fleet world generate {plant} --target {target} "
            "--out sim_worlds makes it anew"
        )


def test_bad_input_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="--target blender: allowed is classic, sim"):
        generate("bottling_hall", "--target", "blender", "--out", str(tmp_path))
    with pytest.raises(InputError, match="nowhere"):
        generate("nowhere", "--out", str(tmp_path))
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="--out "):
        generate("bottling_hall", "--out", str(tmp_path / "file"))


@pytest.mark.parametrize("plant", PLANTS)
def test_every_vehicle_stands_on_wheels_under_its_footprint(plant: str) -> None:
    facility = load_facility(plant).facility
    for kind in facility.vehicle_types.values():
        build = build_of(kind)
        for wheel in build.wheels:
            assert build.rear_m <= wheel.x_m <= build.front_m
            assert build.right_m < wheel.y_m < build.left_m
        steered = [wheel for wheel in build.wheels if wheel.steered]
        assert bool(steered) is (kind.kinematics is Kinematics.TRICYCLE)
        assert all(wheel.driven and wheel.x_m == kind.wheelbase_m for wheel in steered)
        # Enough torque to brake as hard as the type says, and no more than its tyres can hold.
        force_n = sum(build.drive_torque_nm / wheel.radius_m for wheel in build.driven)
        assert force_n > build.mass_kg * kind.braking_mps2
        assert force_n < 0.7 * 9.81 * build.mass_kg


def test_a_world_holds_all_walls_and_vehicles_once() -> None:
    facility = load_facility("bottling_hall").facility
    root = Xml.fromstring(world_text(world_of(facility)))
    models = [each.get("name") for each in root.iter("model")]
    assert models == ["floor", "building", *(one.id for one in facility.fleet)]
    building = root.find("world/model[@name='building']")
    assert building is not None
    collisions = [each.get("name") for each in building.iter("collision")]
    assert len(collisions) == len(set(collisions))
    assert {one.id for one in facility.walls if one.closed} <= set(collisions)


def test_walls_become_boxes() -> None:
    facility = load_facility("bottling_hall").facility
    walls = (
        Wall("ell", ((0.0, 0.0), (4.0, 0.0), (4.0, 3.0))),
        Wall("rack", ((0.0, 0.0), (2.0, 2.0), (1.0, 3.0), (-1.0, 1.0)), closed=True, kind="rack"),
        Wall("wedge", ((0.0, 0.0), (4.0, 0.0), (0.0, 3.0)), closed=True),
    )

    first, second, rack, *wedge = solids_of(replace(facility, walls=walls))
    assert (first.x_m, first.y_m, first.heading_rad) == (2.0, 0.0, 0.0)
    assert first.length_m == pytest.approx(4.0 + WALL_THICKNESS_M)
    assert (second.x_m, second.y_m) == (4.0, 1.5)
    assert second.heading_rad == pytest.approx(pi / 2.0)
    assert (rack.x_m, rack.y_m) == (0.5, 1.5)
    assert isclose(rack.length_m, hypot(2.0, 2.0)) and isclose(rack.width_m, hypot(1.0, 1.0))
    assert rack.heading_rad == pytest.approx(pi / 4.0)
    assert len(wedge) == 3


def test_kinds_that_nobody_knows_have_a_mass_by_their_size() -> None:

    build = build_of(replace(AMR, kind="carrier", footprint=((-1, -1), (1, -1), (1, 1), (-1, 1))))
    assert build.mass_kg == pytest.approx(1600.0)
