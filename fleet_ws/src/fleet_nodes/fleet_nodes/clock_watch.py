"""Which of the times that are heard on ``/clock`` the fleet believes."""

from __future__ import annotations

from collections.abc import Sequence

STANDS_S = 2.0
"""Of real time without a new tick: something is wrong with whoever gives the time."""
AHEAD_S = 30.0
"""A tick further ahead of the one before it is a jump, whatever the real-time factor: a plant's
steps are 0.1 s."""
CERTAIN_S = 2.0
"""A jump is believed when for so long of real time nothing else was heard: a plant that goes on
after a cut is then followed, a stranger's ticks between the plant's are not."""
BACK_S = 1.0


class ClockWatch:
    """Pure logic; times in seconds. ``fault`` says what is wrong now; empty: nothing."""

    def __init__(self) -> None:
        self.time_s = 0.0  # the newest that is believed; 0: none yet
        self.fault = ""
        self._moved_s: float | None = None  # real time of the last tick that was new
        self._ahead_since_s: float | None = None  # real time since which only a jump is heard

    def take(self, ticks_s: Sequence[float], real_s: float) -> float:
        """The time to go by, after these ticks (in the order in which they came) at ``real_s``."""
        if self._moved_s is None:
            self._moved_s = real_s
        believed = [each for each in ticks_s if self._follows(each)]
        jumped = [each for each in ticks_s if each > self.time_s + AHEAD_S]
        if believed or not self.time_s:
            self._ahead_since_s = None
        elif jumped and self._ahead_since_s is None:
            self._ahead_since_s = real_s
        newest_s = max(believed, default=0.0)
        if newest_s > self.time_s:
            self.time_s, self._moved_s = newest_s, real_s
        elif self._is_certain(jumped, real_s):
            self.time_s, self._moved_s, self._ahead_since_s = max(jumped), real_s, None
        self.fault = self._fault(ticks_s, jumped, real_s)
        return self.time_s

    def _follows(self, tick_s: float) -> bool:
        """It may be the next of the same clock; the first one always is."""
        return not self.time_s or self.time_s - BACK_S <= tick_s <= self.time_s + AHEAD_S

    def _is_certain(self, jumped: Sequence[float], real_s: float) -> bool:
        since_s = self._ahead_since_s
        return bool(jumped) and since_s is not None and real_s - since_s >= CERTAIN_S

    def _fault(self, ticks_s: Sequence[float], jumped: Sequence[float], real_s: float) -> str:
        behind = [each for each in ticks_s if each < self.time_s - BACK_S]
        if jumped and max(jumped) > self.time_s + AHEAD_S:
            by_s = max(jumped) - self.time_s
            return f"/clock jumped ahead by {by_s:.0f} s; the fleet waits whether that stays"
        if behind:
            by_s = self.time_s - min(behind)
            return f"/clock went back by {by_s:.0f} s; the fleet waits until it is caught up"
        stood_s = real_s - (self._moved_s if self._moved_s is not None else real_s)
        if self.time_s and stood_s >= STANDS_S:
            return (
                f"/clock has stood still for {stood_s:.0f} s; nothing is decided until it goes on, "
                "and vehicles may move meanwhile"
            )
        return ""
