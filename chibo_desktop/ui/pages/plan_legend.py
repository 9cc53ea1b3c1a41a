"""Below the plan: what its signs mean, and the keys."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.wording import padded
from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.key_cap import HintLine
from chibo_desktop.ui.components.label import IconLabel, Label
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.tokens import colour, px

_SIGN = (18, 12)


class PlanLegend(QWidget):
    """Signs at the left, keys at the right; it hides where the window is short."""

    def __init__(self) -> None:
        super().__init__()
        self._first_week = Label("", "caption")
        signs = [
            _sign(_Sign("bar"), self._first_week),
            _sign(IconLabel(Icon.TRIANGLE, "warn", tokens.ICON_INLINE), Label(tr("Có chỗ trùng"), "caption")),
            _sign(_Sign("dashed"), Label(tr("Hoãn"), "caption")),
        ]
        keys = HintLine(((tr("Tháng"), "PgUp PgDn"), (tr("Chỗ cần xem"), "Alt+Down"), (tr("Thêm buổi"), "N")))
        row = space.row(self, gap=tokens.S20)
        row.addWidget(Flow(*signs, keys, gap=tokens.S20), 1)
        self.show_days(7)

    def show_days(self, days: int) -> None:
        """How many days the first week has."""
        self._first_week.setText(tr("%1 ngày đầu, sinh hoạt định kỳ", padded(days)))


def _sign(mark: QWidget, words: Label) -> QWidget:
    whole = QWidget()
    space.put(space.row(whole, gap=tokens.S8), mark, words)
    return whole


class _Sign(QWidget):
    """A sign as the calendar paints it."""

    def __init__(self, what: str) -> None:
        super().__init__()
        self._what = what
        space.fix(self, *_SIGN)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._what == "bar":
            side = px(10)
            painter.fillRect(0, (self.height() - side) // 2, side, side, colour("chart2"))
        else:
            painter.setPen(QPen(colour("strong"), 1, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.end()
