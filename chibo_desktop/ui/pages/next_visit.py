"""The next planned visit as the one large card of Hôm nay, and what comes after it."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from chibo_desktop.domain.petitions import ENDED
from chibo_desktop.domain.plans import PlanState
from chibo_desktop.domain.register import StatementKind
from chibo_desktop.domain.wording import month_of, short_date, weekday
from chibo_desktop.services.open_items import OpenItem
from chibo_desktop.services.own_plan_views import OwnLine
from chibo_desktop.ui import leaf_words, own_plan_words, sentences, space, tokens, words
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.chip import ChipLook
from chibo_desktop.ui.components.entry_list import Entry
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.label import IconLabel, Label
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.plan_words import hours_words
from chibo_desktop.ui.speech import tr

_TILE = 96


class NextVisitCard(Card):
    """Hidden while nothing is planned."""

    begin_requested = Signal(object)  # PlannedId
    plan_requested = Signal(object)  # PlannedId
    cell_requested = Signal(object)  # CellSnapshot

    def __init__(self) -> None:
        super().__init__()
        self._line: OwnLine | None = None
        self._large, self._small, self._weekday = Label("", "figure"), Label("", "caption"), Label("", "label")
        self.far = Label("", "label")
        self.name = Label("", "subfigure", wrap=True)
        self.chain = Label("", "second", wrap=True)
        self.kind = Label("", "second", wrap=True)
        self.when = Label("", "second", wrap=True)
        self.way = Label("", "second", wrap=True)
        self.begin = Button(tr("Bắt đầu ghi"), icon=Icon.PEN)
        self.plan = Button(tr("Xem, trả lời"), "quiet", Icon.CALENDAR)
        self.cell = Button(tr("Hồ sơ chi bộ"), "quiet", Icon.BOOK)
        self.cell.clicked.connect(lambda: self._line and self.cell_requested.emit(self._line.visit.cell))
        self.begin.clicked.connect(lambda: self._tell(self.begin_requested))
        self.plan.clicked.connect(lambda: self._tell(self.plan_requested))
        line = space.row(gap=tokens.S20)
        line.addWidget(self._tile(), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._words(), 1)
        self.body.addLayout(line)
        self.hide()

    def _tile(self) -> QWidget:
        tile = QWidget()
        tile.setProperty("look", "date-tile")
        tile.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        space.fix(tile, width=_TILE)
        column = space.column(tile, (tokens.S4, tokens.S8))
        for label in (self._weekday, self._large, self._small):
            column.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
        return tile

    def _words(self) -> QWidget:
        holder = QWidget()
        column = space.column(holder, gap=tokens.S4)
        for label in (self.far, self.name, self.chain, self.kind):
            column.addWidget(label)
        for icon, label in ((Icon.CLOCK, self.when), (Icon.ROUTE, self.way)):
            line = space.row(gap=tokens.S8)
            sign = IconLabel(icon, "text2", tokens.ICON_INLINE)
            line.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(label, 1)
            column.addLayout(line)
            if label is self.way:
                self._way_sign = sign
        column.addSpacing(tokens.S4)
        column.addWidget(Flow(self.begin, self.plan, self.cell, gap=tokens.S12))
        holder.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        return holder

    def show_line(self, line: OwnLine | None, today: dt.date) -> None:
        """Show this visit, whose day is known, or none."""
        self._line = line
        self.setVisible(line is not None)
        if line is None or line.visit.day is None:
            return
        visit, day = line.visit, line.visit.day
        self._weekday.setText(weekday(day))
        self._large.setText(f"{day.day:02d}")
        self._small.setText(tr("tháng %1", day.month))
        self.far.setText(tr("Buổi dự sắp tới  ·  %1", own_plan_words.far(day, today)))
        self.name.setText(visit.cell.name or tr("Chưa ghi tên chi bộ"))
        _show(self.chain, own_plan_words.chain(visit))
        facts = (words.word(visit.kind).lower(), own_plan_words.members(visit), _answered(line))
        _show(self.kind, "  ·  ".join(part for part in facts if part))
        place = ", ".join(part for part in (hours_words(visit), visit.place) if part)
        self.when.setText(place or tr("Chưa ghi giờ và nơi họp"))
        _show(self.way, own_plan_words.travel(visit))
        self._way_sign.setVisible(bool(self.way.text()))
        self.begin.set_words(tr("Ghi tiếp") if line.draft else tr("Bắt đầu ghi"))
        self.setAccessibleName(tr("Buổi dự sắp tới: %1, %2", visit.cell.name, own_plan_words.when(visit)))

    def _tell(self, signal: object) -> None:
        if self._line is not None:
            signal.emit(self._line.visit.id)  # type: ignore[attr-defined] - one of the signals above


def coming_entry(line: OwnLine) -> Entry:
    """A planned visit as a line of the list."""
    visit = line.visit
    second = [own_plan_words.second(visit), hours_words(visit)]
    if visit.day is not None:
        second.append(month_of(visit.day))
    return Entry(
        visit.id,
        visit.cell.name or tr("Chưa ghi tên chi bộ"),
        "  ·  ".join(part for part in second if part),
        own_plan_words.date_tile(visit),
        own_plan_words.state_chip(line),
    )


def item_entry(one: OpenItem) -> Entry:
    """What waits at the next cell, as a line of the list; it opens the minutes where they are here."""
    is_guidance = one.kind is StatementKind.GUIDANCE
    said = leaf_words.said(one.text)
    title = tr("Chỉ đạo: %1", said) if is_guidance else said
    facts = [] if is_guidance else [tr("%1 nêu", one.who or tr("Một đảng viên"))]
    if one.date is not None:
        facts.append(tr("buổi %1", short_date(one.date)))
    if one.addressee is not None:
        facts.append(tr("gửi %1", words.word(one.addressee)))
    if one.due is not None and is_guidance:
        facts.append(tr("hạn %1", short_date(one.due)))
    return Entry(one.visit, title, "  ·  ".join(facts), None, _item_chip(one))


def _item_chip(one: OpenItem) -> ChipLook:
    if one.state in ENDED:
        return ChipLook(tr("Chưa báo lại chi bộ"), "ok", Icon.CHECK_CIRCLE, told=words.word(one.state))
    if one.kind is StatementKind.GUIDANCE:
        return ChipLook(tr("Cần kiểm tra"), "warn", Icon.CLOCK)
    return sentences.state_chip(one.state)


def _answered(line: OwnLine) -> str:
    return "" if line.state is PlanState.PLANNED else words.word(line.state).lower()


def _show(label: Label, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))
