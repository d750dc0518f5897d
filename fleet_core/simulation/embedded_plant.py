"""The embedded plant: vehicles that drive released routes and work at stations."""

from __future__ import annotations

from math import ceil, inf, isfinite

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from fleet_core.model.errors import CommandError, LayoutError
from fleet_core.model.facility import Facility, FleetVehicle
from fleet_core.model.geometry import Pose, wrap_angle
from fleet_core.model.route import Leg, Route
from fleet_core.model.scenario import Fault, Scenario
from fleet_core.model.vehicle import ActionStatus, OperatingMode, VehicleReport
from fleet_core.model.vehicle_type import VehicleType
from fleet_core.onboard.route_chain import KEPT, RouteChain
from fleet_core.onboard.rules import due_action, move_on
from fleet_core.simulation.battery import Batteries
from fleet_core.simulation.faults import FaultPlan
from fleet_core.simulation.legs import MotionLeg, motion_leg
from fleet_core.simulation.motion import Motion, ProfileMotion, intended
from fleet_core.simulation.motion_arrays import motion_limits, new_state
from fleet_core.simulation.plant_vehicle import PlantVehicle
from fleet_core.simulation.reporting import Measured, vehicle_reports
from fleet_core.simulation.settings import PlantSettings
from fleet_core.simulation.snapshot import LegMemory, PlantSnapshot, VehicleMemory
from fleet_core.simulation.start_pose import start_pose
from fleet_core.simulation.station_floor import StationFloor
from fleet_core.simulation.tally import Tally
from fleet_core.simulation.tracks import Tracks
from fleet_core.simulation.trail import Trail

AS_USUAL = PlantSettings()


class Plant:
    """All commanded vehicles of a facility, deterministic by the generator that is handed in.

    Manned vehicles of the facility are not part of it: nobody commands them.
    """

    def __init__(
        self,
        facility: Facility,
        scenario: Scenario,
        rng: Generator,
        settings: PlantSettings = AS_USUAL,
        motion: Motion | None = None,
    ) -> None:
        """``motion``: how the vehicles drive their legs; without it, by speed profiles."""
        self.facility = facility
        self.now_s = 0.0
        self._scenario = scenario
        self._settings = settings
        fleet = [one for one in facility.fleet if not _type_of(facility, one).manned]
        types = [_type_of(facility, one) for one in fleet]
        poses = [start_pose(facility, one) for one in fleet]
        self._batteries = Batteries([t.battery for t in types], [v.battery_soc for v in fleet])
        self.floor = StationFloor(facility, self._batteries, settings)
        self._motion = motion or ProfileMotion()
        self._state = new_state(np.array([_row(p) for p in poses]), *motion_limits(types))
        self._tracks = Tracks(self._state, settings.joint_tolerance_rad)
        self._faults = FaultPlan([one.id for one in fleet], scenario.faults)
        self._vehicles = {
            one.id: PlantVehicle(
                id=one.id,
                type=types[index],
                index=index,
                chain=RouteChain(poses[index], self.floor.near, settings.fit),
                troubles=self._faults.troubles[one.id],
                rng=child,
            )
            for index, (one, child) in enumerate(zip(fleet, rng.spawn(len(fleet)), strict=True))
        }
        self.tally = Tally(len(fleet))
        self.active_s = np.zeros(len(fleet))  # when each last moved or worked
        # What each may drive for now (m/s), by warnings: 0 stops it, inf is as its legs allow.
        self.caps_mps = np.full(len(fleet), np.inf)
        self.trail = self._trail(np.array([self.now_s]), self._state.pose[np.newaxis].copy())

    @property
    def vehicle_ids(self) -> tuple[str, ...]:
        """In the order of all arrays."""
        return tuple(self._vehicles)

    @property
    def types(self) -> tuple[VehicleType, ...]:
        """Of the vehicles, in the same order."""
        return tuple(vehicle.type for vehicle in self._vehicles.values())

    @property
    def suffering(self) -> frozenset[str]:
        """Vehicles with a fault of the moment."""
        return frozenset(one.id for one in self._vehicles.values() if one.troubles.any)

    @property
    def used_kwh(self) -> float:
        """Energy that all vehicles have used."""
        return float(self._batteries.used_kwh.sum())

    def apply(self, route: Route) -> None:
        """A message to a vehicle: a new route, a growing one, or ``hold``; see ``RouteChain``.

        A vehicle that is silent or driven by hand hears nothing. Raises CommandError for a vehicle
        that the plant does not have.
        """
        vehicle = self._vehicle(route.vehicle_id)
        if not vehicle.hears:
            return
        begin = vehicle.chain.end
        for leg in vehicle.chain.hear(route):
            self._tracks.append(vehicle.index, self._motion_leg(vehicle, leg, begin))
            begin = leg.path[-1]
        if vehicle.chain.is_newest(route):
            more_at_s = self.now_s if route.more_at_s is None else route.more_at_s
            self._state.glide_s[vehicle.index] = more_at_s - self.now_s

    def step(self, dt_s: float) -> None:
        """Let time pass, in ticks of at most ``tick_s``."""
        self._faults.update(self.now_s)
        ticks = max(1, ceil(dt_s / self._settings.tick_s - 1e-9))
        tick_s = dt_s / ticks
        soc = self._batteries.soc.tolist()
        held = [one.held(soc[one.index]) for one in self._vehicles.values()]
        self._state.held[:] = np.array(held, np.bool_) | (self.caps_mps <= 0.0)
        self._state.cap[:] = self.caps_mps
        legs_before = self._state.leg.copy()
        poses = np.empty((ticks, len(self._vehicles), 3))
        self._motion.advance(self._tracks, self._state, self.trail.loaded, tick_s, poses)
        self.trail = self._trail(self.now_s + tick_s * np.arange(1.0, ticks + 1.0), poses)
        # Rounded to a microsecond: a day of sums would otherwise drift off the full tenths.
        self.now_s = round(self.now_s + dt_s, 6)
        passed = self._state.leg - legs_before
        self._work(passed.tolist(), self._state.idle_ticks.tolist(), tick_s, dt_s)

    def reports(self, now_s: float) -> list[VehicleReport]:
        """What the vehicles say of themselves; a silent one says nothing."""
        measured = Measured.of(self._tracks.arrays, self._state, self._batteries.soc)
        return vehicle_reports(self._vehicles.values(), measured, self.floor.loads, now_s)

    def intended(self, step_s: float, steps: int) -> NDArray[np.float64]:
        """What the vehicles mean to drive by speed profiles, see `motion.intended`."""
        return intended(self._tracks, self._state, step_s, steps)

    def snapshot(self) -> PlantSnapshot:
        """All that is still known after a loss of power at this moment."""
        vehicles = {each.id: self._memory(each) for each in self._vehicles.values()}
        return PlantSnapshot(self.now_s, vehicles, self.floor.loads.stations)

    def restore(self, snapshot: PlantSnapshot) -> None:
        """Begin where ``snapshot`` ended: every vehicle stands where it was, and may go on.

        Raises CommandError when it is of other vehicles.
        """
        if snapshot.vehicles.keys() != self._vehicles.keys():
            raise CommandError(
                f"the snapshot is of vehicles {', '.join(snapshot.vehicles)}; "
                f"plant {self.facility.name} has {', '.join(self._vehicles)}"
            )
        self.now_s = snapshot.now_s
        memories = snapshot.vehicles
        aboard = {name: each.load_unit_ids for name, each in memories.items()}
        self.floor.loads.recall(snapshot.stations, aboard)
        faults = {name: each.faults_until_s for name, each in memories.items()}
        self._faults.recall(faults, snapshot.now_s)
        for name, memory in memories.items():
            self._recall(self._vehicles[name], memory)
        self.active_s[:] = self.now_s
        self.trail = self._trail(np.array([self.now_s]), self._state.pose[np.newaxis].copy())

    def inject(self, fault: Fault) -> None:
        """A disturbance from outside; ``at_s`` in the past means now."""
        self._vehicle(fault.vehicle_id)
        self._faults.add(fault)

    def repair(self, vehicle_id: str) -> None:
        """End every fault of a vehicle; an empty battery is charged by hand."""
        vehicle = self._vehicle(vehicle_id)
        vehicle.troubles.until_s.clear()
        soc = self._batteries.soc
        if soc[vehicle.index] <= 0.0:
            soc[vehicle.index] = self._settings.repaired_soc

    def take_over(self, vehicle_id: str) -> None:
        """A person drives the vehicle from now on: it stops, and hears no route."""
        vehicle = self._vehicle(vehicle_id)
        vehicle.mode = OperatingMode.MANUAL
        vehicle.work.end(ActionStatus.FAILED, f"vehicle {vehicle_id} was taken over by hand")

    def set_down(self, vehicle_id: str, pose: Pose) -> None:
        """The person has brought the vehicle to ``pose``. Raises CommandError unless taken over."""
        vehicle = self._by_hand(vehicle_id)
        self._tracks.clear(vehicle.index)
        self._state.pose[vehicle.index] = _row(pose)
        vehicle.chain.forget(pose)

    def hand_back(self, vehicle_id: str) -> None:
        """The vehicle takes routes again, from where it stands; none of the old ones.

        Raises CommandError when it was not taken over or has not come to a stop yet.
        """
        vehicle = self._by_hand(vehicle_id)
        if self._state.speed[vehicle.index] > 0.0:
            raise CommandError(f"vehicle {vehicle_id} still moves; hand it back when it stands")
        self._tracks.clear(vehicle.index)
        vehicle.chain.forget(self._pose(vehicle))
        vehicle.mode = OperatingMode.AUTOMATIC

    def _vehicle(self, vehicle_id: str) -> PlantVehicle:
        vehicle = self._vehicles.get(vehicle_id)
        if vehicle is None:
            raise CommandError(
                f"plant {self.facility.name} has no vehicle {vehicle_id}; "
                f"it has {', '.join(self._vehicles)}"
            )
        return vehicle

    def _by_hand(self, vehicle_id: str) -> PlantVehicle:
        vehicle = self._vehicle(vehicle_id)
        if vehicle.mode is not OperatingMode.MANUAL:
            raise CommandError(
                f"vehicle {vehicle_id} is in mode {vehicle.mode}; take it over by hand first"
            )
        return vehicle

    def _memory(self, vehicle: PlantVehicle) -> VehicleMemory:
        index, work = vehicle.index, vehicle.work
        return VehicleMemory(
            pose=self._pose(vehicle),
            battery_soc=float(self._batteries.soc[index]),
            mode=vehicle.mode,
            load_unit_ids=self.floor.loads.aboard(vehicle.id),
            chain=vehicle.chain.remember(),
            legs=tuple(LegMemory.of(leg) for leg in self._tracks.ahead(index)),
            way=float(self._state.way[index]),
            running=work.running,
            remaining_s=work.remaining_s if isfinite(work.remaining_s) else None,
            ended=dict(list(work.ended.items())[-KEPT:]),
            faults_until_s=dict(vehicle.troubles.until_s),
        )

    def _recall(self, vehicle: PlantVehicle, memory: VehicleMemory) -> None:
        index, work = vehicle.index, vehicle.work
        self._tracks.clear(index)
        for leg in memory.legs:
            self._tracks.append(index, leg.leg())
        self._state.way[index] = memory.way
        self._state.pose[index] = _row(memory.pose)
        self._batteries.soc[index] = memory.battery_soc
        vehicle.mode = memory.mode
        vehicle.chain.recall(memory.chain)
        work.running = memory.running
        work.remaining_s = inf if memory.remaining_s is None else memory.remaining_s
        work.ended = dict(memory.ended)

    def _motion_leg(self, vehicle: PlantVehicle, leg: Leg, begin: Pose) -> MotionLeg:
        """``leg`` for this vehicle as it is loaded now, slowed down by chance."""
        loaded = bool(self.floor.loads.aboard(vehicle.id))
        slowed = 1.0
        if self._scenario.delay_share > 0.0 and vehicle.rng.random() < self._scenario.delay_share:
            slowed = vehicle.rng.uniform(1.0, max(1.0, self._scenario.delay_factor_max))
        return motion_leg(leg, begin, vehicle.type, loaded, slowed)

    def _work(self, passed: list[int], idle_ticks: list[int], tick_s: float, dt_s: float) -> None:
        """Progress on routes and at stations, and all that is summed up."""
        charging, busy, working = [], [], []
        soc = self._batteries.soc.tolist()
        for vehicle in self._vehicles.values():
            index, work = vehicle.index, vehicle.work
            vehicle.chain.passed += passed[index]
            charging.append(work.charging)
            self._at_station(vehicle, soc[index], idle_ticks[index] * tick_s, dt_s)
            busy.append(vehicle.under_order)
            working.append(work.running is not None)
        driven_m, loaded = self._state.driven_m, self.trail.loaded
        self._batteries.pass_time(driven_m, loaded, np.array(charging, np.bool_), dt_s)
        active = np.array(working) | (driven_m > 0.0) | (self._state.turn_rate_radps != 0.0)
        self.active_s[active] = self.now_s
        at_order = np.array(busy, np.bool_)
        self.tally.pass_time(driven_m, loaded, at_order, at_order & ~active, dt_s)

    def _at_station(self, vehicle: PlantVehicle, soc: float, idle_s: float, dt_s: float) -> None:
        """Take up the next route, go on with the running action, or begin the one that is due."""
        chain, work = vehicle.chain, vehicle.work
        move_on(chain, work, lambda: self.floor.finish(vehicle))
        if vehicle.hindered(soc):
            return
        if work.running is not None:
            self.floor.go_on(vehicle, dt_s)
        elif (action := due_action(chain, work)) is not None:
            self.floor.begin(vehicle, action, self._pose(vehicle))
            self.floor.go_on(vehicle, idle_s)

    def _pose(self, vehicle: PlantVehicle) -> Pose:
        return Pose(*self._state.pose[vehicle.index].tolist())

    def _trail(self, times_s: NDArray[np.float64], poses: NDArray[np.float64]) -> Trail:
        loaded = [bool(self.floor.loads.aboard(vehicle_id)) for vehicle_id in self._vehicles]
        return Trail(times_s, poses, np.array(loaded, np.bool_))


def _row(pose: Pose) -> tuple[float, float, float]:
    return (pose.x_m, pose.y_m, wrap_angle(pose.heading_rad))


def _type_of(facility: Facility, vehicle: FleetVehicle) -> VehicleType:
    found = facility.vehicle_types.get(vehicle.type_id)
    if found is None:
        raise LayoutError(
            f"facility {facility.name}: vehicle {vehicle.id} is of unknown type "
            f"{vehicle.type_id}; allowed are {', '.join(facility.vehicle_types)}"
        )
    return found
