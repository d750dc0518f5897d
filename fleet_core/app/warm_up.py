"""Set-up calls this as a program: compiles all kernels, so that the first minute is not theirs."""

from __future__ import annotations

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

if __name__ == "__main__":
    warm_up_planner()
    warm_up_joint()
    warm_up_simulation()
    warm_up_proximity()
    warm_up_one_shot()
    warm_up_lifelong()
    warm_up_routing()
    warm_up_local(solver_folder())
    warm_up_manoeuvres()
