"""A scene with the whole controller in a Gazebo of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from fleet_core.model.facility import Facility
from fleet_core.model.order import TransportOrder
from fleet_core.worlds import world_of
from fleet_nodes.gazebo.running import FASTEST, run_fleet_scene
from fleet_nodes.gazebo.stepped_fleet import SteppedFleet
from tests.gazebo.conftest import Start


def run_fleet(
    start: Start,
    facility: Facility,
    orders: Sequence[TransportOrder],
    within_s: float,
    look: Callable[[SteppedFleet], None] = lambda _fleet: None,
    is_over: Callable[[SteppedFleet], bool] | None = None,
    *,
    scans: bool = False,
) -> SteppedFleet:
    """See `run_fleet_scene`."""
    world = world_of(facility, real_time_factor=FASTEST)
    return run_fleet_scene(
        start(world), world, facility, orders, within_s, look, is_over, scans=scans
    )
