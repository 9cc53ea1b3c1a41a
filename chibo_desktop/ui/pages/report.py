"""Báo cáo of the office: a period is counted, each number opens what it counts, a report is kept as it was made."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QStackedWidget, QWidget

from chibo_desktop.domain.outcomes import Cancelled, Outcome, Refusal
from chibo_desktop.domain.reports import Asked, TextPart
from chibo_desktop.domain.wording import padded, short_date
from chibo_desktop.services import reports
from chibo_desktop.services.desk import Desk
from chibo_desktop.ui import sentences, space, tokens
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.empty_state import EmptyState
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.components.number_table import NumberTable, rows_of
from chibo_desktop.ui.components.scroll_page import SidePanel
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Failure, Job, Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages import report_data
from chibo_desktop.ui.pages.report_bar import ReportBar
from chibo_desktop.ui.pages.report_behind import BehindPage
from chibo_desktop.ui.pages.report_data import Behind, Offered, Shown
from chibo_desktop.ui.pages.report_panel import ReportPanel
from chibo_desktop.ui.pages.report_printing import ReportPrinting
from chibo_desktop.ui.report_words import ReportTable, as_of_words, period_words, tables_of
from chibo_desktop.ui.shortcuts import Keys
from chibo_desktop.ui.speech import announce, tr

_BEGIN, _RUNNING, _NOTHING, _REPORT = range(4)


class ReportPage(Page):
    """`visit_requested(VisitId)`: open it."""

    help_key = "report"
    concerns = ("report", "organisation")

    visit_requested = Signal(object)

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__(tr("Báo cáo"))
        self._desk, self._jobs = desk, jobs
        self.shown: Shown | None = None
        self.tables: dict[str, NumberTable] = {}
        self._job: Job | None = None
        self.printing = ReportPrinting(self, desk, jobs)
        self._build()
        self._connect()
        self._show_ready()

    def _build(self) -> None:
        self.keep = Button(tr("Lưu báo cáo"), icon=Icon.BOOK)
        self.files = Button(tr("Lưu tệp"), icon=Icon.DOWNLOAD)
        self.print = Button(tr("Xem bản in"), icon=Icon.EYE, key=Keys.PRINT)
        self.make = Button(tr("Lập báo cáo"), "primary", Icon.CHART, Keys.MAKE_REPORT)
        self.header.set_actions([self.files, self.print, self.keep, self.make])
        self.bar = ReportBar(self._desk.today)
        self.stop = Button(tr("Dừng lại"), icon=Icon.CLOSE)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(tr("Đang lập báo cáo"))
        self.counting = Label(tr("Đang lập báo cáo…"), "strong")
        running = Card(gap=tokens.S12)
        running.add(self.counting, self.progress)
        space.put(running.body, self._row(self.stop), None)
        told = tr("Các bảng số liệu của kỳ sẽ ở đây; bấm vào một số để xem các buổi mà số đó đếm.")
        begin = EmptyState(tr("Chọn kỳ, rồi lập báo cáo"), told)
        nothing = EmptyState(tr("Chưa có biên bản nào trong kỳ này."))
        self.result = QWidget()
        self._tables = space.column(self.result, gap=tokens.S12)
        self.stack = QStackedWidget()
        for widget in (begin, running, nothing, self.result):
            self.stack.addWidget(widget)
        self.panel = ReportPanel()
        left = QWidget()
        column = space.column(left, gap=tokens.S12)
        space.put(column, self.bar)
        column.addWidget(self.stack, 1)
        self.set_content(SidePanel(left, self.panel))

    @staticmethod
    def _row(button: Button) -> QWidget:
        holder = QWidget()
        space.put(space.row(holder), button, None)
        return holder

    def _connect(self) -> None:
        self.make.clicked.connect(self.make_report)
        self.stop.clicked.connect(self._stop)
        self.keep.clicked.connect(self.keep_report)
        self.print.clicked.connect(self.printing.preview)
        self.files.clicked.connect(self.printing.offer)
        self.panel.text_written.connect(self._write)
        self.panel.kept_chosen.connect(self.open_kept)

    # what the shell calls

    def refresh(self) -> None:
        self._jobs.submit(partial(report_data.offered, self._desk), self._offer, self.fail)

    def show_subject(self, subject: object) -> None:
        """Count what another page asks for: days, under the organisations of then or of today."""
        if isinstance(subject, Asked):
            self.bar.show_asked(subject)
            self.make_report()

    def leave(self) -> None:
        self.panel.commit()

    def panes(self) -> list[QWidget]:
        return [self.header, self.bar, self.stack, self.panel]

    # making

    def make_report(self) -> None:
        """Count what has been chosen, as the book stands now."""
        self.panel.commit()
        self.banners.take("failure")
        self.banners.take("kept")
        try:
            asked = self.bar.asked()
        except Refusal as refusal:
            self.fail(refusal)
            return
        self.progress.setRange(0, 0)
        self.counting.setText(tr("Đang lập báo cáo %1…", period_words(asked)))
        self.stack.setCurrentIndex(_RUNNING)
        self.make.setEnabled(False)
        work = partial(report_data.make, self._desk, asked)
        self._job = self._jobs.submit(work, self._made, self._not_made, self._show_progress)

    def _show_progress(self, done: int, total: int) -> None:
        self.progress.setRange(0, max(1, total))
        self.progress.setValue(done)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _made(self, shown: Shown) -> None:
        self._job = None
        self._show(shown)

    def _not_made(self, failure: Failure) -> None:
        self._job = None
        self.stack.setCurrentIndex(self._place())
        self._show_ready()
        if not isinstance(failure, Cancelled):
            self.fail(failure)

    # showing

    def open_kept(self, id_: str) -> None:
        """Show a report as it was kept, and what has arrived since."""
        self.panel.commit()
        self._jobs.submit(partial(report_data.open_kept, self._desk, id_), self._show, self.fail)

    def _show(self, shown: Shown) -> None:
        self.shown = shown
        report = shown.report
        at = report.made_at.astimezone()
        made = tr("lập lúc %1 %2, gồm %3 buổi", at.strftime("%H:%M"), short_date(at.date()), padded(report.visits))
        parts = [period_words(report.asked), as_of_words(report.asked.as_of), made]
        if report.asked.unit is not None:
            parts.insert(1, report.names.get(report.asked.unit, report.asked.unit))
        sub = "  ·  ".join(parts)
        self.set_title(tr("Báo cáo"), sub[:1].upper() + sub[1:])
        self.panel.show_texts(report.texts or {}, editable=shown.kept is None)
        self._show_tables(shown)
        self._show_since(shown, made)
        self.stack.setCurrentIndex(self._place())
        self._show_ready()
        announce(self, tr("Đã lập báo cáo, %1 buổi.", padded(report.visits)))

    def _show_tables(self, shown: Shown) -> None:
        for widget in space.widgets_of(self._tables):
            widget.hide()
            widget.deleteLater()
        while self._tables.count():
            self._tables.takeAt(0)
        self.tables = {}
        for one in tables_of(shown.report) if shown.report.visits else ():
            self._tables.addWidget(self._card(one, is_live=shown.told is not None))
        self._tables.addStretch(1)

    def _card(self, one: ReportTable, *, is_live: bool) -> Card:
        content = rows_of(one.head, one.rows, one.shares, one.counted if is_live else ())
        table = NumberTable(one.title, content)
        table.number_opened.connect(partial(self._open_figure, one))
        self.tables[one.key] = table
        card = Card(one.title)
        card.add(table, *(Label(note, "second", wrap=True) for note in one.notes))
        return card

    def _show_since(self, shown: Shown, made: str) -> None:
        if shown.since is None:
            self.banners.take("kept")
            return
        later = len(shown.since.visits)
        told = tr("Từ đó có thêm %1 buổi mới hoặc đã sửa trong kỳ.", padded(later))
        none = tr("Từ đó không có buổi nào mới hoặc sửa lại trong kỳ.")
        title = tr("Báo cáo đã lưu, %1.", made)
        text = f"{told if later else none} {tr('Số liệu dưới đây giữ nguyên như lúc lưu.')}"
        self.show_banner("kept", Banner("info", title, text, icon=Icon.HISTORY))

    def _open_figure(self, table: ReportTable, row: int, column: int) -> None:
        shown, counted = self.shown, table.counted.get((row, column))
        if shown is None or shown.told is None or counted is None:
            return
        title = tr("%1: %2", str(table.rows[row][0]), table.head[column])
        work = partial(report_data.behind, self._desk, shown.told, counted)
        who = counted.group or counted.body
        named = shown.report.names.get(who, who) if who is not None else ""
        self._jobs.submit(work, partial(self._show_behind, title, named), self.fail)

    def _show_behind(self, title: str, named: str, lines: Behind) -> None:
        period = period_words(self.shown.report.asked) if self.shown is not None else ""
        sub = "  ·  ".join(part for part in (named, period, tr("%1 dòng", padded(len(lines)))) if part)
        page = BehindPage(title, sub, lines)
        page.visit_requested.connect(self.visit_requested)
        self.push_requested.emit(page)

    def _place(self) -> int:
        if self.shown is None:
            return _BEGIN
        return _REPORT if self.shown.report.visits else _NOTHING

    def _show_ready(self) -> None:
        has = self.shown is not None and bool(self.shown.report.visits)
        self.make.setEnabled(self._job is None)
        self.print.setEnabled(has)
        self.files.setEnabled(has)
        self.keep.setEnabled(has and self.shown is not None and self.shown.kept is None)

    # keeping

    def keep_report(self) -> None:
        """Keep the report with the words beside it."""
        self.panel.commit()
        shown = self.shown
        if shown is not None:
            self.keep.setEnabled(False)
            work = partial(_keep, self._desk, shown)
            self._jobs.submit(work, self._kept, self._not_kept)

    def _kept(self, done: Outcome[str]) -> None:
        self.changed.emit(done.changes)
        self.refresh()
        self._show_ready()
        self.say(NoticeWords(tr("Đã lưu báo cáo."), tr("Mở lại và in lại lúc nào cũng đúng như lúc này.")))

    def _not_kept(self, failure: Failure) -> None:
        self._show_ready()
        self.fail(failure)

    def _write(self, part: TextPart, text: str) -> None:
        shown = self.shown
        if shown is None or shown.kept is not None:
            return
        self.panel.status.setText(tr("Đang ghi…"))
        work = partial(_write, self._desk, shown.report.asked, part, text)
        self._jobs.submit(work, self._written, self._not_written)

    def _written(self, at: str) -> None:
        self.panel.status.setText(tr("Đã lưu %1", at))

    def _not_written(self, failure: Failure) -> None:
        self.panel.status.setText(tr("Chưa lưu được."))
        self.fail(failure)

    def _offer(self, offered: Offered) -> None:
        self.bar.set_units(offered.units)
        self.panel.show_kept(offered.kept)

    def fail(self, failure: Failure) -> None:
        """Say what did not go through."""
        self.show_banner("failure", Banner("error", *sentences.of_failure(failure), buttons=[tr("Đóng")]))


def _keep(desk: Desk, shown: Shown) -> Outcome[str]:
    return reports.keep(desk, report_data.written(desk, shown))


def _write(desk: Desk, asked: Asked, part: TextPart, text: str) -> str:
    """Write one of the texts; the time at which it was."""
    reports.write_texts(desk, asked, {part: text})
    return desk.clock().astimezone().strftime("%H:%M:%S")
