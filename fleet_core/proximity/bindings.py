"""Which tag belongs to which track: by evidence over time, so that a wrong choice is mended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp

from fleet_core.proximity.association import Floats
from fleet_core.proximity.settings import BindingSettings


@dataclass(slots=True)
class _Evidence:
    """Of one tag and one track: smoothed squared Mahalanobis distance."""

    away: float
    since_s: float
    at_s: float


class Bindings:
    """Weighs tags against the tracks near them; knows no positions, only how far each is off."""

    def __init__(self, settings: BindingSettings) -> None:
        self._settings = settings
        self._evidence: dict[tuple[str, str], _Evidence] = {}

    def weigh(self, tags: Sequence[str], tracks: Sequence[str], away: Floats, now_s: float) -> None:
        """``away`` (N tracks, M tags): squared Mahalanobis distances of one scan. Tracks that are
        far from a tag are left out."""
        settings = self._settings
        found: dict[tuple[str, str], _Evidence] = {}
        for n, m in zip(*(away < settings.near).nonzero(), strict=True):
            key = (tags[m], tracks[n])
            here = min(float(away[n, m]), settings.most)
            known = self._evidence.get(key)
            if known is None:
                found[key] = _Evidence(settings.most, now_s, now_s)  # who is new must earn it
                continue
            share = 1.0 - exp(-max(0.0, now_s - known.at_s) / settings.smooth_s)
            known.away += share * (here - known.away)
            known.at_s = now_s
            found[key] = known
        spoke, there_are = set(tags), set(tracks)
        for key, known in self._evidence.items():
            if key in found or key[1] not in there_are or now_s - known.at_s > settings.forget_s:
                continue
            if key[0] in spoke:  # and is far away
                share = 1.0 - exp(-max(0.0, now_s - known.at_s) / settings.smooth_s)
                known.away += share * (settings.most - known.away)
                known.at_s = now_s
                if known.away > 0.98 * settings.most:
                    continue  # as good as never near
            found[key] = known  # tags that are silent for a moment keep theirs
        self._evidence = found

    def forget(self, tag: str) -> None:
        """It is elsewhere now: what was known of it says nothing any more."""
        self._evidence = {key: each for key, each in self._evidence.items() if key[0] != tag}

    def better(self, bound: Mapping[str, str], now_s: float) -> dict[str, str]:
        """Tags that should change: the new track of each. ``bound``: the track of each tag now.

        A tag takes a track that no tag has, or two tags change places, when that has fitted clearly
        better for long enough.
        """
        owner = {track: tag for tag, track in bound.items()}
        changed: dict[str, str] = {}
        for (tag, track), there in self._evidence.items():
            if tag not in bound or track == bound[tag] or tag in changed:
                continue
            if now_s - there.since_s < self._settings.sure_s:
                continue
            other = owner.get(track)
            if other is not None and (other in changed or other not in bound):
                continue
            gain = self._of(tag, bound[tag]) - there.away
            if other is not None:
                gain += self._of(other, track) - self._of(other, bound[tag])
                gain /= 2.0
            if gain < self._settings.margin:
                continue
            changed[tag] = track
            if other is not None:
                changed[other] = bound[tag]
        return changed

    def _of(self, tag: str, track: str) -> float:
        known = self._evidence.get((tag, track))
        return self._settings.most if known is None else known.away
