"""People and manned forklifts of the plant simulator, and the sensors that see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fleet_interfaces import msg
from numpy.random import Generator
from rclpy.node import Node

from fleet_core.model.facility import Facility
from fleet_core.model.proximity import ObjectClass
from fleet_core.model.vehicle_type import VehicleType
from fleet_core.simulation.motion_arrays import Flags, Floats
from fleet_core.simulation.people.bodies import VehicleBodies
from fleet_core.simulation.people.contacts import ContactMonitor
from fleet_core.simulation.people.crowd import Crowd
from fleet_core.simulation.people.mover import Mover
from fleet_core.simulation.people.sensors import CAMERAS, TAGS, PlantSensors, SensorOutput
from fleet_nodes import names, qos
from fleet_nodes.conversions.proximity import detections_message, tags_message
from fleet_nodes.wiring import advertise


class PlantPeople:
    """Move beside the vehicles of a plant; measurements carry the plant's time."""

    def __init__(
        self,
        node: Node,
        facility: Facility,
        vehicles: Mapping[str, VehicleType],
        crowd: tuple[int, int],
        rng: Generator,
    ) -> None:
        """``vehicles``: all commanded ones, in the order of their poses. ``crowd``: how many
        people, and how many manned forklifts."""
        crowd_rng, sensor_rng = rng.spawn(2)
        self._crowd = Crowd(facility, *crowd, crowd_rng)
        self._sensors = PlantSensors(self._crowd.movers, sensor_rng)
        self.contacts = ContactMonitor(tuple(vehicles))
        self._outlines = VehicleBodies(tuple(vehicles.values()))
        self._tags = advertise(node, msg.TagReports, names.TAG_REPORTS, qos.EVENTS)
        self._detections = advertise(node, msg.Detections, names.DETECTIONS, qos.EVENTS)

    @property
    def movers(self) -> Sequence[Mover]:
        """Who moves, and where each is."""
        return self._crowd.movers

    def step(self, dt_s: float, clock_s: float, poses: Floats, loaded: Flags) -> None:
        """After the vehicles have moved for ``dt_s``, to ``poses`` (V, 3), up to ``clock_s`` on
        the fleet's clock."""
        vehicles = self._outlines.at(poses, loaded, dt_s)
        self._crowd.step(dt_s, vehicles)
        movers = self._crowd.movers
        who: list[tuple[str, ObjectClass]] = [(each.id, each.kind) for each in movers]
        self.contacts.watch(clock_s, dt_s, vehicles, self._crowd.bodies(), who)
        self._say(self._sensors.listen(movers, clock_s), clock_s)

    def _say(self, heard: SensorOutput, clock_s: float) -> None:
        for tags in heard.tags:
            self._tags.publish(tags_message(TAGS, tags, clock_s))
        for detections in heard.detections:
            self._detections.publish(detections_message(CAMERAS, detections, clock_s))
