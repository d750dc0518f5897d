"""The embedded plant's own drives among people: they obey what the proximity node says, and tell it
what they mean to drive, as the local planner does for the vehicles that it steers."""

from __future__ import annotations

import numpy as np
from nav_msgs.msg import Path
from rclpy.node import Node

from fleet_core.simulation.embedded_plant import Plant
from fleet_nodes import names, qos
from fleet_nodes.conversions.corridors import plan_message
from fleet_nodes.heard_restrictions import HeardRestrictions
from fleet_nodes.wiring import advertise
from planner.local.state import STAGES, STEP_S

PERIOD_S = 0.2
"""Of plans that are told, by the plant's time."""


class RestrictedPlant:
    """Of a plant whose vehicles are not steered by a node of their own."""

    def __init__(self, node: Node, plant: Plant) -> None:
        self._plant = plant
        self._restrictions = HeardRestrictions(node)
        self._plans = [
            advertise(node, Path, names.local_plan(name), qos.STATE)
            for name in names.vehicle_names(plant.vehicle_ids).values()
        ]
        self._told_s = -np.inf
        self._stood = np.zeros(len(self._plans), np.bool_)

    def obey(self, clock_s: float) -> None:
        """Before time passes."""
        limits = [self._restrictions.limit_mps(v, clock_s) for v in self._plant.vehicle_ids]
        self._plant.caps_mps[:] = limits

    def tell(self, clock_s: float) -> None:
        """Plans of those that mean to go, and once of those that do not any more."""
        if abs(clock_s - self._told_s) < PERIOD_S - 1e-6:
            return
        self._told_s = clock_s
        poses = self._plant.intended(STEP_S, STAGES)
        stands = np.all(poses[-1] == poses[0], axis=1)
        for v in np.flatnonzero(~(stands & self._stood)).tolist():
            self._plans[v].publish(plan_message(poses[:, v], clock_s))
        self._stood = stands
