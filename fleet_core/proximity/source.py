"""One source of tags or detections: what it says is checked, bounded and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from math import isfinite, sqrt
from typing import TypeVar

import numpy as np

from fleet_core.model.proximity import (
    Covariance,
    Detection,
    SourceHealth,
    SourceState,
    TagReport,
)
from fleet_core.proximity.settings import SourceSettings

Measurement = TypeVar("Measurement", Detection, TagReport)
LATELY = 0.1
"""Share of a new message in what a source is judged by."""
AS_USUAL = SourceSettings()
_TURNS_RAD = 100.0
"""No angle is so large."""


class Source:
    """Takes in what one source measures; never raises, never keeps silent about what it drops."""

    def __init__(self, source_id: str, settings: SourceSettings = AS_USUAL) -> None:
        self.id = source_id
        self._settings = settings
        self._heard_s: float | None = None
        self._heard, self._refused = 0, Counter[str]()
        self._latency_s, self._refused_lately = 0.0, 0.0
        self._state, self._since_s = SourceState.NEVER, 0.0

    def take(self, measurements: Sequence[Measurement], now_s: float) -> list[Measurement]:
        """Those that can be used. An empty message is a sign of life as well."""
        most = self._settings.most_at_once
        good: list[Measurement] = []
        looked_at = measurements[:most]
        for each, is_usual in zip(looked_at, self._usual(looked_at, now_s), strict=True):
            if is_usual and not _content_objection(each, self._settings):
                good.append(each)
                continue
            cause = self._objection(each, now_s)
            if cause:
                self._refused[cause] += 1
            else:
                good.append(_bounded(each, self._settings.least_sigma_m))
        if len(measurements) > most:
            self._refused["too_many"] += len(measurements) - most
        self._note(len(measurements), good, now_s)
        return good

    def refuse(self, cause: str, count: int = 1) -> None:
        """Count what was refused before it got here."""
        self._heard += count
        self._refused[cause] += count
        self._refused_lately += LATELY * (1.0 - self._refused_lately)

    def health(self, now_s: float) -> SourceHealth:
        """As of now."""
        state = self._state_at(now_s)
        if state is not self._state:
            self._state, self._since_s = state, now_s
        return SourceHealth(
            self.id,
            state,
            self._since_s,
            self._latency_s,
            self._heard,
            self._refused.total(),
            tuple(sorted(self._refused.items())),
        )

    def _state_at(self, now_s: float) -> SourceState:
        if self._heard_s is None:
            return SourceState.FAULTY if self._refused else SourceState.NEVER
        # A clock that was set back says nothing of how old a word is: treated as absent.
        if not -self._settings.max_age_s <= now_s - self._heard_s <= self._settings.max_age_s:
            return SourceState.LOST
        faulty = self._refused_lately > self._settings.faulty_share
        return SourceState.FAULTY if faulty else SourceState.OK

    def _note(self, count: int, good: Sequence[Detection | TagReport], now_s: float) -> None:
        self._heard += count
        share = 1.0 - len(good) / count if count else 0.0
        self._refused_lately += LATELY * (share - self._refused_lately)
        if count == 0 or good:  # a source whose every word is wrong is not heard
            self._heard_s = now_s
        if good:
            latency_s = now_s - sum(each.stamp_s for each in good) / len(good)
            self._latency_s += LATELY * (latency_s - self._latency_s)

    def _usual(self, measurements: Sequence[Measurement], now_s: float) -> list[bool]:
        """Of each, whether its numbers are surely good and need no bounds: all at once."""
        if not measurements:
            return []
        settings = self._settings
        rows = [_numbers_of(each) for each in measurements]
        stamp, x, y, xx, xy, yy = np.array(rows, np.float64).T
        least, most = settings.least_sigma_m**2, settings.most_sigma_m**2
        with np.errstate(invalid="ignore", over="ignore"):  # what is no number compares as false
            good = (stamp <= now_s + settings.ahead_s) & (stamp >= now_s - settings.max_age_s)
            good &= np.maximum(np.abs(x), np.abs(y)) <= settings.extent_m
            good &= (np.minimum(xx, yy) >= least) & (np.maximum(xx, yy) <= most)
            good &= xx * yy > xy * xy
        usual: list[bool] = good.tolist()
        return usual

    def _objection(self, each: Detection | TagReport, now_s: float) -> str:
        """Why it cannot be used; empty: it can."""
        settings = self._settings
        if not all(isfinite(number) for number in _numbers_of(each)):
            return "not_finite"
        if each.stamp_s > now_s + settings.ahead_s:
            return "from_the_future"
        if each.stamp_s < now_s - settings.max_age_s:
            return "too_old"
        if max(abs(each.x_m), abs(each.y_m)) > settings.extent_m:
            return "outside"
        return _covariance_objection(each.covariance, settings) or _content_objection(
            each, settings
        )


def _numbers_of(each: Detection | TagReport) -> tuple[float, ...]:
    return (each.stamp_s, each.x_m, each.y_m, *each.covariance)


def _covariance_objection(covariance: Covariance, settings: SourceSettings) -> str:
    xx, xy, yy = covariance
    if not (xx > 0.0 and yy > 0.0 and xx * yy > xy * xy):
        return "covariance_not_positive"
    if max(xx, yy) > settings.most_sigma_m**2:
        return "too_uncertain"
    return ""


def _content_objection(each: Detection | TagReport, settings: SourceSettings) -> str:
    if isinstance(each, TagReport):
        return "" if each.tag_id and len(each.tag_id) <= 128 else "no_tag"
    if not settings.least_confidence <= each.confidence <= 1.0:
        return "not_confident"
    if each.heading_sigma_rad == 0.0 or abs(each.heading_rad) + each.heading_sigma_rad < _TURNS_RAD:
        return "" if each.heading_sigma_rad >= 0.0 else "heading_sigma_negative"
    return "heading_not_finite"


def _bounded(each: Measurement, least_sigma_m: float) -> Measurement:
    """The same, no more exact than anybody can be."""
    xx, xy, yy = each.covariance
    least = least_sigma_m**2
    if min(xx, yy) >= least:
        return each
    wider = (max(xx, least), max(yy, least))
    bound = 0.9 * sqrt(wider[0] * wider[1])
    return replace(each, covariance=(wider[0], max(-bound, min(bound, xy)), wider[1]))
