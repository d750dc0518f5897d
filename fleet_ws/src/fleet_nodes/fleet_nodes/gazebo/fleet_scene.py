"""A scene with the whole controller in a Gazebo that is driven step by step."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from fleet_core.model.facility import Facility
from fleet_core.model.order import TransportOrder
from fleet_core.worlds import World
from fleet_core.worlds.world import STEP_S
from fleet_nodes.gazebo.running import run_scene
from fleet_nodes.gazebo.server import GazeboServer
from fleet_nodes.gazebo.stepped_fleet import SteppedFleet

LOOK_S = 0.04
"""Between two looks; plans are made at every third."""
FASTEST = 8.0
"""Times real time, of the worlds of such scenes."""


def run_fleet_scene(
    server: GazeboServer,
    world: World,
    facility: Facility,
    orders: Sequence[TransportOrder],
    within_s: float,
    look: Callable[[SteppedFleet], None] = lambda _fleet: None,
    is_over: Callable[[SteppedFleet], bool] | None = None,
    *,
    scans: bool = False,
) -> SteppedFleet:
    """Until all orders have ended (or ``is_over``), or ``within_s`` of simulated time are over.
    ``look`` is called at every look. ``scans``: see `run_scene`."""

    def step(fleet: SteppedFleet) -> None:
        fleet.answer()
        if fleet.members:
            look(fleet)

    def all_ended(fleet: SteppedFleet) -> bool:
        return fleet.accepted and all(fleet.order(one.id).state.ended for one in orders)

    return run_scene(
        server,
        world,
        lambda plant: SteppedFleet(facility, plant, orders),
        step,
        is_over or all_ended,
        within_s,
        round(LOOK_S / STEP_S),
        scans=scans,
    )
