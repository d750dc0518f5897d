"""Orders that were refused because the store failed, and are stored all the same."""

from __future__ import annotations

from fleet_core.execution.fleet import Fleet
from fleet_core.model import reasons
from fleet_core.model.errors import StoreError
from fleet_core.model.status import Severity


def settle_doubts(fleet: Fleet, now_s: float) -> None:
    """As soon as the store writes again: what it holds is worked on, as it would be after a
    restart, and a person is told; what it does not hold was refused rightly."""
    orders, journal = fleet.orders, fleet.journal
    if not orders.doubtful or journal.failure is not None:
        return
    for order_id in sorted(orders.doubtful):
        try:
            kept = journal.store.order(order_id)
        except StoreError:
            return
        orders.doubtful.discard(order_id)
        if kept is not None and not kept.state.ended and order_id not in orders.open:
            orders.take_up(kept)
            said = reasons.orders.kept_after_all(order_id)
            journal.message(now_s, Severity.WARNING, said, order_id=order_id)
