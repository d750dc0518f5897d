"""What local planning says of its vehicles, to and from messages."""

from __future__ import annotations

from collections.abc import Iterable

from fleet_interfaces import msg

from fleet_core.model.local_state import BrakeCause, Intervention, LocalState, Obstacle
from fleet_core.model.reasons.nearness import of_intervention
from fleet_nodes.conversions import checks
from fleet_nodes.conversions.instants import (
    optional_seconds_of,
    optional_time_message,
    seconds_of,
    time_message,
)
from fleet_nodes.conversions.reasons import reason_message
from fleet_nodes.conversions.vehicles import header

_MOST_VEHICLES = 100_000
_LONGEST_MS = 1e6


def local_states_message(states: Iterable[LocalState], now_s: float) -> msg.LocalStates:
    return msg.LocalStates(header=header(now_s), vehicles=[_message(each) for each in states])


def local_states_of(message: msg.LocalStates) -> list[LocalState]:
    """Raises InputError."""
    vehicles = checks.items(message.vehicles, "local_states.vehicles", _MOST_VEHICLES)
    return [_state(each) for each in vehicles]


def _message(state: LocalState) -> msg.LocalState:
    message = msg.LocalState(
        vehicle_id=state.vehicle_id, solve_ms=state.solve_ms, interventions=state.interventions
    )
    if (newest := state.newest) is not None:
        message.cause = newest.cause
        message.reason = reason_message(of_intervention(newest))
        message.since = time_message(newest.since_s)
        message.until = optional_time_message(newest.until_s)
        if newest.obstacle is not None:
            message.object_id, message.object_kind = newest.obstacle.id, newest.obstacle.kind
    return message


def _state(message: msg.LocalState) -> LocalState:
    return LocalState(
        checks.identifier(message.vehicle_id, "local_state.vehicle_id"),
        message.interventions,
        _newest(message) if message.interventions else None,
        checks.number(message.solve_ms, "local_state.solve_ms", 0.0, _LONGEST_MS),
    )


def _newest(message: msg.LocalState) -> Intervention:
    named = Obstacle(
        checks.identifier(message.object_id, "local_state.object_id", empty=True),
        checks.identifier(message.object_kind, "local_state.object_kind", empty=True),
    )
    return Intervention(
        checks.word(message.cause, BrakeCause, "local_state.cause"),
        seconds_of(message.since, "local_state.since"),
        optional_seconds_of(message.until, "local_state.until"),
        named if named.id or named.kind else None,
    )
