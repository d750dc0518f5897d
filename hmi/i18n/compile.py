"""``python -m hmi.i18n.compile``: take new texts from the code into the .ts files, make the .qm.

A test fails when the files do not fit the code any more.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
SOURCES = FOLDER.parent


def update(folder: Path = FOLDER) -> None:
    """Add what is new in the code; what is no longer there goes."""
    files = sorted(str(file) for file in SOURCES.rglob("*.py"))
    for translation in sorted(folder.glob("*.ts")):
        _run("lupdate", *files, "-ts", str(translation), "-no-obsolete", "-locations", "none")


def release(folder: Path = FOLDER) -> None:
    """The .qm beside each .ts."""
    for translation in sorted(folder.glob("*.ts")):
        _run("lrelease", str(translation), "-qm", str(translation.with_suffix(".qm")))


def _run(tool: str, *arguments: str) -> None:
    command = [str(Path(sys.executable).with_name(f"pyside6-{tool}")), *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    update()
    release()
