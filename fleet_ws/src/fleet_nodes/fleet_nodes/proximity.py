"""Proximity as a node: tags, ranges and detections in, tracks, warnings and moving objects out."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path as FilePath
from typing import Any

from fleet_interfaces import msg
from nav_msgs.msg import OccupancyGrid, Path
from rclpy.clock import Clock, ClockType
from rclpy.node import Node

from fleet_core.model.errors import ConfigurationError, InputError, StoreError
from fleet_core.model.facility import Facility
from fleet_core.model.proximity import SourceHealth, SourceState
from fleet_core.proximity.near_miss_heat import NearMissHeat
from fleet_core.proximity.near_misses import NearMissRecorder
from fleet_core.proximity.parties import Plan
from fleet_core.proximity.settings import ProximitySettings, SourceSettings
from fleet_core.proximity.warm_up import warm_up
from fleet_core.proximity.watch import ProximitySnapshot, ProximityWatch
from fleet_core.store.near_miss_file import NAME as NEAR_MISSES
from fleet_core.store.near_miss_file import NearMissFile, read_places
from fleet_nodes import names, qos
from fleet_nodes.conversions.corridors import plan_of
from fleet_nodes.conversions.heat_map import heat_message
from fleet_nodes.conversions.layout_texts import facility_of
from fleet_nodes.conversions.proximity import (
    Measurement,
    SourceReadings,
    detections_of,
    objects_message,
    tags_of,
    tracks_message,
    warnings_message,
)
from fleet_nodes.conversions.ranges import ranges_of
from fleet_nodes.conversions.vehicles import report_of
from fleet_nodes.conversions.zone_lamps import lamps_message, request_of
from fleet_nodes.diagnostics import ERROR, OK, WARN, Diagnostics, Health, Part
from fleet_nodes.heard_layout import heard_layout
from fleet_nodes.parameters import ProximityParameters, declare
from fleet_nodes.process import run
from fleet_nodes.wiring import Inbox, advertise

LOOK_S = 0.004
"""Between two looks into the inboxes; a subscription would take one message a wake-up."""
QUIET_LOOK_S = 0.05
"""The same while no source speaks: looking 250 times a second costs a fifth of a core."""
QUIET_AFTER_S = 2.0
"""Of real time since a source spoke."""
MAP_PERIOD_S = 2.0
_SHOWN_SOURCES = 8
"""Sources with a diagnosis of their own."""


class ProximityNode(Node):
    """No lifecycle and no memory: whoever starts it again has tracks again within a second."""

    def __init__(self) -> None:
        super().__init__("proximity")
        settings = declare(self, ProximityParameters)
        layout = heard_layout(self, settings.layout_within_s)
        facility = facility_of(layout.name, layout.lif_json, layout.facility_json)
        if facility is None:
            raise ConfigurationError(f"proximity: layout {layout.name} cannot be used")
        warm_up()  # half a second now, and not when the first person comes
        source = SourceSettings(max_age_s=settings.source_max_age_s, ahead_s=settings.ahead_s)
        self.watch = ProximityWatch(facility, ProximitySettings(source=source))
        for each in settings.sources:
            if each:
                self.watch.expect(each)
        self._period_s = 1.0 / settings.rate_hz
        self._last_s = 0.0
        self._snapshot = ProximitySnapshot(0.0, (), (), (), ())
        self._remember(settings, facility)
        self._unreadable = 0
        self._said: dict[int, msg.ProximityWarning] = {}
        self._tracks = advertise(self, msg.Tracks, names.TRACKS, qos.STATE)
        self._warnings = advertise(self, msg.ProximityWarnings, names.PROXIMITY_WARNINGS, qos.STATE)
        self._objects = advertise(self, msg.MovingObjects, names.MOVING_OBJECTS, qos.EVENTS)
        self._tag_inbox = Inbox(self, msg.TagReports, names.TAG_REPORTS, qos.EVENTS)
        self._range_inbox = Inbox(self, msg.RangeReports, names.RANGE_REPORTS, qos.EVENTS)
        self._request_inbox = Inbox(self, msg.CrossingRequest, names.CROSSING_REQUESTS, qos.EVENTS)
        self._lamps = advertise(self, msg.ZoneLamps, names.ZONE_LAMPS, qos.STATE)
        self._detection_inbox = Inbox(self, msg.Detections, names.DETECTIONS, qos.EVENTS)
        commanded = [
            one.id for one in facility.fleet if not facility.vehicle_types[one.type_id].manned
        ]
        quality = qos.reports(len(commanded))
        self._report_inbox = Inbox(self, msg.VehicleReport, names.VEHICLE_REPORTS, quality)
        self._plan_inboxes = {
            vehicle_id: Inbox(self, Path, names.local_plan(name), qos.DRIVER)
            for vehicle_id, name in names.vehicle_names(commanded).items()
        }
        # The real clock: a simulated one moves in steps and may run fast.
        steady = Clock(clock_type=ClockType.STEADY_TIME)
        self._quiet_look_s = min(QUIET_LOOK_S, self._period_s / 2.0)
        self._looks = self.create_timer(self._quiet_look_s, self._on_timer, clock=steady)
        self._heard_real_s = -QUIET_AFTER_S  # when a source spoke last
        self._rests_until_s = 0.0  # by the real clock
        self._heard = False  # something that is not judged yet
        Diagnostics(self, *self._parts())

    def _remember(self, settings: ProximityParameters, facility: Facility) -> None:
        """Near misses: those that are kept already, and those that come."""
        self._recorder = NearMissRecorder()
        self._kept: NearMissFile | None = None
        self._heat = NearMissHeat(facility)
        if settings.data_folder:
            path = FilePath(settings.data_folder) / NEAR_MISSES
            self._kept = NearMissFile(path, settings.retention_days)
            self._heat.add(read_places(path))
        self._map = advertise(self, OccupancyGrid, names.NEAR_MISS_MAP, qos.LATEST)
        self._map_is_old = True
        self._map_s = -MAP_PERIOD_S  # by the real clock

    def _on_timer(self) -> None:
        """A warning does not wait for the next period: what sources say is judged when it comes,
        as long as judging leaves this process as much time as it takes."""
        now_s = self.get_clock().now().nanoseconds * 1e-9
        begun_s = time.monotonic()
        if now_s <= 0.0 or begun_s < self._rests_until_s:
            return
        due = not 0.0 <= now_s - self._last_s < 0.9 * self._period_s
        heard = self._hear_sources(now_s)
        self._look_again_soon(heard, begun_s)
        is_first, self._heard = heard and not self._heard, heard or self._heard
        if not due and (is_first or not self._heard):
            return  # nothing to judge, or others speak at about the same time: one look later
        self._heard = False
        self._hear_vehicles()
        snapshot = self._snapshot = self.watch.step(now_s)
        self._warnings.publish(warnings_message(snapshot, self._said))
        self._keep(snapshot)
        if due:
            self._last_s = now_s
            self._tracks.publish(tracks_message(snapshot))
            self._lamps.publish(lamps_message(snapshot))
            self._show_map(snapshot.time_s, begun_s)
            if snapshot.sources:  # who sees nothing does not say that nobody is there
                self._objects.publish(objects_message(snapshot))
        ended_s = time.monotonic()
        self._rests_until_s = ended_s + min(self._period_s, ended_s - begun_s)

    def _look_again_soon(self, heard: bool, real_s: float) -> None:
        """While sources speak a warning may be due at any time."""
        if heard:
            self._heard_real_s = real_s
        quiet = real_s - self._heard_real_s >= QUIET_AFTER_S
        period_ns = round(1e9 * (self._quiet_look_s if quiet else LOOK_S))
        if self._looks.timer_period_ns != period_ns:
            self._looks.timer_period_ns = period_ns

    def _show_map(self, now_s: float, real_s: float) -> None:
        """When it has changed, and not too often: it is a large message."""
        if self._map_is_old and real_s - self._map_s >= MAP_PERIOD_S:
            self._map_is_old, self._map_s = False, real_s
            self._map.publish(heat_message(self._heat.map(), now_s))

    def _keep(self, snapshot: ProximitySnapshot) -> None:
        """Encounters that have ended; warnings do not depend on the disk."""
        ended = self._recorder.take(snapshot, self.watch.vehicles)
        if not ended:
            return
        self._heat.add(each.at for each in ended)
        self._map_is_old = True
        if self._kept is None:
            return
        try:
            self._kept.keep(ended, snapshot.time_s)
        except StoreError as error:
            self.get_logger().error(str(error), throttle_duration_sec=10.0)

    def close(self) -> None:
        """It ends."""
        if self._kept is not None:
            self._kept.close()

    def _hear_sources(self, now_s: float) -> bool:
        """All that has come since; whether anything has."""
        tags, seen = self._tag_inbox.take(), self._detection_inbox.take()
        ranges = self._range_inbox.take()
        for request in self._request_inbox.take():
            self._hear_request(request, now_s)
        for message in tags:
            if (report := self._read(tags_of, message)) is not None:
                self.watch.hear_tags(report.source, report.measurements, now_s)
        for message in ranges:
            if (heard := self._read(ranges_of, message)) is not None:
                self.watch.hear_ranges(heard.source, heard.measurements, now_s)
        for message in seen:
            if (readings := self._read(detections_of, message)) is not None:
                self.watch.hear_detections(readings.source, readings.measurements, now_s)
        return bool(tags or ranges or seen)

    def _hear_request(self, message: msg.CrossingRequest, now_s: float) -> None:
        try:
            crossing_id, source = request_of(message)
        except InputError as error:
            self._refuse(str(error))
            return
        if not self.watch.hear_request(crossing_id, source, now_s):
            self._refuse(f"{source} asks for crossing {crossing_id}: no crossing with people first")

    def _hear_vehicles(self) -> None:
        """Where they are and what they mean to drive."""
        for message in self._report_inbox.take():
            try:
                self.watch.hear_vehicle(report_of(message))
            except InputError as error:
                self._refuse(f"report: {error}")
        for vehicle_id, inbox in self._plan_inboxes.items():
            for message in inbox.take()[-1:]:
                try:
                    self.watch.hear_plan(vehicle_id, Plan(*plan_of(message)))
                except InputError as error:
                    self._refuse(f"plan of {vehicle_id}: {error}")

    def _read(
        self, read: Callable[[Any], SourceReadings[Measurement]], message: Any
    ) -> SourceReadings[Measurement] | None:
        """A message of a source, or None where nothing of it is usable: that is no sign of life."""
        try:
            readings = read(message)
        except InputError as error:
            self._refuse(str(error))
            return None
        for cause, count in readings.unreadable:
            self.watch.expect(readings.source).refuse(cause, count)
        return None if readings.unreadable and not readings.measurements else readings

    def _refuse(self, text: str) -> None:
        self._unreadable += 1
        self.get_logger().warning(text, throttle_duration_sec=10.0)

    def _parts(self) -> list[Part]:
        """The whole, and one for each place of a source that may come."""
        whole = Part(self.get_name(), "fleet", self._health)
        sources = (
            Part(f"{self.get_name()}/source_{k + 1}", "source", self._source_health(k))
            for k in range(_SHOWN_SOURCES)
        )
        return [whole, *sources]

    def _health(self) -> Health:
        snapshot = self._snapshot
        values: dict[str, object] = {
            "tracks": len(snapshot.tracks),
            "warnings": len(snapshot.warnings),
            "restrictions": len(snapshot.restrictions),
            "unreadable_messages": self._unreadable,
            **{f"counted_{name}": count for name, count in self.watch.tracker.counts.items()},
        }
        bad = [each for each in snapshot.sources if each.state is not SourceState.OK]
        if bad:
            said = ", ".join(f"{each.source_id} is {each.state.value}" for each in bad)
            return Health(ERROR if snapshot.degraded else WARN, said, values)
        if not snapshot.sources:
            return Health(WARN, "no source has spoken yet", values)
        return Health(OK, "watches people and manned vehicles", values)

    def _source_health(self, k: int) -> Callable[[], Health]:
        def examine() -> Health:
            if k >= len(self._snapshot.sources):
                return Health(OK, "no such source")
            return _said_of(self._snapshot.sources[k], self._snapshot.time_s)

        return examine


def _said_of(source: SourceHealth, now_s: float) -> Health:
    values: dict[str, object] = {
        "source": source.source_id,
        "heard": source.heard,
        "refused": source.refused,
        "latency_s": round(source.latency_s, 3),
        **{f"refused_{cause}": count for cause, count in source.refused_by_cause},
    }
    since_s = now_s - source.since_s
    text = f"{source.source_id} is {source.state.value} since {since_s:.1f} s"
    levels = {SourceState.OK: OK, SourceState.NEVER: WARN}
    return Health(levels.get(source.state, ERROR), text, values)


def main() -> None:
    run("proximity", lambda: [ProximityNode()])


if __name__ == "__main__":
    main()
