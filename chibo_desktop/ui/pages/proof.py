"""*Kiểm tra bản in*: the code at the foot of printed minutes, typed or read from a photo, held against the book."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.outcomes import Fault
from chibo_desktop.domain.wording import padded, short_date
from chibo_desktop.services import proofs
from chibo_desktop.services.archive import ChangeNote
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.proofs import Checked, Since, Verdict
from chibo_desktop.ui import asking_files, leaf_words, sentences, space, tokens
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.label import Label, Line
from chibo_desktop.ui.components.text_input import LineInput
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Failure, Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.speech import announce, tr

WIDTH = 880
LARGEST = 33 * 1024 * 1024
"""Bytes of a photo that are read: one more than a picture may have is enough to refuse it."""
_SHOWN = 40
"""Changed places that are listed; more than these are counted."""
_TONES = {
    Verdict.MATCHES: ("ok", Icon.SHIELD),
    Verdict.CHANGED: ("warn", Icon.HISTORY),
    Verdict.OTHER: ("warn", Icon.TRIANGLE),
    Verdict.UNKNOWN: ("error", Icon.OCTAGON),
}


class ProofPage(Page):
    """One field, one button for pictures, and what came of it. `visit_requested(id)`, `preview_requested(id)`."""

    help_key = "proof"
    visit_requested = Signal(object)  # VisitId
    preview_requested = Signal(object)  # VisitId

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__(tr("Kiểm tra bản in"), tr("Mã ở cuối trang cuối của biên bản đã in"), back=True)
        self._desk, self._jobs = desk, jobs
        self._build()
        self.code.finished.connect(self.check)
        self.compare.clicked.connect(self.check)
        self.picture.clicked.connect(self._ask)

    def _build(self) -> None:
        self.code = LineInput("", "7F3K9-2M4QT-8XWPA-C5RNE", 500)
        space.fix(self.code, min_width=400)
        self.compare = Button(tr("Kiểm tra"), "primary", Icon.SEARCH)
        self.picture = Button(tr("Mở ảnh, bản quét hoặc PDF…"), icon=Icon.FOLDER)
        asked = Card(gap=tokens.S12, margin=tokens.S20)
        hint = tr("Gõ 20 chữ và số cạnh ô vuông, hoặc dán nội dung đọc được từ ô vuông. Không phân biệt chữ hoa.")
        asked.add(Field(tr("Mã đối chiếu"), self.code, hint), Flow(self.picture, gap=tokens.S12))
        self.result = Card(gap=tokens.S12, margin=tokens.S20)
        self.result.hide()
        content = QWidget()
        column = space.column(content, gap=tokens.S12)
        for card in (asked, self.result):
            space.fix(card, max_width=WIDTH)
            column.addWidget(card)
        column.addStretch(1)
        self.set_content(content)
        self.header.set_actions([self.compare])

    def focus_first(self) -> None:
        self.code.setFocus()

    # slots

    def check(self) -> None:
        """Hold the typed code against the book."""
        self.code.commit()
        self._submit(partial(proofs.check, self._desk, self.code.words()))

    def _ask(self) -> None:
        kinds = tr("Ảnh và PDF (%1)", "*.jpg *.jpeg *.png *.webp *.tif *.tiff *.bmp *.pdf")
        chosen = asking_files.file_to_open(self, tr("Mở ảnh của bản in"), kinds)
        if chosen:
            self.check_picture(Path(chosen))

    def check_picture(self, path: Path) -> None:
        """Hold a photo, scan or PDF against the book."""
        self._submit(partial(_check_file, self._desk, path))

    def _submit(self, act: partial[Checked]) -> None:
        self.banners.take("verdict")
        self.result.hide()
        self.compare.setEnabled(False)
        self.picture.setEnabled(False)
        self._jobs.submit(act, self.show_result, self._refused)

    def show_result(self, found: Checked) -> None:
        """The verdict in words, what changed since, and the way to the minutes."""
        self._free()
        kind, icon = _TONES[found.verdict]
        title, text = verdict_words(found)
        self.show_banner("verdict", Banner(kind, title, text, icon=icon))
        announce(self, f"{title} {text}")
        self._empty_result()
        if found.row is None:
            return
        day = short_date(found.row.date) if found.row.date else tr("chưa ghi ngày")
        self.result.add(Label(tr("%1, %2", found.row.cell, day), "heading", wrap=True))
        self.result.add(Label(found.row.superior, "second", wrap=True))
        self._tell_changes(found)
        opened, printed = Button(tr("Mở biên bản"), icon=Icon.BOOK), Button(tr("Xem bản in từ sổ"), icon=Icon.PRINTER)
        opened.clicked.connect(partial(self.visit_requested.emit, found.row.id))
        printed.clicked.connect(partial(self.preview_requested.emit, found.row.id))
        self.result.add(Flow(opened, printed, gap=tokens.S12))
        self.result.show()

    def _tell_changes(self, found: Checked) -> None:
        for one in found.since:
            self.result.add(Label(since_words(one), "second", wrap=True))
        if found.notes:
            self.result.add(Line(), Label(tr("Đã khác bản in ở %1 chỗ:", padded(len(found.notes))), "strong"))
        for note in found.notes[:_SHOWN]:
            self.result.add(Label(note_words(note), "", wrap=True))
        if len(found.notes) > _SHOWN:
            self.result.add(Label(tr("và %1 chỗ nữa", padded(len(found.notes) - _SHOWN)), "muted"))

    def _empty_result(self) -> None:
        while (item := self.result.body.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()

    def _free(self) -> None:
        self.compare.setEnabled(True)
        self.picture.setEnabled(True)

    def _refused(self, failure: Failure) -> None:
        self._free()
        self.show_banner("verdict", Banner("error", *sentences.of_failure(failure)))
        self.code.setFocus()
        self.code.selectAll()


def _check_file(desk: Desk, path: Path) -> Checked:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST)
    except OSError as error:
        raise Fault("FILE_UNREADABLE", file=path.name, why=error.strerror or "") from error
    return proofs.check_picture(desk, data)


def verdict_words(found: Checked) -> tuple[str, str]:
    """What the code says of the paper, and what to do."""
    erased = tr("Sau khi in, %1 chỗ đã xóa theo yêu cầu.", padded(found.erased)) if found.erased else ""
    if found.verdict is Verdict.MATCHES:
        text = tr("Bản in lấy từ đúng nội dung sổ đang có. Nếu nghi chữ trên giấy bị sửa, hãy so với bản in từ sổ.")
        return tr("Khớp với sổ."), f"{text} {erased}".strip()
    if found.verdict is Verdict.CHANGED:
        text = tr("Bản in đúng với sổ khi in ra; sau đó biên bản đã có thay đổi ghi dưới đây.")
        return tr("Đã sửa sau khi in."), f"{text} {erased}".strip()
    if found.verdict is Verdict.OTHER:
        text = tr("Có thể tổ đã làm bản bổ sung mà chưa gửi về, hoặc mã trên giấy bị sửa. Hãy hỏi tổ và so từng trang.")
        return tr("Sổ không có nội dung đã in này."), text
    return tr("Không có trong sổ."), tr("Biên bản này chưa gửi về, hoặc của văn phòng khác. Hãy hỏi tổ đã in.")


def since_words(one: Since) -> str:
    """One thing that happened after printing, and by whom."""
    deeds = {
        "visit.amended": tr("Bổ sung"),
        "visit.withdrawn": tr("Rút biên bản"),
        "visit.returned": tr("Trả lại để bổ sung"),
        "conflict.settled": tr("Chọn giá trị"),
    }
    day = short_date(one.at.astimezone().date())
    clock = "" if one.is_clock_sound else tr("đồng hồ máy có thể sai")
    who = tr("%1, máy %2", one.person or tr("không rõ"), one.machine or tr("không rõ"))
    reason = tr("lý do: %1", one.reason) if one.reason else ""
    return ", ".join(part for part in (f"{deeds.get(one.kind, one.kind)} {day}", clock, who, reason) if part)


def note_words(note: ChangeNote) -> str:
    """A place, what the paper says there, and what the book says now."""
    where = leaf_words.full_name(note.path, note.rows)
    before, after = (leaf_words.value(note.path, value) for value in (note.before, note.after))
    return tr("%1: “%2” → “%3”", where, before, after)
