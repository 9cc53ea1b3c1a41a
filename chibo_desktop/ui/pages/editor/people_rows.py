"""The two tables of section 2: members of the cell, and guests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chibo_desktop.domain.ids import ItemId
from chibo_desktop.domain.visits import Attendance, AttendanceState, Attendee, Guest, Section, Visit
from chibo_desktop.services.desk import Desk
from chibo_desktop.ui.components.chip import ChipLook
from chibo_desktop.ui.components.rows_model import Column
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.editor.attendee_form import AttendeeForm, GuestForm
from chibo_desktop.ui.pages.editor.row_board import RowWords
from chibo_desktop.ui.pages.editor.row_section import RowSection
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.words import word

_CHIPS = {
    AttendanceState.PRESENT: ("ok", Icon.CHECK_CIRCLE),
    AttendanceState.EXCUSED: ("warn", Icon.DASH),
    AttendanceState.UNEXCUSED: ("err", Icon.CLOSE),
    AttendanceState.EXEMPT: ("neutral", Icon.DASH),
    AttendanceState.ELSEWHERE: ("neutral", Icon.ARROW_RIGHT),
}


class RosterRows(RowSection[Attendee]):
    """Everybody starts as present; digits change the state of the row that the table stands on."""

    section = Section.ATTENDANCE
    attribute = "attendance.roster"

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__(desk, jobs)
        self._table.digit_typed.connect(self._choose_state)

    def heading(self) -> str:
        return ""

    def said(self) -> RowWords:
        return RowWords(
            table=tr("Danh sách đảng viên"),
            new_row=tr("Dòng mới: gõ họ tên đảng viên…"),
            empty=tr("Chi bộ này chưa có danh sách."),
            add=tr("Nhập danh sách"),
            secrets=False,
            embedded=True,
        )

    def columns(self) -> Sequence[Column[Attendee]]:
        return (
            Column(tr("Họ và tên"), lambda row: row.name, look="strong"),
            Column(tr("Chức vụ"), lambda row: row.post, width=162, look="second"),
            Column(tr("Loại"), lambda row: word(row.kind), width=132, look="second"),
            Column(tr("Trạng thái"), chip=_state_chip, width=228),
        )

    def blank(self, item: ItemId) -> Attendee:
        return Attendee(id=item)

    def make_form(self, row: Attendee, number: int) -> AttendeeForm:
        return AttendeeForm(row, number)

    def rows_of(self, visit: Visit) -> tuple[Attendee, ...]:
        return visit.attendance.roster

    def with_rows(self, visit: Visit, rows: tuple[Attendee, ...]) -> Visit:
        return _with(visit, replace(visit.attendance, roster=rows))

    def collect(self, visit: Visit) -> Visit:
        return self.with_rows(visit, (*self._written(), *self._struck))

    def sub_line(self, visit: Visit) -> str:
        return ""

    def spoken(self, row: Attendee) -> str:
        parts = (row.name, row.post, word(row.kind), _state_chip(row).word, row.reason)
        return ", ".join(part for part in parts if part)

    def undo(self) -> None:
        """Take the last step back."""
        self._undo()

    def all_present(self) -> None:
        """Everybody is there; what was written before comes back by undoing."""
        if self._may_change():
            self._finish_form()
            self._put(tuple(replace(row, state=AttendanceState.PRESENT, reason="") for row in self._rows))

    def _choose_state(self, place: int, digit: int) -> None:
        """A digit on a row: its state, in the order of the words; the reason stays where somebody is still away."""
        states = tuple(AttendanceState)
        if not self._may_change() or digit > len(states) or not 0 <= place < len(self._rows):
            return
        row = self._rows[place]
        state = states[digit - 1]
        changed = replace(row, state=state, reason="" if state is AttendanceState.PRESENT else row.reason)
        self._rows = (*self._rows[:place], changed, *self._rows[place + 1 :])
        self._model.set_row(place, changed)
        self._history.record(self._rows)
        self._show_counts()
        self.edited.emit()


class GuestRows(RowSection[Guest]):
    """Guests by name, post and body."""

    section = Section.ATTENDANCE
    attribute = "attendance.guests"

    def heading(self) -> str:
        return tr("Khách mời")

    def said(self) -> RowWords:
        return RowWords(
            table=tr("Khách mời"),
            new_row=tr("Dòng mới: gõ họ tên khách mời…"),
            empty=tr("Không có khách mời"),
            add=tr("Thêm khách mời"),
            secrets=False,
            embedded=True,
        )

    def columns(self) -> Sequence[Column[Guest]]:
        return (
            Column(tr("Họ và tên"), lambda row: row.name, look="strong"),
            Column(tr("Chức vụ"), lambda row: row.post, width=192, look="second"),
            Column(tr("Cơ quan"), lambda row: row.body, width=200, look="second"),
            Column(tr("Mời, có mặt"), chip=_guest_chip, width=192),
        )

    def blank(self, item: ItemId) -> Guest:
        return Guest(id=item)

    def make_form(self, row: Guest, number: int) -> GuestForm:
        return GuestForm(row, number)

    def rows_of(self, visit: Visit) -> tuple[Guest, ...]:
        return visit.attendance.guests

    def with_rows(self, visit: Visit, rows: tuple[Guest, ...]) -> Visit:
        return _with(visit, replace(visit.attendance, guests=rows))

    def collect(self, visit: Visit) -> Visit:
        return self.with_rows(visit, (*self._written(), *self._struck))

    def sub_line(self, visit: Visit) -> str:
        return ""

    def spoken(self, row: Guest) -> str:
        return ", ".join(part for part in (row.name, row.post, row.body, _guest_chip(row).word) if part)


def _with(visit: Visit, attendance: Attendance) -> Visit:
    return visit if attendance == visit.attendance else replace(visit, attendance=attendance)


def _state_chip(row: Attendee) -> ChipLook:
    tone, icon = _CHIPS[row.state]
    state = word(row.state)
    if row.state is AttendanceState.PRESENT and row.late_minutes:
        return ChipLook(tr("%1, đến muộn %2 phút", state, row.late_minutes), tone, Icon.CLOCK)
    if row.state is AttendanceState.PRESENT and row.left_early_minutes:
        return ChipLook(tr("%1, về sớm %2 phút", state, row.left_early_minutes), tone, Icon.CLOCK)
    return ChipLook(state, tone, icon, told=f"{state}: {row.reason}" if row.reason else "")


def _guest_chip(row: Guest) -> ChipLook:
    if row.present:
        words = tr("Mời, có mặt") if row.invited else tr("Có mặt, không mời")
        return ChipLook(words, "ok", Icon.CHECK_CIRCLE)
    return ChipLook(tr("Mời, vắng mặt") if row.invited else tr("Vắng mặt"), "neutral", Icon.DASH)
