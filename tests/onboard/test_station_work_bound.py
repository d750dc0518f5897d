"""What a vehicle knows of the actions that it has ended has an end itself."""

from __future__ import annotations

from fleet_core.model.order import StopAction
from fleet_core.model.route import StationAction
from fleet_core.model.vehicle import ActionStatus
from fleet_core.onboard.station_work import ENDED_KEPT, StationWork


def pick(number: int) -> StationAction:
    return StationAction(action_id=f"T-{number}/1/pick", kind=StopAction.PICK, station_id="A")


def test_the_latest_ended_actions_are_known_and_no_more() -> None:
    work = StationWork()
    for number in range(3 * ENDED_KEPT):
        work.begin(pick(number), 1.0)
        work.end(ActionStatus.FINISHED)
    last = 3 * ENDED_KEPT - 1
    assert len(work.ended) == ENDED_KEPT
    assert work.outcome(pick(last)).status is ActionStatus.FINISHED
    assert work.outcome(pick(last - ENDED_KEPT)).status is ActionStatus.NONE
