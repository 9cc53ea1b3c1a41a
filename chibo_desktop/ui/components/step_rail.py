"""The steps of something that is done once, in order: which are done, which is now, which come."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.icons import Icon, paint_icon
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.tokens import colour, px

_CIRCLE = 22


class StepRail(QWidget):
    """Numbered names below each other. It is looked at, not clicked: a step is left by its own buttons."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        column = space.column(self, gap=tokens.S20)
        self._rows = [_Row(number, name) for number, name in enumerate(names, start=1)]
        for row in self._rows:
            column.addWidget(row)

    def show_step(self, place: int) -> None:
        """The step at `place`, from 0, is the one that is done now."""
        for at, row in enumerate(self._rows):
            row.set_state("done" if at < place else "now" if at == place else "later")


class _Row(QWidget):
    def __init__(self, number: int, name: str) -> None:
        super().__init__()
        self._circle = _Circle(number)
        self._name = name
        self._words = Label(name, "second")
        line = space.row(self, gap=14)
        space.put(line, self._circle, self._words, None)

    def set_state(self, state: str) -> None:
        self._circle.set_state(state)
        self._words.setProperty("look", "strong" if state == "now" else "second")
        self._words.style().unpolish(self._words)
        self._words.style().polish(self._words)
        told = {"done": tr("%1, đã xong", self._name), "now": tr("%1, đang làm", self._name)}
        self.setAccessibleName(told.get(state, self._name))


class _Circle(QWidget):
    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number
        self._state = "later"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_state(self, state: str) -> None:
        self._state = state
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(_CIRCLE), px(_CIRCLE))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._state == "done":
            paint_icon(painter, Icon.CHECK_CIRCLE, self.rect(), "ok")
        else:
            now = self._state == "now"
            painter.setPen(QPen(colour("text" if now else "strong"), 1))
            painter.setBrush(colour("text") if now else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
            painter.setFont(tokens.font(tokens.BADGE))
            painter.setPen(colour("surface" if now else "text2"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, str(self._number))
        painter.end()
