"""What makes a process of ROS 2 take part with its key, and whether this middleware can."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from fleet_core.model.errors import ConfigurationError
from fleet_nodes.security.keystore import ENCLAVES

KEYSTORE = "ROS_SECURITY_KEYSTORE"
_TRY = "import rclpy; rclpy.init(); rclpy.create_node('security_check')"
_LACKS = "doesn't have the security libraries"
_TRY_WITHIN_S = 60.0


def environment_of(keystore: Path, enclave: str) -> dict[str, str]:
    """``enclave``: path without the first stroke."""
    return {
        "ROS_SECURITY_ENABLE": "true",
        "ROS_SECURITY_STRATEGY": "Enforce",
        KEYSTORE: str(keystore),
        "ROS_SECURITY_ENCLAVE_OVERRIDE": f"/{enclave}",
    }


def check_secure(keystore: Path, enclave: str, environment: Mapping[str, str]) -> None:
    """Whether a node can take part with its key: one is made. Raises ConfigurationError with the
    reason: nothing must run without protection when protection was asked for."""
    if not (keystore / ENCLAVES / enclave / "cert.pem").is_file():
        raise ConfigurationError(
            f"keystore {keystore} has no enclave {enclave}; make it: fleet security init --layout "
            f"LAYOUT --keystore {keystore}"
        )
    done = subprocess.run(
        [sys.executable, "-P", "-c", _TRY],
        env={**os.environ, **environment, **environment_of(keystore, enclave)},
        capture_output=True,
        text=True,
        timeout=_TRY_WITHIN_S,
        check=False,
    )
    if not done.returncode:
        return
    said = done.stderr.strip()
    if _LACKS in said:
        raise ConfigurationError(
            "this ROS 2 cannot protect the graph: its Fast DDS was built without security, as that "
            "of the wheels on PyPI is. Nothing was started. Use a ROS 2 whose Fast DDS has it (the "
            "packages of docs.ros.org do), or leave out --secure"
        )
    last = said.splitlines()[-1] if said else f"exit code {done.returncode}"
    raise ConfigurationError(f"keystore {keystore}: no node can be made with it: {last}")
