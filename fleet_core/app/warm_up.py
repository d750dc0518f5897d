"""Set-up calls this as a program: compiles all kernels, so that the first minute is not theirs."""

from __future__ import annotations

from fleet_core.simulation.warm_up import warm_up as warm_up_simulation
from planner.warm_up import warm_up as warm_up_planner

if __name__ == "__main__":
    warm_up_planner()
    warm_up_simulation()
