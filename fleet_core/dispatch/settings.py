"""How the dispatcher weighs things. All times in seconds, all charges as a share of the battery."""

from __future__ import annotations

from dataclasses import dataclass

from fleet_core.model.errors import ConfigurationError
from fleet_core.model.setting import setting


@dataclass(frozen=True, slots=True)
class Objective:
    """Cost of a plan, in seconds: the sum of all terms over vehicles and orders."""

    name: str
    travel: float  # of a second that a vehicle drives
    lead: float  # of a second by which an order ends later, weighed by priority and age
    late: float  # of a second after the deadline, on top
    energy_s_per_kwh: float  # of a kWh that is driven
    balance: float  # of a second by which a vehicle ends later than the mean of all
    change_s: float = 20.0  # of giving an order to another vehicle than was planned


OBJECTIVES = {
    entry.name: entry
    for entry in (
        Objective("throughput", 1.0, 0.5, 1.0, 0.0, 0.0),
        Objective("punctuality", 0.3, 0.3, 5.0, 0.0, 0.0),
        Objective("energy", 2.0, 0.1, 1.0, 600.0, 0.0),
        Objective("balanced", 1.0, 0.5, 2.0, 60.0, 0.5),
    )
}


def objective(name: str) -> Objective:
    """Raises ConfigurationError for a name that is none."""
    if name not in OBJECTIVES:
        raise ConfigurationError(
            f"objective {name!r} is not known; possible are {', '.join(sorted(OBJECTIVES))}"
        )
    return OBJECTIVES[name]


@dataclass(frozen=True, slots=True)
class DispatchSettings:
    """Defaults fit a plant with ways of one to three minutes."""

    objective: str = setting(
        "throughput",
        "What is aimed at.",
        choices=("throughput", "punctuality", "energy", "balanced"),
    )
    planning: str = setting(
        "assignment",
        "Of the next order only; tours: of all that is open.",
        choices=("assignment", "tours"),
    )
    plan_tries: int = setting(
        400, "Changes of tours that are tried in each round, at most.", 0, 100_000
    )

    # Urgency: seconds of travel that an order may cost more than another to be served first.
    priority_step_s: float = setting(
        30.0, "Travel that an order may cost more for one step of priority.", 0.0, 3600.0
    )
    age_weight: float = setting(
        1.0,
        "The same for a second of waiting; without end, so that nobody waits for ever.",
        0.0,
        100.0,
    )
    deadline_horizon_s: float = setting(
        900.0, "Slack below this makes an order urgent.", 0.0, 86400.0
    )
    deadline_weight: float = setting(
        2.0, "The same for a second of slack less than that.", 0.0, 100.0
    )
    late_urgency_max_s: float = setting(
        3600.0, "Lateness alone counts for no more than this.", 0.0, 86400.0
    )
    intended_bonus_s: float = setting(
        7200.0, "An order meant for one vehicle comes first for it.", 0.0, 86400.0
    )

    priority_doubles: float = setting(
        4.0, "Steps of priority by which a second counts double (tours).", 0.1, 100.0
    )
    age_doubles_s: float = setting(
        600.0, "After this an order counts double, then three times, and so on.", 1.0, 86400.0
    )
    orders_per_vehicle: int = setting(
        4, "The assignment looks at so many of the most urgent orders for each.", 1, 100
    )
    station_vehicles: int = setting(
        3, "Vehicles that may be on the way to, or at, one station.", 1, 100
    )
    station_turn_s: float = setting(
        45.0, "From one vehicle at a station to the next; so many more may come later.", 0.0, 3600.0
    )

    reserve_soc: float = setting(0.10, "Charge that is never planned with.", 0.0, 0.9)
    charge_below_soc: float = setting(
        0.30, "Below it a vehicle takes no more orders and goes to charge.", 0.0, 1.0
    )
    charge_idle_below_soc: float = setting(
        0.70, "Below it a vehicle charges when there is nothing else to do.", 0.0, 1.0
    )
    charge_enough_soc: float = setting(
        0.60, "From it on a vehicle may leave the charger for an order or a needier one.", 0.0, 1.0
    )
    charge_full_soc: float = setting(0.95, "With it a vehicle leaves the charger.", 0.05, 1.0)
