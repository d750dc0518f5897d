"""Small breaches with one meaning are read with a warning; strictly, they are errors."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fleet_core.layouts import FindingSeverity, inspect_facility, load_facility
from fleet_core.layouts.schemas import breaches
from fleet_core.model.errors import LayoutError

Write = Callable[[Any], Path]


def _quoted_height(lif: dict[str, Any]) -> None:
    lif["layouts"][0]["stations"][0]["stationHeight"] = "0.4"


def _no_stations(lif: dict[str, Any]) -> None:
    del lif["layouts"][1]["stations"]


def _version_of_the_text(lif: dict[str, Any]) -> None:
    lif["metaInformation"]["lifVersion"] = "0.11.0"


def _no_creator(lif: dict[str, Any]) -> None:
    del lif["metaInformation"]["creator"]


def _number_as_id(lif: dict[str, Any]) -> None:
    lif["layouts"][0]["stations"][1]["stationId"] = 7


def _quoted_boolean(lif: dict[str, Any]) -> None:
    lif["layouts"][0]["edges"][0]["vehicleTypeEdgeProperties"][0]["rotationAllowed"] = "False"


def _lower_case(lif: dict[str, Any]) -> None:
    entry = lif["layouts"][0]["edges"][1]["vehicleTypeEdgeProperties"][0]
    entry["rotationAtStartNodeAllowed"] = "cw"


def _blank_in_name(lif: dict[str, Any]) -> None:
    station = lif["layouts"][0]["stations"][0]
    station["stationPosition "] = station.pop("stationPosition")


def _null(lif: dict[str, Any]) -> None:
    lif["layouts"][0]["nodes"][0]["nodeName"] = None


def _number_as_version(lif: dict[str, Any]) -> None:
    lif["layouts"][0]["layoutVersion"] = 3


BREACHES = [
    (_quoted_height, "written_otherwise"),
    (_no_stations, "missing"),
    (_version_of_the_text, "lif_version"),
    (_no_creator, "missing"),
    (_number_as_id, "written_otherwise"),
    (_quoted_boolean, "written_otherwise"),
    (_lower_case, "written_otherwise"),
    (_blank_in_name, "blank_in_name"),
    (_null, "null"),
    (_number_as_version, "written_otherwise"),
]


@pytest.mark.parametrize(("breach", "code"), BREACHES)
def test_one_meaning_is_read_with_a_warning(
    yard: dict[str, Any], written: Write, breach: Callable[[dict[str, Any]], None], code: str
) -> None:
    breach(yard)
    seen = inspect_facility(written(yard), thorough=False)
    assert [one.code for one in seen.findings if one.severity is FindingSeverity.WARNING] == [code]
    assert seen.facility is not None
    assert seen.document is not None
    assert not list(breaches("lif", seen.document)), "what was mended keeps to the schema"


@pytest.mark.parametrize(("breach", "code"), BREACHES)
def test_strictly_the_same_is_an_error(
    yard: dict[str, Any], written: Write, breach: Callable[[dict[str, Any]], None], code: str
) -> None:
    breach(yard)
    path = written(yard)
    seen = inspect_facility(path, strict=True)
    assert code in [one.code for one in seen.findings if one.severity is FindingSeverity.ERROR]
    with pytest.raises(LayoutError):
        load_facility(path, strict=True)


def test_an_id_is_taken_from_the_file_when_the_only_layout_has_none(
    yard: dict[str, Any], written: Write
) -> None:
    del yard["layouts"][1]
    yard["layouts"][0]["edges"].pop()  # the one that leads upstairs
    del yard["layouts"][0]["layoutId"]
    assert load_facility(written(yard)).facility.layout.id == "case"


@pytest.mark.parametrize("value", ["high", "0x12", "NaN", "1e999", ""])
def test_words_are_not_read_as_numbers(yard: dict[str, Any], written: Write, value: str) -> None:
    yard["layouts"][0]["stations"][0]["stationHeight"] = value
    seen = inspect_facility(written(yard))
    assert [one.element for one in seen.findings if one.code == "schema"] == [
        "station dock stationHeight"
    ]


def test_a_version_to_come_is_refused(yard: dict[str, Any], written: Write) -> None:
    yard["metaInformation"]["lifVersion"] = "2.0.0"
    with pytest.raises(LayoutError, match=r"lifVersion is '2.0.0'; expected 1.0.0"):
        load_facility(written(yard))


def test_a_weight_below_one_is_read_as_the_text_of_the_standard_allows(
    yard: dict[str, Any], written: Write
) -> None:
    points = yard["layouts"][0]["edges"][2]["vehicleTypeEdgeProperties"][0]["trajectory"]
    points["controlPoints"][1]["weight"] = 0.7
    loaded = load_facility(written(yard))
    assert [one.code for one in loaded.findings if one.code == "weight"] == ["weight"]
    curve = loaded.facility.layout.edges["B-C"].properties[0].trajectory
    assert curve is not None and curve.control_points[1].weight == 0.7
