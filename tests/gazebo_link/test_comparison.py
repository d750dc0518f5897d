"""What is said of two plants by where their vehicles were."""

from __future__ import annotations

import pytest

from fleet_core.model.errors import InputError
from fleet_core.model.geometry import Pose
from fleet_nodes.commands.compare_gazebo import compare, figures, table
from fleet_nodes.gazebo.comparison import beside_m, compared

A, B = ("a", (10.0, 0.0)), ("b", (10.0, 5.0))


def driven(pace_mps: float, y: float = 0.0, waits_s: float = 3.0) -> list[tuple[float, Pose]]:
    """10 m along x, a stop, 5 m along y, a stop; ten poses a second."""
    trail, now_s = [], 0.0
    for length_m, at in ((10.0, lambda s: (s, y)), (5.0, lambda s: (10.0, y + s))):
        steps = round(length_m / pace_mps * 10.0)
        for step in range(steps + 1):
            trail.append((now_s, Pose(*at(length_m * step / steps), 0.0)))
            now_s += 0.1
        for _ in range(round(10.0 * waits_s)):
            trail.append((now_s, trail[-1][1]))
            now_s += 0.1
    return trail


def test_arrivals_are_compared_stop_by_stop() -> None:
    one, other = driven(1.0), driven(1.0, waits_s=3.4)
    found = compared({"amr": one}, {"amr": other}, {"amr": [A, B]})
    first, second = found.arrivals
    assert first.share == pytest.approx(0.0)
    assert second.gazebo_s is not None and second.embedded_s is not None
    assert second.gazebo_s - second.embedded_s == pytest.approx(0.4, abs=0.01)
    assert found.agrees
    slow = compared({"amr": one}, {"amr": driven(0.9)}, {"amr": [A, B]})
    assert not slow.agrees and slow.arrivals[0].share == pytest.approx(0.1, abs=0.02)


def test_who_does_not_come_in_one_of_them_does_not_agree() -> None:
    one = driven(1.0)
    found = compared({"amr": one}, {"amr": one[:120]}, {"amr": [A, B]})
    assert found.arrivals[1].gazebo_s is None
    assert not found.agrees
    neither = compared({"amr": one[:120]}, {"amr": one[:120]}, {"amr": [A, B]})
    assert len(neither.arrivals) == 1


def test_ways_are_compared_as_far_as_both_have_come() -> None:
    assert beside_m(driven(1.0), driven(0.7)) == pytest.approx(0.0, abs=1e-9)
    assert beside_m(driven(1.0), driven(1.0, y=0.08)) == pytest.approx(0.08, abs=1e-6)
    assert beside_m(driven(1.0)[:50], driven(1.0)) == pytest.approx(0.0, abs=1e-9)
    assert not compared({"amr": driven(1.0)}, {"amr": driven(1.0, y=0.15)}, {}).agrees


def test_it_is_said_as_a_table_too() -> None:
    found = compared({"amr": driven(1.0)}, {"amr": driven(0.9)[:150]}, {"amr": [A, B]})
    lines = list(table({"lane": figures(found)}))
    assert lines[0] == "lane: differs"
    assert "amr" in lines[2] and "a " in lines[2]
    assert " - " in lines[3]
    assert "ways apart" in lines[4]


def test_a_scene_that_is_not_known_is_refused() -> None:
    with pytest.raises(InputError, match="--compare town: allowed are all, junction"):
        compare("town", 1)
