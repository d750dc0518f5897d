"""What stands and lies on the bottling hall's floor: walls, machines, zones, the crossing."""

from __future__ import annotations

from itertools import pairwise

from fleet_core.layouts.generate.floor_marks import box, machine, rack, room
from fleet_core.model.facility import Crossing, Wall, Zone, ZoneKind
from fleet_core.model.geometry import Point

LINES_M = {1: 27.0, 2: 58.2}
"""x of the first bay of each line; its machines stand around it."""

BLOCKS = {"a": (22.2, 7), "b": (53.4, 9), "c": (22.2, 7), "d": (53.4, 9)}
"""x of the first lane, and the number of lanes; A and B face the dock aisle, C and D the lines."""

DOCKS_M = (15.0, 24.6, 34.2, 53.4, 63.0, 72.6)
DOOR_M = 2.8

WIDTH_M, DEPTH_M = 90.0, 50.0


def zones() -> tuple[Zone, ...]:
    """Areas with a rule or a name."""
    shared = Zone(
        "dock_aisle",
        ZoneKind.MANNED_SHARED,
        box(10.2, 4.4, 79.8, 9.6),
        "Dock aisle, shared with manned forklifts",
        1.2,  # m/s; forklift drivers come out of trailers with little view
    )
    feeds = (
        Zone(
            f"line_{line}_feeds",
            ZoneKind.SPEED_LIMIT,
            box(begin_m - 2.0, 24.2, begin_m + 11.4, 27.8),
            f"Line {line} feeds, operators at work",
            1.0,
        )
        for line, begin_m in LINES_M.items()
    )
    walkways = (
        Zone("walkway_1", ZoneKind.PEDESTRIAN, box(40.6, 30.2, 42.4, 38.0), "Walkway"),
        Zone("walkway_2", ZoneKind.PEDESTRIAN, box(47.6, 30.2, 49.4, 38.0), "Walkway"),
    )
    areas = (
        ("area_block_a", "Block A", box(21.0, 12.2, 38.0, 16.4)),
        ("area_block_b", "Block B", box(52.2, 12.2, 74.0, 16.4)),
        ("area_block_c", "Block C", box(21.0, 16.6, 38.0, 20.8)),
        ("area_block_d", "Block D", box(52.2, 16.6, 74.0, 20.8)),
        ("area_supermarket", "Supermarket", box(11.4, 12.2, 16.2, 20.8)),
        ("area_tuggers", "Tugger yard", box(11.4, 31.2, 21.0, 37.8)),
        ("area_charging", "Forklift charging and parking", box(13.8, 46.0, 41.0, 50.0)),
        ("area_amr", "AMR charging and parking", box(60.6, 45.4, 78.0, 50.0)),
    )
    named = (Zone(one, ZoneKind.INFORMATION, area, name) for one, name, area in areas)
    return (shared, *feeds, *walkways, *named)


def crossings() -> tuple[Crossing, ...]:
    """Where people cross."""
    area = box(42.4, 33.0, 47.6, 35.4)
    return (Crossing("crossing_lines", area, "Crossing between the lines", 0.8),)


def walls() -> tuple[Wall, ...]:
    """Walls, machines and racks."""
    return (
        *_hall(),
        *_goods(),
        *_line(1, ("Depalletiser", "Filler", "Labeller", "Packer", "Palletiser")),
        *_line(2, ("Preform hopper", "Blower and filler", "Labeller", "Packer",
                             "Palletiser")),
        room("workshop", "Workshop", box(73.6, 30.4, 79.2, 38.0)),
        room("shift_office", "Shift office", box(80.4, 46.4, 90.0, 50.0)),
        room("drivers_desk", "Drivers' desk", box(41.4, 0.0, 47.0, 3.2)),
        machine("wrapper_1", "", box(11.3, 16.0, 11.7, 17.6)),
        machine("press", "Press", box(18.2, 15.4, 19.6, 17.6)),
        rack("supermarket_rack", box(13.5, 15.0, 14.1, 18.4)),
        rack("caps_rack", box(50.6, 47.2, 55.0, 49.4), "Caps"),
        rack("labels_rack", box(55.6, 47.2, 59.8, 49.4), "Labels"),
        rack("empties_stack_1", box(0.3, 32.7, 1.5, 34.1)),
        rack("empties_stack_2", box(0.3, 35.1, 1.5, 36.5)),
    )  # fmt: skip


def _hall() -> tuple[Wall, ...]:
    """The outer wall, open where the dock doors are."""
    edges = [0.0]
    for dock_m in DOCKS_M:
        edges += [dock_m - DOOR_M / 2.0, dock_m + DOOR_M / 2.0]
    edges.append(WIDTH_M)
    around: tuple[Point, ...] = (
        (edges[-2], 0.0),
        (WIDTH_M, 0.0),
        (WIDTH_M, DEPTH_M),
        (0.0, DEPTH_M),
        (0.0, 0.0),
        (edges[1], 0.0),
    )
    between = list(pairwise(edges))[2:-1:2]
    return (
        Wall("hall", tuple((round(x, 3), y) for x, y in around), name="Bottling hall"),
        *(
            Wall(f"hall_south_{number}", ((round(low, 3), 0.0), (round(high, 3), 0.0)))
            for number, (low, high) in enumerate(between, start=1)
        ),
        *(
            machine(f"leveller_{number}", "", box(dock_m - 1.0, 0.0, dock_m + 1.0, 1.5))
            for number, dock_m in enumerate(DOCKS_M, start=1)
        ),
    )


def _goods() -> tuple[Wall, ...]:
    """Pallets on the floor, a lane's depth each."""
    lanes = []
    for letter, (first_m, count) in BLOCKS.items():
        low_m, high_m = (12.3, 16.4) if letter in "ab" else (16.6, 20.7)
        for number in range(count):
            x_m = first_m + 2.4 * number
            area = box(x_m - 0.65, low_m, x_m + 0.65, high_m)
            lanes.append(rack(f"block_{letter}_{number + 1}_goods", area))
    return tuple(lanes)


def _line(number: int, names: tuple[str, ...]) -> tuple[Wall, ...]:
    """Machines in the order of the flow; feeds are south of them, pallets leave in the north."""
    begin_m = LINES_M[number]
    areas = (
        box(begin_m - 1.2, 31.3, begin_m + 3.4, 37.3),
        box(begin_m + 4.2, 30.2, begin_m + 8.4, 33.6),
        box(begin_m + 8.9, 30.2, begin_m + 11.6, 33.6),
        box(begin_m + 9.4, 34.4, begin_m + 13.2, 37.6),
        box(begin_m + 4.0, 34.6, begin_m + 8.6, 37.7),
    )
    belts = (
        box(begin_m + 3.4, 31.7, begin_m + 4.2, 32.3),
        box(begin_m + 8.4, 31.7, begin_m + 8.9, 32.3),
        box(begin_m + 10.0, 33.6, begin_m + 10.6, 34.4),
        box(begin_m + 8.6, 35.7, begin_m + 9.4, 36.3),
    )
    return (
        *(
            machine(f"line_{number}_machine_{index}", name, area)
            for index, (name, area) in enumerate(zip(names, areas, strict=True), start=1)
        ),
        *(
            machine(f"line_{number}_belt_{index}", "", area)
            for index, area in enumerate(belts, start=1)
        ),
    )
