"""*Nhập từ bảng tính*: a file, what it would do line by line, importing it, and taking an import back."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.outcomes import Cancelled, Outcome
from chibo_desktop.domain.wording import padded
from chibo_desktop.services import import_templates, importing, imports
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.importing import Order, Report, SheetFile
from chibo_desktop.services.imports import Import
from chibo_desktop.services.output import write_output_file
from chibo_desktop.ui import asking_files, import_words, sentences, space, tokens
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.date_time import DateInput
from chibo_desktop.ui.components.dialog import Dialog
from chibo_desktop.ui.components.empty_state import EmptyState
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.components.open_stack import OpenStack
from chibo_desktop.ui.components.table import Table, TableCard
from chibo_desktop.ui.components.text_input import LineInput
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Failure, Job, Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages.editor.finalising import when_answered
from chibo_desktop.ui.pages.import_report import ReportPanel, foot
from chibo_desktop.ui.pages.import_rows import ImportRows
from chibo_desktop.ui.speech import announce, tr

_NOTHING, _DONE_BEFORE, _REPORT = range(3)
_UNDER_WAY = "under way"


class ImportPage(Page):
    """At first the imports so far; with a file its report. Nothing is written before *Nhập vào sổ*."""

    help_key = "importing"
    concerns = ("organisation", "person")

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__(tr("Nhập từ bảng tính"), back=True)
        self._desk, self._jobs = desk, jobs
        self._words = import_words.vocabulary()
        self._file: SheetFile | None = None
        self._report: Report | None = None
        self._job: Job | None = None
        self._build()
        self._connect()
        self._weigh()

    def _build(self) -> None:
        self.template = Button(tr("Lưu tệp mẫu…"), icon=Icon.DOWNLOAD)
        self.choose = Button(tr("Chọn tệp…"), icon=Icon.FOLDER)
        self.bring_in = Button(tr("Nhập vào sổ"), "primary", Icon.BOOK)
        self.header.set_actions([self.template, self.choose, self.bring_in])
        self.day = DateInput(None, self._desk.today)
        space.fix(self.day, width=224)
        self._day_field = Field(tr("Có hiệu lực từ ngày"), self.day, tr("Để trống: sửa số liệu đang có"))
        self.decision = LineInput("", tr("Số, ngày của văn bản"), 300)
        space.fix(self.decision, width=300)
        self.done_before = ImportRows()
        self.imports = Table(self.done_before, tr("Các lần nhập"), fits=False, two_lines=True)
        self.leave_file = Button(tr("Bỏ tệp này"), "quiet", Icon.CLOSE, small=True)
        self.panel = ReportPanel(self.leave_file)
        self.rows, self.table, self.shown = self.panel.rows, self.panel.table, self.panel.shown
        self.counts, self.whole = self.panel.counts, self.panel.whole
        self.undo = Button(tr("Hoàn tác lần nhập này…"), "quiet", Icon.UNDO, small=True)
        self._places = OpenStack()
        for place in (self._nothing(), TableCard(self.imports, foot(self.undo)), self._reported()):
            self._places.add(place)
        content = QWidget()
        space.column(content, gap=tokens.S12).addWidget(self._places, 1)
        self.set_content(content, scrolls=False)

    def _nothing(self) -> QWidget:
        card = Card()
        told = tr("Điền tệp mẫu, hoặc dùng bảng sẵn có. Máy xem từng dòng trước, chưa ghi gì vào sổ.")
        card.add(EmptyState(tr("Chưa nhập tệp nào"), told, drawing=False))
        return card

    def _reported(self) -> QWidget:
        place = QWidget()
        column = space.column(place, gap=tokens.S12)
        self._asked = Flow(
            self._day_field, Field(tr("Căn cứ"), self.decision, tr("Ví dụ: Quyết định số 12-QĐ/TU")), gap=tokens.S12
        )
        column.addWidget(self._asked)
        column.addWidget(self.panel, 1)
        return place

    def _connect(self) -> None:
        self.template.clicked.connect(self._ask_template)
        self.choose.clicked.connect(self._ask_file)
        self.bring_in.clicked.connect(self.carry_out)
        self.leave_file.clicked.connect(self._forget)
        self.undo.clicked.connect(self._ask_undo)
        self.day.value_changed.connect(self._take_day)
        self.day.misread.connect(lambda wrong: self._day_field.set_trouble(tr("Đây chưa phải ngày.") if wrong else ""))
        self.imports.row_chosen.connect(lambda _: self._weigh())

    # what the shell calls

    def refresh(self) -> None:
        self._jobs.submit(partial(imports.imports, self._desk), self._show_imports, self._refused)

    def panes(self) -> list[QWidget]:
        if self._places.place == _REPORT:
            return [self._asked, self.table]
        return [self.imports if self._places.place == _DONE_BEFORE else self._places]

    def focus_first(self) -> None:
        self.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    # a file

    def _ask_file(self) -> None:
        chosen = asking_files.file_to_open(self, tr("Chọn bảng tính"), tr("Bảng tính (*.xlsx *.csv);;Mọi tệp (*)"))
        if chosen:
            self.open_file(Path(chosen))

    def open_file(self, path: Path) -> None:
        """Read a file and show what it would do."""
        self._jobs.submit(partial(importing.open_file, path), self._take_file, self._refused)

    def _take_file(self, file: SheetFile) -> None:
        self._file = file
        self._look()

    def _take_day(self, _: dt.date | None) -> None:
        if self._file is not None:
            self._look()

    def _look(self) -> None:
        """Compare the file with the register of the day."""
        file, order = self._file, self._order()
        assert file is not None
        self._begin(tr("Đang xem %1", file.name))
        act = lambda _, cancelled: importing.look(self._desk, file, self._words, order, cancelled)  # noqa: E731
        self._job = self._jobs.submit(act, self._show_report, self._refused, lambda *_: None)

    def _order(self) -> Order:
        return Order(self.day.value, self.decision.words())

    def _show_report(self, report: Report) -> None:
        self._end()
        self._report = report
        self.panel.show_report(report, import_words.ended(report))
        self.set_title(self.title, self._file.name if self._file else "")
        self._places.open(_REPORT)
        self._weigh()
        announce(self, import_words.ended(report))

    def carry_out(self) -> None:
        """Import the whole file."""
        self.decision.commit()
        file, order = self._file, self._order()
        assert file is not None
        self._begin(tr("Đang nhập %1", file.name))
        act = lambda _, cancelled: importing.carry_out(self._desk, file, self._words, order, cancelled)  # noqa: E731
        self._job = self._jobs.submit(act, self._imported, self._refused, lambda *_: None)

    def _imported(self, outcome: Outcome[Report]) -> None:
        report = outcome.value
        if report.entry is None:  # somebody else was faster, or the register changed meanwhile
            self._show_report(report)
            return
        self._end()
        self._forget()
        counts = import_words.counts(report)
        undo = partial(self.take_back, report.entry)
        self.say(NoticeWords(tr("Đã nhập vào sổ."), counts, tr("Hoàn tác"), undo))
        self.changed.emit(outcome.changes)
        self.refresh()

    def _forget(self) -> None:
        """Put the file away; nothing of it was written."""
        self._file = self._report = None
        self.day.set_value(None)
        self.decision.set_words("")
        self.set_title(self.title)
        self._places.open(_DONE_BEFORE if self.done_before.rowCount() else _NOTHING)
        self._weigh()

    # imports so far

    def _show_imports(self, found: tuple[Import, ...]) -> None:
        self.done_before.show(found)
        if self._report is None:
            self._places.open(_DONE_BEFORE if found else _NOTHING)
            self.imports.choose(0)
        self._weigh()

    def _ask_undo(self) -> None:
        chosen = self.imports.current
        if isinstance(chosen, Import):
            when_answered(self.question(chosen), tr("Hoàn tác"), partial(self.take_back, chosen.entry))

    def question(self, chosen: Import) -> Dialog:
        """What taking an import back means."""
        title = tr("Hoàn tác lần nhập từ %1?", chosen.source)
        told = tr("%1 tổ chức và %2 danh sách trở lại như trước.", padded(chosen.organisations), padded(chosen.rosters))
        kept = tr("Tệp và lần nhập vẫn còn trong lịch sử; biên bản không đổi.")
        return Dialog(title, f"{told} {kept}", (tr("Giữ nguyên"), tr("Hoàn tác")), (tr("Hoàn tác"),), self)

    def take_back(self, entry: str) -> None:
        """Take an import back."""
        self._jobs.submit(partial(imports.undo, self._desk, entry), self._taken_back, self._refused)

    def _taken_back(self, outcome: Outcome[object]) -> None:
        self.say(NoticeWords(tr("Đã hoàn tác lần nhập.")))
        self.changed.emit(outcome.changes)
        self.refresh()

    # the template

    def _ask_template(self) -> None:
        chosen = asking_files.file_to_save(self, tr("Lưu tệp mẫu"), tr("mau-danh-muc.xlsx"), "*.xlsx")
        if chosen:
            self.save_template(Path(chosen))

    def save_template(self, path: Path) -> None:
        """Write an empty spreadsheet to fill in."""
        data = import_templates.template(self._words, import_words.guide(self._words))
        self._jobs.submit(partial(write_output_file, path, data), lambda _: self._saved(path), self._refused)

    def _saved(self, path: Path) -> None:
        self.say(NoticeWords(tr("Đã lưu tệp mẫu."), str(path)))

    # what is under way

    def _begin(self, what: str) -> None:
        banner = Banner("info", what, tr("Chưa có gì được ghi vào sổ."), [tr("Dừng lại")])
        self.show_banner(_UNDER_WAY, banner, lambda _: self.stop())
        for button in (self.choose, self.bring_in, self.leave_file):
            button.setEnabled(False)

    def _end(self) -> None:
        self._job = None
        self.banners.take(_UNDER_WAY)
        for button in (self.choose, self.leave_file):
            button.setEnabled(True)

    def stop(self) -> None:
        """Give up what is under way; nothing of it is written."""
        if self._job is not None:
            self._job.cancel()

    def _weigh(self) -> None:
        """What can be pressed now."""
        report, chosen = self._report, self.imports.current
        self.bring_in.setEnabled(report is not None and not report.stopping and report.changes_something)
        self.undo.setEnabled(isinstance(chosen, Import) and chosen.undone is None)

    def _refused(self, failure: Failure) -> None:
        self._end()
        self.set_title(self.title, self._file.name if self._file and self._report else "")
        self._weigh()
        kind = "info" if isinstance(failure, Cancelled) else "error"
        self.show_banner("refused", Banner(kind, *sentences.of_failure(failure), buttons=[tr("Đóng")]))
