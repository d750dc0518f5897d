"""The time on which the fleet decides."""

from __future__ import annotations

from rclpy.node import Node
from rosgraph_msgs.msg import Clock

from fleet_core.model import reasons
from fleet_core.model.errors import WorkError
from fleet_nodes import names, qos
from fleet_nodes.wiring import Inbox

_BACK_S = 1.0


class FleetClock:
    """The node's clock in seconds, which never goes back.

    A simulated clock is read from its topic at the moment of asking: the node's own would be as old
    as its executor's last look at it, which after a long step is before all that is read then.
    Where a simulated clock has jumped back, the fleet's time stands still until it is caught up:
    reports are then too old, so vehicles stop, and ``fault`` says why.
    """

    def __init__(self, node: Node) -> None:
        self._clock = node.get_clock()
        self._ticks = Inbox(node, Clock, names.CLOCK, qos.CLOCK)
        self._ticked_s = 0.0  # the newest simulated time
        self._latest_s = 0.0
        self.fault = ""

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
        self.fault = ""
        if read_s < self._latest_s - _BACK_S:
            self.fault = f"/clock went back by {self._latest_s - read_s:.0f} s; the fleet waits"
        self._latest_s = max(self._latest_s, read_s)
        return self._latest_s

    def _read_s(self) -> float:
        ticks = self._ticks.take()
        if not self.simulated:
            return self._clock.now().nanoseconds * 1e-9
        if ticks:
            self._ticked_s = ticks[-1].clock.sec + ticks[-1].clock.nanosec * 1e-9
        return self._ticked_s
