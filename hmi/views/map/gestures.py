"""What the mouse means on the map: select, pan, zoom, a menu, a transport between stations."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from fleet_core.model.geometry import Point

DRAG_FROM_PX = 6.0
"""A hand that clicks moves the mouse by a few pixels; this is no drag yet."""


class Gesture(Enum):
    """What a pressed button has become."""

    NONE = auto()
    CLICK = auto()
    MENU = auto()
    PAN = auto()
    ORDER = auto()


@dataclass(slots=True)
class Drag:
    """One press of a button until its release."""

    gesture: Gesture = Gesture.NONE
    start: Point = (0.0, 0.0)
    last: Point = (0.0, 0.0)
    station_id: str = ""  # where it began, if on a station

    def press(self, at: Point, station_id: str, gesture: Gesture) -> None:
        self.gesture = gesture
        self.start = self.last = at
        self.station_id = station_id if gesture is Gesture.CLICK else ""

    def move(self, to: Point) -> Point:
        """The step since the last move; a click becomes a pan or an order when it goes far."""
        step = (to[0] - self.last[0], to[1] - self.last[1])
        far = max(abs(to[0] - self.start[0]), abs(to[1] - self.start[1])) >= DRAG_FROM_PX
        if self.gesture in (Gesture.CLICK, Gesture.MENU) and far:
            self.gesture = Gesture.ORDER if self.station_id else Gesture.PAN
            step = (to[0] - self.start[0], to[1] - self.start[1])
        self.last = to
        return step

    def release(self) -> Gesture:
        """What it was; nothing is pressed afterwards."""
        was, self.gesture = self.gesture, Gesture.NONE
        return was
