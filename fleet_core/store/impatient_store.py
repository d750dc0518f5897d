"""A store that is not waited for: one that does not answer in time counts as one that fails."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import Any, TypeVar

from fleet_core.model import reasons
from fleet_core.model.errors import StoreError
from fleet_core.model.order import Transition, TransportOrder
from fleet_core.model.status import FleetMessage
from fleet_core.store.protocol import Changes, OrderStore
from fleet_core.store.records import StoredState

ANSWER_WITHIN_S = 1.0
"""Half of the age that a vehicle's report may have: who waits longer loses sight of the floor."""
FAILING_WITHIN_S = 0.1
"""Who did not answer last time is not waited for so long again, until the answer has come: a
database that is slow, and no more, would otherwise never be believed again."""

Found = TypeVar("Found")


class ImpatientStore:
    """Asks another store on a thread of its own, one thing at a time. What has not come back in
    time goes on by itself and may yet succeed: a commit is therefore given its own copy of the
    changes, and is made again whole, which changes nothing where it was made."""

    def __init__(self, store: OrderStore, answer_within_s: float = ANSWER_WITHIN_S) -> None:
        self._store = store
        self._worker = ThreadPoolExecutor(1, "store")
        self._within_s = answer_within_s
        self._asked: Future[Any] | None = None
        self._failing = False

    @property
    def keeps_traffic(self) -> bool:
        return self._store.keeps_traffic

    def load(self, ended_limit: int = 200) -> StoredState:
        """Not hurried: before it nothing is commanded."""
        return self._store.load(ended_limit)

    def commit(self, changes: Changes) -> None:
        mine = _copy(changes)
        self._ask(lambda: self._store.commit(mine))

    def forget_before(self, limit_s: float) -> int:
        return self._ask(lambda: self._store.forget_before(limit_s))

    def order(self, order_id: str) -> TransportOrder | None:
        return self._ask(lambda: self._store.order(order_id))

    def transitions(self, order_id: str) -> tuple[Transition, ...]:
        return self._ask(lambda: self._store.transitions(order_id))

    def messages(self, limit: int = 200) -> tuple[FleetMessage, ...]:
        """Not hurried, as ``load``."""
        return self._store.messages(limit)

    def close(self) -> None:
        """What is still under way is left to itself."""
        self._worker.shutdown(wait=False, cancel_futures=True)
        self._store.close()

    def _ask(self, work: Callable[[], Found]) -> Found:
        """Raises StoreError when it fails, when there is no answer in time, and as long as the one
        before is not answered."""
        if self._asked is not None and not self._asked.done():
            raise StoreError(reasons.fleet.database_silent())
        if self._asked is not None and self._asked.exception() is None:
            self._failing = False  # it did answer, only late
        asked = self._worker.submit(work)
        self._asked = asked
        within_s = min(self._within_s, FAILING_WITHIN_S) if self._failing else self._within_s
        self._failing = True
        try:
            found = asked.result(within_s)
        except TimeoutError as error:
            raise StoreError(reasons.fleet.database_silent()) from error
        self._failing = False
        return found


def _copy(changes: Changes) -> Changes:
    return replace(
        changes,
        orders=dict(changes.orders),
        transitions=list(changes.transitions),
        messages=list(changes.messages),
        loads=dict(changes.loads),
        missions=dict(changes.missions),
        settings=dict(changes.settings),
    )
