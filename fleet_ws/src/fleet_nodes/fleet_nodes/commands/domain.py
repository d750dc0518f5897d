"""The ROS domain that a command works in."""

from __future__ import annotations

import fcntl
import os
import socket
import tempfile
from collections.abc import Mapping
from pathlib import Path

from fleet_core.model.errors import ConfigurationError

HIGHEST = 101  # above it the ports meet those that Linux gives to outgoing connections
_PORT_BASE, _DOMAIN_GAIN = 7400, 250  # RTPS 2.5, 9.6.2.3


DEFAULTS = {
    "ROS_AUTOMATIC_DISCOVERY_RANGE": "LOCALHOST",
    # Fast DDS's shared memory loses participants where processes come, go and are killed (decision
    # 14); others that use it still hear us over UDP.
    "FASTDDS_BUILTIN_TRANSPORTS": "UDPv4",
}
"""What holds unless the user's environment says otherwise."""


def environment_for(domain: int | None) -> Mapping[str, str]:
    """Variables that put this process and its children into a domain, on this machine alone unless
    the user's environment says otherwise."""
    chosen = {} if domain is None else {"ROS_DOMAIN_ID": str(checked(domain))}
    return chosen | {name: value for name, value in DEFAULTS.items() if name not in os.environ}


def checked(domain: int) -> int:
    """Raises ConfigurationError for a number that is no usable domain."""
    if not 0 <= domain <= HIGHEST:
        raise ConfigurationError(f"domain is {domain}; 0 to {HIGHEST} is allowed")
    return domain


def free_domain(first: int) -> int:
    """A domain of which nobody on this machine uses the discovery port, from ``first`` upwards. It
    is this process's to its end: until its nodes have bound the port nobody would see it taken."""
    for step in range(HIGHEST):
        domain = (first + step - 1) % HIGHEST + 1
        if _is_free(domain) and _is_reserved(domain):
            return domain
    raise ConfigurationError(f"all ROS domains from 1 to {HIGHEST} are in use; name one")


_reserved: dict[int, int] = {}
"""Locks that this process holds, by domain; the kernel takes them back with the process."""


def _is_reserved(domain: int) -> bool:
    """Whether it is this process's now."""
    if domain in _reserved:
        return True
    path = Path(tempfile.gettempdir(), f"fleet_domain_{domain}.{os.getuid()}.lock")
    lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        return False
    _reserved[domain] = lock
    return True


def _is_free(domain: int) -> bool:
    """Participants bind the unicast discovery port of the domain, the first of them this one."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind(("", _PORT_BASE + _DOMAIN_GAIN * domain + 10))
        except OSError:
            return False
    return True
