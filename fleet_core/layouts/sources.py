"""What a user names: a plant of the product, or a file of a known format."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from pathlib import Path

from fleet_core.model.errors import LayoutError


class Format(StrEnum):
    """Formats that are read."""

    LIF = "LIF"
    RMF = "Open-RMF building map"
    OPENTCS = "openTCS plant model"


_SUFFIXES = {
    ".json": Format.LIF,
    ".yaml": Format.RMF,
    ".yml": Format.RMF,
    ".xml": Format.OPENTCS,
}


@dataclass(frozen=True, slots=True)
class LayoutPart:
    """Which part of a file: a level (LIF: layoutId, layoutLevelId or layoutName), and of an
    Open-RMF building map a navigation graph. None: the first level, the graph with most lanes."""

    level: str | None = None
    graph: int | None = None


def shipped_plants() -> tuple[str, ...]:
    """Names of the plants that ship with the product."""
    data = files(__package__).joinpath("data")
    if not data.is_dir():
        return ()
    names = (one.name for one in data.iterdir())
    return tuple(
        sorted(one.removesuffix(".lif.json") for one in names if one.endswith(".lif.json"))
    )


def path_of(source: str | Path) -> Path:
    """The file that ``source`` names. Raises LayoutError when it is neither a plant nor a file."""
    text = str(source)
    plants = shipped_plants()
    if text in plants:
        return Path(str(files(__package__).joinpath("data", f"{text}.lif.json")))
    if not any(mark in text for mark in "/\\."):
        raise LayoutError(
            f"layout {text}: is neither a file nor a plant of the product; "
            f"expected one of {', '.join(plants)}, or a file"
        )
    return Path(source)


def format_of(path: Path) -> Format:
    """The format by the file's ending. Raises LayoutError for another ending."""
    found = _SUFFIXES.get(path.suffix.lower())
    if found is None and not path.is_dir():
        raise LayoutError(
            f"layout {path.name}: has the ending {path.suffix or 'none'}; expected .lif.json or "
            ".json (LIF), .building.yaml (Open-RMF) or .xml (openTCS)"
        )
    return found or Format.LIF


def stem_of(path: Path) -> str:
    """The plant's name: the file's without ``.lif.json``, ``.building.yaml`` and the like."""
    name = path.name
    for suffix in (".lif.json", ".building.yaml", ".building.yml", path.suffix):
        if suffix and name.lower().endswith(suffix) and len(name) > len(suffix):
            return name[: -len(suffix)]
    return name
