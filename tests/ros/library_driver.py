"""``examples/my_driver.py`` in a process that starts itself anew, where it stands, at SIGUSR1."""

from __future__ import annotations

import os
import signal
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from fleet_nodes.driver import Pose, drive

EXAMPLE = Path(__file__).parents[2] / "examples" / "my_driver.py"


def example() -> ModuleType:
    spec = spec_from_file_location("my_driver", EXAMPLE)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules["my_driver"] = module
    spec.loader.exec_module(module)
    return module


def main() -> None:
    vehicle_id, type_id, *numbers = sys.argv[1:6]
    vehicle = example().MyVehicle(Pose(*map(float, numbers)))

    def start_anew(*_signal: object) -> None:
        pose = vehicle.pose
        words = map(repr, (pose.x_m, pose.y_m, pose.heading_rad))
        os.execv(
            sys.executable, [sys.executable, __file__, vehicle_id, type_id, *words, *sys.argv[6:]]
        )

    signal.signal(signal.SIGUSR1, start_anew)
    drive(vehicle_id, type_id, lambda _node: vehicle, sys.argv)


if __name__ == "__main__":
    main()
