"""Keys as they are shown: a cap, and a line of hints."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.shortcuts import cap


class KeyCap(QLabel):
    """One key or chord: `KeyCap(Keys.FINISH_ROW)`, `KeyCap("Enter")`. `look`: "" or large."""

    def __init__(self, key: str, look: str = "") -> None:
        super().__init__(cap(key))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("look", look)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        space.fix(self, min_width=tokens.CONTROL if look else 18, height=tokens.CONTROL if look else 22)


class HintLine(QWidget):
    """`[(what it does, key or "key key"), ...]` on one line. Hidden where the window is short."""

    def __init__(self, hints: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        row = space.row(self, gap=tokens.S4)
        for place, (words, keys) in enumerate(hints):
            if place:
                row.addSpacing(tokens.S16)
            row.addWidget(Label(words, "muted"), 0, Qt.AlignmentFlag.AlignVCenter)
            for key in keys.split():
                row.addWidget(KeyCap(key), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
