"""Who goes to which charger, and who leaves one.

Hysteresis: below ``charge_below_soc`` a vehicle goes to charge and takes no orders; on the charger
it may be called away above ``charge_enough_soc``; at ``charge_full_soc`` it leaves. Idle vehicles
top up below ``charge_idle_below_soc`` while chargers are free. Chargers are scarce: the emptiest
vehicles come first, and who has enough makes room for who needs it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from fleet_core.dispatch.dispatch_plant import DispatchPlant
from fleet_core.dispatch.distances import Place
from fleet_core.dispatch.offers import Offer
from fleet_core.dispatch.places import nearest_places
from fleet_core.dispatch.settings import DispatchSettings

RANK_S = 10_000.0
"""More than any way in a plant: who is emptier comes first, however far."""


@dataclass(frozen=True, slots=True)
class ChargePlan:
    """Vehicles that go to a charger, vehicles that leave one, and who waits for one."""

    go: dict[str, str] = field(default_factory=dict)  # vehicle id -> charger station id
    leave: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()


def must_charge(soc: float, settings: DispatchSettings) -> bool:
    """Too low to be given an order."""
    return soc < settings.charge_below_soc


def may_be_called(soc: float, settings: DispatchSettings) -> bool:
    """A vehicle on a charger has enough to take an order."""
    return soc >= settings.charge_enough_soc


def plan_charging(
    idle: Sequence[Offer],
    charging: Sequence[Offer],
    free_chargers: Mapping[str, Place],
    plant: DispatchPlant,
    settings: DispatchSettings,
) -> ChargePlan:
    """``idle``: vehicles without work; ``charging``: those at or on the way to a charger."""
    needy = sorted(
        (offer for offer in idle if must_charge(offer.soc, settings)),
        key=lambda offer: (offer.soc, offer.vehicle_id),
    )
    go = _give(needy, free_chargers, plant)
    waiting = tuple(offer.vehicle_id for offer in needy if offer.vehicle_id not in go)
    left = {key: place for key, place in free_chargers.items() if key not in go.values()}
    if not waiting:
        low = sorted(
            (
                offer
                for offer in idle
                if offer.vehicle_id not in go and offer.soc < settings.charge_idle_below_soc
            ),
            key=lambda offer: (offer.soc, offer.vehicle_id),
        )
        go.update(_give(low, left, plant))
    return ChargePlan(go, _leaving(charging, len(waiting), settings), waiting)


def _give(
    offers: Sequence[Offer], chargers: Mapping[str, Place], plant: DispatchPlant
) -> dict[str, str]:
    """The emptiest first, each to a charger that its type can use."""
    return nearest_places(offers, chargers, plant, RANK_S)


def _leaving(charging: Sequence[Offer], wanted: int, settings: DispatchSettings) -> tuple[str, ...]:
    full = [offer for offer in charging if offer.soc >= settings.charge_full_soc]
    enough = sorted(
        (offer for offer in charging if offer not in full and may_be_called(offer.soc, settings)),
        key=lambda offer: (-offer.soc, offer.vehicle_id),
    )
    more = max(0, wanted - len(full))
    return tuple(offer.vehicle_id for offer in [*full, *enough[:more]])
