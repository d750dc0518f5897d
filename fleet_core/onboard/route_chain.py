"""What a vehicle makes of the routes it is sent: which legs it may drive, and whose route it is on.

Messages may come twice, late, in another order or not at all. The rules that make this safe:

1. A route that the vehicle knows only ever grows. A message that releases less is old and ignored;
   one that releases the same may still set or clear ``hold`` and change the horizon. (Two messages
   that differ in nothing else and overtake each other cannot be told apart. No safety hangs on it:
   what keeps vehicles apart is the release, and work is done only where its station is.)
2. A new route is joined on only where its first leg begins at the end of everything that is
   released. The legs before it are driven first; only then does the vehicle say that it is on the
   new route. The station action of the route before is left out unless it is already running.
3. A new route that begins elsewhere waits: a message between has been lost or is late. It is joined
   on when the growth that is missing arrives. Its ``hold`` counts at once. A vehicle that is on no
   route keeps none that begins elsewhere: it may be one of before it was started anew, and would
   be joined on behind any route that happens to end there.
4. A route without legs is joined on at the station of its action. Without a station it says nothing
   of its place and is ignored: it could have overtaken a message, and then whoever is told that the
   vehicle is on it would take it to be further than it is.
5. When a route grows although another was joined on behind it, nothing of which is released, the
   other was the older one, and is dropped. With released legs behind it the growth is ignored.
6. A route that is behind the vehicle, or was dropped, is never taken up again. While neither it nor
   the one after it has released anything, the other may be the older one: then it may come back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from fleet_core.model.geometry import Pose
from fleet_core.model.route import Leg, Route, StationAction
from fleet_core.onboard.fit import Fit

KEPT = 50
"""Routes left, and actions ended, that are still known after a loss of power."""

NearStation = Callable[[str, Pose], bool]
"""Whether a pose is one at which work is done at a station."""


@dataclass(slots=True)
class RoutePart:
    """One route as far as it is known."""

    route_id: str
    order_id: str
    first_leg: int  # number of its first leg, counted over the vehicle's life
    accepted: int  # legs released
    total: int
    action: StationAction | None

    @property
    def end_leg(self) -> int:
        return self.first_leg + self.accepted

    @property
    def complete(self) -> bool:
        """Nothing of it is still to be released."""
        return self.accepted == self.total


@dataclass(frozen=True, slots=True)
class ChainMemory:
    """All that a chain needs to go on; routes that did not fit yet are not part of it."""

    parts: tuple[RoutePart, ...]
    end: Pose
    passed: int
    hold: bool
    retired: tuple[str, ...]  # the latest; older ones nobody sends any more
    doubtful: frozenset[str]


class RouteChain:
    """The routes of one vehicle, from the one it drives to the newest."""

    def __init__(self, end: Pose, near_station: NearStation, fit: Fit) -> None:
        self.parts: list[RoutePart] = []
        self.early: dict[str, Route] = {}  # routes that do not fit yet
        self.end = end  # where everything released ends
        self.passed = 0  # legs driven in the vehicle's life
        self.hold = False
        self._near_station = near_station
        self._fit = fit
        self._retired: dict[str, None] = {}  # in the order in which they were left
        self._doubtful: set[str] = set()  # left, but perhaps for an older one

    def hear(self, route: Route) -> list[Leg]:
        """Take in a message; returns the legs that may be driven in addition."""
        if route.route_id in self._retired or not _has_place(route):
            return []
        legs = self._take(route)
        waiting = True
        while waiting and self.early:
            waiting = False
            for early in list(self.early.values()):
                if self._fits(early):
                    legs += self._join(self.early.pop(early.route_id))
                    waiting = True
        return legs

    @property
    def current(self) -> RoutePart | None:
        """The route that the vehicle is on, or was on last."""
        return self.parts[0] if self.parts else None

    @property
    def legs_done(self) -> int:
        """Legs of the current route that are behind the vehicle."""
        part = self.current
        return min(self.passed - part.first_leg, part.accepted) if part else 0

    @property
    def at_end(self) -> bool:
        """The current route is driven to its end, whole, and no other follows."""
        part = self.current
        return (
            part is not None
            and len(self.parts) == 1
            and part.complete
            and self.passed >= part.end_leg
        )

    @property
    def superseded(self) -> bool:
        """The current route is driven as far as it was released, and another follows."""
        return len(self.parts) > 1 and self.passed >= self.parts[0].end_leg

    def is_newest(self, route: Route) -> bool:
        """Whether it says what the vehicle knows of its release, and of nothing later."""
        if not self.parts:
            return False
        last = self.parts[-1]
        return (last.route_id, last.accepted) == (route.route_id, route.released)

    def move_on(self) -> None:
        """Take up the following route."""
        part = self.parts.pop(0)
        if part.accepted or self.parts[0].accepted:
            self._retire((part.route_id,))
        else:
            self._doubtful.add(part.route_id)

    def forget(self, end: Pose) -> None:
        """Forget every route: a person has set the vehicle down at ``end``."""
        self._retire(part.route_id for part in self.parts)
        self._retire(self.early)
        self.parts.clear()
        self.early.clear()
        self.end, self.hold = end, False

    def remember(self) -> ChainMemory:
        """What it is now, and stays whatever becomes of the chain."""
        return ChainMemory(
            tuple(replace(part) for part in self.parts),
            self.end,
            self.passed,
            self.hold,
            tuple(self._retired)[-KEPT:],
            frozenset(self._doubtful),
        )

    def recall(self, memory: ChainMemory) -> None:
        """Be again what was remembered."""
        self.parts = [replace(part) for part in memory.parts]
        self.early.clear()
        self.end, self.passed, self.hold = memory.end, memory.passed, memory.hold
        self._retired, self._doubtful = dict.fromkeys(memory.retired), set(memory.doubtful)

    def _take(self, route: Route) -> list[Leg]:
        for index, part in enumerate(self.parts):
            if part.route_id == route.route_id:
                return self._grow(index, route)
        if self._fits(route):
            self.early.pop(route.route_id, None)
            return self._join(route)
        self.hold |= route.hold
        if not self.parts:
            return []
        known = self.early.get(route.route_id)
        if known is None or known.released <= route.released:
            self.early[route.route_id] = route
        return []

    def _grow(self, index: int, route: Route) -> list[Leg]:
        part, followers = self.parts[index], self.parts[index + 1 :]
        if route.released < part.accepted:
            return []
        if route.released == part.accepted:
            if not followers:
                self.hold, part.total, part.action = route.hold, len(route.legs), route.action
            return []
        legs = list(route.legs[part.accepted : route.released])
        if any(follower.accepted for follower in followers) or not self._meets(legs[0]):
            return []
        self._retire(follower.route_id for follower in followers)
        del self.parts[index + 1 :]
        part.accepted, part.total, part.action = route.released, len(route.legs), route.action
        self._extend(legs, route.hold)
        return legs

    def _join(self, route: Route) -> list[Leg]:
        legs = list(route.legs[: route.released])
        begin = self.parts[-1].end_leg if self.parts else self.passed
        self.parts.append(
            RoutePart(
                route.route_id, route.order_id, begin, len(legs), len(route.legs), route.action
            )
        )
        self._extend(legs, route.hold)
        return legs

    def _retire(self, route_ids: Iterable[str]) -> None:
        self._retired.update(dict.fromkeys(route_ids))

    def _extend(self, legs: list[Leg], hold: bool) -> None:
        self.hold = hold
        if legs:
            self.end = legs[-1].path[-1]
            self._retire(self._doubtful)
            self._doubtful.clear()

    def _fits(self, route: Route) -> bool:
        if route.legs:
            return self._meets(route.legs[0])
        assert route.action is not None
        return self._near_station(route.action.station_id, self.end)

    def _meets(self, leg: Leg) -> bool:
        return self._fit.holds(leg.path[0], self.end)


def _has_place(route: Route) -> bool:
    """Whether the message says where it begins."""
    return bool(route.legs) or (route.action is not None and bool(route.action.station_id))
