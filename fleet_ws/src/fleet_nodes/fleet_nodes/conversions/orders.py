"""Transport orders and their history."""

from __future__ import annotations

from fleet_interfaces import msg

from fleet_core.model.order import OrderState, Origin, Stop, StopAction, Transition, TransportOrder
from fleet_core.model.reasons.general import said
from fleet_nodes.conversions import checks
from fleet_nodes.conversions.instants import (
    optional_seconds_of,
    optional_time_message,
    seconds_of,
    time_message,
)
from fleet_nodes.conversions.reasons import reason_message, reason_of

_MOST_STOPS = 100
_MOST_DEPENDENCIES = 1000
_LONGEST_STOP_S = 86_400.0
MOST_URGENT = 100


def stop_message(stop: Stop) -> msg.Stop:
    return msg.Stop(
        station_id=stop.station_id,
        action=stop.action.value,
        duration_s=stop.duration_s,
        custom_action=stop.custom_action,
    )


def stop_of(message: msg.Stop) -> Stop:
    return Stop(
        station_id=checks.identifier(message.station_id, "stops.station_id"),
        action=checks.word(message.action, StopAction, "stops.action"),
        duration_s=checks.number(message.duration_s, "stops.duration_s", 0.0, _LONGEST_STOP_S),
        custom_action=checks.identifier(message.custom_action, "stops.custom_action", empty=True),
    )


def order_message(order: TransportOrder) -> msg.TransportOrder:
    return msg.TransportOrder(
        id=order.id,
        stops=[stop_message(each) for each in order.stops],
        load_unit_id=order.load_unit_id,
        load_type=order.load_type,
        priority=order.priority,
        release_time=time_message(order.release_time_s),
        deadline=optional_time_message(order.deadline_s),
        required_vehicle_type=order.required_vehicle_type,
        required_capability=order.required_capability,
        intended_vehicle=order.intended_vehicle,
        depends_on=list(order.depends_on),
        origin=order.origin.value,
        author=order.author,
        created_at=time_message(order.created_at_s),
        state=order.state.value,
        vehicle_id=order.vehicle_id,
        next_stop=order.next_stop,
        loaded=order.loaded,
        ended_at=optional_time_message(order.ended_at_s),
        reason=reason_message(order.reason),
    )


def request_of(message: msg.TransportOrder) -> TransportOrder:
    """The part that is asked for; what the fleet writes is left at its beginning."""
    stops = checks.items(message.stops, "stops", _MOST_STOPS, least=1)
    return TransportOrder(
        id=checks.identifier(message.id, "id", empty=True),
        stops=tuple(stop_of(each) for each in stops),
        load_unit_id=checks.identifier(message.load_unit_id, "load_unit_id", empty=True),
        load_type=checks.identifier(message.load_type, "load_type", empty=True),
        priority=int(checks.number(message.priority, "priority", -MOST_URGENT, MOST_URGENT)),
        release_time_s=seconds_of(message.release_time, "release_time"),
        deadline_s=optional_seconds_of(message.deadline, "deadline"),
        required_vehicle_type=checks.identifier(
            message.required_vehicle_type, "required_vehicle_type", empty=True
        ),
        required_capability=checks.identifier(
            message.required_capability, "required_capability", empty=True
        ),
        intended_vehicle=checks.identifier(
            message.intended_vehicle, "intended_vehicle", empty=True
        ),
        depends_on=checks.identifiers(message.depends_on, "depends_on", _MOST_DEPENDENCIES),
        origin=origin_of(message.origin),
    )


def origin_of(word: str) -> Origin:
    """Empty is the dispatcher. Raises InputError for a word that is none."""
    return checks.word(word or Origin.DISPATCHER.value, Origin, "origin")


def order_of(message: msg.TransportOrder) -> TransportOrder:
    """All of it, progress included."""
    asked = request_of(message)
    return TransportOrder(
        id=checks.identifier(asked.id, "id"),
        stops=asked.stops,
        load_unit_id=asked.load_unit_id,
        load_type=asked.load_type,
        priority=asked.priority,
        release_time_s=asked.release_time_s,
        deadline_s=asked.deadline_s,
        required_vehicle_type=asked.required_vehicle_type,
        required_capability=asked.required_capability,
        intended_vehicle=asked.intended_vehicle,
        depends_on=asked.depends_on,
        origin=asked.origin,
        author=checks.text(message.author, "author"),
        created_at_s=seconds_of(message.created_at, "created_at"),
        state=checks.word(message.state, OrderState, "state"),
        vehicle_id=checks.identifier(message.vehicle_id, "vehicle_id", empty=True),
        next_stop=int(checks.number(message.next_stop, "next_stop", 0, len(asked.stops))),
        loaded=message.loaded,
        ended_at_s=optional_seconds_of(message.ended_at, "ended_at"),
        reason=reason_of(message.reason, "reason"),
    )


def transition_message(transition: Transition) -> msg.Transition:
    before = transition.from_state
    return msg.Transition(
        order_id=transition.order_id,
        sequence=transition.sequence,
        from_state="" if before is None else before.value,
        to_state=transition.to_state.value,
        time=time_message(transition.time_s),
        cause=reason_message(transition.cause),
        author=transition.author,
    )


def transition_of(message: msg.Transition) -> Transition:
    before = message.from_state
    return Transition(
        order_id=checks.identifier(message.order_id, "order_id"),
        sequence=message.sequence,
        from_state=checks.word(before, OrderState, "from_state") if before else None,
        to_state=checks.word(message.to_state, OrderState, "to_state"),
        time_s=seconds_of(message.time),
        cause=reason_of(message.cause, "cause") or said(""),
        author=checks.text(message.author, "author"),
    )
