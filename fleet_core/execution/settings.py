"""How the controller runs: all that a plant may set about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from fleet_core.dispatch.settings import DispatchSettings
from fleet_core.model.setting import setting
from fleet_core.traffic.settings import TrafficSettings


@dataclass(frozen=True, slots=True)
class PlaceTolerance:
    """How far a vehicle's reports may be from what it was told, and from each other, before it
    counts as astray. See docs/traffic.md for what that means for the clearance."""

    beside_m: float = setting(0.3, "From its released legs, or from its resting place.", 0.01, 5.0)
    heading_rad: float = setting(0.35, "Turned away from them.", 0.01, 3.2)
    behind_s: float = setting(0.5, "Its progress may be so much newer than its pose.", 0.0, 10.0)
    jump_m: float = setting(0.5, "Between two reports, beyond what its type can drive.", 0.01, 10.0)
    speed_share: float = setting(
        1.2, "Of its type's highest speed: clocks and wheels are not exact.", 1.0, 3.0
    )


@dataclass(frozen=True, slots=True)
class ClientLimits:
    """What the fleet may be asked for."""

    open_orders: int = setting(20_000, "Open orders; more are not taken.", 1, 1_000_000_000)
    open_orders_of_one: int = setting(
        10_000, "Open orders of one author; more are not taken of it.", 1, 1_000_000_000
    )
    burst: int = setting(500, "Requests that one author may make at once.", 1, 1_000_000_000)
    requests_per_s: float = setting(
        50.0, "Requests of one author a second in the long run (fleet clock).", 0.1, 1e9
    )


NO_LIMITS = ClientLimits(1_000_000_000, 1_000_000_000, 1_000_000_000, 1e9)
"""For a fleet that only its own program commands: a simulation."""


@dataclass(frozen=True, slots=True)
class FleetSettings:
    """Defaults fit vehicles that report five times a second or more."""

    report_max_age_s: float = setting(
        2.0, "A vehicle whose report is older has lost contact (fleet clock).", 0.2, 600.0
    )
    first_report_s: float = setting(
        10.0, "After a start, so long for vehicles to be heard before one counts as lost.", 0, 6000
    )
    resend_after_s: float = setting(
        2.0, "A route that the vehicle does not name after so long is sent again.", 0.1, 6000.0
    )
    answer_within_s: float = setting(
        10.0, "A vehicle that does not take up its route in this time counts as silent.", 0.5, 6000
    )
    stands_reason_s: float = setting(
        10.0, "A vehicle that stands so long although it may drive says so.", 1.0, 6000.0
    )
    stands_message_s: float = setting(
        20.0, "After so long there is a message, and others are planned around it.", 1.0, 6000.0
    )
    give_up_after_s: float = setting(
        30.0, "Out of contact, standing or driven by hand so long: its order goes to others.",
        0.0, 86400.0,
    )  # fmt: skip

    allocation_gap_s: float = setting(
        1.0, "After an event allocation runs no sooner than this again.", 0.0, 60.0
    )
    allocation_period_s: float = setting(
        10.0, "Without an event allocation runs this often.", 0.5, 600.0
    )
    enter_retry_s: float = setting(
        1.0, "A vehicle off the roadmap is tried again this often.", 0.1, 600.0
    )
    store_retry_s: float = setting(
        1.0, "A store that refused is tried again this often.", 0.1, 600.0
    )
    sent_hold_s: float = setting(
        300.0, "A vehicle that a person has sent somewhere stays so long.", 0.0, 86400.0
    )

    standing_mps: float = setting(0.02, "Slower counts as standing still.", 0.0, 0.5)
    forgot_s: float = setting(
        1.0,
        "Who names no route for so long has forgotten it: a driver that is started anew may yet "
        "hear, and take up, the one that it was on.",
        0.1,
        60.0,
    )
    sound_again_s: float = setting(
        1.0, "Reports must fit for so long before an astray vehicle goes on.", 0.1, 600.0
    )
    stopping_s: float = setting(
        1.0, "Until an astray vehicle that drives begins to brake.", 0.0, 60.0
    )
    after_manual_s: float = setting(
        5.0,
        "From the end of manual mode until a vehicle is commanded: a person who has handed it back "
        "stands beside it.",
        0.0,
        600.0,
    )
    load_certain_s: float = setting(
        2.0, "A load that is missing or too many for so long is real.", 0.0, 600.0
    )
    ended_orders_shown: int = setting(200, "Ended orders that are shown, the newest.", 0, 100_000)
    orders_shown: int = setting(
        500,
        "Orders that are shown: all that vehicles have, of the others as many as have room.",
        1,
        100_000,
    )
    retention_days: float = setting(
        0.0, "Orders that ended so long ago are forgotten; 0: never.", 0.0, 36_500.0
    )
    messages_shown: int = setting(200, "Messages that are shown, the newest.", 1, 100_000)

    tolerance: PlaceTolerance = field(
        default_factory=PlaceTolerance,
        metadata={
            "text": "Of the places that vehicles report, unless tolerances names their type."
        },
    )
    tolerances: Mapping[str, PlaceTolerance] = field(
        default_factory=dict,
        metadata={"text": "The same, by vehicle type.", "each": PlaceTolerance},
    )
    limits: ClientLimits = field(
        default_factory=ClientLimits, metadata={"text": "What the fleet may be asked for."}
    )
    dispatch: DispatchSettings = field(
        default_factory=DispatchSettings, metadata={"text": "Which vehicle does what."}
    )
    traffic: TrafficSettings = field(
        default_factory=TrafficSettings, metadata={"text": "How ways are planned and released."}
    )

    def tolerance_of(self, type_id: str) -> PlaceTolerance:
        return self.tolerances.get(type_id, self.tolerance)

    def stretched(self, by: float) -> FleetSettings:
        """Patience with vehicles times ``by``: they speak in real time, and with a fleet's clock
        that runs ten times as fast a report is ten times as old."""
        return replace(
            self,
            report_max_age_s=by * self.report_max_age_s,
            first_report_s=by * self.first_report_s,
            resend_after_s=by * self.resend_after_s,
            answer_within_s=by * self.answer_within_s,
            stands_reason_s=by * self.stands_reason_s,
            stands_message_s=by * self.stands_message_s,
        )
