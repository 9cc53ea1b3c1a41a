"""Notices: good news and undo, at the bottom left of the content. One at a time; each is kept in the day's list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QGuiApplication
from PySide6.QtWidgets import QFrame, QWidget

from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.label import IconLabel, Label
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.speech import announce, tr
from chibo_desktop.ui.tokens import px

STAYS = 8000  # milliseconds, longer while the pointer or the focus is on it


@dataclass(frozen=True, slots=True)
class NoticeWords:
    """What a notice says. `action` is the word of its one button, `on_action` what it does. `stays`: until closed."""

    title: str
    text: str = ""
    action: str = ""
    on_action: Callable[[], object] | None = None
    stays: bool = False


class Notice(QFrame):
    """The one place of notices; lies over the lower left corner of `host`."""

    closed = Signal()

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self.kept: list[NoticeWords] = []
        self._host = host
        self._now: NoticeWords | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._time_is_up)
        self._title, self._text = Label("", "strong", wrap=True), Label("", "second", wrap=True)
        self._action = Button("", small=True)
        self._action.clicked.connect(self._act)
        close = Button(tr("Đóng"), "quiet", small=True)
        close.clicked.connect(self.put_away)
        words = space.column()
        words.addWidget(self._title)
        words.addWidget(self._text)
        row = space.row(self, (tokens.S16, tokens.S12, tokens.S12, tokens.S12), tokens.S12)
        row.addWidget(IconLabel(Icon.CHECK_CIRCLE, "ok", tokens.ICON_BANNER), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        row.addWidget(self._action, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignVCenter)
        space.fix(self, width=tokens.NOTICE)
        host.installEventFilter(self)
        self.hide()

    def say(self, words: NoticeWords) -> None:
        """Show a notice in the place of the one before, and keep it."""
        self.kept.append(words)
        self._now = words
        self._title.setText(words.title)
        self._text.setText(words.text)
        self._text.setVisible(bool(words.text))
        self._action.set_words(words.action)
        self._action.setVisible(bool(words.action))
        self.setAccessibleName(f"{words.title} {words.text}".strip())
        self._place()
        self.show()
        self.raise_()
        announce(self, self.accessibleName())
        if words.stays:
            self._timer.stop()
        else:
            self._timer.start(STAYS)

    def put_away(self) -> None:
        """Take the notice off the screen; it stays in the list."""
        self._timer.stop()
        self.hide()
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._host and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        if self._now is not None and not self._now.stays:
            self._timer.start(STAYS)
        super().leaveEvent(event)

    def _act(self) -> None:
        act = self._now.on_action if self._now else None
        self.put_away()
        if act is not None:
            act()

    def _time_is_up(self) -> None:
        focus = QGuiApplication.focusObject()
        if isinstance(focus, QWidget) and self.isAncestorOf(focus):
            self._timer.start(STAYS)
        else:
            self.put_away()

    def _place(self) -> None:
        self.adjustSize()
        layout = self.layout()
        height = layout.heightForWidth(self.width()) if layout is not None else self.height()
        self.resize(self.width(), max(height, self.minimumHeight()))
        self.move(px(tokens.S24), self._host.height() - self.height() - px(tokens.S20))
