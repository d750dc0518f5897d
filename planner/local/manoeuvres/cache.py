"""Manoeuvres that were planned before, kept on disk: a file for each scene, named by its content.

A scene holds the vehicle's body and limits and the obstacles round a station, so its content is the
station and the vehicle type and nothing else: when one of them changes, the name does too, and what
was planned for the old one is never found again. What is read is proven anew before it is used.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from planner.local.manoeuvres.check import violations
from planner.local.manoeuvres.motion import Drive
from planner.local.manoeuvres.plan import NotPlanned, Planned, plan_manoeuvre
from planner.local.manoeuvres.scene import ManoeuvreScene
from planner.local.manoeuvres.trajectory import sampled

VERSION = 1
"""Of the meaning of a file's numbers; part of its name."""


def content_key(scene: ManoeuvreScene) -> str:
    """64 hexadecimal digits that two scenes share only when they are equal."""
    text = json.dumps([VERSION, asdict(scene)], sort_keys=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


@dataclass(frozen=True, slots=True)
class ManoeuvreCache:
    """Planned manoeuvres in ``folder``, which is made when it is first needed. ``say`` is told one
    line for each file that cannot be used or written."""

    folder: Path
    say: Callable[[str], None]
    plan: Callable[[ManoeuvreScene], Planned | NotPlanned] = plan_manoeuvre

    def known(self, scene: ManoeuvreScene) -> Planned | None:
        """The kept manoeuvre (of no tries), proven anew; None where none was planned."""
        return self._read(self.folder / f"{content_key(scene)}.npz", scene)

    def manoeuvre(
        self, scene: ManoeuvreScene, others: Sequence[Drive] = ()
    ) -> Planned | NotPlanned:
        """The kept manoeuvre, or a new one, which is kept then. What cannot be planned is tried
        anew each time.

        ``others``: drives that were found for scenes like this one; the first that is proven here
        too is taken, because to prove is a tenth of the work of planning.
        """
        file = self.folder / f"{content_key(scene)}.npz"
        kept = self._read(file, scene)
        if kept is not None:
            return kept
        fits = next((drive for drive in others if not violations(scene, drive)), None)
        answer = self.plan(scene) if fits is None else Planned(fits, sampled(scene, fits), 0)
        if isinstance(answer, Planned):
            self._write(file, answer.drive)
        return answer

    def _read(self, file: Path, scene: ManoeuvreScene) -> Planned | None:
        try:
            with np.load(file, allow_pickle=False) as arrays:
                drive = Drive(arrays["start"], arrays["inputs"], arrays["steps_s"])
            wrong = _misshapen(drive) or ", ".join(map(str, violations(scene, drive)))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
            wrong = f"{type(error).__name__}: {error}"
        if not wrong:
            return Planned(drive, sampled(scene, drive), 0)
        self.say(f"manoeuvre {file}: planned anew, because the file is not usable ({wrong})")
        return None

    def _write(self, file: Path, drive: Drive) -> None:
        """All or nothing: a reader, or a crash, never meets half a file."""
        draft = file.with_name(f"{file.stem}.{os.getpid()}.draft")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with draft.open("wb") as out:
                np.savez(out, start=drive.start, inputs=drive.inputs, steps_s=drive.steps_s)
            draft.replace(file)
        except OSError as error:
            self.say(f"manoeuvre {file}: not kept ({error})")


def _misshapen(drive: Drive) -> str:
    """What is wrong with the arrays' shapes, or nothing."""
    shapes = drive.start.shape, drive.inputs.shape, drive.steps_s.shape
    count = len(drive.steps_s) if drive.steps_s.ndim == 1 else 0
    if count == 0 or shapes != ((5,), (count, 2), (count,)):
        return f"shapes {shapes}, expected (5,), (n, 2) and (n,)"
    if not (drive.steps_s > 0.0).all():
        return "steps that are not above 0 s"
    return ""
