"""What an amendment does to minutes, field by field: before and after."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.wording import padded
from chibo_desktop.services.archive import ChangeNote, VisitChange
from chibo_desktop.ui import leaf_words, space, tokens
from chibo_desktop.ui.components.beside import Beside
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.rows_model import Column, RowsModel
from chibo_desktop.ui.components.table import Table, TableCard
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages import receive_rows
from chibo_desktop.ui.speech import tr


class BeforeAfterPage(Page):
    """A line for every field that changes; the chosen one stands below in full."""

    help_key = "receive"

    def __init__(self, change: VisitChange) -> None:
        super().__init__(receive_rows.cell(change), receive_rows.day(change), back=True)
        self.header.set_chips([receive_rows.change_chip(change)])
        self.before, self.after = Label("", wrap=True), Label("", wrap=True)
        content = QWidget()
        column = space.column(content, gap=tokens.S12)
        column.addWidget(Label(_told(change), "second", wrap=True))
        self.table = Table(_model(change), tr("Trước và sau"))
        column.addWidget(TableCard(self.table))
        column.addWidget(self._whole())
        column.addStretch(1)
        self.set_content(content)
        self.table.row_chosen.connect(self._show)
        self.table.choose(0)

    def _whole(self) -> QWidget:
        left, right = Card(tr("Trước")), Card(tr("Sau"))
        left.add(self.before)
        right.add(self.after)
        return Beside(left, right, shares=(1, 1))

    def _show(self, note: ChangeNote | None) -> None:
        if note is not None:
            self.before.setText(leaf_words.value(note.path, note.before))
            self.after.setText(leaf_words.value(note.path, note.after))

    def focus_first(self) -> None:
        self.table.setFocus()


class BothVersionsPage(Page):
    """Two versions of minutes about which machines disagree: a line for every field in which they differ."""

    help_key = "conflicts"

    def __init__(self, title: str, sub: str, notes: Sequence[ChangeNote]) -> None:
        super().__init__(title, sub, back=True)
        content = QWidget()
        column = space.column(content, gap=tokens.S12)
        column.addWidget(Label(tr("Hai bản khác nhau ở %1 chỗ.", padded(len(notes))), "second", wrap=True))
        self.table = Table(_notes_model(notes, tr("Bản 1"), tr("Bản 2")), tr("Hai bản"))
        column.addWidget(TableCard(self.table))
        column.addStretch(1)
        self.set_content(content)

    def focus_first(self) -> None:
        self.table.setFocus()


def _told(change: VisitChange) -> str:
    if change.notes:
        return tr("%1 chỗ thay đổi nếu hợp nhất. Bản trước vẫn giữ trong lịch sử.", padded(len(change.notes)))
    return tr("Biên bản chưa có trong sổ chung. Nếu hợp nhất, sổ chung sẽ có:")


def _model(change: VisitChange) -> RowsModel[ChangeNote]:
    return _notes_model(change.notes or _facts(change), tr("Trước"), tr("Sau"))


def _notes_model(notes: Sequence[ChangeNote], before: str, after: str) -> RowsModel[ChangeNote]:
    columns: list[Column[ChangeNote]] = [
        Column(tr("Mục"), _name, second=lambda note: leaf_words.place(note.path), width=260),
        Column(before, lambda note: leaf_words.value(note.path, note.before), wraps=True, look="second"),
        Column(after, lambda note: leaf_words.value(note.path, note.after), wraps=True),
    ]
    model = RowsModel(columns, _spoken)
    model.set_rows(notes)
    return model


def _name(note: ChangeNote) -> str:
    return leaf_words.name(note.path, note.rows)


def _facts(change: VisitChange) -> tuple[ChangeNote, ...]:
    """A new visit has no before; what its line in the register says is shown in the same form."""
    row = change.row
    found = {
        "cell.name": row.cell,
        "group.name": row.group,
        "session.date": row.date.isoformat() if row.date else "",
        "session.start": row.start or "",
        "session.kind": row.kind.value,
        "attendance.counts.total": "" if row.total is None else str(row.total),
        "attendance.counts.present": "" if row.present is None else str(row.present),
    }
    return tuple(ChangeNote(path, "", after) for path, after in found.items() if after)


def _spoken(note: ChangeNote) -> str:
    before, after = leaf_words.value(note.path, note.before), leaf_words.value(note.path, note.after)
    return tr("%1, trước %2, sau %3", leaf_words.full_name(note.path, note.rows), before, after)
