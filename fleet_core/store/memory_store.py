"""A store without a medium: for simulations, whose orders need not outlive the process."""

from __future__ import annotations

from collections import deque
from typing import Any

from fleet_core.model.mission import Mission
from fleet_core.model.order import Transition, TransportOrder
from fleet_core.model.status import FleetMessage
from fleet_core.store.protocol import Changes
from fleet_core.store.records import LayoutInUse, LoadUnit, StoredState

MESSAGES_KEPT = 10_000
ENDED_KEPT = 200
LOADS_KEPT = 200


class MemoryStore:
    """Everything in dictionaries; of what has ended the latest only, so that a shift of days takes
    no more room than one of hours."""

    def __init__(self, keeps_traffic: bool = False, ended_kept: int = ENDED_KEPT) -> None:
        self._keeps_traffic, self._ended_kept = keeps_traffic, ended_kept
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
        while len(self._ended) > self._ended_kept:
            self._drop(next(iter(self._ended)))
        self._messages.extend(changes.messages)
        self._commit_loads(changes.loads)
        self._commit_missions(changes.missions)
        self._settings.update(changes.settings)
        self._traffic = changes.traffic if changes.traffic is not None else self._traffic
        self._layout = changes.layout or self._layout

    def _drop(self, order_id: str) -> None:
        del self._ended[order_id], self._orders[order_id]
        self._transitions.pop(order_id, None)

    def _commit_loads(self, loads: dict[str, LoadUnit]) -> None:
        """What is on a vehicle is known again after a restart; of the others the latest are."""
        for load_id, load in loads.items():
            self._loads.pop(load_id, None)
            self._loads[load_id] = load
        if len(self._loads) > LOADS_KEPT:
            down = [key for key, load in self._loads.items() if not load.vehicle_id]
            for key in down[: len(self._loads) - LOADS_KEPT]:
                del self._loads[key]

    def _commit_missions(self, missions: dict[str, Mission | None]) -> None:
        for vehicle_id, mission in missions.items():
            if mission is None:
                self._missions.pop(vehicle_id, None)
            else:
                self._missions[vehicle_id] = mission

    def forget_before(self, limit_s: float) -> int:
        old = [key for key in self._ended if (self._orders[key].ended_at_s or 0.0) < limit_s]
        for key in old:
            self._drop(key)
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
