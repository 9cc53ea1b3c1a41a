"""Section 1: whose meeting, when and where, who led and who wrote."""

from __future__ import annotations

import re
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.ids import new_item_id
from chibo_desktop.domain.rules import Finding, FindingCode, least_minutes, minutes_between
from chibo_desktop.domain.visits import FeeStatus, Section, SessionKind, Visit, standing
from chibo_desktop.services.desk import Desk
from chibo_desktop.ui import finding_words, tokens
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.completer import PersonCombo
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.text_input import LineInput
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.editor.amber_lines import AmberLines
from chibo_desktop.ui.pages.editor.cell_part import CellPart
from chibo_desktop.ui.pages.editor.form_section import FormSection, Leaf
from chibo_desktop.ui.pages.editor.visitors_part import VisitorsPart
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.words import choices

_THEMATIC = (SessionKind.THEMATIC, SessionKind.REGULAR_THEMATIC)
_NEEDED = ("session.date", "session.start", "session.end", "session.place", "chair.name", "secretary.name")
_TIMES = ("session.start", "session.end")
_MONTH = re.compile(r"(\d{1,2})[/.\- ](\d{4})")
# Said below the fields already, while something is still to be typed there.
_NOT_YET = frozenset(
    {
        FindingCode.CELL_MISSING,
        FindingCode.DATE_MISSING,
        FindingCode.CHAIR_MISSING,
        FindingCode.SECRETARY_MISSING,
        FindingCode.TOO_SHORT,
        FindingCode.END_BEFORE_START,
    }
)


class GeneralSection(FormSection):
    """The cell first; the length of the meeting is told as soon as both times are there."""

    section = Section.GENERAL

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__(desk, jobs)
        self._lines = AmberLines()
        self._cell = CellPart(desk, jobs)
        self._visitors = VisitorsPart(lambda: new_item_id(desk.random))
        self.body.addWidget(self._lines)
        for part in (self._build_cell(), self._build_session(), self._build_officers(), self._build_paper()):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self._cell.edited.connect(self.tell_edited)
        self._visitors.edited.connect(self.tell_edited)

    def _build_cell(self) -> Card:
        card = Card(gap=tokens.S12)
        card.add(self._cell)
        return card

    def _build_session(self) -> Card:
        card = Card(tr("Buổi họp"), gap=tokens.S12)
        date = self.date("session.date", tr("Ngày họp"), 152)
        start = self.time("session.start", tr("Bắt đầu"), 96)
        self._end = self.time("session.end", tr("Kết thúc"), 96)
        kind = self.choice("session.kind", tr("Loại buổi"), choices(SessionKind), 248)
        month = self._month()
        place = self.line("session.place", tr("Nơi họp"), 320)
        self._theme = self.text("session.theme", tr("Chuyên đề"), lines=(1, 3))
        card.add(Flow(date, start, self._end, kind, month, place, gap=tokens.S12), self._theme)
        for field, words in ((date, tr("Đây chưa phải ngày.")), (start, _no_time()), (self._end, _no_time())):
            field.widget.misread.connect(lambda wrong, f=field, w=words: f.set_trouble(w if wrong else ""))  # type: ignore[attr-defined] - dates and times have it
        return card

    def _build_officers(self) -> Card:
        card = Card(tr("Chủ trì, thư ký, đại biểu của tổ"), gap=tokens.S12)
        card.add(
            Flow(
                self.person("chair.name", tr("Chủ trì"), 240),
                self.line("chair.post", tr("Chức vụ chủ trì"), 200),
                self.person("secretary.name", tr("Thư ký"), 240),
                self.line("secretary.post", tr("Chức vụ thư ký"), 200),
                gap=tokens.S12,
            ),
            self._visitors,
        )
        return card

    def _build_paper(self) -> Card:
        card = Card(tr("Đảng phí, số biên bản"), gap=tokens.S12)
        fees = [(None, tr("Chưa ghi")), *choices(FeeStatus)]
        card.add(
            Flow(
                self.choice("session.fee", tr("Đảng phí"), fees, 176),
                self.line("session.fee_note", tr("Ghi chú đảng phí"), 320),
                self.count("document.number", tr("Số biên bản"), 112),
                self.line("document.symbol", tr("Ký hiệu"), 112),
                self.line("document.locality", tr("Địa danh"), 200),
                gap=tokens.S12,
            )
        )
        return card

    def _month(self) -> Field:
        widget = LineInput("", tr("theo ngày họp"))
        widget.text_changed_settled.connect(self.tell_edited)
        widget.text_committed.connect(self.tell_edited)
        leaf = Leaf("session.month", widget, lambda: _read_month(widget.words()), lambda m: widget.set_words(_shown(m)))
        return self.bind(leaf, tr("Sinh hoạt tháng"), 136)

    # the protocol of sections

    def show(self, visit: Visit) -> None:  # pyright: ignore[reportIncompatibleMethodOverride] - a section shows a visit
        super().show(visit)
        self._cell.show_cell(visit.cell, visit.session.date, read_only=self.is_read_only)
        self._visitors.show_visitors(visit.visitors, read_only=self.is_read_only)
        names = tuple(row.name for row in standing(visit.attendance.roster) if row.name)
        for path in ("chair.name", "secretary.name"):
            widget = self.leaves[path].widget
            if isinstance(widget, PersonCombo):
                widget.set_names(names)
        self._show_consequences(visit.session.kind, visit.session.start, visit.session.end)

    def collect(self, visit: Visit) -> Visit:
        visit = super().collect(visit)
        cell, visitors = self._cell.collect(), self._visitors.collect()
        if cell != visit.cell or visitors != visit.visitors:
            visit = replace(visit, cell=cell, visitors=visitors)
        return visit

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        told = [finding_words.sentence(finding) for finding in findings if finding.code not in _NOT_YET]
        self._lines.show_lines(told)

    def tell_edited(self, *_: object) -> None:
        self._show_consequences(self.leaves["session.kind"].read(), *(self.leaves[path].read() for path in _TIMES))
        if not self.is_read_only:
            self._cell.set_day(self.leaves["session.date"].read())
        super().tell_edited()

    def commit(self) -> None:
        self._cell.commit()
        self._visitors.commit()
        super().commit()

    def first_empty_field(self) -> QWidget:
        wanted = (self.leaves[path] for path in _NEEDED)
        empty = next((leaf.widget for leaf in wanted if leaf.read() in (None, "")), None)
        return empty if empty is not None and self._cell.name.words() else self._cell.name

    def _show_consequences(self, kind: SessionKind, start: str | None, end: str | None) -> None:
        """The length of the meeting below its end; the theme where the kind asks for one."""
        self._theme.setVisible(kind in _THEMATIC or bool(self.leaves["session.theme"].read()))
        length, least = minutes_between(start, end), least_minutes(kind)
        if length is None:
            self._end.set_hint("")
        elif length <= 0:
            self._end.set_hint(tr("sớm hơn lúc bắt đầu"), "warn")
        elif least is not None and length < least:
            self._end.set_hint(tr("%1 phút, chưa đủ %2 phút", length, least), "warn")
        else:
            self._end.set_hint(tr("%1 phút, đủ thời lượng", length) if least else tr("%1 phút", length), "ok")


def _no_time() -> str:
    return tr("Đây chưa phải giờ.")


def _read_month(typed: str) -> str | None:
    found = _MONTH.fullmatch(typed.strip())
    if found is None or not 1 <= int(found[1]) <= 12:
        return None
    return f"{found[2]}-{int(found[1]):02d}"


def _shown(month: str | None) -> str:
    return f"{int(month[5:])}/{month[:4]}" if month else ""
