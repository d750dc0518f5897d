"""From a sensor's message to the warning's, through the real node in a process of its own."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

from fleet_interfaces import msg
from nav_msgs.msg import Path

from benchmarks.processes import cpu_s, running
from benchmarks.proximity.load import BusyFloor, Reported
from fleet_core.layouts.facility_file import facility_document
from fleet_core.layouts.lif.writing import lif_document
from fleet_core.model.errors import WorkError
from fleet_core.model.facility import Facility
from fleet_nodes import names, qos
from fleet_nodes.client import FleetClient
from fleet_nodes.commands.domain import environment_for, free_domain
from fleet_nodes.conversions.corridors import plan_message
from fleet_nodes.conversions.layouts import layout_message
from fleet_nodes.conversions.proximity import detections_message, tags_message
from fleet_nodes.conversions.vehicles import report_message

WARM_S = 8.0
"""Until the node has compiled, discovered everybody, and has tracks."""
READY_WITHIN_S = 90.0
VEHICLES_HZ = 10.0
"""Reports and plans of each vehicle."""


@dataclass(frozen=True, slots=True)
class WarningLatency:
    """Of all messages of the camera and of the tags after the first seconds."""

    latency_ms: tuple[float, ...]
    unanswered: int
    warnings: int
    cpu_share: float  # of one core, of the node's process


@dataclass(frozen=True, slots=True)
class _Sent:
    """When a source had said so many measurements, all told."""

    source: str
    count: int
    at_s: float


def heard(
    facility: Facility, people: int, rate_hz: float, duration_s: float, seed: int = 1
) -> WarningLatency:
    """Play all sensors and vehicles in real time, ``rate_hz`` times a second. Raises WorkError when
    the node does not answer."""
    domain = free_domain(os.getpid() * 7 % 101 + 1)
    os.environ.update(environment_for(domain))
    node = [
        sys.executable,
        "-m",
        "fleet_nodes.proximity",
        "--ros-args",
        "-p",
        f"rate_hz:={rate_hz}",
    ]
    with (
        running(node) as process,
        running([sys.executable, "-m", "benchmarks.proximity.ear"]) as ear,
        FleetClient("bench", domain=domain) as client,
    ):
        player = _Player(client, BusyFloor(facility, people, seed))
        player.begin()
        client.wait(lambda: player.is_heard() or None, READY_WITHIN_S, "proximity is not ready")
        player.play(WARM_S, rate_hz)
        used_s, begun_s = cpu_s(process), time.monotonic()
        player.play(duration_s, rate_hz)
        share = (cpu_s(process) - used_s) / (time.monotonic() - begun_s)
        client.spin(1.0)
        said, _errors = ear.communicate(timeout=20.0)
    noted = json.loads(said or "[]")
    sent = [each for each in player.sent if each.at_s >= begun_s]
    latencies = [_answered(each, noted) for each in sent]
    answered = tuple(1000.0 * each for each in latencies if each < inf)
    if not answered:
        raise WorkError("proximity has answered no message")
    return WarningLatency(answered, len(latencies) - len(answered), int(noted[-1][1]), share)


def _answered(sent: _Sent, noted: Sequence[tuple[float, int, dict[str, int]]]) -> float:
    """Seconds until a warnings message that takes it into account; inf: never."""
    for at_s, _warnings, counts in noted:
        if counts.get(sent.source, 0) >= sent.count:
            return at_s - sent.at_s
    return inf


class _Player:
    """Publishes all that sensors and vehicles say."""

    def __init__(self, client: FleetClient, floor: BusyFloor) -> None:
        self._client, self._floor = client, floor
        self.sent: list[_Sent] = []
        self._counts: dict[str, int] = {}
        node = client.node
        self._layout = node.create_publisher(msg.Layout, names.LAYOUT, qos.LATEST)
        self._tags = node.create_publisher(msg.TagReports, names.TAG_REPORTS, qos.EVENTS)
        self._seen = node.create_publisher(msg.Detections, names.DETECTIONS, qos.EVENTS)
        ids = [each.id for each in floor.facility.fleet]
        self._reports = node.create_publisher(
            msg.VehicleReport, names.VEHICLE_REPORTS, qos.reports(len(ids))
        )
        self._plans = [
            node.create_publisher(Path, names.local_plan(name), qos.STATE)
            for name in names.vehicle_names(ids).values()
        ]

    def begin(self) -> None:
        """The layout, without which the node does not start."""

        facility = self._floor.facility
        lif, beside = lif_document(facility.layout), facility_document(facility)
        self._layout.publish(
            layout_message(facility, json.dumps(lif), json.dumps(beside), time.time())
        )

    def is_heard(self) -> bool:
        """The node listens to everything."""
        publishers = (self._tags, self._seen, self._reports, *self._plans)
        return all(each.get_subscription_count() > 0 for each in publishers)

    def play(self, duration_s: float, rate_hz: float) -> None:
        """In real time."""
        next_s = time.monotonic()
        for k in range(round(duration_s * rate_hz)):
            now_s = time.time()
            said = self._floor.reported(now_s)
            tags = tags_message("tags", said.tags, now_s)
            seen = detections_message("camera", said.detections, now_s)
            others = (
                self._others(said, now_s) if k % max(1, round(rate_hz / VEHICLES_HZ)) == 0 else ()
            )
            next_s = max(next_s + 1.0 / rate_hz, time.monotonic())
            self._client.spin(next_s - time.monotonic())
            for publisher, message in others:
                publisher.publish(message)
            self._note("tags", len(said.tags))
            self._tags.publish(tags)
            self._note("camera", len(said.detections))
            self._seen.publish(seen)

    def _note(self, source: str, count: int) -> None:
        before = self._counts.get(source, 0)
        self._counts[source] = before + count
        self.sent.append(_Sent(source, before + count, time.monotonic()))

    def _others(self, said: Reported, now_s: float) -> Sequence[tuple[Any, Any]]:
        found: list[tuple[Any, Any]] = [
            (self._reports, report_message(each)) for each in said.reports
        ]
        for publisher, plan in zip(self._plans, said.plans, strict=True):
            found.append((publisher, plan_message(plan.poses, now_s)))
        return found
