"""All people and manned forklifts of the embedded plant; deterministic by the seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import hypot, pi

import numpy as np
import shapely
from numpy.random import Generator
from numpy.typing import NDArray

from fleet_core.model.errors import LayoutError
from fleet_core.model.facility import Facility, ZoneKind
from fleet_core.model.geometry import Point, wrap_angle
from fleet_core.model.proximity import ObjectClass
from fleet_core.simulation.people.bodies import Bodies, rectangle, strikes
from fleet_core.simulation.people.floor_grid import DRIVING, WALKING, FloorGrid
from fleet_core.simulation.people.mover import Mover

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class CrowdSettings:
    """How people walk and drive. Pace of walkers: about 1.3 m/s (Weidmann 1993)."""

    person_radius_m: float = 0.3
    forklift_length_m: float = 3.0
    forklift_width_m: float = 1.2
    axle_m: float = 0.8  # behind the middle of its body
    walk_mps: tuple[float, float] = (1.0, 1.5)
    drive_mps: tuple[float, float] = (1.5, 2.5)
    stays_s: tuple[float, float] = (10.0, 60.0)
    drive_stays_s: tuple[float, float] = (5.0, 20.0)
    heedless_share: float = 0.1  # people who go on whatever comes
    look_s: float = 1.5  # what the others look ahead
    keep_m: tuple[float, float] = (0.35, 0.5)  # of people and drivers, from who moves ...
    squeeze_m: tuple[float, float] = (0.15, 0.25)  # ... and from who stands
    patience_s: float = 3.0  # then they look for another way
    back_mps: float = 0.8  # of drivers who make room
    back_m: tuple[float, float] = (3.0, 6.0)
    lets_pass_s: tuple[float, float] = (3.0, 8.0)
    pulls_over: int = 3  # parking places that a driver who finds no way past looks for
    pulls_over_s: tuple[float, float] = (8.0, 20.0)
    park_off_lanes_m: float = 4.2  # half a forklift's diagonal, what an AGV sweeps that turns, 0.3
    park_beside_m: float = 5.0  # so near to a zone that they share with AGVs
    off_lanes_m: float = 1.8  # where people stay, from the middle of any lane


AS_USUAL = CrowdSettings()
_PARKING_CELLS = 10


class Crowd:
    """People walk between places near stations, along walkways and crossings where there are any;
    manned forklifts drive along lanes that are wide enough for them, in zones that are shared with
    them where the plant has such. Nobody goes through walls or what stands. Those who look wait for
    vehicles that move; the others do not. A driver who finds no way past reverses and lets the
    others pass."""

    def __init__(
        self,
        facility: Facility,
        people: int,
        manned: int,
        rng: Generator,
        settings: CrowdSettings = AS_USUAL,
    ) -> None:
        """Raises LayoutError where there is no room for them."""
        self._settings = settings
        own = rng.spawn(people + manned)
        self._grids: dict[ObjectClass, FloorGrid] = {}
        self._places: dict[ObjectClass, Floats] = {}
        self.movers: list[Mover] = []
        if people:
            grid = self._grids[ObjectClass.PERSON] = FloorGrid(facility, WALKING)
            self._places[ObjectClass.PERSON] = _standing_places(facility, grid, settings)
        if manned:
            grid = self._grids[ObjectClass.FORKLIFT] = FloorGrid(facility, DRIVING)
            self._places[ObjectClass.FORKLIFT] = _parking_places(facility, grid, settings)
        for number, each in enumerate(own):
            kind = ObjectClass.PERSON if number < people else ObjectClass.FORKLIFT
            self.movers.append(self._newcomer(facility, number, kind, each))

    def step(self, dt_s: float, vehicles: Bodies) -> None:
        """Let time pass; ``vehicles`` are the commanded ones. Everybody sees where the others were
        at its beginning."""
        around = _Around(self.movers, self.bodies(), vehicles)
        for row, mover in enumerate(self.movers):
            if mover.stays_s > 0.0:
                mover.stays_s -= dt_s
                mover.speed_mps = 0.0
                continue
            if mover.backs_m > 0.0:
                self._make_room(mover, around.of(row), dt_s)
                continue
            if mover.arrived:
                self._arrive(mover)
                continue
            others = around.of(row)
            blocked = self._is_blocked(mover, others if mover.looks else others.standing())
            mover.move(0.0 if blocked else mover.pace_mps, dt_s)
            mover.waited_s = mover.waited_s + dt_s if blocked else max(0.0, mover.waited_s - dt_s)
            if mover.waited_s > self._settings.patience_s:
                self._go_round(mover, others)

    def bodies(self) -> Bodies:
        """Of all, as outlines; a person as an octagon round its circle."""
        return _bodies(self.movers, self._settings)

    def _newcomer(
        self, facility: Facility, number: int, kind: ObjectClass, rng: Generator
    ) -> Mover:
        settings, places = self._settings, self._places[kind]
        is_person = kind is ObjectClass.PERSON
        for _ in range(100):
            x, y = places[rng.integers(len(places))].tolist()
            taken = [*(each.place for each in self.movers), *_starts(facility)]
            if all(hypot(x - a, y - b) > (1.0 if is_person else 4.0) for a, b in taken):
                break
        mover = Mover(
            id=f"{kind}_{number + 1}",
            kind=kind,
            x_m=x,
            y_m=y,
            heading_rad=float(rng.uniform(-pi, pi)),
            pace_mps=float(rng.uniform(*(settings.walk_mps if is_person else settings.drive_mps))),
            rng=rng,
            looks=not is_person or float(rng.random()) >= settings.heedless_share,
            acceleration_mps2=1.5 if is_person else 0.8,
            turn_radps=4.0 if is_person else 1.0,
            axle_m=0.0 if is_person else settings.axle_m,
        )
        mover.stays_s = float(rng.uniform(0.0, 20.0))
        mover.goal = mover.from_ = mover.place
        return mover

    def _arrive(self, mover: Mover) -> None:
        """It has stayed long enough: on to somewhere else."""
        settings, places = self._settings, self._places[mover.kind]
        if mover.pulled_over:  # on to where it was going
            mover.pulled_over = False
            mover.stays_s = float(mover.rng.uniform(*settings.pulls_over_s))
            mover.follow(self._grids[mover.kind].way(mover.place, mover.goal))
            return
        mover.from_, mover.detours = mover.place, 0
        is_person = mover.kind is ObjectClass.PERSON
        mover.stays_s = float(
            mover.rng.uniform(*(settings.stays_s if is_person else settings.drive_stays_s))
        )
        x, y = places[mover.rng.integers(len(places))].tolist()
        mover.goal = (x, y)
        mover.follow(self._grids[mover.kind].way(mover.place, mover.goal))

    def _is_blocked(self, mover: Mover, others: Bodies) -> bool:
        """Somebody is in the way, or will be when it gets there."""
        if len(others.outline) == 0:
            return False
        settings = self._settings
        is_person = mover.kind is ObjectClass.PERSON
        if is_person:
            half = settings.person_radius_m, settings.person_radius_m
            reach_m = mover.pace_mps * settings.look_s
        else:
            half = settings.forklift_length_m / 2.0, settings.forklift_width_m / 2.0
            reach_m = 1.5 + mover.speed_mps**2 / (2.0 * mover.acceleration_mps2) + mover.speed_mps
        ahead = mover.ahead(reach_m, 0.25)
        if len(ahead) == 0:
            return False
        turn = 0.0 if is_person else wrap_angle(mover.heading_rad - float(ahead[0, 2]))
        turns = np.linspace(0.0, -turn, 1 + round(abs(turn) / 0.3))
        here = np.array([mover.turned(by) for by in turns.tolist()])
        path = np.concatenate([here, ahead])
        box, tick_s, row = rectangle(*half), 0.25 / mover.pace_mps, 0 if is_person else 1
        return bool(
            strikes(path, tick_s, box, others.standing(), settings.squeeze_m[row])
            or strikes(path, tick_s, box, others.moving(), settings.keep_m[row])
        )

    def _go_round(self, mover: Mover, others: Bodies) -> None:
        """Another way to its goal, else back to where it came from."""
        mover.waited_s, mover.detours = 0.0, mover.detours + 1
        if mover.detours > 2:
            mover.goal, mover.from_, mover.detours = mover.from_, mover.goal, 0
        middles: list[Point] = [tuple(each) for each in others.middles().tolist()]
        mover.follow(self._grids[mover.kind].way(mover.place, mover.goal, middles))
        is_driver = mover.kind is ObjectClass.FORKLIFT
        if is_driver and self._is_blocked(mover, others) and not self._pulls_over(mover, others):
            # No way past: two who wait for each other would stand for ever.
            mover.backs_m = float(mover.rng.uniform(*self._settings.back_m))

    def _pulls_over(self, mover: Mover, others: Bodies) -> bool:
        """To a place near by where it is in nobody's way, if one can be reached."""
        before = mover.way, mover.reached
        for x, y in self._parking_near(mover.place):
            mover.follow(self._grids[mover.kind].way(mover.place, (x, y)))
            if not mover.arrived and not self._is_blocked(mover, others):
                mover.pulled_over = True
                return True
        mover.way, mover.reached = before
        return False

    def _parking_near(self, place: Point) -> list[Point]:
        """Some that are not beside each other, nearest first."""
        places, found = self._places[ObjectClass.FORKLIFT], list[Point]()
        away = np.hypot(*(places - place).T)
        for row in np.argsort(away, kind="stable").tolist():
            x, y = places[row].tolist()
            if all(hypot(x - a, y - b) > self._settings.forklift_length_m for a, b in found):
                found.append((x, y))
            if len(found) == self._settings.pulls_over:
                break
        return found

    def _make_room(self, mover: Mover, others: Bodies, dt_s: float) -> None:
        """Reverse as far as there is room, let the others pass, then look for a way again."""
        settings = self._settings
        reach_m = min(0.75, mover.backs_m + 0.25)
        path, rear = mover.behind(reach_m, 0.25), mover.behind(reach_m + 1.0, 0.25)
        box = rectangle(settings.forklift_length_m / 2.0, settings.forklift_width_m / 2.0)
        blocked = not self._grids[mover.kind].clear(rear[:, :2])
        if blocked or strikes(path, 0.25 / settings.back_mps, box, others, settings.squeeze_m[1]):
            mover.backs_m = 0.0
        else:
            mover.back(settings.back_mps, dt_s)
        if mover.backs_m <= 0.0:
            mover.speed_mps = 0.0
            mover.stays_s = float(mover.rng.uniform(*settings.lets_pass_s))


_SEEN_M = 12.0


class _Around:
    """Who is near whom."""

    def __init__(self, movers: Sequence[Mover], bodies: Bodies, vehicles: Bodies) -> None:
        self._all = bodies.joined(vehicles)
        self._places = np.array([each.place for each in movers]).reshape(-1, 2)
        self._middles = np.concatenate([self._places, vehicles.outline[:, 0]])
        self._person = np.zeros(len(self._middles), np.bool_)
        self._person[: len(movers)] = [each.kind is ObjectClass.PERSON for each in movers]

    def of(self, row: int) -> Bodies:
        """Whom one of the movers must mind. People pass each other."""
        away = self._middles - self._places[row]
        near = np.hypot(away[:, 0], away[:, 1]) < _SEEN_M
        near[row] = False
        if self._person[row]:
            near &= ~self._person
        return self._all.only(near)


def _bodies(movers: Sequence[Mover], settings: CrowdSettings) -> Bodies:
    person, box = _outlines(settings)
    rows = [(each.x_m, each.y_m, each.heading_rad, each.speed_mps) for each in movers]
    x, y, heading, speed = np.array(rows, np.float64).reshape(-1, 4).T
    c, s = np.cos(heading), np.sin(heading)
    persons = np.array([each.kind is ObjectClass.PERSON for each in movers], np.bool_)
    shape = np.where(persons[:, None, None], person, box)
    outlines = np.empty((len(movers), 8, 2))
    outlines[:, :, 0] = x[:, None] + c[:, None] * shape[..., 0] - s[:, None] * shape[..., 1]
    outlines[:, :, 1] = y[:, None] + s[:, None] * shape[..., 0] + c[:, None] * shape[..., 1]
    return Bodies(outlines, np.stack([speed * c, speed * s], axis=1))


@cache
def _outlines(settings: CrowdSettings) -> tuple[Floats, Floats]:
    """Of a person, an octagon round its circle, and of a forklift."""
    angles = np.arange(8) * pi / 4.0 + pi / 8.0
    octagon = np.stack([np.cos(angles), np.sin(angles)], axis=1) * settings.person_radius_m
    return octagon, rectangle(settings.forklift_length_m / 2.0, settings.forklift_width_m / 2.0)


def _starts(facility: Facility) -> list[Point]:
    nodes = facility.layout.nodes
    return [
        nodes[each.start_node_id].point for each in facility.fleet if each.start_node_id in nodes
    ]


def _standing_places(facility: Facility, grid: FloorGrid, settings: CrowdSettings) -> Floats:
    """Near stations, off the lanes; where there are none, as far off the lanes as can be."""
    good = grid.free & (grid.lane_m >= settings.off_lanes_m)
    if not good.any():
        good = grid.free & (grid.lane_m >= np.quantile(grid.lane_m[grid.free], 0.9))
    return _near_stations(facility, grid, good, 8.0)


def _parking_places(facility: Facility, grid: FloorGrid, settings: CrowdSettings) -> Floats:
    """Off the lanes if there is room: nobody parks where the fleet drives. Beside zones that are
    shared with manned vehicles, if there are any."""
    shared = shapely.union_all(
        [shapely.Polygon(z.polygon) for z in facility.zones if z.kind is ZoneKind.MANNED_SHARED]
    )
    away_m = shapely.distance(shapely.points(grid.middles), shared)
    near = grid.free & (np.nan_to_num(away_m) <= settings.park_beside_m)
    roomy = grid.free & (grid.lane_m >= settings.park_off_lanes_m)
    for good in (near & roomy, roomy, near, grid.free):
        if good.sum() >= _PARKING_CELLS:
            return np.asarray(grid.middles[good])
    if not grid.free.any():
        raise LayoutError(
            f"{facility.name}: there is no room for manned forklifts beside the walls"
        )
    return np.asarray(grid.middles[grid.free])


def _near_stations(
    facility: Facility, grid: FloorGrid, good: NDArray[np.bool_], within_m: float
) -> Floats:
    if not good.any():
        raise LayoutError(f"{facility.name}: there is no room for people beside walls and lanes")
    nodes, middles = facility.layout.nodes, grid.middles[good]
    found = []
    for station in facility.layout.stations.values():
        for node_id in station.interaction_node_ids[:1]:
            away = np.hypot(*(middles - nodes[node_id].point).T)
            if away.min() <= within_m:
                found.append(int(np.argmin(away)))
    return np.asarray(middles[sorted(set(found))] if len(set(found)) >= 4 else middles)
