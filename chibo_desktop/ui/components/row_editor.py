"""One row of a table, opened for typing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.completer import PersonCombo
from chibo_desktop.ui.components.composing import Composing
from chibo_desktop.ui.components.label import Label


class RowEditor(QFrame):
    """`body` is the layout of the fields; `first` gets the focus.

    `finished`: Ctrl+Enter, the page commits, closes and opens the next row. `cancelled`: Esc, the row stays as it was.
    While a word is being composed neither happens.
    """

    finished = Signal()
    cancelled = Signal()
    height_changed = Signal()

    def __init__(self, number: str = "", name: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._first: QWidget | None = None
        self.number = Label(number, "strong")
        space.fix(self.number, min_width=tokens.S24)
        self.body: QVBoxLayout = space.column(gap=tokens.S12)
        whole = space.row(self, (tokens.S8, tokens.S12, tokens.S12, tokens.S12), tokens.S16)
        whole.addWidget(self.number, 0, Qt.AlignmentFlag.AlignTop)
        whole.addLayout(self.body, 1)

    def set_first(self, widget: QWidget) -> None:
        """The field that gets the focus when the row opens."""
        self._first = widget

    def height_in(self, width: int) -> int:
        """Height that the editor needs in that width, in pixels."""
        layout = self.layout()
        if layout is not None and layout.hasHeightForWidth():
            return layout.totalHeightForWidth(width)
        return self.sizeHint().height()

    def begin(self) -> None:
        """The row has been opened: watch its fields for Ctrl+Enter and Esc."""
        for child in self.findChildren(QWidget):
            child.installEventFilter(self)
        first = self._first or next(iter(self.findChildren(Composing)), None)
        if isinstance(first, QWidget):
            QTimer.singleShot(0, first, first.setFocus)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.height_changed.emit()
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and not _composes(watched):
            return self._pressed(watched, event)
        return super().eventFilter(watched, event)

    def _pressed(self, watched: QObject, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if isinstance(watched, Composing):
                watched.commit()
            self.finished.emit()
            return True
        if key == Qt.Key.Key_Escape:
            self.cancelled.emit()
            return True
        return False


def _composes(watched: QObject) -> bool:
    return isinstance(watched, Composing | PersonCombo) and watched.composing
