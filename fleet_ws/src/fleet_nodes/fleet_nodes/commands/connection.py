"""From a command to a running fleet."""

from __future__ import annotations

import atexit
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fleet_nodes.client import FleetClient

ANSWER_WITHIN_S = 10.0


@contextmanager
def connected(domain: int | None) -> Iterator[FleetClient]:
    """A client in the domain that the user names. It leaves the graph after everything was said:
    the middleware may die of that (decision 14), and the answer shall be out by then."""
    from fleet_nodes.client import FleetClient  # noqa: PLC0415
    from fleet_nodes.commands.domain import environment_for  # noqa: PLC0415

    os.environ.update(environment_for(domain))
    client = FleetClient("fleet_command", ANSWER_WITHIN_S)
    atexit.register(_leave, client)
    yield client


def _leave(client: FleetClient) -> None:
    sys.stdout.flush()
    sys.stderr.flush()
    client.close()
