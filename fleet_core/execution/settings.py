"""How the controller runs."""

from __future__ import annotations

from dataclasses import dataclass, field

from fleet_core.dispatch.settings import DispatchSettings


@dataclass(frozen=True, slots=True)
class FleetSettings:
    """Times in seconds, lengths in metres, angles in radians."""

    report_max_age_s: float = 2.0  # an older report counts as lost contact
    allocation_gap_s: float = 1.0  # after an event, allocation runs no sooner than this again
    allocation_period_s: float = 10.0  # and without one, this often
    give_up_after_s: float = 30.0  # out of contact or under manual control: an order goes to others
    answer_within_s: float = 10.0  # a vehicle that does not take up its route counts as silent
    resend_after_s: float = 2.0  # a route that the vehicle does not know is sent again
    enter_retry_s: float = 1.0  # a vehicle off the roadmap is tried again this often
    store_retry_s: float = 1.0  # a store that refused is tried again this often
    sent_hold_s: float = 300.0  # a vehicle sent by a person stays this long
    standing_mps: float = 0.02  # slower counts as standing still
    off_route_m: float = 0.5  # farther from its route means it was moved by hand
    off_heading_rad: float = 0.35
    ended_orders_shown: int = 200
    messages_shown: int = 200
    dispatch: DispatchSettings = field(default_factory=DispatchSettings)
