"""What has changed and is not yet on the medium; messages; and what to do when the store fails."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence

from fleet_core.model import reasons
from fleet_core.model.errors import StoreError
from fleet_core.model.order import Transition
from fleet_core.model.reason import Reason
from fleet_core.model.status import FleetMessage, Severity
from fleet_core.store.protocol import Changes, OrderStore


class Journal:
    """Gathers changes and writes them as one. A write that fails is tried again, whole."""

    def __init__(
        self,
        store: OrderStore,
        last_message_id: int,
        shown: Iterable[FleetMessage],
        messages_shown: int,
        retry_s: float,
    ) -> None:
        self.store = store
        self.changes = Changes()
        self.failure: Reason | None = None  # why the store does not write
        self._last_message_id = last_message_id
        self._messages = deque(shown, maxlen=messages_shown)
        self._retry_s = retry_s
        self._next_try_s = float("-inf")
        self._watchers: list[Callable[[Sequence[Transition]], None]] = []

    def watch(self, watcher: Callable[[Sequence[Transition]], None]) -> None:
        """``watcher`` is told of transitions as soon as they are stored, in their order."""
        self._watchers.append(watcher)

    @property
    def messages(self) -> tuple[FleetMessage, ...]:
        return tuple(self._messages)

    def message(
        self,
        now_s: float,
        severity: Severity,
        reason: Reason,
        vehicle_id: str = "",
        order_id: str = "",
        station_id: str = "",
    ) -> None:
        """Tell the dispatcher something, once."""
        self._last_message_id += 1
        entry = FleetMessage(
            self._last_message_id, now_s, severity, reason, vehicle_id, order_id, station_id
        )
        self._messages.append(entry)
        self.changes.messages.append(entry)

    def flush(self, now_s: float) -> bool:
        """Write what is pending; False when the store does not take it. Retries are spaced."""
        if not self.changes and not self.failure:
            return True
        if self.failure and now_s < self._next_try_s:
            return False
        try:
            self._write(now_s)
        except StoreError:
            return False
        return True

    def flush_now(self, now_s: float) -> None:
        """Write what is pending; raises StoreError when the store does not take it."""
        if self.changes or self.failure:
            self._write(now_s)

    def _write(self, now_s: float) -> None:
        try:
            self.store.commit(self.changes)
        except StoreError as error:
            self._next_try_s = now_s + self._retry_s
            if not self.failure:
                self.failure = error.reason
                self.message(now_s, Severity.ERROR, reasons.fleet.store_failed(error.reason))
            raise
        stored, self.changes = self.changes.transitions, Changes()
        if self.failure:
            self.failure = None
            self.message(now_s, Severity.INFO, reasons.fleet.store_back())
        if stored:
            for watcher in self._watchers:
                watcher(stored)
