"""``fleet demo``: nodes, an embedded plant and the HMI, with one command."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fleet_nodes.commands.options import (
    Data,
    Domain,
    External,
    Gazebo,
    Layout,
    Local,
    Manned,
    People,
    RealTimeFactor,
    Scenario,
    Seed,
    Settings,
    settings_path,
)

if TYPE_CHECKING:
    from fleet_nodes.commands.plans import FleetPlan

_DRAW_EVERY_S = 0.25
_PICTURE_EVERY_S = 10.0
_FIRST_DOMAIN = 42


def demo(  # noqa: PLR0913, PLR0917 - one for each option
    layout: Layout = "bottling_hall",
    scenario: Scenario = "",
    headless: Annotated[
        bool, typer.Option("--headless", help="No window: a live view in this terminal.")
    ] = False,
    duration: Annotated[
        float, typer.Option(min=0.0, help="Seconds until it ends by itself; 0: never.")
    ] = 0.0,
    real_time_factor: RealTimeFactor = 1.0,
    seed: Seed = 1,
    local: Local = "auto",
    people: People = -1,
    manned: Manned = -1,
    external: External = "",
    gazebo: Gazebo = False,
    settings: Settings = None,
    data: Data = None,
    domain: Domain = None,
) -> None:
    """Watch a mixed fleet work a plant. Ctrl-C ends everything."""
    from fleet_nodes.commands.data_folder import fresh_demo_folder, prepared  # noqa: PLC0415
    from fleet_nodes.commands.plans import FleetPlan, gazebo_port  # noqa: PLC0415

    chosen = _own_domain(domain)
    plan = FleetPlan(
        layout=layout,
        scenario=scenario,
        simulated=True,
        real_time_factor=real_time_factor,
        seed=seed,
        local=local,
        people=people,
        manned=manned,
        external=external,
        settings=settings_path(settings),
        gazebo_port=gazebo_port() if gazebo else None,
        data_folder=prepared(data) if data else fresh_demo_folder(),
        database_url="",
        environment=chosen,
    )
    os.environ.update(chosen)
    windowed = not headless and _has_screen()
    _run(plan, windowed, headless, duration)


def _own_domain(domain: int | None) -> dict[str, str]:
    """A domain of its own, so that a demo never meets a real fleet; unless the user says one."""
    from fleet_nodes.commands.domain import environment_for, free_domain  # noqa: PLC0415

    if domain is None and "ROS_DOMAIN_ID" not in os.environ:
        domain = free_domain(_FIRST_DOMAIN)
    return dict(environment_for(domain))


def _has_screen() -> bool:
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _run(plan: FleetPlan, windowed: bool, headless: bool, duration_s: float) -> None:
    from rich.console import Console  # noqa: PLC0415

    from fleet_nodes.client import FleetClient  # noqa: PLC0415
    from fleet_nodes.commands.live_view import LiveView  # noqa: PLC0415
    from fleet_nodes.commands.plans import (  # noqa: PLC0415
        node_plans,
        pictures_plan,
        window_plan,
    )
    from fleet_nodes.commands.stop_request import StopRequest  # noqa: PLC0415
    from fleet_nodes.supervision.supervisor import Supervisor  # noqa: PLC0415

    console = Console()
    for line in _introduction(plan, windowed, headless):
        console.print(line, highlight=False, soft_wrap=True)
    pictures = plan.data_folder / "pictures"
    hmi = window_plan(plan) if windowed else pictures_plan(plan, pictures, _PICTURE_EVERY_S)
    stop = StopRequest()
    started_s = time.monotonic()
    with (
        FleetClient("fleet_demo") as client,
        LiveView(client, f"fleet demo: {plan.layout}", console) as view,
        Supervisor([*node_plans(plan), hmi], view.say) as supervisor,
    ):
        while not stop.wanted and supervisor.check():
            if duration_s and time.monotonic() - started_s >= duration_s:
                break
            client.spin(_DRAW_EVERY_S)
            view.draw()
    console.print(f"the demo has ended: {view.orders_done} orders done", highlight=False)


def _introduction(plan: FleetPlan, windowed: bool, headless: bool) -> list[str]:
    domain = os.environ.get("ROS_DOMAIN_ID", "0")
    lines = [
        f"fleet demo: plant {plan.layout}, ROS domain {domain}; data and logs in "
        f"{plan.data_folder}",
        f"from another terminal: fleet order list --domain {domain}",
    ]
    if not windowed:
        why = "--headless" if headless else "there is no screen here"
        pictures = Path(plan.data_folder) / "pictures"
        lines.append(f"{why}: a live view follows, pictures of the HMI come into {pictures}")
    return lines
