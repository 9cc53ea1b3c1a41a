"""The first look after a large merge: many visits are read, with their number and a way to stop."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar

from chibo_desktop.domain.wording import padded
from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.speech import tr


class ReadingCard(Card):
    """How many visits have been read; `stop` asks to stop. What was read stays."""

    def __init__(self) -> None:
        super().__init__(gap=tokens.S8)
        self.words = Label("", "second", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setProperty("look", "running")
        self.bar.setAccessibleName(tr("Đã đọc"))
        self.stop = Button(tr("Dừng lại"), small=True)
        line = space.row(gap=tokens.S12)
        line.addWidget(self.words, 1)
        line.addWidget(self.stop)
        self.body.addLayout(line)
        self.body.addWidget(self.bar)
        self.hide()

    def show_progress(self, done: int, total: int) -> None:
        """So many of so many have been read."""
        self.words.setText(tr("Đang đọc kiến nghị trong biên bản: %1 / %2 buổi.", padded(done), padded(total)))
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)
        self.show()
