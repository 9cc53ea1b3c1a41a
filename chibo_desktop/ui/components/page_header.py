"""The head of a page: where am I, in what state, what can I do. It never scrolls away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QWidget

from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.chip import Chip, ChipLook
from chibo_desktop.ui.components.label import LongLabel
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.tokens import px

_TITLE_ROOM = 260  # units kept for back button, title and margins


class PageHeader(QFrame):
    """Title with chips, a line below it, and the actions; of these at most one is `primary` and stands last."""

    back_requested = Signal()

    def __init__(
        self,
        title: str,
        sub: str = "",
        chips: Sequence[ChipLook] = (),
        actions: Sequence[QWidget] = (),
        back: bool = False,
    ) -> None:
        super().__init__()
        space.fix(self, height=tokens.HEADER)
        self._title = LongLabel(title, "title")
        self._sub = LongLabel(sub, "caption")
        self._chips = space.row(margins=(0, tokens.S4, 0, 0), gap=tokens.S8)
        self._actions = space.row(gap=tokens.S12)
        self.back = Button(tr("Quay lại"), "back", Icon.CHEVRON_LEFT)
        self.back.clicked.connect(self.back_requested)
        self._lay_out()
        self._sub.setVisible(bool(sub))
        self.back.setVisible(back)
        self.set_chips(chips)
        self.set_actions(actions)

    def _lay_out(self) -> None:
        head = space.row(gap=tokens.S12)
        head.addWidget(self._title)
        head.addLayout(self._chips)
        head.addStretch(1)
        words = space.column()
        words.addStretch(1)
        words.addLayout(head)
        words.addWidget(self._sub)
        words.addStretch(1)
        words.addSpacing(tokens.S4 + 2)  # high letters make the title taller above than below
        whole = space.row(self, (tokens.S24, 0), tokens.S16)
        whole.addWidget(self.back)
        whole.addLayout(words, 1)
        whole.addLayout(self._actions)

    @property
    def title(self) -> str:
        """The words of the title."""
        return self._title.text()

    def set_words(self, title: str, sub: str = "") -> None:
        """Change title and line below it."""
        self._title.setText(title)
        self._sub.setText(sub)
        self._sub.setVisible(bool(sub))
        self.setAccessibleName(title)

    def set_chips(self, chips: Sequence[ChipLook]) -> None:
        """Show these chips beside the title."""
        _empty(self._chips)
        for chip in chips:
            self._chips.addWidget(Chip(chip), 0, Qt.AlignmentFlag.AlignVCenter)

    def set_actions(self, actions: Sequence[QWidget]) -> None:
        """Put these widgets at the right: status labels, then secondary buttons, then the primary one."""
        _empty(self._actions)
        for action in actions:
            self._actions.addWidget(action, 0, Qt.AlignmentFlag.AlignVCenter)
            action.show()
        self._fold()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        """Where title and actions do not both fit, all but the main action keep only their icon."""
        widgets = space.widgets_of(self._actions)
        buttons = [widget for widget in widgets if isinstance(widget, Button)]
        for button in buttons:
            button.set_compact(False)
        wanted = sum(widget.sizeHint().width() + px(tokens.S12) for widget in widgets)
        chips = self._chips.sizeHint().width()
        if self.width() - wanted < px(_TITLE_ROOM) + chips:
            for button in buttons:
                button.set_compact(button.look != "primary")


def _empty(layout: QBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.setParent(None)
