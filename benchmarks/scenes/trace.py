"""Poses at 100 Hz as CSV and footprints as JSON, as `fleet_core.simulation.trace_file` writes them.

Scenes, or crowds, follow each other in time, ten seconds apart, so that two bodies of different
scenes never have a row at the same time; names begin with the seed. The others of a scene are
discs: their footprints are a radius.
"""

from __future__ import annotations

import json
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from benchmarks.scenes.crowd import CrowdScene
from benchmarks.scenes.crowd import Watch as CrowdWatch
from benchmarks.scenes.run import Watch
from benchmarks.scenes.scene import Floats, Scene
from benchmarks.scenes.truth import TICK_S
from fleet_core.model.errors import InputError
from fleet_core.simulation.trace_file import HEADER, footprints_path

BETWEEN_S = 10.0


class SceneTrace:
    """Used as a context. Raises InputError where it cannot write, or the name is no ``.csv``."""

    def __init__(self, path: Path) -> None:
        self._beside = footprints_path(path)
        self._footprints: dict[str, Any] = {}
        self._tick = 0
        try:
            self._file = path.open("w", encoding="utf-8", newline="\n")
        except OSError as error:
            raise InputError(f"trace file {path}: cannot be written: {error.strerror}") from error
        self._file.write(HEADER + "\n")

    def scene(self, scene: Scene) -> Watch:
        """What is to be called with every period of a scene."""
        self._begin()
        body = scene.vehicle.footprint
        self._footprints[f"{scene.seed}_vehicle"] = {"empty": body, "loaded": body}
        names = [f"{scene.seed}_{m}" for m in range(len(scene.others.radius_m))]
        for name, radius_m in zip(names, scene.others.radius_m.tolist(), strict=True):
            self._footprints[name] = {"radius_m": radius_m}

        def watch(trail: Floats, places: Floats) -> None:
            for t, (x, y, heading) in enumerate(trail.tolist()):
                self._tick += 1
                now_s = self._tick * TICK_S
                self._file.write(
                    f"{now_s:.2f},{scene.seed}_vehicle,{x:.4f},{y:.4f},{heading:.5f},0\n"
                )
                for name, (px, py) in zip(names, places[:, t].tolist(), strict=True):
                    self._file.write(f"{now_s:.2f},{name},{px:.4f},{py:.4f},0.00000,0\n")

        return watch

    def crowd(self, crowd: CrowdScene) -> CrowdWatch:
        """What is to be called with every period of a crowd."""
        self._begin()
        names = [f"{crowd.seed}_vehicle_{v}" for v in range(len(crowd.types))]
        for name, kind in zip(names, crowd.types, strict=True):
            self._footprints[name] = {"empty": kind.footprint, "loaded": kind.footprint}

        def watch(trail: Floats) -> None:
            for poses in trail.tolist():
                self._tick += 1
                now_s = self._tick * TICK_S
                for name, (x, y, heading) in zip(names, poses, strict=True):
                    self._file.write(f"{now_s:.2f},{name},{x:.4f},{y:.4f},{heading:.5f},0\n")

        return watch

    def _begin(self) -> None:
        if self._tick:
            self._tick += round(BETWEEN_S / TICK_S)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()
        text = json.dumps({"footprints": self._footprints}, indent=1)
        self._beside.write_text(text + "\n", encoding="utf-8")
