"""What the adapters say of vehicles that they cannot report, from /diagnostics."""

from __future__ import annotations

from collections.abc import Iterable

from diagnostic_msgs.msg import DiagnosticArray
from rclpy.node import Node

from fleet_nodes import names, qos
from fleet_nodes.diagnostics import OK
from fleet_nodes.wiring import Inbox

ADAPTER = "/adapter"
"""End of the names of their parts."""


def adapter_part(name: str) -> str:
    """Name of an adapter's part of /diagnostics; its hardware id is that of the vehicle."""
    return f"{name}{ADAPTER}"


class AdapterWords:
    """Diagnostics are there to be read by others, and come once a second: sooner than a vehicle
    counts as lost."""

    def __init__(self, node: Node) -> None:
        self._inbox = Inbox(node, DiagnosticArray, names.DIAGNOSTICS, qos.HEALTH)

    def take(self) -> dict[str, str]:
        """Why nothing is passed on, by vehicle, as said since the last call; empty: it is."""
        return words_of(self._inbox.take())

    def close(self) -> None:
        self._inbox.close()


def words_of(arrays: Iterable[DiagnosticArray]) -> dict[str, str]:
    """The newest word on each vehicle."""
    return {
        status.hardware_id: "" if status.level == OK else status.message
        for array in arrays
        for status in array.status
        if status.name.endswith(ADAPTER)
    }
