"""Operations: all that is useful, nothing twice, and each can be gone on with."""

from __future__ import annotations

import pytest

from planner.grid.lifelong.motion import FORWARD, LEFT, RIGHT, WAIT
from planner.grid.lifelong.operations import operations_of


@pytest.mark.parametrize(("depth", "count"), [(3, 17), (4, 48), (5, 136)])
def test_with_turns_there_are_as_many_as_in_the_paper(depth: int, count: int) -> None:
    assert operations_of("rotate", depth).count == count


def test_without_headings_every_sequence_is_one() -> None:
    assert operations_of("shift", 2).count == 25


@pytest.mark.parametrize(("model", "wait"), [("rotate", WAIT), ("shift", 4)])
def test_the_first_is_to_wait(model: str, wait: int) -> None:
    assert set(operations_of(model, 3).actions[0]) == {wait}


def test_going_straight_is_preferred_to_all() -> None:
    assert list(operations_of("rotate", 4).actions[-1]) == [FORWARD] * 4


def test_what_is_left_of_an_operation_goes_on_and_then_waits() -> None:
    operations = operations_of("rotate", 4)
    rows = [tuple(row) for row in operations.actions]
    number = rows.index((RIGHT, FORWARD, LEFT, FORWARD))
    assert rows[operations.shifted[number]] == (FORWARD, LEFT, FORWARD, WAIT)
    for _ in range(4):
        number = operations.shifted[number]
    assert number == 0
