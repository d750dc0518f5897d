"""Before crossings vehicles wait for people, before shared aisles for manned forklifts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from fleet_core.model.facility import Crossing, Facility, Zone, ZoneKind
from fleet_core.model.proximity import LampState, ObjectClass
from fleet_core.proximity.parties import Plan
from fleet_core.proximity.watch import ProximityWatch
from tests.proximity.people import FLOOR, person, report

PERIOD_S = 0.1
AREA = ((10.0, -3.0), (13.0, -3.0), (13.0, 3.0), (10.0, 3.0))
FRONT_M, REAR_M = 1.0, 0.5  # of the AMR
CROSSING = replace(FLOOR, crossings=(Crossing("crossing", AREA),))
AISLE = replace(FLOOR, zones=(Zone("aisle", ZoneKind.SHARED_AISLE, AREA),))

Seen = Callable[[float], tuple[float, float] | None]


@dataclass
class Drive:
    """An AMR goes along x from 0, with 1.5 m/s, and obeys."""

    facility: Facility
    x_m: float = 0.0
    speed_mps: float = 0.0
    xs: list[float] = field(default_factory=list)
    causes: list[str] = field(default_factory=list)
    lamps: list[LampState] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.watch = ProximityWatch(self.facility)

    def go(
        self, seconds: float, seen: Seen = lambda _s: None,
        kind: ObjectClass = ObjectClass.PERSON, begin_s: float = 0.0,
    ) -> None:  # fmt: skip
        for k in range(round(begin_s / PERIOD_S), round((begin_s + seconds) / PERIOD_S)):
            now_s = k * PERIOD_S
            at = seen(now_s)
            somebody = [] if at is None else [person(now_s, *at, kind)]
            self.watch.hear_detections("camera", somebody, now_s)
            self.watch.hear_vehicle(report(now_s, self.x_m, self.speed_mps))
            self.watch.hear_plan("V0", self._plan(now_s))
            snapshot = self.watch.step(now_s)
            self.causes += [each.cause for each in snapshot.restrictions]
            self.lamps += [each.state for each in snapshot.lamps]
            limit = min((each.max_speed_mps for each in snapshot.restrictions), default=1.5)
            slower, faster = self.speed_mps - 0.08, self.speed_mps + 0.06
            self.speed_mps = max(0.0, slower, min(limit, faster))
            self.x_m += PERIOD_S * self.speed_mps
            self.xs.append(self.x_m)

    def _plan(self, now_s: float) -> Plan:
        times_s = np.arange(26) * 0.15
        speeds = np.minimum(1.5, self.speed_mps + 0.6 * times_s)
        x_m = self.x_m + np.concatenate([[0.0], np.cumsum(0.15 * speeds[1:])])
        return Plan(now_s + times_s, np.stack([x_m, 0.0 * x_m, 0.0 * x_m], axis=1))


def until(leaves_s: float, at: tuple[float, float]) -> Seen:
    return lambda now_s: at if now_s < leaves_s else None


def test_vehicles_wait_before_a_crossing_for_who_is_on_it_though_nobody_is_in_their_way() -> None:
    drive = Drive(CROSSING)
    drive.go(20.0, until(20.0, (11.5, 2.6)))  # 1.9 m beside the AMR
    assert AREA[0][0] - 1.0 < drive.x_m + FRONT_M <= AREA[0][0]
    assert drive.causes[-1] == "crossing_taken"
    assert drive.lamps[-1] is LampState.TAKEN
    drive.go(20.0, begin_s=20.0)
    assert drive.x_m - REAR_M > AREA[1][0]
    assert LampState.CLOSING in drive.lamps
    assert drive.lamps[-1] is LampState.FREE


def test_who_comes_to_a_crossing_goes_first_and_who_stands_away_from_it_does_not() -> None:
    comes, stands = Drive(CROSSING), Drive(CROSSING)
    comes.go(12.0, lambda now_s: (11.5, 12.0 - 1.2 * now_s))  # on it from 7.5 s on
    assert "crossing_taken" in comes.causes
    stands.go(20.0, until(20.0, (11.5, 4.0)))
    assert "crossing_taken" not in stands.causes
    assert stands.x_m - REAR_M > AREA[1][0]


def test_a_request_holds_vehicles_for_its_time() -> None:
    drive = Drive(CROSSING)
    assert drive.watch.hear_request("crossing", "button_1", 0.0)
    drive.go(9.5)
    assert drive.x_m + FRONT_M <= AREA[0][0]
    drive.go(20.0, begin_s=9.5)
    assert drive.x_m - REAR_M > AREA[1][0]
    assert not drive.watch.hear_request("nowhere", "button_1", 40.0)


def test_who_is_on_a_crossing_leaves_it_whoever_asks() -> None:
    drive = Drive(CROSSING, x_m=AREA[0][0] - 0.9)  # its front is on it
    drive.watch.hear_request("crossing", "button_1", 0.0)
    drive.go(8.0)
    assert drive.x_m - REAR_M > AREA[1][0]
    assert drive.lamps[0] is LampState.CLOSING


def test_a_crossing_where_vehicles_go_first_holds_nobody() -> None:
    crossing = Crossing("crossing", AREA, people_first=False)
    drive = Drive(replace(FLOOR, crossings=(crossing,)))
    drive.go(20.0, until(20.0, (11.5, 2.6)))
    assert drive.x_m - REAR_M > AREA[1][0]
    assert drive.lamps == []


def test_an_agv_and_a_manned_forklift_are_never_both_in_a_shared_aisle() -> None:
    drive = Drive(AISLE)
    drive.go(20.0, until(20.0, (12.0, 2.4)), ObjectClass.FORKLIFT)
    assert AREA[0][0] - 1.0 < drive.x_m + FRONT_M <= AREA[0][0]
    assert "aisle_taken" in drive.causes
    drive.go(20.0, begin_s=20.0)
    assert drive.x_m - REAR_M > AREA[1][0]


def test_a_lamp_tells_drivers_of_an_agv_in_the_aisle_or_that_cannot_stop_before_it() -> None:
    drive = Drive(AISLE)
    drive.go(20.0)
    inside = [
        AREA[0][0] < x_m + FRONT_M and x_m - REAR_M < AREA[1][0] for x_m in [0.0, *drive.xs[:-1]]
    ]
    assert any(inside)
    closing = [each is LampState.CLOSING for each in drive.lamps]
    assert all(lamp for lamp, is_in in zip(closing, inside, strict=True) if is_in)
    first = closing.index(True)
    assert drive.xs[first] + FRONT_M < AREA[0][0]


@pytest.mark.parametrize("facility", [CROSSING, AISLE])
def test_who_has_no_business_there_holds_nobody(facility: Facility) -> None:
    kind = ObjectClass.FORKLIFT if facility is CROSSING else ObjectClass.PERSON
    drive = Drive(facility)
    drive.go(25.0, until(25.0, (12.0, 2.4)), kind)
    assert not {"crossing_taken", "aisle_taken"} & set(drive.causes)
