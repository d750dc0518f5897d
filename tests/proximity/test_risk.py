"""Gaps and probabilities against shapely and scipy, and a prefilter that never lets go."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fleet_core.model.facility import Wall
from fleet_core.model.proximity import ObjectClass
from fleet_core.proximity.contact_chance import NOTHING
from fleet_core.proximity.parties import Plan, forklift_party, vehicle_party
from fleet_core.proximity.risk import others_of, parties_of, risks_of, wall_lines
from fleet_core.proximity.risk_kernel import may_meet, meet, meet_all, stretches_of
from fleet_core.proximity.risk_reference import body_gap, chances
from fleet_core.proximity.settings import RiskSettings
from tests.proximity.people import report, track
from tests.simulation.plants import AMR

SETTINGS = RiskSettings()
NO_WALLS = wall_lines(())

place = st.floats(-25.0, 25.0)
speed = st.floats(-4.0, 4.0)


def pair(x, y, vx, vy, own, turn, is_forklift):  # type: ignore[no-untyped-def]
    kind = ObjectClass.FORKLIFT if is_forklift else ObjectClass.PERSON
    other = track(x, y, vx, vy, kind=kind)
    if is_forklift and abs(turn) > 0.5:
        party = forklift_party(track(0.0, 0.0, own, 0.3, "f"), SETTINGS)
    else:
        seen = report(0.0, 0.0, own)
        party = vehicle_party(seen, AMR, None, 0.0, SETTINGS)
    return parties_of([party]), others_of([other], NO_WALLS, SETTINGS)


def met_by(parties, others):  # type: ignore[no-untyped-def]
    """What comes of it when all of it is looked at, and whether the prefilter lets it through."""
    mine = stretches_of(parties.path, parties.sigma_m)
    theirs = stretches_of(others.path, others.sigma_m)
    numbers = SETTINGS.near_m, SETTINGS.step_s
    looks = np.zeros(mine.shape[1], np.bool_)
    may = may_meet(parties, 0, others, 0, mine, theirs, *numbers, looks)
    return meet(parties, 0, others, 0, np.ones_like(looks), *numbers), may


@given(place, place, speed, speed, speed, st.floats(-1.0, 1.0), st.booleans())
@settings(max_examples=300, deadline=None)
def test_who_is_left_out_by_the_prefilter_cannot_be_met(x, y, vx, vy, own, turn, fork) -> None:
    parties, others = pair(x, y, vx, vy, own, turn, fork)
    met, may = met_by(parties, others)
    if not may:
        assert met.closest_m > SETTINGS.near_m
        assert met.probability < NOTHING


@given(place, place, speed, speed, speed, st.floats(-1.0, 1.0), st.booleans())
@settings(max_examples=100, deadline=None)
def test_what_is_not_looked_at_does_not_matter(x, y, vx, vy, own, turn, fork) -> None:
    parties, others = pair(0.5 * x, 0.5 * y, vx, vy, own, turn, fork)
    met, may = met_by(parties, others)
    _pairs, found = meet_all(parties, others, SETTINGS.near_m, SETTINGS.step_s)
    assert len(found) == may
    if may and met.probability > NOTHING:
        assert found[0].tolist() == pytest.approx(list(met), abs=1e-3)


@given(place, place, speed, speed, speed, st.floats(-1.0, 1.0), st.booleans())
@settings(max_examples=60, deadline=None)
def test_compiled_gaps_and_probabilities_are_the_readable_ones(
    x, y, vx, vy, own, turn, fork
) -> None:
    parties, others = pair(0.3 * x, 0.3 * y, vx, vy, own, turn, fork)
    met, _may = met_by(parties, others)
    times = range(parties.path.shape[1])
    found = [
        chances(parties, 0, others, 0, k, SETTINGS.near_m, SETTINGS.step_s) for k in times[::2]
    ]
    assert met.probability == pytest.approx(max(about for _now, about in found), abs=2e-3)
    true_gap = body_gap(parties, 0, others, 0, 0)
    if fork:  # a lower bound between two polygons
        assert max(0.0, met.gap_m) <= true_gap + 1e-9
    else:
        assert max(0.0, met.gap_m) == pytest.approx(true_gap, abs=1e-9)
    k = round(met.closest_s / SETTINGS.step_s)
    if not fork:
        assert max(0.0, met.closest_m) == pytest.approx(
            min(body_gap(parties, 0, others, 0, each) for each in times), abs=1e-6
        )
        assert max(0.0, met.closest_m) == pytest.approx(
            body_gap(parties, 0, others, 0, k), abs=1e-6
        )


def test_somebody_in_the_way_is_met_when_they_touch() -> None:
    party = vehicle_party(report(0.0, 0.0, 1.5), AMR, None, 0.0, SETTINGS)
    (risk,) = risks_of([party], [track(5.0, 0.0)], NO_WALLS, SETTINGS)
    # 5 m less the front (1.0), the person (0.3) and what is as good as contact (0.3), at 1.5 m/s
    assert risk.meeting.contact_s == pytest.approx(3.4 / 1.5, abs=0.35)
    assert risk.meeting.probability > 0.5
    assert risk.party.needed_lead_s == pytest.approx(0.4 + 1.5 / (2 * 0.8))
    assert risk.bearing_rad == pytest.approx(0.0)


def test_a_vehicle_that_plans_to_stop_meets_nobody_beyond() -> None:
    times_s = np.arange(0.0, 4.0, 0.3)
    way = np.minimum(1.5 * times_s, 2.0)
    plan = Plan(times_s, np.column_stack([way, 0.0 * way, 0.0 * way]))
    party = vehicle_party(report(0.0), AMR, plan, 0.0, SETTINGS)
    risks = risks_of([party], [track(6.0, 0.0)], NO_WALLS, SETTINGS)
    assert all(each.meeting.closest_m > 2.0 for each in risks)


def test_nobody_walks_through_a_wall() -> None:
    party = vehicle_party(report(0.0, 0.0, 1.5), AMR, None, 0.0, SETTINGS)
    walker = track(4.0, 4.0, 0.0, -1.3)
    wall = Wall("w", ((-9.0, 2.5), (20.0, 2.5)))
    (free,) = risks_of([party], [walker], NO_WALLS, SETTINGS)
    (kept,) = risks_of([party], [walker], wall_lines([wall]), SETTINGS)
    assert free.meeting.probability > 3.0 * kept.meeting.probability
    assert free.meeting.closest_m < 0.0
    assert kept.meeting.closest_m > 1.0


def test_needed_lead_of_a_manned_forklift_is_reaction_and_braking() -> None:
    party = forklift_party(track(0.0, 0.0, 4.0, 0.0, "f", ObjectClass.FORKLIFT), SETTINGS)
    assert party.needed_lead_s == pytest.approx(1.0 + 4.0 / 2.5)
    assert party.direction_rad == pytest.approx(0.0)
    assert abs(party.path[-1, 0] - 4.0 * SETTINGS.horizon_s) < 0.1
    assert party.outline[:, 0].max() == 1.5


def test_a_forklift_that_drives_off_is_taken_to_speed_up() -> None:
    slow = track(0.0, 0.0, 0.5, 0.0, "f", ObjectClass.FORKLIFT)
    steady = forklift_party(slow, SETTINGS)
    drives_off = forklift_party(replace(slow, speeding_mps2=0.8), SETTINGS)
    brakes = forklift_party(replace(slow, speeding_mps2=-0.8), SETTINGS)
    assert drives_off.path[20, 0] > steady.path[20, 0] + 0.5
    fast = track(0.0, 0.0, 3.0, 0.0, "f", ObjectClass.FORKLIFT)
    wavers = forklift_party(replace(fast, speeding_mps2=0.8), SETTINGS)
    assert wavers.path[-1, 0] == forklift_party(fast, SETTINGS).path[-1, 0]
    assert brakes.path[-1, 0] == steady.path[-1, 0]
    assert drives_off.needed_lead_s == steady.needed_lead_s
