"""The one thing that all views show as selected."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What can be selected."""

    VEHICLE = "vehicle"
    ORDER = "order"
    STATION = "station"
    EDGE = "edge"
    ZONE = "zone"
    CLOSURE = "closure"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Selection:
    """A kind and the id of a thing of that kind."""

    kind: Kind
    id: str


def vehicle(vehicle_id: str) -> Selection:
    return Selection(Kind.VEHICLE, vehicle_id)


def order(order_id: str) -> Selection:
    return Selection(Kind.ORDER, order_id)


def station(station_id: str) -> Selection:
    return Selection(Kind.STATION, station_id)


def edge(edge_id: str) -> Selection:
    return Selection(Kind.EDGE, edge_id)


def zone(zone_id: str) -> Selection:
    return Selection(Kind.ZONE, zone_id)


def closure(closure_id: str) -> Selection:
    return Selection(Kind.CLOSURE, closure_id)


def warning(number: str) -> Selection:
    return Selection(Kind.WARNING, number)
