"""Services: from a request to a call of the core, and its result or its refusal back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rclpy.node import Node

from fleet_core.model.errors import FleetError
from fleet_nodes.conversions.fleet import outcome_message


def serve(node: Node, kind: type[Any], name: str, answer: Callable[[Any, Any], None]) -> Any:
    """Offer a service. ``answer(request, response)`` fills the response; what it raises on purpose
    becomes the outcome, so that no request can bring the node down with bad input. Returns the
    service, for who wants to end it."""

    def respond(request: Any, response: Any) -> Any:
        try:
            answer(request, response)
            response.outcome = outcome_message()
        except FleetError as error:
            response.outcome = outcome_message(error)
        return response

    return node.create_service(kind, name, respond)
