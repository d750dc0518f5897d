"""What a vehicle was told of a route when it was last sent."""

from __future__ import annotations

from typing import NamedTuple

HINT_CHANGE_S = 2.0
"""A hint that has changed by less is not sent again."""


class SentRelease(NamedTuple):
    """Legs released, and when more is expected to be; None: at once, or nobody knows."""

    released: int
    more_at_s: float | None = None

    def is_news_after(self, before: SentRelease | None) -> bool:
        """Whether it says enough more than what was told ``before`` to be worth a message."""
        if before is None or before.released != self.released:
            return True
        if self.more_at_s is None or before.more_at_s is None:
            return self.more_at_s is not before.more_at_s
        return abs(self.more_at_s - before.more_at_s) >= HINT_CHANGE_S
