"""A commanded vehicle does not go where somebody is, whatever was warned of before."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleet_core.model.proximity import ObjectClass, SpeedRestriction
from fleet_core.proximity.pairs import Others
from fleet_core.proximity.parties import Plan
from fleet_core.proximity.watch import ProximityWatch
from fleet_core.proximity.way_kernel import first_in_way, way_within
from tests.proximity.people import FLOOR, person, report
from tests.simulation.plants import BOX

PERIOD_S = 0.1
OUTLINE = np.array(BOX)  # its front is 1 m ahead of its origin, its rear 0.5 m behind


def seen_from_standing(
    x_m: float, y_m: float, plan: Plan | None, seconds: float = 3.0,
    kind: ObjectClass = ObjectClass.PERSON,
) -> tuple[SpeedRestriction, ...]:  # fmt: skip
    """An AMR stands at the origin; somebody stands at a place."""
    watch = ProximityWatch(FLOOR)
    for k in range(round(seconds / PERIOD_S)):
        now_s = k * PERIOD_S
        watch.hear_detections("camera", [person(now_s, x_m, y_m, kind)], now_s)
        watch.hear_vehicle(report(now_s, 0.0, 0.0))
        if plan is not None:
            watch.hear_plan("V0", replace(plan, times_s=plan.times_s + now_s))
        snapshot = watch.step(now_s)
    return snapshot.restrictions


def starting(sign: float = 1.0) -> Plan:
    """From a stand, along x, with 0.6 m/s2."""
    times_s = np.arange(26) * 0.15
    x_m = sign * 0.5 * 0.6 * times_s**2
    return Plan(times_s, np.stack([x_m, 0.0 * x_m, 0.0 * x_m], axis=1))


def turning() -> Plan:
    """On the spot, by a quarter to the left."""
    times_s = np.arange(26) * 0.15
    heading = np.minimum(np.pi / 2.0, 0.8 * times_s)
    return Plan(times_s, np.stack([0.0 * heading, 0.0 * heading, heading], axis=1))


@pytest.mark.parametrize(
    ("x_m", "y_m", "plan"),
    [
        (1.35, 0.0, starting()),  # nearer than the 0.3 m at which a warning takes it for contact
        (1.6, 0.0, starting()),
        (1.5, 0.6, starting()),  # half beside
        (-1.1, 0.0, starting(-1.0)),
        (0.55, 0.85, turning()),  # where its front swings to
        (0.5, 0.83, starting()),  # beside it, and all but touched
        (0.5, 0.7, starting()),  # touched: he walked into it
        (-0.4, 0.6, starting()),
    ],
)  # fmt: skip
def test_who_stands_does_not_start_into_somebody(x_m: float, y_m: float, plan: Plan) -> None:
    (held,) = seen_from_standing(x_m, y_m, plan)
    assert (held.vehicle_id, held.max_speed_mps, held.cause) == ("V0", 0.0, "way_occupied")


@pytest.mark.parametrize(
    ("x_m", "y_m", "plan"),
    [
        (-0.95, 0.0, starting()),  # behind it
        (0.0, 1.1, starting()),  # beside it
        (1.35, 0.0, starting(-1.0)),  # before it, and it reverses
        (1.35, 0.0, None),  # it means to stand
    ],
)  # fmt: skip
def test_who_is_not_in_its_way_holds_nobody(x_m: float, y_m: float, plan: Plan | None) -> None:
    assert all(each.max_speed_mps > 0.0 for each in seen_from_standing(x_m, y_m, plan))


def test_who_was_stopped_and_has_no_plan_waits_until_somebody_has_gone() -> None:
    """A local planner that is stopped plans to stand: that says nothing of where it will go."""
    watch, x_m, speed = ProximityWatch(FLOOR), 0.0, 1.0
    limits = []
    for k in range(300):
        now_s = k * PERIOD_S
        y_m = 0.0 if now_s < 20.0 else 1.3 * (now_s - 20.0)
        watch.hear_detections("camera", [person(now_s, 5.0, y_m)], now_s)
        watch.hear_vehicle(report(now_s, x_m, speed))
        held = [each.max_speed_mps for each in watch.step(now_s).restrictions]
        limits.append(min(held, default=9.0))
        speed = max(0.0, speed - 0.08) if limits[-1] == 0.0 else min(1.0, speed + 0.06)
        x_m += speed * PERIOD_S
    assert x_m > 5.0
    waited = limits[100:200]
    assert max(waited) == 0.0


def test_of_two_who_wait_for_each_other_the_vehicle_waits_longer() -> None:
    """Somebody comes from the side, and stops beside its way as it does: it lets him go first."""
    watch, x_m, speed = ProximityWatch(FLOOR), 0.0, 1.0
    stood_s, held = 0.0, {}
    for k in range(200):
        now_s = k * PERIOD_S
        y_m = max(1.2, 5.5 - 1.3 * now_s)
        watch.hear_detections("camera", [person(now_s, 4.0, y_m)], now_s)
        watch.hear_vehicle(report(now_s, x_m, speed))
        limit = min((e.max_speed_mps for e in watch.step(now_s).restrictions), default=9.0)
        held[k] = limit == 0.0
        speed = max(0.0, speed - 0.08) if held[k] else min(1.0, speed + 0.06)
        stood_s = now_s if speed == 0.0 and stood_s == 0.0 else stood_s
        x_m += speed * PERIOD_S
    assert 1.0 < stood_s < 5.0
    let_go = [k * PERIOD_S for k in range(1, 200) if held[k - 1] and not held[k]]
    assert let_go[-1] == pytest.approx(stood_s + 5.0, abs=0.5)
    assert x_m > 6.0


def test_who_plans_to_stop_because_it_is_held_stays_held() -> None:
    """A local planner's plan follows from what holds it: as long as somebody is where it went
    before, it is not let go between two periods."""
    watch, x_m, speed, limit = ProximityWatch(FLOOR), 0.0, 0.0, 1.5
    held = []
    for k in range(300):
        now_s = k * PERIOD_S
        watch.hear_detections("camera", [person(now_s, 9.0, 0.0)], now_s)
        watch.hear_vehicle(report(now_s, x_m, speed))
        times_s = np.arange(26) * 0.15
        rate = -0.8 if limit == 0.0 else 0.6
        speeds = np.clip(speed + rate * times_s, 0.0, 1.5)
        xs = x_m + np.concatenate([[0.0], np.cumsum(0.15 * speeds[1:])])
        watch.hear_plan("V0", Plan(now_s + times_s, np.stack([xs, 0 * xs, 0 * xs], axis=1)))
        limit = min((e.max_speed_mps for e in watch.step(now_s).restrictions), default=1.5)
        held.append(limit == 0.0)
        speed = max(0.0, speed - 0.08) if limit == 0.0 else min(limit, 1.5, speed + 0.06)
        x_m += speed * PERIOD_S
    assert x_m + 1.0 < 9.0 - 0.3
    assert all(held[held.index(True) :])


@given(st.floats(-3.0, 3.0), st.floats(-3.0, 3.0), st.floats(0.0, 3.0), st.floats(-1.5, 1.5))
def test_nobody_who_would_be_touched_is_overlooked(
    x_m: float, y_m: float, way_m: float, turned: float
) -> None:
    """Against the bodies themselves, on a way that is driven and turned."""
    import shapely  # noqa: PLC0415
    from shapely import affinity  # noqa: PLC0415

    share = np.linspace(0.0, 1.0, 60)
    way = np.stack([way_m * share, 0.0 * share, turned * share], axis=1)
    body, other = shapely.Polygon(OUTLINE), shapely.Point(x_m, y_m)
    gaps = [
        affinity.translate(affinity.rotate(body, h, (0.0, 0.0), use_radians=True), x, y).distance(
            other
        )
        - 0.3
        for x, y, h in way
    ]
    others = Others(
        np.array([[[x_m, y_m]]]), np.zeros(1), np.zeros((1, 0, 3)), np.zeros((1, 0)),
        np.array([[0.3, 0.0]]),
    )  # fmt: skip
    found = first_in_way(OUTLINE, way, others, np.array([0.1]), np.zeros(1))
    if gaps[0] > 0.0 and min(gaps) <= 0.0:
        assert found == 0
    if min(gaps) > 0.1 + 1e-6:
        assert found == -1


def test_a_way_ends_where_a_corner_has_gone_so_far() -> None:
    path = np.stack([np.arange(20) * 0.1, np.zeros(20), np.zeros(20)], axis=1)
    assert way_within(path, 1.0, 0.55) == 7
    turned = np.stack([np.zeros(20), np.zeros(20), np.arange(20) * 0.1], axis=1)
    assert way_within(turned, 2.0, 0.55) == 4
