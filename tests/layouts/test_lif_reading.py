"""What a sound LIF becomes."""

from __future__ import annotations

from math import pi
from pathlib import Path

import pytest

from fleet_core.layouts import LayoutPart, inspect_facility, load_facility
from fleet_core.model.errors import LayoutError
from fleet_core.model.facility import StationKind
from fleet_core.model.layout import RotationAllowed


def test_nodes_edges_and_stations_come_with_all_that_the_model_knows(data: Path) -> None:
    layout = load_facility(data / "yard.lif.json").facility.layout
    assert layout.id == "yard"
    assert layout.nodes["A"].name == "gate"
    assert layout.nodes["B"].properties[0].actions[0].parameters == (("side", "left"),)
    there, back = layout.edges["A-B"], layout.edges["B-A"]
    fork = there.properties_for("fork")
    assert fork is not None
    assert fork.orientation_rad == pytest.approx(pi)
    assert fork.load_restriction.unloaded and not fork.load_restriction.loaded
    assert fork.reentry_allowed  # absent means true
    amr = back.properties_for("amr")
    assert amr is not None
    assert amr.rotation_allowed
    assert amr.rotation_at_start is RotationAllowed.CW
    curve = layout.edges["B-C"].properties[0].trajectory
    assert curve is not None and curve.degree == 2 and len(curve.control_points) == 3
    assert layout.stations["dock"].height_m == 0.4


def test_the_use_of_a_station_follows_from_the_actions_at_its_nodes(data: Path) -> None:
    uses = load_facility(data / "yard.lif.json").facility.uses
    assert uses["charger"].kind is StationKind.CHARGER
    assert uses["dock"].kind is StationKind.TRANSFER


def test_the_first_layout_is_taken_and_a_note_tells_of_the_others(data: Path) -> None:
    seen = inspect_facility(data / "yard.lif.json")
    assert [one.code for one in seen.findings if "upstairs" in one.text] == [
        "first_layout",
        "other_layout",
    ]


@pytest.mark.parametrize("level", ["upstairs"])
def test_another_layout_can_be_chosen(data: Path, level: str) -> None:
    loaded = load_facility(data / "yard.lif.json", selection=LayoutPart(level))
    assert set(loaded.facility.layout.nodes) == {"U1", "U2"}


def test_a_layout_that_is_not_there_is_refused_with_those_that_are(data: Path) -> None:
    with pytest.raises(LayoutError, match=r"no layout 'roof'; expected one of yard, upstairs"):
        load_facility(data / "yard.lif.json", selection=LayoutPart("roof"))


def test_an_edge_to_another_layout_is_left_out(data: Path) -> None:
    assert "lift" not in load_facility(data / "yard.lif.json").facility.layout.edges
