"""The dialog of one change of the register: what, from which day, by which paper; below it what that would touch."""

from __future__ import annotations

import datetime as dt
from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QWidget

from chibo_desktop.domain.ids import OrganisationId, RandomBytes, new_id
from chibo_desktop.domain.operations import Ruling
from chibo_desktop.domain.organisation_tree import OnDay, Tree
from chibo_desktop.domain.outcomes import Cancelled, Outcome
from chibo_desktop.domain.reorganisation import Reorganisation
from chibo_desktop.domain.text import clean_name, fold
from chibo_desktop.services import organisations, reorganising
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.reorganising import Changed, Preview
from chibo_desktop.ui import organisation_words, sentences, space, tokens
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.choice import Choice
from chibo_desktop.ui.components.completer import CompleterInput
from chibo_desktop.ui.components.date_time import DateInput
from chibo_desktop.ui.components.dialog import Dialog
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.scroll_page import ScrollPage
from chibo_desktop.ui.components.text_input import LineInput
from chibo_desktop.ui.jobs import Failure, Jobs
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.tokens import px

_SHORT, _AROUND = 168, 200  # width of a date; height of title, buttons and margins
SETTLES = 400  # milliseconds without typing, after which the preview is made anew

Making = Callable[[Tree, Ruling], Reorganisation]
"""Makes the word from the tree of its day: what stands below an organisation is known only there."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What a dialog offers: the register of the day on which it was opened, and in it each one by a name of its own."""

    day: dt.date
    tree: Tree
    random: RandomBytes
    names: dict[str, OrganisationId]

    def fresh_id(self) -> OrganisationId:
        """The id of an organisation that is founded by this change."""
        return OrganisationId(new_id(self.random))


@dataclass(frozen=True, slots=True)
class Subject:
    """The organisation that the change is about; ``on_day`` is ``None`` where it does not stand on that day."""

    id: OrganisationId
    name: str
    on_day: OnDay | None


def names_of(tree: Tree) -> dict[str, OrganisationId]:
    """Every organisation by its name; those of one name, marks aside, are told apart by their superiors."""
    named: dict[str, list[OnDay]] = {}
    for one in tree.below(None):
        named.setdefault(fold(one.name), []).append(one)
    found: dict[str, OrganisationId] = {}
    for same in named.values():
        for one in same:
            above = tree.chain(one.id)[:2] if len(same) > 1 else ()
            found.setdefault(", ".join((one.name, *(superior.name for superior in above))), one.id)
    return found


class OrganisationInput(CompleterInput):
    """An organisation of the day by its name, found without marks."""

    def __init__(self, offered: Offered, placeholder: str = "") -> None:
        super().__init__(placeholder=placeholder)
        self._ids = offered.names
        self.set_names(list(self._ids))

    @property
    def value(self) -> OrganisationId | None:
        """The organisation whose name stands there."""
        return self._ids.get(clean_name(self.words()))

    def show_organisation(self, organisation: OrganisationId | None) -> None:
        """Show an organisation by its name."""
        self.set_words(next((name for name, id_ in self._ids.items() if id_ == organisation), ""))


class ChangeForm(QWidget):
    """The fields of one kind of change. `edited` when something was typed or chosen."""

    edited = Signal()
    needs_subject = True
    deed = ""
    """What the button says."""
    begins_empty = False
    """Whether the day may be left out: since ever."""

    def __init__(self, offered: Offered, subject: Subject | None) -> None:
        super().__init__()
        self.offered, self.subject = offered, subject
        self.column = space.column(self, gap=tokens.S12)

    @property
    @abstractmethod
    def title(self) -> str:
        """The question."""

    @abstractmethod
    def making(self) -> Making | None:
        """What is asked for, or ``None`` while something that is needed is missing."""

    def set_day(self, day: dt.date) -> None:
        """Another day was typed: levels and categories are those of its regime."""

    @property
    def about(self) -> Subject:
        """The organisation; only of forms that need one."""
        assert self.subject is not None
        return self.subject

    def line(self, label: str, widget: LineInput, hint: str = "") -> Field:
        """A field whose typing is told, on a line of its own."""
        field = self.field(label, widget, hint)
        self.column.addWidget(field)
        return field

    def field(self, label: str, widget: LineInput | Choice, hint: str = "") -> Field:
        """A field whose typing or choosing is told."""
        if isinstance(widget, Choice):  # the longest words of a regime would make the dialog wider than it may be
            widget.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            widget.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            widget.chosen.connect(lambda _: self.edited.emit())
        else:
            widget.text_changed_settled.connect(lambda _: self.edited.emit())
            widget.text_committed.connect(lambda _: self.edited.emit())
        return Field(label, widget, hint)


class ChangeDialog(Dialog):
    """Asks until it is refused no more. The safe button does nothing; the other one signs one entry."""

    done_changing = Signal(object)  # Outcome[Changed]

    def __init__(self, form: ChangeForm, desk: Desk, jobs: Jobs, parent: QWidget) -> None:
        self._deed = form.deed
        super().__init__(form.title, "", (tr("Chưa ghi"), form.deed), parent=parent)
        self._form, self._desk, self._jobs = form, desk, jobs
        day = None if form.begins_empty else form.offered.day
        self.day = DateInput(day, desk.today)
        hint = tr("Bỏ trống: từ trước tới nay.") if form.begins_empty else ""
        self.day_field = Field(tr("Từ ngày"), self.day, hint)
        self.decision = LineInput(placeholder=tr("05-QĐ/HU ngày 02/01/2026"), limit=300)
        self.reason = LineInput(limit=300)
        self.seen = Label("", "second", wrap=True)
        self.odd = Label("", "medium", "warn", wrap=True)
        self.trouble = Label("", "medium", "err", wrap=True)
        self._ready: Preview | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLES)
        self._lay_out()
        self._timer.timeout.connect(self.look)
        form.edited.connect(self._timer.start)
        self.day.value_changed.connect(self._take_day)
        self.look()

    def _lay_out(self) -> None:
        inside = QWidget()
        column = space.column(inside, (0, 0, tokens.S8, 0), tokens.S12)
        column.addWidget(self._form)
        space.fix(self.day_field, width=_SHORT)
        column.addLayout(side_by_side(self.day_field, Field(tr("Theo quyết định"), self.decision)))
        column.addWidget(Field(tr("Lý do, nếu cần"), self.reason))
        self.card = Card(tr("Nếu ghi"), "subtle", gap=tokens.S4)
        self.card.add(self.seen, self.odd, self.trouble)
        column.addWidget(self.card)
        self._inside = inside
        self._scroller = ScrollPage(inside)
        self.body.addWidget(self._scroller)

    def _fit(self) -> None:
        """As high as its fields, and no higher than the screen: then the fields scroll and the buttons stay."""
        column = self._inside.layout()
        layout = self.layout()
        if column is None or layout is None:
            return
        room = max(self.screen().availableGeometry().height() - px(_AROUND), px(tokens.S48))
        high = column.totalHeightForWidth(self._scroller.width())
        if high > room:
            high = column.totalHeightForWidth(self._scroller.width() - self._scroller.verticalScrollBar().width())
        self._inside.setFixedHeight(
            high
        )  # the least height that Qt takes by itself is that of labels in narrow columns
        self._scroller.setFixedHeight(min(high, room))
        self.resize(self.width(), layout.totalHeightForWidth(self.width()))

    def showEvent(self, event: QShowEvent) -> None:
        space.fix(self, width=tokens.DIALOG[1])
        self._fit()
        super().showEvent(event)
        QTimer.singleShot(0, self, self._fit)

    def _take_day(self, day: dt.date | None) -> None:
        self._form.set_day(day or self._form.offered.day)
        self._timer.start()

    def look(self) -> None:
        """Make the preview anew; nothing is written."""
        making, ruling = self._asked()
        self.buttons[1].setEnabled(False)
        if making is None or ruling is None:
            self._tell(tr("Còn chỗ chưa điền."))
            return
        self._jobs.submit(partial(_preview, self._desk, making, ruling), self._show, self._refused)

    def _asked(self) -> tuple[Making | None, Ruling | None]:
        self.day.commit()
        is_missing = self.day.value is None and not self._form.begins_empty
        ruling = Ruling(self.day.value, clean_name(self.decision.words()), clean_name(self.reason.words()))
        return self._form.making(), None if is_missing else ruling

    def _show(self, seen: Preview) -> None:
        lines = [f"{word}: {number}" for word, number in organisation_words.reach(seen)]
        odd = list(organisation_words.cautions(seen.cautions))
        self._tell("\n".join(lines) or tr("Ngày đó không có gì khác đi."), odd)
        self.buttons[1].setEnabled(True)

    def _tell(self, words: str, odd: list[str] | None = None, trouble: str = "") -> None:
        told = ((self.seen, words), (self.odd, "\n".join(odd or [])), (self.trouble, trouble))
        for label, text in told:
            label.setText(text)
            label.setVisible(bool(text))
        if self.isVisible():
            QTimer.singleShot(0, self, self._fit)  # what was shown or hidden is laid out first

    def _refused(self, failure: Failure) -> None:
        self._tell("", trouble="" if isinstance(failure, Cancelled) else " ".join(sentences.of_failure(failure)))

    def press(self, words: str) -> None:
        """Signing needs what is asked for; the dialog stays open while it is refused."""
        making, ruling = self._asked()
        if words != self._deed or making is None or ruling is None:
            super().press(words if words != self._deed else self.safe.text())
            return
        self.buttons[1].setEnabled(False)
        self._jobs.submit(partial(_carry_out, self._desk, making, ruling), self._carried_out, self._refused)

    def _carried_out(self, outcome: Outcome[Changed]) -> None:
        super().press(self._deed)
        self.done_changing.emit(outcome)


def side_by_side(*fields: Field) -> QHBoxLayout:
    """Fields on one line, their labels level."""
    row = space.row(gap=tokens.S12)
    for field in fields:
        row.addWidget(field, 0 if field.minimumWidth() == field.maximumWidth() else 1, Qt.AlignmentFlag.AlignTop)
    return row


def _preview(desk: Desk, making: Making, ruling: Ruling) -> Preview:
    return reorganising.preview(desk, making(organisations.tree(desk, ruling.on or desk.today()), ruling))


def _carry_out(desk: Desk, making: Making, ruling: Ruling) -> Outcome[Changed]:
    return reorganising.carry_out(desk, making(organisations.tree(desk, ruling.on or desk.today()), ruling))
