"""What one message of a locating system says of each tag."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot

from fleet_core.model.proximity import TagReport

SAME_PLACE_M = 1.5


def once_each(scan: Sequence[TagReport]) -> tuple[list[TagReport], int]:
    """The newest report of each tag, and how many tags are in two places: such are believed
    nowhere."""
    by_tag: dict[str, list[TagReport]] = {}
    for each in scan:
        by_tag.setdefault(each.tag_id, []).append(each)
    once: list[TagReport] = []
    in_two_places = 0
    for reports in by_tag.values():
        newest = max(reports, key=lambda each: each.stamp_s)
        apart_m = max(hypot(each.x_m - newest.x_m, each.y_m - newest.y_m) for each in reports)
        if apart_m > SAME_PLACE_M:
            in_two_places += 1
        else:
            once.append(newest)
    return once, in_two_places
