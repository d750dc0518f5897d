"""What a stranger's driver makes of the routes it hears, from docs/drivers.md alone."""

from __future__ import annotations

from collections.abc import Mapping
from math import atan2, cos, hypot, sin
from typing import Any

FIT_M, FIT_RAD = 0.3, 0.2


class Routes:
    """The routes that are driven one after another, and those that cannot be driven yet."""

    def __init__(self, pose: tuple[float, ...], faults: Mapping[str, Any]) -> None:
        self.faults = faults
        self.line: list[Any] = []  # messages; the first is driven
        self.early: dict[str, Any] = {}
        self.releases: dict[str, Any] = {}
        self.over: set[str] = set()
        self.done = 0  # legs of the first
        self.end = pose  # of all that is released
        self.hold = False

    def hear_route(self, message: Any) -> None:
        if message.route_id in self.over:
            return
        known = self._known(message.route_id)
        if known is None:
            if not self.line and not self._fits(message):
                return  # of before it was started; what is missing will be sent again
            self.early[message.route_id] = message
            self.hold |= message.hold
            release = self.releases.pop(message.route_id, None)
            if release is not None:
                message.released = min(len(message.legs), max(message.released, release.released))
        else:
            self._grow(known, message.released, message.hold)
        self._join()

    def hear_release(self, message: Any) -> None:
        known = self._known(message.route_id)
        if known is not None:
            self._grow(known, message.released, message.hold)
        elif message.route_id in self.early:
            waiting = self.early[message.route_id]
            waiting.released = min(len(waiting.legs), max(waiting.released, message.released))
        else:
            self.releases[message.route_id] = message
        self._join()

    def _known(self, route_id: str) -> Any:
        return next((each for each in self.line if each.route_id == route_id), None)

    def _grow(self, route: Any, released: int, hold: bool) -> None:
        released = min(released, len(route.legs))
        if released < route.released and "shrinks" in self.faults:
            route.released = released
        last = route is self.line[-1]
        if released == route.released and last:
            self.hold = hold and "deaf_hold" not in self.faults
        if released <= route.released:
            return
        followers = self.line[self.line.index(route) + 1 :]
        if any(each.released for each in followers):
            return
        for each in followers:
            self.line.remove(each)
            self.over.add(each.route_id)
        route.released = released
        self.end = end_of(route.legs[released - 1])
        self.hold = hold and "deaf_hold" not in self.faults

    def _join(self) -> None:
        for message in list(self.early.values()):
            if self._fits(message):
                del self.early[message.route_id]
                self.line.append(message)
                self.hold = message.hold and "deaf_hold" not in self.faults
                if message.released:
                    self.end = end_of(message.legs[message.released - 1])
                self._join()
                return

    def _fits(self, message: Any) -> bool:
        if "joins_anything" in self.faults:
            return True
        if not message.legs:
            return not self.line or self._all_driven()
        x_m, y_m, heading_rad = start_of(message.legs[0])
        turned = heading_rad - self.end[2]
        turned_rad = abs(atan2(sin(turned), cos(turned)))
        return hypot(x_m - self.end[0], y_m - self.end[1]) <= FIT_M and turned_rad <= FIT_RAD

    def _all_driven(self) -> bool:
        return len(self.line) == 1 and self.done >= self.line[0].released

    def next_leg(self) -> Any:
        """The leg to drive now, or None."""
        if not self.line:
            return None
        most = self.line[0].released + (1 if "passes_release" in self.faults else 0)
        return self.line[0].legs[self.done] if self.done < min(most, self._count()) else None

    def _count(self) -> int:
        return len(self.line[0].legs)

    def move_on(self) -> bool:
        """Take up the next route when there is one; whether that was done."""
        if len(self.line) < 2 or self.done < self.line[0].released:
            return False
        left = self.line.pop(0)
        if "takes_up_past" not in self.faults:
            self.over.add(left.route_id)
        self.done = 0
        return True

    def due_action(self) -> Any:
        """The action of the route that is driven to its end, or None."""
        if len(self.line) != 1 or self.hold or self.done < self._count():
            return None
        action = self.line[0].action
        return action if action.action_id else None


def start_of(leg: Any) -> tuple[float, float, float]:
    return (leg.x_m[0], leg.y_m[0], leg.heading_rad[0])


def end_of(leg: Any) -> tuple[float, float, float]:
    return (leg.x_m[-1], leg.y_m[-1], leg.heading_rad[-1])
