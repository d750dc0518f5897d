"""``fleet terminal``: what the driver of a manned forklift sees."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fleet_core.model.errors import ConfigurationError

LANGUAGES = ("en", "zh_CN")


def terminal(
    forklift_id: Annotated[str, typer.Argument(help="The tag that the forklift carries.")],
    language: Annotated[str, typer.Option(help="en or zh_CN.")] = "en",
    window: Annotated[bool, typer.Option("--window", help="Not full-screen.")] = False,
    screenshot: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Take one picture of it and end.")
    ] = None,
    after: Annotated[float, typer.Option(min=0.0, help="Seconds before the screenshot.")] = 5.0,
) -> None:
    """Show a driver who is near, where, and what to do. Ctrl+Q ends it."""
    if language not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise ConfigurationError(f"--language {language} is not known; it can be {known}")
    from hmi.terminal.ros_link import RosTerminalLink  # noqa: PLC0415  (ROS and Qt are heavy)
    from hmi.terminal.session import TerminalSession, open_terminal  # noqa: PLC0415

    session = TerminalSession(forklift_id, language, window, screenshot, after)
    raise typer.Exit(open_terminal(RosTerminalLink(), session))
