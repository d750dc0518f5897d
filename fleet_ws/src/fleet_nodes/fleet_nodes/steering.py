"""How the vehicles of the embedded plant are steered, by name."""

from __future__ import annotations

from fleet_core.app.local_motion import LOCAL, PROFILE
from fleet_core.model.errors import InputError

AUTO, COMMANDS = "auto", "commands"
ALLOWED = (AUTO, COMMANDS, *LOCAL)
FASTEST_COMMANDS = 3.0
"""Times real time; the plant's clock moves 20 times a second, and a plan is for a tenth of one."""


def steering_for(local: str, real_time_factor: float) -> str:
    """``auto`` decided: commands of a local planner that is heard, while they come in time, else
    speed profiles. Raises InputError for what cannot be."""
    if local not in ALLOWED:
        raise InputError(f"local {local!r}: allowed are {', '.join(ALLOWED)}")
    is_slow = real_time_factor <= FASTEST_COMMANDS
    if local == AUTO:
        return COMMANDS if is_slow else PROFILE
    if local == COMMANDS and not is_slow:
        raise InputError(
            f"local {COMMANDS}: at {real_time_factor:g} times real time commands over ROS come too "
            f"late; up to {FASTEST_COMMANDS:g} is possible"
        )
    return local
