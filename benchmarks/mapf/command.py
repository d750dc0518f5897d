"""``fleet bench mapf``: one plan for many agents on a grid, first fast, then better and better."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from fleet_core.model.errors import InputError, WorkError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from planner.grid.grid_map import GridMap
    from planner.grid.one_shot.task import GridTask
    from planner.grid.scenario import GridScenario

Clock = Callable[[], float]
_THREADS = 2


class MeasuredPlan(NamedTuple):
    """What was measured; the plan (steps + 1, agents) is None when there is none."""

    result: dict[str, Any]
    plan: NDArray[np.int32] | None


def bench_mapf(
    map_file: Annotated[Path, typer.Argument(metavar="MAP", help="A MovingAI .map file.")],
    scenario_file: Annotated[Path, typer.Argument(metavar="SCEN", help="A .scen file for it.")],
    agents: Annotated[int, typer.Option(min=1, help="How many agents of the scenario.")],
    time_s: Annotated[float, typer.Option("--time", help="Seconds to plan and refine.")] = 10.0,
    seed: Annotated[int, typer.Option(min=0, help="Of everything that is drawn by lot.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    out: Annotated[Path | None, typer.Option(help="File for the plan, a line a step.")] = None,
) -> None:
    """Plan all agents at once on a benchmark's grid, and refine the plan until the time is over."""
    from planner.grid.grid_map import read_map  # noqa: PLC0415 - numba takes seconds
    from planner.grid.plan_file import write_plan  # noqa: PLC0415
    from planner.grid.scenario import read_scenario  # noqa: PLC0415

    if not 0.0 < time_s < float("inf"):
        raise InputError(f"--time is {time_s:g} s; it must be above 0 and finite")
    grid = read_map(map_file)
    measured = measure(grid, read_scenario(scenario_file, grid, agents), time_s, seed)
    typer.echo(json.dumps(measured.result, indent=1) if as_json else _in_words(measured.result))
    if out is not None:
        if measured.plan is None:
            raise WorkError(f"plan {out}: there is none to write")
        write_plan(out, grid, measured.plan)


def measure(
    grid: GridMap,
    scenario: GridScenario,
    time_s: float,
    seed: int,
    clock: Clock = perf_counter,
) -> MeasuredPlan:
    """Plans with compiled kernels: what compiling takes is not counted. The time for the distances
    to the goals is. Raises InputError when somebody has no way to the goal."""
    import numpy as np  # noqa: PLC0415

    from planner.grid.one_shot.lacam import plan_first  # noqa: PLC0415
    from planner.grid.one_shot.refine import refine  # noqa: PLC0415
    from planner.grid.one_shot.task import task_for  # noqa: PLC0415
    from planner.grid.one_shot.warm_up import warm_up  # noqa: PLC0415

    warm_up()
    generator = np.random.default_rng(seed)
    began_s = clock()

    def is_over() -> bool:
        return clock() - began_s >= time_s

    task = task_for(grid, scenario, _THREADS)
    outcome, first = plan_first(task, scenario.starts, generator, is_over)
    first_plan_s = clock() - began_s
    result: dict[str, Any] = {"agents": scenario.agents, "solved": len(first) > 0}
    result["outcome"] = outcome.value
    if not result["solved"]:
        return MeasuredPlan({**result, **_NO_PLAN, "seconds": round(first_plan_s, 3)}, None)
    plan = refine(grid, task, first, generator, is_over)
    result |= {"first_plan_s": round(first_plan_s, 4), **_costs(task, first, plan)}
    result["seconds"] = round(clock() - began_s, 3)
    return MeasuredPlan(result | _dependencies(grid, plan, clock), plan)


_NO_PLAN = dict.fromkeys(("first_plan_s", "soc_first", "soc", "lower_bound", "makespan"))


def _costs(task: GridTask, first: NDArray[np.int32], plan: NDArray[np.int32]) -> dict[str, int]:
    from planner.grid.one_shot.solution import arrivals, shortest  # noqa: PLC0415

    arrived = arrivals(plan, task.goals)
    return {
        "soc_first": int(arrivals(first, task.goals).sum()),
        "soc": int(arrived.sum()),
        "lower_bound": int(shortest(task, plan[0]).sum()),
        "makespan": int(arrived.max()),
    }


def _dependencies(grid: GridMap, plan: NDArray[np.int32], clock: Clock) -> dict[str, Any]:
    """How long the action dependency graph of the plan takes, with the proof that it can be
    executed under any delays."""
    from planner.grid.dependency_graph import (  # noqa: PLC0415
        dependency_graph,
        is_executable,
    )

    taken_ms = []
    for _ in range(5):
        began_s = clock()
        graph = dependency_graph(plan, grid.vertices)
        executable = is_executable(graph)
        taken_ms.append(1000.0 * (clock() - began_s))
    return {
        "adg_ms": round(min(taken_ms), 3),
        "adg_events": len(graph.step),
        "executable": executable,
    }


def _in_words(result: dict[str, Any]) -> str:
    if not result["solved"]:
        return f"{result['agents']} agents: {result['outcome']} after {result['seconds']:.2f} s"
    bound = max(1, result["lower_bound"])
    return (
        f"{result['agents']} agents: first plan after {1000 * result['first_plan_s']:.1f} ms, "
        f"sum of costs {result['soc_first']} ({result['soc_first'] / bound:.3f} of the bound)\n"
        f"after {result['seconds']:.2f} s: {result['soc']} ({result['soc'] / bound:.4f}), "
        f"makespan {result['makespan']}\n"
        f"dependency graph of {result['adg_events']} moves: {result['adg_ms']:.2f} ms, "
        f"{'executable' if result['executable'] else 'NOT executable'} under any delays"
    )
