"""A vehicle's lift in Gazebo: forks or a plate, raised by a force as high as they are told.

A joint of the physics engine that would hold the load to the vehicle is not used: the load lies on
forks or plate by its weight and by friction, so that it can slide, tip and fall as a real one.
"""

from __future__ import annotations

from collections.abc import Iterator

from fleet_core.model.vehicle_type import VehicleType
from fleet_core.worlds.builds import build_of
from fleet_core.worlds.carriers import CARRIER_KG, LIFT_JOINT, LIFT_MPS
from fleet_core.worlds.vehicle_model import LIFT_FORCE_N
from fleet_nodes.gazebo import messages
from fleet_nodes.gazebo.messages import Gains

_GRAVITY_MPS2 = 9.81
_GAINS = Gains(p=4e5, i=0.0, d=0.0, limit=LIFT_FORCE_N)
"""Of 100 kg that were not counted the lift sags by 2.5 mm. Damping is the joint's own."""


class Lift:
    """``wanted_m`` above its lowest is reached at walking pace; ``load_kg`` is the weight that its
    force counts on."""

    def __init__(self, name: str, kind: VehicleType) -> None:
        self.carrier = build_of(kind).carrier
        self.wanted_m = 0.0
        self.height_m = 0.0  # as told so far
        self.load_kg = 0.0
        self._joint = f"{name}::{LIFT_JOINT}"

    @property
    def there(self) -> bool:
        """Whether it is told to be where it is wanted."""
        return abs(self.height_m - self.wanted_m) < 1e-6

    @property
    def top_m(self) -> float:
        """Of what the load rests on, above the floor."""
        return self.carrier.low_m + self.height_m

    def raise_up(self) -> None:
        self.wanted_m = self.carrier.stroke_m

    def lower(self) -> None:
        self.wanted_m = 0.0

    def step(self, step_s: float) -> Iterator[bytes]:
        """Go on for ``step_s``; what the joint is told, if there is one."""
        if not self.carrier.lifts:
            return
        most_m = LIFT_MPS * step_s
        self.height_m += max(-most_m, min(most_m, self.wanted_m - self.height_m))
        force_n = (CARRIER_KG + self.load_kg) * _GRAVITY_MPS2
        yield messages.lift_command(self._joint, self.height_m, force_n, _GAINS)
