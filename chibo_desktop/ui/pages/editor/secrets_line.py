"""The line at the foot of the sections where people write down what was said."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.label import IconLabel, Label
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.speech import tr


class SecretsLine(QWidget):
    """State secrets never enter the machine (Luật 117/2025/QH15): they are written by hand, and that is marked."""

    def __init__(self) -> None:
        super().__init__()
        words = tr("Không ghi nội dung mật vào máy. Việc mật ghi tay, đánh dấu “Có phần ghi tay, không đưa vào máy”.")
        row = space.row(self, gap=tokens.S8)
        row.addWidget(IconLabel(Icon.INFO, "muted", tokens.ICON_INLINE), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(Label(words, "muted", wrap=True), 1)
