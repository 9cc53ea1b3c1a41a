"""Books that a backup has replaced, inside the settings: what each still holds, and taking it back."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from chibo_desktop.domain.outcomes import Outcome
from chibo_desktop.domain.wording import padded
from chibo_desktop.services import former_books
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.former_books import FormerBook, TakenBack
from chibo_desktop.ui import quantities, space, tokens
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.label import Label, Line
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Job, Jobs
from chibo_desktop.ui.speech import tr


class FormerBooksPart(QWidget):
    """Hidden while no book is set aside. `taken`: a sentence and what changed; `failed`: a Failure."""

    taken = Signal(str, object)
    failed = Signal(object)

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__()
        self._desk, self._jobs = desk, jobs
        self._job: Job | None = None
        self.rows: list[_Row] = []
        column = space.column(self, gap=tokens.S8)
        column.addWidget(Line())
        column.addWidget(Label(tr("Sổ cất riêng"), "strong"))
        told = tr("Sổ đang dùng lúc khôi phục được giữ lại ở đây, không bị xóa. Lấy lại nhiều lần cũng không bị trùng.")
        column.addWidget(Label(told, "caption", wrap=True))
        self._lines = space.column(gap=tokens.S8)
        column.addLayout(self._lines)
        self.hide()

    def refresh(self) -> None:
        """Look what is set aside."""
        if self._job is None:
            self._jobs.submit(partial(former_books.former_books, self._desk), self._show, self.failed.emit)

    def _show(self, found: tuple[FormerBook, ...]) -> None:
        for row in self.rows:
            row.hide()
            row.setParent(None)
            row.deleteLater()
        self.rows = [_Row(book) for book in found]
        for row in self.rows:
            row.take.clicked.connect(partial(self.take_back, row))
            row.stop.clicked.connect(self._stop)
            self._lines.addWidget(row)
        self.setVisible(bool(found))

    def take_back(self, row: _Row) -> None:
        """Bring over what the present book lacks."""
        if self._job is not None:
            return
        row.set_running(running=True)
        name = row.book.name
        self._job = self._jobs.submit(
            lambda progress, cancelled: former_books.take_back(self._desk, name, progress, cancelled),
            self._took,
            partial(self._not_taken, row),
            row.show_progress,
        )

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _took(self, outcome: Outcome[TakenBack]) -> None:
        self._job = None
        self.taken.emit(_taken_words(outcome.value), outcome.changes)
        self.refresh()

    def _not_taken(self, row: _Row, failure: object) -> None:
        self._job = None
        row.set_running(running=False)
        self.failed.emit(failure)


class _Row(QWidget):
    """One book: when it was set aside, what it holds, and the button."""

    def __init__(self, book: FormerBook) -> None:
        super().__init__()
        self.book = book
        at = quantities.moment(book.set_aside_at)
        line = space.row(self, gap=tokens.S12)
        words = space.column()
        words.addWidget(Label(tr("Cất riêng lúc %1", at), "medium"))
        words.addWidget(Label(_holds(book), "caption", wrap=True))
        self.bar = QProgressBar()
        self.bar.setProperty("look", "running")
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Đang lấy lại"))
        self.bar.hide()
        words.addWidget(self.bar)
        line.addLayout(words, 1)
        self.take = Button(tr("Lấy lại"), icon=Icon.HISTORY, small=True)
        self.take.setAccessibleName(tr("Lấy lại từ sổ cất riêng lúc %1", at))
        self.take.setEnabled(bool(book.minutes or book.entries))
        self.stop = Button(tr("Dừng lại"), icon=Icon.CLOSE, small=True)
        self.stop.hide()
        line.addWidget(self.take)
        line.addWidget(self.stop)

    def set_running(self, *, running: bool) -> None:
        self.take.setVisible(not running)
        self.stop.setVisible(running)
        self.bar.setVisible(running)

    def show_progress(self, done: int, total: int) -> None:
        self.bar.setRange(0, 1000)
        self.bar.setValue(done * 1000 // total if total else 0)


def _holds(book: FormerBook) -> str:
    size = quantities.size(book.bytes)
    if book.minutes:
        told = tr(
            "%1 biên bản chưa có trong sổ đang dùng, trong đó %2 bản nháp", padded(book.minutes), padded(book.drafts)
        )
    elif book.entries:
        told = tr("%1 mục đã ký chưa có trong sổ đang dùng", padded(book.entries))
    else:
        told = tr("mọi thứ đã có trong sổ đang dùng")
    taken = tr("đã lấy lại %1", quantities.moment(book.taken_at)) if book.taken_at else ""
    return "  ·  ".join(part for part in (size, told, taken) if part)


def _taken_words(taken: TakenBack) -> str:
    told = tr("Đã lấy lại %1 biên bản, %2 bản nháp, đúng như đã ký.", padded(taken.minutes), padded(taken.drafts))
    if taken.doubled_drafts:
        told += " " + tr("%1 bản nháp viết tiếp ở cả hai sổ: giữ cả hai.", padded(taken.doubled_drafts))
    if taken.unreadable:
        told += " " + tr("%1 mục không đọc được nữa vì tệp sổ đó bị hỏng.", padded(taken.unreadable))
    if taken.refused:
        told += " " + tr("%1 mục không rõ chữ ký, vẫn nằm ở sổ cất riêng.", padded(len(taken.refused)))
    return told
