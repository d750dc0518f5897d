"""From a sensor's message to the warning's, through the real node in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psutil
from fleet_interfaces import msg
from nav_msgs.msg import Path

from benchmarks.proximity.load import BusyFloor, Said
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


@dataclass(frozen=True, slots=True)
class Heard:
    """Of all messages of the camera and of the tags after the first seconds."""

    latency_ms: tuple[float, ...]
    unanswered: int
    tracks: int
    warnings: int
    cpu_share: float  # of one core, of the node's process


class _Latencies:
    """When a message that says so many measurements was answered: the node says how many of each
    source it has heard."""

    def __init__(self) -> None:
        self.found_ms: list[float] = []
        self.warnings, self.tracks = 0, 0
        self._said: dict[str, int] = {}
        self._waiting: dict[str, list[tuple[int, float]]] = {}

    def sent(self, source: str, count: int, at_s: float) -> None:
        """A message of a source with so many measurements."""
        self._said[source] = self._said.get(source, 0) + count
        self._waiting.setdefault(source, []).append((self._said[source], at_s))

    def hear(self, message: msg.ProximityWarnings) -> None:
        now_s = time.perf_counter()
        self.warnings = len(message.warnings)
        for each in message.sources:
            waiting = self._waiting.get(each.source, [])
            while waiting and waiting[0][0] <= each.heard:
                self.found_ms.append(1000.0 * (now_s - waiting.pop(0)[1]))

    def hear_tracks(self, message: msg.Tracks) -> None:
        self.tracks = len(message.tracks)

    def forget(self) -> None:
        """From now on it counts."""
        self.found_ms.clear()

    @property
    def unanswered(self) -> int:
        return sum(map(len, self._waiting.values()))


def heard(
    facility: Facility, people: int, rate_hz: float, duration_s: float, seed: int = 1
) -> Heard:
    """Play all sensors and vehicles in real time, ``rate_hz`` times a second. Raises WorkError when
    the node does not answer."""
    domain = free_domain(os.getpid() * 7 % 101 + 1)
    environment = {**os.environ, **environment_for(domain)}
    os.environ.update(environment_for(domain))
    floor = BusyFloor(facility, people, seed)
    latencies = _Latencies()
    with _node(environment, rate_hz) as process, FleetClient("bench", domain=domain) as client:
        client.subscribe(msg.ProximityWarnings, names.PROXIMITY_WARNINGS, latencies.hear)
        client.subscribe(msg.Tracks, names.TRACKS, latencies.hear_tracks)
        player = _Player(client, floor, latencies)
        player.begin()
        client.wait(lambda: player.is_heard() or None, READY_WITHIN_S, "proximity is not ready")
        player.play(WARM_S, rate_hz)
        latencies.forget()
        used_s = _cpu_s(process)
        begun_s = time.perf_counter()
        player.play(duration_s, rate_hz)
        share = (_cpu_s(process) - used_s) / (time.perf_counter() - begun_s)
    if not latencies.found_ms:
        raise WorkError("proximity has answered no message")
    return Heard(
        tuple(latencies.found_ms), latencies.unanswered, latencies.tracks, latencies.warnings,
        share,
    )  # fmt: skip


class _Player:
    """Publishes all that sensors and vehicles say."""

    def __init__(self, client: FleetClient, floor: BusyFloor, latencies: _Latencies) -> None:
        self._client, self._floor, self._latencies = client, floor, latencies
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
        next_s = time.perf_counter()
        for _ in range(round(duration_s * rate_hz)):
            now_s = time.time()
            said = self._floor.said(now_s)
            tags = tags_message("tags", said.tags, now_s)
            seen = detections_message("camera", said.detections, now_s)
            others = self._others(said, now_s)
            next_s += 1.0 / rate_hz
            self._client.spin(max(0.0, next_s - time.perf_counter()))
            for publisher, message in others:
                publisher.publish(message)
            self._latencies.sent("tags", len(said.tags), time.perf_counter())
            self._tags.publish(tags)
            self._latencies.sent("camera", len(said.detections), time.perf_counter())
            self._seen.publish(seen)
            self._client.spin(0.5 / rate_hz)

    def _others(self, said: Said, now_s: float) -> Sequence[tuple[Any, Any]]:
        found: list[tuple[Any, Any]] = [
            (self._reports, report_message(each)) for each in said.reports
        ]
        for publisher, plan in zip(self._plans, said.plans, strict=True):
            found.append((publisher, plan_message(plan.poses, now_s)))
        return found


@contextmanager
def _node(environment: dict[str, str], rate_hz: float) -> Iterator[psutil.Process]:
    words = ["--ros-args", "-p", f"rate_hz:={rate_hz}"]
    process = subprocess.Popen(
        [sys.executable, "-m", "fleet_nodes.proximity", *words], env=environment
    )
    try:
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        try:
            process.wait(10.0)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _cpu_s(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)
