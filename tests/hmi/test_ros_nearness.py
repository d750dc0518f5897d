"""The terminal and the window hear the proximity node's topics, and drop what makes no sense."""

from __future__ import annotations

import os
from collections.abc import Iterator
from math import nan
from time import monotonic

import pytest
from fleet_interfaces import msg
from near_people import FORKLIFT, PERSON, TAG, source, track, warning

from fleet_core.model.proximity import (
    RestrictionCause,
    SourceState,
    SpeedRestriction,
    WarningLevel,
)
from fleet_core.proximity.watch import ProximitySnapshot
from fleet_nodes import names, qos
from fleet_nodes.client import FleetClient
from fleet_nodes.commands.domain import environment_for, free_domain
from fleet_nodes.conversions.proximity import tracks_message, warnings_message
from hmi.link.ros_link import RosLink
from hmi.terminal.ros_link import RosTerminalLink
from hmi.terminal.screen import ContactState, Screen, screen_of

pytestmark = [pytest.mark.ros, pytest.mark.timeout(200)]

WITHIN_S = 60.0
TRACKS = (track("T1", FORKLIFT, 0.0, 0.0), track("T2", PERSON, 0.0, 4.0))
DANGER = warning("T1", "T2", WarningLevel.DANGER)
HELD = SpeedRestriction("amr_1", 0.0, RestrictionCause.WAY_OCCUPIED, "T2")
SAID = ProximitySnapshot(
    100.0, TRACKS, (DANGER,), (HELD,), (source("cameras", SourceState.FAULTY),)
)


class Node:
    """Says what a proximity node says."""

    def __init__(self, client: FleetClient) -> None:
        self.client = client
        create = client.node.create_publisher
        self._tracks = create(msg.Tracks, names.TRACKS, qos.STATE)
        self._warnings = create(msg.ProximityWarnings, names.PROXIMITY_WARNINGS, qos.STATE)

    def say(self, tracks: msg.Tracks, warnings: msg.ProximityWarnings) -> None:
        self._tracks.publish(tracks)
        self._warnings.publish(warnings)
        self.client.spin(0.05)


@pytest.fixture
def node(monkeypatch: pytest.MonkeyPatch) -> Iterator[Node]:
    domain = free_domain(os.getpid() * 13 % 101 + 1)
    for name, value in environment_for(domain).items():
        monkeypatch.setenv(name, value)
    with FleetClient("test_nearness") as client:
        yield Node(client)


def test_the_terminal_hears_a_danger_and_then_silence(node: Node) -> None:
    link = RosTerminalLink()
    link.start()

    def screen() -> Screen:
        return screen_of(link.latest(), TAG, monotonic())

    try:
        assert screen().contact is ContactState.SILENT

        def warned() -> bool:
            node.say(tracks_message(SAID), warnings_message(SAID))
            return screen().level is WarningLevel.DANGER

        node.client.wait(warned, WITHIN_S, "a danger on the terminal")
        assert screen().bad_sources == ("cameras",)
        assert screen().dangers[0].sector == 0

        # Tracks that cannot be read are as good as none: warnings alone do not keep contact.
        broken = tracks_message(SAID)
        broken.tracks[0].x_m = nan

        def silent() -> bool:
            node.say(broken, warnings_message(SAID))
            return screen().contact is ContactState.SILENT

        node.client.wait(silent, WITHIN_S, "no contact on the terminal")
    finally:
        link.stop()


def test_the_window_hears_people_and_warnings(node: Node) -> None:
    link = RosLink()
    link.start(lambda number, answer: None)
    try:

        def heard() -> bool:
            node.say(tracks_message(SAID), warnings_message(SAID))
            return link.latest().near.heard

        node.client.wait(heard, WITHIN_S, "people in the window")
        near = link.latest().near
        assert [each.id for each in near.tracks] == ["T1", "T2"]
        assert near.active == (DANGER,)
        assert near.restrictions == (HELD,)
        assert near.sources[0].state is SourceState.FAULTY
    finally:
        link.stop()
