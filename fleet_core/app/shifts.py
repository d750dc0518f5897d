"""From the words of a command to a shift that can be simulated."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

from fleet_core.app.scenarios import scenario_file
from fleet_core.app.simulation_run import Shift
from fleet_core.layouts import assume_fleet, assume_scenario, load_facility
from fleet_core.model.facility import Facility
from fleet_core.model.scenario import Scenario
from fleet_core.simulation.disturbances import random_closures, random_faults
from fleet_core.simulation.order_streams import uncarried

DISTURBANCES = 3
"""Stands beside the seed: disturbances change no order and no delay of the same seed."""


def shift_of(
    layout: str,
    scenario: Path | None,
    vehicles: int | None,
    delays: float | None,
    duration_s: float,
    seed: int,
    trace: Path | None = None,
) -> Shift:
    """What is not said is assumed from the layout. Raises InputError for what cannot be."""
    loaded = load_facility(layout)
    facility = loaded.facility
    work = scenario_file(scenario) if scenario is not None else loaded.scenario
    if vehicles is not None:
        facility = assume_fleet(facility, vehicles)
        if work == assume_scenario(loaded.facility):  # as much work as the fleet can do
            work = None
    work = work or assume_scenario(facility)
    if vehicles is not None:
        work = _carriable(facility, work)
    if delays is not None:
        work = replace(work, delay_share=delays)
    return Shift(facility, work, duration_s, seed, trace)


def disturbed(shift: Shift, faults_per_h: float, closures_per_h: float) -> Shift:
    """The shift with disturbances that come at random, beside those of its scenario."""
    facility = shift.facility
    commanded = [one.id for one in facility.fleet if not facility.vehicle_types[one.type_id].manned]
    fault_rng, closure_rng = np.random.default_rng([shift.seed, DISTURBANCES]).spawn(2)
    faults = random_faults(commanded, faults_per_h, shift.duration_s, fault_rng)
    closures = random_closures(facility.layout, closures_per_h, shift.duration_s, closure_rng)
    work = replace(shift.scenario, faults=(*shift.scenario.faults, *faults))
    return replace(shift, scenario=work, closures=closures)


def peopled(shift: Shift, people: int | None, manned: int | None) -> Shift:
    """The shift with so many people and manned forklifts, instead of those of its scenario."""
    work = shift.scenario
    if people is not None:
        work = replace(work, people=people)
    if manned is not None:
        work = replace(work, manned=manned)
    return replace(shift, scenario=work)


def _carriable(facility: Facility, work: Scenario) -> Scenario:
    """The scenario without the streams that only vehicles left out by --vehicles could carry."""
    left_out = uncarried(facility, work)
    if not left_out:
        return work
    names = ", ".join(stream.name for stream in left_out)
    print(f"without orders that none of the vehicles can carry: {names}", file=sys.stderr)
    return replace(work, streams=tuple(one for one in work.streams if one not in left_out))
