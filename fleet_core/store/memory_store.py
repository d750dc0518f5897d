"""A store without a medium: for simulations, whose orders need not outlive the process."""

from __future__ import annotations

from collections import deque
from typing import Any

from fleet_core.model.order import Transition, TransportOrder
from fleet_core.model.status import FleetMessage
from fleet_core.store.protocol import Changes
from fleet_core.store.records import LayoutInUse, LoadUnit, Mission, StoredState

MESSAGES_KEPT = 10_000


class MemoryStore:
    """Everything in dictionaries. Ended orders are kept, so that statistics can be made of them."""

    def __init__(self, keeps_traffic: bool = False) -> None:
        self._keeps_traffic = keeps_traffic
        self._orders: dict[str, TransportOrder] = {}
        self._open: dict[str, None] = {}
        self._ended: dict[str, None] = {}
        self._transitions: dict[str, list[Transition]] = {}
        self._messages: deque[FleetMessage] = deque(maxlen=MESSAGES_KEPT)
        self._loads: dict[str, LoadUnit] = {}
        self._missions: dict[str, Mission] = {}
        self._settings: dict[str, Any] = {}
        self._traffic: dict[str, Any] | None = None
        self._layout: LayoutInUse | None = None

    @property
    def keeps_traffic(self) -> bool:
        return self._keeps_traffic

    def load(self, ended_limit: int = 200) -> StoredState:
        return StoredState(
            orders=tuple(self._orders[order_id] for order_id in self._open),
            ended_orders=tuple(self._orders[key] for key in list(self._ended)[-ended_limit:]),
            sequences={key: len(self._transitions.get(key, ())) for key in self._open},
            loads=tuple(self._loads.values()),
            missions=tuple(self._missions.values()),
            settings=dict(self._settings),
            traffic=self._traffic,
            layout=self._layout,
            last_message_id=self._messages[-1].id if self._messages else 0,
        )

    def commit(self, changes: Changes) -> None:
        for order in changes.orders.values():
            self._orders[order.id] = order
            live, other = (
                (self._ended, self._open) if order.state.ended else (self._open, self._ended)
            )
            other.pop(order.id, None)
            live[order.id] = None
        for transition in changes.transitions:
            self._transitions.setdefault(transition.order_id, []).append(transition)
        self._messages.extend(changes.messages)
        self._loads.update(changes.loads)
        self._commit_missions(changes.missions)
        self._settings.update(changes.settings)
        self._traffic = changes.traffic if changes.traffic is not None else self._traffic
        self._layout = changes.layout or self._layout

    def _commit_missions(self, missions: dict[str, Mission | None]) -> None:
        for vehicle_id, mission in missions.items():
            if mission is None:
                self._missions.pop(vehicle_id, None)
            else:
                self._missions[vehicle_id] = mission

    def forget_before(self, limit_s: float) -> int:
        old = [key for key in self._ended if (self._orders[key].ended_at_s or 0.0) < limit_s]
        for key in old:
            del self._ended[key], self._orders[key]
            self._transitions.pop(key, None)
        while self._messages and self._messages[0].time_s < limit_s:
            self._messages.popleft()
        return len(old)

    def order(self, order_id: str) -> TransportOrder | None:
        return self._orders.get(order_id)

    def transitions(self, order_id: str) -> tuple[Transition, ...]:
        return tuple(self._transitions.get(order_id, ()))

    def messages(self, limit: int = 200) -> tuple[FleetMessage, ...]:
        return tuple(self._messages)[-limit:]

    def close(self) -> None:
        """Nothing to give back."""
