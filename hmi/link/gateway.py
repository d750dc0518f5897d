"""Requests out, answers in: the only signals between the link's thread and the GUI's."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from PySide6.QtCore import QObject, Qt, Signal

from fleet_core.model.request import Answer, Request
from hmi.link.fleet_link import FleetLink
from hmi.model.picture import Picture

Then = Callable[[Answer], None]


class Gateway(QObject):
    """Gives every request a number and hands its answer to whoever asked, in the GUI's thread."""

    _answered = Signal(int, object)

    def __init__(self, link: FleetLink, operator: str) -> None:
        """``operator``: in whose name commands are given, until another name is chosen."""
        super().__init__()
        self.operator = operator
        self._link = link
        self._numbers = count(1)
        self._waiting: dict[int, Then] = {}
        self._answered.connect(self._hand_over, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        self._link.start(self._answered.emit)

    def stop(self) -> None:
        self._waiting.clear()
        self._link.stop()

    def latest(self) -> Picture:
        return self._link.latest()

    def watch(self, vehicle_ids: frozenset[str]) -> None:
        self._link.watch(vehicle_ids)

    def send(self, request: Request, then: Then) -> None:
        number = next(self._numbers)
        self._waiting[number] = then
        self._link.send(number, request, self.operator)

    def _hand_over(self, number: int, answer: Answer) -> None:
        then = self._waiting.pop(number, None)
        if then is not None:
            then(answer)
