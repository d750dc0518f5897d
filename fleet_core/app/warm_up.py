"""Set-up calls this as a program: compiles all kernels, so that the first minute is not theirs."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from fleet_core.app.local_motion import solver_folder
from fleet_core.dispatch.routing.warm_up import warm_up as warm_up_routing
from fleet_core.proximity.warm_up import warm_up as warm_up_proximity
from fleet_core.simulation.warm_up import warm_up as warm_up_simulation
from planner.grid.lifelong.warm_up import warm_up as warm_up_lifelong
from planner.grid.one_shot.warm_up import warm_up as warm_up_one_shot
from planner.local.manoeuvres.warm_up import warm_up as warm_up_manoeuvres
from planner.local.warm_up import warm_up as warm_up_local
from planner.traffic.joint.warm_up import warm_up as warm_up_joint
from planner.warm_up import warm_up as warm_up_planner

PROCESSES = 2


def _roadmap_planning() -> None:
    """What is compiled for one is there for the next."""
    warm_up_planner()
    warm_up_joint()
    warm_up_simulation()


def _local_planning() -> None:
    warm_up_local(solver_folder())
    warm_up_manoeuvres()


WORK = (
    _roadmap_planning,
    _local_planning,
    warm_up_one_shot,
    warm_up_proximity,
    warm_up_lifelong,
    warm_up_routing,
)
"""The longest first. Each has kernels of its own: what two need is in one of these."""

if __name__ == "__main__":
    with ProcessPoolExecutor(PROCESSES, get_context("spawn")) as pool:
        for each in [pool.submit(work) for work in WORK]:
            each.result()
