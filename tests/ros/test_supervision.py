"""Child processes that live and die with their parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from fleet_core.model.errors import ConfigurationError, WorkError
from fleet_nodes.supervision.child import ChildPlan, ChildRole
from fleet_nodes.supervision.supervisor import RESTARTS, Supervisor

SLEEPER = "import time; time.sleep(60)"


def plan(folder: Path, code: str, role: ChildRole = ChildRole.NODE) -> ChildPlan:
    return ChildPlan("child", [sys.executable, "-c", code], folder / "child.log", role=role)


def until(condition: Callable[[], bool], within_s: float = 20.0) -> None:
    deadline_s = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < deadline_s
        time.sleep(0.02)


def test_a_child_that_is_killed_is_started_again(tmp_path: Path) -> None:
    said: list[str] = []
    with Supervisor([plan(tmp_path, SLEEPER)], said.append) as supervisor:
        first = supervisor.pids["child"]
        os.kill(first, signal.SIGKILL)
        until(lambda: supervisor.check() and supervisor.pids["child"] != first)
        second = supervisor.pids["child"]
    assert said == ["child was ended by signal 9; starting it again (1 of 5)"]
    assert not psutil.pid_exists(second)


def test_a_child_that_keeps_failing_is_given_up_with_its_last_words(tmp_path: Path) -> None:
    said: list[str] = []
    code = "import sys; print('the disk is on fire'); sys.exit(1)"
    with (
        Supervisor([plan(tmp_path, code)], said.append) as supervisor,
        pytest.raises(WorkError, match="giving up: the disk is on fire"),
    ):
        until(lambda: not supervisor.check(), 60.0)
    assert len(said) == RESTARTS


def test_bad_input_of_a_child_is_told_once_in_its_own_words(tmp_path: Path) -> None:
    code = "import sys; print('child: layout x: there is no such file'); sys.exit(2)"
    with (
        Supervisor([plan(tmp_path, code)], print) as supervisor,
        pytest.raises(ConfigurationError, match=r"^layout x: there is no such file$"),
    ):
        until(lambda: not supervisor.check())


def test_a_closed_window_ends_the_whole(tmp_path: Path) -> None:
    with Supervisor([plan(tmp_path, "", ChildRole.WINDOW)], print) as supervisor:
        until(lambda: not supervisor.check())


def test_the_end_of_an_extra_is_told_and_everything_else_goes_on(tmp_path: Path) -> None:
    said: list[str] = []
    code = "import sys; sys.exit('no colours left')"
    with Supervisor([plan(tmp_path, code, ChildRole.EXTRA)], said.append) as supervisor:
        until(lambda: supervisor.check() and bool(said))
        assert supervisor.check()
    assert said == ["child ended with exit code 1: no colours left"]


def test_a_child_that_ignores_its_end_is_killed(tmp_path: Path) -> None:
    code = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
        "print('deaf', flush=True); time.sleep(60)"
    )
    began_s = 0.0
    with Supervisor([plan(tmp_path, code)], print) as supervisor:
        pid = supervisor.pids["child"]
        until(lambda: (tmp_path / "child.log").read_text() == "deaf\n")
        began_s = time.monotonic()
    assert time.monotonic() - began_s < 8.0
    assert not psutil.pid_exists(pid)


def test_children_end_when_their_supervisor_is_killed(tmp_path: Path) -> None:
    """kill -9 of the parent leaves no orphans."""
    code = (
        "import sys, time; from pathlib import Path\n"
        "from fleet_nodes.supervision.child import ChildPlan\n"
        "from fleet_nodes.supervision.supervisor import Supervisor\n"
        f"plan = ChildPlan('child', [sys.executable, '-c', {SLEEPER!r}], Path(sys.argv[1]))\n"
        "with Supervisor([plan], print) as s:\n"
        "    print(s.pids['child'], flush=True)\n"
        "    time.sleep(60)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "log")], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    child = psutil.Process(int(parent.stdout.readline()))
    # It is tied to its parent once it has become the command itself.
    until(lambda: SLEEPER in child.cmdline() and "tied_to_parent" not in str(child.cmdline()))
    parent.kill()
    parent.wait()
    parent.stdout.close()
    until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)
