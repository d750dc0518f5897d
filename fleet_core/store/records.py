"""What the store holds beside orders, transitions and messages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from fleet_core.model.order import TransportOrder
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


@dataclass(frozen=True, slots=True)
class LoadUnit:
    """A load and where it is: at a station, on a vehicle, or (both empty) taken away by hand."""

    id: str
    load_type: str = ""
    station_id: str = ""
    vehicle_id: str = ""


@dataclass(frozen=True, slots=True)
class LayoutInUse:
    """The layout that the stored orders and plans were made on."""

    name: str
    fingerprint: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class StoredState:
    """All that a controller needs to go on where another one ended."""

    orders: tuple[TransportOrder, ...] = ()  # those that have not ended
    ended_orders: tuple[TransportOrder, ...] = ()  # the latest, oldest first
    sequences: Mapping[str, int] = field(default_factory=dict)  # transitions of each open order
    loads: tuple[LoadUnit, ...] = ()
    missions: tuple[Mission, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    traffic: dict[str, Any] | None = None
    layout: LayoutInUse | None = None
    last_message_id: int = 0
