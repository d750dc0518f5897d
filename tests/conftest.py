"""What must be in the environment before Qt or ROS is imported, however pytest is started; and the
public data that is no part of the project."""

import os
import signal
from pathlib import Path
from types import FrameType

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("ROS_AUTOMATIC_DISCOVERY_RANGE", "LOCALHOST")
os.environ.setdefault("FASTDDS_BUILTIN_TRANSPORTS", "UDPv4")


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


# Who ends a test run (`timeout`, CI) must not leave behind the fleets that its fixtures started.
signal.signal(signal.SIGTERM, _stop)


# How long an example takes says how busy the machine is, and nothing about the code.
settings.register_profile("untimed", settings.get_profile("default"), deadline=None)
if not os.environ.get("CI"):  # there hypothesis chooses a profile of its own, untimed as well
    settings.load_profile("untimed")


@pytest.fixture
def shared_layouts() -> Path:
    """The public layouts, which are no part of the project."""
    beside = Path(__file__).parents[1].parent / "shared" / "data"
    folder = Path(os.environ.get("FLEET_SHARED_DATA", beside)) / "layouts"
    if not folder.is_dir():
        pytest.skip(f"the public layouts are not here: {folder}")
    return folder
