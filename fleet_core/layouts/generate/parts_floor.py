"""What stands and lies on the parts warehouse's floor."""

from __future__ import annotations

from fleet_core.layouts.generate.floor_marks import box, machine, rack, room
from fleet_core.model.facility import Wall, Zone, ZoneKind
from fleet_core.model.geometry import Point

WIDTH_M, DEPTH_M = 110.0, 48.0

DOCKS_M = (14.6, 20.6, 26.6, 32.6)
"""y of the docks on the west wall."""
DOOR_M = 2.8

RACKS_M = (17.4, 28.0, 38.6)
"""x of the lanes between pallet racks."""
SHELVES_M = (47.4, 54.4, 63.4)
"""x of the lanes between shelves."""


def zones() -> tuple[Zone, ...]:
    """Areas with a rule or a name."""
    return (
        Zone("line_feed", ZoneKind.SPEED_LIMIT, box(98.6, 12.0, 103.8, 36.0),
             "Line side, assemblers at work", 1.0),
        Zone("area_racks", ZoneKind.INFORMATION, box(11.2, 12.0, 44.4, 36.0), "Pallet racks"),
        Zone("area_shelves", ZoneKind.INFORMATION, box(44.6, 12.0, 67.2, 36.0), "Shelves"),
        Zone("area_tuggers", ZoneKind.INFORMATION, box(77.8, 11.6, 84.0, 36.0), "Tugger yard"),
        Zone("area_line_side", ZoneKind.INFORMATION, box(91.4, 13.8, 97.6, 28.2),
             "Line-side buffers"),
    )  # fmt: skip


def walls() -> tuple[Wall, ...]:
    """Walls, racks and machines."""
    return (
        *_hall(),
        rack("rack_row_1", box(11.4, 12.6, 12.7, 35.4)),
        rack("rack_row_2", box(22.1, 12.6, 23.3, 35.4)),
        rack("rack_row_3", box(32.7, 12.6, 33.9, 35.4)),
        rack("rack_row_4", box(43.3, 12.6, 44.5, 35.4)),
        rack("shelf_row_1", box(50.3, 12.8, 51.5, 35.2)),
        rack("shelf_row_2", box(57.3, 12.8, 60.5, 35.2)),
        rack("shelf_row_3", box(66.3, 12.8, 67.1, 35.2)),
        machine("assembly_line", "", box(106.6, 12.0, 109.2, 36.0)),
        room("kitting_room", "Kitting", box(47.6, 0.0, 62.0, 2.6)),
        room("picking_room", "Picking", box(47.6, 45.4, 62.0, 48.0)),
        room("office", "Office", box(70.0, 45.4, 82.0, 48.0)),
        room("quality", "Quality room", box(68.0, 0.0, 80.0, 3.2)),
    )


def _hall() -> tuple[Wall, ...]:
    """The outer wall, open where the dock doors are."""
    edges = [y for dock_m in DOCKS_M for y in (dock_m - DOOR_M / 2.0, dock_m + DOOR_M / 2.0)]
    around: tuple[Point, ...] = (
        (0.0, round(edges[-1], 3)),
        (0.0, DEPTH_M),
        (WIDTH_M, DEPTH_M),
        (WIDTH_M, 0.0),
        (0.0, 0.0),
        (0.0, round(edges[0], 3)),
    )
    between = zip(edges[1:-1:2], edges[2:-1:2], strict=True)
    return (
        Wall("hall", around, name="Parts warehouse"),
        *(
            Wall(f"hall_west_{number}", ((0.0, round(low, 3)), (0.0, round(high, 3))))
            for number, (low, high) in enumerate(between, start=1)
        ),
        *(
            machine(f"leveller_{number}", "", box(0.0, dock_m - 1.0, 1.5, dock_m + 1.0))
            for number, dock_m in enumerate(DOCKS_M, start=1)
        ),
    )
