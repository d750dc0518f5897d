"""The map of near misses as nav_msgs/OccupancyGrid and back: counts up to 100, frame map."""

from __future__ import annotations

import numpy as np
from nav_msgs.msg import OccupancyGrid

from fleet_core.model.errors import InputError
from fleet_core.proximity.near_miss_heat import HeatMap
from fleet_nodes.conversions import checks
from fleet_nodes.conversions.vehicles import header
from fleet_nodes.names import MAP_FRAME

_MOST = 100
"""What a cell of such a grid may hold; more is shown as this."""
_MOST_CELLS = 1_000_000


def heat_message(heat: HeatMap, stamp_s: float) -> OccupancyGrid:
    message = OccupancyGrid(header=header(stamp_s))
    rows, columns = heat.counts.shape
    message.info.resolution = heat.cell_m
    message.info.width, message.info.height = columns, rows
    message.info.origin.position.x, message.info.origin.position.y = heat.x_m, heat.y_m
    message.data = np.minimum(_MOST, heat.counts).astype(np.int8).ravel().tolist()
    return message


def heat_of(message: OccupancyGrid) -> HeatMap:
    """Raises InputError."""
    if message.header.frame_id != MAP_FRAME:
        raise InputError(
            f"near_miss_map.header.frame_id is {message.header.frame_id[:40]!r}, not 'map'"
        )
    columns, rows = message.info.width, message.info.height
    if columns * rows != len(message.data) or columns * rows > _MOST_CELLS:
        raise InputError(
            f"near_miss_map: {columns} x {rows} cells, but {len(message.data)} numbers"
        )
    counts = np.maximum(0, np.array(message.data, np.int64)).reshape(rows, columns)
    origin = message.info.origin.position
    return HeatMap(
        checks.coordinate(origin.x, "near_miss_map.origin.x"),
        checks.coordinate(origin.y, "near_miss_map.origin.y"),
        checks.number(message.info.resolution, "near_miss_map.resolution", 0.01, 100.0),
        counts,
    )
