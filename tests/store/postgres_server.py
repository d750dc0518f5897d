"""A PostgreSQL server of one's own, in a folder of the test, on a free port of loopback."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
from pathlib import Path

import psutil
import psycopg

USER = "postgres"


def postgres_here() -> bool:
    """Whether this machine can start a server (which refuses to run as root)."""
    if not all(_program(name) for name in ("initdb", "pg_ctl")):
        return False
    if os.geteuid() != 0:
        return True
    try:
        pwd.getpwnam(USER)
    except KeyError:
        return False
    return True


def _program(name: str) -> str | None:
    """Debian keeps the server's programs out of the path."""
    places = [os.environ.get("PATH", ""), *map(str, Path("/usr/lib/postgresql").glob("*/bin"))]
    return shutil.which(name, path=os.pathsep.join(places))


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
        self.port = _free_port()
        self._options = f"-p {self.port} -h 127.0.0.1 -k {self._folder}"
        self.start()
        self._base = f"postgresql://{USER}@127.0.0.1:{self.port}"
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
        self.halt()
        self.start()

    def start(self) -> None:
        log = str(self._folder / "log")
        self._run("pg_ctl", "-D", str(self._data), "-w", "-l", log, "-o", self._options, "start")

    def halt(self, mode: str = "fast") -> None:
        """``mode``: fast ends its connections, immediate is a crash, as far as the data goes."""
        self._run("pg_ctl", "-D", str(self._data), "-w", "-m", mode, "stop")

    def kill(self) -> None:
        """As the kernel would, when memory runs out: the server and all its sessions."""
        processes = self._processes()
        for each in processes:
            each.kill()
        psutil.wait_procs(processes, 10.0)

    def freeze(self) -> None:
        """Connections stay and nothing is answered, as on a medium that hangs."""
        for each in self._processes():
            each.suspend()

    def thaw(self) -> None:
        for each in self._processes():
            each.resume()

    def _processes(self) -> list[psutil.Process]:
        server = psutil.Process(int((self._data / "postmaster.pid").read_text().split()[0]))
        return [server, *server.children(recursive=True)]

    def stop(self) -> None:
        with contextlib.suppress(subprocess.CalledProcessError):  # it may be down already
            self.halt("immediate")
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, *command: str) -> None:
        user = USER if os.geteuid() == 0 else None
        subprocess.run(
            [_program(command[0]) or command[0], *command[1:]],
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
