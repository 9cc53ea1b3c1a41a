"""The panel beside the preview: how it will be printed, and what was checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from chibo_desktop.domain.outcomes import Datum
from chibo_desktop.domain.visits import Section
from chibo_desktop.domain.wording import padded
from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.choice import Choice
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.label import IconLabel, Label
from chibo_desktop.ui.components.number_input import NumberInput
from chibo_desktop.ui.components.scroll_page import ScrollPage
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.words import word

MOST_COPIES = 20


class Checked(Protocol):
    """A line of what was checked, as the documents room gives it."""

    @property
    def code(self) -> str: ...
    @property
    def is_good(self) -> bool: ...
    @property
    def data(self) -> tuple[tuple[str, Datum], ...]: ...


@dataclass(frozen=True, slots=True)
class PrintChoice:
    """How the person wants it printed."""

    printer: str
    copies: int
    both_sides: bool


class PrintPanel(QWidget):
    """Form, copies, paper, printer; the checks; and which signature counts."""

    save_requested = Signal()
    changed = Signal()  # the printer
    paper_chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "side-right")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.set_narrow(False)
        inside = QWidget()
        self._form = space.column(inside, (tokens.S24, tokens.S20), tokens.S12)
        self._form.addWidget(Label(tr("Bản in"), "heading"))
        self._build_fields()
        self._checks = Card(tr("Đã kiểm tra trước khi in"))
        self._lines = space.column(gap=tokens.S4)
        self._checks.body.addLayout(self._lines)
        self._checks.hide()
        self._form.addWidget(self._checks)
        self._form.addStretch(1)
        self._form.addLayout(self._foot())
        space.column(self).addWidget(ScrollPage(inside))

    def _build_fields(self) -> None:
        self._profile = Choice([("HD05-2026", tr("HD05-2026, đang hiệu lực"))], "HD05-2026")
        self._copies = NumberInput(2, digits=2)
        self._copies.set_words(padded(2))
        self._paper = Choice([(True, tr("A4, hai mặt")), (False, tr("A4, một mặt"))], True)
        self._printer = Choice([])
        for choice in (self._profile, self._paper, self._printer):
            choice.setMinimumContentsLength(6)
            choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._none = QWidget()
        empty = space.row(self._none, gap=tokens.S12)
        save = Button(tr("Lưu PDF"), small=True)
        save.clicked.connect(self.save_requested)
        space.put(empty, Label(tr("Máy này chưa có máy in."), "second"), None, save)
        self._none.hide()
        line = space.row(gap=tokens.S12)
        copies = Field(tr("Số bản"), self._copies)
        space.fix(copies, width=112)
        line.addWidget(copies)
        line.addWidget(Field(tr("Giấy"), self._paper), 1)
        self._form.addWidget(Field(tr("Mẫu in"), self._profile))
        self._form.addLayout(line)
        self._printer_field = Field(tr("Máy in"), self._printer)
        self._form.addWidget(self._printer_field)
        self._form.addWidget(self._none)
        self._copies.text_committed.connect(lambda _: self._tidy_copies())
        self._paper.chosen.connect(lambda _: self.paper_chosen.emit())

    def _foot(self) -> QHBoxLayout:
        foot = space.row(gap=tokens.S8)
        foot.addWidget(IconLabel(Icon.INFO, "muted", tokens.ICON_INLINE), 0, Qt.AlignmentFlag.AlignVCenter)
        words = tr("Chữ ký trên giấy là chữ ký có giá trị. Chữ ký của gói tin chỉ để chứng minh nguồn gốc.")
        foot.addWidget(Label(words, "muted", wrap=True), 1)
        return foot

    def set_narrow(self, narrow: bool) -> None:
        """The window is (not) narrow: leave more of it to the page."""
        space.fix(self, width=tokens.SIDE_PANEL if narrow else 450)

    @property
    def copies(self) -> int:
        """How many sets of paper."""
        return min(max(self._copies.value or 1, 1), MOST_COPIES)

    @property
    def both_sides(self) -> bool:
        """Are both sides of the paper printed? Then the margins of back pages are mirrored."""
        return bool(self._paper.value)

    def choice(self) -> PrintChoice | None:
        """How to print, or None while there is no printer."""
        printer = self._printer.value
        return PrintChoice(printer, self.copies, self.both_sides) if isinstance(printer, str) else None

    def look_for_printers(self) -> None:
        """Ask the system which printers there are."""
        from PySide6.QtPrintSupport import QPrinterInfo

        self.offer(QPrinterInfo.availablePrinterNames(), QPrinterInfo.defaultPrinterName())

    def offer(self, printers: Sequence[str], usual: str = "") -> None:
        """Offer these printers; without any, say so."""
        chosen = self._printer.value if self._printer.value in printers else usual
        self._printer.set_choices([(name, name) for name in printers], chosen or (printers[0] if printers else None))
        self._printer_field.setVisible(bool(printers))
        self._none.setVisible(not printers)
        self.changed.emit()

    def show_checks(self, checks: Sequence[Checked]) -> None:
        """Show what was looked at, what wants a second look last."""
        while (item := self._lines.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        told = [check for check in checks if str(check.code) != "font"]  # the face is the program's, not the person's
        for check in sorted(told, key=lambda check: not check.is_good):
            self._lines.addWidget(_CheckLine(check))
        self._checks.show()

    def _tidy_copies(self) -> None:
        self._copies.set_words(padded(self.copies))


class _CheckLine(QWidget):
    def __init__(self, check: Checked) -> None:
        super().__init__()
        row = space.row(self, (0, 2), tokens.S8)
        drawn, tint = (Icon.CHECK_CIRCLE, "ok") if check.is_good else (Icon.TRIANGLE, "warn")
        mark = space.column(margins=(0, 3, 0, 0))
        mark.addWidget(IconLabel(drawn, tint))
        mark.addStretch(1)
        row.addLayout(mark)
        row.addWidget(Label(check_words(check), "second", wrap=True), 1)


_FIELDS = {
    "cell.name": "Tên chi bộ",
    "document.number": "Số biên bản",
    "document.locality": "Địa danh",
    "session.date": "Ngày họp",
    "session.start": "Giờ bắt đầu",
    "session.end": "Giờ kết thúc",
    "session.place": "Địa điểm",
    "chair.name": "Tên người chủ trì",
    "secretary.name": "Tên thư ký",
    "score.own_points": "Điểm tự chấm",
}


def check_words(check: Checked) -> str:
    """One sentence for what was checked, with its numbers."""
    data = dict(check.data)
    writers = {
        "counts": _counts,
        "signature_blocks": _blocks,
        "pages": _pages,
        "proof_code": lambda good, _: (
            tr("Có mã đối chiếu ở chân trang cuối") if good else tr("Chưa có mã đối chiếu ở chân trang cuối")
        ),
        "left_empty": _left_empty,
        "part_absent": lambda *_: tr("Một phần nội dung không có ở máy này"),
        "erased": lambda _, found: tr("%1 chỗ đã xóa theo yêu cầu", _number(found.get("leaves"))),
        "letters_substituted": lambda _, found: tr("Có chữ phải lấy ở phông khác: %1", found.get("letters", "")),
        "letters_missing": lambda _, found: tr("Có chữ không phông nào có: %1", found.get("letters", "")),
    }
    return writers[str(check.code)](check.is_good, data)


def _counts(good: bool, data: dict[str, Datum]) -> str:
    present, total = (_number(data.get(name)) for name in ("present", "total"))
    share = tr("%1/%2 có mặt", present, total)
    if good:
        return tr("%1, khớp với màn hình", share)
    if "roster_present" in data:
        return tr("%1, danh sách cho %2", share, _number(data["roster_present"]))
    return tr("Chưa ghi số người có mặt")


def _number(value: Datum | None) -> str:
    return padded(value) if isinstance(value, int) and value >= 0 else "…"


def _blocks(good: bool, data: dict[str, Datum]) -> str:
    if good:
        return tr("Đủ 02 khối ký: người ghi biên bản, chủ trì")
    return tr("Có %1 khối ký, cần 02", _number(data.get("blocks")))


def _pages(good: bool, data: dict[str, Datum]) -> str:
    pages = _number(data.get("pages"))
    if good:
        return tr("%1 trang, không dòng nào bị cắt", pages)
    return tr("%1 trang, %2 dòng bị cắt", pages, _number(data.get("cut")))


def _left_empty(good: bool, data: dict[str, Datum]) -> str:  # noqa: ARG001 - one shape for all
    what = str(data.get("what", ""))
    name = tr(_FIELDS[what]) if what in _FIELDS else word(Section(what))
    return tr("%1: để trống theo lựa chọn", name) if data.get("declared") else tr("%1: còn để trống", name)
