"""Two small curves: orders done an hour, and the share of vehicles at work."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from hmi.model.figures import Figures
from hmi.model.fleet_store import Change, FleetStore
from hmi.views.fonts import map_font
from hmi.views.theme import theme_now


class FiguresPanel(QWidget):
    """Draws what ``Figures`` has gathered."""

    def __init__(self, store: FleetStore) -> None:
        super().__init__()
        self._store = store
        self._figures = Figures()
        pg.setConfigOptions(antialias=True)
        self._plots = (pg.PlotWidget(), pg.PlotWidget())
        self._curves = tuple(plot.plot() for plot in self._plots)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 4, 4, 4)
        for plot in self._plots:
            plot.setMenuEnabled(False)
            plot.setMouseEnabled(False, False)
            plot.hideButtons()
            row.addWidget(plot)
        self._plots[1].setYRange(0.0, 100.0)
        store.subscribe(self._take)
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        theme = theme_now()
        names = (self.tr("Orders done an hour"), self.tr("Vehicles at work, %"))
        for plot, curve, name in zip(self._plots, self._curves, names, strict=True):
            plot.setAccessibleName(name)
            plot.setBackground(theme.surface)
            plot.setTitle(name, color=theme.text, size="10pt")
            curve.setPen(pg.mkPen(theme.accent, width=2))
            for side in ("left", "bottom"):
                axis = plot.getAxis(side)
                axis.setPen(theme.line)
                axis.setTextPen(theme.text_soft)
                axis.setStyle(tickFont=map_font(11))
            plot.getAxis("bottom").setLabel(self.tr("hours"), color=theme.text_soft)

    def _take(self, change: Change) -> None:
        if Change.SNAPSHOT in change and self._figures.take(self._store.snapshot):
            self.draw()

    def draw(self) -> None:
        table = self._figures.table()
        if not len(table):
            return
        hours = (table[:, 0] - table[0, 0]) / 3600.0
        self._curves[0].setData(hours, table[:, 1])
        self._curves[1].setData(hours, 100.0 * table[:, 2])
