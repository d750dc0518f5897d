"""Runs a command that ends when its parent does: ``tied_to_parent.py PARENT_PID COMMAND...``.

The kernel sends SIGTERM when the parent is gone, even by SIGKILL (prctl, PR_SET_PDEATHSIG); that
survives exec. A program of its own and not a preexec_fn, which is unsafe beside threads. It needs
the standard library only and is started with ``python -S``, so that it costs a few milliseconds.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1  # linux/prctl.h


def main() -> None:
    """Tie, look whether the parent is still there, become the command."""
    parent, command = int(sys.argv[1]), sys.argv[2:]
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        sys.exit(1)
    os.execvp(command[0], command)


if __name__ == "__main__":
    main()
