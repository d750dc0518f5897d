from planner.roadmap.build import build_roadmap
from tests.roadmap.small_plants import ring
from tests.traffic.random_drive import RandomDrive


def test_a_fleet_on_a_clock_that_counts_from_1970_moves_as_well() -> None:
    facility = ring(6, 3)
    drive = RandomDrive(facility, build_roadmap(facility), seed=1)
    assert drive.run(300.0, begin_s=1.8e9).goals_reached > 5
