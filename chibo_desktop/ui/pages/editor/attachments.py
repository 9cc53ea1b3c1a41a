"""Section 10: photos and PDFs, by dropping them here or by `Thêm tệp`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from chibo_desktop.domain.outcomes import Cancelled, Fault, Refusal
from chibo_desktop.domain.visits import Attachment, Section, Visit
from chibo_desktop.domain.wording import decimal, padded
from chibo_desktop.services.desk import Desk
from chibo_desktop.ui import asking_files, sentences, space, tokens
from chibo_desktop.ui.components.banner import Banner, BannerArea
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.empty_state import EmptyState
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.rows_model import Column, RowsModel
from chibo_desktop.ui.components.scroll_page import ScrollPage
from chibo_desktop.ui.components.table import Table, TableCard
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.editor import photos
from chibo_desktop.ui.pages.editor.section import SectionPage
from chibo_desktop.ui.shortcuts import Keys
from chibo_desktop.ui.speech import tr

_KILOBYTE = 1024
_TYPES = {"image/jpeg": "Ảnh JPEG", "image/png": "Ảnh PNG", "application/pdf": "Tệp PDF"}


class AttachmentsSection(SectionPage):
    """Files are kept in the book by their content; the name is only what people call them."""

    section = Section.ATTACHMENTS

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__()
        self.desk, self.jobs = desk, jobs
        self._struck: tuple[Attachment, ...] = ()
        self._rows: tuple[Attachment, ...] = ()
        self._removed: tuple[int, Attachment] | None = None
        self._sizes_before: dict[str, int] = {}  # bytes of the files whose photos were made smaller, while this is open
        self.setAcceptDrops(True)
        self._build()
        self._add.clicked.connect(self._ask_files)
        self._table.new_row_requested.connect(self._ask_files)
        self._table.row_removal_requested.connect(self._remove)

    def _build(self) -> None:
        self._sub = Label("", "caption")
        self._add = Button(tr("Thêm tệp"), icon=Icon.CLIP, key=Keys.NEW_ROW)
        self._banners = BannerArea()
        self._model: RowsModel[Attachment] = RowsModel(
            (
                Column(tr("Tên"), lambda row: row.label, look="medium"),
                Column(tr("Loại"), self._kind, second=self._shrunk, width=224, look="second"),
                Column(tr("Cỡ"), lambda row: size_words(row.bytes), width=128, number=True),
            )
        )
        self._table = Table(self._model, tr("Tệp kèm theo"))
        self._card = TableCard(self._table)
        self._empty = Card()
        sentence = tr("Kéo ảnh hoặc tệp PDF vào đây, hoặc bấm Thêm tệp.")
        self._empty.add(EmptyState(tr("Chưa có tệp nào"), sentence, drawing=False))
        inside = QWidget()
        column = space.column(inside, gap=tokens.S12)
        for part in (self._banners, self._card, self._empty):
            column.addWidget(part)
        column.addStretch(1)
        whole = space.column(self, gap=tokens.S12)
        whole.addLayout(self._build_head())
        whole.addWidget(ScrollPage(inside), 1)

    def _build_head(self) -> QHBoxLayout:
        head = space.row(gap=tokens.S16)
        words = space.column()
        words.addWidget(Label(self.heading(), "heading"))
        words.addWidget(self._sub)
        head.addLayout(words, 1)
        head.addWidget(self._add, 0, Qt.AlignmentFlag.AlignVCenter)
        return head

    # the protocol of sections

    def show(self, visit: Visit) -> None:  # pyright: ignore[reportIncompatibleMethodOverride] - a section shows a visit
        self._struck = tuple(row for row in visit.attachments if row.struck)
        self._put(tuple(row for row in visit.attachments if not row.struck))
        self._add.setVisible(not self.is_read_only)

    def collect(self, visit: Visit) -> Visit:
        rows = (*self._rows, *self._struck)
        return visit if rows == visit.attachments else replace(visit, attachments=rows)

    def first_empty_field(self) -> QWidget:
        return self._table if self.is_read_only else self._add

    # dropping

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and not self.is_read_only:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        self.attach(files)
        event.acceptProposedAction()

    # slots

    def attach(self, files: Sequence[Path]) -> None:
        """Take files in, one job each, so that one that is refused leaves the others."""
        self._banners.take("refused")
        for file in files:
            self.jobs.submit(partial(photos.take, self.desk, file), self._attached, self._refused)

    def _kind(self, row: Attachment) -> str:
        return tr(_TYPES.get(row.type, row.type))

    def _shrunk(self, row: Attachment) -> str:
        was = self._sizes_before.get(row.hash)
        return tr("đã thu nhỏ từ %1", size_words(was)) if was else ""

    def _ask_files(self) -> None:
        if not self.is_read_only:
            wanted = tr("Ảnh, tệp PDF (%1)", "*.jpg *.jpeg *.png *.pdf")
            names = asking_files.files_to_open(self, tr("Chọn tệp kèm theo"), wanted)
            self.attach([Path(name) for name in names])

    def _attached(self, taken: photos.Taken) -> None:
        row = taken.attachment
        if taken.is_shrunk:
            self._sizes_before[row.hash] = taken.was
        if all(row.hash != other.hash for other in self._rows):
            self._put((*self._rows, row))
            self.edited.emit()

    def _refused(self, failure: Refusal | Fault | Cancelled) -> None:
        self._banners.put("refused", Banner("error", *sentences.of_failure(failure)))

    def _remove(self, place: int) -> None:
        if self.is_read_only or not 0 <= place < len(self._rows):
            return
        self._removed = place, self._rows[place]
        self._put((*self._rows[:place], *self._rows[place + 1 :]))
        self.edited.emit()
        self.notice_requested.emit(sentences.notice("M05", place + 1, on_action=self._bring_back))
        if self._rows:
            self._table.choose(min(place, len(self._rows) - 1))
        else:
            self._add.setFocus(Qt.FocusReason.OtherFocusReason)

    def _bring_back(self) -> None:
        if self._removed is not None:
            place, row = self._removed
            self._removed = None
            self._put((*self._rows[:place], row, *self._rows[place:]))
            self.edited.emit()

    def _put(self, rows: tuple[Attachment, ...]) -> None:
        if rows != self._rows or not self._model.rows:
            self._rows = rows
            self._model.set_rows(rows)
        self._card.setVisible(bool(rows))
        self._empty.setVisible(not rows)
        total = sum(row.bytes for row in rows)
        self._sub.setText(tr("%1 tệp  ·  %2", padded(len(rows)), size_words(total)) if rows else "")


def size_words(size: int) -> str:
    """A size of a file: `312 KB`, `4,1 MB`."""
    if size < _KILOBYTE * _KILOBYTE:
        return tr("%1 KB", max(1, size // _KILOBYTE) if size else 0)
    return tr("%1 MB", decimal(size / (_KILOBYTE * _KILOBYTE)))
