"""Processes that are measured from outside."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import psutil

_END_WITHIN_S = 10.0


@contextmanager
def running(command: Sequence[str]) -> Iterator[subprocess.Popen[str]]:
    """In this process's environment, its words through pipes; ended at the end."""
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(_END_WITHIN_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def cpu_s(process: subprocess.Popen[str]) -> float:
    """Processor time that it has used, s."""
    times = psutil.Process(process.pid).cpu_times()
    return float(times.user + times.system)
