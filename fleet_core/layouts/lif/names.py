"""Where in a LIF a finding belongs, in words: ``edge E17``, not ``layouts[0].edges[16]``."""

from __future__ import annotations

from typing import Any

from fleet_core.layouts.schemas import Path

ID_KEYS = {"nodes": "nodeId", "edges": "edgeId", "stations": "stationId"}
WORDS = {"nodes": "node", "edges": "edge", "stations": "station"}


def element_name(document: Any, path: Path) -> str:
    """The nearest element with a name of its own, and the way on from it."""
    inside = f" {dotted(path[4:])}" if len(path) > 4 else ""
    if len(path) >= 4 and path[0] == "layouts" and path[2] in ID_KEYS:
        kind = str(path[2])
        identity = _identity(document, path, ID_KEYS[kind])
        return f"{WORDS[kind]} {identity}{inside}" if identity else dotted(path)
    return dotted(path) or "the file"


def _identity(document: Any, path: Path, key: str) -> str:
    value = document
    try:
        for step in path[:4]:
            value = value[step]
        return str(value[key])
    except (KeyError, IndexError, TypeError):
        return ""


def dotted(path: Path) -> str:
    """``layouts[0].edges[3].maxSpeed``."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text
