"""What can be set about proximity; every unit is in its name."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """One source of tags or detections."""

    max_age_s: float = 0.6  # silent for longer: lost; an older measurement is not used
    ahead_s: float = 0.05  # a stamp may lie so far in the future: clocks differ
    most_at_once: int = 500  # measurements of one message; the rest is left out
    extent_m: float = 1.0e4  # no plant reaches further from the origin of its map
    least_sigma_m: float = 0.02  # who claims to be more exact is not believed
    most_sigma_m: float = 3.0  # what is less exact says nothing
    least_confidence: float = 0.3
    faulty_share: float = 0.3  # of measurements refused lately; more: the source is faulty


@dataclass(frozen=True, slots=True)
class MotionSettings:
    """Process noise of the three models, for one class; roots of spectral densities, m/s1.5.

    People: Schoeller et al. 2020 (IEEE RA-L 5) find constant velocity hard to beat. Vehicles leave
    their way less than they change their speed. Tuned on generated encounters, seeds from 1000000
    on, which are never reported (docs/proximity.md).
    """

    along_acceleration_mps2: float = 0.2
    across_acceleration_mps2: float = 0.2
    turn_along_acceleration_mps2: float = 0.5
    turn_across_acceleration_mps2: float = 0.5
    turn_change_radps2: float = 0.5  # at 1 m/s and below; less where one is faster
    stand_speed_mps: float = 0.05
    stand_decay_s: float = 0.2
    stop_speed_mps: float = 0.5  # who is faster is not taken to stand: it brakes first
    keep: float = 0.99  # probability to stay in a model over a tenth of a second
    turn_keep: float = 0.93  # the same of turning: a turn is over soon
    stand_keep: float = 0.96  # and of standing
    start_speed_mps: float = 1.0  # standard deviation of the speed of a new track


@dataclass(frozen=True, slots=True)
class BindingSettings:
    """Which tag belongs to which track. Distances are squared Mahalanobis distances."""

    near: float = 60.0  # tracks that are further off are not compared
    most: float = 25.0  # a single measurement counts so much at most
    smooth_s: float = 3.0  # a detour lasts 2 s: it must not bind a tag to who stands beside
    sure_s: float = 1.5  # another track must have been near for so long
    margin: float = 2.0  # and fit better by so much
    forget_s: float = 2.0


@dataclass(frozen=True, slots=True)
class TrackSettings:
    """How measurements become tracks."""

    gate: float = 13.8  # squared Mahalanobis distance: 99.9 % of a chi square of 2 degrees
    tag_gate: float = 25.0  # of a tag and the track that it belongs to
    tag_trusted: float = 4.0  # a tag that is further off counts for less
    confirm_hits: int = 3  # measurements that make a track
    confirm_within_s: float = 1.0
    confirm_for_s: float = 0.3  # what is seen for a shorter time may be a reflection; a tag is none
    tentative_s: float = 0.6  # unseen for longer: not confirmed, forgotten
    coast_s: float = 2.0  # unseen for longer: forgotten
    most_sigma_m: float = 2.5  # less certain: forgotten
    merge_m: float = 0.5  # two tracks this near to each other for merge_s are one
    merge_s: float = 1.0
    merge_vehicles_m: float = 1.2  # the same of vehicles: no two bodies are at one place
    merge_vehicles_s: float = 0.4
    jump_s: float = 0.6  # a tag that is elsewhere for so long has gone there
    capacity: int = 512
    # A tag that is off by more than its covariance allows, and by less than this, may have been
    # heard by a detour (non-line-of-sight: the bias is up to 2 m, issue 19): it counts for little.
    detour_m: float = 2.5
    detour_sigma_m: float = 1.0
    drift_mps2: float = 0.25  # how wrong it is to bring an older measurement forward
    person: MotionSettings = field(default_factory=MotionSettings)
    forklift: MotionSettings = field(
        default_factory=lambda: MotionSettings(
            along_acceleration_mps2=0.3,
            across_acceleration_mps2=0.06,
            turn_along_acceleration_mps2=0.9,  # it speeds up and brakes as well
            turn_across_acceleration_mps2=0.06,
            turn_change_radps2=0.25,
            start_speed_mps=2.0,
        )
    )
    binding: BindingSettings = field(default_factory=BindingSettings)


@dataclass(frozen=True, slots=True)
class RiskSettings:
    """How far ahead, and how wide."""

    horizon_s: float = 6.0
    step_s: float = 0.1
    # Standard deviation of a walker's place 1, 2, 3 s ahead, along each axis: the 95th percentiles
    # of constant velocity, 0.3-0.7, 0.8-1.8, 1.2-3.2 m on nine recordings (issue 19), at the
    # middle of each range and divided by 2.45, as for a circular normal distribution.
    fan_m: tuple[float, float, float] = (0.2, 0.53, 0.9)
    forklift_fan_share: float = 0.3  # vehicles cannot turn as people can
    person_radius_m: float = 0.3
    forklift_length_m: float = 3.0
    forklift_width_m: float = 1.2
    stand_fan_share: float = 0.6  # of who stands: it must first begin to walk
    # needed lead = reaction + v / (2 a): stopping distance over speed.
    reaction_s: float = 1.0
    braking_mps2: float = 1.25  # published stopping distances of loaded trucks (issue 19)
    agv_reaction_s: float = 0.4  # latency of sensors, one period of tracking and one of planning
    near_m: float = 0.3  # a smaller gap is as good as contact


@dataclass(frozen=True, slots=True)
class WarningSettings:
    """When a warning is raised, rises and ends."""

    notice_s: float = 2.2  # a notice so long before a warning would be due
    warning_s: float = 1.0  # a warning so long before its last moment, at the earliest
    last_s: float = 0.5  # so long before its last moment it is not put off any more
    confirm_s: float = 0.2  # it must be worth one for so long: estimates waver
    # Of contact. Time makes surer who will be hit and who will pass: a warning that can wait is
    # given only where contact is likely, one that cannot, also where it is less likely.
    early_probability: float = 0.8
    last_probability: float = 0.33
    danger_probability: float = 0.33
    notice_probability: float = 0.15
    keep_share: float = 0.2  # of a probability that raises a level, to keep it
    keep_longer_s: float = 2.5  # and so much later than what raises it
    least_s: float = 2.5  # a level lasts so long at least
    gone_s: float = 2.0  # nothing to be warned of for so long: the encounter is over
    longest_s: float = 60.0  # a notice or warning that has not changed for so long ends
    quiet_s: float = 5.0  # an encounter that comes back within this is the same one
    reaction_s: float = 1.5  # nobody has slowed down after so long: one level higher
    least_speed_mps: float = 0.1  # who is slower needs no warning: it stands
    presses_s: float = 0.5  # a vehicle is stopped for so long after a danger was last deserved


@dataclass(frozen=True, slots=True)
class WaySettings:
    """When the way of a commanded vehicle is free."""

    ahead_m: float = 0.4  # beyond where it can stand
    beside_m: float = 0.12  # of its body, and as much as the other's place is uncertain ...
    sigma_most_m: float = 0.3  # ... up to this
    held_ahead_m: float = 0.4  # who stands for somebody goes when so much more is free
    held_beside_m: float = 0.08
    touching_m: float = 0.15  # who stands does not start beside somebody so near, and uncertainty
    lets_go_first_s: float = 5.0  # who stands waits so long for whom it has stopped for ...
    lets_go_near_m: float = 2.5  # ... and who is as near as this, ...
    waits_mps: float = 0.3  # ... and no faster than this
    look_m: float = 4.0  # bodies are no larger
    stands_mps: float = 0.05
    start_s: float = 2.5  # who stands does not start into who will be in its way so soon
    start_probability: float = 0.25  # less than what would stop it again


@dataclass(frozen=True, slots=True)
class PassingSettings:
    """How somebody may set out or turn, and how slowly he is passed."""

    # From when he sets out until a vehicle brakes: sensors 0.2 s late, tracking that sees him walk
    # 0.4 s after that, one period of each and of the vehicle.
    notice_s: float = 0.8
    sets_out_mps2: float = 1.5  # a walker has his pace after about a second
    paces_mps: float = 1.5
    most_m: float = 0.3  # that the uncertainty of his place counts for
    least_mps: float = 0.15  # slower than this nobody would get past
    look_m: float = 5.0


@dataclass(frozen=True, slots=True)
class RightOfWaySettings:
    """Crossings and shared aisles."""

    before_m: float = 0.5  # vehicles stand so far before one
    comes_s: float = 2.0  # who comes to it within this has it
    look_m: float = 8.0
    person_m: float = 0.5  # who stands so near to a crossing wants to cross
    forklift_m: float = 1.6  # half a diagonal
    request_s: float = 10.0  # a request holds for so long


@dataclass(frozen=True, slots=True)
class RestrictionSettings:
    """What warnings mean for commanded vehicles."""

    warned_mps: float = 0.8
    lost_source_mps: float = 0.6  # where a source is lost, somebody may be unseen
    # So far beside its area as well: a vehicle that comes at 1.5 m/s brakes within 1.5 m, and who
    # walks out of it is followed by another source after 2.5 s at the latest (1.6 m/s).
    beside_lost_m: float = 5.5


@dataclass(frozen=True, slots=True)
class ProximitySettings:
    """All of them."""

    source: SourceSettings = field(default_factory=SourceSettings)
    track: TrackSettings = field(default_factory=TrackSettings)
    risk: RiskSettings = field(default_factory=RiskSettings)
    warning: WarningSettings = field(default_factory=WarningSettings)
    right_of_way: RightOfWaySettings = field(default_factory=RightOfWaySettings)
    way: WaySettings = field(default_factory=WaySettings)
    passing: PassingSettings = field(default_factory=PassingSettings)
    restriction: RestrictionSettings = field(default_factory=RestrictionSettings)
