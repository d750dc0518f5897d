"""A layout of the model as LIF, and changes of a layout put into the LIF that it came from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from fleet_core.layouts.lif.names import ID_KEYS
from fleet_core.layouts.lif.reading import Raw, read_layout
from fleet_core.layouts.lif.rendering import (
    layout_head,
    rendered_edge,
    rendered_node,
    rendered_station,
)
from fleet_core.model.layout import Layout

CREATOR = "fleet_controller"

UNDATED = "1970-01-01T00:00:00.00Z"
"""For files that must come out the same every time; who has a clock hands in the time."""

_RENDER: Mapping[str, Callable[[Any], dict[str, Any]]] = {
    "nodes": rendered_node,
    "edges": rendered_edge,
    "stations": rendered_station,
}


def lif_document(layout: Layout, exported_at: str = UNDATED) -> dict[str, Any]:
    """A LIF file with this one layout."""
    return {
        "metaInformation": {
            "projectIdentification": layout.name or layout.id,
            "creator": CREATOR,
            "exportTimestamp": exported_at,
            "lifVersion": "1.0.0",
        },
        "layouts": [
            {
                **layout_head(layout),
                **{
                    kind: [render(one) for one in getattr(layout, kind).values()]
                    for kind, render in _RENDER.items()
                },
            }
        ],
    }


def changed_document(base: Raw, layout: Layout, before: Layout | None = None) -> dict[str, Any]:
    """The file ``base`` with ``layout`` in place of ``before``, the layout as it was read from it.

    Only what differs between the two is changed, added or taken out. All else stays as it stands:
    other layouts, properties that the model does not know, elements that were left out in reading.
    """
    layouts = [
        _changed_layout(one, before or read_layout(one), layout)
        if one["layoutId"] == layout.id
        else one
        for one in base["layouts"]
    ]
    return {**base, "layouts": layouts}


def _changed_layout(raw: Raw, before: Layout, after: Layout) -> dict[str, Any]:
    head: dict[str, Any] = _changed(dict(raw), layout_head(before), layout_head(after))
    return {**head, **{kind: _changed_elements(raw, before, after, kind) for kind in _RENDER}}


def _changed_elements(raw: Raw, before: Layout, after: Layout, kind: str) -> list[Any]:
    old: Mapping[str, Any] = getattr(before, kind)
    new: Mapping[str, Any] = getattr(after, kind)
    render = _RENDER[kind]
    kept: list[Any] = []
    for one in raw[kind]:
        identity = one[ID_KEYS[kind]]
        if identity not in old or old[identity] == new.get(identity):
            kept.append(one)
        elif identity in new:
            kept.append(_changed(one, render(old[identity]), render(new[identity])))
    return kept + [render(one) for identity, one in new.items() if identity not in old]


def _changed(raw: Any, old: Any, new: Any) -> Any:
    """``raw`` with the difference between ``old`` and ``new`` applied."""
    if old == new:
        return raw
    if isinstance(raw, dict) and isinstance(old, dict) and isinstance(new, dict):
        kept = {key: value for key, value in raw.items() if key in new or key not in old}
        return kept | {
            key: _changed(raw[key], old.get(key), value) if key in raw else value
            for key, value in new.items()
            if old.get(key) != value
        }
    lists = isinstance(raw, list) and isinstance(old, list) and isinstance(new, list)
    if lists and len(raw) == len(old) == len(new):
        return [_changed(*three) for three in zip(raw, old, new, strict=True)]
    return new
