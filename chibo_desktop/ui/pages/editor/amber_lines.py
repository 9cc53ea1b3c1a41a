"""Sentences worth a second look: amber, below what they speak of, never in the way."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.label import IconLabel, Label
from chibo_desktop.ui.icons import Icon


class AmberLines(QWidget):
    """One line for each sentence; takes no room while there is none."""

    def __init__(self) -> None:
        super().__init__()
        self._column = space.column(self, gap=tokens.S4)
        self._shown: tuple[str, ...] = ()
        self.hide()

    @property
    def sentences(self) -> tuple[str, ...]:
        """What is shown."""
        return self._shown

    def show_lines(self, sentences: Sequence[str]) -> None:
        """Show these sentences; nothing is built anew while they stay the same."""
        if tuple(sentences) == self._shown:
            return
        self._shown = tuple(sentences)
        while (item := self._column.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for sentence in sentences:
            self._column.addWidget(_line(sentence))
        self.setVisible(bool(sentences))


def _line(sentence: str) -> QWidget:
    line = QWidget()
    row = space.row(line, gap=tokens.S8)
    row.addWidget(IconLabel(Icon.TRIANGLE, "warn", tokens.ICON_INLINE), 0, Qt.AlignmentFlag.AlignVCenter)
    row.addWidget(Label(sentence, "second", "warn", wrap=True), 1)
    return line
