"""The stops of an order in words of a command line: ``STATION:ACTION`` and what that needs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fleet_core.model.errors import OrderError
from fleet_core.model.order import Stop, StopAction

FORMS = (
    "STATION:pick[:LOAD], STATION:drop[:LOAD], STATION:wait:SECONDS, STATION:charge[:SECONDS], "
    "STATION:custom:NAME[:SECONDS]"
)
_STOP = re.compile(rf"(?P<station>.+?):(?P<action>{'|'.join(StopAction)})(?::(?P<rest>.+))?")


def stops_of(source: str, target: str, words: Sequence[str]) -> tuple[tuple[Stop, ...], str]:
    """The stops, and the load unit that they name or nothing: either ``source`` and ``target``,
    or ``words``. Raises OrderError that says what is missing or wrong."""
    if words and source:
        raise OrderError("give either FROM and TO, or --stop for every stop")
    if words:
        return _listed(words)
    if not source or not target:
        raise OrderError("an order needs FROM and TO, or --stop for every stop")
    return (Stop(source, StopAction.PICK), Stop(target, StopAction.DROP)), ""


def _listed(words: Sequence[str]) -> tuple[tuple[Stop, ...], str]:
    stops, loads = [], set()
    for word in words:
        stop, load = _stop(word)
        stops.append(stop)
        loads |= {load} - {""}
    if len(loads) > 1:
        raise OrderError(
            f"the stops name load units {' and '.join(sorted(loads))}; an order moves one, "
            "several are several orders (--after puts them in a line)"
        )
    return tuple(stops), loads.pop() if loads else ""


def _stop(word: str) -> tuple[Stop, str]:
    found = _STOP.fullmatch(word)
    if found is None:
        raise OrderError(f"--stop {word}: it must be one of {FORMS}")
    station, action = found["station"], StopAction(found["action"])
    rest = found["rest"] or ""
    if action in (StopAction.PICK, StopAction.DROP):
        return Stop(station, action), rest
    if action is StopAction.CUSTOM:
        name, _, seconds = rest.partition(":")
        if not name:
            raise OrderError(f"--stop {word}: it names no custom action: {FORMS}")
        return Stop(station, action, _seconds(word, seconds), name), ""
    if action is StopAction.WAIT and not rest:
        raise OrderError(f"--stop {word}: it does not say how long: {FORMS}")
    return Stop(station, action, _seconds(word, rest)), ""


def _seconds(word: str, text: str) -> float:
    try:
        return float(text or 0.0)
    except ValueError:
        raise OrderError(f"--stop {word}: {text} is no number of seconds") from None
