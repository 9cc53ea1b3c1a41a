"""The open row of the roster: state, reason, late or early; and who it is."""

from __future__ import annotations

from dataclasses import replace

from chibo_desktop.domain.people import MemberKind
from chibo_desktop.domain.text import clean_name
from chibo_desktop.domain.visits import AttendanceState, Attendee, Guest
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.pages.editor.row_form import RowForm
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.words import choices

_ABSENT = (AttendanceState.EXCUSED, AttendanceState.UNEXCUSED, AttendanceState.EXEMPT, AttendanceState.ELSEWHERE)


class AttendeeForm(RowForm[Attendee]):
    """Digits choose the state; the reason is asked of those who are not there, minutes of those who are."""

    def __init__(self, row: Attendee, number: int) -> None:
        super().__init__(row, number, tr("Dòng %1, đảng viên", number))

    def build(self) -> None:
        if self.row.name:  # who it is is known: the exception comes first
            self._add_state(self.first_line())
            self._add_person(self.flow())
        else:
            self._add_person(self.first_line())
            self._add_state(self.flow())
        self.foot()

    def _add_state(self, line: Flow) -> None:
        self._late = self.count("late_minutes", tr("Đến muộn (phút)"))
        self._early = self.count("left_early_minutes", tr("Về sớm (phút)"))
        line.add(self.segmented("state", tr("Trạng thái"), choices(AttendanceState)), self._late, self._early)
        self._reason = self.text("reason", tr("Lý do"), lines=(1, 3))

    def _add_person(self, line: Flow) -> None:
        name = self.line("name", tr("Họ và tên"), 224)
        line.add(name, self.line("post", tr("Chức vụ"), 168), self.choice("kind", tr("Loại"), choices(MemberKind)))
        self.set_first(name.widget)

    def arrange(self) -> None:
        state = self.fields["state"].read()
        absent = state in _ABSENT
        self._reason.setVisible(absent or bool(self.fields["reason"].read()))
        self._late.setVisible(not absent)
        self._early.setVisible(not absent)
        if self.row.name:
            self.set_first((self._reason if absent else self._late).widget)

    def collect(self) -> Attendee:
        row = super().collect()
        name = clean_name(row.name)
        return replace(row, name=name, person=row.person if name == self.row.name else None)


class GuestForm(RowForm[Guest]):
    """*Invited* and *present* are two facts, so they are two ticks."""

    def __init__(self, row: Guest, number: int) -> None:
        super().__init__(row, number, tr("Dòng %1, khách mời", number))

    def build(self) -> None:
        name: Field = self.line("name", tr("Họ và tên"), 224)
        self.first_line().add(name, self.line("post", tr("Chức vụ"), 200), self.line("body", tr("Cơ quan"), 240))
        self.foot(self.tick("invited", tr("Được mời")), self.tick("present", tr("Có mặt")))
        self.set_first(name.widget)
