"""One process of nodes, from its start to its orderly end."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Sequence
from types import FrameType
from typing import NoReturn, Protocol

import rclpy
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node
from rclpy.signals import SignalHandlerOptions

from fleet_core.model.errors import FleetError, InputError

END_WITHIN_S = 2
_LONGEST_WAIT_S = 0.1  # a signal is noticed this late at most


class EndingNode(Protocol):
    """What a node may have to do at its end; each method may be missing."""

    def stop(self) -> None:
        """It was asked to end."""

    def close(self) -> None:
        """It ends, for whatever reason."""


def run(name: str, make_nodes: Callable[[], Sequence[Node]]) -> NoReturn:
    """Spin the nodes in one thread until SIGINT or SIGTERM; does not return.

    Exit code 0 after a signal, 2 with one line on stderr for bad input, 1 for failed work. rclpy's
    own signal handlers would take the context away before the nodes have said their last word.
    """
    stop = _StopSign()
    rclpy.init(args=sys.argv, signal_handler_options=SignalHandlerOptions.NO)
    nodes: Sequence[Node] = ()
    code = 0
    try:
        nodes = make_nodes()
        _spin(nodes, stop)
        _tell(nodes, "stop")
    except FleetError as error:
        print(f"{name}: {error}", file=sys.stderr, flush=True)
        code = 2 if isinstance(error, InputError) else 1
    finally:
        _end(nodes)
    _leave(code)


def _spin(nodes: Sequence[Node], stop: _StopSign) -> None:
    executor = SingleThreadedExecutor()
    for node in nodes:
        executor.add_node(node)
    while not stop.seen:
        executor.spin_once(timeout_sec=_LONGEST_WAIT_S)
    executor.shutdown(timeout_sec=0.0)


def _tell(nodes: Sequence[Node], word: str) -> None:
    for node in nodes:
        answer = getattr(node, word, None)
        if answer is not None:
            answer()


def _end(nodes: Sequence[Node]) -> None:
    _tell(nodes, "close")
    for node in nodes:
        node.destroy_node()
    rclpy.try_shutdown()


def _leave(code: int) -> NoReturn:
    """Everything that others see is closed. The interpreter's own end would only free objects one
    by one; of numba's and scipy's there are so many that it takes seconds on a busy machine."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


class _StopSign:
    """Turns SIGINT and SIGTERM into a wish to stop, and the kernel's alarm into a guarantee."""

    def __init__(self) -> None:
        self.seen = False
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._notice)

    def _notice(self, _number: int, _frame: FrameType | None) -> None:
        self.seen = True
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(END_WITHIN_S)
