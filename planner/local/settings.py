"""What can be set about local planning."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class LocalSettings:
    """Defaults fit vehicles of 1 to 3 m that drive up to 2 m/s in lanes."""

    period_s: float = 0.1  # from one plan to the next; not longer than a step of the horizon
    braking_share: float = 0.95  # of the braking limit that a plan uses; the rest corrects

    # Weights of squared deviations from path, profile and rest.
    way_weight: float = 4.0  # 1/m2
    aside_weight: float = 30.0  # 1/m2
    angle_weight: float = 10.0  # 1/rad2
    speed_weight: float = 2.0
    steer_weight: float = 0.5
    acceleration_weight: float = 0.05
    steer_rate_weight: float = 0.05
    # Prices of what should not be: linear, per metre or unit and stage.
    corridor_price: float = 3000.0
    clear_price: float = 1000.0
    limit_price: float = 1e5

    cold_rounds: int = 4  # linearisations of a first plan; afterwards one
    iterations: int = 20
    precision: float = 1e-5

    reach_m: float = 4.0  # objects whose predicted gap stays above this do not matter
    person_margin_m: float = 0.3  # kept from people and manned vehicles, when there is room
    widening_mps: float = 0.15  # predictions grow by this with time ...
    widening_most_m: float = 0.3  # ... up to this ...
    widening_late_mps: float = 0.5  # ... and by this with the age of what they rest on ...
    notice_s: float = 0.15  # from when somebody is seen to turn until a vehicle brakes
    deviations: float = 2.0  # ... and by so many standard deviations of a place that is not sure

    release_tolerance_m: float = 0.005  # of the check that a plan stops before its release
    corridor_tolerance_m: float = 0.05  # of the check that a plan stays in its corridor
    jump_m: float = 0.3  # a pose this far beyond what can be driven is a jump ...
    doubt_s: float = 1.0  # ... after which poses must hang together so long to be believed

    lanes: bool = True  # traffic keeps vehicles apart that share their plans
    # On an open floor: another way through those who move is looked for in every period, and taken
    # when it is so much better than the one that is being driven.
    patience_s: float = 0.0  # see `supervisor.Rules`
    searches: bool = False
    arrived_m: float = 0.0  # nearer to the end of its stretch nobody matters to plans
    searched_rounds: int = 3
    search_every: int = 1  # periods
    change_share: float = 0.9
    shared_margin_m: float = 0.03  # kept from discs that share their plans, in any case ...
    shared_wish_m: float = 0.15  # ... and when there is room

    # In a lane a vehicle waits instead of trying to get out of the way: there is a decimetre of
    # room, and one that turns on and on, little by little, is soon so far off its way that traffic
    # takes it for astray. A plan is not driven that gets no further than this within its horizon
    # (or half of what it would on an empty floor) and not to its end; from a stand it must get
    # further, as what sensors say of others wavers.
    crawl_m: float = 0.1
    start_m: float = 0.6
    turned_most_rad: float = 0.25  # nor one that turns the body further than this off its way

    supervised: bool = True  # brakes before objects; False: for measurements only


def open_floor(supervised: bool = True) -> LocalSettings:
    """For vehicles with metres of room to both sides, among others who do not keep to lanes."""
    return replace(
        LocalSettings(),
        aside_weight=0.3,
        angle_weight=1.0,
        searches=True,
        lanes=False,
        person_margin_m=0.4,
        widening_mps=0.1,
        widening_most_m=0.25,
        widening_late_mps=0.3,
        arrived_m=0.45,
        patience_s=2.5 if supervised else 0.0,
        supervised=supervised,
    )


def crowd_floor(supervised: bool = True) -> LocalSettings:
    """For many vehicles on an open floor that share their plans."""
    return replace(
        open_floor(supervised),
        patience_s=1.8 if supervised else 0.0,
        search_every=3,
    )
