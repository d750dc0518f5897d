"""People and manned forklifts of the plant simulator, and the sensors that see them."""

from __future__ import annotations

from fleet_interfaces import msg
from numpy.random import Generator
from rclpy.node import Node

from fleet_core.model.proximity import ObjectClass
from fleet_core.simulation.people.bodies import VehicleBodies
from fleet_core.simulation.people.contacts import ContactMonitor
from fleet_core.simulation.people.crowd import Crowd
from fleet_core.simulation.people.sensors import CAMERAS, TAGS, Heard, PlantSensors
from fleet_core.simulation.plant import Plant
from fleet_nodes import names, qos
from fleet_nodes.conversions.proximity import detections_message, tags_message
from fleet_nodes.wiring import advertise


class PlantPeople:
    """Move beside the vehicles of a plant; measurements carry the plant's time."""

    def __init__(self, node: Node, plant: Plant, people: int, manned: int, rng: Generator) -> None:
        crowd_rng, sensor_rng = rng.spawn(2)
        self._node, self._plant = node, plant
        self._crowd = Crowd(plant.facility, people, manned, crowd_rng)
        self._sensors = PlantSensors(self._crowd.movers, sensor_rng)
        self.contacts = ContactMonitor(plant.vehicle_ids)
        self._outlines = VehicleBodies(plant.types)
        self._tags = advertise(node, msg.TagReports, names.TAG_REPORTS, qos.EVENTS)
        self._detections = advertise(node, msg.Detections, names.DETECTIONS, qos.EVENTS)

    def step(self, dt_s: float, clock_s: float) -> None:
        """After the plant has moved for ``dt_s``, up to ``clock_s`` on the fleet's clock."""
        trail = self._plant.trail
        vehicles = self._outlines.at(trail.poses[-1], trail.loaded, dt_s)
        self._crowd.step(dt_s, vehicles)
        movers = self._crowd.movers
        who: list[tuple[str, ObjectClass]] = [(each.id, each.kind) for each in movers]
        self.contacts.watch(clock_s, dt_s, vehicles, self._crowd.bodies(), who)
        self._say(self._sensors.listen(movers, clock_s), clock_s)

    def _say(self, heard: Heard, clock_s: float) -> None:
        for tags in heard.tags:
            self._tags.publish(tags_message(TAGS, tags, clock_s))
        for detections in heard.detections:
            self._detections.publish(detections_message(CAMERAS, detections, clock_s))
