"""A PostgreSQL server of one's own, in a folder of the test, on a free port of loopback."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
from pathlib import Path

import psycopg

USER = "postgres"


def postgres_here() -> bool:
    """Whether this machine can start a server (which refuses to run as root)."""
    if not all(shutil.which(name) for name in ("initdb", "pg_ctl")):
        return False
    if os.geteuid() != 0:
        return True
    try:
        pwd.getpwnam(USER)
    except KeyError:
        return False
    return True


class PostgresServer:
    """Started by its constructor, ended by ``stop``."""

    def __init__(self, folder: Path) -> None:
        self._folder = Path("/tmp") / f"fleet-pg-{os.getpid()}-{folder.name}"
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(mode=0o700)
        self._data = self._folder / "data"
        if os.geteuid() == 0:
            entry = pwd.getpwnam(USER)
            os.chown(self._folder, entry.pw_uid, entry.pw_gid)
        self._run("initdb", "-D", str(self._data), "-U", USER, "-A", "trust", "--no-sync")
        port = _free_port()
        self._options = f"-p {port} -h 127.0.0.1 -k {self._folder}"
        log = str(self._folder / "log")
        self._run("pg_ctl", "-D", str(self._data), "-w", "-l", log, "-o", self._options, "start")
        self._base = f"postgresql://{USER}@127.0.0.1:{port}"
        self._databases = 0

    def new_database(self) -> str:
        """URL of an empty database."""
        self._databases += 1
        name = f"fleet{self._databases}"
        with psycopg.connect(f"{self._base}/postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
        return f"{self._base}/{name}"

    def restart(self) -> None:
        """All its connections break."""
        self._run("pg_ctl", "-D", str(self._data), "-w", "-m", "fast", "stop")
        self._run("pg_ctl", "-D", str(self._data), "-w", "-o", self._options, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self._data), "-m", "immediate", "stop")
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, *command: str) -> None:
        user = USER if os.geteuid() == 0 else None
        subprocess.run(
            command,
            check=True,
            user=user,
            cwd=self._folder,
            env={**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(self._folder)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=60,
        )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
