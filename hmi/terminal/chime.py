"""When the terminal sounds: once for a warning, again and again for what must be acted on."""

from __future__ import annotations

from math import inf

from fleet_core.model.proximity import WarningLevel
from hmi.terminal.screen import ContactState, Screen

EVERY_S = {
    WarningLevel.NOTICE: inf,
    WarningLevel.WARNING: inf,
    WarningLevel.DANGER: 0.6,
    WarningLevel.EMERGENCY: 0.3,
}
SILENT_EVERY_S = 5.0
"""Without contact: so that nobody takes the quiet for safety, not so often that it is torn out."""


class Chime:
    """A notice makes no sound: what sounds always is not heard any more."""

    def __init__(self) -> None:
        self._sounded_s = -inf
        self._rank = 0  # of the level that was sounded for; 0: no level, or a notice
        self._contact = ContactState.LIVE

    def due(self, screen: Screen, now_s: float) -> bool:
        """Whether to sound now; call it with every screen."""
        level = screen.level
        rank = level.rank if level is not None else 0
        rises = rank > self._rank
        is_lost = screen.contact is not ContactState.LIVE
        changes = is_lost and screen.contact is not self._contact
        self._rank, self._contact = rank, screen.contact
        every_s = SILENT_EVERY_S if is_lost else EVERY_S[level] if level is not None else inf
        again = every_s < inf and now_s - self._sounded_s >= every_s
        if rises or changes or again:
            self._sounded_s = now_s
            return True
        return False
