"""The state of health of a process's parts, once a second on /diagnostics."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from diagnostic_msgs.msg import DiagnosticArray, DiagnosticStatus, KeyValue
from rclpy.clock import Clock, ClockType
from rclpy.node import Node

from fleet_nodes import names, qos
from fleet_nodes.wiring import advertise


@dataclass(frozen=True)
class Health:
    """What one part says of itself. ``level``: OK, WARN, ERROR, STALE of DiagnosticStatus."""

    level: bytes
    text: str
    values: Mapping[str, object] = field(default_factory=dict)


OK, WARN, ERROR = DiagnosticStatus.OK, DiagnosticStatus.WARN, DiagnosticStatus.ERROR


@dataclass(frozen=True)
class Part:
    """Something that has a state of health, with the hardware that it stands for."""

    name: str
    hardware_id: str
    examine: Callable[[], Health]

    def status(self) -> DiagnosticStatus:
        health = self.examine()
        return DiagnosticStatus(
            level=health.level,
            name=self.name,
            message=health.text,
            hardware_id=self.hardware_id,
            values=[KeyValue(key=key, value=str(value)) for key, value in health.values.items()],
        )


class Diagnostics:
    """Asks every part once a real second, also while the plant's clock stands still."""

    def __init__(
        self, node: Node, *parts: Part, others: Callable[[], Iterable[Part]] = tuple
    ) -> None:
        """``others``: parts that come and go."""
        self._node = node
        self._parts = parts
        self._others = others
        self._publisher = advertise(node, DiagnosticArray, names.DIAGNOSTICS, qos.STATE)
        self._timer = node.create_timer(
            1.0, self._publish, clock=Clock(clock_type=ClockType.STEADY_TIME)
        )

    def _publish(self) -> None:
        array = DiagnosticArray(status=[part.status() for part in (*self._parts, *self._others())])
        array.header.stamp = self._node.get_clock().now().to_msg()
        self._publisher.publish(array)
