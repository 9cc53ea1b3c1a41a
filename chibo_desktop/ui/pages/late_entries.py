"""What came from lost machines after their last good entry: shown by machine, taken back on a leader's word."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.ids import DeviceId
from chibo_desktop.domain.outcomes import Outcome
from chibo_desktop.domain.wording import padded, short_date
from chibo_desktop.services import releasing
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.releasing import Confirmation, LateEntry, Means, Released
from chibo_desktop.ui import quantities, sentences, space, tokens
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.dialog import Dialog
from chibo_desktop.ui.components.empty_state import EmptyState
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.components.rows_model import Column, RowsModel
from chibo_desktop.ui.components.segmented import Segmented
from chibo_desktop.ui.components.table import Table, TableCard
from chibo_desktop.ui.components.text_input import LineInput
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Failure, Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.words import word


class LateEntriesPage(Page):
    """The entries of one machine that wait, and the word that lets one, or all of them, count."""

    help_key = "machines"
    concerns = ("machine", "packet", "visit")

    def __init__(self, desk: Desk, jobs: Jobs, device: DeviceId, machine: str) -> None:
        super().__init__(tr("Mục để riêng của máy %1", machine), tr("Máy đã báo mất"), back=True)
        self._desk, self._jobs, self._device = desk, jobs, device
        self._rows: tuple[LateEntry, ...] = ()
        self.ask_word: Callable[[int], Confirmation | None] = self._ask
        self._build()
        self.table.row_chosen.connect(lambda _: self._tell_one())
        self.one.clicked.connect(self._take_one)
        self.all.clicked.connect(self._take_all)

    def _build(self) -> None:
        self.one = Button(tr("Nhận lại mục đang chọn…"), icon=Icon.CHECK)
        self.all = Button(tr("Nhận lại tất cả…"), "primary", Icon.CHECK_CIRCLE)
        self.header.set_actions([self.one, self.all])
        self.table = Table(late_model(), tr("Mục để riêng"))
        self._card = TableCard(self.table)
        self._none = Card()
        told = tr("Mọi mục của máy này đã được nhận lại, hoặc chưa có mục nào tới sau khi báo mất.")
        self._none.add(EmptyState(tr("Không còn mục nào để riêng"), told, drawing=False))
        hint = tr("Gọi cho tổ trưởng, đọc tên chi bộ và ngày họp; chỉ nhận lại mục mà tổ trưởng nói là của mình.")
        content = QWidget()
        column = space.column(content, gap=tokens.S12)
        column.addWidget(Label(hint, "second", wrap=True))
        column.addWidget(self._card)
        column.addWidget(self._none)
        column.addStretch(1)
        self.set_content(content)

    # slots

    def refresh(self) -> None:
        self._jobs.submit(partial(releasing.late_entries, self._desk, self._device), self._show, self._failed)

    def _show(self, rows: tuple[LateEntry, ...]) -> None:
        self._rows = rows
        self.table.rows_model.set_rows(rows)
        self._card.setVisible(bool(rows))
        self._none.setVisible(not rows)
        self.all.setEnabled(bool(rows))
        self._tell_one()

    def _tell_one(self) -> None:
        self.one.setEnabled(isinstance(self.table.current, LateEntry))

    def _failed(self, failure: Failure) -> None:
        self.show_banner("failure", Banner("error", *sentences.of_failure(failure), buttons=[tr("Đóng")]))

    def _take_one(self) -> None:
        chosen = self.table.current
        if isinstance(chosen, LateEntry):
            self._take((chosen,))

    def _take_all(self) -> None:
        self._take(self._rows)

    def _take(self, entries: tuple[LateEntry, ...]) -> None:
        word_given = self.ask_word(len(entries))
        if word_given is not None:
            act = partial(releasing.release, self._desk, [one.entry for one in entries], word_given)
            self._jobs.submit(act, self._taken, self._failed)

    def _ask(self, count: int) -> Confirmation | None:
        dialog = ReleaseDialog(count, self)
        dialog.ask()
        return dialog.confirmation

    def _taken(self, outcome: Outcome[Released]) -> None:
        title = tr("Đã nhận lại %1 mục.", padded(outcome.value.entries))
        self.say(NoticeWords(title, tr("Tên người xác nhận và lý do đã ghi vào nhật ký, có chữ ký.")))
        self.changed.emit(outcome.changes)
        self.refresh()

    def panes(self) -> list[QWidget]:
        return [self.header, self.table]


class ReleaseDialog(Dialog):
    """Who confirmed, by which means, and why; the safe answer leaves everything aside."""

    def __init__(self, count: int, parent: QWidget) -> None:
        self._take = tr("Nhận lại")
        super().__init__(
            tr("Nhận lại %1 mục vào sổ chung?", padded(count)),
            tr("Các mục này được tính như mọi mục khác. Việc nhận lại được ghi tên và ký; muốn bỏ thì báo mất lại."),
            (tr("Để riêng tiếp"), self._take),
            parent=parent,
        )
        self.confirmation: Confirmation | None = None
        self.who = LineInput(limit=300)
        self.reason = LineInput(placeholder=tr("ghi trước khi mất máy"), limit=300)
        self.means = Segmented([(one, word(one)) for one in Means], Means.TELEPHONE)
        self._who = Field(tr("Ai xác nhận (họ tên, chức vụ)"), self.who)
        self._reason = Field(tr("Lý do"), self.reason)
        for widget in (self._who, Field(tr("Bằng cách nào"), self.means), self._reason):
            self.body.addWidget(widget)

    def press(self, words: str) -> None:
        """Taking back needs a name and a reason."""
        if words == self._take:
            who, reason = self.who.words().strip(), self.reason.words().strip()
            self._who.set_trouble("" if who else tr("Cần ghi ai xác nhận."))
            self._reason.set_trouble("" if reason else tr("Cần ghi lý do."))
            means = self.means.value
            if not who or not reason or not isinstance(means, Means):
                return
            self.confirmation = Confirmation(who, means, reason)
        super().press(words)


def late_model() -> RowsModel[LateEntry]:
    """One line per entry: what it is about, when it was written and when it came."""
    columns: list[Column[LateEntry]] = [
        Column(tr("Biên bản"), _about, second=_day),
        Column(tr("Mục số"), lambda row: padded(row.seq), width=96),
        Column(tr("Người ghi"), lambda row: row.person, look="body"),
        Column(tr("Ghi lúc, theo giờ máy đó"), lambda row: quantities.moment(row.wall), width=186, look="body"),
        Column(tr("Để riêng từ"), lambda row: quantities.moment(row.came_at), width=170, look="body"),
    ]
    return RowsModel(columns, spoken)


def _about(row: LateEntry) -> str:
    return row.cell or tr("Việc khác của máy")


def _day(row: LateEntry) -> str:
    return short_date(row.date) if row.date else ""


def spoken(row: LateEntry) -> str:
    """The row as one sentence."""
    facts = (_about(row), _day(row), tr("mục số %1", padded(row.seq)), row.person, quantities.moment(row.wall))
    return ", ".join(fact for fact in facts if fact)
