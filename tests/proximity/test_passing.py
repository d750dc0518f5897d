"""Who passes somebody who stands can stand before he could be at it, wherever he walks."""

from __future__ import annotations

from math import hypot

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleet_core.model.proximity import ObjectClass, RestrictionCause
from fleet_core.proximity.parties import Plan, vehicle_party
from fleet_core.proximity.passing import passing_limit, people_among
from fleet_core.proximity.risk_kernel import point_gap
from fleet_core.proximity.settings import PassingSettings, RiskSettings
from fleet_core.proximity.watch import ProximityWatch
from planner.local.supervisor import put
from tests.proximity.people import FLOOR, person, report, track
from tests.simulation.plants import AMR

RISK, PASSING = RiskSettings(), PassingSettings()
TIMES_S = np.arange(0.0, 6.1, 0.1)


def straight(speed_mps: float) -> Plan:
    along = TIMES_S * speed_mps
    return Plan(TIMES_S, np.column_stack([along, 0.0 * along, 0.0 * along]))


def limit_past(x_m: float, y_m: float, **other) -> float:
    """Of an AMR at 1.5 m/s along x, at the origin."""
    party = vehicle_party(report(0.0), AMR, straight(1.5), 0.0, RISK)
    found = passing_limit(party, people_among([track(x_m, y_m, **other)], PASSING, RISK), PASSING)
    return AMR.max_speed_mps if found is None else found[0]


def test_it_is_slower_the_nearer_somebody_stands() -> None:
    limits = [limit_past(1.0, y_m) for y_m in (0.8, 1.2, 1.6, 2.5, 4.0)]
    assert limits == sorted(limits)
    assert limits[0] == pytest.approx(PASSING.least_mps)
    assert limits[-1] == AMR.max_speed_mps


def test_who_is_behind_and_who_drives_slow_nobody_down_by_this() -> None:
    assert limit_past(-2.5, 0.0) == AMR.max_speed_mps
    assert limit_past(1.0, 1.2, kind=ObjectClass.FORKLIFT) == AMR.max_speed_mps


def test_who_walks_along_counts_as_one_who_stands_and_who_comes_for_more() -> None:
    stands = limit_past(1.0, 2.0)
    assert limit_past(1.0, 2.0, vx=1.3) == pytest.approx(stands, abs=0.051)
    assert limit_past(1.0, 2.0, vy=1.3) == pytest.approx(stands, abs=0.051)
    assert limit_past(1.0, 2.0, vy=-1.3) < stands - 0.1


@given(
    x_m=st.floats(0.0, 3.0), y_m=st.floats(0.75, 3.0), angle=st.floats(-3.2, 3.2),
)  # fmt: skip
def test_nobody_who_sets_out_is_touched_before_it_stands(
    x_m: float, y_m: float, angle: float
) -> None:
    mps = limit_past(x_m, y_m)
    if mps <= PASSING.least_mps:
        return
    outline, body = np.array(AMR.footprint), np.empty((len(AMR.footprint), 2))
    brakes_s = mps / AMR.braking_mps2
    stands_s = PASSING.notice_s + brakes_s
    for t in np.linspace(0.0, stands_s, 50).tolist():
        braked_s = max(0.0, t - PASSING.notice_s)
        gone_m = mps * t - 0.5 * AMR.braking_mps2 * braked_s**2
        speeds_up_s = min(t, PASSING.paces_mps / PASSING.sets_out_mps2)
        walked_m = 0.5 * PASSING.sets_out_mps2 * speeds_up_s**2
        walked_m += PASSING.paces_mps * (t - speeds_up_s)
        put(outline, np.array([gone_m, 0.0, 0.0]), body)
        there = x_m + walked_m * np.cos(angle), y_m + walked_m * np.sin(angle)
        # He who has got behind it, or beside a body that stood by then, walked into it.
        assert point_gap(body, *there) > RISK.person_radius_m - 0.1


def test_the_restriction_says_why_and_for_whom() -> None:
    watch = ProximityWatch(FLOOR)
    for k in range(30):
        now_s = 0.1 * k
        watch.hear_detections("camera", [person(now_s, 4.0, 1.1)], now_s)
        watch.hear_vehicle(report(now_s, x_m=0.5 * now_s, speed_mps=0.5))
        poses = straight(0.5).poses + np.array([0.5 * now_s, 0.0, 0.0])
        watch.hear_plan("V0", Plan(now_s + TIMES_S, poses))
        seen = watch.step(now_s)
    (held,) = seen.restrictions
    assert held.cause is RestrictionCause.PASSING
    assert 0.0 < held.max_speed_mps < AMR.max_speed_mps
    (about,) = seen.tracks
    assert held.about == about.id
    assert hypot(about.x_m - 4.0, about.y_m - 1.1) < 0.1
