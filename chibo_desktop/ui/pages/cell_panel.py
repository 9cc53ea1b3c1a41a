"""The cell that is chosen: who is above it and in it, what was attended, what waits, and its last score."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.register import VisitRow
from chibo_desktop.domain.text import fold
from chibo_desktop.domain.visits import AttendanceState, Attendee
from chibo_desktop.domain.wording import padded, short_date
from chibo_desktop.services.cell_files import CellFile, LastScore
from chibo_desktop.ui import sentences, space, tokens
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.entry_list import Entry, EntryList
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.pages.next_visit import item_entry
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.words import word

_VISITS_SHOWN = 24


class CellPanel(QWidget):
    """Hidden until a cell is chosen."""

    visit_requested = Signal(object)  # VisitId; None of minutes that another group wrote

    def __init__(self) -> None:
        super().__init__()
        column = space.column(self, gap=tokens.S12)
        self.card = Card(gap=tokens.S8)
        self.name = Label("", "heading", wrap=True)
        self.chain = Label("", "second", wrap=True)
        self.facts = Label("", wrap=True)
        self.score = Label("", "medium", wrap=True)
        self.card.add(self.name, self.chain, self.facts, self.score)
        self._visits_head, self.visits = Label("", "heading", wrap=True), EntryList(tr("Các buổi đã dự"))
        self._items_head, self.items = Label("", "heading", wrap=True), EntryList(tr("Việc đang chờ"))
        self.no_visit = Label(tr("Chưa có buổi dự nào ở chi bộ này trên máy này."), "second", wrap=True)
        self.more = Label("", "caption", wrap=True)
        self.roster_card = Card(gap=tokens.S8)
        self._roster_head = Label("", "heading", wrap=True)
        self.roster = Label("", wrap=True)
        self._roster_source = Label("", "caption", wrap=True)
        self.roster_card.add(self._roster_head, self.roster, self._roster_source)
        for widget in (
            self.card,
            self._visits_head,
            self.visits,
            self.no_visit,
            self.more,
            self._items_head,
            self.items,
            self.roster_card,
        ):
            column.addWidget(widget)
        column.addStretch(1)
        for entries in (self.visits, self.items):
            entries.opened.connect(self.visit_requested)
        self.hide()

    def show_file(self, file: CellFile) -> None:
        """Show this cell."""
        self.name.setText(file.cell.name)
        self.card.setAccessibleName(file.cell.name)
        _tell(self.chain, ", ".join(one.name for one in file.cell.superiors))
        _tell(self.facts, "\n".join(_facts(file)))
        self.score.setText(_score(file.score))
        self._visits_head.setText(tr("Các buổi đã dự (%1)", padded(len(file.visits))))
        self.visits.set_entries([_visit_entry(row, file.cell.name) for row in file.visits[:_VISITS_SHOWN]])
        self.visits.setVisible(bool(file.visits))
        self.no_visit.setVisible(not file.visits)
        rest = len(file.visits) - _VISITS_SHOWN
        _tell(self.more, tr("Và %1 buổi trước đó, xem ở Buổi dự.", padded(rest)) if rest > 0 else "")
        _tell(self._items_head, tr("Việc đang chờ (%1)", padded(len(file.items))) if file.items else "")
        self.items.set_entries(list(map(item_entry, file.items)))
        self.items.setVisible(bool(file.items))
        self._show_roster(file)
        self.show()

    def _show_roster(self, file: CellFile) -> None:
        self._roster_head.setText(tr("Danh sách đảng viên (%1)", padded(len(file.roster))))
        self.roster.setText("\n".join(map(_attendee, file.roster)) or tr("Chưa có danh sách của chi bộ này."))
        office, last = tr("Theo danh sách văn phòng gửi."), tr("Theo buổi dự gần nhất.")
        _tell(self._roster_source, (office if file.is_office_roster else last) if file.roster else "")


def _facts(file: CellFile) -> Iterable[str]:
    cell = file.cell
    if not file.is_listed:
        yield tr("Không có trong danh mục hiện nay của văn phòng, ghi theo biên bản.")
    kinds = ([word(cell.type)] if cell.type else []) + [word(flag) for flag in cell.areas]
    if kinds:
        yield ", ".join(kinds)
    if file.members is not None:
        yield tr("%1 đảng viên", padded(file.members))
    if file.kilometres is not None:
        yield tr("Cách cấp trên %1 km", file.kilometres)


def _score(score: LastScore | None) -> str:
    if score is None:
        return tr("Chưa có buổi nào chấm đủ điểm.")
    day = short_date(score.date) if score.date else tr("chưa ghi ngày")
    return tr("Điểm gần nhất: %1/%2, %3 (%4)", score.total.points, score.total.maximum, score.grade.name, day)


def _visit_entry(row: VisitRow, name: str) -> Entry:
    day = row.date
    date = (f"{day.day:02d}/{day.month:02d}", str(day.year)) if day else ("–", tr("chưa ghi"))
    then = tr("tên lúc dự: %1", row.cell) if row.cell and fold(row.cell) != fold(name) else ""
    present = tr("có mặt %1", padded(row.present)) if row.present is not None else ""
    second = "  ·  ".join(part for part in (then, present, row.group) if part)
    return Entry(row.id, word(row.kind), second, date, sentences.state_chip(row.state))


def _attendee(one: Attendee) -> str:
    exempt = tr("được miễn sinh hoạt") if one.state is AttendanceState.EXEMPT else ""
    return ", ".join(part for part in (one.name, one.post, exempt) if part)


def _tell(label: Label, words: str) -> None:
    label.setText(words)
    label.setVisible(bool(words))
