"""Vehicles of the plant drive proven manoeuvres into and out of stations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pytest

from fleet_core.app.local_motion import commanded_types, local_pilot
from fleet_core.model.geometry import Pose
from fleet_core.model.route import Leg, Route
from fleet_core.model.scenario import Scenario
from fleet_core.model.vehicle import VehicleReport
from fleet_core.simulation.embedded_plant import Plant
from fleet_core.simulation.station_manoeuvres import Known, StationManoeuvres
from fleet_core.simulation.steered_motion import SteeredMotion
from planner.local.manoeuvres.motion import Drive
from planner.local.manoeuvres.plan import Planned, plan_manoeuvre
from planner.local.manoeuvres.scene import ManoeuvreScene
from planner.local.manoeuvres.trajectory import sampled
from planner.roadmap.build import build_roadmap
from planner.roadmap.footprints import body, sweep
from planner.roadmap.graph import Roadmap
from tests.local.manoeuvres.bays import small_plant

PLANT = small_plant()
FOUND: dict[ManoeuvreScene, Planned | None] = {}


def planned(scene: ManoeuvreScene) -> Planned | None:
    """Once for each scene."""
    if scene not in FOUND:
        answer = plan_manoeuvre(scene)
        FOUND[scene] = answer if isinstance(answer, Planned) else None
    return FOUND[scene]


@pytest.fixture(scope="module")
def roadmap() -> Roadmap:
    return build_roadmap(PLANT)


def legs_of(roadmap: Roadmap, edge_id: str) -> list[Leg]:
    return [leg for leg in roadmap.legs if leg.edge_id == edge_id]


@dataclass
class Driven:
    """The small plant, and all that was reported of its vehicles."""

    known: Known = planned
    reports: list[VehicleReport] = field(default_factory=list)

    def __post_init__(self) -> None:
        manoeuvres = StationManoeuvres(PLANT, self.known)
        half_m = PLANT.clearance_m / 2.0
        self.motion = SteeredMotion(commanded_types(PLANT), half_m, local_pilot(PLANT), manoeuvres)
        rng = np.random.default_rng(1)
        self.plant = Plant(PLANT, Scenario("small", ()), rng, motion=self.motion)
        self.poses: list[np.ndarray] = []

    def go(
        self,
        vehicle_id: str,
        legs: list[Leg],
        until: Callable[[VehicleReport], bool],
        released: int | None = None,
        within_s: float = 40.0,
    ) -> VehicleReport:
        """Send a route, and let time pass until its vehicle reports what is waited for."""
        count = len(legs) if released is None else released
        self.plant.apply(Route(legs[0].edge_id, vehicle_id, tuple(legs), count))
        row = self.plant.vehicle_ids.index(vehicle_id)
        for _ in range(round(within_s / 0.1)):
            self.plant.step(0.1)
            self.poses += [pose[row].copy() for pose in self.plant.trail.poses]
            report = next(
                one for one in self.plant.reports(self.plant.now_s) if one.vehicle_id == vehicle_id
            )
            self.reports.append(report)
            if until(report):
                return report
        raise AssertionError(f"not within {within_s} s: {report}")


def done(legs: list[Leg]) -> Callable[[VehicleReport], bool]:
    return lambda report: report.legs_done == len(legs)


def nothing(scene: ManoeuvreScene) -> Planned | None:
    return None


@pytest.mark.parametrize(
    ("vehicle_id", "inward", "outward"),
    [
        ("forklift_1", "past_bay_1-bay_1", "bay_1-past_bay_1"),
        ("amr_1", "lane_0-place", "place-lane_0"),
    ],
)
def test_a_vehicle_docks_and_leaves_by_manoeuvre_to_the_centimetre(
    roadmap, vehicle_id, inward, outward
) -> None:
    driven = Driven()
    way_in, way_out = legs_of(roadmap, inward), legs_of(roadmap, outward)
    arrived = driven.go(vehicle_id, way_in, done(way_in))
    results = driven.motion.results()
    assert results["dockings"]["count"] == results["dockings"]["by_manoeuvre"] == 1
    assert results["dockings"]["within_10mm_05deg"] == 1
    assert results["past_release_m"] <= 0.0
    assert arrived.speed_mps == 0.0
    left = driven.go(vehicle_id, way_out, done(way_out))
    start = way_in[0].path[0]
    assert (left.pose.x_m, left.pose.y_m) == pytest.approx((start.x_m, start.y_m), abs=0.01)
    speeds = [report.speed_mps for report in driven.reports]
    assert min(speeds) < -0.2 < 0.2 < max(speeds)  # in and out in two directions, reported so


@pytest.mark.parametrize("edge_id", ["past_bay_1-bay_1", "bay_1-past_bay_1"])
def test_the_body_stays_on_the_floor_that_is_reserved_and_not_yet_given_back(
    roadmap, edge_id
) -> None:
    legs = legs_of(roadmap, edge_id)
    assert len(legs) > 1
    driven = Driven()
    if edge_id.startswith("bay"):
        inward = legs_of(roadmap, "past_bay_1-bay_1")
        driven.go("forklift_1", inward, done(inward))
        driven.poses, driven.reports = [], []
    driven.go("forklift_1", legs, done(legs))
    outline = body(PLANT.vehicle_types["forklift"])
    floors = [
        sweep(
            outline, np.array([(p.x_m, p.y_m, p.heading_rad) for leg in legs[k:] for p in leg.path])
        )
        for k in range(len(legs))
    ]
    for pose, report in zip(driven.poses, driven.reports, strict=True):
        kept = floors[min(report.legs_done, len(legs) - 1)].buffer(PLANT.clearance_m / 2.0)
        assert kept.covers(sweep(outline, np.array([pose, pose])))
    assert sorted({report.legs_done for report in driven.reports}) == [0, 1, 2]


def test_a_part_of_the_edge_is_driven_as_far_as_it_is_released_and_the_rest_later(roadmap) -> None:
    legs = legs_of(roadmap, "past_bay_1-bay_1")
    driven = Driven()
    first = driven.go("forklift_1", legs, lambda report: report.legs_done == 1, released=1)
    for _ in range(30):
        driven.plant.step(0.1)
    assert driven.motion.results()["past_release_m"] <= 0.0
    end = legs[0].path[-1]
    away_m = np.hypot(first.pose.x_m - end.x_m, first.pose.y_m - end.y_m)
    assert away_m < 0.1
    driven.go("forklift_1", legs, done(legs))
    dockings = driven.motion.results()["dockings"]
    assert dockings["by_manoeuvre"] == dockings["within_10mm_05deg"] == 1


def test_without_a_manoeuvre_the_drawn_line_is_driven(roadmap) -> None:
    legs = legs_of(roadmap, "past_bay_1-bay_1")
    driven = Driven(nothing)
    driven.go("forklift_1", legs, done(legs))
    dockings = driven.motion.results()["dockings"]
    assert (dockings["count"], dockings["by_manoeuvre"]) == (1, 0)
    assert dockings["within_10mm_05deg"] == 1


def shunted(scene: ManoeuvreScene) -> Planned | None:
    """First 0.2 m the other way, then all of it: two stretches with a reversal between."""
    away_m = float(np.hypot(scene.goal.x_m - scene.start.x_m, scene.goal.y_m - scene.start.y_m))
    sign = 1.0 if len(scene.guide) > 1 and _ahead(scene) else -1.0
    rows = []
    for way_m, side in ((0.2, -sign), (away_m + 0.2, sign)):
        ramp_s = (way_m / 0.3) ** 0.5
        rows += [(0.3 * side, ramp_s), (-0.3 * side, ramp_s)]
    start = np.array([scene.start.x_m, scene.start.y_m, scene.start.heading_rad, 0.0, 0.0])
    inputs = np.array([(rate, 0.0) for rate, _seconds in rows])
    drive = Drive(start, inputs, np.array([seconds for _rate, seconds in rows]))
    return Planned(drive, sampled(scene, drive), 1)


def _ahead(scene: ManoeuvreScene) -> bool:
    step = scene.guide[1].x_m - scene.guide[0].x_m, scene.guide[1].y_m - scene.guide[0].y_m
    heading = scene.start.heading_rad
    return step[0] * np.cos(heading) + step[1] * np.sin(heading) > 0.0


def test_a_manoeuvre_of_several_parts_is_driven_part_by_part_and_counted_once(roadmap) -> None:
    legs = legs_of(roadmap, "lane_0-place")
    driven = Driven(shunted)
    driven.go("amr_1", legs, done(legs))
    dockings = driven.motion.results()["dockings"]
    assert dockings["count"] == dockings["by_manoeuvre"] == dockings["within_10mm_05deg"] == 1
    y_m = np.array(driven.poses)[:, 1]
    assert y_m.min() == pytest.approx(-0.2, abs=0.02)
    speeds = [report.speed_mps for report in driven.reports]
    assert min(speeds) < -0.1 < 0.1 < max(speeds)
    assert [report.legs_done for report in driven.reports[:-1]] == [0] * (len(driven.reports) - 1)


def test_a_vehicle_that_is_set_down_in_the_middle_forgets_its_manoeuvre(roadmap) -> None:
    legs = legs_of(roadmap, "lane_0-place")
    driven = Driven(shunted)
    driven.go("amr_1", legs, lambda report: report.pose.y_m < -0.1)
    driven.plant.take_over("amr_1")
    driven.plant.set_down("amr_1", Pose(-4.0, 0.0, np.pi / 2.0))
    driven.plant.hand_back("amr_1")
    for _ in range(20):
        driven.plant.step(0.1)
    report = driven.plant.reports(driven.plant.now_s)[1]
    assert report.speed_mps == 0.0
    assert (report.pose.x_m, report.pose.y_m) == pytest.approx((-4.0, 0.0))
