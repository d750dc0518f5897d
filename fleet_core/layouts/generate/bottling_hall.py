"""A beverage plant's hall: docks, put-away blocks, two packaging lines, empties, 90 m x 50 m.

y = 50  parking and charging of forklifts        | cap and label stores, AMR parking
        =================== top aisle ============================================
        line ends, empty pallets                 | line ends, empty pallets
 west   LINE 1 (glass)                     mid    LINE 2 (PET)                   east
 aisle  line feeds                         aisle | line feeds                    aisle
        =================== line aisle ===========================================
        supermarket, block C (bottles)           | block D (preforms)
        block A (finished goods)                 | block B (finished goods)
        =================== dock aisle (shared with manned forklifts) ============
y = 0   docks 1 to 3 (inbound)                   | docks 4 to 6 (outbound)
"""

from __future__ import annotations

from collections.abc import Mapping

from fleet_core.layouts.generate.aisles import Aisle, Aisles
from fleet_core.layouts.generate.bays import PITCH_M, add_bay, add_berth
from fleet_core.layouts.generate.bottling_floor import (
    BLOCKS,
    DOCKS_M,
    LINES_M,
    crossings,
    walls,
    zones,
)
from fleet_core.layouts.generate.fleet import placed, shares, work_of
from fleet_core.layouts.generate.fleet_types import vehicle_types
from fleet_core.layouts.generate.floor_marks import charger_boxes
from fleet_core.layouts.generate.floor_plan import FloorPlan
from fleet_core.layouts.generate.places import sink, source, store
from fleet_core.layouts.generate.rows import BayRow, BerthRow, put, put_rest_places
from fleet_core.model.facility import Facility
from fleet_core.model.scenario import OrderStream, Scenario

WEIGHTS = {"forklift": 3, "amr": 2, "tugger": 1}
"""Six forklifts, four AMRs and two tuggers in a fleet of twelve."""

LOADS = {
    "forklift": ("raw_pallet", "finished_pallet", "empty_pallets"),
    "amr": ("caps", "labels", "empty_pallets"),
    "tugger": ("supplies", "waste"),
}

AISLES = (
    Aisle("dock", "x", 7.0, 7.0, 83.0),
    Aisle("line", "x", 26.0, 7.0, 83.0),
    Aisle("top", "x", 43.0, 7.0, 83.0),
    Aisle("west", "y", 7.0, 7.0, 43.0),
    Aisle("mid", "y", 45.0, 7.0, 43.0),
    Aisle("east", "y", 83.0, 7.0, 43.0),
)

BERTH_DOCK_M = 16.5
"""Where tuggers rest between dock aisle and line aisle."""

BERTH_LINE_M = 34.0
"""Where tuggers rest between line aisle and top aisle."""

TRUCK_S = 2400.0
"""A truck stands at the dock for 40 to 60 minutes."""
LINE_S = 900.0
"""What a line's infeed holds, so that it does not stop."""

STREAMS = (
    OrderStream("bottles_in", "docks_in", "block_c", 9.0, "raw_pallet", due_s=TRUCK_S),
    OrderStream("preforms_in", "docks_in", "block_d", 9.0, "raw_pallet", due_s=TRUCK_S),
    OrderStream("bottles_to_line_1", "block_c", "line_1_feed", 9.0, "raw_pallet", 20, LINE_S),
    OrderStream("preforms_to_line_2", "block_d", "line_2_feed", 9.0, "raw_pallet", 20, LINE_S),
    OrderStream("line_1_to_block", "line_1_end", "block_a", 6.0, "finished_pallet", 10, LINE_S),
    OrderStream("line_2_to_block", "line_2_end", "block_b", 6.0, "finished_pallet", 10, LINE_S),
    OrderStream("line_1_to_dock", "line_1_end", "docks_out", 3.5, "finished_pallet", 10, LINE_S),
    OrderStream("line_2_to_dock", "line_2_end", "docks_out", 3.5, "finished_pallet", 10, LINE_S),
    OrderStream("block_a_out", "block_a", "docks_out", 6.0, "finished_pallet", due_s=TRUCK_S),
    OrderStream("block_b_out", "block_b", "docks_out", 6.0, "finished_pallet", due_s=TRUCK_S),
    OrderStream("empties", "line_empties", "empty_return", 6.0, "empty_pallets", due_s=1800.0),
    OrderStream("caps", "caps_store", "line_caps", 21.0, "caps", 20, LINE_S),
    OrderStream("labels", "labels_store", "line_labels", 14.0, "labels", 20, LINE_S),
    OrderStream("milk_run", "supermarket", "line_supplies", 8.5, "supplies", 0, 1800.0),
    OrderStream("waste", "line_supplies", "waste", 4.5, "waste", -10, 3600.0),
)
"""A shift's work. Rates are those of two lines of about 30 000 bottles an hour: some 15 to 20
pallets an hour each leave a palletiser (1 500 to 2 000 half-litre bottles a pallet); about half of
it is carried here, the rest leaves by conveyor."""


def bottling_hall(vehicles: int = 12) -> tuple[Facility, Scenario]:
    """The hall with ``vehicles`` vehicles and a shift's work that keeps them reasonably busy.

    Raises LayoutError when the hall has not enough places to park them.
    """
    counts = shares(vehicles, WEIGHTS)
    plan = FloorPlan()
    aisles = Aisles(plan, AISLES, u_turns=("forklift", "amr"))
    _docks(plan, aisles)
    _blocks(plan, aisles)
    for line, feed in ((1, "bottles"), (2, "preforms")):
        _line_feeds(plan, aisles, line, feed)
        _line_ends(plan, aisles, line)
    _supplies(plan, aisles)
    _empties(plan, aisles)
    _rest_places(plan, aisles, counts)
    aisles.draw()
    facility = Facility(
        name="bottling_hall",
        layout=plan.layout(
            "bottling_hall", "Bottling hall", "Beverage plant: docks, blocks, two packaging lines"
        ),
        vehicle_types=vehicle_types(LOADS),
        fleet=placed(counts),
        uses=plan.uses,
        zones=zones(),
        walls=(*walls(), *charger_boxes(plan)),
        crossings=crossings(),
    )
    return facility, work_of("bottling_hall", STREAMS, vehicles)


def _docks(plan: FloorPlan, aisles: Aisles) -> None:
    lane = aisles.lane("dock", "east")
    for number, along_m in enumerate(DOCKS_M, start=1):
        draw, group = (source, "docks_in") if number <= 3 else (sink, "docks_out")
        add_bay(plan, lane, along_m, draw(f"dock_{number}", f"Dock {number}", group), ("forklift",))


def _blocks(plan: FloorPlan, aisles: Aisles) -> None:
    for letter, (begin_m, count) in BLOCKS.items():
        lane = aisles.lane("dock", "west") if letter in "ab" else aisles.lane("line", "east")
        load = "finished_pallet" if letter in "ab" else "raw_pallet"
        places = (
            store(f"block_{letter}_{one}", f"Block {letter.upper()} lane {one}", f"block_{letter}",
                  load)
            for one in range(1, count + 1)
        )  # fmt: skip
        put(plan, [BayRow(lane, begin_m, count, ("forklift",))], places)


def _line_feeds(plan: FloorPlan, aisles: Aisles, line: int, feed: str) -> None:
    lane, begin_m = aisles.lane("line", "west"), LINES_M[line]
    pallets = (
        sink(f"line_{line}_{feed}_{one}", f"Line {line} {feed} {one}", f"line_{line}_feed",
             "raw_pallet")
        for one in (1, 2)
    )  # fmt: skip
    put(plan, [BayRow(lane, begin_m, 2, ("forklift",))], pallets)
    small = (
        sink(f"line_{line}_{load}", f"Line {line} {load}", f"line_{load}", load)
        for load in ("caps", "labels")
    )
    put(plan, [BayRow(lane, begin_m + 3 * PITCH_M, 2, ("amr",))], small)
    supplies = store(
        f"line_{line}_supplies", f"Line {line} supplies", "line_supplies", "supplies", "waste"
    )
    exit_lane = aisles.lane("top", "east")
    add_berth(plan, lane, exit_lane, begin_m - 2 * PITCH_M, BERTH_LINE_M, supplies)


def _line_ends(plan: FloorPlan, aisles: Aisles, line: int) -> None:
    lane, begin_m = aisles.lane("top", "east"), LINES_M[line]
    pallets = (
        source(f"line_{line}_end_{one}", f"Line {line} end {one}", f"line_{line}_end",
               "finished_pallet")
        for one in (1, 2)
    )  # fmt: skip
    put(plan, [BayRow(lane, begin_m + 2 * PITCH_M, 2, ("forklift",))], pallets)
    empties = source(
        f"line_{line}_empties", f"Line {line} empties", "line_empties", "empty_pallets"
    )
    add_bay(plan, lane, begin_m, empties, ("forklift", "amr"))


def _supplies(plan: FloorPlan, aisles: Aisles) -> None:
    trolleys = (
        source("supermarket_1", "Supermarket 1", "supermarket", "supplies"),
        source("supermarket_2", "Supermarket 2", "supermarket", "supplies"),
        sink("waste_press", "Waste press", "waste", "waste"),
    )
    north, south = aisles.lane("dock", "west"), aisles.lane("line", "east")
    put(plan, [BerthRow(north, south, 12.6, 3, BERTH_DOCK_M)], trolleys)
    stores = (
        source(f"{load}_store_{one}", f"{load.capitalize()} store {one}", f"{load}_store", load)
        for load in ("caps", "labels")
        for one in (1, 2)
    )
    put(plan, [BayRow(aisles.lane("top", "west"), 51.6, 4, ("amr",))], stores)


def _empties(plan: FloorPlan, aisles: Aisles) -> None:
    places = (
        store(f"empty_return_{one}", f"Empty-pallet return {one}", "empty_return", "empty_pallets")
        for one in (1, 2)
    )
    put(plan, [BayRow(aisles.lane("west", "south"), 33.4, 2, ("forklift", "amr"))], places)


def _rest_places(plan: FloorPlan, aisles: Aisles, counts: Mapping[str, int]) -> None:
    top, west, east = (
        aisles.lane("top", "west"), aisles.lane("west", "south"), aisles.lane("east", "north")
    )  # fmt: skip
    line, exit_top = aisles.lane("line", "west"), aisles.lane("top", "east")
    dock, exit_line = aisles.lane("dock", "west"), aisles.lane("line", "east")
    forklift, amr = ("forklift",), ("amr",)
    rows: dict[str, list[BayRow | BerthRow]] = {
        "forklift": [
            BayRow(top, 15.0, 11, forklift),
            BayRow(east, 13.4, 3, forklift),
            BayRow(east, 32.4, 3, forklift),
        ],
        "amr": [BayRow(top, 61.8, 7, amr), BayRow(west, 10.8, 5, amr)],
        "tugger": [
            BerthRow(line, exit_top, 12.6, 4, BERTH_LINE_M),
            BerthRow(dock, exit_line, 75.0, 2, BERTH_DOCK_M),
            BerthRow(dock, exit_line, 50.8, 1, BERTH_DOCK_M),
        ],
    }
    put_rest_places(plan, rows, counts)
