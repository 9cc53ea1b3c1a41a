"""Hôm nay: what is being written, what waits at the cells, and whether the work is safe."""

from __future__ import annotations

import datetime as dt
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from chibo_desktop.domain.ids import PlannedId
from chibo_desktop.domain.outcomes import Outcome
from chibo_desktop.domain.register import StatementKind, StatementRow, VisitRow
from chibo_desktop.domain.visits import Visit, VisitState
from chibo_desktop.domain.wording import long_date, padded, short_date, weekday
from chibo_desktop.services import backups, machines, own_plan
from chibo_desktop.services import today as of_today
from chibo_desktop.services.backups import Backup
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.machines import OwnStanding
from chibo_desktop.services.open_items import OpenItem
from chibo_desktop.services.today import Today
from chibo_desktop.ui import leaf_words, sentences, space, tokens, words
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.chip import ChipLook
from chibo_desktop.ui.components.empty_state import EmptyState
from chibo_desktop.ui.components.entry_list import Entry, EntryList
from chibo_desktop.ui.components.label import IconLabel, Label, LongLabel
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.components.open_stack import OpenStack
from chibo_desktop.ui.components.scroll_page import SidePanel
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Failure, Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages import own_plan_rows
from chibo_desktop.ui.pages.next_visit import NextVisitCard, coming_entry, item_entry
from chibo_desktop.ui.pages.own_machine import remind_of_certificate
from chibo_desktop.ui.shortcuts import Keys
from chibo_desktop.ui.speech import tr

STALE_DAYS = 7
PLAN = "own_plan"
WAITING_SHOWN = 3

_UNSENT = (
    (VisitState.DRAFT, "Nháp"),
    (VisitState.FINALISED, "Đã chốt, chưa đóng gói"),
    (VisitState.PACKED, "Đã đóng gói, chờ báo nhận"),
    (VisitState.RETURNED, "Trả lại để bổ sung"),
)


class TodayPage(Page):
    """The first page of a group."""

    help_key = "today"
    concerns = ("visit", "backup", "office", "plan", "petition", "packet")

    record_requested = Signal()
    visit_requested = Signal(object)  # VisitId
    search_requested = Signal()

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__(tr("Hôm nay"))
        self._desk, self._jobs = desk, jobs
        self._build()
        self._connect()

    def _build(self) -> None:
        self.search = Button(tr("Tìm"), icon=Icon.SEARCH, key=Keys.SEARCH)
        self.record = Button(tr("Ghi buổi dự"), "primary", Icon.PLUS)
        self.record.tell_key(Keys.NEW)
        self.header.set_actions([self.search, self.record])
        self.next = NextVisitCard()
        self.coming = _Part(tr("Các buổi tiếp theo"), tr("Xem kế hoạch"))
        self.at_next = _Part(tr("Việc đang chờ"))
        self._items: tuple[OpenItem, ...] = ()
        self.drafts = _Part(tr("Đang ghi dở"))
        self.recent = _Part(tr("Các buổi gần đây"), tr("Xem tất cả"))
        self.waiting = _Part(tr("Việc đang chờ ở các chi bộ đã dự"), tr("Xem các buổi"))
        left = QWidget()
        column = space.column(left, gap=tokens.S20)
        for part in (self.next, self.drafts, self.coming, self.at_next, self.recent, self.waiting):
            column.addWidget(part)
        column.addStretch(1)
        self.unsent = _UnsentCard()
        self.backup = _BackupCard()
        self.year = YearCard()
        right = QWidget()
        cards = space.column(right, gap=tokens.S12)
        for card in (self.unsent, self.backup, self.year):
            cards.addWidget(card)
        self._panes = (left, right)
        self._full = SidePanel(left, right)
        self._stack = OpenStack()
        self._stack.add(self._full)
        self._stack.add(self._empty())
        self.set_content(self._stack)

    def _empty(self) -> QWidget:
        first = Button(tr("Ghi buổi dự"), "primary", Icon.PLUS)
        first.clicked.connect(self.record_requested)
        fetch = Button(tr("Lấy kế hoạch từ USB của văn phòng"), icon=Icon.USB)
        fetch.clicked.connect(lambda: self.open_requested.emit(PLAN, own_plan_rows.FETCH))
        card = Card()
        hints = [(tr("Ghi buổi dự mới"), Keys.NEW), (tr("Tìm"), Keys.SEARCH), (tr("Hướng dẫn"), Keys.HELP)]
        card.add(
            EmptyState(
                tr("Chưa có buổi dự nào trong kế hoạch"),
                tr("Khi có kế hoạch hoặc buổi dự đầu tiên, việc đang chờ và biên bản chưa gửi sẽ hiện ở đây."),
                [first, fetch],
                hints,
            )
        )
        return card

    def _connect(self) -> None:
        self.search.clicked.connect(self.search_requested)
        self.record.clicked.connect(self.record_requested)
        self.at_next.entries.opened.connect(self._open_visit)
        self.at_next.more.connect(self._show_all_at_next)
        for part in (self.drafts, self.recent, self.waiting):
            part.entries.opened.connect(self.visit_requested)
            part.more.connect(lambda: self.open_requested.emit("visits", None))
        self.coming.entries.opened.connect(lambda id_: self.open_requested.emit(PLAN, id_))
        self.coming.more.connect(lambda: self.open_requested.emit(PLAN, None))
        self.next.plan_requested.connect(lambda id_: self.open_requested.emit(PLAN, id_))
        self.next.cell_requested.connect(lambda cell: self.open_requested.emit("cells", cell))
        self.next.begin_requested.connect(self._begin)
        self.unsent.send_requested.connect(lambda: self.open_requested.emit("exchange", None))
        self.backup.wanted.connect(self._back_up)

    # slots

    def _open_visit(self, visit: object) -> None:
        """The minutes of a line; of another group's they are not on this machine."""
        if visit is None:
            self.say(NoticeWords(tr("Biên bản này do tổ khác ghi."), tr("Văn phòng chỉ gửi cho tổ việc đang chờ.")))
        else:
            self.visit_requested.emit(visit)

    def _begin(self, id_: PlannedId) -> None:
        self._jobs.submit(partial(own_plan.begin, self._desk, id_), self._begun, self._refused)

    def _begun(self, outcome: Outcome[Visit]) -> None:
        self.changed.emit(outcome.changes)
        self.visit_requested.emit(outcome.value.id)

    def _back_up(self) -> None:
        self.backup.set_busy(True)
        self._jobs.submit(partial(backups.back_up_now, self._desk), self._backed_up, self._not_backed_up)

    def _backed_up(self, outcome: Outcome[Backup]) -> None:
        self.backup.set_busy(False)
        self.changed.emit(outcome.changes)
        self.refresh()

    def _not_backed_up(self, failure: Failure) -> None:
        self.backup.set_busy(False)
        self._refused(failure)

    def _refused(self, failure: Failure) -> None:
        self.show_banner("failure", Banner("error", *sentences.of_failure(failure), buttons=[tr("Đóng")]))

    def refresh(self) -> None:
        self._jobs.submit(partial(of_today.today, self._desk), self._show, self._refused)
        self._jobs.submit(partial(machines.own_standing, self._desk), self._remind, self._refused)

    def _remind(self, standing: OwnStanding | None) -> None:
        remind_of_certificate(self.banners, standing)

    def _show(self, found: Today) -> None:
        me = self._desk.me
        day = tr("%1, %2", weekday(found.date), long_date(found.date))
        parts = [day, me.group.name, f"{me.author.post} {me.author.name}".strip()]
        self.set_title(tr("Hôm nay"), "  ·  ".join(part for part in parts if part))
        empty = not any(found.counts.values()) and not found.coming
        self._stack.open(1 if empty else 0)
        self.record.setVisible(not empty)
        self.drafts.show_entries([_visit_entry(row) for row in found.drafts])
        self._show_plan(found)
        self.recent.show_entries([] if found.coming else [_visit_entry(row) for row in found.recent])
        self.waiting.show_entries([_statement_entry(row) for row in found.waiting[:WAITING_SHOWN]])
        self.unsent.show_counts(found.counts, found.answers)
        self.backup.show_backup(found.last_backup, self._desk.clock())
        self.year.show_year(found)

    def _show_plan(self, found: Today) -> None:
        """The next visit, what comes after it, and what waits where it is held."""
        first = found.coming[0] if found.coming else None
        self.next.show_line(first, found.date)
        self.coming.show_entries([coming_entry(line) for line in found.coming[1:]])
        if first is not None:
            more = padded(len(found.at_next)) if len(found.at_next) > WAITING_SHOWN else ""
            self.at_next.set_words(
                tr("Việc đang chờ ở %1", first.visit.cell.name), tr("Xem cả %1 việc", more) if more else ""
            )
        self._items = found.at_next
        self.at_next.show_entries([item_entry(one) for one in found.at_next[:WAITING_SHOWN]])

    def _show_all_at_next(self) -> None:
        self.at_next.set_words(self.at_next.title.text(), "")
        self.at_next.show_entries(list(map(item_entry, self._items)))

    def panes(self) -> list[QWidget]:
        return [self.header, *self._panes] if self._stack.place == 0 else [self]

    def focus_first(self) -> None:
        self.record.setFocus()


class _Part(QWidget):
    """A heading, a list below it, and a link beside the heading. Without entries it is not there at all."""

    more = Signal()

    def __init__(self, title: str, link: str = "") -> None:
        super().__init__()
        column = space.column(self, gap=tokens.S8)
        head = space.row()
        self.title, self.link = LongLabel(title, "heading"), Button(link, "link")
        head.addWidget(self.title, 1)
        head.addWidget(self.link)
        self.link.clicked.connect(self.more)
        column.addLayout(head)
        self.entries = EntryList(title)
        column.addWidget(self.entries)
        self.set_words(title, link)
        self.hide()

    def set_words(self, title: str, link: str) -> None:
        """Change the heading, and the link beside it; without words there is no link."""
        self.title.setText(title)
        self.entries.setAccessibleName(title)
        self.link.set_words(link)
        self.link.setAccessibleName(f"{link}: {title}")
        self.link.setVisible(bool(link))

    def show_entries(self, entries: list[Entry]) -> None:
        self.entries.set_entries(entries)
        self.setVisible(bool(entries))


class _UnsentCard(Card):
    """How many minutes are not yet with the office, by what they wait for."""

    send_requested = Signal()

    def __init__(self) -> None:
        super().__init__(tr("Chưa về tới văn phòng"), gap=tokens.S12)
        self._figures: dict[VisitState, Label] = {}
        for state, name in _UNSENT:
            look = sentences.state_chip(state)
            figure = Label("0", "strong")
            line = space.row(gap=tokens.S12)
            tint = "text2" if look.tone == "neutral" else look.tone
            assert look.icon is not None
            space.put(line, IconLabel(look.icon, tint), Label(tr(name), "second"), None, figure)
            self.body.addLayout(line)
            self._figures[state] = figure
        self.answers = Label("", "second", wrap=True)
        self.add(self.answers)
        self.send = Button("", icon=Icon.USB)
        self.send.clicked.connect(self.send_requested)
        self.add(self.send)

    def show_counts(self, counts: dict[VisitState, int], answers: int = 0) -> None:
        for state, figure in self._figures.items():
            figure.setText(str(counts.get(state, 0)))
        self.answers.setText(tr("%1 trả lời kế hoạch, đi cùng gói sau", padded(answers)))
        self.answers.setVisible(bool(answers))
        ready = counts.get(VisitState.FINALISED, 0)
        self.send.set_words(tr("Đóng gói %1 biên bản vào USB", padded(ready)) if ready else tr("Mở Gửi – nhận"))


class YearCard(Card):
    """What was attended this year, against the quota where the office said one."""

    def __init__(self) -> None:
        super().__init__(gap=tokens.S8)
        line = space.row()
        self.name, self.count = Label("", "strong"), Label("", "strong")
        space.put(line, self.name, None, self.count)
        self.body.addLayout(line)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.told = Label("", "caption", wrap=True)
        self.add(self.bar, self.told)

    def show_year(self, found: Today) -> None:
        """Of a quota, which is each member's, the minutes of the person at work count."""
        self.bar.setVisible(bool(found.quota))
        if not found.quota:
            self.name.setText(tr("Đã dự năm %1", found.date.year))
            self.count.setText(tr("%1 buổi", padded(found.attended_this_year)))
            self.told.setText(tr("Tính các biên bản đã chốt, không tính biên bản đã rút."))
            return
        done, left = found.written_by_me, max(found.quota - found.written_by_me, 0)
        self.name.setText(tr("Chỉ tiêu năm %1", found.date.year))
        self.count.setText(tr("%1/%2 buổi", padded(done), padded(found.quota)))
        self.bar.setRange(0, found.quota)
        self.bar.setValue(min(done, found.quota))
        self.bar.setAccessibleName(f"{self.name.text()}: {self.count.text()}")
        rest = tr("Còn %1 buổi.", padded(left)) if left else tr("Đã đủ chỉ tiêu.")
        self.told.setText(tr("%1 Tính các biên bản đồng chí đã chốt trên sổ này.", rest))


class _BackupCard(Card):
    """When the book was last copied; amber when that is long ago."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__(gap=tokens.S8)
        head = space.row(gap=tokens.S12)
        self._icon = IconLabel(Icon.SHIELD, "ok", tokens.ICON_BANNER)
        space.put(head, self._icon, Label(tr("Sao lưu"), "strong"), None)
        self.body.addLayout(head)
        self._said = Label("", "second", wrap=True)
        self.now = Button(tr("Sao lưu ngay"), small=True)
        self.now.clicked.connect(self.wanted)
        self.add(self._said, self.now)

    def set_busy(self, busy: bool) -> None:
        self.now.setEnabled(not busy)
        self.now.set_words(tr("Đang sao lưu…") if busy else tr("Sao lưu ngay"))

    def show_backup(self, backup: Backup | None, now: dt.datetime) -> None:
        age = (now.astimezone().date() - backup.made_at.astimezone().date()).days if backup else None
        fresh = age is not None and age <= STALE_DAYS
        self._icon.set_icon(Icon.SHIELD if fresh else Icon.TRIANGLE, "ok" if fresh else "warn")
        self._said.set_tint("" if fresh else "warn")
        self._said.setText(_backup_words(backup, age))
        self.now.setVisible(not fresh)


def _backup_words(backup: Backup | None, age: int | None) -> str:
    if backup is None or age is None:
        return tr("Chưa sao lưu lần nào.")
    at = backup.made_at.astimezone()
    if age > STALE_DAYS:
        return tr("Đã %1 ngày chưa sao lưu.", padded(age))
    if age <= 1:
        day = tr("Hôm qua") if age == 1 else tr("Hôm nay")
        return tr("%1 %2, đã đọc lại và khớp.", day, at.strftime("%H:%M"))
    return tr("Ngày %1, đã đọc lại và khớp.", short_date(at.date()))


def _visit_entry(row: VisitRow) -> Entry:
    date = (f"{row.date.day:02d}", tr("tháng %1", row.date.month)) if row.date else ("–", tr("chưa ghi"))
    second = [row.superior, words.word(row.kind).lower(), row.start or ""]
    if row.total is not None:
        second.append(tr("%1 đảng viên", padded(row.total)))
    name = row.cell or tr("Chưa ghi tên chi bộ")
    return Entry(row.id, name, "  ·  ".join(part for part in second if part), date, sentences.state_chip(row.state))


def _statement_entry(row: StatementRow) -> Entry:
    guidance = row.kind is StatementKind.GUIDANCE
    said = leaf_words.said(row.text)
    title = tr("Chỉ đạo: %1", said) if guidance else said
    facts = [] if guidance else [tr("%1 nêu", row.who or tr("Một đảng viên"))]
    if row.addressee is not None:
        facts.append(tr("gửi %1", words.word(row.addressee)))
    if row.deadline is not None:
        facts.append(tr("hạn %1", short_date(row.deadline)))
    chip = ChipLook(tr("Cần kiểm tra"), "warn", Icon.CLOCK) if guidance else sentences.state_chip("new")
    return Entry(row.visit, title, "  ·  ".join(facts), None, chip)
