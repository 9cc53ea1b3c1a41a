"""Where people type: one line, or a few."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit, QSizePolicy

from chibo_desktop.ui import tokens
from chibo_desktop.ui.components.composing import Composing
from chibo_desktop.ui.components.label import TALLEST
from chibo_desktop.ui.tokens import px

_EDGE = 4  # border and padding, above and below, in pixels


class LineInput(Composing, QLineEdit):
    """One line of text."""

    text_committed = Signal(str)
    text_changed_settled = Signal(str)
    finished = Signal()  # Enter, after the text is committed

    def __init__(self, text: str = "", placeholder: str = "", limit: int = 500) -> None:
        super().__init__(text)
        self.setPlaceholderText(placeholder)
        self.setMaxLength(limit)
        self.start_listening()
        self.returnPressed.connect(self._finish)

    def words(self) -> str:
        return self.text()

    def write(self, text: str) -> None:
        place = self.cursorPosition()
        self.setText(text)
        self.setCursorPosition(min(place, len(text)))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(tokens.S48), super().minimumSizeHint().height())

    def _finish(self) -> None:
        if not self.composing:
            self.commit()
            self.finished.emit()


class TextInput(Composing, QPlainTextEdit):
    """Some lines of text; grows from `lines[0]` to `lines[1]` lines, then scrolls. `Tab` leaves it."""

    text_committed = Signal(str)
    text_changed_settled = Signal(str)

    def __init__(
        self, text: str = "", placeholder: str = "", lines: tuple[int, int] = (1, 5), limit: int = 200_000
    ) -> None:
        super().__init__(text)
        self._lines = lines
        self._limit = limit
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        self.start_listening()
        self._measure()

    def words(self) -> str:
        return self.toPlainText()

    def write(self, text: str) -> None:
        place = self.textCursor().position()
        self.setPlainText(text)
        cursor = self.textCursor()
        cursor.setPosition(min(place, len(text)))
        self.setTextCursor(cursor)

    def insertFromMimeData(self, source) -> None:
        room = self._limit - len(self.words()) + len(self.textCursor().selectedText())
        self.textCursor().insertText(source.text()[: max(room, 0)])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ends_row = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if ends_row and Qt.Key(event.key()) in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.composing:
            event.ignore()  # Ctrl+Enter belongs to the row
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._measure()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    def sizeHint(self) -> QSize:
        return QSize(px(tokens.SIDE_LIST), self._height_of(self._lines[0]))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(tokens.S48), self._height_of(self._lines[0]))

    def _measure(self) -> None:
        metrics = QFontMetrics(self.font())
        above = max(0, -metrics.tightBoundingRect(TALLEST).top() - metrics.ascent())
        pad = (px(tokens.CONTROL) - metrics.lineSpacing() - _EDGE) // 2
        pad = max(pad, above)
        side = max(0, px(tokens.S12) - pad - _EDGE // 2)
        self.setViewportMargins(side, 0, side, 0)
        self.document().setDocumentMargin(pad)
        self._grow()

    def _height_of(self, lines: int) -> int:
        return lines * self.fontMetrics().lineSpacing() + 2 * int(self.document().documentMargin()) + _EDGE

    def _grow(self, *_: object) -> None:
        shown = max(1, int(self.document().size().height()))
        least, most = self._lines
        self.setFixedHeight(max(self._height_of(min(max(shown, least), most)), px(tokens.CONTROL)))
        over = shown > most
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if over else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(policy)
