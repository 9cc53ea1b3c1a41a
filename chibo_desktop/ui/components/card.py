"""Cards: a white ground with a hairline around one matter."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.label import Label


class Card(QFrame):
    """A card; `body` is its layout. `look`: "" (white), subtle, chosen (thick accent border)."""

    def __init__(self, title: str = "", look: str = "", gap: int = tokens.S8, margin: int = tokens.S16) -> None:
        super().__init__()
        self.setProperty("look", look)
        self.body: QVBoxLayout = space.column(self, margin, gap)
        if title:
            self.body.addWidget(Label(title, "strong"))

    def add(self, *items: QWidget) -> None:
        """Add widgets below each other."""
        for item in items:
            self.body.addWidget(item)

    def set_look(self, look: str) -> None:
        """Change between "", subtle and chosen."""
        self.setProperty("look", look)
        self.style().unpolish(self)
        self.style().polish(self)
