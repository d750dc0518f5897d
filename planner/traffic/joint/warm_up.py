"""Compiles the kernels of joint planning by planning two vehicles at a junction in every way."""

from __future__ import annotations

from fleet_core.model.facility import Facility
from fleet_core.model.layout import Edge, EdgeProperties, Layout, Node
from fleet_core.model.vehicle_type import BatteryType, Kinematics, VehicleType
from planner.roadmap.build import build_roadmap
from planner.traffic.joint.booked_plans import BookedPlans
from planner.traffic.joint.exchange import Exchange
from planner.traffic.joint.exhaust import exhaust
from planner.traffic.joint.ground import Ground
from planner.traffic.joint.plan import plan_jointly
from planner.traffic.joint.problem import Budget, Problem, Traveller
from planner.traffic.joint.sequence import find_sequence, scene_of
from planner.traffic.joint.situation import situation


def warm_up() -> None:
    """Calls every kernel with the types it is used with; the results are kept on disk."""
    roadmap = build_roadmap(_junction())
    ground = Ground(roadmap)
    west, east = roadmap.states_at[0, "west"], roadmap.states_at[0, "east"]
    usable = roadmap.move_empty
    problem = Problem(
        (
            Traveller("first", west[0], east, usable),
            Traveller("second", east[0], west, usable),
        ),
        taken=[(0, -1.0)],
    )
    plan_jointly(ground, problem, Budget(refinements=2))
    now = situation(ground, problem)
    timetable = BookedPlans(now, seed=1)
    found = find_sequence(now, steps=1000, seed=1)
    timetable.follow(found.made or [])
    timetable.improve(2)
    places = now.place.tolist()
    exhaust(scene_of(now, now.graph.hops, now.shut, now.place), now.place, 10)
    Exchange(now.joined.hops, now.joined_shut).plan(places, places[::-1], seed=1)


def _junction() -> Facility:
    """Four places round a fifth."""
    points = {
        "middle": (0.0, 0.0), "west": (-2.0, 0.0), "east": (2.0, 0.0),
        "north": (0.0, 2.0), "south": (0.0, -2.0),
    }  # fmt: skip
    ways = [way for end in points if end != "middle" for way in (("middle", end), (end, "middle"))]
    edges = [Edge(f"{a}-{b}", a, b, (EdgeProperties("cart"),)) for a, b in ways]
    layout = Layout(
        "junction",
        {name: Node(name, x, y, ()) for name, (x, y) in points.items()},
        {edge.id: edge for edge in edges},
        {},
    )
    return Facility("junction", layout, {"cart": _CART})


_BODY = ((-0.3, -0.3), (0.3, -0.3), (0.3, 0.3), (-0.3, 0.3))
_CART = VehicleType(
    id="cart",
    kinematics=Kinematics.DIFFERENTIAL,
    footprint=_BODY,
    loaded_footprint=_BODY,
    max_speed_mps=1.0,
    max_speed_loaded_mps=1.0,
    max_reverse_speed_mps=1.0,
    acceleration_mps2=1.0,
    braking_mps2=1.0,
    turn_speed_radps=1.0,
    turn_acceleration_radps2=1.0,
    battery=BatteryType(1.0, 1e-4, 1e-4, 0.03, 1.0),
)
