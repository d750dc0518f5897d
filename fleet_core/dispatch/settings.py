"""How the dispatcher weighs things. All times in seconds, all charges as a share of the battery."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DispatchSettings:
    """Defaults fit a plant with ways of one to three minutes."""

    objective: str = "throughput"  # see objectives.py
    planning: str = "assignment"  # of the next order only; tours: of all that is open
    plan_tries: int = 400  # changes of tours that are tried in each round, at most

    # Urgency: seconds of travel that an order may cost more than another to be served first.
    priority_step_s: float = 30.0  # one step of priority
    age_weight: float = 1.0  # a second of waiting; grows without end, so that nobody starves
    deadline_horizon_s: float = 900.0  # slack below this makes an order urgent
    deadline_weight: float = 2.0  # a second of slack less than the horizon
    late_urgency_max_s: float = 3600.0  # lateness alone counts for no more than this
    intended_bonus_s: float = 7200.0  # an order meant for this very vehicle comes first

    priority_doubles: float = 4.0  # steps of priority by which a second counts double
    age_doubles_s: float = 600.0  # after this an order counts double; then three times, and so on
    orders_per_vehicle: int = 4  # the assignment looks at this many of the most urgent orders
    station_vehicles: int = 3  # vehicles that may be on the way to, or at, one station
    station_turn_s: float = 45.0  # from one vehicle to the next; so many more may come later

    # Battery.
    reserve_soc: float = 0.10  # what is never planned with
    charge_below_soc: float = 0.30  # takes no more orders, goes to charge
    charge_idle_below_soc: float = 0.70  # charges when there is nothing else to do
    charge_enough_soc: float = 0.60  # may leave the charger for an order or a needier vehicle
    charge_full_soc: float = 0.95  # leaves the charger
