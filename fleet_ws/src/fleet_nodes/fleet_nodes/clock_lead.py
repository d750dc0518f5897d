"""How far a driver's clock is ahead of the fleet's, and what is taken off its stamps for it."""

from __future__ import annotations

from collections import deque

SAMPLES = 20
"""Stamps that are looked at: the last 2 to 4 s."""
LEAST_SAMPLES = 5
STEADY_S = 0.3
"""Leads that differ by more are no clock that is off: words come late, or the clock drifts."""
SMALL_S = 0.05
"""Below that clocks agree."""


class ClockLead:
    """A stamp cannot be later than when it is heard, so a lead can only be the clock's. The least
    delay counts as none: a word seems younger than it is by no more than that. That a clock is
    behind cannot be told from words that come late; such stamps are taken as they are.
    """

    def __init__(self, limit_s: float) -> None:
        """``limit_s``: leads up to this are corrected."""
        self._limit_s = limit_s
        self._leads: deque[float] = deque(maxlen=SAMPLES)

    def note(self, stamp_s: float, heard_s: float) -> None:
        """A stamp, and the fleet's clock when it was heard."""
        lead_s = stamp_s - heard_s
        if self._leads and abs(lead_s - self._leads[-1]) > STEADY_S:
            self._leads.clear()  # it was set, or is not the same one
        self._leads.append(lead_s)

    @property
    def lag_s(self) -> float:
        """How far stamps are behind, steadily: by the clock, or because words come late, all by the
        same time. 0 where nothing is known, or they are not."""
        if len(self._leads) < LEAST_SAMPLES:
            return 0.0
        most_s, least_s = max(self._leads), min(self._leads)
        return -most_s if most_s - least_s <= STEADY_S and most_s < -STEADY_S else 0.0

    @property
    def correction_s(self) -> float:
        """To be taken off a stamp; 0 where nothing is known, or there is nothing to correct."""
        if len(self._leads) < LEAST_SAMPLES:
            return 0.0
        most_s, least_s = max(self._leads), min(self._leads)
        if most_s - least_s > STEADY_S or not SMALL_S < most_s <= self._limit_s:
            return 0.0
        return most_s
