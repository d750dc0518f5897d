"""How urgent an order is, in seconds of travel that serving it first may cost."""

from __future__ import annotations

from fleet_core.dispatch.settings import DispatchSettings
from fleet_core.model.order import TransportOrder


def urgency_s(order: TransportOrder, now_s: float, settings: DispatchSettings) -> float:
    """Priority, plus age, plus what is missing of a comfortable slack to the deadline.

    Age is the only term without a bound: whatever the others are, an order that waits long enough
    outweighs them, so none starves.
    """
    waited_s = max(0.0, now_s - max(order.created_at_s, order.release_time_s))
    return (
        settings.priority_step_s * order.priority
        + settings.age_weight * waited_s
        + _deadline_urgency_s(order, now_s, settings)
        + (settings.intended_bonus_s if order.intended_vehicle else 0.0)
    )


def _deadline_urgency_s(order: TransportOrder, now_s: float, settings: DispatchSettings) -> float:
    if order.deadline_s is None:
        return 0.0
    missing_s = settings.deadline_horizon_s - (order.deadline_s - now_s)
    return min(max(0.0, settings.deadline_weight * missing_s), settings.late_urgency_max_s)
