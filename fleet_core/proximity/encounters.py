"""From risks to warnings: one for each encounter, with levels that do not flicker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import hypot, inf, pi

from fleet_core.model.proximity import (
    RANKED,
    Advice,
    Bearing,
    Cause,
    ObjectClass,
    ProximityWarning,
    WarningLevel,
)
from fleet_core.proximity.risk import Risk
from fleet_core.proximity.settings import WarningSettings

AS_USUAL = WarningSettings()
_SLOWED = 0.85
"""A party that goes at no more than this share of its speed has reacted."""
_GROWS_M = 0.05
_PARTS_MPS = 0.3
_STILL_MPS = 0.25
_SAME_PERSON_M = 1.0


@dataclass(slots=True)
class _Encounter:
    """What is remembered of one."""

    said: ProximityWarning
    earned_s: float  # when the present level was last earned
    changed_s: float
    earned: WarningLevel | None  # by the risk alone ...
    since_s: float  # ... since when ...
    at_mps: float  # ... and how fast the party went then
    seen_s: float  # of the last risk
    pressed_s: float  # when it was last worth a danger, by what raises one


class Encounters:
    """Raises, keeps and ends warnings."""

    def __init__(self, settings: WarningSettings = AS_USUAL) -> None:
        self._settings = settings
        self._open: dict[tuple[str, str], _Encounter] = {}
        self._ended: dict[tuple[str, str], _Encounter] = {}
        self._doubted: dict[tuple[str, str], float] = {}  # since when each is worth a warning
        self._next_id = 1
        self._least = settings.keep_share * min(
            settings.notice_probability, settings.last_probability, settings.danger_probability
        )  # less is worth nothing

    def step(self, risks: Sequence[Risk], now_s: float) -> list[ProximityWarning]:
        """All warnings that hold now, the most urgent first; those that end now are not active."""
        for risk in risks:
            key = (risk.party.id, risk.other.id)
            known = self._open.get(key)
            level = self._confirmed(key, self._earned(risk, known), known, now_s)
            if level is None and known is None:
                continue
            if known is None:
                assert level is not None
                known = self._open[key] = self._begin(key, risk, level, now_s)
            else:
                self._go_on(known, risk, level, now_s)
            if (newly := self._earned(risk, None)) and newly.rank >= WarningLevel.DANGER.rank:
                known.pressed_s = now_s
        seen = {(risk.party.id, risk.other.id) for risk in risks}
        self._doubted = {key: s for key, s in self._doubted.items() if key in seen}
        warnings = [self._say(key, now_s) for key in list(self._open)]
        return sorted(warnings, key=lambda each: (-each.level.rank, each.contact_s))

    def pressing(self, now_s: float) -> dict[str, str]:
        """Who must stop now, and for whom. What is said lasts longer, so that it can be read."""
        return {
            party_id: other_id
            for (party_id, other_id), known in self._open.items()
            if now_s - known.pressed_s <= self._settings.presses_s
        }

    def _earned(self, risk: Risk, known: _Encounter | None) -> WarningLevel | None:
        """The highest level that the risk is worth; what was said already is kept more easily."""
        settings, meeting = self._settings, risk.meeting
        if meeting.probability < self._least:
            return None
        if risk.party.speed_mps < settings.least_speed_mps or _drives_away(risk, known is not None):
            return None
        spare_s = meeting.contact_s - risk.party.needed_lead_s
        last_s = -risk.party.needed_lead_s + risk.party.braking_s
        for level in reversed(RANKED):
            latest_s, least = self._asked(level, spare_s, last_s)
            if level is WarningLevel.EMERGENCY and meeting.closest_m > 0.0:
                continue  # expected to pass, however near
            if known is not None and level.rank <= known.said.level.rank:
                latest_s, least = latest_s + settings.keep_longer_s, least * settings.keep_share
            if spare_s <= latest_s and meeting.probability >= least:
                return level
        return None

    def _asked(self, level: WarningLevel, spare_s: float, last_s: float) -> tuple[float, float]:
        """Of a level: how long before the last moment for a warning at the earliest, and with which
        probability of contact at least. ``last_s``: when braking alone is left."""
        settings = self._settings
        if level is WarningLevel.EMERGENCY:
            return last_s, max(settings.danger_probability, 0.5)
        if level is WarningLevel.DANGER:
            return 0.0, settings.danger_probability
        if level is WarningLevel.NOTICE:
            return settings.warning_s + settings.notice_s, settings.notice_probability
        early = (spare_s - settings.last_s) / (settings.warning_s - settings.last_s)
        share = min(1.0, max(0.0, early))
        rise = settings.early_probability - settings.last_probability
        return settings.warning_s, settings.last_probability + share * rise

    def _confirmed(
        self,
        key: tuple[str, str],
        level: WarningLevel | None,
        known: _Encounter | None,
        now_s: float,
    ) -> WarningLevel | None:
        """A warning must be deserved for a moment before it is given; an emergency need not."""
        if level is None or level is WarningLevel.NOTICE:
            self._doubted.pop(key, None)
            return level
        is_said = known is not None and known.said.level.rank >= WarningLevel.WARNING.rank
        since_s = self._doubted.setdefault(key, now_s)
        sure = now_s - since_s >= self._settings.confirm_s - 1e-6
        return level if is_said or sure or level is WarningLevel.EMERGENCY else WarningLevel.NOTICE

    def _begin(
        self, key: tuple[str, str], risk: Risk, level: WarningLevel, now_s: float
    ) -> _Encounter:
        """A new one, or one that was over for a moment only."""
        before = self._before(key, risk, now_s)
        if before is None:
            number, since_s = self._next_id, now_s
            self._next_id += 1
        else:
            number, since_s = before.said.id, before.said.since_s
        warning = _warning(risk, level, number, since_s, now_s, None)
        return _Encounter(warning, now_s, now_s, level, now_s, risk.party.speed_mps, now_s, -inf)

    def _before(self, key: tuple[str, str], risk: Risk, now_s: float) -> _Encounter | None:
        """The encounter of the same two that ended lately; a person whose track was lost and found
        again has another name, and is where it was expected."""
        quiet_s = self._settings.quiet_s
        self._ended = {k: e for k, e in self._ended.items() if now_s - e.changed_s <= quiet_s}
        if key in self._ended:
            return self._ended.pop(key)
        for other_key, known in [*self._open.items(), *self._ended.items()]:
            is_alike = other_key[0] == key[0] and known.said.other_kind is risk.other.kind
            if not is_alike or known.seen_s == now_s or now_s - known.seen_s > 1.0:
                continue
            x, y = known.said.at
            if hypot(x - risk.at[0], y - risk.at[1]) < _SAME_PERSON_M:
                self._open.pop(other_key, None)
                self._ended.pop(other_key, None)
                return known
        return None

    def _go_on(
        self, known: _Encounter, risk: Risk, level: WarningLevel | None, now_s: float
    ) -> None:
        settings, said = self._settings, known.said
        known.seen_s = now_s
        if level is not known.earned:
            known.earned, known.since_s, known.at_mps = level, now_s, risk.party.speed_mps
        level, cause = self._escalated(known, risk, level, now_s)
        if level is not None and level.rank >= said.level.rank:
            known.earned_s = now_s
        is_new = now_s - said.level_since_s < settings.least_s
        is_kept = now_s - known.earned_s < settings.least_s or is_new
        if level is None or (level.rank < said.level.rank and is_kept):
            level = said.level
        level_since_s = said.level_since_s
        if level is not said.level:
            known.earned_s = known.changed_s = level_since_s = now_s
        known.said = _warning(risk, level, said.id, said.since_s, level_since_s, cause)

    def _escalated(
        self, known: _Encounter, risk: Risk, level: WarningLevel | None, now_s: float
    ) -> tuple[WarningLevel | None, Cause | None]:
        """One level higher where a warning was not heeded: it has stood for so long, nobody has
        slowed down, and the danger comes nearer."""
        if level not in (WarningLevel.WARNING, WarningLevel.DANGER):
            return level, None
        slowed = risk.party.speed_mps <= _SLOWED * known.at_mps
        if slowed or now_s - known.since_s < self._settings.reaction_s:
            return level, None
        return RANKED[level.rank + 1], Cause.NO_REACTION

    def _say(self, key: tuple[str, str], now_s: float) -> ProximityWarning:
        """What is said of an encounter now; it is forgotten when it is over."""
        settings, known = self._settings, self._open[key]
        over = now_s - known.earned_s >= settings.gone_s
        over = over and now_s - known.said.level_since_s >= settings.least_s
        is_urgent = known.said.level.rank >= WarningLevel.DANGER.rank
        over = over or (not is_urgent and now_s - known.changed_s >= settings.longest_s)
        if not over:
            return known.said
        known.said = replace(known.said, active=False)
        known.changed_s = now_s
        self._ended[key] = self._open.pop(key)
        return known.said


def _drives_away(risk: Risk, is_known: bool) -> bool:
    """They are as near to each other now as they will be. Two who go side by side do not part: what
    was said of them holds until they do."""
    meeting = risk.meeting
    if is_known and meeting.opens_mps < _PARTS_MPS:
        return False
    return meeting.closest_s == 0.0 or meeting.closest_m > meeting.gap_m - _GROWS_M


def _warning(
    risk: Risk,
    level: WarningLevel,
    number: int,
    since_s: float,
    level_since_s: float,
    because: Cause | None,
) -> ProximityWarning:
    """``because``: of a level that the risk alone is not worth."""
    cause = _cause(risk)
    advice = _advice(risk, level, cause)
    return ProximityWarning(
        number, True, level, because or cause, advice,
        risk.party.id, risk.party.kind, risk.other.id, risk.other.kind,
        _bearing(risk.bearing_rad), risk.bearing_rad,
        max(0.0, risk.meeting.gap_m), max(0.0, risk.meeting.closest_m), risk.meeting.contact_s,
        risk.party.needed_lead_s, risk.meeting.probability, risk.at, since_s, level_since_s,
    )  # fmt: skip


def _bearing(angle_rad: float) -> Bearing:
    quarter = round(angle_rad / (pi / 2.0)) % 4
    return (Bearing.AHEAD, Bearing.LEFT, Bearing.BEHIND, Bearing.RIGHT)[quarter]


def _cause(risk: Risk) -> Cause:
    speed = hypot(risk.other.vx_mps, risk.other.vy_mps)
    if speed < _STILL_MPS:
        return Cause.STANDING
    if abs(risk.course_rad) > 0.75 * pi:
        return Cause.HEAD_ON
    return Cause.OVERTAKING if abs(risk.course_rad) < 0.25 * pi else Cause.CROSSING


def _advice(risk: Risk, level: WarningLevel, cause: Cause) -> Advice:
    if level.rank >= WarningLevel.DANGER.rank:
        return Advice.STOP
    if level is WarningLevel.NOTICE:
        return Advice.WATCH
    from_right = cause is Cause.CROSSING and risk.bearing_rad < 0.0
    is_person = risk.other.kind is ObjectClass.PERSON and cause is Cause.CROSSING
    return Advice.GIVE_WAY if from_right or is_person else Advice.SLOW_DOWN
