"""The solver of a model as machine code, made once and kept by its content.

CasADi writes the stage functions as C; they are compiled together with ``native/``. The name of the
library is a hash of all sources, flags and the processor, so a stale one is never loaded.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import tempfile
from ctypes import CDLL
from enum import IntEnum
from pathlib import Path

from fleet_core.model.errors import ConfigurationError
from fleet_core.model.vehicle_type import Kinematics
from planner.local import state
from planner.local.model import c_code, stage_functions

FLAGS = (
    "-O3", "-march=native", "-std=c11", "-fPIC", "-shared",
    # Loops over rows may be reordered. Not -ffast-math as a whole: a library linked with it makes
    # its process round the smallest numbers to zero, and what is no number must be recognised.
    "-fno-math-errno", "-fno-trapping-math", "-fno-signed-zeros", "-fassociative-math",
    "-freciprocal-math",
)  # fmt: skip
BEGIN_TAU = 0.1
"""Complementarity at which the interior point method begins."""
_NATIVE = Path(__file__).parent / "native"
_ENUMS: tuple[type[IntEnum], ...] = (
    state.State, state.Input, state.PathColumn, state.Reference, state.Car, state.Weight,
    state.SolveReport, state.Status,
)  # fmt: skip


def native_solver(kinematics: Kinematics, folder: Path) -> CDLL:
    """The compiled solver, from ``folder`` or made there.

    Raises ConfigurationError where there is no C compiler, or the folder cannot be written.
    """
    sources = _sources(kinematics)
    path = folder / f"local_{kinematics.value}_{_digest(sources)}.so"
    try:
        if not path.exists():
            _compile(sources, path)
        return CDLL(str(path))
    except OSError as error:
        raise ConfigurationError(
            f"local planning: {path} cannot be made or loaded: {error}; "
            "it needs a C compiler (Debian, Ubuntu: gcc) and a folder that can be written"
        ) from error


def _sources(kinematics: Kinematics) -> dict[str, str]:
    """Every file by name."""
    files = {each.name: each.read_text(encoding="utf-8") for each in sorted(_NATIVE.iterdir())}
    return {**files, "names.h": _names(kinematics), "stage.c": c_code(kinematics)}


def _names(kinematics: Kinematics) -> str:
    """The numbers of ``state.py`` for C."""
    values: dict[str, object] = {
        "STAGES": state.STAGES,
        "OBJECTS": state.OBJECTS,
        "DISCS": state.DISCS,
        "SAMPLES": state.SAMPLES,
        "SPACING_M": state.SPACING_M,
        "BEGIN_TAU": BEGIN_TAU,
        "NX": len(state.State),
        "NU": len(state.Input),
        "TURN_IS_STATE": int(kinematics is Kinematics.DIFFERENTIAL),
        "WORK": max(1, *(function.sz_w() for function in stage_functions(kinematics))),
    }
    for each in _ENUMS:
        prefix = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", each.__name__).upper().removesuffix("_COLUMN")
        values[f"{prefix}_COUNT"] = len(each)
        values.update({f"{prefix}_{member.name}": member.value for member in each})
    return "".join(f"#define {name} {value}\n" for name, value in values.items())


def _digest(sources: dict[str, str]) -> str:
    parts = [*FLAGS, _processor(), *(part for pair in sources.items() for part in pair)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]


def _processor() -> str:
    """What ``-march=native`` depends on; empty where the system does not tell."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    return next((line for line in lines if line.startswith("flags")), "")


def _compile(sources: dict[str, str], path: Path) -> None:
    """Written beside and renamed: who looks at the same time finds nothing or all of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent) as name:
        place = Path(name)
        for file, text in sources.items():
            (place / file).write_text(text, encoding="utf-8")
        made = place / path.name
        command = [os.environ.get("CC", "cc"), *FLAGS, "real_time_iteration.c", "-o", made.name]
        command += ["-lm", "-lpthread"]
        result = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)
        if result.returncode:
            raise ConfigurationError(f"local planning: {' '.join(command)} failed: {result.stderr}")
        made.replace(path)
