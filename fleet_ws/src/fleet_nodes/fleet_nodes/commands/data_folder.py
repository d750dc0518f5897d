"""Where orders and logs are kept."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

from fleet_core.model.errors import ConfigurationError

_DEMOS_KEPT = 5


def state_folder() -> Path:
    """The user's folder for what programs keep (XDG Base Directory Specification)."""
    state = os.environ.get("XDG_STATE_HOME", "")
    base = Path(state) if state.startswith("/") else Path.home() / ".local" / "state"
    return base / "fleet_controller"


def prepared(folder: Path) -> Path:
    """The folder with an empty place for logs; those of the run before are kept as ``*.log.1``.

    Raises ConfigurationError when nothing can be written there.
    """
    folder = folder.expanduser().absolute()
    try:
        folder.mkdir(0o700, parents=True, exist_ok=True)  # for this user alone
        logs = folder / "log"
        logs.mkdir(parents=True, exist_ok=True)
        for each in logs.glob("*.log"):
            each.replace(each.with_name(f"{each.name}.1"))
        probe = logs / f".probe-{os.getpid()}"
        probe.write_bytes(b"writable")
        probe.unlink()
    except OSError as error:
        raise ConfigurationError(
            f"data folder {folder}: cannot write there ({error.strerror}); name a writable folder"
        ) from error
    return folder


def fresh_demo_folder() -> Path:
    """A demo begins with an empty plant; the last few are kept for their pictures and logs."""
    demos = state_folder() / "demo"
    old = sorted(each for each in demos.glob("*-*") if each.is_dir())
    for each in old[: max(0, len(old) - _DEMOS_KEPT + 1)]:
        shutil.rmtree(each, ignore_errors=True)
    return prepared(demos / time.strftime(f"%Y%m%d-%H%M%S-{os.getpid()}"))
