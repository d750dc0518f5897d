"""A bare lattice of two-way lanes: nothing but nodes, to measure planning on."""

from __future__ import annotations

from fleet_core.layouts.generate.fleet_types import AMR, vehicle_types
from fleet_core.layouts.generate.floor_plan import FloorPlan
from fleet_core.model.errors import LayoutError
from fleet_core.model.facility import Facility
from fleet_core.model.layout import EdgeProperties
from fleet_core.model.scenario import Scenario

KIND = AMR.id
LARGEST = 80
SMALLEST_PITCH_M = 1.8
"""Two AMRs can turn on neighbouring nodes: their corners reach 0.78 m, and 0.2 m stay between."""


def lattice(rows: int = 10, columns: int = 10, pitch_m: float = 2.0) -> tuple[Facility, Scenario]:
    """``rows`` x ``columns`` nodes ``pitch_m`` apart, each joined with its neighbours both ways; no
    stations, no vehicles, no orders. Raises LayoutError when a number makes no sense."""
    _check(rows, columns, pitch_m)
    plan = FloorPlan()
    for row in range(rows):
        for column in range(columns):
            node = plan.node(_name(row, column), (column * pitch_m, row * pitch_m))
            plan.allow_turns(node, KIND)
    for row in range(rows):
        for column in range(columns):
            if column + 1 < columns:
                _join(plan, _name(row, column), _name(row, column + 1))
            if row + 1 < rows:
                _join(plan, _name(row, column), _name(row + 1, column))
    name = f"lattice_{rows}x{columns}"
    layout = plan.layout(name, name, f"Lattice of {rows} x {columns} nodes {pitch_m:g} m apart")
    return Facility(name, layout, vehicle_types({KIND: ()})), Scenario(name, ())


def _name(row: int, column: int) -> str:
    return f"n{row + 1}_{column + 1}"


def _join(plan: FloorPlan, first: str, second: str) -> None:
    plan.edge(first, second, [EdgeProperties(KIND)])
    plan.edge(second, first, [EdgeProperties(KIND)])


def _check(rows: int, columns: int, pitch_m: float) -> None:
    for option, value in (("--rows", rows), ("--columns", columns)):
        if not 2 <= value <= LARGEST:
            raise LayoutError(f"generate: {option} {value}; expected 2 to {LARGEST}")
    if not SMALLEST_PITCH_M <= pitch_m <= 100.0:
        raise LayoutError(
            f"generate: --pitch {pitch_m:g}; expected {SMALLEST_PITCH_M:g} m to 100 m"
        )
