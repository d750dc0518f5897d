"""Curves that a type cannot drive, or hardly."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from typer.testing import CliRunner

from fleet_core.app.commands.layout import app
from fleet_core.layouts.checks.drivable import slow_curve_findings, without_too_tight_curves
from fleet_core.layouts.generate.curves import CurveSegment, joined
from fleet_core.model.facility import Facility
from fleet_core.model.vehicle_type import Kinematics, VehicleType
from tests.roadmap.small_plants import CART, edge, plant

POINTS = {"a": (0.0, 0.0), "b": (5.0, 5.0), "c": (9.0, 5.0)}
TRUCK = replace(CART, kinematics=Kinematics.TRICYCLE, wheelbase_m=1.5, max_steer_rad=0.7)


def _plant(radius_m: float, kind: VehicleType = CART) -> Facility:
    """A corner of that radius from a to b, a straight from b to c."""
    start, corner, end = (5.0 - radius_m, 0.0), (5.0, 0.0), (5.0, radius_m)
    segments = (CurveSegment(start), CurveSegment(end, corner), CurveSegment((5.0, 5.0)))
    bent = edge("a", "b", trajectory=joined((0.0, 0.0), *segments))
    facility = plant(POINTS, [bent, edge("b", "c")], {})
    return replace(facility, vehicle_types={"cart": kind})


def test_a_curve_tighter_than_a_tricycle_can_steer_is_told_and_closed() -> None:
    facility, found = without_too_tight_curves(_plant(1.2, TRUCK), "plant.xml")
    assert set(facility.layout.edges) == {"b-c"}
    assert [(one.element, one.code) for one in found] == [("edge a-b", "too_tight")]
    assert (
        "radius 1.20 m; cart needs 1.78 m (wheelbase_m 1.5, max_steer_rad 0.7)" in found[0].reason
    )


def test_a_curve_just_as_tight_as_a_tricycle_can_steer_stays_open() -> None:
    facility = _plant(1.79, TRUCK)
    assert without_too_tight_curves(facility, "plant.xml") == (facility, ())


def test_a_differential_drive_has_no_curve_that_is_too_tight() -> None:
    facility = _plant(0.1)
    assert without_too_tight_curves(facility, "plant.xml") == (facility, ())


def test_a_curve_that_leaves_a_crawl_is_told_with_the_speed() -> None:
    found = list(slow_curve_findings(_plant(0.15), "plant.xml"))
    assert [(one.element, one.code) for one in found] == [("edge a-b", "slow_curve")]
    assert "cart drives at 0.15 m/s instead of 1 m/s (turn_speed_radps 1)" in found[0].reason
    assert not list(slow_curve_findings(_plant(0.25), "plant.xml"))


def test_layout_check_names_the_tight_curve_of_a_plant_model(data: Path) -> None:
    result = CliRunner().invoke(app, ["check", str(data / "tight_curve.xml"), "--json"])
    listed = json.loads(result.stdout)
    assert listed["usable"] is True
    told = [(one["element"], one["code"]) for one in listed["findings"]]
    assert ("edge a-b", "slow_curve") in told
