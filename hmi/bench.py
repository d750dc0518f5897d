"""``fleet bench hmi``: how long a frame of the map and an update of the table take."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from time import perf_counter
from typing import Annotated, Any

import typer

FRAMES = 120
WARM_UP = 10
_FRAME_S = 1 / 60
_FILM = 24


def bench_hmi(
    vehicles: Annotated[int, typer.Option(min=1, max=20_000, help="Moving vehicles.")] = 1000,
    edges: Annotated[int, typer.Option(min=4, max=100_000, help="Edges of the roadmap.")] = 5000,
    frames: Annotated[int, typer.Option(min=10, help="Frames of each kind.")] = FRAMES,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Draw a moving fleet offscreen at 1440 x 900 and time it."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    result = measure(vehicles, edges, frames)
    if as_json:
        typer.echo(json.dumps(result, indent=1))
        return
    for kind, times in result["frame_ms"].items():
        typer.echo(f"frame {kind:8s} p50 {times['p50']:6.2f} ms   p95 {times['p95']:6.2f} ms")
    times = result["table_update_ms"]
    typer.echo(f"table update   p50 {times['p50']:6.2f} ms   p95 {times['p95']:6.2f} ms")


def measure(vehicles: int, edges: int, frames: int = FRAMES) -> dict[str, Any]:
    """Percentiles in milliseconds, by kind of frame."""
    import numpy as np  # noqa: PLC0415  (Qt and numpy are heavy)
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from hmi.bench_scene import bench_scene  # noqa: PLC0415
    from hmi.views.fonts import body_font  # noqa: PLC0415
    from hmi.views.theme import LIGHT, apply_theme  # noqa: PLC0415

    application = QApplication.instance() or QApplication(["fleet bench"])
    assert isinstance(application, QApplication)
    application.setFont(body_font())
    apply_theme(application, LIGHT)
    bench_desk = _BenchDesk(bench_scene(vehicles, edges), np.random.default_rng(1))
    application.processEvents()  # a window that was never exposed does not paint
    kinds = {
        "moving": bench_desk.move,
        "panning": bench_desk.pan,
        "zooming": bench_desk.zoom,
    }
    return {
        "vehicles": vehicles,
        "edges": len(bench_desk.scene.facility.layout.edges),
        "frame_ms": {kind: _timed(act, frames) for kind, act in kinds.items()},
        "table_update_ms": _timed(bench_desk.update_table, max(10, frames // 4)),
    }


def _timed(act: Callable[[int], None], times: int) -> dict[str, float]:
    import numpy as np  # noqa: PLC0415

    taken_ms = []
    for number in range(WARM_UP + times):
        began_s = perf_counter()
        act(number)
        taken_ms.append(1000.0 * (perf_counter() - began_s))
    p50, p95 = np.percentile(taken_ms[WARM_UP:], [50, 95])
    return {"p50": round(float(p50), 3), "p95": round(float(p95), 3)}


class _BenchDesk:
    """The real map and the real table on a store of their own."""

    def __init__(self, scene: Any, rng: Any) -> None:
        from hmi.model.fleet_store import FleetStore  # noqa: PLC0415
        from hmi.views.fleet_table import FleetTable  # noqa: PLC0415
        from hmi.views.map.map_view import MapView  # noqa: PLC0415

        self.scene = scene
        self._now_s = 0.0
        self._store = FleetStore()
        self._map = MapView(self._store, lambda: self._now_s)
        self._map.resize(1440, 900)
        self._map.show()
        self._table = FleetTable(self._store)
        self._table.resize(1440, 300)
        self._table.sortByColumn(5, self._table.horizontalHeader().sortIndicatorOrder())
        self._table.show()
        self._snapshots = self._film(rng)
        self._take(0)
        self._map.fit()

    def move(self, number: int) -> None:
        """A frame with a new snapshot: ten a second come in, sixty frames are drawn."""
        self._now_s += _FRAME_S
        if number % 6 == 0:
            self._take(number // 6)
        self._map.repaint()

    def pan(self, number: int) -> None:
        self._now_s += _FRAME_S
        self._map.pan(7.0 if number // 40 % 2 else -7.0, 3.0 if number // 30 % 2 else -3.0)
        self._map.repaint()

    def zoom(self, number: int) -> None:
        self._now_s += _FRAME_S
        self._map.zoom(1.08 if number // 25 % 2 == 0 else 1 / 1.08, (700.0, 400.0))
        self._map.repaint()

    def update_table(self, number: int) -> None:
        self._now_s += 1.0
        self._take(number)
        self._table.draw()
        self._table.viewport().repaint()

    def _film(self, rng: Any) -> list[Any]:
        """Snapshots made before the clock runs: the fleet makes them, not the window."""
        film = [self.scene.snapshot(0.0, rng)]
        for _ in range(_FILM - 1):
            film.append(self.scene.moved(film[-1], film[-1].time_s + 0.1))
        return film

    def _take(self, number: int) -> None:
        from hmi.model.picture import Pace, Picture  # noqa: PLC0415

        snapshot = self._snapshots[number % _FILM]
        picture = Picture(self.scene.facility, snapshot, Pace(True, 1.0), self._now_s)
        self._store.take(picture, self._now_s)
