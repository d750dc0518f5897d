"""Orders that cannot be done are refused at the door, each with one line that names the reason."""

from __future__ import annotations

from dataclasses import replace
from math import inf, nan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fleet_core.execution.controller import FleetController
from fleet_core.model.errors import InputError
from fleet_core.model.facility import StationKind, StationUse
from fleet_core.model.order import OrderState, Origin, Stop, StopAction, TransportOrder
from fleet_core.model.reasons.general import said
from fleet_core.model.request import CancelOrder, SubmitOrder
from fleet_core.store.memory_store import MemoryStore
from tests.execution.teleport_plant import TeleportTravel, plant, transport
from tests.execution.teleport_traffic import TeleportTraffic

PICK, DROP, WAIT = StopAction.PICK, StopAction.DROP, StopAction.WAIT


def controller() -> FleetController:
    facility = plant(
        3,
        C=StationUse("C", StationKind.TRANSFER, can_pick=False),
        D=StationUse("D", StationKind.TRANSFER, can_drop=False),
        E=StationUse("E", StationKind.TRANSFER, load_types=frozenset({"crate"})),
    )
    return FleetController(
        facility, TeleportTraffic(facility), TeleportTravel(facility), MemoryStore()
    )


def stops(*entries: tuple[str, StopAction]) -> TransportOrder:
    return TransportOrder("O1", tuple(Stop(station, action) for station, action in entries))


BAD = {
    "unknown station": (transport("O1", "A", "NOWHERE"), "station NOWHERE is not in layout"),
    "to itself": (transport("O1", "A", "A"), "from station A to itself"),
    "to itself with a wait between": (
        stops(("A", PICK), ("B", WAIT), ("A", DROP)),
        "from station A to itself",
    ),
    "unreachable": (transport("O1", "A", "ISLAND"), "no way to station ISLAND"),
    "no pick there": (transport("O1", "C", "A"), "no pick is possible at station C"),
    "no drop there": (transport("O1", "A", "D"), "no drop is possible at station D"),
    "load type": (transport("O1", "A", "E", load_type="pallet"), "does not take load type pallet"),
    "pick at a charger": (transport("O1", "CH1", "A"), "station CH1 is for charger"),
    "charge elsewhere": (stops(("A", StopAction.CHARGE)), "station A has no charger"),
    "drop without pick": (stops(("A", DROP)), "drops a load never picked"),
    "two loads": (stops(("A", PICK), ("B", PICK)), "picks a second load"),
    "never dropped": (stops(("A", PICK)), "never dropped"),
    "no stops": (stops(), "0 stops"),
    "many stops": (stops(*[("A", WAIT)] * 51), "51 stops"),
    "odd id": (transport("a b"), "order id 'a b'"),
    "long id": (transport("x" * 101), "101 characters"),
    "30 MB": (transport("O1", load_unit_id="x" * 30_000_000), "30000000 characters"),
    "30 MB id": (transport("x" * 30_000_000), "30000000 characters"),
    "30 MB station": (transport("O1", "A" * 30_000_000), "30000000 characters"),
    "control characters": (transport("O1", load_unit_id="a\nb"), "do not print"),
    "priority": (transport("O1", priority=101), "priority 101; -100 to 100"),
    "deadline": (
        transport("O1", release_time_s=10.0, deadline_s=9.0),
        "deadline at 00:00:09 lies before its release at 00:00:10",
    ),
    "nan deadline": (transport("O1", deadline_s=nan), "its deadline is not a time"),
    "inf release": (transport("O1", release_time_s=inf), "release_time_s is inf"),
    "nan duration": (
        TransportOrder("O1", (Stop("A", WAIT, duration_s=nan),)),
        "duration_s of stop 1 is nan",
    ),
    "negative duration": (
        TransportOrder("O1", (Stop("A", WAIT, duration_s=-1.0),)),
        "duration_s of stop 1 is -1",
    ),
    "custom without name": (stops(("A", StopAction.CUSTOM)), "names no custom action"),
    "unknown vehicle": (transport("O1", intended_vehicle="v9"), "vehicle v9 is not known"),
    "unknown type": (transport("O1", required_vehicle_type="ship"), "type ship is not known"),
    "unknown capability": (transport("O1", required_capability="fly"), "capable of fly"),
    "incapable vehicle": (
        transport("O1", intended_vehicle="v1", required_capability="lift"),
        "not capable of lift",
    ),
    "unknown dependency": (transport("O1", depends_on=("O7",)), "O7, which is not known"),
    "itself": (transport("O1", depends_on=("O1",)), "depends on itself"),
    "many dependencies": (transport("O1", depends_on=("O7",) * 51), "depends on 51 orders"),
    "recovery": (transport("O1", origin=Origin.RECOVERY), "only the fleet itself"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_order_is_refused_with_one_short_line(case: str) -> None:
    order, words = BAD[case]
    fleet = controller()
    with pytest.raises(InputError) as refusal:
        fleet.do(SubmitOrder(order), "anna", 0.0).checked()
    assert words in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert len(str(refusal.value)) < 500
    assert fleet.snapshot(0.0).orders == ()


def test_a_dependency_that_was_cancelled_is_refused() -> None:
    fleet = controller()
    fleet.do(SubmitOrder(transport("O1")), "anna", 0.0).checked()
    fleet.do(CancelOrder("O1"), "anna", 1.0).checked()
    with pytest.raises(InputError, match="O1, which is cancelled"):
        fleet.do(SubmitOrder(transport("O2", depends_on=("O1",))), "anna", 2.0).checked()


def test_progress_that_a_client_sends_along_is_not_believed() -> None:
    sent = transport(
        "O1",
        state=OrderState.DONE,
        next_stop=2,
        loaded=True,
        vehicle_id="v1",
        reason=said("done it"),
    )
    taken = controller().do(SubmitOrder(sent), "wms", 5.0).checked().order
    assert taken is not None
    assert taken.state is OrderState.QUEUED
    assert (taken.next_stop, taken.loaded, taken.vehicle_id) == (0, False, "")
    assert (taken.author, taken.created_at_s) == ("wms", 5.0)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["A", "B", "C", "D", "E", "CH1"]), st.sampled_from(StopAction)),
        max_size=5,
    )
)
def test_accepted_stops_always_pick_before_they_drop(
    entries: list[tuple[str, StopAction]],
) -> None:
    order = stops(*entries)
    order = replace(
        order, stops=tuple(replace(stop, custom_action="weigh") for stop in order.stops)
    )
    try:
        controller().do(SubmitOrder(order), "anna", 0.0).checked()
    except InputError:
        return
    transfers = [stop.action for stop in order.stops if stop.action in (PICK, DROP)]
    assert transfers == [PICK, DROP] * (len(transfers) // 2)
