"""Measured values of a run of any length, in bounded room."""

from __future__ import annotations

from array import array

MOST = 50_000


class Sample:
    """All values until there are ``most``, from then on every second one, every fourth, ...; the
    largest is never left out."""

    def __init__(self, most: int = MOST) -> None:
        self._most, self._stride, self._skipped = most, 1, 0
        self._values = array("d")
        self._largest: float | None = None

    def add(self, value: float) -> None:
        """One more."""
        self._largest = value if self._largest is None else max(self._largest, value)
        self._skipped += 1
        if self._skipped < self._stride:
            return
        self._skipped = 0
        self._values.append(value)
        if len(self._values) >= self._most:
            self._values = self._values[::2]
            self._stride *= 2

    def values(self) -> tuple[float, ...]:
        """Those that are kept, the largest last where it is not among them."""
        kept = tuple(self._values)
        return kept if self._largest is None or self._largest in kept else (*kept, self._largest)
