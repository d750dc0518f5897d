"""Whether there is a screen to open a window on."""

from __future__ import annotations

import os


def no_screen() -> bool:
    """True where Qt would end the program for want of a screen."""
    if os.environ.get("QT_QPA_PLATFORM") or os.name != "posix":
        return False
    return not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
