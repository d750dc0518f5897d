"""The data folder: one process at a time, proved by a lock that dies with its process."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from types import TracebackType

from fleet_core.model.errors import ConfigurationError

LOCK_NAME = "fleet.lock"
DATABASE_NAME = "fleet.sqlite3"
_OWN_FOLDER, _OWN_FILE = 0o700, 0o600
"""Orders name customers' loads, and who has commanded what: for the fleet's own user alone."""


class DataFolder:
    """An exclusively held folder. The kernel drops the lock with the process, even on SIGKILL."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = _open_lock(path)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = os.pread(self._lock, 64, 0).decode("ascii", "replace").strip() or "unknown"
            os.close(self._lock)
            raise ConfigurationError(
                f"data folder {path} is in use by process {holder}; "
                "stop it or name another data folder"
            ) from None
        self._write_pid()
        self._keep_to_ourselves()

    def _write_pid(self) -> None:
        try:
            os.ftruncate(self._lock, 0)
            os.pwrite(self._lock, str(os.getpid()).encode("ascii"), 0)
        except OSError as error:
            os.close(self._lock)
            raise ConfigurationError(_no_write(self.path, error)) from error

    def _keep_to_ourselves(self) -> None:
        """The database is made, or made so, that nobody else reads it; SQLite's other files are
        given the same rights as it."""
        try:
            os.close(os.open(self.database_path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, _OWN_FILE))
            self.database_path.chmod(_OWN_FILE)
        except OSError as error:
            os.close(self._lock)
            raise ConfigurationError(_no_write(self.path, error)) from error

    @property
    def database_path(self) -> Path:
        return self.path / DATABASE_NAME

    def close(self) -> None:
        """Give the folder back. Again does nothing."""
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1

    def __enter__(self) -> DataFolder:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _open_lock(path: Path) -> int:
    try:
        path.mkdir(_OWN_FOLDER, parents=True, exist_ok=True)
        return os.open(path / LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, _OWN_FILE)
    except OSError as error:
        raise ConfigurationError(_no_write(path, error)) from error


def _no_write(path: Path, error: OSError) -> str:
    return f"data folder {path}: cannot write there ({error.strerror}); name a writable folder"
