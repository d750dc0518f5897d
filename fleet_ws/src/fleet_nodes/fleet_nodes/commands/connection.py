"""From a command to a running fleet."""

from __future__ import annotations

import getpass
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fleet_nodes.client import FleetClient

ANSWER_WITHIN_S = 10.0


def connected(domain: int | None) -> FleetClient:
    """A client in the domain that the user names."""
    from fleet_nodes.client import FleetClient  # noqa: PLC0415
    from fleet_nodes.commands.domain import environment_for  # noqa: PLC0415

    os.environ.update(environment_for(domain))
    return FleetClient("fleet_command", ANSWER_WITHIN_S)


def author_or_login(author: str) -> str:
    """Who asks."""
    try:
        return author or getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in some containers
        return "command line"
