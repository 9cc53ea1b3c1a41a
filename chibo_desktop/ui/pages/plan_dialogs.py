"""Questions about planned visits: what speaks against one and why it is kept, and why one is postponed or cancelled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from chibo_desktop.ui.components.date_time import DateInput
from chibo_desktop.ui.components.dialog import Dialog
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.text_input import LineInput
from chibo_desktop.ui.speech import tr

_LONGEST = 300
DialogWords = tuple[str, str, Sequence[str]]
"""Title, text and two buttons, the safe one first."""


class ReasonDialog(Dialog):
    """Asks for a reason before the second button's answer stands; `reason` is what was typed.

    `sentences` are told one below the other. With `asks_day` a day may be said, too.
    """

    def __init__(
        self,
        words: tuple[str, str, Sequence[str]],
        sentences: Sequence[str],
        parent: QWidget,
        *,
        asks_day: bool = False,
    ) -> None:
        title, text, buttons = words
        super().__init__(title, text, tuple(buttons), parent=parent)
        self._needs_reason = buttons[1]
        for sentence in sentences:
            self.body.addWidget(Label(sentence, "medium", wrap=True))
        self.day = Field(tr("Ngày mới (nếu đã biết)"), DateInput())
        self.day.setVisible(asks_day)
        self.body.addWidget(self.day)
        self.reason_field = Field(tr("Lý do, in trong lịch"), LineInput(limit=_LONGEST))
        self.body.addWidget(self.reason_field)

    @property
    def reason(self) -> str:
        """What was typed."""
        line = self.reason_field.widget
        return line.words().strip() if isinstance(line, LineInput) else ""

    @property
    def new_date(self) -> dt.date | None:
        """The day that was typed."""
        field = self.day.widget
        if not isinstance(field, DateInput):
            return None
        field.commit()
        return field.value

    def press(self, words: str) -> None:
        """The second answer stands only with a reason; the dialog stays open and says so."""
        if words == self._needs_reason and not self.reason:
            self.reason_field.set_trouble(tr("Chưa ghi lý do."))
            self.reason_field.widget.setFocus()
            return
        super().press(words)

    def ask_then(self, act: Callable[[], object], otherwise: Callable[[], object] | None = None) -> None:
        """Show the dialog; `act` once the second answer stands with a reason, `otherwise` for the first one."""

        def answered() -> None:
            if self.answer == self._needs_reason and self.reason:
                act()
            elif otherwise is not None:
                otherwise()

        self.finished.connect(lambda _: answered())
        self.open()
