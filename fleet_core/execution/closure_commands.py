"""What a person may do with the floor: close a part of it, open it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from fleet_core.execution.act import Act
from fleet_core.execution.fleet import Fleet
from fleet_core.model import reasons
from fleet_core.model.closure import Closure
from fleet_core.model.errors import CommandError
from fleet_core.model.reason import Reason
from fleet_core.model.request import Answer, CloseWay, OpenWay, Request
from fleet_core.model.status import Severity


def close(fleet: Fleet, request: CloseWay, author: str, now_s: float) -> Answer:
    """Takes effect at once and outlives a restart. Returns it with its id, author and time.

    Raises CommandError without a reason, for a time that is over, and for unknown names.
    """
    closure = request.closure
    if request.lasts_s:
        closure = replace(closure, until_s=now_s + request.lasts_s)
    if not closure.reason.strip():
        raise CommandError(reasons.refusals.closure_without_reason())
    if closure.until_s is not None and closure.until_s <= now_s:
        raise CommandError(
            reasons.refusals.closure_over_already(closure.place, closure.until_s, now_s)
        )
    closed = replace(closure, id=closure.id or _free_id(fleet), author=author, since_s=now_s)
    inside = fleet.traffic.close(closed, now_s)
    fleet.note_floor()
    said = reasons.fleet.way_closed(closed.place, author, closed.reason, inside)
    fleet.journal.message(now_s, Severity.WARNING, said)
    return Answer(closure=closed, not_kept_out=inside)


def open_again(fleet: Fleet, request: OpenWay, author: str, now_s: float) -> None:
    """Raises CommandError when there is no such closure."""
    closure = fleet.traffic.open(request.closure_id, now_s)
    _opened(fleet, reasons.fleet.way_opened(closure.place, author), now_s)


def note_ended(fleet: Fleet, before: tuple[Closure, ...], now_s: float) -> None:
    """Says of closures whose time was up that they have ended."""
    left = {closure.id for closure in fleet.traffic.closures()}
    for closure in before:
        if closure.id not in left:
            _opened(fleet, reasons.fleet.closure_over(closure.place), now_s)


def _opened(fleet: Fleet, said: Reason, now_s: float) -> None:
    fleet.note_floor()
    fleet.journal.message(now_s, Severity.INFO, said)


def _free_id(fleet: Fleet) -> str:
    used = {closure.id for closure in fleet.traffic.closures()}
    number = 1
    while f"closure-{number}" in used:
        number += 1
    return f"closure-{number}"


ACTS: Mapping[type[Request], Act] = {CloseWay: Act(close), OpenWay: Act(open_again)}
