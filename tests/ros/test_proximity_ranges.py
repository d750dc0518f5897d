"""A locating system that only says how far tags are from its anchors: good words and bad ones, by
the public topics."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import hypot, inf, nan
from pathlib import Path

import pytest
from diagnostic_msgs.msg import DiagnosticArray
from fleet_interfaces import msg
from hypothesis import given, settings
from hypothesis import strategies as st
from rosgraph_msgs.msg import Clock

from fleet_core.layouts import load_facility
from fleet_core.layouts.facility_file import write_facility
from fleet_core.model.errors import InputError
from fleet_core.model.facility import Anchor
from fleet_core.model.proximity import ObjectClass, TagRanges
from fleet_nodes import names, qos
from fleet_nodes.client import FleetClient
from fleet_nodes.conversions.instants import seconds_of, time_message
from fleet_nodes.conversions.ranges import MOST_TAGS, ranges_message, ranges_of
from tests.ros.running_fleet import RunningFleet

pytestmark = [pytest.mark.ros, pytest.mark.timeout(400)]

WITHIN_S = 90.0
ANCHORS = {"a": (0.0, 0.0), "b": (90.0, 0.0), "c": (90.0, 50.0), "d": (0.0, 50.0)}
AT = (30.0, 7.0)


@pytest.fixture
def fleet(tmp_path: Path) -> Iterator[RunningFleet]:
    facility = load_facility("bottling_hall").facility
    anchors = tuple(Anchor(name, *at) for name, at in ANCHORS.items())
    write_facility(replace(facility, anchors=anchors), None, tmp_path, "hall")
    layout = str(tmp_path / "hall.lif.json")
    running = RunningFleet(tmp_path / "data", 1.0, "--layout", layout, "--scenario", "none")
    yield running
    running.stop()


class Uwb:
    """Says ranges, and hears what becomes of them."""

    def __init__(self, client: FleetClient) -> None:
        self.client = client
        self.now_s = 0.0
        self.tracks: list[msg.Track] = []
        self.sources: dict[str, msg.SourceHealth] = {}
        self.diagnoses: dict[str, dict[str, str]] = {}
        client.node.create_subscription(Clock, names.CLOCK, self._tick, qos.CLOCK)
        client.subscribe(msg.Tracks, names.TRACKS, self._follow)
        client.subscribe(msg.ProximityWarnings, names.PROXIMITY_WARNINGS, self._hear)
        client.subscribe(DiagnosticArray, names.DIAGNOSTICS, self._diagnose)
        self._say = client.node.create_publisher(msg.RangeReports, names.RANGE_REPORTS, 10)

    def _tick(self, message: Clock) -> None:
        self.now_s = seconds_of(message.clock)

    def _follow(self, message: msg.Tracks) -> None:
        self.tracks = list(message.tracks)

    def _hear(self, message: msg.ProximityWarnings) -> None:
        self.sources = {each.source: each for each in message.sources}

    def _diagnose(self, message: DiagnosticArray) -> None:
        for status in message.status:
            values = {each.key: each.value for each in status.values}
            if status.name.startswith("proximity/source") and "source" in values:
                self.diagnoses[values["source"]] = values

    def ranges(self, tag: str = "t1", at: tuple[float, float] = AT, **other) -> TagRanges:
        said = tuple((name, hypot(at[0] - x, at[1] - y)) for name, (x, y) in ANCHORS.items())
        good = TagRanges(self.now_s, tag, ObjectClass.PERSON, said, 0.1)
        return replace(good, **other)

    def say(self, *ranges: TagRanges, source: str = "uwb", **fields) -> None:
        message = ranges_message(source, ranges, self.now_s)
        for name, value in fields.items():
            setattr(message, name, value)
        self._say.publish(message)
        self.client.spin(0.08)

    def until(self, condition, what: str) -> None:
        self.client.wait(lambda: condition() or None, WITHIN_S, what)


def test_tags_are_placed_from_ranges_and_bad_ones_are_counted(fleet: RunningFleet) -> None:
    with fleet.client() as client:
        fleet.wait_until_ready(client, 12)
        uwb = Uwb(client)
        uwb.until(lambda: client.spin(0.05) or uwb.now_s > 0.0, "no clock")
        a_tag_becomes_a_track(uwb)
        bad_words_are_counted(uwb)
        a_tag_becomes_a_track(uwb)  # still
        who_asks_to_cross_gets_the_lamp(uwb)


def a_tag_becomes_a_track(uwb: Uwb) -> None:
    def tracked() -> bool:
        uwb.say(uwb.ranges())
        mine = [each for each in uwb.tracks if each.tag_id == "t1"]
        return len(mine) == 1 and hypot(mine[0].x_m - AT[0], mine[0].y_m - AT[1]) < 0.3

    uwb.until(tracked, "the tag is not tracked where it is")


def bad_words_are_counted(uwb: Uwb) -> None:
    broken = ("a", nan), ("b", inf), ("c", -1.0), ("d", 1e300)

    def counted() -> bool:
        uwb.say(
            uwb.ranges("nan", ranges=broken),
            uwb.ranges("few", ranges=(("a", 30.0), ("nobody", 5.0))),
            uwb.ranges("exact", sigma_m=0.0),
            uwb.ranges("none", sigma_m=nan),
            uwb.ranges("vague", sigma_m=50.0),
            uwb.ranges("late", stamp_s=max(0.0, uwb.now_s - 60.0)),
            uwb.ranges("early", stamp_s=uwb.now_s + 60.0),
            uwb.ranges("twice"),
            uwb.ranges("twice", at=(60.0, 40.0)),
            source="broken",
        )
        uwb.say(*[uwb.ranges(f"t{k}", at=(1.0 + 0.05 * k, 20.0)) for k in range(1000)],
                source="flood")  # fmt: skip
        uwb.say(uwb.ranges("ghost"), source="strange", kinds=["ghost"])
        uwb.say(uwb.ranges(), source="torn", counts=[9])
        uwb.say(uwb.ranges(), source="x" * 10_000)
        causes = {name: set(each.causes) for name, each in uwb.sources.items()}
        return (
            causes.get("broken", set())
            >= {"bad_range", "few_anchors", "covariance_not_positive", "not_finite",
                "too_uncertain", "too_old", "from_the_future"}
            and "too_many" in causes.get("flood", set())
            and "unknown_class" in causes.get("strange", set())
            and int(uwb.diagnoses.get("broken", {}).get("refused", "0")) > 0
        )  # fmt: skip

    uwb.until(counted, f"what is refused is not counted: {uwb.sources}")
    assert "torn" not in uwb.sources
    known = {each.tag_id for each in uwb.tracks}
    assert not known & {"nan", "few", "exact", "none", "vague", "late", "early", "ghost", "twice"}


def who_asks_to_cross_gets_the_lamp(uwb: Uwb) -> None:
    """At the crossing of the hall; a request for one that is not there is counted."""
    lamps: dict[str, msg.ZoneLamp] = {}
    unreadable = [0]

    def hear(message: msg.ZoneLamps) -> None:
        lamps.update({each.zone_id: each for each in message.lamps})

    def diagnose(message: DiagnosticArray) -> None:
        for status in message.status:
            if status.name == "proximity":
                values = {each.key: each.value for each in status.values}
                unreadable[0] = int(values["unreadable_messages"])

    uwb.client.subscribe(msg.ZoneLamps, names.ZONE_LAMPS, hear)
    uwb.client.subscribe(DiagnosticArray, names.DIAGNOSTICS, diagnose)
    ask = uwb.client.node.create_publisher(msg.CrossingRequest, names.CROSSING_REQUESTS, 10)
    uwb.until(lambda: uwb.client.spin(0.05) or lamps, "no lamp is told of")
    assert lamps["crossing_lines"].state == "free"
    before = unreadable[0]

    def taken() -> bool:
        ask.publish(msg.CrossingRequest(source="button_1", crossing_id="crossing_lines"))
        ask.publish(msg.CrossingRequest(source="button_2", crossing_id="nowhere"))
        ask.publish(msg.CrossingRequest(source="", crossing_id="crossing_lines"))
        uwb.client.spin(0.1)
        lamp = lamps["crossing_lines"]
        return (lamp.state, list(lamp.about)) == ("taken", ["button_1"]) and unreadable[0] > before

    uwb.until(taken, f"the lamp does not change, or a bad request is not counted: {lamps}")


numbers = st.floats(allow_nan=True, allow_infinity=True)


@settings(deadline=None)
@given(
    st.text(max_size=5), numbers, st.lists(st.tuples(st.text(max_size=3), numbers), max_size=5),
    st.integers(0, 9),
)  # fmt: skip
def test_any_message_is_read_counted_or_refused_as_a_whole(kind, sigma_m, said, count) -> None:
    message = msg.RangeReports(
        source="uwb", stamps=[time_message(1.0)], tag_ids=["t1"], kinds=[kind],
        sigma_m=[sigma_m], counts=[count], anchor_ids=[name for name, _range_m in said],
        ranges_m=[range_m for _name, range_m in said],
    )  # fmt: skip
    message.header.frame_id = "map"
    if count != len(said):
        with pytest.raises(InputError, match="in all"):
            ranges_of(message)
        return
    scan = ranges_of(message)
    assert len(scan.measurements) + sum(count for _cause, count in scan.unreadable) == 1


def test_what_is_written_is_read_again_and_a_flood_is_bounded() -> None:
    ranges = [
        TagRanges(1.0, f"t{k}", ObjectClass.FORKLIFT, (("a", 1.0), ("b", 2.0 + k)), 0.2)
        for k in range(MOST_TAGS + 3)
    ]
    scan = ranges_of(ranges_message("uwb", ranges, 1.0))
    assert scan.source == "uwb"
    assert list(scan.measurements) == ranges[:MOST_TAGS]
    assert scan.unreadable == (("too_many", 3),)
