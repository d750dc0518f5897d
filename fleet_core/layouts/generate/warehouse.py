"""A rack warehouse for AMRs, of any size: to measure how traffic scales.

y2  ============ two-way cross aisle ==============
      | one-way aisles between racks, bays on both sides
y1  ============ two-way cross aisle ==============
      | the same aisles through the yard: parking and chargers
y0  ============ two-way cross aisle ==============
      goods in and goods out by turns
"""

from __future__ import annotations

from itertools import chain, cycle, islice
from math import ceil

from fleet_core.layouts.generate.aisles import JUNCTION_M, Aisle, Aisles, Lane, one_way
from fleet_core.layouts.generate.amr_field import KIND, checked, field, rests, stream
from fleet_core.layouts.generate.bays import PITCH_M, add_bay
from fleet_core.layouts.generate.even_spread import spread
from fleet_core.layouts.generate.fleet import chargers, parking_places
from fleet_core.layouts.generate.floor_plan import FloorPlan
from fleet_core.layouts.generate.places import NamedStation, charger, parking, sink, source, store
from fleet_core.model.errors import LayoutError
from fleet_core.model.facility import Facility
from fleet_core.model.scenario import Scenario

AISLE_PITCH_M = 8.8
"""Lane to lane: two bays of 2.65 m, goods of 3.1 m between them, and two junctions side by side."""
FIRST_LANE_M = 8.0
SOUTH_M = 7.0
MARGIN_M = 1.6
LARGEST = 200
Bay = tuple[Lane, float, int]


def warehouse(
    aisles: int = 6, bays: int = 20, vehicles: int | None = None
) -> tuple[Facility, Scenario]:
    """``aisles`` one-way rack aisles with ``bays`` places each; without ``vehicles`` a fleet of the
    size that `fitting_fleet` says.

    Raises LayoutError when a number makes no sense.
    """
    for option, value in (("--aisles", aisles), ("--bays", bays)):
        if not 2 <= value <= LARGEST:
            raise LayoutError(f"generate: {option} {value}; expected 2 to {LARGEST}")
    vehicles = fitting_fleet(aisles, bays) if vehicles is None else vehicles
    count = checked(vehicles, LARGEST * aisles,
                    f"a warehouse of {aisles} aisles")  # fmt: skip
    yard_bays, rack_bays = ceil(rests(count) / aisles / 2), ceil(bays / 2)
    y1_m = SOUTH_M + _length_m(yard_bays)
    y2_m = y1_m + _length_m(rack_bays)
    plan = FloorPlan()
    network = _network(plan, aisles, (SOUTH_M, y1_m, y2_m))
    lanes = [_aisle_lane(network, number) for number in range(1, aisles + 1)]
    _yard(plan, lanes, yard_bays, count)
    _racks(plan, lanes, bays)
    _goods(plan, network.lane("cross_1", "east"), aisles)
    network.draw()
    width_m, height_m = aisles * AISLE_PITCH_M, y2_m - y1_m
    way_m, goods = width_m / 2 + y1_m + height_m / 2, aisles - 1  # stations for in and for out
    streams = (
        stream("put_away", "goods_in", "storage", count / 2, way_m, goods),
        stream("retrieve", "storage", "goods_out", count / 2, way_m, goods),
    )
    title = f"Warehouse of {aisles} aisles with {bays} bays"
    return field(plan, f"warehouse_{aisles}x{bays}", title, count, streams)


def fitting_fleet(aisles: int, bays: int) -> int:
    """Five vehicles for every twelve places in the racks: 300 for 24 aisles of 30."""
    return max(1, aisles * bays * 5 // 12)


def _length_m(bays: int) -> float:
    """From cross aisle to cross aisle, with ``bays`` bays on each side between them."""
    return round(2 * JUNCTION_M + 2 * MARGIN_M + (bays - 1) * PITCH_M, 3)


def _network(plan: FloorPlan, aisles: int, crosses_m: tuple[float, ...]) -> Aisles:
    lanes_m = [FIRST_LANE_M + AISLE_PITCH_M * one for one in range(aisles)]
    extent = (crosses_m[0], crosses_m[-1])
    along_y = [
        one_way(f"aisle_{number}", "y", lane_m, 1 if number % 2 else -1, extent, (KIND,))
        for number, lane_m in enumerate(lanes_m, start=1)
    ]
    ends = (along_y[0].centre_m, along_y[-1].centre_m)
    along_x = [
        Aisle(f"cross_{number}", "x", centre_m, *ends, types=(KIND,))
        for number, centre_m in enumerate(crosses_m, start=1)
    ]
    return Aisles(plan, [*along_x, *along_y], u_turns=(KIND,), u_turns_everywhere=True)


def _aisle_lane(network: Aisles, number: int) -> Lane:
    return network.lane(f"aisle_{number}", "north" if number % 2 else "south")


def _bays(lane: Lane, gap: int, count: int) -> list[Bay]:
    low_m = lane.gaps[gap][0] + MARGIN_M
    return [
        (lane, round(low_m + PITCH_M * one, 3), side) for one in range(count) for side in (1, -1)
    ]


def _yard(plan: FloorPlan, lanes: list[Lane], bays: int, vehicles: int) -> None:
    free = list(chain.from_iterable(_bays(lane, 0, bays) for lane in lanes))
    chosen = spread(len(free), rests(vehicles))
    charging = set(spread(len(chosen), chargers(vehicles)))
    chargers_left = (charger(KIND, one + 1) for one in range(chargers(vehicles)))
    parking_left = (parking(KIND, one + 1) for one in range(parking_places(vehicles)))
    for number, index in enumerate(chosen):
        place = next(chargers_left if number in charging else parking_left)
        _put(plan, free[index], place)


def _racks(plan: FloorPlan, lanes: list[Lane], bays: int) -> None:
    for number, lane in enumerate(lanes, start=1):
        for one, bay in enumerate(islice(_bays(lane, 1, ceil(bays / 2)), bays), start=1):
            place = store(f"rack_{number}_{one}", f"Aisle {number} bay {one}", "storage")
            _put(plan, bay, place)


def _goods(plan: FloorPlan, lane: Lane, aisles: int) -> None:
    """Up to two stations between neighbouring aisles, south of the south cross aisle."""
    draws = cycle((("goods_in", "Goods in", source), ("goods_out", "Goods out", sink)))
    for number in range(1, aisles):
        middle_m = FIRST_LANE_M + AISLE_PITCH_M * (number - 0.5)
        for along_m in (middle_m - 1.2, middle_m + 1.2):
            if along_m > lane.high_m:  # an odd number of aisles ends the cross aisle early
                continue
            group, title, draw = next(draws)
            _put(plan, (lane, along_m, 1), draw(f"{group}_{number}", f"{title} {number}", group))


def _put(plan: FloorPlan, bay: Bay, place: NamedStation) -> None:
    lane, along_m, side = bay
    add_bay(plan, lane, along_m, place, (KIND,), side)
