"""One dispatcher and one plant clock in a ROS domain: a second one finds the first and names it.

Each says five times a second on ``/fleet/owners`` who it is. Who starts listens first, says that it
claims the role, and refuses when another one has it or has claimed it before. The graph is not
asked: it names a process that was killed for 20 s more (the lease of Fast DDS), and the one that is
started in its place must not wait for that.
"""

from __future__ import annotations

import os
import socket
import threading
import time
import uuid
from dataclasses import dataclass, replace

from diagnostic_msgs.msg import DiagnosticStatus, KeyValue
from rclpy.node import Node

from fleet_core.model.clock_text import clock_text
from fleet_core.model.errors import ConfigurationError
from fleet_nodes import names, qos
from fleet_nodes.diagnostics import OK, WARN
from fleet_nodes.wiring import Inbox, advertise

BEAT_S = 0.2
LISTEN_S = 2.0
"""Before a role is taken. Two processes on a busy machine have found each other after 1 s; where it
takes longer both own for a moment, and the later one steps back."""
SILENT_S = 1.0
"""Who has been silent for so long is gone: five words in a row are not lost on a reliable topic,
and they come from a thread of their own, whatever the process computes."""

DISPATCHER = "dispatcher"
PLANT_CLOCK = "plant clock"


@dataclass(frozen=True)
class Claim:
    """Who has a role or wants it. ``since_s``: real time, seconds since 1970."""

    role: str
    owner_id: str
    who: str
    since_s: float
    owns: bool = False

    def before(self, other: Claim) -> bool:
        """Who owns comes before who claims, then the earlier one; never both, never neither."""
        return self._rank() < other._rank()

    def _rank(self) -> tuple[bool, float, str]:
        return not self.owns, self.since_s, self.owner_id


def claim_message(claim: Claim) -> DiagnosticStatus:
    """A claim as it is said."""
    return DiagnosticStatus(
        level=OK if claim.owns else WARN,
        name=claim.role,
        hardware_id=claim.owner_id,
        message=claim.who,
        values=[KeyValue(key="since_s", value=repr(claim.since_s))],
    )


def claim_of(message: DiagnosticStatus) -> Claim | None:
    """None for what is none."""
    try:
        since_s = float({each.key: each.value for each in message.values}["since_s"])
    except (KeyError, ValueError):
        return None
    owns = message.level == OK
    return Claim(message.name, message.hardware_id, message.message[:500], since_s, owns)


class Ownership:
    """A role from its claim until ``close``."""

    def __init__(self, node: Node, role: str, of: str) -> None:
        """``of``: what others know it by, such as its data folder."""
        who = f"process {os.getpid()} on {socket.gethostname()}, {of}"
        self._node = node
        self._domain = node.context.get_domain_id()
        self._claim = Claim(role, uuid.uuid4().hex, who, time.time())
        self._begun_s = time.monotonic()
        self._heard: dict[str, tuple[Claim, float]] = {}
        self._publisher = advertise(node, DiagnosticStatus, names.OWNERS, qos.OWNERS)
        self._inbox = Inbox(node, DiagnosticStatus, names.OWNERS, qos.OWNERS)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._speak, name=f"owner of {role}", daemon=True)
        self._thread.start()

    def listen(self, until_s: float = LISTEN_S) -> None:
        """Return so long after the claim was made."""
        time.sleep(max(0.0, self._begun_s + until_s - time.monotonic()))

    def take(self) -> None:
        """Listen, and own the role. Raises ConfigurationError that names who has it."""
        self.listen()
        self.check()
        self._claim = replace(self._claim, owns=True)

    def check(self) -> None:
        """Raises ConfigurationError that names who comes before this one."""
        now_s = time.monotonic()
        for other, heard_s in list(self._heard.values()):
            if now_s - heard_s <= SILENT_S and other.before(self._claim):
                has = "has" if other.owns else "has claimed"
                raise ConfigurationError(
                    f"ROS domain {self._domain} has one {other.role} at most, and another process "
                    f"{has} it since {clock_text(other.since_s)}: {other.who}; end that one or set "
                    "another ROS_DOMAIN_ID"
                )

    def close(self) -> None:
        """Give the role back."""
        self._ended.set()
        self._thread.join()
        self._inbox.close()
        self._node.destroy_publisher(self._publisher)

    def _speak(self) -> None:
        try:
            while not self._ended.wait(BEAT_S):
                self._hear()
                self._publisher.publish(claim_message(self._claim))
        except RuntimeError:  # rclpy's, at the end of a process that did not close this
            if self._node.context.ok():
                raise

    def _hear(self) -> None:
        for message in self._inbox.take():
            claim = claim_of(message)
            if claim is None or claim.role != self._claim.role:
                continue
            if claim.owner_id != self._claim.owner_id:
                self._heard[claim.owner_id] = claim, time.monotonic()
