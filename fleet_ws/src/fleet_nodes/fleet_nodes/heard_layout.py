"""The plant as the layout server tells it: who hears it needs no file."""

from __future__ import annotations

import time

import rclpy
from fleet_interfaces import msg
from rclpy.node import Node

from fleet_core.model.errors import WorkError
from fleet_nodes import names, qos


def heard_layout(node: Node, within_s: float) -> msg.Layout:
    """Waits for it, before the node is spun. Raises WorkError when it does not come in time."""
    heard: list[msg.Layout] = []
    subscription = node.create_subscription(msg.Layout, names.LAYOUT, heard.append, qos.LATEST)
    deadline_s = time.monotonic() + within_s
    while not heard:
        if time.monotonic() > deadline_s:
            raise WorkError(f"no layout on {names.LAYOUT} within {within_s:.0f} s")
        rclpy.spin_once(node, timeout_sec=0.1)
    node.destroy_subscription(subscription)
    return heard[0]
