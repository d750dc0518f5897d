"""Ranges of tags to anchors as messages and back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate

from fleet_interfaces import msg

from fleet_core.model.errors import InputError
from fleet_core.model.proximity import ObjectClass, TagRanges
from fleet_nodes.conversions import checks
from fleet_nodes.conversions.instants import seconds_of, time_message
from fleet_nodes.conversions.proximity import SourceReadings, check_frame
from fleet_nodes.conversions.vehicles import header

MOST_TAGS = 500
MOST_ANCHORS = 32
"""Ranges of one tag; nobody hears more anchors, and placing it takes time."""


def ranges_of(message: msg.RangeReports) -> SourceReadings[TagRanges]:
    """Raises InputError where nothing can be made of the message as a whole: another frame, a
    source without a name, or arrays that do not belong together."""
    check_frame(message.header.frame_id, "range_reports")
    source = checks.identifier(message.source, "range_reports.source")
    count = len(message.tag_ids)
    by_tag = (message.stamps, message.kinds, message.sigma_m, message.counts)
    if any(len(column) != count for column in by_tag):
        lengths = ", ".join(str(len(column)) for column in by_tag)
        raise InputError(
            f"range_reports: {count} tag_ids, but {lengths} of stamps, kinds, sigma_m and counts"
        )
    total = sum(message.counts)
    if not total == len(message.anchor_ids) == len(message.ranges_m):
        raise InputError(
            f"range_reports.counts are {total} in all, but there are {len(message.anchor_ids)} "
            f"anchor_ids and {len(message.ranges_m)} ranges_m"
        )
    ends = list(accumulate(message.counts))
    good: list[TagRanges] = []
    bad: Counter[str] = Counter()
    for row in range(min(count, MOST_TAGS)):
        begin = ends[row] - message.counts[row]
        try:
            good.append(_ranges_of(message, row, begin, ends[row]))
        except InputError:
            bad["unreadable"] += 1
        except ValueError:
            bad["unknown_class"] += 1
    if count > MOST_TAGS:
        bad["too_many"] += count - MOST_TAGS
    return SourceReadings(source, tuple(good), tuple(bad.items()))


def ranges_message(source: str, ranges: Sequence[TagRanges], stamp_s: float) -> msg.RangeReports:
    return msg.RangeReports(
        header=header(stamp_s),
        source=source,
        stamps=[time_message(each.stamp_s) for each in ranges],
        tag_ids=[each.tag_id for each in ranges],
        kinds=[each.kind.value for each in ranges],
        sigma_m=[each.sigma_m for each in ranges],
        counts=[len(each.ranges) for each in ranges],
        anchor_ids=[anchor for each in ranges for anchor, _range_m in each.ranges],
        ranges_m=[range_m for each in ranges for _anchor, range_m in each.ranges],
    )


def _ranges_of(message: msg.RangeReports, row: int, begin: int, end: int) -> TagRanges:
    if end - begin > MOST_ANCHORS:
        raise InputError(f"range_reports.counts: {end - begin}; at most {MOST_ANCHORS}")
    pairs = zip(message.anchor_ids[begin:end], message.ranges_m[begin:end], strict=True)
    return TagRanges(
        seconds_of(message.stamps[row], "range_reports.stamps"),
        checks.identifier(message.tag_ids[row], "range_reports.tag_ids"),
        ObjectClass(message.kinds[row]),
        tuple((str(anchor), float(range_m)) for anchor, range_m in pairs),
        float(message.sigma_m[row]),
    )
