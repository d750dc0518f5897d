"""A plant's settings: read from a YAML file, checked to fit together, written as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from textwrap import wrap
from typing import Any

import yaml

from fleet_core.execution.settings import FleetSettings
from fleet_core.model.errors import ConfigurationError
from fleet_core.model.setting import Setting, changed, listed

LARGEST_BYTES = 1_000_000


_WIDTH = 100


def read_settings(path: Path | str | None) -> FleetSettings:
    """The defaults with what the file says; without one (None, or an empty path) the defaults.

    Raises ConfigurationError that names the file, the setting, what it is and what it may be.
    """
    if not path or not str(path):
        return FleetSettings()
    try:
        return fitting(changed(FleetSettings(), _read(Path(path))))
    except ConfigurationError as error:
        raise ConfigurationError(f"settings {path}: {error}") from error


def fitting(settings: FleetSettings) -> FleetSettings:
    """The same, if all of it fits together. Raises ConfigurationError."""
    dispatch, traffic = settings.dispatch, settings.traffic
    pairs = (
        ("dispatch.reserve_soc", dispatch.reserve_soc,
         "dispatch.charge_below_soc", dispatch.charge_below_soc),
        ("dispatch.charge_below_soc", dispatch.charge_below_soc,
         "dispatch.charge_enough_soc", dispatch.charge_enough_soc),
        ("dispatch.charge_below_soc", dispatch.charge_below_soc,
         "dispatch.charge_idle_below_soc", dispatch.charge_idle_below_soc),
        ("dispatch.charge_enough_soc", dispatch.charge_enough_soc,
         "dispatch.charge_full_soc", dispatch.charge_full_soc),
        ("traffic.retry_s", traffic.retry_s, "traffic.retry_max_s", traffic.retry_max_s),
        ("resend_after_s", settings.resend_after_s, "answer_within_s", settings.answer_within_s),
        ("stands_reason_s", settings.stands_reason_s,
         "stands_message_s", settings.stands_message_s),
        ("report_max_age_s", settings.report_max_age_s, "first_report_s", settings.first_report_s),
    )  # fmt: skip
    for lower, low, higher, high in pairs:
        if low > high:
            raise ConfigurationError(f"{lower} is {low:g}, above {higher}, which is {high:g}")
    return settings


def _read(path: Path) -> Mapping[str, Any]:
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise ConfigurationError(f"is larger than {LARGEST_BYTES:,} bytes")
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigurationError(f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigurationError("is not UTF-8 text") from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        what = " ".join(str(error).split())[:200]
        raise ConfigurationError(f"is not YAML: {what}") from error
    if found is None:
        return {}
    if not isinstance(found, Mapping):
        raise ConfigurationError("expected names of settings with their values")
    return found


def as_lines(settings: FleetSettings) -> Iterator[str]:
    """For people: a line a setting, its meaning below it; a star where it is not the default."""
    for each in listed(settings):
        star = "*" if each.value != each.default else " "
        value = f"{each.value}{' ' + each.unit if each.unit else ''}"
        default = f"default {each.default}"
        allowed = f"; {each.allowed}" if each.allowed else ""
        yield f"{star} {each.path:36} {value:22} {default}{allowed}"
        for line in wrap(each.text, _WIDTH - 6):
            yield f"      {line}"


def as_file(settings: FleetSettings) -> str:
    """A file to begin with: YAML that says what these settings are, each with its meaning."""
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
