"""The qualities of service in use, each with its reason."""

from __future__ import annotations

from rclpy.qos import DurabilityPolicy, HistoryPolicy, QoSProfile, ReliabilityPolicy


def _reliable(depth: int, *, latched: bool = False) -> QoSProfile:
    return QoSProfile(
        history=HistoryPolicy.KEEP_LAST,
        depth=depth,
        reliability=ReliabilityPolicy.RELIABLE,
        durability=DurabilityPolicy.TRANSIENT_LOCAL if latched else DurabilityPolicy.VOLATILE,
    )


LATEST = _reliable(1, latched=True)
"""Layout, order list, routes, releases: the newest counts, and who comes late or comes back after
a crash needs it at once."""

MESSAGES = _reliable(100, latched=True)
"""Messages to dispatchers: a window that opens later shows what was said before."""

EVENTS = _reliable(500)
"""Order events: none may be missed while connected; history is asked for by service."""

STATE = _reliable(5)
"""Fleet state, odometry, battery, on-board state and vehicle reports. Reliable, because progress
that is lost holds up everybody behind, and because a best-effort writer would not match the
reliable readers of common tools; shallow, because what is old is useless."""


def reports(vehicles: int) -> QoSProfile:
    """What the dispatcher reads of all vehicles on one topic: they may all speak while it plans,
    and a reader keeps so many words of all of them together. Each speaks 20 times a second at the
    most, and what is older than 2 s is worth nothing: then none that still counts is pushed out,
    however long a step takes."""
    return _reliable(max(2000, 45 * vehicles))


DRIVER = QoSProfile(
    history=HistoryPolicy.KEEP_LAST, depth=5, reliability=ReliabilityPolicy.BEST_EFFORT
)
"""What an adapter reads of its vehicle: a reader that asks for best effort hears every driver,
reliable or not, and what is lost comes again within half a second."""

HEALTH = _reliable(50)
"""What the dispatcher reads on /diagnostics, where every node may speak once a second."""

OWNERS = _reliable(20)
"""Who is the dispatcher and who makes the clock: not latched, because the word of one that is gone
must not be heard."""

COMMAND = _reliable(1)
"""What a drive shall do now: only the newest counts."""

CLOCK = QoSProfile(
    history=HistoryPolicy.KEEP_LAST, depth=1, reliability=ReliabilityPolicy.BEST_EFFORT
)
"""As ROS's own readers of /clock expect it: only the newest time counts."""
