"""Every command of the fleet as a service: message in, one call of the controller, response out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from rclpy.node import Node

from fleet_core.execution.controller import FleetController
from fleet_nodes.conversions import checks
from fleet_nodes.conversions.commands import SERVICES, asked_of, fill
from fleet_nodes.requests import serve


class CommandServices:
    """Those of `conversions.commands`."""

    def __init__(self, node: Node, controller: FleetController, now: Callable[[], float]) -> None:
        self._controller = controller
        self._now = now
        self._node = node
        self._services = [
            serve(node, service.kind, name, partial(self._answer, name))
            for name, service in SERVICES.items()
        ]

    def close(self) -> None:
        """Nobody is answered any more."""
        for service in self._services:
            self._node.destroy_service(service)

    def _answer(self, service: str, message: Any, response: Any) -> None:
        request = asked_of(service, message)
        author = checks.identifier(getattr(message, "author", ""), "author", empty=True)
        fill(response, self._controller.do(request, author, self._now()).checked())
