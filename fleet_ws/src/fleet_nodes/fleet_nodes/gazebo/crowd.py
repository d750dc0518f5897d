"""People and manned forklifts in Gazebo: the crowd of the embedded plant, as bodies that can be run
into, with the same sensors and topics."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.random import Generator
from rclpy.node import Node

from fleet_core.model.facility import Facility
from fleet_core.model.geometry import Pose
from fleet_core.model.proximity import ObjectClass
from fleet_core.model.vehicle_type import VehicleType
from fleet_core.simulation.people.mover import Mover
from fleet_core.worlds.movers import manned_text, person_text
from fleet_nodes.gazebo.link import GazeboLink
from fleet_nodes.plant_people import PlantPeople

_STEP_S = 0.05


class GazeboCrowd:
    """Moves beside the vehicles of a `GazeboLink`, 20 times a simulated second."""

    def __init__(
        self,
        node: Node,
        facility: Facility,
        link: GazeboLink,
        types: Mapping[str, VehicleType],
        crowd: tuple[int, int],
        rng: Generator,
    ) -> None:
        """``crowd``: how many people, and how many manned forklifts."""
        self._link, self._names = link, tuple(types)
        self.people = PlantPeople(node, facility, types, crowd, rng)
        self._stepped_s: float | None = None

    def forget(self) -> None:
        """Gazebo was started again: they come in once more."""
        self._stepped_s = None

    def step(self, gazebo_s: float, clock_s: float, loaded: Mapping[str, bool]) -> None:
        """Up to Gazebo's time; ``clock_s`` is the fleet's."""
        if self._stepped_s is None:
            self._bring()
            self._stepped_s = gazebo_s
        dt_s = gazebo_s - self._stepped_s
        seen = [self._link.seen(name) for name in self._names]
        if dt_s < _STEP_S - 0.005 or None in seen:
            return
        self._stepped_s = gazebo_s
        poses = np.array(
            [
                (each.pose.x_m, each.pose.y_m, each.pose.heading_rad)
                for each in seen
                if each is not None
            ]
        )
        flags = np.array([loaded.get(name, False) for name in self._names])
        self.people.step(dt_s, clock_s, poses, flags)
        for mover in self.people.movers:
            self._link.move(model_of(mover), Pose(mover.x_m, mover.y_m, mover.heading_rad))

    def _bring(self) -> None:
        for mover in self.people.movers:
            text = person_text if mover.kind is ObjectClass.PERSON else manned_text
            name, at = model_of(mover), Pose(mover.x_m, mover.y_m, mover.heading_rad)
            self._link.bring(name, text(name, at))


def model_of(mover: Mover) -> str:
    """A vehicle of the fleet may have the same id."""
    return f"crowd_{mover.id}"
