"""A process that hears warnings, as a driver's terminal does: it notes when, and how many
measurements of each source the node had heard by then. It ends with its standard input."""

from __future__ import annotations

import json
import sys
import time
from threading import Event, Thread
from typing import Any

from fleet_interfaces import msg

from fleet_nodes import names
from fleet_nodes.client import FleetClient


def main() -> None:
    """Writes one line: a list of [seconds of the monotonic clock, number of warnings, counts]."""
    found: list[tuple[float, int, dict[str, int]]] = []

    def hear(message: Any) -> None:
        counts = {each.source: int(each.heard) for each in message.sources}
        found.append((time.monotonic(), len(message.warnings), counts))

    over = Event()

    def wait_for_the_end() -> None:
        sys.stdin.read()
        over.set()

    with FleetClient("ear") as client:
        client.subscribe(msg.ProximityWarnings, names.PROXIMITY_WARNINGS, hear)
        Thread(target=wait_for_the_end, daemon=True).start()
        while not over.is_set():
            client.spin(0.2)
    print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
