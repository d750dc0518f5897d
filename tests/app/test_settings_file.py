"""A plant's settings in a file, and the commands that show and use them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from fleet_core.app.cli import run
from fleet_core.app.settings_file import as_file, read_settings
from fleet_core.execution.settings import FleetSettings
from fleet_core.model.errors import ConfigurationError
from fleet_core.model.setting import changed


def written(folder: Path, text: str) -> Path:
    file = folder / "plant.settings.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_no_file_and_an_empty_file_are_the_defaults(tmp_path: Path) -> None:
    assert read_settings(None) == read_settings("") == FleetSettings()
    assert read_settings(written(tmp_path, "# nothing yet\n")) == FleetSettings()


def test_the_file_that_is_shown_is_read_as_the_same_settings(tmp_path: Path) -> None:
    said = changed(FleetSettings(), {"tolerances": {"cart": {"jump_m": 1.0}}, "give_up_after_s": 9})
    assert read_settings(written(tmp_path, as_file(said))) == said
    assert read_settings(written(tmp_path, as_file(FleetSettings()))) == FleetSettings()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("dispatch: {charge_below_soc: 0.8}", "dispatch.charge_below_soc is 0.8, above dispatch."),
        ("stands_reason_s: 30", "stands_reason_s is 30, above stands_message_s, which is 20"),
        ("dispatch: [", "is not YAML"),
        ("- 1", "expected names of settings with their values"),
        ("a: &x 1\nb: *x", "a is no setting"),
        ("[" * 5000, "is not YAML"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path: Path, text: str, says: str) -> None:
    file = written(tmp_path, text)
    with pytest.raises(ConfigurationError) as caught:
        read_settings(file)
    assert str(caught.value).startswith(f"settings {file}: {says}")


def test_a_file_that_is_not_there_or_no_text_says_so(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read: No such file"):
        read_settings(tmp_path / "none.yaml")
    (tmp_path / "bytes.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigurationError, match="is not UTF-8 text"):
        read_settings(tmp_path / "bytes.yaml")


def test_show_lists_all_with_meaning_and_a_star_where_changed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, "traffic: {release_s: 9}\n")
    assert run(["settings", "show", "--file", str(file)]) == 0
    shown = capsys.readouterr().out
    assert "* traffic.release_s " in shown
    assert "9.0 s" in shown
    assert "  traffic.release_steps " in shown
    assert run(["settings", "show", "--file", str(file), "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["path"] for row in rows if row["changed"]] == ["traffic.release_s"]
    assert run(["settings", "show", "--yaml"]) == 0
    assert yaml.safe_load(capsys.readouterr().out)["dispatch"]["objective"] == "throughput"


def test_check_is_short_and_bad_input_is_one_line_and_exit_code_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = written(tmp_path, "traffic: {release_s: 9}\n")
    assert run(["settings", "check", str(good)]) == 0
    assert "1 settings are not the default" in capsys.readouterr().out
    bad = written(tmp_path, "trafic: {}\n")
    assert run(["settings", "check", str(bad)]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "trafic is no setting; did you mean traffic?" in said
    assert run(["sim", "bottling_hall", "--settings", str(bad)]) == 2
