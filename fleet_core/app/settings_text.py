"""Settings as text: a table for people, a file to begin with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from textwrap import wrap
from typing import Any

from fleet_core.execution.settings import FleetSettings
from fleet_core.model.setting import Setting, listed

_WIDTH = 100


def as_lines(settings: FleetSettings) -> Iterator[str]:
    """A line a setting, its meaning below it; a star where it is not the default."""
    for each in listed(settings):
        star = "*" if each.value != each.default else " "
        value = f"{each.value}{' ' + each.unit if each.unit else ''}"
        default = f"default {each.default}"
        allowed = f"; {each.allowed}" if each.allowed else ""
        yield f"{star} {each.path:36} {value:22} {default}{allowed}"
        for line in wrap(each.text, _WIDTH - 6):
            yield f"      {line}"


def as_file(settings: FleetSettings) -> str:
    """YAML that says what these settings are, each with its meaning."""
    lines = ["# Settings of a fleet. What is left out keeps its default."]
    lines += _below(settings, "")
    return "\n".join(lines) + "\n"


def _below(settings: Any, indent: str) -> Iterator[str]:
    known = {each.path: each for each in listed(settings)}
    for each in fields(settings):
        value = getattr(settings, each.name)
        if is_dataclass(value):
            yield f"{indent}{each.name}:  # {each.metadata['text']}"
            yield from _below(value, f"{indent}  ")
        elif "each" in each.metadata:
            yield f"{indent}# {each.name}: {each.metadata['text']}"
            if value:
                yield f"{indent}{each.name}:"
            for name, of_name in sorted(value.items()):
                yield f"{indent}  {name}:"
                yield from _below(of_name, f"{indent}    ")
        else:
            yield from _entry(known[each.name], indent)


def _entry(setting: Setting, indent: str) -> Iterator[str]:
    about = f"{setting.text} {'(' + setting.allowed + ')' if setting.allowed else ''}".strip()
    for line in wrap(about, _WIDTH - len(indent) - 2):
        yield f"{indent}# {line}"
    yield f"{indent}{setting.path}: {setting.value}"
