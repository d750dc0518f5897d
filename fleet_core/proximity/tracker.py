"""Tracks of people and manned vehicles: begun, confirmed, coasting, merged, ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import atan2, hypot

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.proximity import Detection, ObjectClass, TagReport, Track
from fleet_core.proximity.association import Seen, assigned, distances
from fleet_core.proximity.imm_kernel import (
    MODELS,
    STANDING,
    STATES,
    Floats,
    Noise,
    combine,
    predict,
    update,
)
from fleet_core.proximity.settings import TrackSettings

KINDS = tuple(ObjectClass)
AS_USUAL = TrackSettings()
_TURNS_MPS = 0.3
"""Who is faster faces where it goes."""
_SAME_PLACE_M = 1.5


@dataclass(slots=True)
class _Row:
    """What a track is, beside its numbers."""

    id: str
    kind: ObjectClass
    begun_s: float
    seen_s: float
    tag_id: str = ""
    hits: list[float] = field(default_factory=list)
    confirmed: bool = False
    heading_rad: float = 0.0
    scan: int = -1  # the last that it was part of
    jumped_s: float | None = None  # since when its tag is somewhere else


class Tracker:
    """Takes scans (all that one source measured at about one time) in any order of their stamps."""

    def __init__(self, settings: TrackSettings = AS_USUAL) -> None:
        self._settings = settings
        self.counts: Counter[str] = Counter()
        self.now_s = 0.0  # the time of all states
        self._rows: list[_Row] = []
        size = settings.capacity
        self._state = np.zeros((size, MODELS, STATES))
        self._cov = np.zeros((size, MODELS, STATES, STATES))
        self._weight = np.zeros((size, MODELS))
        self._noise = Noise(
            settings.walk_acceleration_mps2,
            settings.turn_acceleration_mps2,
            settings.turn_change_radps2,
            settings.stand_speed_mps,
            settings.stand_decay_s,
            settings.keep,
        )
        self._born, self._scans = 0, 0
        self._near: dict[tuple[str, str], float] = {}  # since when two tracks are at one place

    def take_detections(self, scan: Sequence[Detection]) -> None:
        """Who was seen, all at about one time."""
        if not scan:
            return
        seen = self._begin_scan(scan)
        pairs = self._pairs(seen, self._settings.gate, lambda _row: True)
        for n, m in pairs:
            self._improve(n, m, seen, scan[m].stamp_s)
        found = {m for _n, m in pairs}
        for m, each in enumerate(scan):
            if m not in found:
                self._begin(seen, m, each.kind, each.stamp_s)

    def take_tags(self, scan: Sequence[TagReport]) -> None:
        """Where tags are, all at about one time."""
        scan = self._once_each(scan)
        if not scan:
            return
        seen = self._begin_scan(scan)
        mean, spread, kinds = self._now()
        away, _cost = distances(mean, spread, kinds, seen, self._settings.walk_acceleration_mps2)
        by_tag = {row.tag_id: n for n, row in enumerate(self._rows) if row.tag_id}
        free: list[int] = []
        for m, each in enumerate(scan):
            n = by_tag.get(each.tag_id)
            if n is None:
                free.append(m)
            elif away[n, m] <= self._settings.tag_gate:
                self._rows[n].jumped_s = None
                self._improve(n, m, seen, each.stamp_s)
            elif self._has_gone(self._rows[n], each):
                free.append(m)
        self._bind(scan, seen, free)

    def tidy(self, now_s: float) -> None:
        """End what has not been seen for too long, or is one with another."""
        settings = self._settings
        for n in reversed(range(len(self._rows))):
            row = self._rows[n]
            limit_s = settings.coast_s if row.confirmed else settings.tentative_s
            if now_s - row.seen_s > limit_s or self._is_lost(n):
                self._end(n)
        self._merge()

    def tracks(self, now_s: float) -> list[Track]:
        """Of all that are confirmed, predicted to ``now_s``."""
        count = len(self._rows)
        state, cov = self._state[:count].copy(), self._cov[:count].copy()
        weight = self._weight[:count].copy()
        predict(state, cov, weight, np.full(count, now_s - self.now_s), self._noise)
        mean, spread = np.empty((count, STATES)), np.empty((count, STATES, STATES))
        combine(state, cov, weight, mean, spread)
        found = []
        for n, row in enumerate(self._rows):
            if not row.confirmed:
                continue
            x, y, vx, vy, w = mean[n].tolist()
            p = spread[n]
            found.append(
                Track(
                    row.id, row.kind, now_s, x, y, vx, vy, row.heading_rad, w,
                    (float(p[0, 0]), float(p[0, 1]), float(p[1, 1])),
                    row.seen_s, float(weight[n, STANDING]), row.tag_id,
                )
            )  # fmt: skip
        return found

    def _begin_scan(self, scan: Sequence[Detection | TagReport]) -> Seen:
        """Bring all tracks to its time; a scan that is older is brought forward by their speeds."""
        self._scans += 1
        latest_s = max(each.stamp_s for each in scan)
        count = len(self._rows)
        if latest_s > self.now_s:
            dt = np.full(count, latest_s - self.now_s)
            predict(self._state[:count], self._cov[:count], self._weight[:count], dt, self._noise)
            self.now_s = latest_s
        cov = np.array([[each.covariance[:2], each.covariance[1:]] for each in scan])
        return Seen(
            np.array([(each.x_m, each.y_m) for each in scan]),
            np.ascontiguousarray(cov),
            np.array([self.now_s - each.stamp_s for each in scan]),
            np.array([KINDS.index(each.kind) for each in scan], np.int64),
        )

    def _now(self) -> tuple[Floats, Floats, NDArray[np.int64]]:
        count = len(self._rows)
        mean, spread = np.empty((count, STATES)), np.empty((count, STATES, STATES))
        combine(self._state[:count], self._cov[:count], self._weight[:count], mean, spread)
        kinds = np.array([KINDS.index(row.kind) for row in self._rows], np.int64)
        return mean, spread, kinds

    def _pairs(self, seen: Seen, gate: float, may: Callable[[_Row], bool]) -> list[tuple[int, int]]:
        mean, spread, kinds = self._now()
        away, cost = distances(mean, spread, kinds, seen, self._settings.walk_acceleration_mps2)
        barred = [n for n, row in enumerate(self._rows) if not may(row)]
        away[barred] = np.inf
        return assigned(away, cost, gate)

    def _improve(self, n: int, m: int, seen: Seen, stamp_s: float) -> None:
        row, age = self._rows[n], float(seen.age_s[m])
        velocity = self._weight[n] @ self._state[n, :, 2:4]
        drift = (self._settings.walk_acceleration_mps2 * age * age) ** 2
        r = seen.cov[m] + np.eye(2) * (drift + (0.3 * age) ** 2)
        update(self._state[n], self._cov[n], self._weight[n], seen.place[m] + age * velocity, r)
        row.seen_s, row.scan = max(row.seen_s, stamp_s), self._scans
        if not row.confirmed:
            begin_s = stamp_s - self._settings.confirm_within_s
            row.hits = [*(each for each in row.hits if each >= begin_s), stamp_s]
            row.confirmed = len(row.hits) >= self._settings.confirm_hits
        vx, vy = (self._weight[n] @ self._state[n, :, 2:4]).tolist()
        if hypot(vx, vy) > _TURNS_MPS:
            row.heading_rad = atan2(vy, vx)

    def _begin(
        self, seen: Seen, m: int, kind: ObjectClass, stamp_s: float, tag_id: str = ""
    ) -> None:
        n = len(self._rows)
        if n == self._settings.capacity:
            self.counts["no_room"] += 1
            return
        self._born += 1
        self._state[n], self._cov[n] = 0.0, 0.0
        self._state[n, :, :2] = seen.place[m]
        speed = self._settings.start_speed_mps * (2.0 if kind is ObjectClass.FORKLIFT else 1.0)
        for model in range(MODELS):
            self._cov[n, model, :2, :2] = seen.cov[m]
            still = self._settings.stand_speed_mps if model == STANDING else speed
            self._cov[n, model, 2, 2] = self._cov[n, model, 3, 3] = still**2
            self._cov[n, model, 4, 4] = 0.3**2
        self._weight[n] = (0.6, 0.1, 0.3)
        self._rows.append(_Row(f"{kind}_{self._born}", kind, stamp_s, stamp_s, tag_id, [stamp_s]))
        self._rows[n].scan = self._scans

    def _end(self, n: int) -> None:
        last = len(self._rows) - 1
        for values in (self._state, self._cov, self._weight):
            values[n] = values[last]
        self._rows[n] = self._rows[last]
        self._rows.pop()

    def _is_lost(self, n: int) -> bool:
        """No longer where it could be told, or no number at all."""
        sigma = self._weight[n] @ self._cov[n, :, 0, 0] + self._weight[n] @ self._cov[n, :, 1, 1]
        return not sigma < 2.0 * self._settings.most_sigma_m**2

    def _once_each(self, scan: Sequence[TagReport]) -> list[TagReport]:
        """A tag that one scan has in two places is believed nowhere."""
        by_tag: dict[str, list[TagReport]] = {}
        for each in scan:
            by_tag.setdefault(each.tag_id, []).append(each)
        once: list[TagReport] = []
        for reports in by_tag.values():
            newest = max(reports, key=lambda each: each.stamp_s)
            apart_m = max(hypot(each.x_m - newest.x_m, each.y_m - newest.y_m) for each in reports)
            if apart_m > _SAME_PLACE_M:
                self.counts["tag_in_two_places"] += 1
            else:
                once.append(newest)
        return once

    def _has_gone(self, row: _Row, report: TagReport) -> bool:
        """A tag that is elsewhere for so long is carried by somebody else, or was lost."""
        self.counts["tag_jumped"] += 1
        if row.jumped_s is None:
            row.jumped_s = report.stamp_s
        if report.stamp_s - row.jumped_s < self._settings.jump_s:
            return False
        row.tag_id, row.jumped_s = "", None
        return True

    def _bind(self, scan: Sequence[TagReport], seen: Seen, free: list[int]) -> None:
        """Tags that belong to no track yet: to one that was seen already, or to a new one."""
        if not free:
            return
        part = Seen(seen.place[free], seen.cov[free], seen.age_s[free], seen.kind[free])
        found = dict[int, int]()
        for n, k in self._pairs(part, self._settings.gate, lambda row: not row.tag_id):
            found[free[k]] = n
        for m in free:
            each = scan[m]
            if m in found:
                self._rows[found[m]].tag_id = each.tag_id
                self._improve(found[m], m, seen, each.stamp_s)
            else:
                self._begin(seen, m, each.kind, each.stamp_s, each.tag_id)

    def _merge(self) -> None:
        """Two tracks at one place, of which no scan ever sees both, are one."""
        mean, _spread, _kinds = self._now()
        apart = np.hypot(*(mean[:, None, :2] - mean[None, :, :2]).transpose(2, 0, 1))
        near: dict[tuple[str, str], float] = {}
        doomed: set[int] = set()
        for a, b in np.argwhere(np.triu(apart < self._settings.merge_m, 1)).tolist():
            first, second = self._rows[a], self._rows[b]
            both_tagged = bool(first.tag_id and second.tag_id)
            if first.kind is not second.kind or both_tagged or first.scan == second.scan:
                continue
            key = (first.id, second.id)
            near[key] = self._near.get(key, self.now_s)
            if self.now_s - near[key] >= self._settings.merge_s:
                younger = a if first.begun_s > second.begun_s else b
                doomed.add((b if first.tag_id else a) if first.tag_id or second.tag_id else younger)
        self._near = near
        for n in sorted(doomed, reverse=True):
            self.counts["merged"] += 1
            self._end(n)
