"""Small layouts for the tests of roadmap and traffic."""

from __future__ import annotations

from math import pi

from fleet_core.model.facility import Facility, FleetVehicle, StationKind, StationUse
from fleet_core.model.layout import Edge, EdgeProperties, Layout, Node, RotationAllowed, Station
from fleet_core.model.vehicle_type import BatteryType, Kinematics, VehicleType

CART = VehicleType(
    id="cart",
    kinematics=Kinematics.DIFFERENTIAL,
    footprint=((-0.4, -0.3), (0.4, -0.3), (0.4, 0.3), (-0.4, 0.3)),
    loaded_footprint=((-0.5, -0.3), (0.5, -0.3), (0.5, 0.3), (-0.5, 0.3)),
    max_speed_mps=1.0,
    max_speed_loaded_mps=0.8,
    max_reverse_speed_mps=0.5,
    acceleration_mps2=0.5,
    braking_mps2=1.0,
    turn_speed_radps=1.0,
    turn_acceleration_radps2=1.0,
    battery=BatteryType(2.0, 0.0005, 0.0008, 0.1, 2.0),
)


def edge(start: str, end: str, backwards: bool = False, **properties: object) -> Edge:
    """An edge for carts."""
    orientation = pi if backwards else 0.0
    entry = EdgeProperties("cart", orientation_rad=orientation, **properties)  # type: ignore[arg-type]
    return Edge(f"{start}-{end}", start, end, (entry,))


def both(start: str, end: str, **properties: object) -> list[Edge]:
    """A lane in both directions."""
    return [edge(start, end, **properties), edge(end, start, **properties)]


def plant(
    points: dict[str, tuple[float, float]],
    edges: list[Edge],
    stations: dict[str, str],
    starts: tuple[str, ...] = (),
) -> Facility:
    """A facility of carts; ``stations``: station id -> node id."""
    layout = Layout(
        "small",
        {name: Node(name, x, y, ()) for name, (x, y) in points.items()},
        {entry.id: entry for entry in edges},
        {name: Station(name, (node,)) for name, node in stations.items()},
    )
    uses = {name: StationUse(name, StationKind.TRANSFER) for name in stations}
    fleet = tuple(FleetVehicle(f"cart_{n}", "cart", node) for n, node in enumerate(starts, 1))
    return Facility("small", layout, {"cart": CART}, fleet, uses)


def ring(places: int, starts: int) -> Facility:
    """A one-way ring of 6 m pieces with a two-way spur of 3 m to a place at each corner.

    Well-formed: whoever rests at a place touches nobody on the ring.
    """
    points, edges, stations = {}, [], {}
    corners = [(6.0 * k, 0.0) for k in range(places // 2)]
    corners += [(6.0 * k, 8.0) for k in reversed(range(places - places // 2))]
    for k, (x, y) in enumerate(corners):
        points[f"r{k}"] = (x, y)
        points[f"p{k}"] = (x, y - 3.0) if y == 0.0 else (x, y + 3.0)
        stations[f"place_{k}"] = f"p{k}"
        edges.append(edge(f"r{k}", f"r{(k + 1) % places}"))
        edges += both(f"r{k}", f"p{k}")
    return plant(points, edges, stations, tuple(f"p{k}" for k in range(starts)))


def corridor() -> Facility:
    """Two rooms of two places joined by one two-way lane of 20 m: meeting in it is a deadlock."""
    points = {
        "a": (0.0, 0.0), "a1": (-3.0, 3.0), "a2": (-3.0, -3.0),
        "b": (20.0, 0.0), "b1": (23.0, 3.0), "b2": (23.0, -3.0),
    }  # fmt: skip
    edges = [*both("a", "b")]
    for door, room in (("a", "a1"), ("a", "a2"), ("b", "b1"), ("b", "b2")):
        edges += both(door, room)
    stations = {name: name for name in ("a1", "a2", "b1", "b2")}
    return plant(points, edges, stations, ("a1", "b1", "a2"))


NO_TURN = {
    "rotation_at_start": RotationAllowed.NONE,
    "rotation_at_end": RotationAllowed.NONE,
}
