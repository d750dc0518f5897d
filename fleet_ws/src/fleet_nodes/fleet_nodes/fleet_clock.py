"""The time on which the fleet decides."""

from __future__ import annotations

from rclpy.node import Node

from fleet_core.model import reasons
from fleet_core.model.errors import WorkError

_BACK_S = 1.0


class FleetClock:
    """The node's clock in seconds, which never goes back.

    Where a simulated clock has jumped back, the fleet's time stands still until it is caught up:
    reports are then too old, so vehicles stop, and ``fault`` says why.
    """

    def __init__(self, node: Node) -> None:
        self._clock = node.get_clock()
        self._latest_s = 0.0
        self.fault = ""

    @property
    def simulated(self) -> bool:
        """The time comes from /clock."""
        return self._clock.ros_time_is_active

    @property
    def runs(self) -> bool:
        """A simulated clock stands at zero until the first /clock message."""
        return self._clock.now().nanoseconds > 0

    def now_s(self) -> float:
        """Raises WorkError while there is no time yet."""
        read_s = self._clock.now().nanoseconds * 1e-9
        if read_s <= 0.0:
            raise WorkError(reasons.refusals.no_time_yet())
        self.fault = ""
        if read_s < self._latest_s - _BACK_S:
            self.fault = f"/clock went back by {self._latest_s - read_s:.0f} s; the fleet waits"
        self._latest_s = max(self._latest_s, read_s)
        return self._latest_s
