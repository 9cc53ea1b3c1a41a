"""Danh mục › Tổ và quyết định: decisions, the groups of a day, and the way to everything about them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from chibo_desktop.domain.ids import DecisionId
from chibo_desktop.domain.outcomes import Outcome
from chibo_desktop.domain.text import fold
from chibo_desktop.domain.wording import padded, short_date
from chibo_desktop.services import group_views, groups
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.group_views import DecisionRow, GroupRow
from chibo_desktop.services.groups import Copy
from chibo_desktop.ui import sentences, space, tokens
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.date_time import DateInput
from chibo_desktop.ui.components.empty_state import EmptyState
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.components.scroll_page import SidePanel
from chibo_desktop.ui.components.table import Table, TableCard
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Failure, Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages.decision import DecisionPage, write_appendix
from chibo_desktop.ui.pages.decision_panel import DecisionPanel
from chibo_desktop.ui.pages.group_dialogs import CopyDialog, RevokeDialog
from chibo_desktop.ui.pages.group_rows import decisions_model, groups_model
from chibo_desktop.ui.pages.people import PeoplePage
from chibo_desktop.ui.shortcuts import Keys
from chibo_desktop.ui.speech import tr

_DATE_WIDTH = 150


@dataclass(frozen=True, slots=True)
class _Shown:
    decisions: tuple[DecisionRow, ...]
    groups: tuple[GroupRow, ...]


class GroupsPage(Page):
    """The decisions above, the groups of a day below, what is chosen at the right."""

    help_key = "groups"
    concerns = ("group", "decision draft", "person", "organisation")

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__(tr("Danh mục"), tr("Tổ và quyết định"))
        self._desk, self._jobs = desk, jobs
        self._chosen: DecisionId | None = None
        self.ask_copy: Callable[[DecisionRow], Copy | None] = self._copy_dialog
        self.ask_reason: Callable[[DecisionRow], str] = self._reason_dialog
        self.ask_place: Callable[[str, str], str] = self._place_dialog
        self._build()
        self._connect()

    def _build(self) -> None:
        self.people = Button(tr("Danh bạ"), icon=Icon.USERS)
        self.new = Button(tr("Quyết định mới"), "primary", Icon.PLUS, Keys.NEW)
        self.header.set_actions([self.people, self.new])
        self.table = Table(decisions_model(), tr("Các quyết định"))
        self.groups = Table(groups_model(), tr("Các tổ của ngày"))
        self.panel = DecisionPanel()
        self.day = DateInput(self._desk.today(), self._desk.today)
        day = Field(tr("Xem các tổ ngày"), self.day)
        space.fix(day, width=_DATE_WIDTH)
        self._none = Card()
        told = tr("Ghi quyết định phân công các tổ: số, ngày, thời hạn, tổ trưởng, thành viên, tổ chức được giao.")
        self._none.add(EmptyState(tr("Chưa có quyết định nào"), told))
        self._no_groups = Label("", "second", wrap=True)
        self._list, self._of_day = TableCard(self.table), TableCard(self.groups)
        left = QWidget()
        column = space.column(left, gap=tokens.S12)
        for widget in (self._none, self._list, day, self._no_groups, self._of_day):
            column.addWidget(widget)
        self._day = day
        column.addStretch(1)
        self.set_content(SidePanel(left, self.panel))

    def _connect(self) -> None:
        self.new.clicked.connect(self._begin)
        self.people.clicked.connect(lambda: self.push_requested.emit(PeoplePage(self._desk, self._jobs)))
        self.table.row_chosen.connect(self._choose)
        self.table.row_opened.connect(self._open)
        self.groups.row_opened.connect(lambda row: self._push(row.decision))
        self.panel.open_requested.connect(self._open)
        self.panel.copy_requested.connect(self._copy)
        self.panel.revoke_requested.connect(self._revoke)
        self.panel.pdf_requested.connect(partial(self._save, ".pdf"))
        self.panel.sheet_requested.connect(partial(self._save, ".xlsx"))
        self.day.value_changed.connect(lambda _: self.refresh())

    # what is seen

    def refresh(self) -> None:
        day = self.day.value or self._desk.today()

        def fetch() -> _Shown:
            return _Shown(group_views.decision_rows(self._desk), group_views.group_rows(self._desk, day))

        self._jobs.submit(fetch, self._show, self._failed)

    def _show(self, shown: _Shown) -> None:
        self.table.rows_model.set_rows(shown.decisions)
        self.groups.rows_model.set_rows(shown.groups)
        place = next((at for at, row in enumerate(shown.decisions) if row.id == self._chosen), 0)
        self.table.choose(place)
        self.panel.show_row(shown.decisions[place] if shown.decisions else None)
        some = bool(shown.decisions)
        self._none.setVisible(not some)
        for widget in (self._list, self._day):
            widget.setVisible(some)
        self._of_day.setVisible(bool(shown.groups))
        day = short_date(self.day.value or self._desk.today())
        self._no_groups.setText(tr("Ngày %1 không có tổ nào: chưa quyết định nào có hiệu lực.", day))
        self._no_groups.setVisible(some and not shown.groups)
        told = tr("%1 quyết định, %2 tổ ngày %3", padded(len(shown.decisions)), padded(len(shown.groups)), day)
        self.set_title(tr("Danh mục"), told if some else tr("Tổ và quyết định"))

    def _choose(self, row: object) -> None:
        if isinstance(row, DecisionRow):
            self._chosen = row.id
            self.panel.show_row(row)

    def show_subject(self, subject: object) -> None:
        """A decision to open."""
        if isinstance(subject, str):
            self._push(DecisionId(subject))

    # writing

    def _begin(self) -> None:
        def begin() -> Outcome[Any]:
            return groups.save_draft(self._desk, groups.new_decision(self._desk))

        self._jobs.submit(begin, self._begun, self._failed)

    def _begun(self, outcome: Outcome[Any]) -> None:
        self.changed.emit(outcome.changes)
        self._chosen = outcome.value.decision
        self._push(outcome.value.decision)

    def _open(self, row: object) -> None:
        if isinstance(row, DecisionRow):
            self._chosen = row.id
            self._push(row.id)

    def _push(self, id_: DecisionId) -> None:
        page = DecisionPage(self._desk, self._jobs, id_)
        self.push_requested.emit(page)

    def _copy(self, row: DecisionRow) -> None:
        copy = self.ask_copy(row)
        if copy is not None:

            def act() -> Outcome[Any]:
                return groups.save_draft(self._desk, groups.copied(self._desk, row.id, copy))

            self._jobs.submit(act, self._begun, self._failed)

    def _revoke(self, row: DecisionRow) -> None:
        reason = self.ask_reason(row)
        if reason:
            work = partial(groups.revoke, self._desk, row.id, reason)
            self._jobs.submit(work, partial(self._revoked, row), self._failed)

    def _revoked(self, row: DecisionRow, outcome: Outcome[Any]) -> None:
        self.changed.emit(outcome.changes)
        text = tr("Các tổ của quyết định này không còn tính. Mở quyết định rồi ban hành lại thì tính lại.")
        self.say(NoticeWords(tr("Đã thu hồi quyết định %1.", row.number), text))
        self.refresh()

    # files

    def _save(self, suffix: str, row: DecisionRow) -> None:
        name = self.ask_place(tr("Lưu phụ lục"), appendix_name(row.number, suffix))
        if name:
            place = Path(name) if Path(name).suffix else Path(f"{name}{suffix}")
            self._jobs.submit(partial(write_appendix, self._desk, row.id, place), self._saved, self._failed)

    def _saved(self, place: Path) -> None:
        text = tr("Phụ lục ghi theo bản đã ban hành.")
        self.say(NoticeWords(tr("Đã lưu phụ lục: %1", place.name), text))

    def _copy_dialog(self, row: DecisionRow) -> Copy | None:
        dialog = CopyDialog(row, self._desk.today(), self)
        dialog.ask()
        return dialog.copy

    def _reason_dialog(self, row: DecisionRow) -> str:
        dialog = RevokeDialog(row, self)
        dialog.ask()
        return dialog.reason

    def _place_dialog(self, title: str, name: str) -> str:
        chosen, _ = QFileDialog.getSaveFileName(self, title, name)
        return chosen

    def _failed(self, failure: Failure) -> None:
        self.show_banner("failure", Banner("error", *sentences.of_failure(failure), buttons=[tr("Đóng")]))

    def panes(self) -> list[QWidget]:
        return [self.header, self.table, self.groups, self.panel]

    def focus_first(self) -> None:
        (self.table if self.table.isVisible() else self.new).setFocus()


def appendix_name(number: str, suffix: str) -> str:
    """A file name that every stick can carry: `phu-luc-12-qd-tu.pdf`."""
    letters = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in fold(number))
    return "-".join(part for part in ("phu-luc", *letters.split("-")) if part) + suffix
