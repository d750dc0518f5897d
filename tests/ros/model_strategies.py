"""Model objects as they may occur, for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

from fleet_core.model.geometry import Pose
from fleet_core.model.order import (
    OrderState,
    Origin,
    Stop,
    StopAction,
    Transition,
    TransportOrder,
)
from fleet_core.model.reason import Reason, declared
from fleet_core.model.reasons import general
from fleet_core.model.route import Leg, LegKind, Route, StationAction
from fleet_core.model.vehicle import (
    ActionStatus,
    Activity,
    ErrorLevel,
    OperatingMode,
    VehicleError,
    VehicleReport,
    VehicleStatus,
)

ids = st.text(
    st.characters(categories=("L", "N"), include_characters="-_./"), min_size=1, max_size=40
)
ids_or_none = st.one_of(st.just(""), ids)
texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=80)
metres = st.floats(-1e4, 1e4)
angles = st.floats(-3.14159, 3.14159)


@st.composite
def instants(draw: st.DrawFn) -> float:
    """Times that ROS can hold, to the nanosecond."""
    return draw(st.integers(1, 2**31 - 2)) + draw(st.integers(0, 999_999_999)) / 1e9


poses = st.builds(Pose, metres, metres, angles)
errors = st.builds(VehicleError, ids, st.sampled_from(ErrorLevel), texts)
reports = st.builds(
    VehicleReport,
    vehicle_id=ids,
    type_id=ids,
    stamp_s=instants(),
    pose=poses,
    speed_mps=st.floats(-5, 5),
    turn_rate_radps=st.floats(-5, 5),
    battery_soc=st.floats(0, 1),
    charging=st.booleans(),
    load_unit_ids=st.lists(ids, max_size=3).map(tuple),
    mode=st.sampled_from(OperatingMode),
    errors=st.lists(errors, max_size=3).map(tuple),
    paused=st.booleans(),
    route_id=ids_or_none,
    legs_done=st.integers(0, 1000),
    legs_released=st.integers(0, 1000),
    action_id=ids_or_none,
    action_status=st.sampled_from(ActionStatus),
    action_text=texts,
)
codes = st.sampled_from([code for code, names in declared.items() if names])
said = st.recursive(
    st.builds(general.said, texts.filter(bool)),
    lambda inner: st.builds(
        lambda code, value: Reason(code, tuple((name, value) for name in declared[code])),
        codes,
        inner | st.integers(-(2**53), 2**53) | angles | st.lists(ids, max_size=3).map(tuple),
    ),
    max_leaves=4,
)
statuses = st.builds(
    VehicleStatus,
    report=reports,
    activity=st.sampled_from(Activity),
    order_id=ids_or_none,
    goal_station_id=ids_or_none,
    reason=st.none() | said,
    blocked_by=st.lists(ids, max_size=3).map(tuple),
    eta_s=st.one_of(st.none(), instants()),
    out_of_contact_s=st.floats(0, 1e5),
    maintenance=st.booleans(),
)
stops = st.builds(Stop, ids, st.sampled_from(StopAction), st.floats(0, 3600), ids_or_none)


@st.composite
def orders(draw: st.DrawFn) -> TransportOrder:
    made = tuple(draw(st.lists(stops, min_size=1, max_size=5)))
    return TransportOrder(
        id=draw(ids),
        stops=made,
        load_unit_id=draw(ids_or_none),
        load_type=draw(ids_or_none),
        priority=draw(st.integers(-100, 100)),
        release_time_s=draw(instants()),
        deadline_s=draw(st.one_of(st.none(), instants())),
        required_vehicle_type=draw(ids_or_none),
        required_capability=draw(ids_or_none),
        intended_vehicle=draw(ids_or_none),
        depends_on=tuple(draw(st.lists(ids, max_size=3))),
        origin=draw(st.sampled_from(Origin)),
        author=draw(texts),
        created_at_s=draw(instants()),
        state=draw(st.sampled_from(OrderState)),
        vehicle_id=draw(ids_or_none),
        next_stop=draw(st.integers(0, len(made))),
        loaded=draw(st.booleans()),
        ended_at_s=draw(st.one_of(st.none(), instants())),
        reason=draw(st.none() | said),
    )


transitions = st.builds(
    Transition,
    order_id=ids,
    sequence=st.integers(0, 1000),
    from_state=st.one_of(st.none(), st.sampled_from(OrderState)),
    to_state=st.sampled_from(OrderState),
    time_s=instants(),
    cause=said,
    author=texts,
)
legs = st.builds(
    Leg,
    kind=st.sampled_from(LegKind),
    start_node_id=ids,
    end_node_id=ids,
    path=st.lists(poses, min_size=1, max_size=6).map(tuple),
    length_m=st.floats(0, 1000),
    turn_rad=angles,
    max_speed_mps=st.floats(0, 5),
    reverse=st.booleans(),
    edge_id=ids_or_none,
)
station_actions = st.builds(
    StationAction,
    action_id=ids,
    kind=st.sampled_from(StopAction),
    station_id=ids,
    load_unit_id=ids_or_none,
    load_type=ids_or_none,
    duration_s=st.floats(0, 3600),
    custom_action=ids_or_none,
)


@st.composite
def routes(draw: st.DrawFn) -> Route:
    way = tuple(draw(st.lists(legs, max_size=4)))
    return Route(
        route_id=draw(ids),
        vehicle_id=draw(ids),
        legs=way,
        released=draw(st.integers(0, len(way))),
        more_at_s=draw(st.none() | instants()),
        action=draw(st.one_of(st.none(), station_actions)),
        order_id=draw(ids_or_none),
        hold=draw(st.booleans()),
    )
