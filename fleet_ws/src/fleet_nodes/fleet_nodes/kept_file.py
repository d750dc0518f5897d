"""A small file that is always whole: what a node must know again when it is started anew."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from fleet_core.model.errors import ConfigurationError


class KeptFile:
    """``what`` names the content in errors. Without a path nothing is kept."""

    def __init__(self, path: Path | None, what: str) -> None:
        self._path = path
        self._what = what

    def read(self) -> bytes:
        """The content; empty when there is none."""
        try:
            return b"" if self._path is None else self._path.read_bytes()
        except OSError:
            return b""

    def write(self, content: bytes) -> None:
        """Replace the content, whole or not at all. Raises ConfigurationError when the medium is
        full or refuses; what was written before is then taken away, because it is not true any
        more."""
        if self._path is None:
            return
        fresh = self._path.with_suffix(".new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)  # whoever is first makes it
            fresh.write_bytes(content)
            fresh.replace(self._path)
        except OSError as error:
            for one in (fresh, self._path):
                with suppress(OSError):
                    one.unlink(missing_ok=True)
            raise ConfigurationError(
                f"data folder {self._path.parent}: {self._what} cannot be kept "
                f"({error.strerror}); free space there or name a writable folder"
            ) from error

    def remove(self) -> None:
        """Take the content away."""
        if self._path is not None:
            self._path.unlink(missing_ok=True)
