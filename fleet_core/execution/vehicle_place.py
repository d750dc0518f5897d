"""Every report of a vehicle is held against the floor that it was given and against its last one.

What does not fit makes it *astray*: it is held, keeps the floor that it had, and the floor where it
says it is, and that it may still reach, is taken too. Which of the two is true nobody knows.
"""

from __future__ import annotations

from math import hypot

import numpy as np
from shapely.geometry import Polygon

from fleet_core.execution.fleet import Fleet
from fleet_core.execution.place_check import Offset, between, offset_from
from fleet_core.execution.settings import FleetSettings
from fleet_core.execution.vehicle import Condition, Vehicle
from fleet_core.model import reasons
from fleet_core.model.errors import CommandError
from fleet_core.model.reason import Reason
from fleet_core.model.vehicle import OperatingMode, VehicleReport
from fleet_core.model.vehicle_type import VehicleType
from fleet_core.traffic.protocol import Floor, Held
from planner.roadmap.footprints import body, stand

SAME_M = 0.05
SAME_RAD = 0.02
"""The floor of an astray vehicle is taken anew when it has moved by more; it is so much larger."""


def examine(fleet: Fleet, vehicle: Vehicle, now_s: float) -> None:
    """Hold the newest report against what the vehicle was told, and take the floor where it may be
    beside that. Before the report has freed floor or won work for anybody."""
    report = vehicle.report
    if not vehicle.contact.heard or not vehicle.place.entered or report is vehicle.place.examined:
        return
    before, vehicle.place.examined = vehicle.place.examined, report
    if before is not None and _says_the_same(vehicle, before):
        return
    held = fleet.traffic.held(vehicle.id, report.route_id, report.legs_done)
    offset = _offset(fleet, vehicle, held)
    vehicle.place.fault = _fault(fleet, vehicle, held, offset)
    if not vehicle.place.fault:
        vehicle.place.furthest = (report.route_id, report.legs_done)
    _take_floor(fleet, vehicle, _floor(fleet, vehicle, held, offset), now_s)
    _judge(fleet.settings, vehicle)


def _says_the_same(vehicle: Vehicle, before: VehicleReport) -> bool:
    """It stands, as most do most of the time, and nothing was wrong with that."""
    report = vehicle.report
    return (
        report.pose == before.pose
        and (report.route_id, report.legs_done) == (before.route_id, before.legs_done)
        and report.legs_released == before.legs_released
        and not (vehicle.place.fault or vehicle.place.objection or vehicle.place.jump)
        and vehicle.place.floor is None
        and vehicle.place.floor_known
    )


def take_place(fleet: Fleet, vehicle: Vehicle, now_s: float) -> None:
    """Of a vehicle that is not in traffic: wherever it is, nobody may drive into it."""
    if vehicle.place.entered:
        examine(fleet, vehicle, now_s)  # it may just have been taken up
    elif vehicle.contact.heard and vehicle.report is not vehicle.place.examined:
        vehicle.place.examined = vehicle.report
        vehicle.place.fault = vehicle.place.objection = None
        _take_floor(fleet, vehicle, _body_floor(fleet, vehicle), now_s)


def hold_back(fleet: Fleet, vehicle: Vehicle) -> None:
    """Who has a release that leads where an astray vehicle may be is held."""
    if vehicle.place.entered:
        vehicle.place.held_for = fleet.traffic.in_the_way_of(vehicle.id)


def doubt_place(settings: FleetSettings, vehicle: Vehicle, why: Reason) -> None:
    """Something else than its place says that its reports cannot be believed."""
    if not vehicle.place.fault:
        vehicle.place.fault = why
        _judge(settings, vehicle)


def _judge(settings: FleetSettings, vehicle: Vehicle) -> None:
    """Astray at once; back only when reports have fitted for a while."""
    stamp_s = vehicle.report.stamp_s
    if vehicle.place.fault:
        vehicle.place.objection, vehicle.place.sound_since_s = vehicle.place.fault, None
    elif vehicle.place.objection:
        if vehicle.place.sound_since_s is None:
            vehicle.place.sound_since_s = stamp_s
        if stamp_s - vehicle.place.sound_since_s >= settings.sound_again_s:
            vehicle.place.objection = vehicle.place.sound_since_s = None


def note_motion(fleet: Fleet, vehicle: Vehicle, report: VehicleReport) -> None:
    """A report that comes in, beside the one before it: whether its type can drive like that."""
    last = vehicle.report
    if report.route_id:
        vehicle.place.forgot_since_s = None
    elif vehicle.contact.heard and last.route_id:
        vehicle.place.forgot_since_s = report.stamp_s
    elif not vehicle.contact.heard:
        _note_forgotten(fleet, vehicle, report)
    automatic = {last.mode, report.mode} == {OperatingMode.AUTOMATIC}
    if (
        not vehicle.contact.heard
        or not vehicle.place.entered
        or vehicle.place.moved_by_hand
        or not automatic
    ):
        return
    vehicle_type = fleet.plant.type_of(report.type_id)
    tolerance, top_mps = fleet.settings.tolerance_of(vehicle_type.id), _top_mps(vehicle_type)
    passed_s = max(0.0, report.stamp_s - last.stamp_s)
    way_m = hypot(report.pose.x_m - last.pose.x_m, report.pose.y_m - last.pose.y_m)
    could_m = top_mps * tolerance.speed_share * passed_s + tolerance.jump_m
    if way_m > could_m:
        vehicle.place.jump = reasons.vehicles.jumped(
            round(way_m, 2), round(passed_s, 1), vehicle_type.id, round(could_m, 2)
        )
        vehicle.place.jump_until_s = report.stamp_s + way_m / top_mps


def _note_forgotten(fleet: Fleet, vehicle: Vehicle, report: VehicleReport) -> None:
    """The first report of a vehicle that, by the store, had driven a part of a route: when it names
    none, it would begin that route anew, over floor that was freed."""
    held = fleet.traffic.held(vehicle.id, "", 0)
    if vehicle.place.restored and not report.route_id and held.behind is not None:
        vehicle.place.forgot_since_s = report.stamp_s


def note_moved_by_hand(vehicle: Vehicle) -> None:
    """A person drives it, or has moved it, or says that it is where it says."""
    vehicle.place.moved_by_hand = True


def note_not_moved(vehicle: Vehicle) -> None:
    """Nobody has moved it after all; a person may drive it away at any time while it is not
    automatic."""
    vehicle.place.moved_by_hand = vehicle.report.mode is not OperatingMode.AUTOMATIC


def note_restored(fleet: Fleet, vehicle: Vehicle, was_astray: bool) -> None:
    """It was in traffic when a controller before this one ended. Who was astray then stays so until
    it fits, or until a person says that it may be believed."""
    vehicle.place.entered = vehicle.place.restored = True
    if vehicle.contact.heard:
        _note_forgotten(fleet, vehicle, vehicle.report)
    vehicle.place.moved_by_hand = not was_astray


def note_left(vehicle: Vehicle, now_s: float) -> None:
    """It is in traffic no more, and may be taken up at once."""
    vehicle.place.entered = vehicle.place.restored = False
    vehicle.place.next_entry_s = now_s


def note_refused(vehicle: Vehicle, why: Reason, again_at_s: float) -> None:
    """Traffic does not take it up where it stands."""
    vehicle.place.refusal = why
    vehicle.place.next_entry_s = again_at_s


def note_taken_up(vehicle: Vehicle) -> None:
    """It is taken up anew: what it reported before says nothing of what comes."""
    note_not_moved(vehicle)
    place = vehicle.place
    place.entered = True
    place.refusal = None
    place.examined = None
    place.forgot_since_s = None
    place.fault = place.objection = place.jump = None
    place.sound_since_s = None
    place.jump_until_s = float("-inf")
    place.furthest = ("", 0)


def started_anew(fleet: Fleet, vehicle: Vehicle) -> bool:
    """Its driver has forgotten its route: it has named none for a while after it named one, or was
    told of one long ago. After a person has driven it, it has forgotten at once."""
    report, since_s = vehicle.report, vehicle.place.forgot_since_s
    if report.route_id:
        return False
    if vehicle.condition is Condition.SILENT:
        return True
    if since_s is None:
        return False
    return vehicle.place.moved_by_hand or report.stamp_s - since_s >= fleet.settings.forgot_s


def left_to_drive(report: VehicleReport) -> bool:
    """By its own word it may still drive legs of a route that it knows."""
    return bool(report.route_id) and report.legs_done < report.legs_released


def _offset(fleet: Fleet, vehicle: Vehicle, held: Held) -> Offset:
    report = vehicle.report
    kind = fleet.plant.type_of(report.type_id)
    tolerance = fleet.settings.tolerance_of(kind.id)
    behind_m = tolerance.beside_m + _top_mps(kind) * tolerance.behind_s
    if held.place is None and not held.legs and held.behind is None:
        return between(report.pose, report.pose)  # traffic cannot say where it belongs
    return offset_from(report.pose, held, behind_m, fleet.radius_m[kind.id])


def _fault(fleet: Fleet, vehicle: Vehicle, held: Held, offset: Offset) -> Reason | None:
    """The first thing that does not fit, with its numbers; None: all fits."""
    report, tolerance = vehicle.report, fleet.settings.tolerance_of(vehicle.report.type_id)
    if report.stamp_s >= vehicle.place.jump_until_s:
        vehicle.place.jump = None
    if not offset.within(tolerance):
        if vehicle.place.jump:
            return vehicle.place.jump
        return _off_its_way(vehicle, offset, fleet.settings)
    if vehicle.place.jump:
        return vehicle.place.jump
    done, (route_id, furthest) = report.legs_done, vehicle.place.furthest
    if held.again or (report.route_id == route_id and done < furthest):
        before = done + len(held.again) if held.again else furthest
        return reasons.vehicles.legs_taken_back(done, report.route_id, before)
    if held.excess:
        return reasons.vehicles.legs_not_released(done, report.route_id, done - held.excess)
    if not held.told and left_to_drive(report) and not vehicle.place.restored:
        left = report.legs_released - done
        return reasons.vehicles.route_over(left, report.route_id)
    return _overlap(fleet, vehicle) if vehicle.place.floor is not None else None


def _off_its_way(vehicle: Vehicle, offset: Offset, settings: FleetSettings) -> Reason:
    tolerance = settings.tolerance_of(vehicle.report.type_id)
    if offset.beside_m > tolerance.beside_m:
        return reasons.vehicles.beside_way(round(offset.beside_m, 2), tolerance.beside_m)
    return reasons.vehicles.turned_off_way(round(offset.heading_rad, 2), tolerance.heading_rad)


def _overlap(fleet: Fleet, vehicle: Vehicle) -> Reason | None:
    """Whose reported footprint it overlaps; asked only of those that are beside their floor."""
    kind = fleet.plant.type_of(vehicle.report.type_id)
    own = _body(fleet, vehicle)
    for other in fleet.vehicles.values():
        if other is vehicle or not other.contact.heard:
            continue
        pose, its = other.report.pose, vehicle.report.pose
        reach_m = fleet.radius_m[kind.id] + fleet.radius_m[other.report.type_id]
        if hypot(pose.x_m - its.x_m, pose.y_m - its.y_m) > reach_m:
            continue
        area_m2 = float(own.intersection(_body(fleet, other)).area)
        if area_m2 > 0.0:
            return reasons.vehicles.overlaps(other.id, round(area_m2, 2))
    return None


def _body(fleet: Fleet, vehicle: Vehicle) -> Polygon:
    pose = vehicle.report.pose
    outline = body(fleet.plant.type_of(vehicle.report.type_id))
    return stand(outline, np.array([pose.x_m, pose.y_m, pose.heading_rad]))


def _floor(fleet: Fleet, vehicle: Vehicle, held: Held, offset: Offset) -> Floor | None:
    """Where it may be beside what it holds; None when it is where it should be, by less than half
    the clearance, which it shares with whoever passes."""
    if vehicle.place.fault:
        return _body_floor(fleet, vehicle, held)
    kind = fleet.plant.type_of(vehicle.report.type_id)
    half_m = fleet.plant.facility.clearance_m / 2.0
    if offset.swing_m(fleet.radius_m[kind.id]) <= half_m:
        return None
    if fleet.traffic.sticks_out_m(vehicle.id, vehicle.report.pose) <= half_m:
        return None
    return Floor(kind.id, vehicle.report.pose, SAME_M)


def _body_floor(fleet: Fleet, vehicle: Vehicle, held: Held | None = None) -> Floor:
    """Its body, the way on which it comes to a stand, and legs that it may drive once more."""
    report = vehicle.report
    kind = fleet.plant.type_of(report.type_id)
    speed_mps = abs(report.speed_mps)
    stop_m = speed_mps * fleet.settings.stopping_s + speed_mps**2 / (2.0 * kind.braking_mps2)
    reach_m = SAME_M + (stop_m if speed_mps > fleet.settings.standing_mps else 0.0)
    return Floor(kind.id, report.pose, reach_m, held.again if held is not None else ())


def _take_floor(fleet: Fleet, vehicle: Vehicle, floor: Floor | None, now_s: float) -> None:
    before = vehicle.place.floor
    same = floor == before or (floor is not None and before is not None and _same(floor, before))
    if same and vehicle.place.floor_known:
        return
    vehicle.place.floor, vehicle.place.floor_known = floor, True
    fleet.traffic.bar(vehicle.id, floor, now_s)
    fleet.note_floor()


def _same(floor: Floor, before: Floor) -> bool:
    moved = between(floor.pose, before.pose)
    return (
        moved.beside_m <= SAME_M / 2.0
        and moved.heading_rad <= SAME_RAD / 2.0
        and abs(floor.reach_m - before.reach_m) <= SAME_M / 2.0
        and (floor.type_id, floor.legs) == (before.type_id, before.legs)
    )


def may_take_up(fleet: Fleet, vehicle: Vehicle) -> bool:
    """It may be taken up where it stands: a person may have moved it, or its driver has been
    started anew, and nothing of an old route can drive it away."""
    report = vehicle.report
    if report.mode is OperatingMode.AUTOMATIC and left_to_drive(report):
        return False
    if vehicle.place.moved_by_hand:
        return True
    if not started_anew(fleet, vehicle):
        return False
    try:
        fleet.traffic.check_place(vehicle.id, report.type_id, report.pose)
    except CommandError as error:
        vehicle.place.refusal = error.reason
        return False
    return True


def _top_mps(kind: VehicleType) -> float:
    return max(kind.max_speed_mps, kind.max_speed_loaded_mps, kind.max_reverse_speed_mps)
