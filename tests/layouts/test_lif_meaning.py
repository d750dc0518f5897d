"""A LIF may keep to the schema and still be no place to drive: every finding is listed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fleet_core.layouts import FindingSeverity, inspect_facility, load_facility
from fleet_core.model.errors import LayoutError

Write = Callable[[Any], Path]
Lif = dict[str, Any]


def _edge(lif: Lif, index: int) -> dict[str, Any]:
    found: dict[str, Any] = lif["layouts"][0]["edges"][index]
    return found


def _entry(lif: Lif, index: int) -> dict[str, Any]:
    found: dict[str, Any] = _edge(lif, index)["vehicleTypeEdgeProperties"][0]
    return found


def _ends_nowhere(lif: Lif) -> None:
    _edge(lif, 0)["endNodeId"] = "N99"


def _begins_elsewhere(lif: Lif) -> None:
    _edge(lif, 0)["startNodeId"] = "U1"


def _served_nowhere(lif: Lif) -> None:
    lif["layouts"][0]["stations"][0]["interactionNodeIds"] = ["N99"]


def _served_by_nobody(lif: Lif) -> None:
    lif["layouts"][0]["stations"][0]["interactionNodeIds"] = []


def _negative_speed(lif: Lif) -> None:
    _entry(lif, 0)["maxSpeed"] = -1.0


def _heights_crossed(lif: Lif) -> None:
    _entry(lif, 0).update(minHeight=3.0, maxHeight=2.0)


def _not_a_number(lif: Lif) -> None:
    lif["layouts"][0]["nodes"][0]["nodePosition"]["x"] = float("nan")


def _endless(lif: Lif) -> None:
    lif["layouts"][0]["nodes"][0]["nodePosition"]["y"] = 10**400


def _in_another_unit(lif: Lif) -> None:
    lif["layouts"][0]["nodes"][0]["nodePosition"]["x"] = 250_000.0


def _twice(lif: Lif) -> None:
    lif["layouts"][0]["nodes"].append({**lif["layouts"][0]["nodes"][0], "nodeName": "other"})


def _too_few_knots(lif: Lif) -> None:
    _entry(lif, 2)["trajectory"]["knotVector"].pop()


def _falling_knots(lif: Lif) -> None:
    _entry(lif, 2)["trajectory"]["knotVector"] = [0, 0, 1, 0, 1, 1]


def _torn(lif: Lif) -> None:
    curve = _entry(lif, 2)["trajectory"]
    curve["controlPoints"] += [{"x": 11.0, "y": 3.0}] * 3
    curve["knotVector"] = [0, 0, 0, 0.5, 0.5, 0.5, 1, 1, 1]


def _half_a_degree(lif: Lif) -> None:
    _entry(lif, 2)["trajectory"]["degree"] = 2.5


def _too_few_points(lif: Lif) -> None:
    _entry(lif, 2)["trajectory"]["degree"] = 3


def _in_one_place(lif: Lif) -> None:
    _entry(lif, 2)["trajectory"]["controlPoints"] = [{"x": 1.0, "y": 1.0}] * 3


def _ends_beside_its_node(lif: Lif) -> None:
    _entry(lif, 2)["trajectory"]["controlPoints"][2]["y"] = 3.5


ERRORS = [
    (_ends_nowhere, "edge A-B", "ends at unknown node N99", "unknown_node"),
    (_begins_elsewhere, "edge A-B", "begins at unknown node U1", "unknown_node"),
    (_served_nowhere, "station dock", "is served at unknown node N99", "unknown_node"),
    (_served_by_nobody, "station dock", "has no interaction node", "no_interaction_node"),
    (_negative_speed, "edge A-B", "has maxSpeed -1 for amr", "negative_limit"),
    (_heights_crossed, "edge A-B", "minHeight 3 above maxHeight 2", "negative_limit"),
    (_not_a_number, "node A nodePosition.x", "is nan; expected a finite", "not_finite"),
    (_endless, "node A nodePosition.y", "expected a finite number", "not_finite"),
    (_in_another_unit, "node A", "lies at x = 250000 m", "out_of_range"),
    (_twice, "node A", "is given twice and differently", "duplicate_id"),
    (_too_few_knots, "edge B-C", "with 5 knots; expected 6", "trajectory"),
    (_falling_knots, "edge B-C", "knots fall", "trajectory"),
    (_torn, "edge B-C", "the curve tears", "trajectory"),
    (_half_a_degree, "edge B-C", "is 2.5; expected a whole", "trajectory"),
    (_too_few_points, "edge B-C", "degree 3 with 3 control points", "trajectory"),
    (_in_one_place, "edge B-C", "without length", "trajectory"),
    (_ends_beside_its_node, "edge B-C", "0.500 m from node C", "trajectory_end"),
]


@pytest.mark.parametrize(("breach", "element", "reason", "code"), ERRORS)
def test_what_has_no_meaning_is_an_error_that_names_file_element_and_reason(
    yard: Lif,
    written: Write,
    breach: Callable[[Lif], None],
    element: str,
    reason: str,
    code: str,
) -> None:
    breach(yard)
    path = written(yard)
    seen = inspect_facility(path)
    found = [one for one in seen.findings if one.severity is FindingSeverity.ERROR]
    assert [one.code for one in found] == [code]
    assert found[0].element.startswith(element)
    assert reason in found[0].reason
    assert seen.facility is None
    with pytest.raises(LayoutError, match=r"^layout case\.lif\.json: [^\n]*$"):
        load_facility(path)


def test_all_errors_are_listed_not_only_the_first(yard: Lif, written: Write) -> None:
    for breach in (_ends_nowhere, _served_nowhere, _too_few_knots, _not_a_number, _twice):
        breach(yard)
    seen = inspect_facility(written(yard))
    codes = {one.code for one in seen.findings if one.severity is FindingSeverity.ERROR}
    assert codes == {"unknown_node", "trajectory", "not_finite", "duplicate_id"}


def _closed_to_all(lif: Lif) -> None:
    _edge(lif, 0)["vehicleTypeEdgeProperties"] = []


def _no_speed(lif: Lif) -> None:
    _entry(lif, 4)["maxSpeed"] = 0


def _neither_way(lif: Lif) -> None:
    _entry(lif, 4)["loadRestriction"] = {"unloaded": False, "loaded": False}


def _closed_node(lif: Lif) -> None:
    lif["layouts"][0]["nodes"][3]["vehicleTypeNodeProperties"] = [{"vehicleTypeId": "fork"}]


def _same_words_twice(lif: Lif) -> None:
    lif["layouts"][0]["nodes"].append(lif["layouts"][0]["nodes"][0])


def _one_way_only(lif: Lif) -> None:
    del lif["layouts"][0]["edges"][3]


def _no_length(lif: Lif) -> None:
    lif["layouts"][0]["nodes"][3]["nodePosition"] = {"x": 0.0, "y": 0.0}


def _a_little_beside(lif: Lif) -> None:
    _entry(lif, 2)["trajectory"]["controlPoints"][2]["y"] = 3.05


WARNINGS = [
    (_closed_to_all, "undrivable"),
    (_no_speed, "undrivable"),
    (_neither_way, "undrivable"),
    (_closed_node, "type_missing_on_node"),
    (_same_words_twice, "duplicate_id"),
    (_one_way_only, "unreachable"),
    (_no_length, "no_length"),
    (_a_little_beside, "trajectory_end"),
]


@pytest.mark.parametrize(("breach", "code"), WARNINGS)
def test_what_has_one_meaning_is_a_warning(
    yard: Lif, written: Write, breach: Callable[[Lif], None], code: str
) -> None:
    breach(yard)
    seen = inspect_facility(written(yard))
    assert code in [one.code for one in seen.findings if one.severity is FindingSeverity.WARNING]
    assert seen.facility is not None


def test_a_curve_that_ends_beside_its_node_is_drawn_to_the_node_within_a_centimetre(
    yard: Lif, written: Write
) -> None:
    _entry(yard, 2)["trajectory"]["controlPoints"][2]["y"] = 3.004
    curve = load_facility(written(yard)).facility.layout.edges["B-C"].properties[0].trajectory
    assert curve is not None
    assert (curve.control_points[2].x_m, curve.control_points[2].y_m) == (11.0, 3.0)


def test_without_an_edge_there_is_nothing_to_drive_on(yard: Lif, written: Write) -> None:
    yard["layouts"][0]["edges"] = []
    with pytest.raises(LayoutError, match="has no edge that any vehicle type can drive"):
        load_facility(written(yard))
