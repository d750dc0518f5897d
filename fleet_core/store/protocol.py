"""What the fleet needs of a store, and the batch of changes that is written as one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

from fleet_core.model.mission import Mission
from fleet_core.model.order import Transition, TransportOrder
from fleet_core.model.status import FleetMessage
from fleet_core.store.records import LayoutInUse, LoadUnit, StoredState


@dataclass(slots=True)
class Changes:
    """Everything that one step changed. It is written whole or not at all."""

    orders: dict[str, TransportOrder] = field(default_factory=dict)
    transitions: list[Transition] = field(default_factory=list)
    messages: list[FleetMessage] = field(default_factory=list)
    loads: dict[str, LoadUnit] = field(default_factory=dict)
    missions: dict[str, Mission | None] = field(default_factory=dict)  # by vehicle; None: ended
    settings: dict[str, Any] = field(default_factory=dict)  # plain JSON values
    traffic: dict[str, Any] | None = None  # None: unchanged
    layout: LayoutInUse | None = None

    def __bool__(self) -> bool:
        return bool(
            self.orders
            or self.transitions
            or self.messages
            or self.loads
            or self.missions
            or self.settings
            or self.traffic is not None
            or self.layout
        )


class OrderStore(Protocol):
    """Keeps orders and what belongs to them. One thread; raises StoreError."""

    @property
    def keeps_traffic(self) -> bool:
        """Whether a traffic snapshot is worth making for this store."""
        ...

    def load(self, ended_limit: int = 200) -> StoredState:
        """All that has not ended, and the latest orders that have."""
        ...

    def commit(self, changes: Changes) -> None:
        """Write the whole batch, durably before this returns."""
        ...

    def forget_before(self, limit_s: float) -> int:
        """Remove orders that ended before ``limit_s``, and what belongs to them, and older
        messages. Returns how many orders."""
        ...

    def order(self, order_id: str) -> TransportOrder | None:
        """Any order, ended or not."""
        ...

    def transitions(self, order_id: str) -> tuple[Transition, ...]:
        """The life of an order, in sequence."""
        ...

    def messages(self, limit: int = 200) -> tuple[FleetMessage, ...]:
        """The latest messages, oldest first."""
        ...

    def close(self) -> None:
        """Give back files, connections and locks."""
        ...
