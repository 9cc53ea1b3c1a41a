"""The head of a page: where am I, in what state, what can I do. It never scrolls away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QWidget

from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.chip import Chip, ChipLook
from chibo_desktop.ui.components.label import LongLabel
from chibo_desktop.ui.components.more_button import MoreButton
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.tokens import px

_TITLE_ROOM = 420  # units that a long title is given, with back button and margins
_BESIDE_TITLE = 124  # units of these for the back button, margins and gaps
_FEW = 3  # actions of which each may shrink to its icon; of more, nobody would know the icons


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
        self._more: MoreButton | None = None
        self._is_folding = False
        self._lay_out()
        self._sub.setVisible(bool(sub))
        self.back.setVisible(back)
        self.set_chips(chips)
        self.set_actions(actions)

    def _lay_out(self) -> None:
        self._head, self._below = space.row(gap=tokens.S12), space.row(gap=tokens.S12)
        self._head.addWidget(self._title)
        self._head.addLayout(self._chips)
        self._head.addStretch(1)
        self._below.addWidget(self._sub)
        words = space.column()
        words.addStretch(1)
        words.addLayout(self._head)
        words.addLayout(self._below)
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

    @property
    def action_widgets(self) -> tuple[QWidget, ...]:
        """What stands at the right, the main action last."""
        return tuple(one for one in space.widgets_of(self._actions) if one is not self._more)

    def set_words(self, title: str, sub: str = "") -> None:
        """Change title and line below it."""
        self._title.setText(title)
        self._sub.setText(sub)
        self._sub.setVisible(bool(sub))
        self.setAccessibleName(title)
        self._fold()

    def set_chips(self, chips: Sequence[ChipLook]) -> None:
        """Show these chips beside the title."""
        _empty(self._chips)
        for chip in chips:
            self._chips.addWidget(Chip(chip), 0, Qt.AlignmentFlag.AlignVCenter)
        self._fold()

    def set_actions(self, actions: Sequence[QWidget]) -> None:
        """Put these widgets at the right: status labels, then secondary buttons, then the primary one."""
        _empty(self._actions)
        self._more = None
        buttons = [action for action in actions if isinstance(action, Button)]
        for action in actions:
            if len(buttons) > _FEW and action is buttons[-1]:
                self._more = MoreButton()
                self._actions.addWidget(self._more, 0, Qt.AlignmentFlag.AlignVCenter)
                self._more.hide()
            self._actions.addWidget(action, 0, Qt.AlignmentFlag.AlignVCenter)
            action.show()
            action.installEventFilter(self)
        self._fold()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            QTimer.singleShot(0, self, self._fold)  # the parts are measured anew first

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A page shows or hides one of its actions: there is another room to share."""
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent) and not self._is_folding:
            QTimer.singleShot(0, self, self._fold)
        return False

    def _fold(self) -> None:
        self._is_folding = True
        self._share_room()
        self._is_folding = False

    def _share_room(self) -> None:
        """Where title and actions do not both fit, the actions keep only their icon, the main one last.

        Of many actions those before the last one go behind a button of their own first, the rightmost before the
        others.
        """
        buttons = [one for one in space.widgets_of(self._actions) if isinstance(one, Button) and one is not self._more]
        self._put_chips(self._head, 1)
        if self._more is not None and self._put_behind(self._more, buttons):
            return
        for kept in (lambda _: True, lambda button: button.look == "primary", lambda _: False):
            for button in buttons:
                button.set_compact(not kept(button))
            if self._is_roomy():
                return
        self._put_chips(self._below, 0)

    def _put_behind(self, more: MoreButton, buttons: Sequence[Button]) -> bool:
        """Shows as many as fit, of those that the page shows at all; says whether the title has its room then."""
        buttons = [button for button in buttons if not button.isHidden() or button in more.held]
        for button in (*buttons, more):
            button.set_compact(False)
        beside = [button for button in buttons if button.look != "primary"]
        for shown in range(len(beside), -1, -1):
            more.hold(beside[shown:])
            for place, button in enumerate(beside):
                button.setVisible(place < shown)
            if self._is_roomy():
                return True
        return False

    def _put_chips(self, line: QBoxLayout, place: int) -> None:
        """Beside the title, or below it where it needs the whole line."""
        if line.indexOf(self._chips) < 0:
            other = self._head if line is self._below else self._below
            other.removeItem(self._chips)
            self._chips.setParent(None)  # type: ignore[arg-type] - a layout without parent can be given to another
            line.insertLayout(place, self._chips)

    def _is_roomy(self) -> bool:
        """Is the title given its room, beside the actions as they are now?"""
        shown = [widget for widget in space.widgets_of(self._actions) if not widget.isHidden()]
        wanted = sum(widget.sizeHint().width() + px(tokens.S12) for widget in shown)
        needed = min(px(_TITLE_ROOM), self._title.sizeHint().width() + px(_BESIDE_TITLE))
        return self.width() - wanted >= needed + self._chips.sizeHint().width()


def _empty(layout: QBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.setParent(None)
