"""What was done to finalised minutes, by whom and why; and where machines disagree about them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.entries import Absence
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.domain.wording import short_date
from chibo_desktop.services.visits import HistoryChoice, HistoryLine, VisitView
from chibo_desktop.ui import leaf_words, space, tokens
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.rows_model import Column, RowsModel
from chibo_desktop.ui.components.scroll_page import ScrollPage
from chibo_desktop.ui.components.table import Table, TableCard
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.leaf_words import Difference
from chibo_desktop.ui.pages.editor import heading
from chibo_desktop.ui.speech import tr

HISTORY = "history"
"""Key of the line below the sections of finalised minutes."""

_DEEDS = {
    "visit.recorded": "Chốt biên bản",
    "visit.amended": "Chốt bản bổ sung",
    "visit.withdrawn": "Rút biên bản",
    "visit.returned": "Văn phòng trả lại",
    "conflict.settled": "Chọn giá trị",
    "visits.linked": "Nối hoặc tách buổi dự",
    "part.erased": "Xóa theo yêu cầu",
}

_ABSENT = {Absence.WITHHELD: "không chuyển", Absence.ERASED: "đã xóa theo yêu cầu"}
_REASONED = frozenset({"visit.amended", "visit.withdrawn", "visit.returned"})
"""Deeds for which a reason must be given; a choice may go without one."""


class HistoryPart(QWidget):
    """Looked at only; `Rút biên bản…` where the machine that recorded asks for it."""

    withdrawal_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        inside = QWidget()
        column = space.column(inside, gap=tokens.S12)
        self._withdraw = Button(tr("Rút biên bản…"), icon=Icon.UNDO)
        self._withdraw.clicked.connect(self.withdrawal_requested)
        head = space.row(gap=tokens.S12)
        space.put(head, Label(tr("Lịch sử biên bản"), "heading"), None, self._withdraw)
        self._deeds: RowsModel[HistoryLine] = RowsModel(_deed_columns(), _spoken)
        self._differing: RowsModel[Difference] = RowsModel(_difference_columns())
        self._deed_table = Table(self._deeds, tr("Lịch sử biên bản"))
        self._note = Banner("info", tr("Mọi giá trị đều được giữ trong lịch sử."))
        self._differing_head = Label(tr("Chỗ các máy ghi khác nhau"), "heading")
        self._differing_card = TableCard(Table(self._differing, tr("Chỗ các máy ghi khác nhau")))
        self._above, self._linked = Label("", "second", wrap=True), Label("", "second", wrap=True)
        column.addLayout(head)
        column.addWidget(self._above)
        column.addWidget(self._linked)
        column.addWidget(TableCard(self._deed_table))
        for part in (self._differing_head, self._note, self._differing_card):
            column.addWidget(part)
        column.addStretch(1)
        space.column(self).addWidget(ScrollPage(inside))

    def show_view(self, view: VisitView, *, is_written_in: bool) -> None:
        """Show what is known about a visit. The machine that recorded it can withdraw it, unless it is amending it."""
        self._deeds.set_rows(view.history)
        self._above.setText("\n".join(map(heading.above_words, view.above)))
        self._above.setVisible(bool(view.above))
        self._linked.setText(_linked_words(view))
        self._linked.setVisible(bool(view.same_meeting))
        self._differing.set_rows(leaf_words.differences(view))
        for part in (self._differing_head, self._note, self._differing_card):
            part.setVisible(bool(view.conflicts))
        is_withdrawn = view.row.state is VisitState.WITHDRAWN
        self._withdraw.setVisible(view.is_own and not is_written_in and not is_withdrawn)

    def first_empty_field(self) -> QWidget:
        """Where the focus goes."""
        return self._deed_table


def _linked_words(view: VisitView) -> str:
    """Which other minutes are of the same meeting, and which of them count."""
    others = [row for row in view.same_meeting if row.id != view.row.id]
    if not others:
        return ""
    named = ", ".join(row.group or row.cell for row in others)
    if view.same_meeting[0].id == view.row.id:
        return tr("Cùng một buổi với biên bản của %1; sổ chung tính theo biên bản này.", named)
    return tr("Cùng một buổi với biên bản của %1; sổ chung tính theo biên bản kia.", named)


def _deed_columns() -> tuple[Column[HistoryLine], ...]:
    return (
        Column(tr("Việc"), lambda line: tr(_DEEDS.get(line.kind, line.kind)), width=200, look="medium"),
        Column(tr("Lúc"), _when, second=_clock_note, width=180, look="body"),
        Column(tr("Máy"), lambda line: line.machine, width=180),
        Column(tr("Lý do"), _why, wraps=True),
    )


def _difference_columns() -> tuple[Column[Difference], ...]:
    return (
        Column(tr("Chỗ"), lambda row: row.place, width=220, look="medium"),
        Column(tr("Các giá trị"), lambda row: row.values, wraps=True),
    )


def _why(line: HistoryLine) -> str:
    """The reason, or why it cannot be read; of a choice, what was chosen and where."""
    reason = line.reason or (tr(_ABSENT[line.absent]) if line.absent and line.kind in _REASONED else "")
    return "  ·  ".join(part for part in (_choice_words(line.choice), reason) if part)


def _choice_words(choice: HistoryChoice | None) -> str:
    if choice is None:
        return ""
    place = leaf_words.full_name(choice.path, choice.rows)
    if choice.is_asked:
        return tr("%1: giữ các bản, hỏi lại", place)
    if choice.value is None:
        return tr("%1: chưa có giá trị được chọn", place)
    return tr("%1: %2", place, leaf_words.value(choice.path, choice.value))


def _when(line: HistoryLine) -> str:
    at = line.at.astimezone()
    return tr("%1, %2", short_date(at.date()), at.strftime("%H:%M"))


def _clock_note(line: HistoryLine) -> str:
    return "" if line.is_clock_sound else tr("đồng hồ máy có thể sai")


def _spoken(line: HistoryLine) -> str:
    words = (tr(_DEEDS.get(line.kind, line.kind)), _when(line), line.machine, _why(line))
    return ", ".join(part for part in words if part)
