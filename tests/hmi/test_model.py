"""Sorting, counting and texts: the parts of the window that need no window."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_plant import small_plant

from fleet_core.model.geometry import Pose
from fleet_core.model.order import OrderState, Stop, StopAction, TransportOrder
from fleet_core.model.status import FleetSnapshot
from fleet_core.model.vehicle import (
    Activity,
    ErrorLevel,
    VehicleError,
    VehicleReport,
    VehicleStatus,
)
from hmi.commands.command import Command, CommandRegistry
from hmi.commands.fuzzy import best_matches, score
from hmi.link.ros_picture import PaceMeter
from hmi.model.clock_text import clock_text, duration_text
from hmi.model.figures import Figures
from hmi.model.fleet_rows import sorted_vehicles
from hmi.model.fleet_store import Change, FleetStore
from hmi.model.layers import Layer
from hmi.model.picture import Connection, Pace, Picture
from hmi.model.selection import Kind, Selection
from hmi.model.slack import is_late, slack_s, sorted_by_slack
from hmi.model.tone import Group, Tone, counts, tone_of

STOPS = (Stop("dock_1", StopAction.PICK), Stop("shelf_2", StopAction.DROP))


def order(order_id: str, **fields: object) -> TransportOrder:
    return TransportOrder(order_id, STOPS, **fields)  # type: ignore[arg-type]


def vehicle(
    vehicle_id: str, activity: Activity = Activity.IDLE, battery_soc: float = 0.8, **fields: object
) -> VehicleStatus:
    report = VehicleReport(vehicle_id, "amr", 0.0, Pose(0, 0, 0), 0.0, 0.0, battery_soc)
    return VehicleStatus(report, activity, **fields)  # type: ignore[arg-type]


def test_orders_come_by_slack_then_priority_and_ended_ones_last() -> None:
    orders = [
        order("ended", state=OrderState.DONE, ended_at_s=50.0, deadline_s=10.0),
        order("free", priority=5),
        order("urgent_free", priority=90),
        order("late", deadline_s=90.0),
        order("soon", deadline_s=150.0),
    ]
    ids = [one.id for one in sorted_by_slack(orders, {}, 100.0)]
    assert ids == ["late", "soon", "urgent_free", "free", "ended"]


def test_the_expected_arrival_counts_as_soon_as_the_last_stop_is_next() -> None:
    carrier = {"amr_1": vehicle("amr_1", Activity.CARRYING, eta_s=180.0)}
    to_pick = order("a", deadline_s=150.0, state=OrderState.UNDER_WAY, vehicle_id="amr_1")
    assert slack_s(to_pick, carrier, 100.0) == 50.0
    to_drop = order(
        "a", deadline_s=150.0, state=OrderState.UNDER_WAY, vehicle_id="amr_1", next_stop=1
    )
    assert slack_s(to_drop, carrier, 100.0) == -30.0
    assert is_late(to_drop, carrier, 100.0)


@given(st.lists(st.tuples(st.floats(0, 1e4), st.integers(-100, 100)), max_size=30))
def test_no_order_is_lost_by_sorting(entries: list[tuple[float, int]]) -> None:
    orders = [
        order(f"T{number}", deadline_s=deadline_s, priority=priority)
        for number, (deadline_s, priority) in enumerate(entries)
    ]
    result = sorted_by_slack(orders, {}, 100.0)
    assert sorted(one.id for one in result) == sorted(one.id for one in orders)
    slacks = [slack_s(one, {}, 100.0) for one in result]
    assert slacks == sorted(slacks)  # type: ignore[type-var]


def test_only_what_is_not_normal_has_a_colour() -> None:
    assert tone_of(vehicle("a", Activity.CARRYING)) is Tone.NORMAL
    assert tone_of(vehicle("a", Activity.PAUSED)) is Tone.HELD
    assert tone_of(vehicle("a", Activity.BROKEN)) is Tone.ALARM
    assert tone_of(vehicle("a", battery_soc=0.05)) is Tone.ATTENTION
    warned = VehicleReport(
        "a", "amr", 0, Pose(0, 0, 0), 0, 0, 0.9, errors=(VehicleError("x", ErrorLevel.WARNING),)
    )
    assert tone_of(VehicleStatus(warned, Activity.CARRYING)) is Tone.ATTENTION


def test_every_activity_is_counted_once() -> None:
    fleet = tuple(vehicle(activity, activity) for activity in Activity)
    by_group = counts(fleet)
    assert sum(by_group.values()) == len(Activity)
    assert all(by_group[group] > 0 for group in Group)


@pytest.mark.parametrize("column", ["vehicle", "state", "order", "goal", "eta", "battery"])
def test_rows_sort_by_every_column_and_stay_stable(column: str) -> None:
    fleet = tuple(vehicle(f"v{number}", battery_soc=0.5) for number in (3, 1, 2))
    ids = [status.report.vehicle_id for status in sorted_vehicles(fleet, column, False)]
    assert ids == ["v1", "v2", "v3"]


def test_rows_without_a_value_come_last() -> None:
    fleet = (vehicle("a"), vehicle("b", eta_s=5.0))
    assert [s.report.vehicle_id for s in sorted_vehicles(fleet, "eta", False)] == ["b", "a"]


def test_durations_read_like_a_clock() -> None:
    assert duration_text(245.2) == "4:05"
    assert duration_text(3723.0) == "1:02:03"
    assert duration_text(-30.0) == "\N{MINUS SIGN}0:30"
    assert clock_text(3725.9) == "01:02:05"


def test_fuzzy_search_likes_beginnings_of_words() -> None:
    titles = ["Line 1 caps", "Cancel order", "Raise priority", "Pause vehicle"]
    assert best_matches("co", titles, str, lambda _: 0.0)[0] == "Cancel order"
    assert best_matches("pv", titles, str, lambda _: 0.0) == ["Pause vehicle"]
    assert score("xyz", "Cancel order") is None


def test_a_command_is_registered_once() -> None:
    commands = CommandRegistry()
    commands.add(Command("a", lambda: "A", lambda: None))
    with pytest.raises(ValueError, match="there already"):
        commands.add(Command("a", lambda: "A", lambda: None))


def test_old_data_counts_as_lost_and_comes_back_by_itself() -> None:
    store = FleetStore(data_limit_s=2.0)
    changes: list[Change] = []
    store.subscribe(changes.append)
    picture = Picture(small_plant(), FleetSnapshot(1.0, (), ()), Pace(), received_s=10.0)
    store.take(Picture(), 9.0)
    assert store.connection is Connection.CONNECTING
    store.take(picture, 10.5)
    assert store.connection is Connection.LIVE
    store.take(picture, 12.5)
    assert store.connection is Connection.LOST
    assert store.age_s == 2.5
    store.take(Picture(picture.facility, FleetSnapshot(5.0, (), ()), Pace(), 13.0), 13.1)
    assert store.connection is Connection.LIVE
    assert Change.CONNECTION in changes[-1]


def test_the_selection_leads_from_order_to_vehicle_and_back() -> None:
    store = FleetStore()
    carrier = vehicle("amr_1", Activity.CARRYING, order_id="T-1")
    work = order("T-1", vehicle_id="amr_1")
    store.take(Picture(small_plant(), FleetSnapshot(1.0, (carrier,), (work,)), Pace(), 0.0), 0.1)
    store.select(Selection(Kind.ORDER, "T-1"))
    assert store.vehicle_of_selection() is carrier
    store.select(Selection(Kind.VEHICLE, "amr_1"))
    assert store.order_of_selection() is work
    assert store.find("dock_1") == Selection(Kind.STATION, "dock_1")


def test_a_layer_is_switched_off_and_on() -> None:
    store = FleetStore()
    store.toggle_layer(Layer.ZONES)
    assert Layer.ZONES not in store.layers
    store.toggle_layer(Layer.ZONES)
    assert Layer.ZONES in store.layers


@pytest.mark.parametrize("factor", [0.5, 1.0, 5.0, 20.0])
def test_the_pace_is_measured_from_the_clocks(factor: float) -> None:
    meter = PaceMeter()
    shown = [meter.factor(factor * tick / 10, tick / 10) for tick in range(60)]
    assert shown[0] == 1.0
    assert shown[-1] == factor


def test_throughput_counts_the_last_quarter_of_an_hour() -> None:
    figures = Figures()
    fleet = (vehicle("a", Activity.CARRYING), vehicle("b"))
    done = tuple(
        order(f"T{number}", state=OrderState.DONE, ended_at_s=1000.0) for number in range(3)
    )
    figures.take(FleetSnapshot(0.0, fleet, ()))
    figures.take(FleetSnapshot(1800.0, fleet, done))
    assert figures.table()[-1].tolist() == [1800.0, 12.0, 0.5]
