"""The time on which the fleet decides."""

from __future__ import annotations

import time

from rclpy.node import Node
from rosgraph_msgs.msg import Clock

from fleet_core.model import reasons
from fleet_core.model.errors import WorkError
from fleet_nodes import names, qos
from fleet_nodes.clock_watch import ClockWatch
from fleet_nodes.wiring import Inbox


class FleetClock:
    """The node's clock in seconds, which never goes back.

    A simulated clock is read from its topic at the moment of asking: the node's own would be as old
    as its executor's last look at it, which after a long step is before all that is read then.
    Where it has gone back or jumped ahead, or stands still, the fleet's time stands still too:
    reports are then too old, so vehicles stop, and ``fault`` says why.
    """

    def __init__(self, node: Node) -> None:
        self._clock = node.get_clock()
        self._ticks = Inbox(node, Clock, names.CLOCK, qos.CLOCK)
        self._watch = ClockWatch()
        self._latest_s = 0.0

    @property
    def fault(self) -> str:
        """What is wrong with a simulated clock; empty: nothing."""
        return self._watch.fault if self.simulated else ""

    @property
    def simulated(self) -> bool:
        """The time comes from /clock."""
        return bool(self._clock.ros_time_is_active)  # type: ignore[attr-defined]  # a ROSClock

    @property
    def runs(self) -> bool:
        """A simulated clock stands at zero until the first /clock message."""
        return self._read_s() > 0.0

    def now_s(self) -> float:
        """Raises WorkError while there is no time yet."""
        read_s = self._read_s()
        if read_s <= 0.0:
            raise WorkError(reasons.refusals.no_time_yet())
        self._latest_s = max(self._latest_s, read_s)
        return self._latest_s

    def _read_s(self) -> float:
        ticks = self._ticks.take()
        if not self.simulated:
            return self._clock.now().nanoseconds * 1e-9
        heard_s = [tick.clock.sec + tick.clock.nanosec * 1e-9 for tick in ticks]
        return self._watch.take(heard_s, time.monotonic())
