"""The organisation that is chosen: what it was on the day, what took its place, its history, and what can be done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from chibo_desktop.domain.ids import OrganisationId
from chibo_desktop.domain.organisation_tree import OnDay
from chibo_desktop.domain.wording import padded, short_date
from chibo_desktop.services import organisations, regimes
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.organisations import Named, OrganisationFile, WordLine
from chibo_desktop.ui import organisation_words, space, tokens
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.words import word

CHANGES: tuple[tuple[str, str], ...] = (
    ("rename", "Đổi tên…"),
    ("move", "Chuyển cấp trên…"),
    ("merge", "Sáp nhập…"),
    ("split", "Chia tách…"),
    ("dissolve", "Giải thể, kết thúc…"),
    ("categorise", "Đổi loại hình…"),
    ("correct", "Sửa chỗ ghi sai…"),
)
"""What can be done with an organisation, as `organisation_changes` knows it, with its words."""
_SHOWN = 2
"""Of these the first ones have a button of their own."""
_LINKS = 8
"""Successors and predecessors that are named; a province that was merged has over a hundred."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything that the panel shows of one organisation."""

    file: OrganisationFile
    words: tuple[WordLine, ...]
    names: dict[OrganisationId, str]
    day: dt.date


def look_up(desk: Desk, organisation: OrganisationId, day: dt.date) -> Shown:
    """Read it. Raises ``Refusal`` ORGANISATION_UNKNOWN."""
    file = organisations.file_of(desk, organisation, day)
    return Shown(file, organisations.words(desk, organisation), organisations.names(desk, day), day)


class OrganisationPanel(QWidget):
    """Two cards: the organisation, and every word about it; both hidden until one is chosen."""

    organisation_requested = Signal(object)  # OrganisationId
    change_requested = Signal(str)
    visits_requested = Signal(object, str)  # OrganisationId, name

    def __init__(self) -> None:
        super().__init__()
        self._shown: OrganisationId | None = None
        column = space.column(self, gap=tokens.S12)
        self.card = Card(gap=tokens.S8)
        self.name = Label("", "heading", wrap=True)
        self.chain = Label("", "second", wrap=True)
        self.gone = Label("", "medium", "warn", wrap=True)
        self.facts = Label("", wrap=True)
        self.visits = Label("", "second", wrap=True)
        self.card.add(self.name, self.chain, self.gone, self.facts)
        self._links = space.column(gap=tokens.S4)
        self.card.body.addLayout(self._links)
        self.see_visits = Button(tr("Xem các buổi dự"), "link", Icon.PEN)
        self.see_visits.clicked.connect(lambda: self.visits_requested.emit(self._shown, self.name.text()))
        self.card.add(self.visits, self.see_visits)
        self.buttons = [self._button(operation, words) for operation, words in CHANGES[:_SHOWN]]
        self.more = Button(tr("Thay đổi khác"), icon=Icon.CHEVRON_DOWN)
        self.more.clicked.connect(lambda: self.menu().popup(self.more.mapToGlobal(self.more.rect().bottomLeft())))
        self.card.add(*self.buttons, self.more)
        self.history = Card(tr("Lịch sử"), gap=tokens.S8)
        self._lines = space.column(gap=tokens.S12)
        self.history.body.addLayout(self._lines)
        column.addWidget(self.card)
        column.addWidget(self.history)
        column.addStretch(1)
        self.show_nothing()

    def _button(self, operation: str, words: str) -> Button:
        button = Button(tr(words))
        button.clicked.connect(lambda: self.change_requested.emit(operation))
        return button

    def menu(self) -> QMenu:
        """What else can be done."""
        menu = QMenu(self)
        for operation, words in CHANGES[_SHOWN:]:
            menu.addAction(tr(words), self._asking_for(operation))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _asking_for(self, operation: str) -> Callable[[], None]:
        return lambda: self.change_requested.emit(operation)

    def show_nothing(self) -> None:
        """None is chosen."""
        self.card.hide()
        self.history.hide()

    def show_organisation(self, shown: Shown) -> None:
        """Show this one."""
        file = shown.file
        self._shown = file.id
        self.name.setText(file.name)
        self._tell(self.chain, ", ".join(one.name for one in file.superiors))
        gone = tr("Ngày %1 không có tổ chức này.", short_date(shown.day)) if file.on_day is None else ""
        self._tell(self.gone, gone)
        self._tell(self.facts, "\n".join(_facts(file, shown.day)))
        self._show_links(file)
        then, today = padded(file.attended_then.visits), padded(file.attended_today.visits)
        self._tell(self.visits, tr("Buổi dự: %1 tính theo ngày dự, %2 quy về hiện nay.", then, today))
        self.see_visits.setVisible(bool(file.attended_today.visits))
        self._show_history(shown)
        self.card.setAccessibleName(file.name)
        self.card.show()
        self.history.setVisible(bool(shown.words))

    def _tell(self, label: Label, words: str) -> None:
        label.setText(words)
        label.setVisible(bool(words))

    def _show_links(self, file: OrganisationFile) -> None:
        _empty(self._links)
        self._link([(one, tr("Nay là %1", one.name)) for one in file.successors])
        self._link([(one, tr("Kế tục %1", one.name)) for one in file.predecessors])

    def _link(self, told: Sequence[tuple[Named, str]]) -> None:
        for other, words in told[:_LINKS]:
            button = Button(words, "link", Icon.ARROW_RIGHT)
            button.clicked.connect(lambda _=False, id_=other.id: self.organisation_requested.emit(id_))
            self._links.addWidget(button)
        if len(told) > _LINKS:
            self._links.addWidget(Label(tr("… và %1 tổ chức nữa", padded(len(told) - _LINKS)), "caption"))

    def _show_history(self, shown: Shown) -> None:
        _empty(self._lines)
        for line in shown.words:
            self._lines.addWidget(_History(line, shown))


class _History(QWidget):
    """One word: what and when, what it said, by which paper and who signed it."""

    def __init__(self, line: WordLine, shown: Shown) -> None:
        super().__init__()
        column = space.column(self)
        undone = tr("%1 (đã hủy bỏ)", organisation_words.operation(line))
        column.addWidget(Label(undone if line.is_undone else organisation_words.operation(line), "medium", wrap=True))
        facts = organisation_words.facts(line, shown.file.id, shown.names, shown.day)
        signed = tr("%1 ghi ngày %2", line.person, short_date(line.at.astimezone().date()))
        paper = tr("theo %1", line.decision) if line.decision else ""
        for words in ("; ".join(facts), ". ".join(fact for fact in (paper, line.reason, signed) if fact)):
            if words:
                column.addWidget(Label(words, "caption", wrap=True))


def _facts(file: OrganisationFile, day: dt.date) -> Iterable[str]:
    here = file.on_day
    if here is not None:
        yield from _own(here, day)
    counts = file.counts
    if counts.organisations:
        below, cells, members = padded(counts.organisations), padded(counts.cells), padded(counts.members)
        yield tr("%1 tổ chức ở dưới, %2 chi bộ, %3 đảng viên", below, cells, members)


def _own(here: OnDay, day: dt.date) -> Iterable[str]:
    if here.is_stray:
        yield tr("Cấp trên của tổ chức này ngày đó không còn.")
    if here.category or here.level:
        yield regimes.name_on(here.category or here.level, day)
    kinds = ([word(here.type)] if here.type else []) + [word(flag) for flag in here.areas]
    if kinds:
        yield ", ".join(kinds)
    if here.members is not None:
        yield tr("%1 đảng viên", padded(here.members))
    if here.code:
        yield tr("Mã %1", here.code)
    if here.kilometres is not None:
        yield tr("Cách cấp trên %1 km", here.kilometres)


def _empty(layout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
