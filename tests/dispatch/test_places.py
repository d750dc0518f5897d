"""Charging and parking: who goes where, and who makes room."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from fleet_core.dispatch.dispatch_plant import DispatchPlant
from fleet_core.dispatch.idle_places import nearest_places, plan_charging, plan_parking, without
from fleet_core.dispatch.settings import DispatchSettings
from fleet_core.model.layout import NodeProperties
from tests.dispatch.test_allocation import NODES, carrier
from tests.execution.teleport_plant import TeleportTravel, plant

FACILITY = plant(4)
PLANT = DispatchPlant.of(FACILITY, TeleportTravel(FACILITY))
RULES = DispatchSettings()


def test_the_emptiest_vehicle_gets_the_only_charger_and_the_other_waits() -> None:
    low = [carrier("low", "nA", soc=0.2), carrier("lower", "nD", soc=0.1)]
    plan = plan_charging(low, [], {"CH1": PLANT.chargers["CH1"]}, PLANT, RULES)
    assert plan.go == {"lower": "CH1"}
    assert plan.waiting == ("low",)


def test_who_has_enough_makes_room_for_who_needs_it() -> None:
    charging = [carrier("half", "nCH1", soc=0.5), carrier("most", "nCH2", soc=0.8)]
    plan = plan_charging([carrier("low", soc=0.2)], charging, {}, PLANT, RULES)
    assert plan.leave == ("most",)
    assert plan_charging([], charging, {}, PLANT, RULES).leave == ()


def test_a_full_vehicle_leaves_the_charger() -> None:
    plan = plan_charging([], [carrier("full", "nCH1", soc=0.96)], {}, PLANT, RULES)
    assert plan.leave == ("full",)


def test_idle_vehicles_top_up_only_while_nobody_is_in_need() -> None:
    idle = [carrier("idle", soc=0.5), carrier("fresh", soc=0.9)]
    plan = plan_charging(idle, [], PLANT.chargers, PLANT, RULES)
    assert set(plan.go) == {"idle"}
    needy = [carrier(f"low{i}", soc=0.1 * i) for i in range(3)]
    plan = plan_charging([*needy, *idle], [], PLANT.chargers, PLANT, RULES)
    assert set(plan.go) == {"low0", "low1"}


def test_charging_does_not_flap_between_the_thresholds() -> None:
    between = [carrier("v", "nCH1", soc=0.45)]
    assert plan_charging([], between, {}, PLANT, RULES).leave == ()
    assert plan_charging([], [carrier("v", "nCH1", soc=0.94)], {}, PLANT, RULES).leave == ()


def test_a_parked_vehicle_stays_and_others_go_to_the_free_places() -> None:
    idle = [carrier("parked", "nP1"), carrier("a", "nA"), carrier("b", "nB")]
    free = without(PLANT.parkings, {"nP1"})
    plan = plan_parking(idle, free, PLANT)
    assert set(plan.go) == {"a", "b"}
    assert "P1" not in plan.go.values()


def test_vehicles_without_a_place_are_named() -> None:
    idle = [carrier("a", "nA"), carrier("b", "nB")]
    plan = plan_parking(idle, {"P1": PLANT.parkings["P1"]}, PLANT)
    assert len(plan.go) == len(plan.without_place) == 1


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(NODES), max_size=6), st.sets(st.sampled_from(sorted(PLANT.parkings)))
)
def test_every_place_takes_one_vehicle_and_none_is_left_while_somebody_wants_it(
    nodes: list[str], free: set[str]
) -> None:
    carriers = [carrier(f"v{index}", node_id) for index, node_id in enumerate(nodes)]
    places = {name: PLANT.parkings[name] for name in sorted(free)}
    chosen = nearest_places(carriers, places, PLANT)
    assert len(set(chosen.values())) == len(chosen) == min(len(carriers), len(places))
    assert set(chosen.values()) <= free


def test_an_unreachable_place_is_given_to_nobody() -> None:
    assert nearest_places([carrier("v1")], {"ISLAND": ("nISLAND",)}, PLANT) == {}


def test_a_charger_that_one_type_cannot_use_is_not_kept_from_another() -> None:
    nodes = dict(FACILITY.layout.nodes)
    nodes["nCH1"] = replace(nodes["nCH1"], properties=(NodeProperties("fork"),))
    facility = replace(FACILITY, layout=replace(FACILITY.layout, nodes=nodes))
    plant_of_two = DispatchPlant.of(facility, TeleportTravel(facility))
    low = [carrier("cart", soc=0.05), carrier("fork", type_id="fork", soc=0.2)]
    chargers = {"CH1": plant_of_two.chargers["CH1"]}
    plan = plan_charging(low, [], chargers, plant_of_two, RULES)
    assert plan.go == {"fork": "CH1"}
    assert plan.waiting == ("cart",)
