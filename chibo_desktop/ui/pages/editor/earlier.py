"""What earlier meetings of the cell left open, and what has become of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QRadioButton, QWidget

from chibo_desktop.domain.ids import ItemId
from chibo_desktop.domain.register import StatementKind
from chibo_desktop.domain.visits import FollowUp, FollowUpResult, OpinionKind, standing
from chibo_desktop.domain.wording import padded, short_date
from chibo_desktop.services.petition_lists import Line
from chibo_desktop.ui import leaf_words, space, tokens
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.chip import Chip, ChipLook
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.segmented import Segmented
from chibo_desktop.ui.components.text_input import LineInput
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.words import choices, word


class EarlierBanner(Banner):
    """How much is still open; its button shows the list."""

    def __init__(self, sentence: str, read_only: bool = False) -> None:
        button = tr("Xem kết quả") if read_only else tr("Xem và ghi kết quả")
        super().__init__("info", sentence, buttons=[button], icon=Icon.HISTORY)


def banner_sentence(lines: Sequence[Line]) -> str:
    """`Kỳ trước còn 02 kiến nghị và 01 ý kiến chỉ đạo chưa xong ở chi bộ này.`; "" when nothing was left open.

    What was answered meanwhile is to be told to the cell.
    """
    open_ = [line for line in lines if line.is_open]
    untold = len(lines) - len(open_)
    told = tr("%1 việc đã có trả lời, cần báo lại chi bộ.", padded(untold)) if untold else ""
    return " ".join(part for part in (_left_open(open_), told) if part)


def _left_open(lines: Sequence[Line]) -> str:
    guidance = sum(line.figures.kind is StatementKind.GUIDANCE for line in lines)
    petitions = len(lines) - guidance
    if petitions and guidance:
        return tr(
            "Kỳ trước còn %1 kiến nghị và %2 ý kiến chỉ đạo chưa xong ở chi bộ này.",
            padded(petitions),
            padded(guidance),
        )
    if petitions:
        return tr("Kỳ trước còn %1 kiến nghị chưa xong ở chi bộ này.", padded(petitions))
    return tr("Kỳ trước còn %1 ý kiến chỉ đạo chưa xong ở chi bộ này.", padded(guidance)) if guidance else ""


class EarlierPanel(Card):
    """The list beside the table: one block for each open matter, with its result and a note."""

    changed = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__(gap=tokens.S12)
        self._blocks: list[_Block] = []
        self._gone: tuple[FollowUp, ...] = ()
        head = space.row(gap=tokens.S8)
        close = Button(tr("Đóng danh sách"), "icon", Icon.CLOSE, small=True)
        close.clicked.connect(self.closed)
        space.put(head, Label(tr("Việc kỳ trước"), "strong"), None, close)
        self.body.addLayout(head)
        self._list = space.column(gap=tokens.S16)
        self.body.addLayout(self._list)

    def show_rows(self, rows: Sequence[Line], results: Sequence[FollowUp], new_item: Callable[[], ItemId]) -> None:
        """Show these matters with the results written so far."""
        for block in self._blocks:
            block.hide()
            block.deleteLater()
        found = {row.statement: row for row in standing(tuple(results))}
        known = {row.id for row in rows}
        self._gone = tuple(row for row in results if row.struck or row.statement not in known)
        self._blocks = [_Block(row, found.get(row.id), new_item) for row in rows]
        for block in self._blocks:
            block.changed.connect(self.changed)
            self._list.addWidget(block)

    def results(self) -> tuple[FollowUp, ...]:
        """Everything written: the blocks in order, then results about matters that are not listed here."""
        return (*(block.result for block in self._blocks if block.result is not None), *self._gone)

    def set_read_only(self, read_only: bool) -> None:
        """Finalised: to be read."""
        for block in self._blocks:
            block.setDisabled(read_only)

    def focus_first(self) -> None:
        """Put the focus on the first choice."""
        if self._blocks:
            self._blocks[0].focus_first()


class _Block(QWidget):
    changed = Signal()

    def __init__(self, row: Line, result: FollowUp | None, new_item: Callable[[], ItemId]) -> None:
        super().__init__()
        self._statement = row.id
        self._new_item = new_item
        self.result = result
        column = space.column(self, gap=tokens.S8)
        column.addWidget(Chip(_chip(row.figures.kind)), 0, Qt.AlignmentFlag.AlignLeft)
        who, said = row.petition.who, leaf_words.said(row.petition.text)
        column.addWidget(Label(f"{who}: {said}" if who else said, wrap=True))
        for fact in _facts(row):
            column.addWidget(Label(fact, "caption", wrap=True))
        self._choice = Segmented(choices(FollowUpResult), result.result if result else None, small=True)
        self._choice.setAccessibleName(tr("Kết quả: %1", said))
        self._note = LineInput(result.note if result else "", tr("Ghi chú"))
        self._note.setAccessibleName(tr("Ghi chú về việc: %1", said))
        column.addWidget(self._choice)
        column.addWidget(self._note)
        self._choice.chosen.connect(self._chosen)
        self._note.text_changed_settled.connect(lambda _: self._noted())
        self._note.text_committed.connect(lambda _: self._noted())

    def focus_first(self) -> None:
        first = self._choice.findChild(QRadioButton)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _chosen(self, value: object) -> None:
        if isinstance(value, FollowUpResult):
            kept = self.result or FollowUp(self._new_item(), self._statement)
            self.result = replace(kept, result=value, note=self._note.words())
            self.changed.emit()

    def _noted(self) -> None:
        if self.result is not None and self.result.note != self._note.words():
            self.result = replace(self.result, note=self._note.words())
            self.changed.emit()


def _facts(row: Line) -> list[str]:
    """When it was said, and what was answered meanwhile."""
    day = row.figures.date
    other = tr("theo biên bản của nơi khác") if row.told_by_office else ""
    said = "  ·  ".join(part for part in (tr("Buổi %1", short_date(day)) if day else "", other) if part)
    return [part for part in (said, tr("Trả lời: %1", row.answer) if row.answer else "") if part]


def _chip(kind: StatementKind) -> ChipLook:
    if kind is StatementKind.GUIDANCE:
        return ChipLook(tr("Ý kiến chỉ đạo"), "warn")
    opinion = OpinionKind(kind.value)
    tones = {OpinionKind.OPINION: "neutral", OpinionKind.PETITION: "info", OpinionKind.PROPOSAL: "plum"}
    return ChipLook(word(opinion), tones[opinion])
