"""A parts warehouse of an assembly plant, 110 m x 48 m.

y = 48   AMR parking               | goods-to-person stations |
         ================ north aisle ===================================================
docks    pallet racks              | shelves                  | tugger | line-side  | line
on the   three one-way aisles      | three one-way aisles     | yard,  | buffers    | side
west     (forklifts)               | (AMRs)                   | kits   | (tuggers)  |
wall     west              .       |                          east     far          line
         ================ south aisle ===================================================
y = 0    forklift parking          | kitting                  |
"""

from __future__ import annotations

from collections.abc import Mapping

from fleet_core.layouts.generate.aisles import Aisle, Aisles, Lane, one_way
from fleet_core.layouts.generate.bays import FACING_M, PITCH_M, add_bay
from fleet_core.layouts.generate.fleet import placed, shares, work_of
from fleet_core.layouts.generate.fleet_types import vehicle_types
from fleet_core.layouts.generate.floor_marks import charger_boxes
from fleet_core.layouts.generate.floor_plan import FloorPlan
from fleet_core.layouts.generate.parts_floor import DOCKS_M, RACKS_M, SHELVES_M, walls, zones
from fleet_core.layouts.generate.places import sink, source, store
from fleet_core.layouts.generate.rows import BayRow, BerthRow, put, put_rest_places
from fleet_core.model.facility import Facility
from fleet_core.model.scenario import OrderStream, Scenario

WEIGHTS = {"amr": 3, "forklift": 2, "tugger": 1}
"""Six AMRs, four forklifts and two tuggers in a fleet of twelve."""

LOADS = {
    "amr": ("shelf", "kit"),
    "forklift": ("pallet",),
    "tugger": ("boxes", "empty_boxes"),
}

SOUTH_M, NORTH_M = 7.0, 41.0

BAYS_AN_AISLE = 9

LINE_M = 101.2
"""x of the aisle along the assembly line."""

BERTH_EAST_M, BERTH_FAR_M = 80.7, 94.3
"""x where tuggers rest between east and far aisle, and between far aisle and line aisle."""

TRUCK_S = 2400.0
"""A truck stands at the dock for 40 to 60 minutes."""
PERSON_S = 600.0
"""A picker waits for the next shelf; each station has two to work on meanwhile."""
LINE_S = 1200.0
"""What stands at the line, before it stops."""

STREAMS = (
    *(OrderStream(f"put_away_{n}", "docks_in", f"rack_{n}", 6.0, "pallet", due_s=TRUCK_S)
      for n in (1, 2, 3)),
    *(OrderStream(f"pallets_to_line_{n}", f"rack_{n}", "line_pallets", 5.0, "pallet", 20, LINE_S)
      for n in (1, 2, 3)),
    *(OrderStream(f"dispatch_{n}", f"rack_{n}", "docks_out", 4.0, "pallet", due_s=TRUCK_S)
      for n in (1, 2, 3)),
    *(OrderStream(f"shelf_to_person_{n}", f"shelf_{n}", "gtp", 6.5, "shelf", 10, PERSON_S)
      for n in (1, 2, 3)),
    *(OrderStream(f"shelf_back_{n}", "gtp", f"shelf_{n}", 6.5, "shelf", due_s=LINE_S)
      for n in (1, 2, 3)),
    *(OrderStream(f"shelf_to_kitting_{n}", f"shelf_{n}", "kitting", 4.0, "shelf", 10, PERSON_S)
      for n in (1, 2, 3)),
    OrderStream("kits_to_line", "kitting", "line_kits", 14.0, "kit", 20, LINE_S),
    OrderStream("milk_run", "box_outlet", "line_side", 9.0, "boxes", 10, 1800.0),
    OrderStream("empty_boxes", "line_side", "empty_boxes", 6.0, "empty_boxes", -10, 3600.0),
)  # fmt: skip
"""A shift's work, for an assembly line that takes about 40 carriers an hour."""


def parts_warehouse(vehicles: int = 12) -> tuple[Facility, Scenario]:
    """The warehouse with ``vehicles`` vehicles and a shift's work.

    Raises LayoutError when it has not enough places to park them.
    """
    counts = shares(vehicles, WEIGHTS)
    plan = FloorPlan()
    aisles = Aisles(plan, _aisles(), u_turns=("forklift", "amr"))
    _docks(plan, aisles)
    _racks(plan, aisles)
    _goods_to_person(plan, aisles)
    _line_side(plan, aisles)
    _kits(plan, aisles)
    _rest_places(plan, aisles, counts)
    aisles.draw()
    facility = Facility(
        name="parts_warehouse",
        layout=plan.layout(
            "parts_warehouse", "Parts warehouse", "Pallet racks, shelves, kitting, line-side"
        ),
        vehicle_types=vehicle_types(LOADS),
        fleet=placed(counts),
        uses=plan.uses,
        zones=zones(),
        walls=(*walls(), *charger_boxes(plan)),
    )
    return facility, work_of("parts_warehouse", STREAMS, vehicles)


def _aisles() -> list[Aisle]:
    mains = [
        Aisle("south", "x", SOUTH_M, 7.0, LINE_M),
        Aisle("north", "x", NORTH_M, 7.0, LINE_M),
        *(
            Aisle(name, "y", centre_m, SOUTH_M, NORTH_M)
            for name, centre_m in (("west", 7.0), ("east", 74.0), ("far", 87.6), ("line", LINE_M))
        ),
    ]
    narrow = [
        one_way(f"{word}_{number}", "y", lane_m, 1 if number % 2 else -1, (SOUTH_M, NORTH_M), kind)
        for word, lanes_m, kind in (
            ("rack", RACKS_M, ("forklift",)),
            ("shelf", SHELVES_M, ("amr",)),
        )
        for number, lane_m in enumerate(lanes_m, start=1)
    ]
    return mains + narrow


def _docks(plan: FloorPlan, aisles: Aisles) -> None:
    lane = aisles.lane("west", "south")
    for number, along_m in enumerate(DOCKS_M, start=1):
        draw, group = (source, "docks_in") if number > 2 else (sink, "docks_out")
        add_bay(plan, lane, along_m, draw(f"dock_{number}", f"Dock {number}", group), ("forklift",))


def _narrow_lane(aisles: Aisles, word: str, number: int) -> Lane:
    return aisles.lane(f"{word}_{number}", "north" if number % 2 else "south")


def _racks(plan: FloorPlan, aisles: Aisles) -> None:
    for word, kind, load in (("rack", "forklift", "pallet"), ("shelf", "amr", "shelf")):
        for number in (1, 2, 3):
            lane = _narrow_lane(aisles, word, number)
            rows = [BayRow(lane, 14.0, BAYS_AN_AISLE, (kind,), side, FACING_M) for side in (-1, 1)]
            places = (
                store(f"{word}_{number}_{one}", f"{word.capitalize()} {number} bay {one}",
                      f"{word}_{number}", load)
                for one in range(1, 2 * BAYS_AN_AISLE + 1)
            )  # fmt: skip
            put(plan, rows, places)


def _goods_to_person(plan: FloorPlan, aisles: Aisles) -> None:
    stations = (
        store(f"gtp_{one}", f"Goods-to-person {one}", "gtp", "shelf") for one in range(1, 7)
    )
    put(plan, [BayRow(aisles.lane("north", "west"), 48.8, 6, ("amr",))], stations)
    tables = (
        store(f"kitting_{one}", f"Kitting {one}", "kitting", "shelf", "kit") for one in range(1, 7)
    )
    put(plan, [BayRow(aisles.lane("south", "east"), 48.8, 6, ("amr",))], tables)


def _line_side(plan: FloorPlan, aisles: Aisles) -> None:
    line = aisles.lane("line", "north")
    pallets = (
        sink(f"line_pallets_{one}", f"Line pallets {one}", "line_pallets", "pallet")
        for one in range(1, 4)
    )
    put(plan, [BayRow(line, 13.4, 3, ("forklift",))], pallets)
    kits = (sink(f"line_kits_{one}", f"Line kits {one}", "line_kits", "kit") for one in range(1, 5))
    put(plan, [BayRow(line, 24.2, 4, ("amr",))], kits)
    buffers = (
        store(f"line_side_{letter.lower()}", f"Line-side {letter}", "line_side", "boxes",
              "empty_boxes")
        for letter in "ABCDEF"
    )  # fmt: skip
    lanes = aisles.lane("far", "north"), aisles.lane("line", "south")
    put(plan, [BerthRow(*lanes, 15.0, 6, BERTH_FAR_M)], buffers)


def _kits(plan: FloorPlan, aisles: Aisles) -> None:
    places = (
        source("box_outlet_1", "Box outlet 1", "box_outlet", "boxes"),
        source("box_outlet_2", "Box outlet 2", "box_outlet", "boxes"),
        sink("empty_boxes", "Empty boxes", "empty_boxes", "empty_boxes"),
    )
    lanes = aisles.lane("east", "north"), aisles.lane("far", "south")
    put(plan, [BerthRow(*lanes, 12.8, 3, BERTH_EAST_M)], places)


def _rest_places(plan: FloorPlan, aisles: Aisles, counts: Mapping[str, int]) -> None:
    south, north = aisles.lane("south", "east"), aisles.lane("north", "west")
    lanes = aisles.lane("east", "north"), aisles.lane("far", "south")
    rows: dict[str, list[BayRow | BerthRow]] = {
        "amr": [
            BayRow(north, 12.6, 12, ("amr",)),
            BayRow(north, 63.2, 2, ("amr",)),
            BayRow(south, 63.2, 2, ("amr",)),
            BayRow(aisles.lane("line", "north"), 33.8, 1, ("amr",)),
        ],
        "forklift": [
            BayRow(south, 13.4, 5, ("forklift",)),
            BayRow(aisles.lane("east", "south"), 15.0, 7, ("forklift",)),
        ],
        "tugger": [BerthRow(*lanes, 12.8 + 3 * PITCH_M, 7, BERTH_EAST_M)],
    }
    put_rest_places(plan, rows, counts)
