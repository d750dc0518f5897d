from pathlib import Path

import pytest

from benchmarks.pdptw.li_lim import problem_of, read_instance
from benchmarks.pdptw.route_check import length_of, route_faults
from fleet_core.model.errors import InputError
from tests.app.li_lim_files import LINES, small_instance

GOOD = [[1, 2], [3, 5, 4, 6]]


def test_an_instance_is_read_as_it_stands(tmp_path: Path) -> None:
    instance = read_instance(small_instance(tmp_path))
    assert (instance.vehicles, instance.capacity, len(instance.tasks)) == (3, 10.0, 7)
    problem = problem_of(instance)
    assert problem.pickup.tolist() == [1, 3, 5]
    assert problem.drop.tolist() == [2, 4, 6]
    assert problem.travel[0, 0, 1] == 50.0


@pytest.mark.parametrize(
    ("row", "line", "said"),
    [
        (0, "3 10", "line 1: 2 values; expected 3"),
        (0, "0 10 1", "line 1: 0 vehicles"),
        (0, "3 -1 1", "line 1: capacity -1"),
        (2, "1 -50 0 x 0 200 10 0 2", "line 3: not a number"),
        (2, "1 -50 0 nan 0 200 10 0 2", "line 3: a value is not finite"),
        (2, "9 -50 0 5 0 200 10 0 2", "line 3: task 9; expected 1"),
        (2, "1 -50 0 5 300 200 10 0 2", "line 3: window 300 to 200"),
        (2, "1 -50 0 5 0 200 10 0 4", "task 1 names 4, which names another"),
        (2, "1 -50 0 5 0 200 10 0 77", "task 1 has no one sibling"),
        (2, "1 -50 0 5 0 200 10 0 1.5", "line 3: siblings 0, 1.5"),
        (2, "1 -50 0 -5 0 200 10 0 2", "task 1 demands -5"),
        (2, "1 -50 0 50 0 200 10 0 2", "task 1 demands 50"),
    ],
)
def test_a_damaged_file_is_refused_with_the_place(
    tmp_path: Path, row: int, line: str, said: str
) -> None:
    lines = [*LINES[:row], line, *LINES[row + 1 :]]
    with pytest.raises(InputError, match=said):
        read_instance(small_instance(tmp_path, lines))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_instance(tmp_path / "none.txt")


def test_good_routes_have_no_fault(tmp_path: Path) -> None:
    instance = read_instance(small_instance(tmp_path))
    assert list(route_faults(instance, GOOD)) == []
    assert length_of(instance, [[1, 2]]) == 120.0


@pytest.mark.parametrize(
    ("routes", "said"),
    [
        ([[1, 2]], "tasks not done: [3, 4, 5, 6]"),
        ([[1, 2], [3, 4, 5, 6], [1, 2]], "task 1 is done on routes 1 and 3"),
        ([[1, 2], [3, 4], [5, 6], []], "4 routes; there are 3 vehicles"),
        ([[2, 1], [3, 5, 4, 6]], "task 2 is dropped before it is picked up"),
        ([[1, 3, 2], [4, 5, 6]], "picked up and not dropped: [3]"),
        ([[1, 2, 3, 4], [5, 6]], "task 3 begins at 190.000, due 120"),
        ([[1, 2], [3, 5, 4, 6, 7]], "there is no task 7"),
    ],
)
def test_every_fault_is_found(tmp_path: Path, routes: list[list[int]], said: str) -> None:
    instance = read_instance(small_instance(tmp_path))
    assert any(said in fault for fault in route_faults(instance, routes))


def test_an_overload_is_found(tmp_path: Path) -> None:
    instance = read_instance(small_instance(tmp_path, ["3 9 1", *LINES[1:]]))
    assert any("load 10" in fault for fault in route_faults(instance, GOOD))
