"""Publishers, subscriptions and inboxes without rclpy's default event handlers.

Each handler is one more thing that the executor looks at before every message; with dozens of
topics a process they cost more than the messages. The qualities of service are named in ``qos``, so
there is nothing incompatible to warn of.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rclpy.callback_groups import CallbackGroup
from rclpy.event_handler import PublisherEventCallbacks, SubscriptionEventCallbacks
from rclpy.node import Node
from rclpy.publisher import Publisher
from rclpy.qos import QoSProfile
from rclpy.subscription import Subscription


def advertise(node: Node, kind: type[Any], topic: str, quality: QoSProfile) -> Publisher[Any]:
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


class Inbox:
    """A topic whose messages lie there until they are asked for.

    rclpy's executor looks at every subscription before every message and takes one message a
    wake-up, which costs more than the message. What is needed at a certain time only, of many
    topics or from many at once, is better fetched then.
    """

    def __init__(self, node: Node, kind: type[Any], topic: str, quality: QoSProfile) -> None:
        self._node, self._kind = node, kind
        quiet = SubscriptionEventCallbacks(use_default_callbacks=False)
        self._subscription = node.create_subscription(
            kind, topic, _never, quality, callback_group=_Unattended(), event_callbacks=quiet
        )

    def close(self) -> None:
        """It hears no more."""
        self._node.destroy_subscription(self._subscription)

    def take(self) -> list[Any]:
        """All that have come since, oldest first; as many as the quality keeps."""
        messages: list[Any] = []
        with self._subscription.handle:
            handle: Any = self._subscription.handle
            while (taken := handle.take_message(self._kind, False)) is not None:
                messages.append(taken[0])
        return messages


class _Unattended(CallbackGroup):
    """Its subscriptions are left alone by the executor."""

    def can_execute(self, entity: Any) -> bool:
        return False

    def beginning_execution(self, entity: Any) -> bool:
        return False

    def ending_execution(self, entity: Any) -> None:
        """Nothing begins, so nothing ends."""


def _never(_message: Any) -> None:
    raise AssertionError("an unattended subscription was executed")
