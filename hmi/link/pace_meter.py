"""How fast the fleet's clock goes, from what it shows at known wall times."""

from __future__ import annotations

from collections import deque

_WINDOW_S = 4.0
_FIRST_ESTIMATE_S = 0.5


class PaceMeter:
    """Fleet seconds a wall second over the last few seconds."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, float]] = deque()

    def factor(self, time_s: float, wall_s: float) -> float:
        """The factor after one more reading; 1.0 until there is enough."""
        if self._seen and time_s < self._seen[-1][0]:
            self._seen.clear()  # the simulation began anew
        self._seen.append((time_s, wall_s))
        while wall_s - self._seen[0][1] > _WINDOW_S:
            self._seen.popleft()
        first_s, since_s = self._seen[0]
        if wall_s - since_s < _FIRST_ESTIMATE_S:
            return 1.0
        return _rounded((time_s - first_s) / (wall_s - since_s))


def _rounded(factor: float) -> float:
    """Steps that a reader can use: 0.9, 1.0, 1.1, then halves, then whole numbers."""
    if factor < 2.0:
        return round(factor, 1)
    return round(2.0 * factor) / 2.0 if factor < 10.0 else float(round(factor))
