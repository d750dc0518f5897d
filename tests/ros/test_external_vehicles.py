"""Vehicles with drivers of their own are left out of the embedded plant, and nothing else."""

from __future__ import annotations

import pytest

from fleet_core.layouts import load_facility
from fleet_core.model.errors import ConfigurationError
from fleet_nodes.external_vehicles import without_external


def test_the_named_ones_are_left_out() -> None:
    facility = load_facility("bottling_hall").facility
    simulated = without_external(facility, "amr_1, tugger_2,")
    left_out = {each.id for each in facility.fleet} - {each.id for each in simulated.fleet}
    assert left_out == {"amr_1", "tugger_2"}
    assert simulated.layout is facility.layout


def test_without_any_it_is_the_same() -> None:
    facility = load_facility("bottling_hall").facility
    assert without_external(facility, "") == facility


def test_an_unknown_one_is_named_with_those_that_there_are() -> None:
    facility = load_facility("bottling_hall").facility
    with pytest.raises(ConfigurationError, match=r"amr_99 is not in the fleet.*amr_1"):
        without_external(facility, "amr_99")
