"""Every public layout either imports or gets one clear line. Skipped where they are not."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from fleet_core.layouts import inspect_facility, load_facility, write_lif
from fleet_core.layouts.schemas import breaches
from fleet_core.model.errors import LayoutError
from planner.roadmap.curves import sample_trajectory

REFUSED = {
    "01-8-4-Complete-Data-Structure-of-LIF.lif.json": "expected a number",
    "18-10-17-Edge-with-Trajectory-Definition.lif.json": "5.000 m from node N1",
}

IMPORTED = {
    # file: nodes, edges, stations, vehicles
    "rmf/office.building.yaml": (29, 60, 14, 2),
    "rmf/hotel.building.yaml": (19, 36, 7, 1),
    "rmf/battle_royale.building.yaml": (21, 40, 8, 4),
    "opentcs/Demo-01.xml": (59, 75, 20, 4),
}


def test_examples_of_the_standard(shared_layouts: Path, tmp_path: Path) -> None:
    for path in sorted((shared_layouts / "lif/examples").glob("*.json")):
        if path.name in REFUSED:
            with pytest.raises(LayoutError, match=REFUSED[path.name]):
                load_facility(path)
            continue
        loaded = load_facility(path)
        assert loaded.document is not None
        assert not list(breaches("lif", loaded.document)), path.name
        layout = loaded.facility.layout
        write_lif(layout, tmp_path / path.name, loaded.document, before=layout)
        written = json.loads((tmp_path / path.name).read_text(encoding="utf-8"))
        assert written == loaded.document


def test_examples_are_all_in_some_way_invalid_and_say_so(shared_layouts: Path) -> None:
    for path in sorted((shared_layouts / "lif/examples").glob("*.json")):
        assert inspect_facility(path, strict=True).facility is None, path.name


@pytest.mark.parametrize("name", IMPORTED)
def test_plants_of_other_controllers(shared_layouts: Path, name: str) -> None:
    loaded = load_facility(shared_layouts / name)
    layout = loaded.facility.layout
    found = (len(layout.nodes), len(layout.edges), len(layout.stations), len(loaded.facility.fleet))
    assert found == IMPORTED[name]
    assert loaded.scenario is not None and loaded.scenario.streams
    assert not [one.text for one in loaded.findings if one.severity != "note"]


def test_curves_of_the_demo_plant_meet_their_points(shared_layouts: Path) -> None:
    layout = load_facility(shared_layouts / "opentcs/Demo-01.xml").facility.layout
    curved = [edge for edge in layout.edges.values() if edge.properties[0].trajectory]
    assert len(curved) == 35
    for edge in curved:
        curve = edge.properties[0].trajectory
        assert curve is not None
        samples = sample_trajectory(curve, 0.1)
        start, end = layout.nodes[edge.start_node_id], layout.nodes[edge.end_node_id]
        assert tuple(samples[0, :2]) == pytest.approx(start.point, abs=1e-9)
        assert tuple(samples[-1, :2]) == pytest.approx(end.point, abs=1e-9)
        straight_m = np.hypot(end.x_m - start.x_m, end.y_m - start.y_m)
        length_m = np.hypot(*np.diff(samples[:, :2], axis=0).T).sum()
        assert straight_m <= length_m + 1e-6 < 2.0 * straight_m, edge.id


def test_a_map_without_a_lane_gets_its_line(shared_layouts: Path) -> None:
    with pytest.raises(LayoutError, match=r"has no lane on any level \(L1\)"):
        load_facility(shared_layouts / "rmf/door_madness.building.yaml")
