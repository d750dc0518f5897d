"""What a vehicle carries its load on, and the boxes that its body is made of.

| handling | | load stands |
| --- | --- | --- |
| FORKS | two tines between support legs, for types with forks at the rear | on the floor |
| PLATE | a plate on top that rises, for differential drives | on a stand, which is driven under |
| BED | a trolley behind a tractor, for all others | in the hands of people |

A pallet is 1.2 m by 0.8 m, lengthwise to the vehicle (EN 13698-1).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fleet_core.model.vehicle_type import Kinematics, VehicleType

LOAD_LENGTH_M, LOAD_WIDTH_M = 1.2, 0.8
TINE_TOP_M, TINE_BOTTOM_M = 0.08, 0.04
_TINE_WIDTH_M, _TINE_MIDDLE_M = 0.11, 0.175
_LEG_INSIDE_M, _LEG_WIDTH_M, _LEG_TOP_M = 0.46, 0.09, 0.18
_BACKREST_M = 0.05
_PALLET_PLAY_M = 0.03
"""Between a pallet and the backrest behind it."""
_STACKER_WIDTH_M = 2.0 * (_LEG_INSIDE_M + _LEG_WIDTH_M) - 0.02
PLATE_PLAY_M = 0.02
"""Between the top of an AMR's body and the top of its lowered plate."""
_PLATE_LENGTH_M, PLATE_WIDTH_M = 1.1, 0.6
_BED_M, _RIM_M = 0.4, 0.1
LIFT, LIFT_JOINT = "lift", "lift_joint"
"""Names of the link that carries a load, and of the joint that raises it."""
CARRIER_KG = 120.0
LIFT_MPS = 0.05


class Handling(StrEnum):
    """How loads come onto a vehicle."""

    FORKS = "forks"
    PLATE = "plate"
    BED = "bed"


@dataclass(frozen=True, slots=True)
class BodyBox:
    """A part of a body, along the vehicle's axes: its middle and its sides."""

    name: str
    x_m: float
    y_m: float
    z_m: float
    length_m: float
    width_m: float
    height_m: float


@dataclass(frozen=True, slots=True)
class Carrier:
    """``low_m``: the height of what the load rests on, when lowered; it rises by ``stroke_m``."""

    handling: Handling
    at_m: float  # middle of the load, along the vehicle
    low_m: float
    stroke_m: float
    boxes: tuple[BodyBox, ...]  # that rise; none of a bed

    @property
    def lifts(self) -> bool:
        return self.stroke_m > 0.0


def handling_of(kind: VehicleType) -> Handling:
    """By what the type says of its forks, its width and its wheels."""
    ys = [y for _x, y in kind.footprint]
    if kind.forks_at_rear and max(ys) - min(ys) >= _STACKER_WIDTH_M:
        return Handling.FORKS
    is_low = kind.kinematics is Kinematics.DIFFERENTIAL
    return Handling.PLATE if is_low else Handling.BED


def carrier_of(kind: VehicleType, height_m: float) -> Carrier:
    """``height_m``: of the vehicle's body above the floor."""
    rear, front = _ends(kind)
    match handling_of(kind):
        case Handling.FORKS:
            at_m = min(x for x, _y in kind.loaded_footprint) + LOAD_LENGTH_M / 2.0
            return Carrier(Handling.FORKS, at_m, TINE_TOP_M, 0.15, _forks(rear, at_m))
        case Handling.PLATE:
            middle = (rear + front) / 2.0
            thick = PLATE_PLAY_M / 2.0
            plate = BodyBox(
                "plate", middle, 0.0, height_m + PLATE_PLAY_M - thick / 2.0,
                min(_PLATE_LENGTH_M, front - rear), PLATE_WIDTH_M, thick,
            )  # fmt: skip
            return Carrier(Handling.PLATE, middle, height_m + PLATE_PLAY_M, 0.06, (plate,))
        case Handling.BED:
            return Carrier(Handling.BED, rear + _RIM_M + LOAD_LENGTH_M / 2.0, _BED_M, 0.0, ())


def body_boxes(kind: VehicleType, bottom_m: float, height_m: float) -> tuple[BodyBox, ...]:
    """Of a body that reaches from ``bottom_m`` to ``height_m``, without what rises."""
    rear, front = _ends(kind)
    ys = [y for _x, y in kind.footprint]
    width, middle = max(ys) - min(ys), (max(ys) + min(ys)) / 2.0

    def block(name: str, begin: float, end: float, top: float) -> BodyBox:
        at, height = (begin + end) / 2.0, top - bottom_m
        return BodyBox(name, at, middle, bottom_m + height / 2.0, end - begin, width, height)

    carrier = carrier_of(kind, height_m)
    load_ends = carrier.at_m + LOAD_LENGTH_M / 2.0
    match carrier.handling:
        case Handling.FORKS:
            begin = load_ends + _PALLET_PLAY_M + _BACKREST_M + 0.02
            machine = block("machine", begin, front, height_m)
            height, aside = _LEG_TOP_M - bottom_m, _LEG_INSIDE_M + _LEG_WIDTH_M / 2.0
            legs = (
                BodyBox(name, (rear + begin) / 2.0, y, bottom_m + height / 2.0,
                    begin - rear, _LEG_WIDTH_M, height)
                for name, y in (("left_leg", aside), ("right_leg", -aside))
            )  # fmt: skip
            return (machine, *legs)
        case Handling.BED if load_ends + _RIM_M < front:
            end = load_ends + _RIM_M
            return (block("tractor", end, front, height_m), block("trolley", rear, end, _BED_M))
        case _:
            return (block("body", rear, front, height_m),)


def _forks(rear: float, at_m: float) -> tuple[BodyBox, ...]:
    back = at_m + LOAD_LENGTH_M / 2.0 + _PALLET_PLAY_M
    end, height = back + _BACKREST_M, TINE_TOP_M - TINE_BOTTOM_M
    tines = (
        BodyBox(name, (rear + end) / 2.0, y, TINE_BOTTOM_M + height / 2.0,
            end - rear, _TINE_WIDTH_M, height)
        for name, y in (("left_tine", _TINE_MIDDLE_M), ("right_tine", -_TINE_MIDDLE_M))
    )  # fmt: skip
    rest = BodyBox("backrest", back + _BACKREST_M / 2.0, 0.0, 0.55, _BACKREST_M, 0.7, 1.0)
    return (*tines, rest)


def _ends(kind: VehicleType) -> tuple[float, float]:
    xs = [x for x, _y in kind.footprint]
    return min(xs), max(xs)
