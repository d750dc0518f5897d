"""``python -m tests.campaign``: run it, print its table, exit code 1 when anything was not good."""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from fleet_core.model.errors import FleetError
from tests.campaign.parts import PARTS
from tests.campaign.story import Findings, say

HEAD = "| what | how often | orders | lost | twice | overlaps | stuck | other | min | seed |"


def run(
    parts: Sequence[str], share: float, orders: int, seed: int, minutes: float
) -> list[Findings]:
    """One part after the other; one that is not begun within ``minutes`` is left out and named.
    ``share``: of how often a whole campaign does it."""
    began_s = time.monotonic()
    found = []
    for name in parts:
        part, often = PARTS[name]
        if time.monotonic() - began_s > 60.0 * minutes:
            found.append(Findings(name, note="left out: no time left"))
            continue
        with tempfile.TemporaryDirectory(prefix=f"fleet-campaign-{name}-") as folder:
            times = max(1, round(often * share))
            say(f"{name}: {times} times, seed {seed}")
            try:
                found.append(part(Path(folder), random.Random(f"{seed} {name}"), times, orders))
            except FleetError as error:
                found.append(Findings(name, broken=[str(error)]))
    return found


def table(found: Sequence[Findings], seed: int) -> str:
    """For docs/reliability.md."""
    lines = [HEAD, "| --- " * (HEAD.count("|") - 1) + "|"]
    for each in found:
        counts = [len(each.lost), len(each.twice), len(each.overlaps), len(each.stuck)]
        row = [each.what, each.times, each.orders, *counts, len(each.broken)]
        row += [f"{each.seconds / 60.0:.1f}", seed]
        lines.append("| " + " | ".join(str(cell) for cell in row) + " |")
    notes = [f"- {each.what}: {each.note}" for each in found if each.note]
    bad = [f"- {each.what}: {line}" for each in found for line in _faults(each)]
    return "\n".join([*lines, "", *notes, *bad])


def _faults(found: Findings) -> list[str]:
    return [*found.lost, *found.twice, *found.overlaps, *found.stuck, *found.broken]


def main() -> int:
    words = argparse.ArgumentParser(prog="campaign", description=__doc__)
    words.add_argument("--parts", default=",".join(PARTS), help="with commas between them")
    words.add_argument("--share", type=float, default=1.0, help="of a whole campaign")
    words.add_argument("--orders", type=int, default=50, help="open at a time")
    words.add_argument("--minutes", type=float, default=240.0, help="no part begins later")
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--json", type=Path, help="file for what was found")
    asked = words.parse_args()
    parts = asked.parts.split(",")
    unknown = [name for name in parts if name not in PARTS]
    if unknown:
        words.error(f"--parts {unknown[0]}: known are {', '.join(PARTS)}")
    found = run(parts, asked.share, asked.orders, asked.seed, asked.minutes)
    print(table(found, asked.seed))
    if asked.json:
        asked.json.write_text(json.dumps([asdict(each) for each in found], indent=1))
    return 0 if all(each.good for each in found) else 1


if __name__ == "__main__":
    sys.exit(main())
