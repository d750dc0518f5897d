"""Tracks of people and manned vehicles: begun, confirmed, coasting, merged, ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import hypot

import numpy as np

from fleet_core.model.proximity import Detection, ObjectClass, TagReport, Track
from fleet_core.proximity.association import Seen, assigned, distances, near_pairs
from fleet_core.proximity.bindings import Bindings
from fleet_core.proximity.body_heading import KNOWN_RAD, as_seen, face, follow_speed
from fleet_core.proximity.imm_kernel import (
    MODELS,
    STANDING,
    STATES,
    Floats,
    Noise,
    combine,
    improve,
    predict,
)
from fleet_core.proximity.settings import MotionSettings, TrackSettings
from fleet_core.proximity.tag_scans import once_each
from fleet_core.proximity.track_views import Named, as_tracks

KINDS = tuple(ObjectClass)
PERSON = KINDS.index(ObjectClass.PERSON)
AS_USUAL = TrackSettings()
UNKNOWN_RAD = 1.0
"""Standard deviation of a heading that may be any."""


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
    watched_s: float = -1.0  # when a source that knows no names saw it last
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
        self._kind = np.zeros(size, np.int64)
        self._heading, self._heading_sigma = np.zeros(size), np.ones(size)
        self._anchor = np.zeros((size, 2))  # see `face`
        self._speed_before = np.zeros(size)
        self._noises = tuple(_noise(each, settings) for each in KINDS)
        self._bindings = Bindings(settings.binding)
        self._born, self._scans = 0, 0
        self._near: dict[tuple[str, str], float] = {}  # since when two tracks are at one place

    def take_detections(self, scan: Sequence[Detection]) -> None:
        """Who was seen, all at about one time."""
        if not scan:
            return
        seen = self._begin_scan(scan)
        away, cost = self._distances(seen)
        pairs = assigned(away, cost, self._settings.gate)
        self._improve(pairs, seen, scan)
        for n, m in pairs:
            self._rows[n].watched_s = max(self._rows[n].watched_s, scan[m].stamp_s)
            if scan[m].heading_sigma_rad > 0.0 and self._kind[n] != PERSON:
                self._face_as_seen(n, scan[m])
        found = {m for _n, m in pairs}
        for m, each in enumerate(scan):
            if m not in found:
                self._begin(seen, m, each.kind, each.stamp_s)

    def take_tags(self, scan: Sequence[TagReport]) -> None:
        """Where tags are, all at about one time."""
        scan, in_two_places = once_each(scan)
        self.counts["tag_in_two_places"] += in_two_places
        if not scan:
            return
        seen = self._begin_scan(scan)
        away, cost = self._distances(seen)
        self._weigh(scan, away)
        by_tag = {row.tag_id: n for n, row in enumerate(self._rows) if row.tag_id}
        free: list[int] = []
        pairs: list[tuple[int, int]] = []
        for m, each in enumerate(scan):
            n = by_tag.get(each.tag_id)
            if n is None:
                free.append(m)
            elif away[n, m] <= self._settings.tag_gate:
                self._rows[n].jumped_s = None
                # The further off, the likelier by a detour: it counts for less (Huber's weights).
                seen.cov[m] *= max(1.0, float(away[n, m]) / self._settings.tag_trusted)
                pairs.append((n, m))
            elif self._is_detour(n, seen.place[m], each.stamp_s):
                seen.cov[m] += np.eye(2) * self._settings.detour_sigma_m**2
                pairs.append((n, m))
            elif self._has_gone(self._rows[n], each):
                free.append(m)
        pairs += self._bind(scan, away, cost, free)
        self._improve(pairs, seen, scan)
        improved = {m for _n, m in pairs}
        for m in free:
            if m not in improved:
                each = scan[m]
                self._begin(seen, m, each.kind, each.stamp_s, each.tag_id)

    def tidy(self, now_s: float) -> None:
        """End what has not been seen for too long, or is one with another."""
        settings = self._settings
        count = len(self._rows)
        xx = np.einsum("nm,nm->n", self._weight[:count], self._cov[:count, :, 0, 0])
        yy = np.einsum("nm,nm->n", self._weight[:count], self._cov[:count, :, 1, 1])
        known = (xx + yy < 2.0 * settings.most_sigma_m**2).tolist()  # false for what is no number
        for n in reversed(range(count)):
            row = self._rows[n]
            limit_s = settings.coast_s if row.confirmed else settings.tentative_s
            if now_s - row.seen_s > limit_s or not known[n]:
                self._end(n)
        self._merge()

    def tracks(self, now_s: float) -> list[Track]:
        """Of all that are confirmed, predicted to ``now_s``."""
        chosen = np.flatnonzero([row.confirmed for row in self._rows])
        count = len(chosen)
        state, cov = self._state[chosen], self._cov[chosen]
        weight = self._weight[chosen]
        dt = np.full(count, now_s - self.now_s)
        predict(state, cov, weight, dt, self._kind[chosen], self._noises)
        mean, spread = np.empty((count, STATES)), np.empty((count, STATES, STATES))
        combine(state, cov, weight, mean, spread)
        standing, heading = weight[:, STANDING], self._heading[chosen]
        rows = [self._rows[n] for n in chosen.tolist()]
        names = [Named(row.id, row.kind, row.seen_s, row.tag_id) for row in rows]
        faces = np.column_stack([heading, self._heading_sigma[chosen]])
        return as_tracks(names, now_s, mean, spread, standing, faces, self._speed_before[chosen])

    def _begin_scan(self, scan: Sequence[Detection | TagReport]) -> Seen:
        """Bring all tracks to its time; a scan that is older is brought forward by their speeds."""
        self._scans += 1
        latest_s = max(each.stamp_s for each in scan)
        count = len(self._rows)
        if latest_s > self.now_s:
            dt = np.full(count, latest_s - self.now_s)
            arrays = self._state[:count], self._cov[:count], self._weight[:count]
            predict(*arrays, dt, self._kind[:count], self._noises)
            mean, spread = self._now()
            vehicles = self._kind[:count] != PERSON
            head, sigma = self._heading[:count], self._heading_sigma[:count]
            face(mean, spread, vehicles, latest_s - self.now_s, head, sigma, self._anchor[:count])
            follow_speed(mean, latest_s - self.now_s, self._speed_before[:count])
            self.now_s = latest_s
        cov = np.array([[each.covariance[:2], each.covariance[1:]] for each in scan])
        return Seen(
            np.array([(each.x_m, each.y_m) for each in scan]),
            np.ascontiguousarray(cov),
            np.array([self.now_s - each.stamp_s for each in scan]),
            np.array([KINDS.index(each.kind) for each in scan], np.int64),
        )

    def _face_as_seen(self, n: int, seen: Detection) -> None:
        known = float(self._heading[n]), float(self._heading_sigma[n])
        heading, sigma = as_seen(*known, seen.heading_rad, seen.heading_sigma_rad)
        self._heading[n], self._heading_sigma[n] = heading, sigma
        if sigma < KNOWN_RAD:
            self._anchor[n] = self._weight[n] @ self._state[n, :, :2]

    def _now(self) -> tuple[Floats, Floats]:
        count = len(self._rows)
        mean, spread = np.empty((count, STATES)), np.empty((count, STATES, STATES))
        combine(self._state[:count], self._cov[:count], self._weight[:count], mean, spread)
        return mean, spread

    def _distances(self, seen: Seen) -> tuple[Floats, Floats]:
        mean, spread = self._now()
        kinds = self._kind[: len(self._rows)]
        return distances(mean, spread, kinds, seen, self._settings.drift_mps2)

    def _improve(
        self,
        pairs: Sequence[tuple[int, int]],
        seen: Seen,
        scan: Sequence[Detection] | Sequence[TagReport],
    ) -> None:
        """Tracks by measurements; an older one is brought forward by the track's speed."""
        if not pairs:
            return
        rows = np.array([n for n, _m in pairs], np.int64)
        chosen = [m for _n, m in pairs]
        age = seen.age_s[chosen]
        velocity = np.einsum("nm,nmi->ni", self._weight[rows], self._state[rows, :, 2:4])
        drift = (self._settings.drift_mps2 * age * age) ** 2 + (0.3 * age) ** 2
        r = seen.cov[chosen] + drift[:, None, None] * np.eye(2)
        place = seen.place[chosen] + age[:, None] * velocity
        improve(self._state, self._cov, self._weight, rows, place, r)
        for n, m in pairs:
            row, stamp_s = self._rows[n], scan[m].stamp_s
            row.seen_s, row.scan = max(row.seen_s, stamp_s), self._scans
            if not row.confirmed:
                begin_s = stamp_s - self._settings.confirm_within_s
                row.hits = [*(each for each in row.hits if each >= begin_s), stamp_s]
                for_s = 0.0 if row.tag_id else self._settings.confirm_for_s
                lasts = stamp_s - min(row.hits) >= for_s - 1e-6
                row.confirmed = lasts and len(row.hits) >= self._settings.confirm_hits

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
        self._kind[n] = KINDS.index(kind)
        self._heading[n], self._heading_sigma[n] = 0.0, UNKNOWN_RAD
        self._anchor[n] = seen.place[m]
        self._speed_before[n] = 0.0
        motion = self._settings.person if kind is ObjectClass.PERSON else self._settings.forklift
        for model in range(MODELS):
            self._cov[n, model, :2, :2] = seen.cov[m]
            still = motion.stand_speed_mps if model == STANDING else motion.start_speed_mps
            self._cov[n, model, 2, 2] = self._cov[n, model, 3, 3] = still**2
            self._cov[n, model, 4, 4] = 0.3**2
        self._weight[n] = (0.6, 0.1, 0.3)
        self._rows.append(_Row(f"{kind}_{self._born}", kind, stamp_s, stamp_s, tag_id, [stamp_s]))
        self._rows[n].scan = self._scans

    def _end(self, n: int) -> None:
        last = len(self._rows) - 1
        arrays = (self._state, self._cov, self._weight, self._kind, self._heading)
        for values in (*arrays, self._heading_sigma, self._anchor, self._speed_before):
            values[n] = values[last]
        self._rows[n] = self._rows[last]
        self._rows.pop()

    def _is_detour(self, n: int, place: Floats, stamp_s: float) -> bool:
        """A tag that is a little off while a camera still sees who carries it: its signal came by a
        detour, not from somebody else."""
        settings, row = self._settings, self._rows[n]
        if stamp_s - row.watched_s > settings.jump_s:
            return False
        x, y = (self._weight[n] @ self._state[n, :, :2]).tolist()
        near = hypot(place[0] - x, place[1] - y) <= settings.detour_m
        self.counts["tag_by_detour"] += near
        return near

    def _weigh(self, scan: Sequence[TagReport], away: Floats) -> None:
        """Let tags change to tracks that have fitted them better for long."""
        tags = [each.tag_id for each in scan]
        self._bindings.weigh(tags, [row.id for row in self._rows], away, self.now_s)
        bound = {row.tag_id: row.id for row in self._rows if row.tag_id}
        changed = self._bindings.better(bound, self.now_s)
        if not changed:
            return
        by_id = {row.id: row for row in self._rows}
        for tag_id in changed:
            by_id[bound[tag_id]].tag_id = ""
        for tag_id, track_id in changed.items():
            by_id[track_id].tag_id, by_id[track_id].jumped_s = tag_id, None
            self.counts["tag_rebound"] += 1

    def _has_gone(self, row: _Row, report: TagReport) -> bool:
        """A tag that is elsewhere for so long is carried by somebody else, or was lost."""
        self.counts["tag_jumped"] += 1
        if row.jumped_s is None:
            row.jumped_s = report.stamp_s
        if report.stamp_s - row.jumped_s < self._settings.jump_s:
            return False
        row.tag_id, row.jumped_s = "", None
        self._bindings.forget(report.tag_id)
        return True

    def _bind(
        self, scan: Sequence[TagReport], away: Floats, cost: Floats, free: list[int]
    ) -> list[tuple[int, int]]:
        """Tags that belong to no track yet, to tracks that were seen already."""
        if not free:
            return []
        away = away[:, free]
        away[[bool(row.tag_id) for row in self._rows]] = np.inf
        pairs = []
        for n, k in assigned(away, cost[:, free], self._settings.gate):
            self._rows[n].tag_id = scan[free[k]].tag_id
            pairs.append((n, free[k]))
        return pairs

    def _merge(self) -> None:
        """Two tracks at one place, of which no scan ever sees both, are one."""
        mean, _spread = self._now()
        near: dict[tuple[str, str], float] = {}
        doomed: set[int] = set()
        settings = self._settings
        for a, b in near_pairs(mean, max(settings.merge_m, settings.merge_vehicles_m)):
            first, second = self._rows[a], self._rows[b]
            is_person = first.kind is ObjectClass.PERSON
            if is_person and hypot(*(mean[a, :2] - mean[b, :2])) >= settings.merge_m:
                continue
            both_tagged = bool(first.tag_id and second.tag_id)
            if first.kind is not second.kind or both_tagged or first.scan == second.scan:
                continue
            key = (first.id, second.id)
            near[key] = self._near.get(key, self.now_s)
            for_s = settings.merge_s if is_person else settings.merge_vehicles_s
            if self.now_s - near[key] >= for_s:
                younger = a if first.begun_s > second.begun_s else b
                doomed.add((b if first.tag_id else a) if first.tag_id or second.tag_id else younger)
        self._near = near
        for n in sorted(doomed, reverse=True):
            self.counts["merged"] += 1
            self._end(n)


def _noise(kind: ObjectClass, settings: TrackSettings) -> Noise:
    motion: MotionSettings = settings.person if kind is ObjectClass.PERSON else settings.forklift
    return Noise(
        motion.along_acceleration_mps2,
        motion.across_acceleration_mps2,
        motion.turn_along_acceleration_mps2,
        motion.turn_across_acceleration_mps2,
        motion.turn_change_radps2,
        motion.stand_speed_mps,
        motion.stand_decay_s,
        motion.stop_speed_mps,
        motion.keep,
        motion.turn_keep,
        motion.stand_keep,
    )
