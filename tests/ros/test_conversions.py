"""What is sent is what arrives; what is not sound is refused with a word that names it."""

from __future__ import annotations

from math import cos, inf, isclose, nan, sin

import pytest
from builtin_interfaces.msg import Time
from fleet_interfaces import msg
from hypothesis import given
from hypothesis import strategies as st
from rclpy.serialization import deserialize_message, serialize_message

from fleet_core.model.errors import InputError
from fleet_core.model.geometry import Pose
from fleet_core.model.local_state import BrakeCause, Intervention, LocalState, Obstacle
from fleet_core.model.order import Transition, TransportOrder
from fleet_core.model.reasons.general import said
from fleet_core.model.route import Route
from fleet_core.model.status import FleetSnapshot, Unheard, UnknownVehicle
from fleet_core.model.vehicle import VehicleReport, VehicleStatus
from fleet_nodes.conversions import fleet, instants, standard, vehicles
from fleet_nodes.conversions import local_states as local_state_words
from fleet_nodes.conversions import orders as order_words
from fleet_nodes.conversions import routes as route_words
from tests.ros.model_strategies import orders, reports, routes, statuses, transitions


def over_the_wire(message):
    """Through the bytes that another process would read."""
    return deserialize_message(serialize_message(message), type(message))


@given(reports)
def test_a_report_arrives_as_it_was_sent(report: VehicleReport) -> None:
    assert vehicles.report_of(over_the_wire(vehicles.report_message(report))) == report


@given(statuses)
def test_a_vehicle_status_arrives_as_it_was_sent(status: VehicleStatus) -> None:
    assert vehicles.status_of(over_the_wire(vehicles.status_message(status))) == status


@given(orders())
def test_an_order_arrives_as_it_was_sent(order: TransportOrder) -> None:
    assert order_words.order_of(over_the_wire(order_words.order_message(order))) == order


@given(transitions)
def test_a_transition_arrives_as_it_was_sent(transition: Transition) -> None:
    sent = over_the_wire(order_words.transition_message(transition))
    assert order_words.transition_of(sent) == transition


@given(routes(), st.floats(0, 2e9))
def test_a_route_arrives_as_it_was_sent(route: Route, now_s: float) -> None:
    assert route_words.route_of(over_the_wire(route_words.route_message(route, now_s))) == route


@given(st.lists(statuses, max_size=4))
def test_a_fleet_state_holds_all_vehicles(all_vehicles: list[VehicleStatus]) -> None:
    silent = (Unheard("v8"), Unheard("v9", said("its clock is off")))
    others = (UnknownVehicle("x1", "cart", 4.5), UnknownVehicle("x2", "", 3.0))
    snapshot = FleetSnapshot(5.0, tuple(all_vehicles), (), unheard=silent, unknown_vehicles=others)
    sent = over_the_wire(fleet.state_message(snapshot, "hall", simulated=True))
    assert fleet.vehicles_of(sent) == tuple(all_vehicles)
    assert fleet.unheard_of(sent) == silent
    assert fleet.unknown_of(sent) == others


@given(reports)
def test_odometry_and_battery_say_what_the_report_says(report: VehicleReport) -> None:
    odometry = over_the_wire(standard.odometry_message(report, "a"))
    standard.check_odometry(odometry)
    pose = standard.pose_of(odometry.pose.pose, "pose")
    assert (pose.x_m, pose.y_m) == (report.pose.x_m, report.pose.y_m)
    assert isclose(cos(pose.heading_rad), cos(report.pose.heading_rad), abs_tol=1e-9)
    assert isclose(sin(pose.heading_rad), sin(report.pose.heading_rad), abs_tol=1e-9)
    battery = over_the_wire(standard.battery_message(report, "a"))
    assert isclose(battery.percentage, report.battery_soc, abs_tol=1e-6)


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_no_number_of_seconds_breaks_a_stamp(seconds: float) -> None:
    stamp = instants.time_message(seconds)
    assert instants.seconds_of(stamp) >= 0.0


BAD_REPORTS = [
    ("x_m", nan),
    ("y_m", inf),
    ("heading_rad", nan),
    ("speed_mps", 1e9),
    ("battery_soc", 1.5),
    ("battery_soc", nan),
    ("vehicle_id", ""),
    ("vehicle_id", "x" * 1000),
    ("vehicle_id", "a\nb"),
    ("type_id", " padded "),
    ("mode", "flying"),
    ("action_status", ""),
    ("load_unit_ids", ["u"] * 1000),
    ("legs_done", 2**32 - 1),
]


@pytest.mark.parametrize(("field", "value"), BAD_REPORTS)
def test_a_report_that_is_not_sound_is_refused_by_name(field: str, value: object) -> None:
    message = vehicles.report_message(_a_report())
    setattr(message, field, value)
    with pytest.raises(InputError, match=field):
        vehicles.report_of(message)


def test_a_report_in_another_frame_is_refused() -> None:
    message = vehicles.report_message(_a_report())
    message.header.frame_id = "odom"
    with pytest.raises(InputError, match="map"):
        vehicles.report_of(message)


def test_a_stamp_that_is_no_time_is_refused() -> None:
    with pytest.raises(InputError, match="not a time"):
        instants.seconds_of(Time(sec=1, nanosec=4_000_000_000))


def test_an_order_without_stops_is_refused() -> None:
    with pytest.raises(InputError, match="stops has 0 entries"):
        order_words.request_of(msg.TransportOrder(id="a"))


def test_a_text_of_30_megabytes_is_refused_with_a_short_word() -> None:
    stop = msg.Stop(station_id="x" * 30_000_000, action="pick")
    with pytest.raises(InputError) as refusal:
        order_words.request_of(msg.TransportOrder(stops=[stop]))
    assert len(str(refusal.value)) < 200


def test_a_path_whose_arrays_differ_in_length_is_refused() -> None:
    leg = msg.Leg(kind="drive", start_node_id="a", end_node_id="b", x_m=[0.0, 1.0], y_m=[0.0])
    with pytest.raises(InputError, match="equally long"):
        route_words.leg_of(leg)


def test_a_release_beyond_the_legs_is_refused() -> None:
    message = msg.Route(route_id="r", vehicle_id="v", released=1)
    with pytest.raises(InputError, match="released"):
        route_words.route_of(message)


def _a_report() -> VehicleReport:
    return VehicleReport("v", "t", 1.0, Pose(1.0, 2.0, 0.5), 0.0, 0.0, 0.5)


obstacles = st.builds(Obstacle, st.sampled_from(["", "amr_2"]), st.sampled_from(["vehicle"]))
interventions = st.builds(
    Intervention,
    st.sampled_from(BrakeCause),
    st.integers(1, 10**9).map(float),
    st.none() | st.integers(1, 10**9).map(float),
    st.none() | obstacles,
)
local_states = st.builds(
    LocalState,
    st.just("amr_1"),
    st.integers(1, 10**6),
    interventions,
    st.floats(0, 1e3),
)


@given(st.lists(local_states | st.just(LocalState("amr_2")), max_size=4), st.floats(1, 1e9))
def test_what_is_said_of_local_planning_arrives(states: list[LocalState], now_s: float) -> None:
    sent = over_the_wire(local_state_words.local_states_message(states, now_s))
    assert local_state_words.local_states_of(sent) == states


def test_an_unknown_cause_is_refused_with_those_that_are_known() -> None:
    bad = msg.LocalStates(
        vehicles=[msg.LocalState(vehicle_id="amr_1", interventions=1, cause="tired")]
    )
    with pytest.raises(InputError, match=r"tired.*no_plan"):
        local_state_words.local_states_of(bad)
