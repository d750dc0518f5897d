"""What a vehicle is on its way for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fleet_core.model.reason import Reason


class MissionKind(StrEnum):
    """Why a vehicle is on its way."""

    ORDER = "order"
    CHARGE = "charge"
    PARK = "park"
    SEND = "send"  # a person sent it somewhere


@dataclass(frozen=True, slots=True)
class Mission:
    """What one vehicle is doing, so that it goes on with it after a restart.

    ``id`` is unique for ever; the action of a charging mission is named after it. ``node_ids`` is
    set for a mission to a bare place (a vehicle's home); else the station's own nodes hold.
    """

    id: str
    vehicle_id: str
    kind: MissionKind
    station_id: str = ""
    order_id: str = ""
    node_ids: tuple[str, ...] = ()
    since_s: float = 0.0
    author: str = "fleet"
    cancel_author: str = ""  # set: the order is cancelled as soon as the running action is over
    cancel_cause: Reason | None = None
    halted_by: str = ""  # set: its order is suspended on board of the vehicle, by this author
    attempt: int = 0  # grows with each try of an action that failed
