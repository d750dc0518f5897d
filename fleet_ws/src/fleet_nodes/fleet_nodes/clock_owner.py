"""Who makes ``/clock``: one plant in a ROS domain, and nobody beside it."""

from __future__ import annotations

import time

from rclpy.node import Node
from rosgraph_msgs.msg import Clock

from fleet_core.model.errors import ConfigurationError
from fleet_nodes import names, qos
from fleet_nodes.ownership import BEAT_S, LISTEN_S, PLANT_CLOCK, Ownership
from fleet_nodes.wiring import Inbox

_TICK_WITHIN_S = 0.6
"""Clocks tick at 2 Hz at the least."""


class ClockOwner:
    """The role of the plant's clock. Made, and so claimed, before the plant is loaded."""

    def __init__(self, node: Node, of: str) -> None:
        self._node = node
        self._role = Ownership(node, PLANT_CLOCK, of)
        self._ticks = Inbox(node, Clock, names.CLOCK, qos.CLOCK)
        self.check = self._role.check

    def take(self) -> None:
        """Before the first tick. Raises ConfigurationError when another plant has the role, or
        somebody who knows nothing of roles ticks: a bag that is played, another simulator."""
        self._role.listen(LISTEN_S - _TICK_WITHIN_S)
        self._ticks.take()
        time.sleep(_TICK_WITHIN_S)
        if self._ticks.take():
            self._listen_for_its_name()
            makers = self._node.get_publishers_info_by_topic(names.CLOCK)
            named = sorted({f"{each.node_namespace}/{each.node_name}" for each in makers})
            raise ConfigurationError(
                f"{names.CLOCK} ticks already, made by {', '.join(named).replace('//', '/')}; end "
                "that one or set another ROS_DOMAIN_ID"
            )
        self._role.take()
        self._ticks.close()

    def _listen_for_its_name(self) -> None:
        """Whoever ticks has the role, or knows of none; on a busy machine the word that says who it
        is comes later than the ticks. Raises ConfigurationError that names it."""
        until_s = time.monotonic() + LISTEN_S
        while time.monotonic() < until_s:
            self._role.check()
            time.sleep(BEAT_S)

    def close(self) -> None:
        """Give the role back."""
        self._role.close()
