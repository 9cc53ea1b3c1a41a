"""Keys as they are shown: a cap, and a line of hints."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.shortcuts import cap
from chibo_desktop.ui.tokens import px

_CAP_WIDTH, _CAP_HEIGHT = 18, 22


class KeyCap(QLabel):
    """One key or chord: `KeyCap(Keys.FINISH_ROW)`, `KeyCap("Enter")`. `look`: "" or large."""

    def __init__(self, key: str, look: str = "") -> None:
        super().__init__(cap(key))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("look", look)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._least = (tokens.CONTROL, tokens.CONTROL) if look else (_CAP_WIDTH, _CAP_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        width, height = self._least
        return QSize(max(px(width), super().sizeHint().width()), px(height))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class HintLine(Flow):
    """`[(what it does, key or "key key"), ...]`. Pages hide it where the window is short."""

    def __init__(self, hints: Sequence[tuple[str, str]]) -> None:
        super().__init__(gap=tokens.S20)
        for words, keys in hints:
            hint = QWidget()
            row = space.row(hint, gap=6)
            space.put(row, Label(words, "muted"), *[KeyCap(key) for key in keys.split()])
            self.add(hint)
