"""Speed restrictions as the proximity node says them, for who steers and who plans vehicles."""

from __future__ import annotations

from math import inf

from fleet_interfaces import msg
from rclpy.node import Node

from fleet_core.model.errors import InputError
from fleet_core.model.proximity import SpeedRestriction
from fleet_nodes import names, qos
from fleet_nodes.conversions.instants import seconds_of
from fleet_nodes.conversions.proximity import restrictions_of
from fleet_nodes.wiring import Inbox, listen

SILENT_S = 1.0
"""The node says something several times a second; after so long it is taken to be dead."""
UNWATCHED_MPS = 0.6
"""What vehicles drive while nobody watches the floor who did before."""


class HeardRestrictions:
    """Where no proximity node was ever heard nothing is restricted: the plant has none."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._limits: dict[str, float] = {}
        self._said_s: float | None = None
        listen(node, msg.ProximityWarnings, names.PROXIMITY_WARNINGS, self._on_warnings, qos.STATE)

    def limit_mps(self, vehicle_id: str, now_s: float) -> float:
        """What a vehicle may drive; inf: as it likes."""
        if self._said_s is None:
            return inf
        limit = self._limits.get(vehicle_id, inf)
        return limit if self.watched(now_s) else min(limit, UNWATCHED_MPS)

    def watched(self, now_s: float) -> bool:
        """The node speaks."""
        return self._said_s is not None and abs(now_s - self._said_s) <= SILENT_S

    def _on_warnings(self, message: msg.ProximityWarnings) -> None:
        if (read := _read(self._node, message)) is not None:
            found, self._said_s = read
            self._limits = {each.vehicle_id: each.max_speed_mps for each in found}


class KeptRestrictions:
    """The same for who asks once a step, and ends before its node does."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._inbox = Inbox(node, msg.ProximityWarnings, names.PROXIMITY_WARNINGS, qos.STATE)
        self._found: tuple[SpeedRestriction, ...] = ()
        self._said_s = -inf

    def now(self, now_s: float) -> tuple[SpeedRestriction, ...]:
        """What was said last; none once the node is silent."""
        for message in self._inbox.take()[-1:]:
            if (read := _read(self._node, message)) is not None:
                self._found, self._said_s = read
        return self._found if abs(now_s - self._said_s) <= SILENT_S else ()

    def close(self) -> None:
        self._inbox.close()


def _read(
    node: Node, message: msg.ProximityWarnings
) -> tuple[tuple[SpeedRestriction, ...], float] | None:
    """What is restricted, and when that was said; None, and a warning, where it cannot be read."""
    try:
        return restrictions_of(message), seconds_of(message.header.stamp, "warnings.stamp")
    except InputError as error:
        node.get_logger().warning(str(error), throttle_duration_sec=10.0)
        return None
