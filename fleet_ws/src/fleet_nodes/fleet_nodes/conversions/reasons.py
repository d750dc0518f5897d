"""Reasons: the code, the parameters as JSON, and the English text for people who read topics."""

from __future__ import annotations

import json
from functools import lru_cache

from fleet_interfaces import msg

from fleet_core.model import reasons
from fleet_core.model.errors import InputError
from fleet_core.model.reason import OWN_WORDS, Reason, from_plain, to_plain
from fleet_core.model.wording import sentence
from fleet_nodes.conversions import checks

_LONGEST_PARAMETERS = 20_000


def reason_message(reason: Reason | None) -> msg.Reason:
    """None is an empty message."""
    if reason is None:
        return msg.Reason()
    return msg.Reason(code=reason.code, parameters=_parameters_json(reason), text=sentence(reason))


@lru_cache(maxsize=10_000)
def _parameters_json(reason: Reason) -> str:
    """Kept: a state of the fleet says the same of most vehicles as the one before."""
    parameters = to_plain(reason)["parameters"]
    return json.dumps(parameters, ensure_ascii=False, separators=(",", ":"))


def reason_of(message: msg.Reason, field: str) -> Reason | None:
    """None for an empty one. A code that is not known here keeps the English text that came with
    it. Raises InputError."""
    code = checks.identifier(message.code, f"{field}.code", empty=True)
    text = checks.text(message.text, f"{field}.text")
    if not code:
        return reasons.general.said(text) if text else None
    reason = _read(code, message.parameters, field)
    if reasons.is_known(code) or not text:
        return reason
    return Reason(code, (*reason.parameters, (OWN_WORDS, text)))


def _read(code: str, parameters: str, field: str) -> Reason:
    if len(parameters) > _LONGEST_PARAMETERS:
        raise InputError(
            f"{field}.parameters has {len(parameters)} characters; "
            f"{_LONGEST_PARAMETERS} are allowed"
        )
    try:
        given = json.loads(parameters or "{}")
        return from_plain({"code": code, "parameters": given})
    except (ValueError, RecursionError) as error:
        shown = parameters if len(parameters) <= 40 else f"{parameters[:40]}..."
        raise InputError(
            f"{field}.parameters is {shown!r}; a JSON object of names and values is allowed"
        ) from error
