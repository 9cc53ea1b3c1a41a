"""Questions about decisions: the number and days of a copy, why one is revoked."""

from __future__ import annotations

import calendar
import datetime as dt

from PySide6.QtWidgets import QWidget

from chibo_desktop.services.group_views import DecisionRow
from chibo_desktop.services.groups import Copy
from chibo_desktop.ui import group_words, space, tokens
from chibo_desktop.ui.components.date_time import DateInput
from chibo_desktop.ui.components.dialog import Dialog
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.text_input import LineInput, TextInput
from chibo_desktop.ui.speech import tr

_DATE_WIDTH = 150


class CopyDialog(Dialog):
    """`copy` is what was typed, or None. The days of the next year are offered."""

    def __init__(self, row: DecisionRow, today: dt.date, parent: QWidget) -> None:
        self._copy = tr("Chép thành bản mới")
        super().__init__(
            tr("Chép %1?", group_words.title(row.number, row.date)),
            tr("Tổ và người đi tiếp giữ nguyên mã. Bản mới chưa tính cho tới khi ban hành vào sổ."),
            (tr("Chưa chép"), self._copy),
            parent=parent,
        )
        self.copy: Copy | None = None
        self.number = LineInput(placeholder=tr("07-QĐ/TU"))
        start, end = next_year(row.valid_from, row.valid_to, today)
        self.start, self.end = DateInput(start, lambda: today), DateInput(end, lambda: today)
        fields = [Field(tr("Có hiệu lực từ"), self.start), Field(tr("Đến hết ngày"), self.end)]
        for field in fields:
            space.fix(field, width=_DATE_WIDTH)
        self.body.addWidget(Field(tr("Số, ký hiệu mới"), self.number, tr("Có thể ghi sau.")))
        self.body.addWidget(Flow(*fields, gap=tokens.S16))

    def press(self, words: str) -> None:
        """Takes what was typed."""
        if words == self._copy:
            self.copy = Copy(self.number.words(), None, self.start.value, self.end.value)
        super().press(words)


class RevokeDialog(Dialog):
    """`reason` is what was typed; the safe answer leaves it empty."""

    def __init__(self, row: DecisionRow, parent: QWidget) -> None:
        self._revoke = tr("Thu hồi")
        super().__init__(
            tr("Thu hồi %1?", group_words.title(row.number, row.date)),
            tr("Quyết định vẫn nằm trong danh sách, nhưng các tổ của nó không còn tính vào ngày nào."),
            (tr("Chưa thu hồi"), self._revoke),
            (self._revoke,),
            parent,
        )
        self.reason = ""
        self.text = TextInput(lines=(1, 4))
        self.field = Field(tr("Lý do"), self.text)
        self.body.addWidget(self.field)

    def press(self, words: str) -> None:
        """Revoking needs a reason."""
        if words == self._revoke:
            self.reason = self.text.words().strip()
            if not self.reason:
                self.field.set_trouble(tr("Cần ghi lý do."))
                return
        super().press(words)


def next_year(start: dt.date | None, end: dt.date | None, today: dt.date) -> tuple[dt.date | None, dt.date | None]:
    """The same days a year later; the next calendar year where there are none."""
    if start is None:
        return dt.date(today.year + 1, 1, 1), dt.date(today.year + 1, 12, 31)
    return _later(start), _later(end) if end is not None else None


def _later(day: dt.date) -> dt.date:
    last = calendar.monthrange(day.year + 1, day.month)[1]
    return day.replace(year=day.year + 1, day=min(day.day, last))
