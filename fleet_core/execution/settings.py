"""How the controller runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf

from fleet_core.dispatch.settings import DispatchSettings


@dataclass(frozen=True, slots=True)
class PlaceTolerance:
    """How far a vehicle's reports may be from what it was told, and from each other, before it
    counts as astray. See docs/traffic.md for what that means for the clearance."""

    beside_m: float = 0.3  # from its released legs, or from its resting place
    heading_rad: float = 0.35
    behind_s: float = 0.5  # its progress may be so much newer than its pose
    jump_m: float = 0.5  # between two reports, beyond what its type can drive
    speed_share: float = 1.2  # of its type's highest speed: clocks and wheels are not exact


@dataclass(frozen=True, slots=True)
class ClientLimits:
    """What an author may ask for. A simulation's orders have none."""

    open_orders: float = inf  # of all authors
    open_orders_of_one: float = inf
    burst: float = inf  # requests that one author may make at once
    requests_per_s: float = inf  # and so many in the long run


@dataclass(frozen=True, slots=True)
class FleetSettings:
    """Times in seconds, lengths in metres, angles in radians."""

    report_max_age_s: float = 2.0  # an older report counts as lost contact
    first_report_s: float = 10.0  # after a start, so long for nodes to find each other
    allocation_gap_s: float = 1.0  # after an event, allocation runs no sooner than this again
    allocation_period_s: float = 10.0  # and without one, this often
    give_up_after_s: float = 30.0  # out of contact or under manual control: an order goes to others
    answer_within_s: float = 10.0  # a vehicle that does not take up its route counts as silent
    resend_after_s: float = 2.0  # a route that the vehicle does not know is sent again
    enter_retry_s: float = 1.0  # a vehicle off the roadmap is tried again this often
    store_retry_s: float = 1.0  # a store that refused is tried again this often
    sent_hold_s: float = 300.0  # a vehicle sent by a person stays this long
    standing_mps: float = 0.02  # slower counts as standing still
    tolerance: PlaceTolerance = PlaceTolerance()  # of types that ``tolerances`` does not name
    tolerances: Mapping[str, PlaceTolerance] = field(default_factory=dict)  # by vehicle type
    forgot_s: float = 1.0  # who names no route for so long has forgotten it: a driver that is
    # started anew may yet hear, and take up, the one that it was on
    sound_again_s: float = 1.0  # reports must fit for so long before an astray vehicle goes on
    stopping_s: float = 1.0  # until an astray vehicle that drives begins to brake
    after_manual_s: float = 5.0  # from the end of manual mode until it is commanded: a person who
    # has handed it back stands beside it
    stands_reason_s: float = 10.0  # who stands so long although it may drive says so
    stands_message_s: float = 20.0  # and so long: a message, and nobody counts on it
    load_certain_s: float = 2.0  # a load that is missing or too many for so long is real
    ended_orders_shown: int = 200
    orders_shown: int = (
        500  # all that vehicles have, and of those that wait as many as there is room
    )
    limits: ClientLimits = ClientLimits()
    messages_shown: int = 200
    dispatch: DispatchSettings = field(default_factory=DispatchSettings)

    def tolerance_of(self, type_id: str) -> PlaceTolerance:
        return self.tolerances.get(type_id, self.tolerance)
