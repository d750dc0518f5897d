"""Proximity from outside: a client that knows the interfaces only says what it sees, and hears."""

from __future__ import annotations

from collections.abc import Iterator
from math import cos, hypot, inf, nan, sin
from pathlib import Path

import pytest
from diagnostic_msgs.msg import DiagnosticArray
from fleet_interfaces import msg, srv
from hypothesis import given
from hypothesis import strategies as st
from nav_msgs.msg import Odometry
from rclpy.serialization import serialize_message

from fleet_nodes import names
from fleet_nodes.client import FleetClient
from fleet_nodes.conversions.instants import seconds_of, time_message
from fleet_nodes.conversions.proximity import detections_of, tags_of, warnings_of
from tests.ros.running_fleet import RunningFleet

pytestmark = [pytest.mark.ros, pytest.mark.timeout(400)]

WITHIN_S = 90.0
CAMERA = "test_camera"


class Outsider:
    """Sees one AMR, plays a camera and a locating system, and hears warnings."""

    def __init__(self, client: FleetClient) -> None:
        self.client = client
        self.odometry: Odometry | None = None
        self.heard: msg.ProximityWarnings | None = None
        self.tracks: msg.Tracks | None = None
        self.levels: list[str] = []
        self.said = ""
        client.subscribe(Odometry, names.odometry("amr_1"), self._see)
        client.subscribe(msg.ProximityWarnings, names.PROXIMITY_WARNINGS, self._hear)
        client.subscribe(msg.Tracks, names.TRACKS, self._follow)
        client.subscribe(DiagnosticArray, names.DIAGNOSTICS, self._diagnose)
        self._camera = client.node.create_publisher(msg.Detections, names.DETECTIONS, 10)
        self._tags = client.node.create_publisher(msg.TagReports, names.TAG_REPORTS, 10)

    def _see(self, message: Odometry) -> None:
        self.odometry = message

    def _hear(self, message: msg.ProximityWarnings) -> None:
        self.heard = message
        mine = [each for each in warnings_of(message) if each.party_id == "amr_1"]
        self.levels += [each.level.value for each in mine if each.active]

    def _follow(self, message: msg.Tracks) -> None:
        self.tracks = message

    def _diagnose(self, message: DiagnosticArray) -> None:
        for status in message.status:
            if status.name == "proximity":
                self.said = status.message

    @property
    def speed_mps(self) -> float:
        return abs(self.odometry.twist.twist.linear.x) if self.odometry else 0.0

    def place(self) -> tuple[float, float, float]:
        assert self.odometry is not None
        pose = self.odometry.pose.pose
        return pose.position.x, pose.position.y, 2.0 * _angle(pose.orientation)

    def detection(self, x: float, y: float, **fields) -> msg.ObjectDetection:
        assert self.odometry is not None
        good = {
            "stamp": self.odometry.header.stamp, "kind": "person", "x_m": x, "y_m": y,
            "covariance": [0.02, 0.0, 0.02], "confidence": 0.9,
        }  # fmt: skip
        return msg.ObjectDetection(**(good | fields))

    def show(self, *seen: msg.ObjectDetection, source: str = CAMERA) -> None:
        assert self.odometry is not None
        message = msg.Detections(source=source, detections=list(seen))
        message.header.frame_id = "map"
        message.header.stamp = self.odometry.header.stamp
        self._camera.publish(message)

    def say_tags(self, *reports: msg.TagReport) -> None:
        message = msg.TagReports(source="test_tags", reports=list(reports))
        message.header.frame_id = "map"
        self._tags.publish(message)

    def until(self, condition, what: str) -> None:
        self.client.wait(lambda: condition() or None, WITHIN_S, what)


def _angle(orientation) -> float:
    from math import atan2  # noqa: PLC0415

    return atan2(orientation.z, orientation.w)


@pytest.fixture
def fleet(tmp_path: Path) -> Iterator[RunningFleet]:
    running = RunningFleet(tmp_path / "data", 1.0, "--scenario", "none", "--local", "commands")
    yield running
    running.stop()


def send(client: FleetClient, station_id: str) -> None:
    client.ask(
        srv.SendVehicle, names.SEND_VEHICLE, vehicle_id="amr_1",
        destination=srv.SendVehicle.Request.TO_STATION, station_id=station_id, author="test",
    )  # fmt: skip


def test_a_person_is_tracked_warned_of_and_waited_for(fleet: RunningFleet) -> None:
    with fleet.client() as client:
        fleet.wait_until_ready(client, 12)
        outsider = Outsider(client)
        send(client, "line_1_caps")
        outsider.until(lambda: outsider.speed_mps > 0.8, "amr_1 does not get going")
        somebody_walks_towards(outsider)
        hostile_messages_do_nothing_bad(outsider)
        a_source_that_falls_silent_is_said_to_be_lost(outsider)


def somebody_walks_towards(outsider: Outsider) -> None:
    """In its lane, from 8 m ahead, at 1.0 m/s, and does not react."""
    x, y, heading = outsider.place()
    ahead = (x + 8.0 * cos(heading), y + 8.0 * sin(heading))
    assert outsider.odometry is not None
    begun_s = seconds_of(outsider.odometry.header.stamp)
    nearest = inf

    def stands() -> bool:
        nonlocal nearest
        assert outsider.odometry is not None
        passed_s = min(4.5, seconds_of(outsider.odometry.header.stamp) - begun_s)
        px = ahead[0] - passed_s * cos(heading)
        py = ahead[1] - passed_s * sin(heading)
        outsider.show(outsider.detection(px, py))
        outsider.client.spin(0.08)
        own_x, own_y, _heading = outsider.place()
        if outsider.speed_mps > 0.05:
            nearest = min(nearest, hypot(own_x - px, own_y - py))
        return passed_s >= 4.5 and outsider.speed_mps < 0.01

    outsider.until(stands, "amr_1 does not stop for a person")
    assert nearest > 0.65 + 0.3  # half its length and the person
    assert outsider.levels, "nothing was warned of"
    assert outsider.tracks is not None
    (track,) = outsider.tracks.tracks
    assert track.kind == "person"


def hostile_messages_do_nothing_bad(outsider: Outsider) -> None:
    bad = [
        outsider.detection(nan, 0.0),
        outsider.detection(0.0, inf),
        outsider.detection(1.0, 1.0, covariance=[-1.0, 0.0, 1.0]),
        outsider.detection(1.0, 1.0, covariance=[nan, nan, nan]),
        outsider.detection(1.0, 1.0, kind="ghost"),
        outsider.detection(1.0, 1.0, stamp=time_message(1.0)),
        outsider.detection(1.0, 1.0, stamp=time_message(2.0e9)),
        outsider.detection(1.0, 1.0, confidence=nan),
    ]
    tag = {"stamp": outsider.detection(0.0, 0.0).stamp, "tag_id": "t", "kind": "person"}
    for _ in range(5):
        outsider.show(*bad, source="broken_camera")
        outsider.show(*[outsider.detection(0.1 * k, 0.0) for k in range(1000)], source="flood")
        outsider.show(source="x" * 10_000)
        outsider.say_tags(
            msg.TagReport(**tag, x_m=5.0, y_m=5.0, covariance=[0.02, 0.0, 0.02]),
            msg.TagReport(**tag, x_m=50.0, y_m=5.0, covariance=[0.02, 0.0, 0.02]),
            msg.TagReport(tag_id="", kind="", x_m=nan),
        )
        outsider.client.spin(0.1)

    def counted() -> bool:
        outsider.client.spin(0.1)
        sources = {each.source: each for each in outsider.heard.sources} if outsider.heard else {}
        broken, flood = sources.get("broken_camera"), sources.get("flood")
        return broken is not None and broken.refused >= 40 and flood is not None and flood.refused

    outsider.until(counted, "what is refused is not counted")


def a_source_that_falls_silent_is_said_to_be_lost(outsider: Outsider) -> None:
    def lost() -> bool:
        outsider.client.spin(0.1)
        assert outsider.heard is not None
        states = {each.source: each.state for each in outsider.heard.sources}
        slowed = [each for each in outsider.heard.restrictions if each.cause == "source_lost"]
        return (
            states.get(CAMERA) == "lost" and bool(slowed) and f"{CAMERA} is lost" in outsider.said
        )

    outsider.until(lost, "nobody says that the camera is lost")


@pytest.fixture
def unsteered(tmp_path: Path) -> Iterator[RunningFleet]:
    running = RunningFleet(tmp_path / "profile", 1.0, "--scenario", "none", "--local", "profile")
    yield running
    running.stop()


def test_vehicles_of_the_plants_own_drives_wait_for_somebody_as_well(
    unsteered: RunningFleet,
) -> None:
    with unsteered.client() as client:
        unsteered.wait_until_ready(client, 12)
        outsider = Outsider(client)
        send(client, "line_1_caps")
        outsider.until(lambda: outsider.speed_mps > 0.8, "amr_1 does not get going")
        x, y, heading = outsider.place()
        at = (x + 5.0 * cos(heading), y + 5.0 * sin(heading))

        def waits(seconds: float) -> bool:
            """It has stood so long on end while somebody is seen there."""
            assert outsider.odometry is not None
            now_s = seconds_of(outsider.odometry.header.stamp)
            outsider.show(outsider.detection(*at))
            outsider.client.spin(0.08)
            nonlocal stood_s
            stood_s = now_s if outsider.speed_mps > 0.01 else stood_s
            return now_s - stood_s > seconds

        stood_s = seconds_of(outsider.odometry.header.stamp) if outsider.odometry else 0.0
        # Warnings end after 4.5 s: nothing but its way holds it for longer.
        outsider.until(lambda: waits(10.0), "amr_1 does not wait")
        own_x, own_y, _heading = outsider.place()
        assert hypot(own_x - at[0], own_y - at[1]) > 0.65 + 0.3

        def goes() -> bool:
            outsider.show()
            outsider.client.spin(0.08)
            return outsider.speed_mps > 0.3

        outsider.until(goes, "amr_1 does not go on")


@pytest.fixture
def peopled(tmp_path: Path) -> Iterator[RunningFleet]:
    options = ("--people", "6", "--manned", "2", "--scenario", "none", "--local", "commands")
    running = RunningFleet(tmp_path / "people", 1.0, *options)
    yield running
    running.stop()


def test_people_of_the_embedded_plant_are_tracked(peopled: RunningFleet) -> None:
    with peopled.client() as client:
        outsider = Outsider(client)

        def all_there() -> bool:
            client.spin(0.1)
            kinds = [each.kind for each in outsider.tracks.tracks] if outsider.tracks else []
            return sorted(kinds) == ["forklift"] * 2 + ["person"] * 6

        outsider.until(all_there, "not everybody is tracked")


numbers = st.floats(allow_nan=True, allow_infinity=True)


@given(st.text(max_size=5), numbers, numbers, st.lists(numbers, min_size=3, max_size=3))
def test_any_measurement_is_read_or_counted(kind, x, y, covariance) -> None:
    good = msg.ObjectDetection(kind="person", confidence=1.0, covariance=[1.0, 0.0, 1.0])
    bad = msg.ObjectDetection(kind=kind, x_m=x, y_m=y, covariance=covariance)
    message = msg.Detections(source="c", detections=[good, bad])
    message.header.frame_id = "map"
    scan = detections_of(message)
    assert len(scan.measurements) + sum(count for _, count in scan.unreadable) == 2
    tag = msg.TagReport(tag_id="t", kind=kind, x_m=x, y_m=y, covariance=covariance)
    tags = msg.TagReports(source="t", reports=[tag])
    tags.header.frame_id = "map"
    assert serialize_message(tags)
    assert len(tags_of(tags).measurements) + len(tags_of(tags).unreadable) == 1
