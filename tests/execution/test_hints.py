"""Speed hints are told, and put off nothing that a vehicle must know."""

from __future__ import annotations

from dataclasses import replace

from fleet_core.execution.outgoing import Outgoing
from fleet_core.model.order import OrderState
from tests.execution.shift import Shift
from tests.execution.teleport_plant import transport


def test_a_hint_does_not_put_off_what_must_be_sent_again() -> None:
    shift = Shift()
    shift.submit(transport("O1"))
    shift.run_until("O1", OrderState.UNDER_WAY)
    fleet = shift.controller._fleet
    vehicle = fleet.vehicles[shift.controller.order("O1").vehicle_id]
    assert vehicle.sent.newest is not None
    sent_at_s, known = vehicle.sent.at_s, vehicle.sent.newest
    # Its report goes on showing less than it was told: the growth was lost.
    vehicle.contact.report = replace(
        vehicle.report, route_id=known.route_id, legs_released=known.released - 1
    )
    outgoing = Outgoing()
    now_s = sent_at_s
    while vehicle.sent.at_s == sent_at_s and now_s < sent_at_s + 60.0:
        now_s += 0.5
        vehicle.contact.report = replace(vehicle.report, stamp_s=now_s)
        outgoing.add(replace(known, more_at_s=now_s + 100.0))
        told = outgoing.hand_out(fleet, True, now_s)
    assert vehicle.sent.at_s <= sent_at_s + fleet.settings.resend_after_s + 1.0
    assert [route.released for route in told] == [known.released]


def test_a_hint_is_handed_out() -> None:
    shift = Shift()
    shift.submit(transport("O1"))
    shift.run_until("O1", OrderState.UNDER_WAY)
    fleet = shift.controller._fleet
    vehicle = fleet.vehicles[shift.controller.order("O1").vehicle_id]
    assert vehicle.sent.newest is not None
    hinted = replace(vehicle.sent.newest, more_at_s=shift.now_s + 9.0)
    outgoing = Outgoing()
    outgoing.add(hinted)
    assert hinted in outgoing.hand_out(fleet, True, vehicle.sent.at_s + 0.1)
