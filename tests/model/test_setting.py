"""What may be set, and what is said of what may not."""

from __future__ import annotations

from typing import Any

import pytest

from fleet_core.execution.settings import FleetSettings, PlaceTolerance
from fleet_core.model.errors import ConfigurationError
from fleet_core.model.setting import changed, listed


def test_what_is_given_is_changed_and_the_rest_stays() -> None:
    found = changed(
        FleetSettings(),
        {
            "answer_within_s": 15,
            "dispatch": {"reserve_soc": 0.2},
            "tolerances": {"forklift": {"beside_m": 0.5}},
        },
    )
    assert found.answer_within_s == 15.0
    assert found.dispatch.reserve_soc == 0.2
    assert found.dispatch.charge_full_soc == FleetSettings().dispatch.charge_full_soc
    assert found.tolerance_of("forklift") == PlaceTolerance(beside_m=0.5)
    assert found.tolerance_of("amr") == PlaceTolerance()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"dispatch": {"reserve_sok": 0.2}}, "dispatch.reserve_sok is no setting; did you mean "),
        ({"quite_other": 1}, "quite_other is no setting; known are report_max_age_s, "),
        ({"dispatch": {"reserve_soc": 2}}, "dispatch.reserve_soc is 2; expected a number from 0 "),
        ({"dispatch": {"reserve_soc": "much"}}, "dispatch.reserve_soc is 'much'; expected a numb"),
        ({"dispatch": {"reserve_soc": float("nan")}}, "dispatch.reserve_soc is nan; expected"),
        ({"dispatch": {"reserve_soc": True}}, "dispatch.reserve_soc is True; expected"),
        ({"dispatch": {"plan_tries": 1.5}}, "dispatch.plan_tries is 1.5; expected a whole number"),
        ({"dispatch": {"objective": "fame"}}, "dispatch.objective is 'fame'; expected one of thr"),
        ({"dispatch": 7}, "dispatch is 7; expected settings below it"),
        ({"tolerances": [1]}, "tolerances is [1]; expected settings below it"),
        ({"tolerances": {"a": 3}}, "tolerances.a is 3; expected settings below it"),
        ({"tolerances": {"a": {"besides_m": 3}}}, "tolerances.a.besides_m is no setting; did you"),
        ({3: 1}, "3 is no setting"),
    ],
)
def test_what_is_wrong_is_named_with_its_place_and_what_would_be_right(
    given: dict[Any, Any], says: str
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        changed(FleetSettings(), given)
    assert str(caught.value).startswith(says)


def test_every_setting_says_what_it_means_and_keeps_its_own_limits() -> None:
    settings = list(listed(FleetSettings()))
    assert len({each.path for each in settings}) == len(settings) > 50
    for each in settings:
        assert each.text.endswith("."), each.path
        assert each.choices or each.low < each.high, f"{each.path} has no range"
        assert each.choices or each.low <= each.default <= each.high, each.path


def test_units_follow_from_names() -> None:
    units = {each.path: each.unit for each in listed(FleetSettings())}
    assert units["traffic.release_s"] == "s"
    assert units["dispatch.reserve_soc"] == "share of the battery"
    assert units["standing_mps"] == "m/s"
    assert units["tolerance.beside_m"] == "m"
    assert units["traffic.release_steps"] == ""
