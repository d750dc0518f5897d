"""A field of one-way streets for AMRs, of any size: to measure how traffic scales."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle

from fleet_core.layouts.generate.aisles import HALF_M, JUNCTION_M, Aisle, Aisles, Lane, one_way
from fleet_core.layouts.generate.amr_field import KIND, checked, field, rests, stream
from fleet_core.layouts.generate.bays import PITCH_M, add_bay
from fleet_core.layouts.generate.even_spread import spread
from fleet_core.layouts.generate.fleet import chargers, parking_places
from fleet_core.layouts.generate.floor_plan import FloorPlan
from fleet_core.layouts.generate.places import NamedStation, charger, parking, sink, source
from fleet_core.model.errors import LayoutError
from fleet_core.model.facility import Facility
from fleet_core.model.scenario import Scenario

MARGIN_M = 6.0
"""From the plant's corner to the first street."""

BAY_MARGIN_M = 1.6
"""From a junction to the first bay: bays of two streets at a corner stay clear of each other."""

SMALLEST_PITCH_M = round(2 * (JUNCTION_M + BAY_MARGIN_M + HALF_M), 3)
"""Room for one bay a side where two neighbouring lanes turn towards each other."""
LARGEST = 80

LEAST_STATIONS = 4


def grid(
    rows: int = 4, columns: int = 4, pitch_m: float = 14.4, vehicles: int = 12
) -> tuple[Facility, Scenario]:
    """``rows`` x ``columns`` streets ``pitch_m`` apart; AMRs only.

    Raises LayoutError when a number makes no sense or the vehicles do not fit.
    """
    _check(rows, columns, pitch_m)
    plan = FloorPlan()
    aisles = _streets(plan, rows, columns, pitch_m)
    bays = list(_bays(aisles))
    shape = f"a grid of {rows} x {columns} streets {pitch_m:g} m apart"
    count = checked(vehicles,
                    len(bays) - LEAST_STATIONS, shape)  # fmt: skip
    for (lane, along_m, side), place in zip(bays, _places(len(bays), count), strict=True):
        add_bay(plan, lane, along_m, place, (KIND,), side)
    aisles.draw()
    way_m = (rows + columns) * pitch_m / 3.0 + pitch_m  # mean street distance, and going round
    pick_stations = (len(bays) - rests(count)) // 2
    orders = stream("between_stations", "pick", "drop", count, way_m, pick_stations)
    name = f"grid_{rows}x{columns}"
    return field(plan, name, f"Grid of {rows} x {columns} streets", count, (orders,))


def _check(rows: int, columns: int, pitch_m: float) -> None:
    for option, value in (("--rows", rows), ("--columns", columns)):
        if value < 2 or value % 2 or value > LARGEST:
            raise LayoutError(
                f"generate: {option} {value}; expected an even number from 2 to {LARGEST} "
                "(streets are one-way by turns, and the outer ones must form a ring)"
            )
    if not SMALLEST_PITCH_M <= pitch_m <= 100.0:
        raise LayoutError(
            f"generate: --pitch {pitch_m:g}; expected {SMALLEST_PITCH_M:g} m to 100 m"
        )


def _streets(plan: FloorPlan, rows: int, columns: int, pitch_m: float) -> Aisles:
    """One-way by turns; the outer four lead round counter-clockwise."""
    low_m = MARGIN_M + HALF_M
    wide = (low_m, round(MARGIN_M + (columns - 1) * pitch_m - HALF_M, 3))
    high = (low_m, round(MARGIN_M + (rows - 1) * pitch_m - HALF_M, 3))
    along_x = [
        _street(f"row_{row + 1}", "x", row * pitch_m, -1 if row % 2 else 1, wide)
        for row in range(rows)
    ]
    along_y = [
        _street(f"col_{column + 1}", "y", column * pitch_m, 1 if column % 2 else -1, high)
        for column in range(columns)
    ]
    return Aisles(plan, [*along_x, *along_y], u_turns=())


def _street(name: str, axis: str, at_m: float, sign: int, extent_m: tuple[float, float]) -> Aisle:
    return one_way(name, axis, MARGIN_M + at_m, sign, extent_m, (KIND,))


def _bays(aisles: Aisles) -> Iterator[tuple[Lane, float, int]]:
    """Every free position, on both sides of all streets."""
    for lane in aisles.lanes():
        for low_m, high_m in lane.gaps:
            for side in (1, -1):
                along_m = low_m + BAY_MARGIN_M
                while along_m <= high_m - BAY_MARGIN_M + 1e-9:
                    yield lane, round(along_m, 3), side
                    along_m += PITCH_M


def _places(bays: int, vehicles: int) -> list[NamedStation]:
    """What each bay is: chargers and parking places evenly among the stations."""
    resting = spread(bays, rests(vehicles))
    charging = {resting[one] for one in spread(len(resting), chargers(vehicles))}
    chargers_left = (charger(KIND, one + 1) for one in range(chargers(vehicles)))
    parking_left = (parking(KIND, one + 1) for one in range(parking_places(vehicles)))
    stations = _stations()
    at_rest = set(resting)
    return [
        next(chargers_left if bay in charging else parking_left)
        if bay in at_rest
        else next(stations)
        for bay in range(bays)
    ]


def _stations() -> Iterator[NamedStation]:
    """Sources and sinks by turns."""
    for number, draw in enumerate(cycle((source, sink)), start=1):
        group = "pick" if draw is source else "drop"
        yield draw(
            f"{group}_{(number + 1) // 2}", f"{group.capitalize()} {(number + 1) // 2}", group
        )
