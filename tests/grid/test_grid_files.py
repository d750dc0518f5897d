"""Maps, scenarios and plans as files: what is read, and what is said of bad ones."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fleet_core.model.errors import FleetError, InputError, WorkError
from planner.grid.grid_map import grid_of, read_map
from planner.grid.plan_file import plan_lines, write_plan
from planner.grid.scenario import read_scenario
from tests.grid.validator import check_plan, read_plan

MAP = "type octile\nheight 2\nwidth 3\nmap\n.@.\n...\n"
SCEN = "version 1\n0\ta.map\t3\t2\t0\t0\t2\t0\t4.0\n0\ta.map\t3\t2\t2\t1\t0\t1\t2.0\n"


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_bytes(text.encode())
    return path


def test_a_map_becomes_vertices_and_neighbours(tmp_path: Path) -> None:
    grid = read_map(written(tmp_path, "a.map", MAP))
    assert (grid.height, grid.width, grid.vertices) == (2, 3, 5)
    assert grid.vertex_at.tolist() == [[0, -1, 1], [2, 3, 4]]
    assert grid.neighbours[3].tolist() == [-1, 4, -1, 2]
    assert grid.neighbours[0].tolist() == [-1, -1, 2, -1]


def test_a_scenario_becomes_starts_and_goals(tmp_path: Path) -> None:
    grid = read_map(written(tmp_path, "a.map", MAP))
    scenario = read_scenario(written(tmp_path, "a.scen", SCEN), grid, 2)
    assert scenario.starts.tolist() == [0, 4]
    assert scenario.goals.tolist() == [1, 2]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1: 'type' expected"),
        (MAP.replace("height 2", "height two"), "line 2: height is 'two'"),
        (MAP.replace("height 2", "height 99999999"), "from 1 to"),
        (MAP.replace("height 2", "height 3"), "2 rows of cells; the header says 3"),
        (MAP.replace("height 2", "height 1"), "line 6: more rows"),
        (MAP.replace(".@.", ".@"), "line 5: 2 cells; the header says 3"),
        (MAP.replace(".@.", ".x."), "line 5, column 2: cell 'x'"),
        (MAP.replace(".", "@"), "no free cell"),
    ],
)
def test_a_bad_map_is_refused_with_file_and_line(tmp_path: Path, text: str, said: str) -> None:
    path = written(tmp_path, "bad.map", text)
    with pytest.raises(InputError) as refusal:
        read_map(path)
    assert said in str(refusal.value)
    assert str(path) in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1: 'version 1' expected"),
        ("version 1\n", "2 agents wanted; it has 0"),
        (SCEN.replace("\t4.0", ""), "line 2: 8 columns instead of 9"),
        (SCEN.replace("\t3\t2\t0\t0", "\t4\t2\t0\t0"), "made for a map of 4 x 2"),
        (SCEN.replace("\t0\t0\t2\t0\t", "\t0\t9\t2\t0\t"), "start (0, 9) is no cell"),
        (SCEN.replace("\t0\t0\t2\t0\t", "\t0\t-1\t2\t0\t"), "start (0, -1) is no cell"),
        (SCEN.replace("\t0\t0\t2\t0\t", "\t1\t0\t2\t0\t"), "start (1, 0) is blocked"),
        (SCEN.replace("\t2\t1\t0\t1\t", "\t0\t0\t0\t1\t"), "line 3: start (0, 0) is also line 2's"),
        (SCEN.replace("\t2\t1\t0\t1\t", "\t2\t1\t2\t0\t"), "line 3: goal (2, 0) is also line 2's"),
    ],
)
def test_a_bad_scenario_is_refused_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    grid = read_map(written(tmp_path, "a.map", MAP))
    with pytest.raises(InputError) as refusal:
        read_scenario(written(tmp_path, "bad.scen", text), grid, 2)
    assert said in str(refusal.value)


def test_files_that_are_none_are_refused(tmp_path: Path) -> None:
    (tmp_path / "binary.map").write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "none.map", tmp_path, tmp_path / "binary.map"):
        with pytest.raises(InputError):
            read_map(path)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
@settings(max_examples=100, deadline=None)
def test_no_content_ends_in_anything_but_a_refusal(tmp_path_factory, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "x.map").write_bytes(content)
    (folder / "x.scen").write_bytes(b"version 1\n" + content)
    grid = grid_of(np.ones((2, 2), np.bool_))
    with pytest.raises(FleetError):
        read_map(folder / "x.map")
    with pytest.raises(FleetError):
        read_scenario(folder / "x.scen", grid, 1)


def test_a_plan_is_a_line_a_step(tmp_path: Path) -> None:
    grid = grid_of(np.ones((2, 3), np.bool_))
    plan = np.array([[0, 5], [1, 2]], np.int32)
    write_plan(tmp_path / "plan.txt", grid, plan)
    text = (tmp_path / "plan.txt").read_text()
    assert text == "0:(0,0),(2,1)\n1:(1,0),(2,0)\n"
    check_plan(text, "map\n...\n...", [(0, 0), (2, 1)], [(1, 0), (2, 0)])
    headings = np.array([[1, 0], [1, 0]], np.int8)
    assert next(plan_lines(grid, plan, headings)) == "0:(0,0,E),(2,1,N)"
    check_plan("\n".join(plan_lines(grid, plan, headings)), "map\n...\n...")


def test_a_plan_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    grid = grid_of(np.ones((1, 1), np.bool_))
    with pytest.raises(WorkError, match="cannot be written"):
        write_plan(tmp_path / "none" / "plan.txt", grid, np.zeros((1, 1), np.int32))


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        ("0:(0,0)\n2:(0,0)", "line 2 is step '2'"),
        ("0:(0,0),(1,0)\n1:(1,0),(0,0)", "swap"),
        ("0:(0,0),(1,0)\n1:(1,0),(1,0)", "both on"),
        ("0:(0,0)\n1:(2,0)", "jumps"),
        ("0:(0,0)\n1:(0,1)", "blocked or outside"),
        ("0:(0,0),(1,0)\n1:(0,0)", "number of agents"),
        ("0:(0,0,N)\n1:(1,0,N)", "agent 0 from"),
        ("0:(0,0,N)\n1:(0,0,S)", "agent 0 from"),
        ("0:(0,0,E)\n1:(1,0,N)", "agent 0 from"),
    ],
)
def test_the_validator_finds_what_is_wrong(plan: str, said: str) -> None:
    with pytest.raises(AssertionError, match=said):
        check_plan(plan, "map\n...\n")


def test_the_validator_compares_starts_and_goals() -> None:
    with pytest.raises(AssertionError, match="starts"):
        check_plan("0:(0,0)", "map\n..", [(1, 0)])
    with pytest.raises(AssertionError, match="goals"):
        check_plan("0:(0,0)", "map\n..", [(0, 0)], [(1, 0)])
    assert read_plan("0:(0,0),\n").headings is None
