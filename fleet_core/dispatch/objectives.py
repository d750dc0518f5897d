"""What a good plan is: weights by name, all in seconds of driving that something is worth."""

from __future__ import annotations

from dataclasses import dataclass

from fleet_core.model.errors import ConfigurationError


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
