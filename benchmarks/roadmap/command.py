"""``fleet bench roadmap``: many vehicles planned at once on a layout's own graph."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fleet_core.model.errors import InputError

if TYPE_CHECKING:
    from benchmarks.roadmap.measure import Trial

REFINE_S = 1.0


def bench_roadmap(
    layout: Annotated[str, typer.Argument(help="A plant's name, or a layout file.")],
    agents: Annotated[int, typer.Option(min=1, max=1000, help="How many vehicles.")] = 4,
    seeds: Annotated[
        str, typer.Option(help="First and last seed: 1..10, or one number.")
    ] = "1..10",
    seconds: Annotated[
        float, typer.Option(min=0.0, help="For each instance, refinement included.")
    ] = REFINE_S,
    level: Annotated[str, typer.Option(help="Level of a building; without: the first.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Plan from random starts to random goals, where everybody stays."""
    from benchmarks.roadmap.measure import run, warm_up  # noqa: PLC0415 - numba: seconds

    chosen = seed_range(seeds)
    warm_up()
    trials = run(layout, level or None, agents, chosen, seconds)
    result = summary(agents, trials)
    if as_json:
        typer.echo(json.dumps(result, indent=1))
        return
    for trial in trials:
        typer.echo(line(trial))
    for key, value in result.items():
        typer.echo(f"{key}: {value}")


def seed_range(text: str) -> range:
    """``A..B``, both included, or one number. Raises InputError."""
    found = re.fullmatch(r"(\d{1,9})(?:\.\.(\d{1,9}))?", text.strip())
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
    if last < first:
        raise InputError(f"--seeds {text}: expected A..B with A not above B, or one number")
    return range(first, last + 1)


def summary(agents: int, trials: list[Trial]) -> dict[str, Any]:
    """The numbers of all seeds together."""
    solved = [trial for trial in trials if trial.solved]
    times = sorted(trial.first_plan_s for trial in solved)
    alone_s = sum(trial.alone_s for trial in solved)
    delay_s = sum(trial.delay_s for trial in solved)
    return {
        "agents": agents,
        "tried": len(trials),
        "solved": len(solved),
        "proven_unsolvable": sum(bool(trial.proof) for trial in trials),
        "first_plan_s": {
            "p50": round(times[(len(times) - 1) // 2], 5) if times else None,
            "max": round(times[-1], 5) if times else None,
        },
        "delay_share": round(delay_s / alone_s, 4) if alone_s else None,
        "conflicts": sum(trial.conflicts for trial in trials),
    }


def line(trial: Trial) -> str:
    """One seed in words."""
    if trial.solved:
        share = trial.delay_s / trial.alone_s if trial.alone_s else 0.0
        return (
            f"seed {trial.seed}: solved ({trial.method}) after {1e3 * trial.first_plan_s:.1f} ms, "
            f"delay {share:.1%}, {trial.conflicts} conflicts"
        )
    return f"seed {trial.seed}: {'impossible: ' + trial.proof if trial.proof else 'not solved'}"
