"""The local planning of the embedded plant, as the window shows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

import numpy as np

from fleet_core.app.local_motion import pilot_of
from fleet_core.model.local_state import LocalState
from fleet_core.simulation.motion import Motion
from hmi.model.local_picture import CorridorShape, LocalPicture, corridor_shape, motion_plan
from planner.local.state import STAGES, STEP_S
from planner.local.stretch import Stretch

if TYPE_CHECKING:
    from fleet_core.simulation.local_pilot import LocalPilot
    from fleet_core.simulation.steered_motion import SteeredMotion

_STAGES_S = np.arange(STAGES + 1) * STEP_S


def planning_of(motion: Motion | None) -> EmbeddedPlanning | None:
    """None where no local planner steers."""
    pilot = pilot_of(motion)
    if pilot is None:
        return None
    from fleet_core.simulation.steered_motion import SteeredMotion  # noqa: PLC0415 - casadi

    return EmbeddedPlanning(cast(SteeredMotion, motion), pilot)


class EmbeddedPlanning:
    """Belongs to the plant's thread; its pictures are immutable values for any thread."""

    def __init__(self, motion: SteeredMotion, pilot: LocalPilot) -> None:
        self._motion, self.pilot = motion, pilot
        self._shapes: dict[int, tuple[Stretch, CorridorShape | None]] = {}
        self._told: tuple[LocalState, ...] = ()
        self._states: dict[str, LocalState] = {}

    def picture(
        self, vehicle_ids: Sequence[str], watched: frozenset[str], now_s: float
    ) -> LocalPicture:
        """``vehicle_ids`` in the order of the arrays."""
        if (told := self.pilot.states) != self._told:
            self._told = told
            self._states = {state.vehicle_id: state for state in told}
        plans, corridors = {}, {}
        for v, vehicle_id in enumerate(vehicle_ids):
            if vehicle_id not in watched:
                continue
            plans[vehicle_id] = motion_plan(now_s + _STAGES_S, self.pilot.plans[v])
            if (shape := self._shape(v)) is not None:
                corridors[vehicle_id] = shape
        return LocalPicture(plans, corridors, self._states)

    def _shape(self, v: int) -> CorridorShape | None:
        """The corridor that vehicle ``v`` is on; made anew only when it has changed."""
        stretch = self._motion.stretch(v)
        if stretch is None:
            return None
        known = self._shapes.get(v)
        if known is None or known[0] is not stretch:
            line = stretch.line
            shape = corridor_shape(line.poses, line.half_width_m, line.direction)
            self._shapes[v] = known = (stretch, shape)
        return known[1]
