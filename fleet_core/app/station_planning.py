"""All stations of a plant planned beforehand, in several processes, into the cache."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from math import inf
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from fleet_core.app.local_motion import manoeuvre_cache
from fleet_core.model.errors import InputError
from fleet_core.model.facility import Facility
from planner.local.manoeuvres.motion import Drive
from planner.local.manoeuvres.plan import Planned
from planner.local.manoeuvres.scene import ManoeuvreScene
from planner.local.manoeuvres.station_scenes import (
    SolidFloor,
    StationScene,
    out_of_frame,
    station_scene,
)
from planner.local.manoeuvres.station_ways import StationWay, station_ways
from planner.roadmap.footprints import body, sweep

CHUNK = 8
"""Scenes that a process plans at a time."""
REMEMBERED = 4
"""Drives of each kind of way that are tried at the next station first."""


@dataclass(frozen=True, slots=True)
class StationPlan:
    """What came of one way into or out of a station.

    ``free_m``: least distance of the moving body from walls, racks, machines and the loads of other
    stations; inf where there are none. ``reason``: why there is no manoeuvre.
    """

    way: StationWay
    planned_s: float | None = None
    reversals: int = 0
    free_m: float = inf
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Answer:
    """Of one scene, small enough to be sent back."""

    number: int
    reason: str = ""
    duration_s: float = 0.0
    reversals: int = 0
    poses: NDArray[np.float64] | None = None


def chosen_ways(facility: Facility, station: str | None, type_id: str | None) -> list[StationWay]:
    """Of all stations and commanded types, or of one.

    Raises InputError where the facility has no such station or type.
    """
    _check(station, facility.layout.stations, "station", facility.name)
    commanded = [one.id for one in facility.vehicle_types.values() if not one.manned]
    _check(type_id, commanded, "vehicle type that the fleet commands", facility.name)
    return [
        way
        for way in station_ways(facility)
        if station in (None, way.station_id) and type_id in (None, way.vehicle_type.id)
    ]


def plan_stations(
    facility: Facility,
    ways: Sequence[StationWay],
    folder: Path | None,
    processes: int,
    progress: Callable[[int], None],
) -> list[StationPlan]:
    """Plan all ways that the cache in ``folder`` does not have yet. ``progress`` is told how many
    are done, from 0 on."""
    solids = SolidFloor.of(facility)
    scenes: dict[int, StationScene] = {}
    plans: dict[int, StationPlan] = {}
    for number, way in enumerate(ways):
        try:
            scenes[number] = station_scene(way, solids)
        except InputError as error:
            plans[number] = StationPlan(way, reason=str(error))
    progress(len(plans))
    chunks = list(_chunks(ways, scenes))
    for answers in _answers(chunks, folder, processes):
        for answer in answers:
            at = scenes[answer.number]
            plans[answer.number] = _plan(ways[answer.number], answer, at, solids)
        progress(len(plans))
    return [plans[number] for number in range(len(ways))]


def _check(name: str | None, known: Iterable[str], what: str, plant: str) -> None:
    names = list(known)
    if name is not None and name not in names:
        shown = ", ".join(names[:20]) + (", ..." if len(names) > 20 else "")
        raise InputError(f"{plant} has no {what} {name}; it has {shown}")


Chunk = tuple[tuple[str, bool], list[tuple[int, ManoeuvreScene]]]
"""Scenes of one kind of way, with their numbers."""


def _chunks(ways: Sequence[StationWay], scenes: dict[int, StationScene]) -> Iterator[Chunk]:
    """Ways of one type in one direction together: what is found for one often fits the next."""
    kinds: dict[tuple[str, bool], list[tuple[int, ManoeuvreScene]]] = {}
    for number, at in scenes.items():
        way = ways[number]
        kinds.setdefault((way.vehicle_type.id, way.inward), []).append((number, at.scene))
    for kind, members in kinds.items():
        for first in range(0, len(members), CHUNK):
            yield kind, members[first : first + CHUNK]


def _answers(chunks: list[Chunk], folder: Path | None, processes: int) -> Iterator[list[_Answer]]:
    count = min(processes, len(chunks))
    if count <= 1:
        yield from (_solved(chunk, folder) for chunk in chunks)
        return
    # Not forked: threads of numba and of casadi do not survive that.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(count, mp_context=context) as pool:
        for done in as_completed([pool.submit(_solved, chunk, folder) for chunk in chunks]):
            yield done.result()


_OTHERS: dict[tuple[str, bool], list[Drive]] = {}
"""Of this process: what was found last for each kind of way."""


def _solved(chunk: Chunk, folder: Path | None) -> list[_Answer]:
    kind, members = chunk
    cache, answers = manoeuvre_cache(folder), []
    others = _OTHERS.setdefault(kind, [])
    for number, scene in members:
        found = cache.manoeuvre(scene, others)
        if not isinstance(found, Planned):
            answers.append(_Answer(number, str(found)))
            continue
        if found.tries:
            others[:] = [found.drive, *others][:REMEMBERED]
        trajectory = found.trajectory
        answers.append(
            _Answer(number, "", trajectory.duration_s, len(trajectory.reversals), trajectory.poses)
        )
    return answers


def _plan(way: StationWay, answer: _Answer, at: StationScene, solids: SolidFloor) -> StationPlan:
    if answer.poses is None:
        return StationPlan(way, reason=answer.reason)
    swept = sweep(body(way.vehicle_type), out_of_frame(answer.poses, at.frame))
    near = [place for name, place in solids.loads if name != way.station_id]
    distances = shapely.distance(swept, np.array([*solids.walls.geometries, *near], dtype=object))
    free_m = float(distances.min()) if len(distances) else inf
    return StationPlan(way, answer.duration_s, answer.reversals, free_m)
