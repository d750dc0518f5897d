"""All orders that have not ended, and the latest that have."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import replace

from fleet_core.execution import order_life_cycle
from fleet_core.execution.journal import Journal
from fleet_core.execution.order_life_cycle import Actor
from fleet_core.model import reasons
from fleet_core.model.errors import CommandError
from fleet_core.model.order import OrderState, Transition, TransportOrder
from fleet_core.model.reason import Reason

AUTHOR = "fleet"
_WAITING = (OrderState.ACCEPTED, OrderState.QUEUED)


class OrderBook:
    """Every change goes to the journal. Work per step depends on what changes, not on its size."""

    def __init__(
        self,
        journal: Journal,
        orders: Iterable[TransportOrder],
        ended: Iterable[TransportOrder],
        sequences: Mapping[str, int],
        ended_shown: int,
    ) -> None:
        self._journal = journal
        self.open = {order.id: order for order in orders}
        self.ended = {order.id: order for order in ended}
        self._sequences = dict(sequences)
        self._ended_shown = ended_shown
        self._pins = max((order.pinned for order in self.open.values()), default=0)
        self.changed = False  # what waits, or which stations the open orders still need
        self.queued = dict.fromkeys(
            order.id for order in self.open.values() if order.state is OrderState.QUEUED
        )
        self.doubtful: set[str] = set()
        """Orders that a commit failed to write, as it seemed: it may have written them, and its
        answer been lost."""
        self._releases: list[tuple[float, str]] = []
        self._waits_for: dict[str, set[str]] = {}  # order -> dependencies that have not ended
        self._dependents: dict[str, set[str]] = {}
        for order in self.open.values():
            if order.state is OrderState.ACCEPTED:
                self._await_release(order)

    def get(self, order_id: str) -> TransportOrder:
        """Any order, ended or not. Raises CommandError when there is none."""
        order = self.find(order_id)
        if order is None:
            raise CommandError(reasons.refusals.order_unknown(order_id))
        return order

    def find(self, order_id: str) -> TransportOrder | None:
        """Any order, ended or not; None when there is none."""
        order = self.open.get(order_id) or self.ended.get(order_id)
        return order or self._journal.store.order(order_id)

    def knows(self, order_id: str) -> bool:
        return self.find(order_id) is not None

    def shown(self, most: int) -> tuple[TransportOrder, ...]:
        """What is looked at: all orders that vehicles have or a person has to see to; of those that
        wait the most urgent ones, as far as ``most`` goes, and then the latest that have ended."""
        if len(self.open) + len(self.ended) <= most:
            return (*self.open.values(), *self.ended.values())
        waiting = [each for each in self.open.values() if each.state in _WAITING]
        busy = [each for each in self.open.values() if each.state not in _WAITING]
        room = max(0, most - len(busy))
        first = heapq.nsmallest(room, waiting, key=lambda each: (-each.priority, each.created_at_s))
        left = room - len(first)
        return (*busy, *first, *(list(self.ended.values())[-left:] if left else ()))

    def next_pin(self) -> int:
        """The number of the next order that is given to a certain vehicle."""
        self._pins += 1
        return self._pins

    def take_up(self, order: TransportOrder) -> None:
        """An order that has not ended, is stored, and is not worked on: it was written by a commit
        whose answer was lost, so that it seemed to have failed."""
        self.open[order.id] = order
        self._sequences[order.id] = len(self._journal.store.transitions(order.id))
        if order.state is OrderState.QUEUED:
            self.queued[order.id] = None
        elif order.state is OrderState.ACCEPTED:
            self._await_release(order)
        self.changed = True

    def add(
        self, order: TransportOrder, now_s: float, author: str, cause: Reason
    ) -> TransportOrder:
        accepted, transition = order_life_cycle.accept(order, now_s, author, cause)
        self._sequences[order.id] = 1
        self._keep(accepted, transition)
        return self.open[order.id]

    def forget(self, order_id: str) -> None:
        """Take back an ``add`` that the store refused, as far as that is known."""
        self.doubtful.add(order_id)
        for place in (self.open, self.queued, self._sequences, self._waits_for):
            place.pop(order_id, None)
        self._journal.changes.orders.pop(order_id, None)
        self._journal.changes.transitions = [
            entry for entry in self._journal.changes.transitions if entry.order_id != order_id
        ]

    def move(
        self,
        order_id: str,
        to_state: OrderState,
        actor: Actor,
        now_s: float,
        cause: Reason,
        author: str = AUTHOR,
        vehicle_id: str | None = None,
    ) -> TransportOrder:
        """One step of the life cycle. Raises CommandError when it is not allowed."""
        order, sequence = self.get(order_id), self._sequences.get(order_id, 0)
        moved, transition = order_life_cycle.move(
            order, to_state, actor, now_s, cause, author, sequence, vehicle_id
        )
        self._sequences[order_id] = sequence + 1
        self._keep(moved, transition)
        if moved.state.ended:
            self._tell_dependents(moved, now_s)
        return moved

    def amend(
        self, order: TransportOrder, now_s: float, cause: Reason, author: str = AUTHOR
    ) -> TransportOrder:
        """Keep a changed value of an order whose state stays."""
        sequence = self._sequences.get(order.id, 0)
        transition = order_life_cycle.amend(order, now_s, cause, author, sequence)
        self._sequences[order.id] = sequence + 1
        self._keep(order, transition)
        return order

    def explain(self, order_id: str, reason: Reason | None) -> None:
        """Why it waits: shown, but no event worth a write."""
        order = self.open.get(order_id)
        if order is not None and order.reason != reason:
            self.open[order_id] = replace(order, reason=reason)

    def release_due(self, now_s: float) -> None:
        """Queue what has reached its time and whose dependencies are done."""
        while self._releases and self._releases[0][0] <= now_s:
            order = self.open.get(heapq.heappop(self._releases)[1])
            if order is None or order.state is not OrderState.ACCEPTED:
                continue
            if order.release_time_s > now_s:  # released later since; it has a newer entry
                continue
            waits_for = self._waits_for.get(order.id)
            if waits_for:
                self.explain(order.id, reasons.waiting.waits_for_order(min(waits_for)))
                continue
            self.move(order.id, OrderState.QUEUED, Actor.INTAKE, now_s, reasons.orders.released())

    def _await_release(self, order: TransportOrder) -> None:
        waits_for = {dependency for dependency in order.depends_on if dependency in self.open}
        self._waits_for[order.id] = waits_for
        for dependency in waits_for:
            self._dependents.setdefault(dependency, set()).add(order.id)
        heapq.heappush(self._releases, (order.release_time_s, order.id))

    def _keep(self, order: TransportOrder, transition: Transition) -> None:
        before = self.open.get(order.id)
        got_on = before is not None and before.next_stop != order.next_stop
        self.changed |= got_on or order.state is OrderState.QUEUED
        self._journal.changes.orders[order.id] = order
        self._journal.changes.transitions.append(transition)
        if order.state is OrderState.QUEUED:
            self.queued[order.id] = None
        else:
            self.queued.pop(order.id, None)
        if order.state.ended:
            self._retire(order)
            return
        self.open[order.id] = order
        if order.state is OrderState.QUEUED:
            self.explain(order.id, reasons.waiting.waits_for_round())
        if order.state is OrderState.ACCEPTED and transition.from_state is not order.state:
            self.explain(order.id, reasons.waiting.waits_for_release(order.release_time_s))
            self._await_release(order)

    def _retire(self, order: TransportOrder) -> None:
        self.open.pop(order.id, None)
        self._waits_for.pop(order.id, None)
        self.ended[order.id] = order
        while len(self.ended) > self._ended_shown:
            self.ended.pop(next(iter(self.ended)))

    def _tell_dependents(self, ended: TransportOrder, now_s: float) -> None:
        self._sequences.pop(ended.id, None)
        for order_id in sorted(self._dependents.pop(ended.id, ())):
            order = self.open.get(order_id)
            if order is None or order.state is not OrderState.ACCEPTED:
                continue
            self._waits_for[order_id].discard(ended.id)
            if ended.state is OrderState.DONE:
                heapq.heappush(self._releases, (order.release_time_s, order_id))
            else:
                cause = reasons.orders.dependency_ended(ended.id, ended.state)
                self.move(order_id, OrderState.SUSPENDED, Actor.EXECUTION, now_s, cause)
