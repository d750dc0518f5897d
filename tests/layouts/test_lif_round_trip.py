"""LIF out is LIF in: nothing that a file says is lost, known to the project or not."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fleet_core.layouts import LayoutPart, load_facility, write_lif
from fleet_core.layouts.lif.document import checked_document
from fleet_core.layouts.lif.reading import read_layout
from fleet_core.layouts.lif.writing import changed_document, lif_document
from fleet_core.layouts.schemas import breaches
from fleet_core.model.geometry import Pose
from fleet_core.model.layout import (
    ControlPoint,
    Edge,
    EdgeProperties,
    Layout,
    LayoutAction,
    LoadRestriction,
    Node,
    NodeProperties,
    OrientationType,
    RotationAllowed,
    Station,
    Trajectory,
)

PATIENT = settings(suppress_health_check=list(HealthCheck), deadline=None, max_examples=50)

NAMES = st.text(min_size=1, max_size=8)
METRES = st.floats(-1000.0, 1000.0, allow_nan=False)
ANGLES = st.floats(-3.14, 3.14)
SPEEDS = st.none() | st.floats(0.0, 5.0)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | METRES | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
ACTIONS = st.lists(
    st.builds(
        LayoutAction,
        action_type=NAMES,
        blocking_type=st.sampled_from(["NONE", "SOFT", "HARD"]),
        requirement_type=st.none() | st.sampled_from(["REQUIRED", "CONDITIONAL", "OPTIONAL"]),
        description=st.text(max_size=5),
        parameters=st.lists(st.tuples(NAMES, NAMES), max_size=2).map(tuple),
    ),
    max_size=2,
).map(tuple)
TRAJECTORIES = st.none() | st.builds(
    Trajectory,
    degree=st.just(1),
    knots=st.just((0.0, 0.0, 0.5, 1.0, 1.0)),
    control_points=st.lists(
        st.builds(ControlPoint, METRES, METRES, st.floats(1.0, 9.0)), min_size=3, max_size=3
    ).map(tuple),
)
EDGE_PROPERTIES = st.builds(
    EdgeProperties,
    vehicle_type_id=st.sampled_from(["amr", "fork", "tug"]),
    orientation_rad=ANGLES,
    orientation_type=st.sampled_from(OrientationType),
    rotation_allowed=st.booleans(),
    rotation_at_start=st.sampled_from(RotationAllowed),
    rotation_at_end=st.sampled_from(RotationAllowed),
    max_speed_mps=SPEEDS,
    max_rotation_speed_radps=SPEEDS,
    min_height_m=SPEEDS,
    max_height_m=SPEEDS,
    load_restriction=st.builds(
        LoadRestriction, st.booleans(), st.booleans(), st.lists(NAMES, max_size=2).map(tuple)
    ),
    trajectory=TRAJECTORIES,
    actions=ACTIONS,
    reentry_allowed=st.booleans(),
)


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    names = draw(st.lists(NAMES, min_size=1, max_size=4, unique=True))
    properties = st.builds(
        NodeProperties, st.sampled_from(["amr", "fork"]), st.none() | ANGLES, ACTIONS
    )
    nodes = {
        name: Node(
            name,
            draw(METRES),
            draw(METRES),
            tuple(draw(st.lists(properties, max_size=2))),
            draw(st.text(max_size=4)),
            draw(st.text(max_size=4)),
        )
        for name in names
    }
    edges = {
        name: Edge(
            name,
            draw(st.sampled_from(names)),
            draw(st.sampled_from(names)),
            tuple(draw(st.lists(EDGE_PROPERTIES, max_size=2))),
            draw(st.text(max_size=4)),
        )
        for name in draw(st.lists(NAMES, max_size=3, unique=True))
    }
    stations = {
        name: Station(
            name,
            tuple(draw(st.lists(st.sampled_from(names), min_size=1, max_size=2))),
            draw(st.text(max_size=4)),
            draw(st.text(max_size=4)),
            draw(st.floats(0.0, 9.0)),
            draw(st.none() | st.builds(Pose, METRES, METRES, ANGLES)),
        )
        for name in draw(st.lists(NAMES, max_size=2, unique=True))
    }
    used = {p.vehicle_type_id for one in nodes.values() for p in one.properties}
    used |= {p.vehicle_type_id for one in edges.values() for p in one.properties}
    return Layout(
        draw(NAMES), nodes, edges, stations, draw(st.text(max_size=4)), draw(NAMES),
        draw(st.text(max_size=3)), draw(st.text(max_size=4)), frozenset(used),
    )  # fmt: skip


def _json_again(document: Any) -> Any:
    return json.loads(json.dumps(document))


@given(layouts())
@PATIENT
def test_any_layout_comes_back_as_it_was(layout: Layout) -> None:
    document = _json_again(lif_document(layout))
    assert not list(breaches("lif", document))
    assert read_layout(document["layouts"][0]) == layout


@given(layouts(), st.data())
@PATIENT
def test_what_the_project_does_not_know_survives(layout: Layout, choice: st.DataObject) -> None:
    document = _json_again(lif_document(layout))
    keys = st.text(max_size=5).map(lambda text: f"x-{text}-x")
    extra = choice.draw(st.dictionaries(keys, JSON, max_size=3))
    document.update(extra)
    document["layouts"][0].update(extra)
    for kind in ("nodes", "edges", "stations"):
        for one in document["layouts"][0][kind]:
            one.update(extra)
    checked = checked_document(document, "case", "case")
    assert not [one for one in checked.findings if one.severity == "error"]
    assert changed_document(checked.value, layout) == document


def test_a_file_comes_out_as_it_went_in(data: Path, yard: dict[str, Any], tmp_path: Path) -> None:
    for level in ("yard", "upstairs"):
        loaded = load_facility(data / "yard.lif.json", selection=LayoutPart(level))
        layout = loaded.facility.layout
        write_lif(layout, tmp_path / "out.lif.json", loaded.document, before=layout)
        assert json.loads((tmp_path / "out.lif.json").read_text(encoding="utf-8")) == yard


def test_a_change_touches_nothing_but_what_is_changed(
    data: Path, yard: dict[str, Any], tmp_path: Path
) -> None:
    loaded = load_facility(data / "yard.lif.json")
    before = loaded.facility.layout
    edge = before.edges["A-B"]
    slow = replace(edge, properties=(replace(edge.properties[0], max_speed_mps=0.3),
                                     *edge.properties[1:]))  # fmt: skip
    edges = {**before.edges, "A-B": slow, "new": replace(edge, id="new")}
    del edges["D-A"]
    after = replace(before, edges=edges, name="Yard")
    write_lif(after, tmp_path / "out.lif.json", loaded.document, before=before)
    written = json.loads((tmp_path / "out.lif.json").read_text(encoding="utf-8"))
    yard["layouts"][0]["layoutName"] = "Yard"
    yard["layouts"][0]["edges"][0]["vehicleTypeEdgeProperties"][0]["maxSpeed"] = 0.3
    del yard["layouts"][0]["edges"][5]
    new = written["layouts"][0]["edges"].pop()
    assert new["edgeId"] == "new"
    assert written == yard


def test_a_lone_surrogate_does_not_break_the_writing(
    data: Path, yard: dict[str, Any], tmp_path: Path
) -> None:
    yard["odd"] = "\ud800"
    path = tmp_path / "odd.lif.json"
    path.write_text(json.dumps(yard), encoding="utf-8")
    loaded = load_facility(path)
    layout = loaded.facility.layout
    write_lif(layout, tmp_path / "out.lif.json", loaded.document, before=layout)
    assert json.loads((tmp_path / "out.lif.json").read_text(encoding="utf-8")) == yard
