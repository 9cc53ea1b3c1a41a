"""Section 2: who was there. Counts on top; a roster with exceptions, or numbers alone; guests below."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from chibo_desktop.domain.attendance import counts_from_roster, counts_in_force, expected, rate_percent
from chibo_desktop.domain.rules import Finding, FindingCode
from chibo_desktop.domain.visits import Attendance, AttendanceMode, Attendee, Counts, Section, Visit
from chibo_desktop.domain.wording import decimal, padded
from chibo_desktop.services import drafts
from chibo_desktop.services.desk import Desk
from chibo_desktop.ui import asking_files, finding_words, sentences, space, tokens
from chibo_desktop.ui.components.banner import Banner, BannerArea
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.key_cap import HintLine
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.components.scroll_page import ScrollPage
from chibo_desktop.ui.components.segmented import Segmented
from chibo_desktop.ui.components.state_cells import Cell, StateCells
from chibo_desktop.ui.components.text_input import LineInput
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Failure, Jobs
from chibo_desktop.ui.pages.editor.amber_lines import AmberLines
from chibo_desktop.ui.pages.editor.counts_part import CountsPart
from chibo_desktop.ui.pages.editor.people_rows import GuestRows, RosterRows
from chibo_desktop.ui.pages.editor.section import SectionPage
from chibo_desktop.ui.shortcuts import Keys, sequence
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.words import choices

_COUNTS = "attendance.counts."


class AttendanceSection(SectionPage):
    """The roster knows its own counts; typed numbers beside it are a contradiction that a person settles."""

    section = Section.ATTENDANCE

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__()
        self.desk, self.jobs = desk, jobs
        self._visit: Visit | None = None
        self._kept = Attendance()
        self._told = ""
        self._build()
        self._connect()

    def _build(self) -> None:
        self._mode = Segmented(choices(AttendanceMode), AttendanceMode.ROSTER)
        self._mode.setAccessibleName(tr("Cách ghi"))
        self._sub = Label("", "caption", wrap=True)
        self._cells = StateCells(manner="counts")
        self._banners = BannerArea()
        self._lines = AmberLines()
        self._reason = LineInput(placeholder=tr("Lý do giữ số đã ghi"))
        self._reason_field = Field(tr("Vì sao giữ số đã ghi"), self._reason)
        self._roster = RosterRows(self.desk, self.jobs)
        self._guests = GuestRows(self.desk, self.jobs)
        self._numbers = CountsPart()
        self._last = Button(tr("Lấy từ buổi trước"), icon=Icon.HISTORY)
        self.office_list = Button(tr("Danh sách của văn phòng"), icon=Icon.USERS)
        self._only_counts = Button(tr("Chỉ ghi số lượng"))
        self._from_file = Button(tr("Nhập danh sách…"), icon=Icon.FOLDER)
        self._starts = self._build_starts()
        self._hints = HintLine(
            [
                (tr("Tất cả có mặt"), Keys.ALL_PRESENT),
                (tr("Chọn trạng thái"), "1 2 3 4 5"),
                (tr("Người kế"), "Down"),
                (tr("Lý do, đến muộn"), "Enter"),
            ]
        )
        inside = QWidget()
        column = space.column(inside, gap=tokens.S12)
        for part in (self._banners, self._lines, self._reason_field, self._roster, self._starts, self._numbers):
            column.addWidget(part)
        column.addWidget(self._guests)
        column.addStretch(1)
        whole = space.column(self, gap=tokens.S12)
        whole.addLayout(self._build_head())
        whole.addWidget(self._cells)
        whole.addWidget(ScrollPage(inside), 1)
        whole.addWidget(self._hints)

    def _build_head(self) -> QHBoxLayout:
        head = space.row(gap=tokens.S16)
        words = space.column()
        words.addWidget(Label(self.heading(), "heading"))
        words.addWidget(self._sub)
        head.addLayout(words, 1)
        head.addWidget(self._mode, 0, Qt.AlignmentFlag.AlignVCenter)
        return head

    def _build_starts(self) -> QWidget:
        starts = QWidget()
        ways = (self._only_counts, self._from_file, self._last, self.office_list)
        space.column(starts).addWidget(Flow(*ways, gap=tokens.S12, centred=True))
        return starts

    def _connect(self) -> None:
        self._mode.chosen.connect(self._mode_chosen)
        self._last.clicked.connect(self._ask_last_roster)
        self.office_list.clicked.connect(self._ask_office_roster)
        self._from_file.clicked.connect(self._ask_file)
        self._only_counts.clicked.connect(lambda: self._mode.choose(AttendanceMode.COUNTS))
        self._reason.text_changed_settled.connect(lambda _: self._changed())
        self._reason.text_committed.connect(lambda _: self._changed())
        for part in (self._roster, self._guests, self._numbers):
            part.edited.connect(self._changed)
        for rows in (self._roster, self._guests):
            rows.notice_requested.connect(self.notice_requested)
        key = sequence(Keys.ALL_PRESENT)
        QShortcut(key, self, self._all_present)

    # the protocol of sections

    def show(self, visit: Visit) -> None:  # pyright: ignore[reportIncompatibleMethodOverride] - a section shows a visit
        self._visit = visit
        self._kept = visit.attendance
        self._mode.set_value(visit.attendance.mode)
        self._roster.show(visit)
        self._guests.show(visit)
        self._numbers.show_counts(visit.attendance.counts, read_only=self.is_read_only)
        if self._reason.words() != visit.attendance.prefer_reason:
            self._reason.set_words(visit.attendance.prefer_reason)
        self._show_state()

    def collect(self, visit: Visit) -> Visit:
        visit = self._guests.collect(self._roster.collect(visit))
        attendance = replace(
            visit.attendance,
            mode=self._kept.mode,
            counts=self._counts(),
            prefer_typed=self._kept.prefer_typed,
            prefer_reason=self._reason.words().strip() if self._kept.prefer_typed else "",
        )
        return visit if attendance == visit.attendance else replace(visit, attendance=attendance)

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        differing = [found for found in findings if found.code is FindingCode.COUNTS_DIFFER]
        told = [finding_words.sentence(found) for found in findings if found.code is not FindingCode.COUNTS_DIFFER]
        self._lines.show_lines(told)
        self._show_contradiction(differing[0] if differing else None)

    def set_read_only(self, read_only: bool) -> None:
        super().set_read_only(read_only)
        self._roster.set_read_only(read_only)
        self._guests.set_read_only(read_only)
        self._mode.setEnabled(not read_only)
        self._reason.setReadOnly(read_only)

    def commit(self) -> None:
        self._roster.commit()
        self._guests.commit()
        self._numbers.commit()
        self._reason.commit()

    def first_empty_field(self) -> QWidget:
        if self._kept.mode is AttendanceMode.COUNTS:
            return self._numbers.first_empty_field()
        return self._roster.board.table if self._roster.rows else self._roster.first_empty_field()

    def place(self) -> str:
        focus = QApplication.focusWidget()
        number = self._numbers.focused(focus)
        if number:
            return _COUNTS + number
        for rows in (self._roster, self._guests):
            place = rows.place()
            if "/" in place:
                return place
        return str(self.section)

    def go_to(self, place: str) -> None:
        number = self._numbers.field(place.removeprefix(_COUNTS))
        if number is not None and self._kept.mode is AttendanceMode.COUNTS:
            number.setFocus(Qt.FocusReason.OtherFocusReason)
        elif place.startswith(self._guests.attribute):
            self._guests.go_to(place)
        elif place.startswith(self._roster.attribute):
            self._roster.go_to(place)
        else:
            super().go_to(place)

    def set_short(self, short: bool) -> None:
        self._hints.setProperty("short", short)
        self._show_hints()

    # slots

    def _changed(self) -> None:
        self._show_state()
        self.edited.emit()

    def _mode_chosen(self, mode: object) -> None:
        if not isinstance(mode, AttendanceMode):
            return
        counts = self._counts()
        if mode is AttendanceMode.COUNTS and counts == Counts() and self._roster.rows:
            counts = counts_from_roster(self._roster.rows)
            self._numbers.show_counts(counts, read_only=self.is_read_only)
        self._kept = replace(self._kept, mode=mode)
        self._changed()
        self.first_empty_field().setFocus(Qt.FocusReason.OtherFocusReason)

    def _all_present(self) -> None:
        if self._kept.mode is AttendanceMode.ROSTER and self._roster.rows and not self.is_read_only:
            self._roster.all_present()
            self.notice_requested.emit(
                NoticeWords(tr("Đã ghi tất cả có mặt."), action=tr("Hoàn tác"), on_action=self._roster.undo)
            )

    def _ask_last_roster(self) -> None:
        if self._visit is not None:
            self.jobs.submit(partial(drafts.last_roster, self.desk, self._visit.cell), self._take_roster)

    def _ask_file(self) -> None:
        kinds = tr("Bảng tính (*.xlsx *.csv);;Mọi tệp (*)")
        chosen = asking_files.file_to_open(self, tr("Chọn danh sách đảng viên"), kinds)
        if chosen:
            self.open_file(Path(chosen))

    def open_file(self, path: Path) -> None:
        """Begin with the people whom a spreadsheet lists."""
        if self._visit is not None:
            act = partial(_people_in, self.desk, path, self._visit.cell.name)
            self.jobs.submit(act, self._roster.add_rows, self._file_refused)

    def _file_refused(self, failure: Failure) -> None:
        banner = Banner("error", *sentences.of_failure(failure), buttons=[tr("Đóng")])
        self._banners.put("file", banner)

    def _ask_office_roster(self) -> None:
        if self._visit is not None:
            self.jobs.submit(partial(drafts.office_roster, self.desk, self._visit.cell), self._take_office_roster)

    def _take_office_roster(self, rows: tuple[Attendee, ...]) -> None:
        if rows:
            self._roster.add_rows(rows)
        else:
            self.notice_requested.emit(NoticeWords(tr("Văn phòng chưa gửi danh sách của chi bộ này cho máy này.")))

    def _take_roster(self, rows: tuple[Attendee, ...]) -> None:
        if rows:
            self._roster.add_rows(rows)
        else:
            self._last.setEnabled(False)
            self.notice_requested.emit(NoticeWords(tr("Máy này chưa có danh sách buổi trước của chi bộ.")))

    def _settle(self, *, keep_typed: bool, typed: int) -> None:
        """The person has chosen one of the two numbers; choosing the roster's puts the typed one right."""
        if keep_typed:
            self._kept = replace(self._kept, prefer_typed=True)
            self._changed()
            self._reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._kept = replace(self._kept, prefer_typed=False)
        roster = counts_from_roster(self._roster.rows)
        if typed != roster.present:
            self._numbers.show_counts(replace(self._counts(), present=roster.present), read_only=self.is_read_only)
        self._changed()
        self.first_empty_field().setFocus(Qt.FocusReason.OtherFocusReason)

    # inside

    def _counts(self) -> Counts:
        return self._numbers.collect(self._kept.counts)

    def _attendance(self) -> Attendance:
        return replace(self._kept, counts=self._counts(), roster=self._roster.rows)

    def _show_state(self) -> None:
        """Counts, and which parts are seen."""
        attendance = self._attendance()
        by_roster = attendance.mode is AttendanceMode.ROSTER
        empty = not self._roster.rows
        self._cells.set_cells(count_cells(counts_in_force(attendance)))
        self._sub.setText(
            tr("Mặc định mọi người có mặt. Chỉ cần sửa người vắng.")
            if by_roster
            else tr("Ghi những số đã nghe được; ô nào không rõ thì để trống.")
        )
        self._roster.setVisible(by_roster)
        self._starts.setVisible(by_roster and empty and not self.is_read_only)
        self._numbers.setVisible(not by_roster)
        self._reason_field.setVisible(by_roster and attendance.prefer_typed)
        self._show_hints()

    def _show_hints(self) -> None:
        by_roster = self._kept.mode is AttendanceMode.ROSTER and bool(self._roster.rows)
        self._hints.setVisible(by_roster and not self.is_read_only and not self._hints.property("short"))

    def _show_contradiction(self, found: Finding | None) -> None:
        data = dict(found.data) if found else {}
        if found is None or data.get("kept") or self.is_read_only:
            self._banners.take("counts")
            return
        typed, roster = int(data["typed"]), int(data["roster"])
        use, keep = tr("Dùng số %1", padded(roster)), tr("Giữ số %1", padded(typed))
        banner = Banner("warn", finding_words.sentence(found), buttons=(use, keep))
        if self._banners.shows("counts") and self._told == banner.told:
            return
        self._told = banner.told
        self._banners.put("counts", banner, lambda words: self._settle(keep_typed=words == keep, typed=typed))


def count_cells(counts: Counts) -> tuple[Cell, ...]:
    """The figures on top; the rate says what it is a share of."""
    base, percent = expected(counts), rate_percent(counts)
    rate = tr("%1 %", decimal(percent)) if percent is not None else "–"
    share = tr("Tỷ lệ %1/%2", _figure(counts.present), _figure(base)) if percent is not None else tr("Tỷ lệ")
    return (
        Cell("total", tr("Tổng số"), _figure(counts.total)),
        Cell("present", tr("Có mặt"), _figure(counts.present), tint="ok", figure_tint=True),
        Cell("excused", tr("Vắng có lý do"), _figure(counts.excused), tint="warn", figure_tint=bool(counts.excused)),
        Cell("unexcused", tr("Vắng không lý do"), _figure(counts.unexcused)),
        Cell("exempt", tr("Miễn sinh hoạt"), _figure(counts.exempt)),
        Cell("rate", share, rate),
    )


def _figure(number: int | None) -> str:
    return "–" if number is None else padded(number)


def _people_in(desk: Desk, path: Path, cell: str) -> tuple[Attendee, ...]:
    from chibo_desktop.services import import_attendance, importing
    from chibo_desktop.ui import import_words

    return import_attendance.attendees_in(desk, importing.open_file(path), import_words.vocabulary(), cell)
