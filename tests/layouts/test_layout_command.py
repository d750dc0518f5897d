"""``fleet layout`` as a user types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from fleet_core.app.commands.layout import app
from fleet_core.layouts import load_facility
from fleet_core.model.errors import LayoutError

RUNNER = CliRunner()


def fleet_layout(*arguments: str) -> str:
    """What is printed; raises what the command raises, as the ``fleet`` command sees it."""
    result = RUNNER.invoke(app, list(arguments), standalone_mode=False)
    if result.exception is not None:
        raise result.exception
    return result.stdout


def test_check_lists_every_finding_and_sums_up(data: Path) -> None:
    shown = fleet_layout("check", str(data / "lab.building.yaml")).splitlines()
    assert any(line.startswith("note: lab.building.yaml: door front") for line in shown)
    assert shown[-1] == (
        "lab.building.yaml: 5 nodes, 8 edges, 4 stations, 1 vehicles; "
        "0 errors, 0 warnings, 10 notes"
    )


def test_check_refuses_what_cannot_be_used(data: Path, tmp_path: Path) -> None:
    text = (data / "yard.lif.json").read_text(encoding="utf-8")
    path = tmp_path / "bad.lif.json"
    path.write_text(text.replace('"endNodeId": "C"', '"endNodeId": "N99"'), encoding="utf-8")
    with pytest.raises(LayoutError, match=r"bad\.lif\.json: cannot be used: 1 error,"):
        fleet_layout("check", str(path))
    result = RUNNER.invoke(app, ["check", str(path), "--json"])
    listed = json.loads(result.stdout)
    assert listed["usable"] is False
    assert {
        "severity": "error",
        "file": "bad.lif.json",
        "element": "edge B-C",
        "reason": "ends at unknown node N99",
        "code": "unknown_node",
    } in listed["findings"]


def test_check_strictly_refuses_a_warning(data: Path, tmp_path: Path) -> None:
    text = (data / "yard.lif.json").read_text(encoding="utf-8")
    path = tmp_path / "old.lif.json"
    path.write_text(text.replace('"lifVersion": "1.0.0"', '"lifVersion": "0.11.0"'))
    fleet_layout("check", str(path))
    with pytest.raises(LayoutError):
        fleet_layout("check", str(path), "--strict")


def test_import_writes_lif_facility_and_scenario_that_load_again(
    data: Path, tmp_path: Path
) -> None:
    out = tmp_path / "new" / "mill.lif.json"
    shown = fleet_layout("import", str(data / "mill.xml"), "--out", str(out))
    assert "block B1 is not carried over" in shown
    assert shown.splitlines()[-3:] == [
        f"wrote {out.with_name(name)}"
        for name in ("mill.lif.json", "mill.facility.json", "mill.scenario.json")
    ]
    again = load_facility(out)
    assert not again.findings
    first = load_facility(data / "mill.xml").facility
    assert again.facility.layout == first.layout
    assert again.facility.fleet == first.fleet


def test_export_of_a_lif_is_lossless(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.lif.json"
    fleet_layout("export", str(data / "yard.lif.json"), "--out", str(out))
    before = json.loads((data / "yard.lif.json").read_text(encoding="utf-8"))
    assert json.loads(out.read_text(encoding="utf-8")) == before


def test_export_of_another_format_is_a_lif_of_today(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "lab.lif.json"
    fleet_layout("export", str(data / "lab.building.yaml"), "--out", str(out), "--graph", "1")
    written = json.loads(out.read_text(encoding="utf-8"))
    assert [one["nodeId"] for one in written["layouts"][0]["nodes"]] == ["away", "v8"]
    assert written["metaInformation"]["exportTimestamp"] > "2024"


def test_a_plant_of_the_product_can_be_named(tmp_path: Path) -> None:
    out = tmp_path / "hall.lif.json"
    fleet_layout("export", "bottling_hall", "--out", str(out))
    assert json.loads(out.read_text(encoding="utf-8"))["layouts"][0]["nodes"]
