"""*Xóa theo yêu cầu*: looking for a person in all minutes, deciding place by place, and erasing for good (M26)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.erasing import Sought
from chibo_desktop.domain.outcomes import Outcome
from chibo_desktop.domain.wording import padded
from chibo_desktop.services import backups, erasing, erasing_registers
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.erasing import Choice, Erased, FoundVisit
from chibo_desktop.services.erasing_registers import FoundRegister
from chibo_desktop.ui import sentences, space, tokens
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.dialog import Dialog
from chibo_desktop.ui.components.empty_state import EmptyState
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.table import Table, TableCard
from chibo_desktop.ui.components.text_input import LineInput
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Failure, Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages.editor import finalising
from chibo_desktop.ui.pages.erase_rows import Fate, LeafLine, LeafRows, choices_of, lines_of
from chibo_desktop.ui.speech import announce, tr


class ErasePage(Page):
    """Name and reason above, the places that were found below; nothing goes before the question was answered."""

    help_key = "erasing"
    concerns = ()

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__(tr("Xóa theo yêu cầu"), _whole(), back=True)
        self._desk, self._jobs = desk, jobs
        self.rows = LeafRows()
        self._build()
        self._connect()
        self._weigh()

    def _build(self) -> None:
        self.name = LineInput("", tr("Họ và tên như trong biên bản (không cần dấu)"), 300)
        self.search = Button(tr("Tìm"), icon=Icon.SEARCH)
        self.reason = LineInput("", tr("Ví dụ: theo đơn ngày 01/12/2026"), 1000)
        space.fix(self.name, width=360)
        space.fix(self.reason, width=360)
        self.table = Table(self.rows, tr("Các chỗ có người này"), fits=False, two_lines=True)
        self._fates = [
            self._fate(tr("Giữ"), Fate.KEEP, None),
            self._fate(tr("Chỉ xóa tên"), Fate.MASK, Icon.TRASH),
            self._fate(tr("Xóa cả chỗ này"), Fate.ERASE, Icon.TRASH),
        ]
        keys = tr("Phím 1 giữ, 2 chỉ xóa tên, 3 xóa cả chỗ; Enter đổi lần lượt.")
        foot = QWidget()
        row = space.row(foot, (tokens.S16, tokens.S8), tokens.S12)
        row.addWidget(Flow(*self._fates, Label(keys, "caption"), gap=tokens.S12, centred=False), 1)
        self._listed = TableCard(self.table, foot)
        self._nothing = Card()
        self._lay_out()
        self.erase = Button(tr("Xóa các chỗ đã chọn…"), "primary", Icon.TRASH)
        self.header.set_actions([self.erase])

    def _lay_out(self) -> None:
        content = QWidget()
        column = space.column(content, gap=tokens.S12)
        found = Field(tr("Người cần xóa"), self.name)
        why = Field(tr("Lý do (được ký cùng việc xóa)"), self.reason)
        looks = QWidget()
        below = space.column(looks, (0, tokens.S24, 0, 0))
        below.addWidget(self.search)
        self._asked = Flow(found, looks, why, gap=tokens.S12)
        column.addWidget(self._asked)
        column.addWidget(self._listed, 1)
        column.addWidget(self._nothing, 1)
        self._say_nothing(
            tr("Tìm một người"),
            tr("Các chỗ có tên và lời của người đó sẽ hiện ở đây để xem từng chỗ trước khi xóa."),
        )
        self.set_content(content, scrolls=False)

    def _fate(self, words: str, fate: Fate, icon: Icon | None) -> Button:
        button = Button(words, "quiet", icon, small=True)
        button.clicked.connect(lambda: self._decide(self.table.currentIndex().row(), fate))
        return button

    def _connect(self) -> None:
        self.search.clicked.connect(self.look)
        self.name.finished.connect(self.look)
        self.reason.text_changed_settled.connect(self._weigh)
        self.reason.text_committed.connect(self._weigh)
        self.table.digit_typed.connect(self._digit)
        self.table.row_opened.connect(lambda _: self._next(self.table.currentIndex().row()))
        self.rows.dataChanged.connect(self._weigh)
        self.rows.modelReset.connect(self._weigh)
        self.erase.clicked.connect(self.ask)

    # what the shell calls

    def panes(self) -> list[QWidget]:
        return [self._asked, self.table if self._listed.isVisible() else self._nothing]

    def focus_first(self) -> None:
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    # slots

    def look(self) -> None:
        """Look for the person everywhere."""
        self.name.commit()
        sought = Sought((self.name.words(),))
        self.search.setEnabled(False)
        act: Callable[..., object] = lambda progress, _: _look(self._desk, sought, progress)  # noqa: E731
        self._jobs.submit(act, self._show, self._refused, self._progressed)

    def _progressed(self, done: int, total: int) -> None:
        self.set_title(self.title, tr("Đang xem biên bản %1 trong %2", padded(done + 1), padded(total)))

    def _show(self, found: tuple[FoundVisit | FoundRegister, ...]) -> None:
        self.search.setEnabled(True)
        self.rows.set_rows(lines_of(found))
        others = sum(isinstance(one, FoundRegister) for one in found)
        told = tr("%1 chỗ trong %2", padded(self.rows.rowCount()), _among(len(found) - others, others))
        self.set_title(self.title, told if found else _whole())
        self._listed.setVisible(bool(found))
        self._nothing.setVisible(not found)
        if not found:
            self._say_nothing(
                tr("Không thấy “%1” trong sổ.", self.name.words().strip()),
                tr("Hãy thử cách viết khác của tên. Biên bản chưa gửi về văn phòng thì chưa tìm được."),
            )
        announce(self, told)
        if found:
            self.table.choose(0)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_nothing(self, title: str, sentence: str) -> None:
        while (item := self._nothing.body.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self._nothing.add(EmptyState(title, sentence, drawing=False))
        self._listed.hide()
        self._nothing.show()

    def _digit(self, place: int, digit: int) -> None:
        if digit <= len(Fate):
            self._decide(place, tuple(Fate)[digit - 1])

    def _decide(self, place: int, fate: Fate) -> None:
        if place >= 0:
            self.rows.decide(place, fate)
            self.table.choose(min(place + 1, self.rows.rowCount() - 1))
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _next(self, place: int) -> None:
        if place >= 0:
            self.rows.decide_next(place)

    def choices(self) -> tuple[Choice, ...]:
        """What was decided."""
        return choices_of(self.rows.rows)

    def _weigh(self, *_: object) -> None:
        """Erasing needs a reason and something to erase."""
        self.erase.setEnabled(bool(self.choices()) and bool(self.reason.words().strip()))

    def ask(self) -> None:
        """M26, with how much goes; the safe answer is the default."""
        self.reason.commit()
        dialog = self.question()
        finalising.when_answered(dialog, tr("Xóa"), self.carry_out)

    def question(self) -> Dialog:
        """The question, and how much it is about."""
        lines = [line for line in self.rows.rows if line.fate is not Fate.KEEP]
        visits = {line.visit.id for line in lines}
        dialog = sentences.dialog("M26", parent=self)
        others = {line.visit.id for line in lines if isinstance(line.visit, FoundRegister)}
        among = _among(len(visits) - len(others), len(others))
        told = tr("%1 chỗ trong %2. %3", padded(len(lines)), among, _kept(self.rows.rows))
        dialog.body.addWidget(Label(told, "second", wrap=True))
        return dialog

    def carry_out(self) -> None:
        """Erase what was decided."""
        self.erase.setEnabled(False)
        act = partial(erasing.erase, self._desk, self.choices(), self.reason.words())
        self._jobs.submit(act, self._done, self._refused)

    def _done(self, outcome: Outcome[Erased]) -> None:
        done = outcome.value
        self.rows.set_rows([])
        self._say_nothing(
            tr("Đã xóa %1 chỗ trong %2.", padded(done.leaves), _among(done.visits, done.others)),
            tr("Số liệu và chữ ký vẫn đúng. Lần xuất gói kế tiếp báo cho máy của tổ xóa theo."),
        )
        self.set_title(self.title, _whole())
        self._tell_rest(done)
        self.changed.emit(outcome.changes)
        self._jobs.submit(partial(backups.holding_erased, self._desk), self._warn_of_backups, self._refused)

    def _tell_rest(self, done: Erased) -> None:
        if done.finished.still_held:
            title = tr("%1 tệp ở Để riêng còn giữ phần đã xóa.", padded(len(done.finished.still_held)))
            text = tr("Tệp đó còn mục chưa nhận nên chưa bỏ. Khi hợp nhất, phần đã xóa không trở lại sổ.")
            self.show_banner("held", Banner("warn", title, text, buttons=[tr("Đóng")]))

    def _warn_of_backups(self, count: int) -> None:
        if not count:
            return
        title = tr("%1 bản sao lưu trên máy này làm trước khi xóa, còn giữ phần đã xóa.", padded(count))
        text = tr("Mở lại bản đó thì máy tự xóa lại. Bản sao trên USB hoặc ổ khác hãy tự bỏ.")
        banner = Banner("warn", title, text, buttons=[tr("Để sau"), tr("Sao lưu mới, bỏ bản cũ")])
        self.show_banner("backups", banner, self._renew_backups)

    def _renew_backups(self, words: str) -> None:
        if words == tr("Sao lưu mới, bỏ bản cũ"):
            self._jobs.submit(partial(backups.replace_older, self._desk), self._renewed, self._refused)

    def _renewed(self, outcome: Outcome[int]) -> None:
        title = tr("Đã sao lưu mới, đã bỏ %1 bản cũ.", padded(outcome.value))
        self.show_banner("backups", Banner("ok", title, buttons=[tr("Đóng")]))
        self.changed.emit(outcome.changes)

    def _refused(self, failure: Failure) -> None:
        self.search.setEnabled(True)
        self._weigh()
        self.show_banner("refused", Banner("error", *sentences.of_failure(failure), buttons=[tr("Đóng")]))


def _look(desk: Desk, sought: Sought, progress: erasing.Progress) -> tuple[FoundVisit | FoundRegister, ...]:
    return (*erasing.look(desk, sought, None, progress), *erasing_registers.look(desk, sought))


def _whole() -> str:
    return tr("Tên và lời của một người, trong mọi biên bản, danh sách, quyết định và kế hoạch của sổ")


def _among(visits: int, others: int) -> str:
    """In how many minutes, and in how many rosters, decisions and plans."""
    registers = tr("%1 danh sách, quyết định, kế hoạch", padded(others))
    if not others:
        return tr("%1 biên bản", padded(visits))
    return tr("%1 biên bản và %2", padded(visits), registers) if visits else registers


def _kept(lines: tuple[LeafLine, ...]) -> str:
    kept = sum(line.fate is Fate.KEEP for line in lines)
    return tr("%1 chỗ đã xem và giữ lại.", padded(kept)) if kept else ""
