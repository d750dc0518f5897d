"""``fleet hmi``: the dispatcher's window, on the ROS graph or on an embedded plant."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fleet_core.model.errors import ConfigurationError
from hmi.model.layers import Layer

LANGUAGES = ("en", "zh_CN")
PALETTES = ("light", "dark")


def hmi(  # noqa: PLR0913, PLR0917 (one for each option)
    embedded: Annotated[
        str, typer.Option(metavar="LAYOUT", help="A plant in this process, without ROS.")
    ] = "",
    scenario: Annotated[
        Path | None, typer.Option(help="Orders of the embedded plant; without: the plant's own.")
    ] = None,
    factor: Annotated[
        float, typer.Option(min=0.1, max=100.0, help="Speed of the embedded plant's clock.")
    ] = 1.0,
    seed: Annotated[int, typer.Option(min=0, help="Chance of the embedded plant.")] = 1,
    people: Annotated[
        int | None, typer.Option(min=0, max=400, help="People in it; without: its scenario's.")
    ] = None,
    manned: Annotated[
        int | None, typer.Option(min=0, max=100, help="Manned forklifts in it; as above.")
    ] = None,
    local: Annotated[
        str, typer.Option(help="How vehicles of the embedded plant drive: profile or nmpc.")
    ] = "profile",
    language: Annotated[str, typer.Option(help="en or zh_CN; without: as last time.")] = "",
    palette: Annotated[str, typer.Option(help="light or dark; without: as last time.")] = "",
    pictures: Annotated[
        Path | None, typer.Option(metavar="DIR", help="No window: draw pictures into this folder.")
    ] = None,
    every: Annotated[float, typer.Option(min=0.2, help="Seconds between pictures.")] = 5.0,
    screenshot: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Take one picture of the window and end.")
    ] = None,
    after: Annotated[float, typer.Option(min=0.0, help="Seconds before the screenshot.")] = 10.0,
    select: Annotated[str, typer.Option(help="Vehicle, order or station to begin with.")] = "",
    operator: Annotated[
        str,
        typer.Option(
            envvar="FLEET_OPERATOR",
            show_envvar=True,
            help="In whose name commands are given; without: as chosen last time, else the user.",
        ),
    ] = "",
    layers: Annotated[
        str, typer.Option(metavar="NAMES", help="Map layers to show as well: plans,corridors.")
    ] = "",
) -> None:
    """Open the dispatcher's window."""
    _check("--language", language, LANGUAGES)
    _check("--palette", palette, PALETTES)
    from hmi.session import Session, open_window  # noqa: PLC0415  (Qt is heavy)

    session = Session(
        embedded=embedded,
        scenario=scenario,
        factor=factor,
        seed=seed,
        language=language or None,
        palette=palette or None,
        pictures=pictures,
        every_s=every,
        screenshot=screenshot,
        after_s=after,
        select=select,
        local=local,
        people=people,
        manned=manned,
        operator=operator,
        layers=_layers(layers),
    )
    raise typer.Exit(open_window(session))


def _layers(names: str) -> frozenset[Layer]:
    """Of a list of names with commas."""
    chosen = [name.strip() for name in names.split(",") if name.strip()]
    for name in chosen:
        _check("--layers", name, tuple(Layer))
    return frozenset(Layer(name) for name in chosen)


def _check(option: str, value: str, allowed: tuple[str, ...]) -> None:
    if value and value not in allowed:
        raise ConfigurationError(f"{option} {value} is not known; it can be {', '.join(allowed)}")
