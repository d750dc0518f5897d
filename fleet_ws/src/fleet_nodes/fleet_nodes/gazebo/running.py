"""A world in Gazebo that is driven step by step, alone or with the whole controller."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TypeVar

from fleet_core.model.facility import Facility
from fleet_core.model.order import TransportOrder
from fleet_core.worlds import World
from fleet_core.worlds.world import STEP_S
from fleet_nodes.gazebo.gazebo_plant import GazeboPlant
from fleet_nodes.gazebo.ignition import IgnitionPublisher
from fleet_nodes.gazebo.pacing import STEPS, Pacer
from fleet_nodes.gazebo.server import GazeboServer
from fleet_nodes.gazebo.stepped_fleet import SteppedFleet
from fleet_nodes.gazebo.transport import GazeboNode

CONNECTED_WITHIN_S = 60.0  # the machine may be busy with other work

Scene = TypeVar("Scene")

LOOK_S = 0.04
"""Between two looks; plans are made at every third."""
FASTEST = 8.0
"""Times real time, of the worlds of such scenes."""


def run_scene(
    server: GazeboServer,
    world: World,
    begin: Callable[[GazeboPlant], Scene],
    step: Callable[[Scene], None],
    is_over: Callable[[Scene], bool],
    within_s: float,
    steps: int = STEPS,
    *,
    scans: bool = False,
) -> Scene:
    """``begin`` makes the scene, ``step`` answers each look at it, until it ``is_over`` or
    ``within_s`` of simulated time have passed. ``scans``: vehicles rely on their scanners."""

    async def run() -> Scene:
        node, joints = GazeboNode("127.0.0.1", server.port), IgnitionPublisher(server.partition)
        types = {name: kind for name, (kind, _stands) in world.vehicles.items()}
        plant = GazeboPlant(node, joints, world.name, types, scans=scans)
        scene = begin(plant)
        pacer = Pacer(node, plant, world.name, lambda: step(scene), steps)
        running = [asyncio.create_task(each.run()) for each in (node, joints, pacer)]
        try:
            await node.wait_connected(CONNECTED_WITHIN_S)
            while plant.now_s < within_s and not is_over(scene):
                await asyncio.sleep(0.1)
                for each in running:
                    if each.done():
                        each.result()
        finally:
            for each in running:
                each.cancel()
            await asyncio.gather(*running, return_exceptions=True)
        return scene

    return asyncio.run(run())


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
    """With the whole controller, until all orders have ended (or ``is_over``), or ``within_s`` of
    simulated time are over. ``look`` is called at every look. ``scans``: see `run_scene`."""

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
