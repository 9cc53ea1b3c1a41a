"""Banners: what happened, what is safe, what to do. They stand in the page and push its content down."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.label import IconLabel, Label
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.speech import announce

_ICONS = {
    "info": (Icon.INFO, "info"),
    "warn": (Icon.TRIANGLE, "warn"),
    "error": (Icon.OCTAGON, "err"),
    "ok": (Icon.SHIELD, "ok"),
}


class Banner(QFrame):
    """`kind`: info, warn, error, ok. At most two buttons; the first is the safe one and the only bordered one."""

    chosen = Signal(str)  # the words of the button

    def __init__(
        self, kind: str, title: str, text: str = "", buttons: Sequence[str] = (), icon: Icon | None = None
    ) -> None:
        super().__init__()
        if len(buttons) > 2:
            raise ValueError("a banner has at most two buttons")
        self.kind = kind
        self.setProperty("look", kind)
        drawn, tint = _ICONS[kind]
        whole = space.row(self, (tokens.S16, tokens.S8, tokens.S12, tokens.S8), tokens.S12)
        whole.addWidget(IconLabel(icon or drawn, tint, tokens.ICON_BANNER), 0, Qt.AlignmentFlag.AlignVCenter)
        whole.addLayout(self._words(title, text), 1)
        self.buttons: list[Button] = []
        for place, word in enumerate(buttons):
            button = Button(word, "" if place == 0 else "quiet", small=True)
            button.clicked.connect(self._pressed)
            whole.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
            self.buttons.append(button)
        space.fix(self, min_height=52 if buttons or text else tokens.CONTROL)
        self.told = f"{title} {text}".strip()
        self.setAccessibleName(self.told)

    def _words(self, title: str, text: str) -> QVBoxLayout:
        words = space.column()
        words.addStretch(1)
        words.addWidget(Label(title, "strong" if text else "second", wrap=True))
        if text:
            words.addWidget(Label(text, "second", wrap=True))
        words.addStretch(1)
        return words

    def _pressed(self) -> None:
        button = self.sender()
        if isinstance(button, Button):
            self.chosen.emit(button.text())

    def showEvent(self, event: QEvent) -> None:  # type: ignore[override] - QShowEvent is a QEvent
        super().showEvent(event)  # type: ignore[arg-type]
        announce(self, self.told, urgent=self.kind in ("warn", "error"))


class BannerArea(QWidget):
    """The place of banners in a page. Each has a key: a new one with the same key takes the place of the old one."""

    def __init__(self) -> None:
        super().__init__()
        self._column = space.column(self, gap=tokens.S8)
        self._shown: dict[str, Banner] = {}
        self.hide()

    def put(self, key: str, banner: Banner, on_chosen: Callable[[str], object] | None = None) -> Banner:
        """Show a banner; `on_chosen(words of the button)` is called before it is taken away."""
        self.take(key)
        self._shown[key] = banner
        self._column.addWidget(banner)
        banner.chosen.connect(lambda words: self._answered(key, words, on_chosen))
        banner.show()
        self.show()
        return banner

    def take(self, key: str) -> None:
        """Take a banner away; nothing happens if it is not there."""
        banner = self._shown.pop(key, None)
        if banner is None:
            return
        banner.hide()
        self._column.removeWidget(banner)
        banner.deleteLater()
        self.setVisible(bool(self._shown))

    def shows(self, key: str) -> bool:
        """Is there a banner with this key?"""
        return key in self._shown

    def keys(self) -> tuple[str, ...]:
        """Keys of the banners that are shown."""
        return tuple(self._shown)

    def _answered(self, key: str, words: str, on_chosen: Callable[[str], object] | None) -> None:
        self.take(key)
        if on_chosen is not None:
            on_chosen(words)
