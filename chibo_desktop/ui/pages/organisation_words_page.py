"""Every word about the register, the last first; each can be taken back, and that as well."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.outcomes import Outcome
from chibo_desktop.domain.wording import padded, short_date
from chibo_desktop.services import organisations, reorganising
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.organisations import WordLine
from chibo_desktop.services.reorganising import Changed, Preview
from chibo_desktop.ui import organisation_words, quantities, sentences, space
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.chip import ChipLook
from chibo_desktop.ui.components.dialog import Dialog
from chibo_desktop.ui.components.empty_state import EmptyState
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.components.open_stack import OpenStack
from chibo_desktop.ui.components.rows_model import Column, RowsModel
from chibo_desktop.ui.components.table import Table, TableCard
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Failure, Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.speech import tr


class OrganisationWordsPage(Page):
    """A line for each signed word; the chosen one can be taken back after a question that says what it touches."""

    help_key = "organisations"
    concerns = ("organisation",)

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__(tr("Việc đã ghi vào danh mục"), back=True)
        self._desk, self._jobs = desk, jobs
        self.ask_undoing: Callable[[WordLine, Preview], bool] = self._ask_undoing
        self.undo = Button(tr("Hủy bỏ việc này…"), icon=Icon.UNDO)
        self.header.set_actions([self.undo])
        self.table = Table(RowsModel(columns(), spoken), tr("Việc đã ghi"))
        self._places = OpenStack()
        none = Card()
        none.add(EmptyState(tr("Chưa ghi việc gì"), tr("Mỗi việc ghi vào danh mục sẽ hiện ở đây, hủy bỏ được.")))
        for widget in (TableCard(self.table), none):
            self._places.add(widget)
        content = QWidget()
        column = space.column(content)
        column.addWidget(self._places)
        column.addStretch(1)
        self.set_content(content)
        self.undo.clicked.connect(self._look_at_undoing)
        self.table.row_chosen.connect(lambda _: self._show_undo())
        self._show_undo()

    def refresh(self) -> None:
        self._jobs.submit(partial(organisations.words, self._desk), self._show, self._failed)

    def _show(self, words: tuple[WordLine, ...]) -> None:
        place = max(self.table.currentIndex().row(), 0)
        self.table.rows_model.set_rows(words)
        self._places.open(0 if words else 1)
        self.table.choose(min(place, len(words) - 1))
        self._show_undo()

    def _show_undo(self) -> None:
        row = self.table.current
        self.undo.setEnabled(isinstance(row, WordLine) and not row.is_undone)

    def _look_at_undoing(self) -> None:
        row = self.table.current
        if isinstance(row, WordLine):
            word = reorganising.taking_back((row.entry,))
            self._jobs.submit(partial(reorganising.preview, self._desk, word), partial(self._undo, row), self._failed)

    def _undo(self, row: WordLine, seen: Preview) -> None:
        if self.ask_undoing(row, seen):
            self._jobs.submit(partial(reorganising.undo, self._desk, row.entry), self._undone, self._failed)

    def _ask_undoing(self, row: WordLine, seen: Preview) -> bool:
        dialog = undo_dialog(row, seen, self)
        return dialog.ask() == dialog.buttons[1].text()

    def _undone(self, outcome: Outcome[Changed]) -> None:
        self.say(NoticeWords(tr("Đã hủy bỏ một việc."), tr("Việc hủy bỏ này cũng nằm trong danh sách, hủy được.")))
        self.changed.emit(outcome.changes)
        self.refresh()

    def _failed(self, failure: Failure) -> None:
        self.show_banner("failure", Banner("error", *sentences.of_failure(failure), buttons=[tr("Đóng")]))

    def panes(self) -> list[QWidget]:
        return [self.header, self.table]

    def focus_first(self) -> None:
        self.table.setFocus()


def undo_dialog(row: WordLine, seen: Preview, parent: QWidget) -> Dialog:
    """Asks whether a word is to be taken back; the safe answer leaves it."""
    lines = [f"{word}: {number}" for word, number in organisation_words.reach(seen)]
    lines += list(organisation_words.cautions(seen.cautions))
    text = "\n".join([tr("Việc cũ vẫn nằm trong lịch sử, ghi lại được."), *lines])
    title = tr("Hủy bỏ: %1?", organisation_words.operation(row))
    return Dialog(title, text, (tr("Giữ nguyên"), tr("Hủy bỏ việc này")), (tr("Hủy bỏ việc này"),), parent)


def columns() -> list[Column[WordLine]]:
    """What, by which paper, by whom and when; whether it was taken back."""
    return [
        Column(tr("Việc"), organisation_words.operation, second=_extent, width=320),
        Column(tr("Theo"), _paper, second=lambda row: row.reason, look="body"),
        Column(tr("Ghi bởi"), lambda row: row.person, second=_when, look="body", width=210),
        Column(tr("Còn hiệu lực"), chip=_chip, width=170),
    ]


def _paper(row: WordLine) -> str:
    return row.decision or row.source


def _when(row: WordLine) -> str:
    return quantities.moment(row.at)


def _extent(row: WordLine) -> str:
    named = len({one.organisation for one in row.settings})
    return tr("nói về %1 tổ chức", padded(named)) if named else ""


def _chip(row: WordLine) -> ChipLook:
    if row.is_undone:
        return ChipLook(tr("Đã hủy bỏ"), "neutral", Icon.UNDO)
    return ChipLook(tr("Đang tính"), "ok", Icon.CHECK_CIRCLE)


def spoken(row: WordLine) -> str:
    """The row as one sentence."""
    facts = (organisation_words.operation(row), row.decision, row.person, short_date(row.at.date()), _chip(row).word)
    return ", ".join(fact for fact in facts if fact)
