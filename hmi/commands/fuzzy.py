"""Fuzzy search: the letters of the query in their order, together and at word beginnings best."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


def score(query: str, text: str) -> float | None:
    """How well the query fits, higher is better; None when it does not."""
    wanted, letters = query.casefold().replace(" ", ""), text.casefold()
    if not wanted:
        return 0.0
    best = None
    start = letters.find(wanted[0])
    while start >= 0:
        found = _score_from(wanted, letters, start)
        if found is not None and (best is None or found > best):
            best = found
        start = letters.find(wanted[0], start + 1)
    return best


def best_matches(
    query: str, things: Iterable[T], text: Callable[[T], str], weight: Callable[[T], float]
) -> list[T]:
    """The things that fit, best first; equal ones keep their order."""
    scored = [(score(query, text(thing)), thing) for thing in things]
    fitting = [(points + weight(thing), thing) for points, thing in scored if points is not None]
    fitting.sort(key=lambda pair: -pair[0])
    return [thing for _, thing in fitting]


def _score_from(wanted: str, letters: str, start: int) -> float | None:
    points, last, at = 0.0, start - 1, start
    for letter in wanted:
        at = letters.find(letter, last + 1)
        if at < 0:
            return None
        if at == last + 1 and last >= start:
            points += 3.0
        if at == 0 or not letters[at - 1].isalnum():
            points += 4.0
        points -= 0.15 * (at - last - 1)
        last = at
    return points - 0.02 * len(letters)
