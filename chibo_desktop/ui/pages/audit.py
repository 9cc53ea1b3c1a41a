"""*Nhật ký việc đã làm* of an office: every signed deed, narrowed by days, deed, person and words, and as a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.ids import PersonId
from chibo_desktop.domain.wording import padded, short_date
from chibo_desktop.services import audit
from chibo_desktop.services.audit import AuditFilter, AuditLine, AuditPage
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.output import write_output_file
from chibo_desktop.ui import asking_files, audit_words, sentences, space, tokens
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.choice import Choice
from chibo_desktop.ui.components.date_time import DateInput
from chibo_desktop.ui.components.empty_state import EmptyState
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.components.paged_rows import PagedRows
from chibo_desktop.ui.components.rows_model import Column
from chibo_desktop.ui.components.table import Table, TableCard
from chibo_desktop.ui.components.text_input import LineInput
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Failure, Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.shortcuts import Keys, sequence
from chibo_desktop.ui.speech import announce, tr

EVERYBODY = ""
_Writer = Callable[[str, AuditFilter, Sequence[AuditLine]], bytes]


def columns() -> tuple[Column[AuditLine], ...]:
    """When, what, by whom, why, and whether the signature verifies."""
    return (
        Column(tr("Lúc (theo giờ máy)"), _day, second=_time, width=164),
        Column(tr("Việc"), audit_words.deed, second=audit_words.about, look="strong"),
        Column(tr("Người làm"), lambda line: line.person or tr("không rõ"), second=_machine, width=184),
        Column(tr("Lý do"), lambda line: line.reason, wraps=True, width=208),
        Column(tr("Chữ ký"), icon=_seal, width=88),
    )


class PagedDeeds(PagedRows[AuditLine, AuditFilter]):
    """The lines that were fetched so far."""

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__(jobs, partial(audit.page, desk), columns(), spoken, AuditFilter())


class AuditLogPage(Page):
    """Every signed deed of the office, the last first."""

    help_key = "log"
    concerns = ("visit", "packet", "machine", "office")

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__(tr("Nhật ký việc đã làm"), desk.me.office_name, back=True)
        self._desk, self._jobs = desk, jobs
        self.rows = PagedDeeds(desk, jobs)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.search = LineInput("", tr("Tìm người, máy, chi bộ, gói, lý do (không cần dấu)"), 200)
        self.first, self.last = DateInput(), DateInput()
        deeds = [("", tr("Mọi việc")), *((deed, tr(word)) for deed, word in audit_words.DEEDS.items())]
        self.deed = Choice(deeds, "")
        self.person = Choice([(EVERYBODY, tr("Mọi người"))], EVERYBODY)
        space.fix(self.search, width=392)
        for widget, width in ((self.first, 128), (self.last, 128), (self.deed, 248), (self.person, 200)):
            space.fix(widget, width=width)
        self._tools = Flow(
            Field(tr("Tìm"), self.search),
            Field(tr("Từ ngày"), self.first),
            Field(tr("Đến ngày"), self.last),
            Field(tr("Việc"), self.deed),
            Field(tr("Người làm"), self.person),
            gap=tokens.S12,
        )
        self.table = Table(self.rows, tr("Nhật ký việc đã làm"), fits=False, two_lines=True)
        self._listed = TableCard(self.table)
        self._nothing = Card()
        again = Button(tr("Xem tất cả"))
        again.clicked.connect(self._forget)
        self._nothing.add(EmptyState(tr("Không có việc nào khớp."), "", [again], drawing=False))
        self._nothing.hide()
        content = QWidget()
        column = space.column(content, gap=tokens.S12)
        space.put(column, self._tools)
        column.addWidget(self._listed, 1)
        column.addWidget(self._nothing, 1)
        self.set_content(content, scrolls=False)
        self.as_csv = Button(tr("Lưu CSV…"), icon=Icon.DOWNLOAD)
        self.as_pdf = Button(tr("Lưu PDF…"), "primary", Icon.DOWNLOAD)
        self.header.set_actions([self.as_csv, self.as_pdf])

    def _connect(self) -> None:
        self.rows.arrived.connect(self._show)
        self.rows.failed.connect(self._refused)
        self.search.text_changed_settled.connect(self._look)
        self.first.value_changed.connect(self._look)
        self.last.value_changed.connect(self._look)
        self.deed.chosen.connect(self._look)
        self.person.chosen.connect(self._look)
        self.as_csv.clicked.connect(lambda: self._ask("csv", audit_words.as_csv))
        self.as_pdf.clicked.connect(lambda: self._ask("pdf", audit_words.as_pdf))
        QShortcut(sequence(Keys.SEARCH), self, self.search.setFocus)

    # what the shell calls

    def refresh(self) -> None:
        self._jobs.submit(partial(audit.people, self._desk), self._offer, self._refused)
        self._look()

    def panes(self) -> list[QWidget]:
        return [self._tools, self.table if self._listed.isVisible() else self._nothing]

    def focus_first(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def people_offered(self) -> list[str]:
        """Who can be chosen."""
        return [self.person.itemText(place) for place in range(self.person.count())]

    # slots

    def wanted(self) -> AuditFilter:
        """What the fields ask for."""
        person = self.person.value
        chosen = PersonId(str(person)) if person else None
        return AuditFilter(self.first.value, self.last.value, str(self.deed.value or ""), chosen, self.search.words())

    def _look(self, *_: object) -> None:
        self.rows.look_for(self.wanted())

    def _offer(self, people: tuple[tuple[PersonId, str], ...]) -> None:
        self.person.set_choices([(EVERYBODY, tr("Mọi người")), *people], self.person.value or EVERYBODY)

    def _show(self, page: AuditPage) -> None:
        self._listed.setVisible(page.total > 0)
        self._nothing.setVisible(page.total == 0)
        self.set_title(self.title, tr("%1  ·  %2 việc đã ký", self._desk.me.office_name, padded(page.total)))
        if page.wanted.text:
            announce(self, tr("Thấy %1 việc", padded(page.total)))

    def _forget(self) -> None:
        self.search.set_words("")
        self.first.set_value(None)
        self.last.set_value(None)
        self.deed.set_value("")
        self.person.set_value(EVERYBODY)
        self._look()
        self.search.setFocus()

    def _ask(self, ending: str, write: _Writer) -> None:
        name = tr("nhat-ky-viec-da-lam.%1", ending)
        chosen = asking_files.file_to_save(self, tr("Lưu nhật ký"), name, f"*.{ending}")
        if chosen:
            self.save(Path(chosen), write)

    def save(self, path: Path, write: _Writer) -> None:
        """Write everything that the fields ask for to a file."""
        act = partial(_save, self._desk, self.wanted(), path, write)
        self._jobs.submit(act, self._saved, self._refused)

    def _saved(self, done: tuple[Path, int]) -> None:
        path, count = done
        self.say(NoticeWords(tr("Đã lưu %1 việc.", padded(count)), str(path)))

    def _refused(self, failure: Failure) -> None:
        self.show_banner("refused", Banner("error", *sentences.of_failure(failure), buttons=[tr("Đóng")]))


def _save(desk: Desk, wanted: AuditFilter, path: Path, write: _Writer) -> tuple[Path, int]:
    lines = audit.everything(desk, wanted)
    write_output_file(path, write(desk.me.office_name, wanted, lines))
    return path, len(lines)


def spoken(line: AuditLine) -> str:
    """A line as one sentence."""
    parts = (
        audit_words.deed(line),
        audit_words.about(line),
        line.person,
        line.machine,
        audit_words.at(line),
        line.reason,
    )
    sealed = tr("chữ ký %1", audit_words.signature(line))
    return ", ".join(part for part in (*parts, sealed) if part)


def _day(line: AuditLine) -> str:
    return short_date(line.at.astimezone().date())


def _time(line: AuditLine) -> str:
    time = line.at.astimezone().strftime("%H:%M:%S")
    return time if line.is_clock_sound else tr("%1, đồng hồ có thể sai", time)


def _machine(line: AuditLine) -> str:
    return tr("máy %1", line.machine) if line.machine else ""


def _seal(line: AuditLine) -> tuple[Icon, str, str] | None:
    if line.is_signed is None:
        return None
    if line.is_signed:
        return Icon.CHECK_CIRCLE, "ok", tr("Chữ ký đúng")
    return Icon.TRIANGLE, "warn", tr("Chữ ký không kiểm tra được")
