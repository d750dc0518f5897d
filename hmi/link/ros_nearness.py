"""What the proximity node says, as one value."""

from __future__ import annotations

from dataclasses import replace
from math import inf

from fleet_interfaces import msg
from nav_msgs.msg import OccupancyGrid

from fleet_nodes.conversions.heat_map import heat_of
from fleet_nodes.conversions.instants import seconds_of
from fleet_nodes.conversions.nearness import sources_of, tracks_of
from fleet_nodes.conversions.proximity import restrictions_of, warnings_of
from hmi.model.nearness import NOTHING_NEAR, Nearness


class RosNearness:
    """Belongs to the link's thread; ``value`` is immutable, for any thread."""

    def __init__(self) -> None:
        self.value: Nearness = NOTHING_NEAR
        self._tracks_s = self._warnings_s = -inf

    def take_tracks(self, message: msg.Tracks, now_s: float) -> None:
        """Raises InputError; what was known before stays then, and grows old."""
        tracks = tracks_of(message)
        self._tracks_s = now_s
        self.value = replace(self.value, tracks=tracks, received_s=self._received_s)

    def take_heat(self, message: OccupancyGrid) -> None:
        """As above; it does not grow old."""
        self.value = replace(self.value, heat=heat_of(message))

    def take_warnings(self, message: msg.ProximityWarnings, now_s: float) -> None:
        """As above."""
        read = replace(
            self.value,
            time_s=seconds_of(message.header.stamp, "warnings.stamp"),
            warnings=warnings_of(message),
            restrictions=restrictions_of(message),
            sources=sources_of(message),
        )
        self._warnings_s = now_s
        self.value = replace(read, received_s=self._received_s)

    @property
    def _received_s(self) -> float:
        """One of both alone is not enough to say that nobody is near."""
        return min(self._tracks_s, self._warnings_s)
