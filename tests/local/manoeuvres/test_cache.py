from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from planner.local.manoeuvres.cache import ManoeuvreCache, content_key
from planner.local.manoeuvres.plan import NotPlanned, Planned, PlanningFailure, plan_manoeuvre
from planner.local.manoeuvres.scene import ManoeuvreScene
from tests.local.manoeuvres.scenes import beside_the_slot

SCENE = beside_the_slot()


class Desk:
    """A cache, what it said, and how often it had to plan."""

    def __init__(self, folder: Path) -> None:
        self.said: list[str] = []
        self.planned = 0
        self.cache = ManoeuvreCache(folder, self.said.append, self.plan)

    def plan(self, scene: ManoeuvreScene) -> Planned | NotPlanned:
        self.planned += 1
        return plan_manoeuvre(scene)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path / "manoeuvres")
    assert isinstance(desk.cache.manoeuvre(SCENE), Planned)
    return desk


def test_what_was_planned_once_is_the_same_the_next_time(desk: Desk) -> None:
    first, second = desk.cache.manoeuvre(SCENE), desk.cache.manoeuvre(SCENE)
    assert isinstance(first, Planned)
    assert isinstance(second, Planned)
    assert desk.planned == 1
    assert np.array_equal(first.trajectory.poses, second.trajectory.poses)
    assert desk.said == []


def test_any_change_of_the_scene_is_another_key() -> None:
    limits = replace(SCENE.limits, wheelbase_m=SCENE.limits.wheelbase_m + 1e-9)
    others = [
        replace(SCENE, limits=limits),
        replace(SCENE, clearance_m=0.03),
        replace(SCENE, obstacles=SCENE.obstacles[:-1]),
        replace(SCENE, start=SCENE.goal),
    ]
    assert len({content_key(scene) for scene in [SCENE, *others]}) == 5
    assert content_key(SCENE) == content_key(beside_the_slot())


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 torn", b"not an archive at all"])
def test_a_corrupt_file_is_rebuilt_and_said(desk: Desk, content: bytes) -> None:
    (file,) = desk.cache.folder.iterdir()
    file.write_bytes(content)
    assert isinstance(desk.cache.manoeuvre(SCENE), Planned)
    assert desk.planned == 2
    assert len(desk.said) == 1
    assert str(file) in desk.said[0]
    desk.cache.manoeuvre(SCENE)
    assert desk.planned == 2


def test_a_file_whose_manoeuvre_would_hit_a_rack_is_rebuilt_and_said(desk: Desk) -> None:
    (file,) = desk.cache.folder.iterdir()
    with np.load(file) as arrays:
        kept = dict(arrays)
    np.savez(file, **(kept | {"steps_s": kept["steps_s"] * 1.1}))
    assert isinstance(desk.cache.manoeuvre(SCENE), Planned)
    assert "clearance" in desk.said[0]


def test_a_file_of_other_shapes_is_rebuilt_and_said(desk: Desk) -> None:
    (file,) = desk.cache.folder.iterdir()
    np.savez(file, start=np.zeros(4), inputs=np.zeros((3, 2)), steps_s=np.ones(3))
    assert isinstance(desk.cache.manoeuvre(SCENE), Planned)
    assert "shapes" in desk.said[0]


def test_a_folder_that_cannot_be_written_is_said_and_the_manoeuvre_is_given_all_the_same(
    tmp_path: Path,
) -> None:
    (tmp_path / "taken").write_text("a file", encoding="ascii")
    desk = Desk(tmp_path / "taken" / "manoeuvres")
    assert isinstance(desk.cache.manoeuvre(SCENE), Planned)
    assert any("not kept" in line for line in desk.said)


def test_what_cannot_be_planned_is_not_kept(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    blocked = replace(SCENE, start=replace(SCENE.start, y_m=0.2))
    assert desk.cache.manoeuvre(blocked) == NotPlanned(PlanningFailure.START_BLOCKED)
    assert list(tmp_path.iterdir()) == []
