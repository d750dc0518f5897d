"""Encounters are kept with their tracks, without names, and forgotten in time."""

from __future__ import annotations

import csv
import json
import stat
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from geometry_msgs.msg import PoseStamped
from mcap.reader import make_reader
from rclpy.serialization import deserialize_message
from std_msgs.msg import Float64
from visualization_msgs.msg import MarkerArray

from fleet_core.model.errors import ConfigurationError, InputError, WorkError
from fleet_core.model.layout import Node
from fleet_core.model.near_miss import NearMiss
from fleet_core.model.proximity import WarningLevel
from fleet_core.proximity.near_miss_heat import HeatMap, NearMissHeat
from fleet_core.proximity.near_misses import NearMissRecorder
from fleet_core.proximity.ranking import CELL_M, By, heat, ranked
from fleet_core.proximity.watch import ProximityWatch
from fleet_core.store.near_miss_file import DAY_S, NAME, NearMissFile, read_near_misses
from fleet_nodes.commands.encounters import export, list_encounters, rank, show
from fleet_nodes.conversions.heat_map import heat_message, heat_of
from fleet_nodes.encounter_bag import BODIES, GAP, PARTY
from tests.proximity.people import FLOOR, report, tag

PERIOD_S = 0.1


@pytest.fixture(scope="module")
def recorded() -> list[NearMiss]:
    """Somebody with a tag crosses before an AMR that stops at 4 s and goes on at 8 s."""
    watch, recorder, rng = ProximityWatch(FLOOR), NearMissRecorder(), np.random.default_rng(5)
    found, x = [], 0.0
    for k in range(150):
        now_s = k * PERIOD_S
        speed = 1.5 if not 4.0 < now_s < 8.0 else 0.0
        x += speed * PERIOD_S
        px, py = np.array([9.0, 6.5 - 1.3 * now_s]) + rng.normal(0.0, 0.1, 2)
        watch.hear_tags("uwb", [tag(now_s, float(px), float(py), "anna")], now_s)
        watch.hear_vehicle(report(now_s, x, speed))
        found += recorder.take(watch.step(now_s), watch.vehicles)
    return found


def test_an_encounter_is_kept_once_with_what_both_did(recorded) -> None:
    (kept,) = recorded
    assert kept.party_id == "V0"
    assert kept.party_type == "amr"
    assert kept.level.rank >= WarningLevel.WARNING.rank
    assert kept.closest_m == min(each.gap_m for each in kept.moments)
    times = [each.time_s for each in kept.moments]
    assert np.diff(times).min() >= 0.2 - 1e-6
    assert kept.began_s <= times[0] <= times[-1] <= kept.ended_s
    assert any(each.party_mps == 0.0 for each in kept.moments)


def test_nobody_is_named(recorded, tmp_path: Path) -> None:
    near_misses = NearMissFile(tmp_path / NAME, 30.0)
    near_misses.keep(recorded, recorded[0].ended_s)
    near_misses.close()
    content = (tmp_path / NAME).read_bytes()
    assert b"V0" in content
    assert b"anna" not in content
    assert b"person_" not in content
    assert stat.S_IMODE((tmp_path / NAME).stat().st_mode) == 0o600


def test_what_is_read_is_what_was_kept(recorded, tmp_path: Path) -> None:
    near_misses = NearMissFile(tmp_path / NAME, 30.0)
    near_misses.keep(recorded, recorded[0].ended_s)
    (kept,) = read_near_misses(tmp_path / NAME)
    (before,) = recorded
    assert (kept.near_miss.level, kept.near_miss.cause) == (before.level, before.cause)
    assert kept.near_miss.at == pytest.approx(before.at)
    for one, other in zip(kept.near_miss.moments, before.moments, strict=True):
        assert one.party == pytest.approx(other.party, abs=1e-3)
        assert one.time_s == pytest.approx(other.time_s, abs=1e-3)
    near_misses.close()


def test_what_is_too_old_is_forgotten(recorded, tmp_path: Path) -> None:
    near_misses = NearMissFile(tmp_path / NAME, 1.0)
    near_misses.keep(recorded, recorded[0].ended_s)
    near_misses.keep([], recorded[0].ended_s + 0.9 * DAY_S)
    assert len(read_near_misses(tmp_path / NAME)) == 1
    near_misses.keep([], recorded[0].ended_s + 1.1 * DAY_S)
    assert read_near_misses(tmp_path / NAME) == []
    near_misses.close()


def test_a_file_that_cannot_be_used_is_said_so(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"not a database" * 100)
    with pytest.raises(ConfigurationError, match="near misses"):
        NearMissFile(tmp_path / NAME, 30.0)
    with pytest.raises(ConfigurationError, match="cannot be read"):
        read_near_misses(tmp_path / NAME)
    with pytest.raises(ConfigurationError, match="no near misses"):
        read_near_misses(tmp_path / "missing" / NAME)


def test_places_are_ranked_and_counted_in_squares(recorded) -> None:
    (one,) = recorded
    rows = ranked([one, one], By.PLACE)
    assert [(row.count, row.urgent) for row in rows] == [(2, 2)]
    assert [row.what for row in ranked([one], By.VEHICLE)] == ["V0"]
    assert [row.what for row in ranked([one], By.TYPE)] == ["amr"]
    assert [row.what for row in ranked([one], By.HOUR)] == ["00:00"]
    ((column, row), count) = heat([one.at]).popitem()
    assert count == 1
    assert abs((column + 0.5) * CELL_M - one.at[0]) <= CELL_M / 2
    assert abs((row + 0.5) * CELL_M - one.at[1]) <= CELL_M / 2


@pytest.fixture
def folder(recorded, tmp_path: Path) -> Path:
    near_misses = NearMissFile(tmp_path / NAME, 30.0)
    near_misses.keep(recorded, recorded[0].ended_s)
    near_misses.close()
    return tmp_path


def test_they_are_listed_shown_and_ranked(folder: Path, capsys) -> None:
    list_encounters(data=folder, as_json=True)
    (row,) = json.loads(capsys.readouterr().out)
    assert row["party"] == "V0"
    show(row["id"], data=folder, as_json=True)
    shown = json.loads(capsys.readouterr().out)
    assert len(shown["moments"]) > 10
    for command in (list_encounters, rank):
        command(data=folder)
        assert "V0" in capsys.readouterr().out or command is rank
    rank(data=folder, by=By.VEHICLE)
    assert "V0" in capsys.readouterr().out
    with pytest.raises(InputError, match="99"):
        show(99, data=folder)
    with pytest.raises(InputError, match="no near misses"):
        list_encounters(data=folder / "elsewhere")


def test_they_are_exported_as_rows(folder: Path, capsys) -> None:
    export(folder / "all.csv", data=folder)
    with (folder / "all.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 10
    assert {row["party"] for row in rows} == {"V0"}
    assert all(float(row["gap_m"]) >= 0.0 for row in rows)
    export(Path("-"), data=folder)
    assert capsys.readouterr().out.startswith("encounter,time_s")


def test_a_map_counts_them_by_square_and_leaves_out_what_lies_elsewhere(recorded) -> None:
    (kept,) = recorded
    nodes = {name: Node(name, x, y, ()) for name, x, y in (("a", 0.0, 0.0), ("b", 30.0, 20.0))}
    floor = replace(FLOOR, layout=replace(FLOOR.layout, nodes=nodes))
    map_ = NearMissHeat(floor)
    map_.add([kept.at, kept.at, (1e9, 0.0)])
    drawn = map_.map()
    ((row, column),) = np.argwhere(drawn.counts).tolist()
    assert drawn.counts[row, column] == 2
    x_m, y_m = drawn.x_m + column * drawn.cell_m, drawn.y_m + row * drawn.cell_m
    assert x_m <= kept.at[0] <= x_m + CELL_M
    assert y_m <= kept.at[1] <= y_m + CELL_M
    assert drawn.counts.shape == (21, 26)  # the roadmap and 10 m to each side
    assert NearMissHeat(FLOOR).map().counts.size == 0


def test_a_map_survives_being_a_message() -> None:
    counts = np.arange(12).reshape(3, 4) * 10
    read = heat_of(heat_message(HeatMap(-4.0, 2.0, 2.0, counts), 5.0))
    assert (read.x_m, read.y_m, read.cell_m) == (-4.0, 2.0, 2.0)
    assert read.counts.tolist() == np.minimum(counts, 100).tolist()
    torn = heat_message(HeatMap(-4.0, 2.0, 2.0, counts), 5.0)
    torn.info.width = 5
    with pytest.raises(InputError, match="5 x 3 cells, but 12 numbers"):
        heat_of(torn)


def test_a_bag_holds_messages_that_their_own_definitions_describe(folder: Path) -> None:
    export(folder / "all.mcap", data=folder)
    (kept,) = read_near_misses(folder / NAME)
    with (folder / "all.mcap").open("rb") as file:
        reader = make_reader(file)
        assert reader.get_header().profile == "ros2"
        said = [
            (channel.topic, deserialize_message(message.data, TYPES[schema.name]), schema)
            for schema, channel, message in reader.iter_messages()
            if schema is not None
        ]
    moments = kept.near_miss.moments
    gaps = [message.data for topic, message, _ in said if topic == GAP]
    assert gaps == [each.gap_m for each in moments]
    parties = [message for topic, message, _ in said if topic == PARTY]
    assert [(p.pose.position.x, p.pose.position.y) for p in parties] == [m.party for m in moments]
    assert {p.header.frame_id for p in parties} == {"map"}
    (schema,) = {schema.data for topic, _, schema in said if topic == BODIES}
    for name in ("visualization_msgs/Marker", "geometry_msgs/Quaternion", "std_msgs/ColorRGBA"):
        assert f"MSG: {name}\n".encode() in schema
    for _, message, _ in said:
        assert "person_" not in str(message)


def test_a_bag_that_cannot_be_written_is_one_line(folder: Path) -> None:
    with pytest.raises(WorkError, match="cannot be written"):
        export(folder / "nowhere" / "all.mcap", data=folder)


TYPES = {
    "geometry_msgs/msg/PoseStamped": PoseStamped,
    "std_msgs/msg/Float64": Float64,
    "visualization_msgs/msg/MarkerArray": MarkerArray,
}
