"""The bare lattice of two-way lanes."""

from pathlib import Path

import pytest

from fleet_core.layouts import load_facility
from fleet_core.layouts.facility_file import write_plant
from fleet_core.layouts.generate.lattice import lattice
from fleet_core.model.errors import LayoutError


def test_every_node_is_joined_with_its_neighbours_both_ways(tmp_path: Path) -> None:
    facility, scenario = lattice(3, 5, 2.0)
    layout = facility.layout
    assert len(layout.nodes) == 15
    ways = {(edge.start_node_id, edge.end_node_id) for edge in layout.edges.values()}
    assert len(ways) == 2 * (3 * 4 + 2 * 5)
    assert all(way[::-1] in ways for way in ways)
    assert layout.nodes["n2_3"].point == (4.0, 2.0)
    write_plant(facility, scenario, tmp_path / "bare.lif.json")
    assert load_facility(tmp_path / "bare.lif.json").facility.layout.edges == layout.edges


@pytest.mark.parametrize(
    ("rows", "columns", "pitch_m", "named"),
    [(1, 4, 2.0, "--rows"), (4, 81, 2.0, "--columns"), (4, 4, 1.7, "--pitch")],
)
def test_what_makes_no_sense_is_refused(
    rows: int, columns: int, pitch_m: float, named: str
) -> None:
    with pytest.raises(LayoutError, match=named):
        lattice(rows, columns, pitch_m)
