"""Fields of finalised minutes: what they say is read as text, not shown as a control that is out of order."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget


def set_reading(widget: QWidget, reading: bool) -> None:
    """Have a control take words, or only say what it holds. Ticks and segments stay as they look, and are disabled."""
    if isinstance(widget, QLineEdit | QPlainTextEdit):
        widget.setReadOnly(reading)
        return
    widget.setDisabled(reading)
    if isinstance(widget, QComboBox) and bool(widget.property("reading")) != reading:
        widget.setProperty("reading", reading)
        for part in (widget, widget.lineEdit()):
            if part is not None:
                part.style().unpolish(part)
                part.style().polish(part)
