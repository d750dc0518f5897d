"""What the store holds beside orders, transitions and messages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fleet_core.model.mission import Mission
from fleet_core.model.order import TransportOrder


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
