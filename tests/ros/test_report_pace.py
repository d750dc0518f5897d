"""What of a vehicle's words is passed on to the fleet."""

import itertools
from dataclasses import replace

import pytest

from fleet_core.model.geometry import Pose
from fleet_core.model.vehicle import (
    ActionStatus,
    ErrorLevel,
    OperatingMode,
    VehicleError,
    VehicleReport,
)
from fleet_nodes.report_pace import HEARTBEAT_S, ReportPace

REPORT = VehicleReport(
    vehicle_id="amr_1",
    type_id="amr",
    stamp_s=100.0,
    pose=Pose(5.0, 6.0, 3.1415),
    speed_mps=0.0,
    turn_rate_radps=0.0,
    battery_soc=0.5,
    charging=False,
    load_unit_ids=(),
    mode=OperatingMode.AUTOMATIC,
    errors=(),
    paused=False,
    route_id="r1",
    legs_done=2,
    legs_released=3,
    action_id="",
    action_status=ActionStatus.NONE,
    action_text="",
)


def test_who_stands_is_passed_on_once_a_heartbeat() -> None:
    pace = ReportPace()
    times_s = [0.2 * number for number in range(51)]
    sent = [s for s in times_s if pace.is_due(replace(REPORT, stamp_s=100.0 + s), s)]
    assert sent[0] == 0.0
    gaps = [after - before for before, after in itertools.pairwise(sent)]
    assert all(HEARTBEAT_S <= gap <= HEARTBEAT_S + 0.2 for gap in gaps)


def test_who_moves_is_passed_on_always() -> None:
    pace = ReportPace()
    moving = [replace(REPORT, pose=Pose(5.0 + 0.1 * n, 6.0, 0.0), speed_mps=0.5) for n in range(9)]
    assert all(pace.is_due(report, 0.2 * n) for n, report in enumerate(moving))
    assert pace.is_due(replace(moving[-1], speed_mps=0.0), 1.8)  # it has come to a stand


def test_a_shaking_localisation_is_nothing_new() -> None:
    pace = ReportPace()
    assert pace.is_due(REPORT, 0.0)
    shaken = replace(REPORT, pose=Pose(5.004, 5.996, -3.1415), speed_mps=0.002, stamp_s=100.2)
    assert not pace.is_due(shaken, 0.2)


def test_creeping_is_not_lost_in_small_steps() -> None:
    pace = ReportPace()
    sent = [pace.is_due(replace(REPORT, pose=Pose(5.0 + 0.004 * n, 6.0, 3.1415)), 0.01 * n)
            for n in range(10)]  # fmt: skip
    assert sent == [True, False, False, True, False, False, True, False, False, True]


@pytest.mark.parametrize(
    "change",
    [
        {"legs_done": 3},
        {"legs_released": 4},
        {"route_id": "r2"},
        {"action_id": "a1"},
        {"action_status": ActionStatus.RUNNING},
        {"action_text": "fork blocked"},
        {"paused": True},
        {"mode": OperatingMode.MANUAL},
        {"charging": True},
        {"load_unit_ids": ("pallet_1",)},
        {"errors": (VehicleError("E1", ErrorLevel.WARNING, "dirty lens"),)},
        {"battery_soc": 0.49},
        {"type_id": "other"},
        {"turn_rate_radps": 0.3},
        {"pose": Pose(5.0, 6.02, 3.1415)},
        {"pose": Pose(5.0, 6.0, 3.0)},
    ],
)
def test_whatever_is_new_is_passed_on_at_once(change) -> None:
    pace = ReportPace()
    assert pace.is_due(REPORT, 0.0)
    assert pace.is_due(replace(REPORT, **change), 0.05)
