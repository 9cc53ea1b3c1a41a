"""Dialogs: a question whose safe answer is the default, has the focus, and is what Esc means."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QLayout, QVBoxLayout, QWidget

from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.composing import Composing, types
from chibo_desktop.ui.components.focus_ring import FocusRing
from chibo_desktop.ui.components.label import Label


class Dialog(QDialog):
    """Title, text, an optional form in `body`, and buttons.

    The first of `buttons` is the safe one; `danger` names the ones that lose something. `answer` is the words of the
    button pressed; Esc and closing the window answer with the safe one.
    """

    def __init__(
        self,
        title: str,
        text: str = "",
        buttons: Sequence[str] = (),
        danger: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.answer = buttons[0] if buttons else ""
        low, high = tokens.DIALOG
        space.fix(self, min_width=low, max_width=high)
        column = space.column(self, tokens.S24, tokens.S12)
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        column.addWidget(Label(title, "heading", wrap=True))
        if text:
            column.addWidget(Label(text, "second", wrap=True))
        self.body: QVBoxLayout = space.column(gap=tokens.S12)
        column.addLayout(self.body)
        column.addSpacing(tokens.S8)
        self._box = QDialogButtonBox()
        column.addWidget(self._box)
        self.buttons = [self._add(word, word in danger) for word in buttons]
        if self.buttons:
            self.buttons[0].setDefault(True)
        self._part_buttons()
        FocusRing(self)

    def _part_buttons(self) -> None:
        """Between two buttons there is room for the ring around one of them."""
        line = self._box.layout()
        if line is not None:
            space.spread(line, 0, tokens.S12)

    @property
    def safe(self) -> Button:
        """The button that is the default."""
        return self.buttons[0]

    def ask(self) -> str:
        """Show the dialog and wait; returns the words of the button."""
        self.exec()
        return self.answer

    def press(self, words: str) -> None:
        """Answer as if that button had been pressed."""
        self.answer = words
        self.accept()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()
        if self.buttons:
            self.safe.setFocus(Qt.FocusReason.PopupFocusReason)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._fit()
        return done

    def _fit(self) -> None:
        """As high as its words are at this width: what Qt asks for is the height at the narrowest."""
        layout = self.layout()
        if layout is None or not layout.hasHeightForWidth():
            return
        high = layout.totalHeightForWidth(self.width())
        self.setMinimumHeight(high)
        self.resize(self.width(), high)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The safe button has the focus, but what is typed or pasted belongs into the field of the dialog."""
        fields = (one for one in self.findChildren(QWidget) if isinstance(one, Composing))
        field = next((one for one in fields if one.isVisible() and one.isEnabled()), None)
        if field is not None and (types(event) or event.matches(QKeySequence.StandardKey.Paste)):
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            QApplication.sendEvent(field, event)
            return
        super().keyPressEvent(event)

    def _add(self, words: str, dangerous: bool) -> Button:
        button = Button(words, "danger" if dangerous else "")
        button.setAutoDefault(False)
        # one role for all: others would be put into an order of the system's, and the safe one stands first everywhere
        self._box.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        button.clicked.connect(lambda: self.press(words))
        return button
