"""The trace, as somebody else would read it."""

from __future__ import annotations

import csv
import json

import pytest

from fleet_core.model.errors import InputError
from fleet_core.model.order import StopAction
from fleet_core.simulation.trace_file import TraceFile
from tests.simulation.plants import AMR, BOX, LONG_BOX, action, lane, plant, route


def test_a_trace_holds_every_pose_at_ten_hertz_and_the_bodies_beside_it(tmp_path) -> None:
    lanes, path = plant(2), tmp_path / "t.csv"
    pick = action("p", StopAction.PICK, "A0", "L1")
    lanes.apply(route("r", lane(0)[:2], action=pick))
    with TraceFile(path, lanes.vehicle_ids, lanes.types) as trace:
        trace.write(lanes.trail)
        for _ in range(60):
            lanes.step(0.5)
            trace.write(lanes.trail)
    with path.open() as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["t_s", "vehicle", "x_m", "y_m", "heading_rad", "loaded"]
    assert len(rows) == 1 + 301 * 2
    first = [row for row in rows[1:] if row[1] == "V0"]
    assert [float(row[0]) for row in first] == pytest.approx([n / 10 for n in range(301)])
    assert (float(first[-1][2]), first[-1][5]) == (10.0, "1")
    assert first[0][5] == "0"
    bodies = json.loads((tmp_path / "t.json").read_text())["footprints"]
    assert bodies["V0"] == {"empty": [list(c) for c in BOX], "loaded": [list(c) for c in LONG_BOX]}


def test_odd_vehicle_names_survive(tmp_path) -> None:
    lanes, path = plant(2), tmp_path / "t.csv"
    with TraceFile(path, ['a,"b"', "100%"], [AMR, AMR]) as trace:
        trace.write(lanes.trail)
    with path.open() as file:
        assert [row[1] for row in csv.reader(file)][1:] == ['a,"b"', "100%"]


def test_a_trace_must_be_a_csv_in_a_folder_that_is_there(tmp_path) -> None:
    with pytest.raises(InputError, match=r"its name must end in \.csv"):
        TraceFile(tmp_path / "t.txt", [], [])
    with pytest.raises(InputError, match="cannot be written: No such file"):
        TraceFile(tmp_path / "none" / "t.csv", [], [])
