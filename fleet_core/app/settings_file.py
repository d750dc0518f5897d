"""A plant's settings in a YAML file, and what of them must fit together."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from fleet_core.execution.settings import FleetSettings
from fleet_core.model.errors import ConfigurationError
from fleet_core.model.setting import changed

LARGEST_BYTES = 1_000_000


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
