"""Work at the stations: who may begin what, and what comes of it."""

from __future__ import annotations

from math import hypot

from fleet_core.model.facility import Facility
from fleet_core.model.geometry import Pose
from fleet_core.model.order import StopAction
from fleet_core.model.route import StationAction
from fleet_core.model.vehicle import ActionStatus
from fleet_core.onboard.station_work import duration_s
from fleet_core.simulation.battery import Batteries
from fleet_core.simulation.loads import LoadUnits
from fleet_core.simulation.plant_vehicle import PlantVehicle
from fleet_core.simulation.settings import PlantSettings


class StationFloor:
    """Stations, load units and chargers of the plant."""

    def __init__(self, facility: Facility, batteries: Batteries, settings: PlantSettings) -> None:
        self.loads = LoadUnits()
        self._facility = facility
        self._batteries = batteries
        self._settings = settings

    def near(self, station_id: str, pose: Pose) -> bool:
        """Whether a vehicle at ``pose`` stands where work is done at the station."""
        layout = self._facility.layout
        station = layout.stations.get(station_id)
        if station is None:
            return False
        for node_id in station.interaction_node_ids:
            node = layout.nodes[node_id]
            if hypot(node.x_m - pose.x_m, node.y_m - pose.y_m) <= self._settings.station_reach_m:
                return True
        return False

    def begin(self, vehicle: PlantVehicle, action: StationAction, pose: Pose) -> None:
        """Begin ``action``; one that is impossible fails at once."""
        reason = self._refused(vehicle, action, pose)
        if reason:
            vehicle.work.refuse(action, reason)
        else:
            vehicle.work.begin(action, duration_s(action, vehicle.type))

    def go_on(self, vehicle: PlantVehicle, dt_s: float) -> None:
        """Let ``dt_s`` pass for the running action."""
        work = vehicle.work
        if work.running is None:
            return
        work.remaining_s -= dt_s
        full = work.charging and self._batteries.soc[vehicle.index] >= self._settings.full_soc
        if full or work.remaining_s <= 1e-9:
            self.finish(vehicle)

    def finish(self, vehicle: PlantVehicle) -> None:
        """The running action has come to its end: its effect shows."""
        action = vehicle.work.running
        if action is None:
            return
        if action.kind is StopAction.PICK:
            self.loads.pick(vehicle.id, action)
            self._batteries.handle(vehicle.index)
        elif action.kind is StopAction.DROP:
            self.loads.drop(vehicle.id, action)
            self._batteries.handle(vehicle.index)
        vehicle.work.end(ActionStatus.FINISHED)

    def _refused(self, vehicle: PlantVehicle, action: StationAction, pose: Pose) -> str:
        if action.station_id and not self.near(action.station_id, pose):
            return (
                f"vehicle {vehicle.id} stands at ({pose.x_m:.2f}, {pose.y_m:.2f}), "
                f"not at station {action.station_id}"
            )
        if action.kind is StopAction.PICK:
            return self.loads.pick_refused(vehicle.id, vehicle.type, action)
        if action.kind is StopAction.DROP:
            return self.loads.drop_refused(vehicle.id, action)
        return ""
