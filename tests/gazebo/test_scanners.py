"""What laser scanners see: a pallet that was lost on the lane, and what covers a scanner."""

from __future__ import annotations

from fleet_core.model.geometry import Pose
from fleet_core.worlds.carriers import LOAD_WIDTH_M
from fleet_core.worlds.loads import load_text
from fleet_core.worlds.movers import screen_text
from fleet_nodes.gazebo.onboard import LIDAR_BLIND, OBSTACLE
from fleet_nodes.gazebo.scenes import hall_with, transport
from fleet_nodes.gazebo.stepped_fleet import SteppedFleet
from tests.gazebo.conftest import Start
from tests.gazebo.fleet_scene import run_fleet

AMR = "amr_1"
BEGIN = {AMR: "mid_north_102"}
ORDER = transport(1, AMR, "labels", "labels_store_1", "line_1_labels")
FRONT_M = 0.65
PALLET_AT = Pose(46.2, 18.0, 0.0)
"""In the lane, across it, 7.8 m before the vehicle, which comes with 1.5 m/s."""
COVERED_UNTIL_S, PALLET_UNTIL_S, OVER_S = 4.0, 16.0, 22.0


class GazeboScene:
    """First the scanner is covered, then there is a pallet in the way; both are taken away."""

    def __init__(self) -> None:
        self.covered_m: list[float] = []
        self.stood_at_m: list[float] = []
        self.said: set[str] = set()
        self.texts: set[str] = set()
        self.last_m = 0.0
        self._begun_y: float | None = None
        self._cover, self._pallet = 0, 0

    def look(self, fleet: SteppedFleet) -> None:
        plant, now_s = fleet.plant, fleet.plant.now_s
        seen = plant.vehicles[AMR].seen
        assert seen is not None
        pose = seen.pose
        if self._begun_y is None:
            self._begun_y = pose.y_m
            plant.bring(
                "cover", screen_text("cover", Pose(pose.x_m, pose.y_m + FRONT_M + 0.08, 0.0))
            )
            plant.bring("lost", load_text("lost", "labels", PALLET_AT, 0.003))
        if now_s > COVERED_UNTIL_S and not self._cover:
            self._cover = 1
            plant.take_away("cover")
        if now_s > PALLET_UNTIL_S and not self._pallet:
            self._pallet = 1
            plant.take_away("lost")
        for error in fleet.members[AMR].report.errors if fleet.members[AMR].report else ():
            self.said.add(error.code)
            self.texts.add(error.text)
        self.last_m = pose.y_m - self._begun_y
        if 1.0 < now_s < COVERED_UNTIL_S:
            self.covered_m.append(self.last_m)
        if COVERED_UNTIL_S + 8.0 < now_s < PALLET_UNTIL_S:
            self.stood_at_m.append(PALLET_AT.y_m - LOAD_WIDTH_M / 2.0 - pose.y_m - FRONT_M)


def test_who_cannot_see_stands_and_says_why_and_who_sees_a_pallet_stops_before_it(
    start: Start,
) -> None:
    scene = GazeboScene()
    fleet = run_fleet(
        start,
        hall_with(BEGIN),
        [ORDER],
        within_s=OVER_S + 1.0,
        look=scene.look,
        is_over=lambda fleet: fleet.plant.now_s > OVER_S,
        scans=True,
    )
    assert not fleet.plant.contacts
    assert max(scene.covered_m) < 0.02, "it drove without seeing"
    assert LIDAR_BLIND in scene.said
    assert any("covered" in each for each in scene.texts)
    assert OBSTACLE in scene.said
    # It stands before the pallet, by no more than its protective field at walking pace.
    assert min(scene.stood_at_m) > 0.1 and max(scene.stood_at_m) < 1.5
    assert scene.last_m > PALLET_AT.y_m - 10.0, "it did not go on"
