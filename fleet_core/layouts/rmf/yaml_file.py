"""YAML of building maps: plain values only, of any size a map can have."""

from __future__ import annotations

from typing import Any

import yaml

from fleet_core.layouts.text_file import DEPTH_LIMIT
from fleet_core.model.errors import LayoutError

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse_yaml(text: str, file: str) -> Any:
    """The value of a YAML text. Raises LayoutError, with line and column where there is one.

    Aliases are refused: no building map has any, and a few of them can stand for gigabytes.
    """
    try:
        _check_events(text, file)
        return yaml.load(text, Loader=_Loader)
    except yaml.MarkedYAMLError as cause:
        mark = cause.problem_mark
        place = f"line {mark.line + 1} column {mark.column + 1}: " if mark else ""
        problem = (cause.problem or str(cause)).strip()
        raise LayoutError(f"layout {file}: {place}is not YAML: {problem}") from cause
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as cause:
        problem = " ".join(str(cause).split())[:200]
        raise LayoutError(f"layout {file}: is not YAML: {problem}") from cause


def _check_events(text: str, file: str) -> None:
    """Depth and aliases, before anything is built: the builder works by recursion."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent):
            place = f"line {event.start_mark.line + 1}: " if event.start_mark else ""
            raise LayoutError(f"layout {file}: {place}has a YAML alias; expected none")
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            depth += 1
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            depth -= 1
        if depth > DEPTH_LIMIT:
            raise LayoutError(
                f"layout {file}: is nested deeper than {DEPTH_LIMIT} levels, which no map is"
            )
