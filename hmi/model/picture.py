"""The newest whole picture of the plant that a link holds, and how old it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fleet_core.model.facility import Facility
from fleet_core.model.reason import Reason
from fleet_core.model.status import FleetSnapshot
from hmi.model.local_picture import NOTHING_LOCAL, LocalPicture
from hmi.model.nearness import NOTHING_NEAR, Nearness

EMPTY_SNAPSHOT = FleetSnapshot(time_s=0.0, vehicles=(), orders=())


class Connection(StrEnum):
    """How the window stands to the fleet."""

    CONNECTING = "connecting"  # nothing was ever received
    LIVE = "live"
    LOST = "lost"  # what is shown is older than its limit


@dataclass(frozen=True, slots=True)
class Pace:
    """Whose clock it is: a simulation's with its factor, or the plant's own."""

    simulated: bool = False
    factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Picture:
    """What a link has received last. ``received_s`` is on the window's own monotonic clock;
    ``failure`` says why the link itself has ended and no other picture will come."""

    facility: Facility | None = None
    snapshot: FleetSnapshot | None = None
    pace: Pace = Pace()
    received_s: float = 0.0
    local: LocalPicture = NOTHING_LOCAL
    failure: Reason | None = None
    near: Nearness = NOTHING_NEAR


def connection_of(picture: Picture, now_s: float, limit_s: float) -> Connection:
    """Data older than its limit is treated as absent; after a failure nothing is to be awaited."""
    if picture.failure:
        return Connection.LOST
    if picture.snapshot is None or picture.facility is None:
        return Connection.CONNECTING
    return Connection.LIVE if now_s - picture.received_s <= limit_s else Connection.LOST
