"""A field of a form: label above, the control, a hint or a trouble below."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.label import Label


class Field(QWidget):
    """Binds label, control and hint: the label is the control's buddy and gives its name."""

    def __init__(self, label: str, widget: QWidget, hint: str = "") -> None:
        super().__init__()
        self.widget = widget
        self._hint_words = hint
        self.label = Label(label, "label")
        self.label.setBuddy(widget)
        self.hint = Label(hint, "muted", wrap=True)
        widget.setAccessibleName(label)
        widget.setAccessibleDescription(hint)
        column = space.column(self, gap=tokens.S4)
        column.addWidget(self.label)
        column.addWidget(widget)
        column.addWidget(self.hint)
        self.hint.setVisible(bool(hint))
        self.setFocusProxy(widget)

    def set_trouble(self, sentence: str = "") -> None:
        """Show what is wrong below the control; without a sentence the hint comes back."""
        self.hint.setText(sentence or self._hint_words)
        self.hint.set_tint("err" if sentence else "")
        self.hint.setVisible(bool(self.hint.text()))
        self.widget.setAccessibleDescription(self.hint.text())
        self.widget.setProperty("trouble", bool(sentence))
        self.widget.style().unpolish(self.widget)
        self.widget.style().polish(self.widget)

    def set_hint(self, sentence: str, tint: str = "") -> None:
        """Change the hint: `110 phút, đủ thời lượng`."""
        self._hint_words = sentence
        self.hint.setText(sentence)
        self.hint.set_tint(tint)
        self.hint.setVisible(bool(sentence))
        self.widget.setAccessibleDescription(sentence)
