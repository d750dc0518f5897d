"""Which processes make up a fleet in Gazebo, and what cannot be asked of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from fleet_core.layouts import load_facility
from fleet_core.model.errors import ConfigurationError, InputError
from fleet_nodes.commands.bench_gazebo import in_turn
from fleet_nodes.commands.plans import FleetPlan, gazebo_port, node_plans

PLAN = FleetPlan(
    layout="bottling_hall",
    scenario="",
    simulated=True,
    real_time_factor=1.0,
    seed=1,
    data_folder=Path("data"),
    database_url="",
    environment={},
    gazebo_port=12345,
)


def test_gazebo_and_its_bridge_take_the_embedded_plants_place() -> None:
    plans = {each.name: " ".join(each.command) for each in node_plans(PLAN)}
    assert "plant_simulator" not in plans
    assert "12345" in plans["gazebo_server"]
    assert "master_port:=12345" in plans["gazebo_bridge"]
    assert "use_sim_time" not in plans["gazebo_bridge"]
    assert "use_sim_time:=true" in plans["local_planner"]
    usual = {each.name for each in node_plans(replace(PLAN, gazebo_port=None))}
    assert set(plans) - {"gazebo_server", "gazebo_bridge"} == usual - {"plant_simulator"}


@pytest.mark.parametrize(
    ("wrong", "said"), [({"local": "profile"}, "--local"), ({"external": "amr_1"}, "--external")]
)
def test_what_is_of_the_embedded_plant_alone_is_refused(wrong: dict[str, str], said: str) -> None:
    with pytest.raises(InputError, match=said):
        _ = replace(PLAN, **wrong).steering
    with pytest.raises(InputError, match=said):
        node_plans(replace(PLAN, **wrong))


def test_without_gazebo_one_line_says_how_to_set_it_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLEET_GAZEBO", str(tmp_path / "nothing"))
    with pytest.raises(ConfigurationError, match="make gazebo") as error:
        gazebo_port()
    assert "\n" not in str(error.value)


def test_a_smaller_fleet_has_all_types_in_turn() -> None:
    hall = load_facility("bottling_hall").facility
    types = [one.type_id for one in in_turn(hall, 8).fleet]
    assert sorted(types) == ["amr"] * 3 + ["forklift"] * 3 + ["tugger"] * 2
    assert in_turn(hall, 0) is hall
    with pytest.raises(InputError, match="--vehicles 13: bottling_hall has 12"):
        in_turn(hall, 13)
