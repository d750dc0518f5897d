"""Publishers and subscriptions without rclpy's default event handlers.

Each handler is one more thing that the executor looks at before every message; with dozens of
topics a process they cost more than the messages. The qualities of service are named in ``qos``, so
there is nothing incompatible to warn of.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rclpy.event_handler import PublisherEventCallbacks, SubscriptionEventCallbacks
from rclpy.node import Node
from rclpy.publisher import Publisher
from rclpy.qos import QoSProfile
from rclpy.subscription import Subscription


def advertise(node: Node, kind: type[Any], topic: str, quality: QoSProfile) -> Publisher:
    """A publisher."""
    quiet = PublisherEventCallbacks(use_default_callbacks=False)
    return node.create_publisher(kind, topic, quality, event_callbacks=quiet)


def listen(
    node: Node,
    kind: type[Any],
    topic: str,
    callback: Callable[[Any], None],
    quality: QoSProfile,
) -> Subscription[Any]:
    """A subscription that lasts as long as its node."""
    quiet = SubscriptionEventCallbacks(use_default_callbacks=False)
    return node.create_subscription(kind, topic, callback, quality, event_callbacks=quiet)
