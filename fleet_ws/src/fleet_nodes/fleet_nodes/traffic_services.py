"""Services on the traffic: close and open ways, and why somebody waits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from fleet_interfaces import srv
from rclpy.node import Node

from fleet_core.execution.controller import FleetController
from fleet_nodes import names
from fleet_nodes.conversions import checks
from fleet_nodes.conversions.closures import closure_message, closure_of, wait_reason_message
from fleet_nodes.order_services import author_of
from fleet_nodes.requests import serve

_LONGEST_S = 366 * 86400.0


class TrafficServices:
    """Each is one service: request in, one call of the controller."""

    def __init__(self, node: Node, controller: FleetController, now: Callable[[], float]) -> None:
        self._controller = controller
        self._now = now
        serve(node, srv.CloseWay, names.CLOSE_WAY, self._close)
        serve(node, srv.OpenWay, names.OPEN_WAY, self._open)
        serve(node, srv.ExplainWait, names.EXPLAIN_WAIT, self._explain)

    def _close(self, request: Any, response: Any) -> None:
        lasts_s = checks.number(request.lasts_s, "lasts_s", 0.0, _LONGEST_S)
        now_s = self._now()
        closure = closure_of(request.closure)
        if lasts_s:
            closure = replace(closure, until_s=now_s + lasts_s)
        closed = self._controller.close(closure, author_of(request.author), now_s)
        response.closure = closure_message(closed.closure)
        response.not_kept_out = list(closed.not_kept_out)

    def _open(self, request: Any, _response: Any) -> None:
        closure_id = checks.identifier(request.closure_id, "closure_id")
        self._controller.open(closure_id, author_of(request.author), self._now())

    def _explain(self, request: Any, response: Any) -> None:
        vehicle_id = checks.identifier(request.vehicle_id, "vehicle_id")
        chain = self._controller.explain(vehicle_id, self._now())
        response.chain = [wait_reason_message(each) for each in chain]
