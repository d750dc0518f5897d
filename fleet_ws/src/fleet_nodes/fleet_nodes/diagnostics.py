"""A node's state of health, once a second on /diagnostics."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from diagnostic_msgs.msg import DiagnosticArray, DiagnosticStatus, KeyValue
from rclpy.clock import Clock, ClockType
from rclpy.node import Node

from fleet_nodes import names, qos


@dataclass(frozen=True)
class Health:
    """What one part says of itself. ``level``: OK, WARN, ERROR, STALE of DiagnosticStatus."""

    level: bytes
    text: str
    values: Mapping[str, object] = field(default_factory=dict)


OK, WARN, ERROR = DiagnosticStatus.OK, DiagnosticStatus.WARN, DiagnosticStatus.ERROR


class Diagnostics:
    """Asks ``examine`` once a real second, also while the plant's clock stands still."""

    def __init__(self, node: Node, hardware_id: str, examine: Callable[[], Health]) -> None:
        self._node = node
        self._hardware_id = hardware_id
        self._examine = examine
        self._publisher = node.create_publisher(DiagnosticArray, names.DIAGNOSTICS, qos.STATE)
        self._timer = node.create_timer(
            1.0, self._publish, clock=Clock(clock_type=ClockType.STEADY_TIME)
        )

    def _publish(self) -> None:
        health = self._examine()
        status = DiagnosticStatus(
            level=health.level,
            name=self._node.get_fully_qualified_name().lstrip("/"),
            message=health.text,
            hardware_id=self._hardware_id,
            values=[KeyValue(key=key, value=str(value)) for key, value in health.values.items()],
        )
        array = DiagnosticArray(status=[status])
        array.header.stamp = self._node.get_clock().now().to_msg()
        self._publisher.publish(array)
