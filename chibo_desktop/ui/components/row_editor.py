"""One row of a table, opened for typing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

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
        self.watch(self)
        first = self._first_to_write_in()
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)  # at once: the next key may be here already
            QTimer.singleShot(0, self, self._keep_focus)

    def watch(self, part: QWidget) -> None:
        """Keys pressed in the widgets of that part are asked for by the row; for parts that came after opening."""
        for child in part.findChildren(QWidget):
            child.installEventFilter(self)

    def is_composing(self) -> bool:
        """Is a word being composed in one of the fields? Only the one with the cursor can be."""
        return _composes(self.focusWidget())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.height_changed.emit()
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if self.is_composing():  # what the field leaves alone comes again from the widgets around it
            return not _composes(watched)
        return self.take_key(watched, event)

    def take_key(self, watched: QObject, event: QKeyEvent) -> bool:
        """A key pressed in one of the fields: True when it was the row's. Never asked while a word is composed."""
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

    def _first_to_write_in(self) -> QWidget | None:
        return self._first or next(iter(self.findChildren(Composing)), None)

    def _keep_focus(self) -> None:
        """Laying the row out may have handed the focus on."""
        focus = QApplication.focusWidget()
        first = self._first_to_write_in()
        if first is not None and (focus is None or not self.isAncestorOf(focus)):
            first.setFocus(Qt.FocusReason.OtherFocusReason)


def _composes(watched: QObject | None) -> bool:
    return isinstance(watched, Composing | PersonCombo) and watched.composing
