"""``fleet bench gazebo --compare SCENE``: the embedded plant and Gazebo on the same scene."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fleet_core.model.errors import InputError

if TYPE_CHECKING:
    from fleet_core.model.facility import Facility
    from fleet_core.model.geometry import Point
    from fleet_core.model.order import TransportOrder
    from fleet_nodes.gazebo.comparison import Comparison
    from fleet_nodes.gazebo.scenes import GazeboScene
    from fleet_nodes.gazebo.stepped_fleet import SteppedFleet

ALL = "all"


def compare(name: str, seed: int) -> dict[str, Any]:
    """The figures of one scene, or of all. Raises InputError for a scene that is not known."""
    from fleet_nodes.gazebo.scenes import SCENES  # noqa: PLC0415 - ROS: seconds

    if name != ALL and name not in SCENES:
        raise InputError(f"--compare {name}: allowed are {', '.join((ALL, *SCENES))}")
    chosen = [each for each in SCENES.values() if name in (ALL, each.name)]
    return {each.name: figures(compare_scene(each, seed)) for each in chosen}


def compare_scene(scene: GazeboScene, seed: int) -> Comparison:
    """Gazebo goes first; the embedded plant then for as long."""
    return compare_run(scene, _run_in_gazebo(scene), seed)


def compare_run(scene: GazeboScene, fleet: SteppedFleet, seed: int) -> Comparison:
    """``fleet``: the scene as it was in Gazebo."""
    from fleet_nodes.gazebo.comparison import (  # noqa: PLC0415 - casadi: a second
        compared,
        embedded_trails,
    )

    facility, begun_s = scene.facility(), fleet.begun_s
    in_gazebo = {
        name: [(time_s - begun_s, pose) for time_s, pose in each.trail]
        for name, each in fleet.members.items()
    }
    duration_s = max(trail[-1][0] for trail in in_gazebo.values())
    embedded = embedded_trails(facility, scene.orders, duration_s, seed)
    return compared(embedded, in_gazebo, dict(places(facility, scene.orders)))


def figures(comparison: Comparison) -> dict[str, Any]:
    """To be printed."""
    return {
        "agrees": comparison.agrees,
        "arrivals": [
            {
                "vehicle": each.vehicle_id,
                "station": each.place,
                "embedded_s": each.embedded_s and round(each.embedded_s, 1),
                "gazebo_s": each.gazebo_s and round(each.gazebo_s, 1),
                "later_by": round(each.share, 3) if isfinite(each.share) else None,
            }
            for each in comparison.arrivals
        ],
        "beside_m": {name: round(each, 3) for name, each in comparison.beside_m.items()},
    }


def table(found: dict[str, Any]) -> Iterator[str]:
    """The same as lines of text."""
    for name, scene in found.items():
        yield f"{name}: {'agrees' if scene['agrees'] else 'differs'}"
        yield f"  {'vehicle':<12}{'station':<22}{'embedded':>10}{'Gazebo':>10}{'later by':>10}"
        for each in scene["arrivals"]:
            times = "".join(_seconds(each[key]) for key in ("embedded_s", "gazebo_s"))
            later = "-" if each["later_by"] is None else f"{100.0 * each['later_by']:.1f} %"
            yield f"  {each['vehicle']:<12}{each['station']:<22}{times}{later:>10}"
        for vehicle, beside_m in scene["beside_m"].items():
            yield f"  {vehicle:<12}ways apart by {1000.0 * beside_m:.0f} mm at most"


def _seconds(time_s: float | None) -> str:
    return f"{'-' if time_s is None else f'{time_s:.1f} s':>10}"


def _run_in_gazebo(scene: GazeboScene) -> SteppedFleet:
    from fleet_core.worlds import world_of, world_text  # noqa: PLC0415
    from fleet_nodes.gazebo.running import FASTEST, run_fleet_scene  # noqa: PLC0415
    from fleet_nodes.gazebo.server import start_gazebo  # noqa: PLC0415

    facility = scene.facility()
    world = world_of(facility, FASTEST)
    with tempfile.TemporaryDirectory(prefix="fleet_gazebo_") as name:
        path = Path(name) / f"{world.name}.sdf"
        path.write_text(world_text(world), encoding="utf-8")
        with (Path(name) / "said").open("wb") as said:
            server = start_gazebo(path, said, paused=True)
            try:
                return run_fleet_scene(server, world, facility, scene.orders, scene.within_s)
            finally:
                server.stop()


def places(
    facility: Facility, orders: Sequence[TransportOrder]
) -> Iterator[tuple[str, list[tuple[str, Point]]]]:
    """Where each order's vehicle is to stop."""
    for order in orders:
        kind_id = next(one.type_id for one in facility.fleet if one.id == order.intended_vehicle)
        stops = []
        for stop in order.stops:
            station = facility.layout.stations[stop.station_id]
            nodes = (facility.layout.nodes[each] for each in station.interaction_node_ids)
            node = next(
                node
                for node in nodes
                if any(each.vehicle_type_id == kind_id for each in node.properties)
            )
            stops.append((stop.station_id, (node.x_m, node.y_m)))
        yield order.intended_vehicle, stops
