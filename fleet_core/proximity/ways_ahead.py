"""Whether a commanded vehicle may go on: nobody is on the floor that it sweeps before it can stand,
nor will be when it starts.

A warning ends when the warned party stands, and none is given to who has not moved yet. So what
lets a vehicle start is never the end of a warning: it is that its way is free.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import hypot

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.proximity import Track
from fleet_core.proximity.pairs import Others
from fleet_core.proximity.parties import Party
from fleet_core.proximity.risk import Risk, half_extents
from fleet_core.proximity.settings import RiskSettings, WaySettings
from fleet_core.proximity.spread import widest
from fleet_core.proximity.way_kernel import first_in_way, gap_to, way_within

Floats = NDArray[np.float64]
_MEANS_TO_GO_M = 0.1


@dataclass(slots=True)
class _Held:
    """A vehicle that must stand."""

    way: Floats  # where it was going when it was stopped
    about: str  # track
    since_s: float  # when it came to a stand, or was stopped last
    came: bool  # who it stopped for has moved since


class WaysAhead:
    """Remembers of each vehicle that is stopped where it was going: a plan to stand says nothing of
    the way that it will take when it may."""

    def __init__(self, settings: WaySettings, risk: RiskSettings) -> None:
        self._settings, self._risk = settings, risk
        self._held: dict[str, _Held] = {}

    @property
    def held(self) -> Mapping[str, object]:
        """The vehicles that must stand."""
        return self._held

    def step(
        self,
        parties: Sequence[Party],
        risks: Sequence[Risk],
        tracks: Sequence[Track],
        pressing: Mapping[str, str],
        now_s: float,
    ) -> dict[str, str]:
        """Of each vehicle that must stand: the track for whom it does. ``parties``: the commanded
        vehicles, also those that stand. ``pressing``: who must stop now by a risk, and for whom."""
        known = {each.id for each in parties}
        self._held = {v: held for v, held in self._held.items() if v in known}
        soon = self._soon(risks)
        for party in parties:
            drives = party.speed_mps >= self._settings.stands_mps
            otherwise = pressing.get(party.id) if drives else soon.get(party.id)
            self._judge(party, tracks, otherwise, now_s)
        return {v: held.about for v, held in self._held.items()}

    def _soon(self, risks: Sequence[Risk]) -> dict[str, str]:
        """Whom vehicles would meet if they started now. Who stands comes into nobody's way by
        himself: whether he is on it already is seen by its floor."""
        settings = self._settings
        return {
            risk.party.id: risk.other.id
            for risk in risks
            if risk.meeting.contact_s <= settings.start_s
            and risk.meeting.probability >= settings.start_probability
            and risk.meeting.closest_m < risk.meeting.gap_m
            and hypot(risk.other.vx_mps, risk.other.vy_mps) >= settings.waits_mps
        }

    def _judge(
        self, party: Party, tracks: Sequence[Track], otherwise: str | None, now_s: float
    ) -> None:
        held = self._held.get(party.id)
        way = self._way(party, held)
        about = self._who_is_on(way, party, tracks, held is not None)
        drives = party.speed_mps >= self._settings.stands_mps
        if about is None and (drives or _leads_on(way)):
            about = otherwise
        if about is None and held is not None and self._lets_go_first(party, held, tracks, now_s):
            about = held.about
        if about is None:
            self._held.pop(party.id, None)
        else:
            since_s = now_s if drives or held is None else held.since_s
            came = held is not None and held.came and held.about == about
            came = came or not self._waits(about, tracks)
            self._held[party.id] = _Held(way, about, since_s, came)

    def _waits(self, track_id: str, tracks: Sequence[Track]) -> bool:
        """Whether somebody stands."""
        return any(
            each.id == track_id and hypot(each.vx_mps, each.vy_mps) < self._settings.waits_mps
            for each in tracks
        )

    def _lets_go_first(
        self, party: Party, held: _Held, tracks: Sequence[Track], now_s: float
    ) -> bool:
        """Whoever it has stopped for has stopped as well, near by: of two who wait for each other
        the vehicle waits longer."""
        settings = self._settings
        is_over = now_s - held.since_s > settings.lets_go_first_s
        if is_over or not held.came or not self._waits(held.about, tracks):
            return False
        outline, pose = party.outline[: party.corners], party.path[0]
        return any(
            gap_to(outline, pose, each.x_m, each.y_m) < settings.lets_go_near_m
            for each in tracks
            if each.id == held.about
        )

    def _way(self, party: Party, held: _Held | None) -> Floats:
        """As far as it gets before it stands, and a little further; of one that is held, and plans
        to stand, the rest of the way that it was on."""
        settings = self._settings
        # needed lead = reaction + v / 2a: times v it is the way to a stand.
        reach_m = party.speed_mps * party.needed_lead_s + settings.ahead_m
        reach_m += settings.held_ahead_m if held else 0.0
        outline = party.outline[: party.corners]
        radius_m = float(np.hypot(outline[:, 0], outline[:, 1]).max())
        way = party.path[: way_within(party.path, radius_m, reach_m)]
        if held is None:
            return way
        away = np.abs(held.way - party.path[0]) @ np.array([1.0, 1.0, radius_m])
        rest = np.concatenate([party.path[:1], held.way[int(np.argmin(away)) + 1 :]])
        return way if _length_m(way, radius_m) >= _length_m(rest, radius_m) else rest

    def _who_is_on(
        self, way: Floats, party: Party, tracks: Sequence[Track], is_held: bool
    ) -> str | None:
        settings = self._settings
        near_m = hypot(*(way[-1, :2] - way[0, :2])) + settings.look_m
        x, y = party.path[0, :2].tolist()
        near = [each for each in tracks if hypot(each.x_m - x, each.y_m - y) < near_m]
        if not near:
            return None
        sigma_m = widest(np.array([each.covariance for each in near]))
        beside_m = settings.beside_m + np.minimum(sigma_m, settings.sigma_most_m)
        if is_held:
            beside_m += settings.held_beside_m
        # Nobody starts beside whom it almost touches; who drives past somebody drives on.
        starts = party.speed_mps < settings.stands_mps and _leads_on(way)
        touching_m = np.minimum(sigma_m, settings.sigma_most_m) + settings.touching_m
        touching_m *= float(starts)
        stop_s = party.needed_lead_s + party.braking_s  # braking lasts v / a
        places = self._places(near, stop_s)
        row = first_in_way(party.outline[: party.corners], way, places, beside_m, touching_m)
        return near[row].id if row >= 0 else None

    def _places(self, tracks: Sequence[Track], within_s: float) -> Others:
        """Where each is now and will be until the vehicle stands."""
        at = np.array([(each.x_m, each.y_m) for each in tracks])
        velocity = np.array([(each.vx_mps, each.vy_mps) for each in tracks])
        times_s = np.array([0.0, 0.5 * within_s, within_s])
        return Others(
            at[:, None, :] + velocity[:, None, :] * times_s[None, :, None],
            np.array([each.heading_rad for each in tracks]),
            np.zeros((len(tracks), 0, 3)),
            np.zeros((len(tracks), 0)),
            np.array([half_extents(each, self._risk) for each in tracks]),
        )


def _length_m(way: Floats, radius_m: float) -> float:
    """How far the body's furthest corner goes at most."""
    steps = np.abs(np.diff(way, axis=0))
    return float(np.hypot(steps[:, 0], steps[:, 1]).sum() + radius_m * steps[:, 2].sum())


def _leads_on(way: Floats) -> bool:
    """It means to go, and not to stand."""
    return bool(np.abs(np.diff(way, axis=0)).sum() > _MEANS_TO_GO_M)
