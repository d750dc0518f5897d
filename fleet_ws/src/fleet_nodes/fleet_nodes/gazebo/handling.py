"""Picking and dropping in Gazebo: what the lift does, and whether the load is where it should be.

A load is on board when it rests on forks, plate or bed, is as high as they are, and does not touch
the floor; it is put down when it stands upright and no longer touches the vehicle. Both are seen by
Gazebo's poses and contacts. What has come to rest on something that does not move is asleep after a
second: then Gazebo says no longer that they touch.
"""

from __future__ import annotations

from collections.abc import Callable
from math import cos, hypot, sin

from fleet_core.model.geometry import Pose, wrap_angle
from fleet_core.model.order import StopAction
from fleet_core.model.route import StationAction
from fleet_core.model.vehicle import ActionStatus
from fleet_core.onboard.station_work import ActionResult, duration_s
from fleet_core.worlds.carriers import Handling
from fleet_core.worlds.loads import DECK_M, load_body
from fleet_nodes.gazebo.gazebo_plant import GazeboLoad
from fleet_nodes.gazebo.station_loads import SetDown, StationLoads, load_unit, model_of
from fleet_nodes.gazebo.vehicle import GazeboVehicle

FLOOR = "floor"
_OFF_MOST_M, _TILT_MOST_RAD = 0.15, 0.06
_HEIGHT_WITHIN_M, _FALLEN_M = 0.012, 0.05
"""Lowered forks are 20 mm below a pallet's deck, a lowered plate 35 mm below a stand's load."""
_SETTLED_S = 0.6
"""After the lift has moved, before anything is judged."""
_BROUGHT_WITHIN_S, _JUDGED_WITHIN_S = 60.0, 5.0
_RUNNING = ActionResult(ActionStatus.RUNNING)


class LoadHandling:
    """Of one vehicle. ``now_s`` tells Gazebo's time."""

    def __init__(
        self, vehicle: GazeboVehicle, loads: StationLoads, now_s: Callable[[], float]
    ) -> None:
        self._vehicle, self._loads, self._now_s = vehicle, loads, now_s
        self._aboard = ""  # model of what it carries
        self._action_id = ""
        self._elapsed_s = self._settled_s = 0.0

    @property
    def loaded(self) -> bool:
        return bool(self._aboard)

    @property
    def lost(self) -> bool:
        """Whether what it carries lies elsewhere."""
        if not self._aboard or self._action_id:
            return False
        load = self._loads.floor.load(self._aboard)
        return load is None or not self._lies(load, _FALLEN_M)

    def work(self, action: StationAction, dt_s: float) -> ActionResult:
        """Begin a pick or a drop, or go on with it."""
        if action.action_id != self._action_id:
            self._action_id, self._elapsed_s, self._settled_s = action.action_id, 0.0, 0.0
        self._elapsed_s += dt_s
        begin = self._pick if action.kind is StopAction.PICK else self._drop
        outcome = begin(action, dt_s)
        if outcome.status is not ActionStatus.RUNNING:
            self._action_id = ""
        return outcome

    def _pick(self, action: StationAction, dt_s: float) -> ActionResult:
        vehicle, name = self._vehicle, model_of(load_unit(action))
        vehicle.load_at = name
        if self._aboard:
            return _failed(f"vehicle {vehicle.name} already carries {self._aboard}")
        if vehicle.lift.carrier.handling is Handling.BED:
            return self._loaded_by_hand(action, name, dt_s)
        if vehicle.lift.wanted_m == 0.0:  # not begun
            if not self._loads.prepare(vehicle, action):
                if self._elapsed_s < _BROUGHT_WITHIN_S:
                    return _RUNNING
                return _failed(f"no load stands at station {action.station_id}")
            vehicle.lift.load_kg = load_body(action.load_type).mass_kg
            vehicle.lift.raise_up()
        return self._judged(action, name, dt_s, self._taken)

    def _loaded_by_hand(self, action: StationAction, name: str, dt_s: float) -> ActionResult:
        """Before the time is over somebody puts the load on the bed."""
        vehicle, body = self._vehicle, load_body(action.load_type)
        if self._elapsed_s < duration_s(action, vehicle.type) - _JUDGED_WITHIN_S:
            return _RUNNING
        if self._loads.floor.load(name) is None and vehicle.lift.load_kg != body.mass_kg:
            vehicle.lift.load_kg = body.mass_kg
            bed_m = vehicle.lift.top_m
            self._loads.floor.bring_load(name, action.load_type, self._load_pose(), bed_m + 0.003)
        return self._judged(action, name, dt_s, self._taken)

    def _judged(
        self,
        action: StationAction,
        name: str,
        dt_s: float,
        done: Callable[[StationAction, GazeboLoad], ActionResult],
    ) -> ActionResult:
        """When the lift has come to rest, and all the time that the work takes is over."""
        self._settled_s = self._settled_s + dt_s if self._vehicle.lift.there else 0.0
        is_over = self._elapsed_s >= duration_s(action, self._vehicle.type)
        if self._settled_s < _SETTLED_S or not is_over:
            return _RUNNING
        load = self._loads.floor.load(name)
        outcome = _failed(f"{name} is gone") if load is None else done(action, load)
        if outcome.status is ActionStatus.FAILED and self._settled_s < _JUDGED_WITHIN_S:
            return _RUNNING
        return outcome

    def _taken(self, action: StationAction, load: GazeboLoad) -> ActionResult:
        vehicle = self._vehicle
        if not self._holds(load):
            vehicle.lift.lower()
            return _failed(
                f"{load_unit(action)} does not lie on {vehicle.name}: {self._says(load)}"
            )
        self._aboard = load.name
        self._loads.lifted(action)
        return ActionResult(ActionStatus.FINISHED)

    def _drop(self, action: StationAction, dt_s: float) -> ActionResult:
        vehicle = self._vehicle
        if not self._aboard:
            return _failed(f"vehicle {vehicle.name} carries nothing")
        if vehicle.lift.carrier.handling is Handling.BED:
            if self._elapsed_s < duration_s(action, vehicle.type):
                return _RUNNING
            self._loads.floor.take_away(self._aboard)
            return self._let_go()
        if vehicle.lift.wanted_m > 0.0:  # not begun
            if not self._loads.prepare(vehicle, action):
                if self._elapsed_s < _BROUGHT_WITHIN_S:
                    return _RUNNING
                return _failed(f"something stands at station {action.station_id}")
            vehicle.lift.lower()
        return self._judged(action, self._aboard, dt_s, self._stands)

    def _stands(self, action: StationAction, load: GazeboLoad) -> ActionResult:
        place = self._loads.place(
            self._vehicle.type, self._vehicle.lift.carrier.at_m, action.station_id
        )
        if load.seen is None or place is None or load.seen.tilt_rad > _TILT_MOST_RAD:
            return _failed(f"{load_unit(action)} does not stand: {self._says(load)}")
        touched = load.touched(self._now_s())
        if self._on_carrier(load) or self._vehicle.name in touched:
            return _failed(f"{load_unit(action)} still lies on {self._vehicle.name}")
        at = load.seen.pose
        self._loads.put_down(
            load.name,
            SetDown(
                load_unit(action),
                action.station_id,
                hypot(at.x_m - place.x_m, at.y_m - place.y_m),
                abs(wrap_angle(at.heading_rad - place.heading_rad)),
            ),
        )
        return self._let_go()

    def _let_go(self) -> ActionResult:
        self._aboard = ""
        self._vehicle.lift.load_kg = 0.0
        return ActionResult(ActionStatus.FINISHED)

    def _holds(self, load: GazeboLoad) -> bool:
        """Whether the vehicle carries a load, by its pose and by what it touches."""
        touched = load.touched(self._now_s())
        on_it = self._vehicle.name in touched and FLOOR not in touched
        return on_it and self._lies(load, _HEIGHT_WITHIN_M)

    def _lies(self, load: GazeboLoad, within_m: float) -> bool:
        """Upright, where it belongs on the vehicle, and as high."""
        if load.seen is None or load.seen.tilt_rad > _TILT_MOST_RAD:
            return False
        wanted = self._load_pose()
        off_m = hypot(load.seen.pose.x_m - wanted.x_m, load.seen.pose.y_m - wanted.y_m)
        return off_m <= _OFF_MOST_M and self._on_carrier(load, within_m)

    def _on_carrier(self, load: GazeboLoad, within_m: float = _HEIGHT_WITHIN_M) -> bool:
        """As high as what carries it: forks reach under the pallet's deck."""
        assert load.seen is not None
        lift = self._vehicle.lift
        deck_m = DECK_M if lift.carrier.handling is Handling.FORKS else 0.0
        return abs(load.seen.height_m + deck_m - lift.top_m) < within_m

    def _load_pose(self) -> Pose:
        """Where a load belongs on the vehicle."""
        assert self._vehicle.seen is not None
        pose, at_m = self._vehicle.seen.pose, self._vehicle.lift.carrier.at_m
        return Pose(
            pose.x_m + at_m * cos(pose.heading_rad),
            pose.y_m + at_m * sin(pose.heading_rad),
            pose.heading_rad,
        )

    def _says(self, load: GazeboLoad) -> str:
        if load.seen is None:
            return "it is not seen"
        seen, wanted = load.seen, self._load_pose()
        off_m = hypot(seen.pose.x_m - wanted.x_m, seen.pose.y_m - wanted.y_m)
        return f"{off_m:.3f} m beside, {seen.height_m:.3f} m high, tilt {seen.tilt_rad:.3f} rad"


def _failed(text: str) -> ActionResult:
    return ActionResult(ActionStatus.FAILED, text)
