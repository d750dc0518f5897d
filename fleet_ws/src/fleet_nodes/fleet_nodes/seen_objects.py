"""What was heard of others, as the local planner needs it: predicted, aged, widened."""

from __future__ import annotations

import numpy as np

from fleet_core.model.local_state import VEHICLE, Obstacle
from fleet_nodes.local_planner_wires import MovingObstacles
from planner.local.body import body
from planner.local.objects import Objects, joined, moving_discs, no_objects, planned_bodies
from planner.local.settings import LocalSettings
from planner.local.state import STAGES, STEP_S

FORGOTTEN_S = 10.0
"""What was not seen again for so long is no longer where it could be told."""


def objects_around(
    obstacles: MovingObstacles, now_s: float, settings: LocalSettings
) -> tuple[Objects, list[Obstacle]]:
    """Vehicles that publish their plans, and all that sources have seen; and who they are."""
    found, named = no_objects(), list[Obstacle]()
    heard = {v: plan for v, plan in obstacles.plans.items() if now_s - plan[0][0] <= FORGOTTEN_S}
    if heard:
        stages_s = now_s + np.arange(STAGES + 1) * STEP_S
        poses = np.empty((len(heard), STAGES + 1, 3))
        for row, (times_s, plan) in enumerate(heard.values()):
            for column in range(2):
                poses[row, :, column] = np.interp(stages_s, times_s, plan[:, column])
            poses[row, :, 2] = np.interp(stages_s, times_s, np.unwrap(plan[:, 2]))
        ages_s = np.array([max(0.0, now_s - times_s[0]) for times_s, _plan in heard.values()])
        bodies = [body(obstacles.types[vehicle_id].loaded_footprint) for vehicle_id in heard]
        found = joined(found, planned_bodies(bodies, poses, ages_s, settings))
        named += [Obstacle(vehicle_id, VEHICLE) for vehicle_id in heard]
    for seen in obstacles.objects.values():
        age_s = max(0.0, now_s - seen.stamp_s)
        if age_s <= FORGOTTEN_S and len(seen.radius_m):
            ages_s = np.full(len(seen.radius_m), age_s)
            discs = moving_discs(seen.position, seen.velocity, seen.radius_m, ages_s, settings)
            found = joined(found, discs)
            named += seen.names
    return found, named
