"""What one client may ask for, so that it does not take the fleet from the others."""

from __future__ import annotations

from math import isinf

from fleet_core.execution.fleet import Fleet
from fleet_core.execution.settings import ClientLimits
from fleet_core.model import reasons
from fleet_core.model.errors import BusyError, OrderError

AUTHORS_KEPT = 1000


class RequestPace:
    """A bucket of requests for each author, that fills again with time."""

    def __init__(self, limits: ClientLimits) -> None:
        self._burst, self._per_s = limits.burst, limits.requests_per_s
        self._left: dict[str, tuple[float, float]] = {}  # by author: how many, and at what time

    def take(self, author: str, now_s: float) -> None:
        """Count one. Raises BusyError for an author that has had its share, and says when there is
        more."""
        if isinf(self._burst):
            return
        left, since_s = self._left.pop(author, (self._burst, now_s))
        left = min(self._burst, left + max(0.0, now_s - since_s) * self._per_s)
        if left < 1.0:
            self._left[author] = left, now_s
            wait_s = (1.0 - left) / self._per_s
            raise BusyError(reasons.refusals.too_many_requests(author, self._per_s, wait_s))
        self._left[author] = left - 1.0, now_s
        while len(self._left) > AUTHORS_KEPT:
            del self._left[next(iter(self._left))]


def check_room(fleet: Fleet, author: str) -> None:
    """Whether there is room for one more order. Raises OrderError with the limit."""
    limits, orders = fleet.settings.limits, fleet.orders.open
    if len(orders) >= limits.open_orders:
        raise OrderError(reasons.refusals.too_many_orders(int(limits.open_orders)))
    of_one = limits.open_orders_of_one
    if len(orders) >= of_one and sum(each.author == author for each in orders.values()) >= of_one:
        raise OrderError(reasons.refusals.too_many_orders_of(author, int(of_one)))
