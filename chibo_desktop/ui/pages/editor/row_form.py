"""The fields of one open row, each bound to an attribute of a frozen row."""

from __future__ import annotations

import dataclasses
import datetime as dt
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QWidget

from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.checkbox import Checkbox
from chibo_desktop.ui.components.choice import Choice
from chibo_desktop.ui.components.completer import PersonCombo
from chibo_desktop.ui.components.composing import Composing, types
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.key_cap import HintLine
from chibo_desktop.ui.components.number_input import NumberInput
from chibo_desktop.ui.components.reading import set_reading
from chibo_desktop.ui.components.row_editor import RowEditor
from chibo_desktop.ui.components.segmented import Segmented
from chibo_desktop.ui.components.text_input import LineInput, TextInput
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.pages.editor.deadlines import Deadline, DeadlineInput
from chibo_desktop.ui.shortcuts import Keys
from chibo_desktop.ui.speech import tr

Row = TypeVar("Row")
Choices = Sequence[tuple[object, str]]

PERSON_WIDTH = 216
CHOICE_WIDTH = 176
NUMBER_WIDTH = 112


@dataclasses.dataclass(frozen=True, slots=True)
class Bound:
    """One field: the attribute it stands for, how it is read, and how a row is shown in it."""

    attribute: str
    widget: QWidget
    read: Callable[[], Any]
    load: Callable[[Any], None]


class RowForm(RowEditor, Generic[Row]):
    """An open row. A section fills it with `text`, `line`, `person`, `segmented`, `choice`, `tick` in `build`.

    `typed`: text has settled. `settled`: a choice was made or a field left; the row is worth a step of the way back.
    """

    typed = Signal()
    settled = Signal()
    undo_requested = Signal()
    redo_requested = Signal()
    removal_requested = Signal()

    def __init__(self, row: Row, number: int, name: str) -> None:
        super().__init__(f"{number}", name)
        self.row = row
        self.is_read_only = False
        self.fields: dict[str, Bound] = {}
        self.build()
        self.show_row(row)

    def build(self) -> None:
        """Put the fields in, in reading order."""
        raise NotImplementedError

    # what the section asks

    @property
    def first_field(self) -> QWidget:
        """The field that takes the cursor when the row opens."""
        return self._first or next((bound.widget for bound in self.fields.values()), self)

    def show_row(self, row: Row) -> None:
        """Show the values of a row, without signals."""
        self.row = row
        for bound in self.fields.values():
            bound.load(row)
            if isinstance(bound.widget, TextInput):
                bound.widget.moveCursor(QTextCursor.MoveOperation.End)
        self.arrange()

    def collect(self) -> Row:
        """The row as it stands in the fields; a word that is still being composed is not in it."""
        values = {bound.attribute: bound.read() for bound in self.fields.values()}
        return dataclasses.replace(self.row, **values)  # type: ignore[type-var] - every row is a frozen dataclass

    def arrange(self) -> None:
        """Show, hide or disable fields after a change; sections override."""

    def commit(self) -> None:
        """Leave the field that is being typed in: NFC, and what has not settled yet is told."""
        for part in self.findChildren(QWidget):
            if isinstance(part, Composing):
                part.commit()

    def attribute_of(self, widget: QWidget | None) -> str:
        """The attribute whose field has the focus, or ""."""
        for bound in self.fields.values():
            if widget is not None and (bound.widget is widget or bound.widget.isAncestorOf(widget)):
                return bound.attribute
        return ""

    def take(self, attribute: str, row: Row) -> None:
        """Put the value of another row into a field as if a person had: `Ctrl+D`."""
        self.fields[attribute].load(row)
        self._choice_made()

    def begin_at(self, attribute: str) -> None:
        """Have the row open with the cursor in that field."""
        bound = self.fields.get(attribute)
        if bound is not None:
            self.set_first(bound.widget)

    def set_read_only(self, read_only: bool) -> None:
        """Finalised minutes are looked at, not changed."""
        self.is_read_only = read_only
        for bound in self.fields.values():
            set_reading(bound.widget, read_only)
        for part in (*self.findChildren(Button), *self.findChildren(HintLine)):
            part.setHidden(read_only)
        self.arrange()

    # what sections build with

    def first_line(self, removable: bool = True) -> Flow:
        """The first line of fields, which breaks where the window is narrow; at its end the row can be taken away."""
        fields = Flow(gap=tokens.S12)
        whole = space.row(gap=tokens.S12)
        whole.addWidget(fields, 1)
        if removable:
            remove = Button(tr("Bỏ dòng này"), "icon", Icon.TRASH, small=True)
            remove.clicked.connect(self.removal_requested)
            whole.addWidget(remove, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(whole)
        return fields

    def flow(self) -> Flow:
        """One more line of fields that breaks where the window is narrow."""
        line = Flow(gap=tokens.S12)
        self.body.addWidget(line)
        return line

    def text(self, attribute: str, label: str, placeholder: str = "", lines: tuple[int, int] = (1, 5)) -> Field:
        """Some lines of text over the whole width."""
        widget = TextInput("", placeholder, lines)
        field = self.bind(attribute, label, widget, lambda: clean(widget.words()), widget.set_words)
        self._listen(widget)
        self.body.addWidget(field)
        return field

    def line(self, attribute: str, label: str, width: int, placeholder: str = "") -> Field:
        """One line of text, `width` units wide."""
        widget = LineInput("", placeholder)
        space.fix(widget, width=width)
        widget.finished.connect(self.focusNextChild)
        field = self.bind(attribute, label, widget, lambda: clean(widget.words()), widget.set_words)
        self._listen(widget)
        return field

    def person(self, attribute: str, label: str, names: Sequence[str], placeholder: str = "") -> Field:
        """A name, chosen or typed."""
        widget = PersonCombo(names, "", placeholder)
        space.fix(widget, width=PERSON_WIDTH)
        field = self.bind(attribute, label, widget, lambda: clean(widget.words()), widget.set_words)
        self._listen(widget)
        widget.line.returnPressed.connect(lambda: self._name_entered(widget))
        return field

    def segmented(self, attribute: str, label: str, choices: Choices) -> Field:
        """A choice among at most five, with Alt+1 ... Alt+5."""
        widget = Segmented(choices, digits=True)
        widget.chosen.connect(self._choice_made)
        return self.bind(attribute, label, widget, lambda: widget.value, widget.set_value)

    def choice(self, attribute: str, label: str, choices: Choices) -> Field:
        """A choice from a drop-down."""
        widget = Choice(choices)
        space.fix(widget, width=CHOICE_WIDTH)
        widget.chosen.connect(self._choice_made)
        return self.bind(attribute, label, widget, lambda: widget.value, widget.set_value)

    def count(self, attribute: str, label: str) -> Field:
        """A number of people."""
        widget = NumberInput()
        space.fix(widget, width=NUMBER_WIDTH)
        widget.finished.connect(self.focusNextChild)
        field = self.bind(attribute, label, widget, lambda: widget.value, widget.set_value)
        self._listen(widget)
        return field

    def deadline(self, label: str, of_meeting: Callable[[], dt.date | None]) -> Field:
        """When it has to be done: next meeting, end of the quarter, or a day. Binds day and words together."""
        widget = DeadlineInput(of_meeting)
        widget.chosen.connect(self._choice_made)

        def load(row: Any) -> None:
            widget.set_value(Deadline(row.deadline, row.deadline_words))

        self.fields["deadline"] = Bound("deadline", widget, lambda: widget.value.day, load)
        self.fields["deadline_words"] = Bound("deadline_words", widget, lambda: widget.value.words, load)
        return Field(label, widget)

    def tick(self, attribute: str, words: str) -> Checkbox:
        """A tick with its words."""
        widget = Checkbox(words)
        widget.clicked.connect(self._choice_made)
        self._keep(attribute, widget, widget.isChecked, widget.setChecked)
        return widget

    def bind(
        self, attribute: str, label: str, widget: QWidget, read: Callable[[], Any], write: Callable[[Any], None]
    ) -> Field:
        """Bind any control to an attribute; the caller connects its signals to `typed` and `settled`."""
        self._keep(attribute, widget, read, write)
        return Field(label, widget)

    def foot(self, *ticks: QWidget) -> None:
        """The last line: ticks at the left, the keys of the row at the right."""
        whole = space.row(gap=tokens.S12)
        whole.addWidget(Flow(*ticks, gap=tokens.S20), 1)
        hints = HintLine([(tr("Xong dòng"), Keys.FINISH_ROW), (tr("Bỏ sửa"), Keys.CANCEL)])
        whole.addWidget(hints, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(whole)

    # inside

    def _keep(self, attribute: str, widget: QWidget, read: Callable[[], Any], write: Callable[[Any], None]) -> None:
        self.fields[attribute] = Bound(attribute, widget, read, lambda row: write(getattr(row, attribute)))

    def _listen(self, widget: TextInput | LineInput | PersonCombo) -> None:
        widget.text_changed_settled.connect(lambda _: self.typed.emit())
        widget.text_committed.connect(lambda _: self._left_field())

    def _left_field(self) -> None:
        self.arrange()
        self.settled.emit()

    def _choice_made(self, *_: object) -> None:
        self.arrange()
        self.settled.emit()

    def _name_entered(self, widget: PersonCombo) -> None:
        popup = widget.offers.completer.popup()
        if popup is None or not popup.isVisible():
            widget.line.commit()
            self.focusNextChild()

    def take_key(self, watched: QObject, event: QKeyEvent) -> bool:
        """Also the row's: what is typed beside the texts, and the way back beyond a text."""
        return (
            self._typed_beside(watched, event) or self._steps_back(watched, event) or super().take_key(watched, event)
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()  # what no field wanted must not reach the table: Delete would take the row away

    def _typed_beside(self, watched: QObject, event: QKeyEvent) -> bool:
        """Words typed while a choice, a tick or a button has the focus go into the text of the row: none is lost."""
        field = self._text_field()
        if field is None or not isinstance(watched, QAbstractButton) or not types(event):
            return False
        choice = watched.parentWidget()
        if isinstance(choice, Segmented) and choice.takes_digit(event.text()):
            return False
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        QApplication.sendEvent(field, event)
        return True

    def _text_field(self) -> QWidget | None:
        """The field for words: the one that the cursor goes to first, or else the first of several lines."""
        several = (bound.widget for bound in self.fields.values() if isinstance(bound.widget, TextInput))
        for field in (self.first_field, *several):
            is_text = isinstance(field, TextInput | LineInput) and not isinstance(field, NumberInput)
            if is_text and field.isVisible() and not self.is_read_only:
                return field
        return None

    def _steps_back(self, watched: QObject, event: QKeyEvent) -> bool:
        """Ctrl+Z in a text takes its own words back first, then the row's."""
        back, forward = event.matches(QKeySequence.StandardKey.Undo), event.matches(QKeySequence.StandardKey.Redo)
        if not (back or forward) or _can_step(watched, back):
            return False
        (self.undo_requested if back else self.redo_requested).emit()
        return True

    def sizeHint(self) -> QSize:
        layout = self.layout()
        hint = super().sizeHint()
        if layout is None or self.width() <= 0:
            return hint
        return QSize(hint.width(), layout.totalHeightForWidth(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.height_changed.emit()


def clean(text: str) -> str:
    """Text in the one form in which it is kept."""
    return unicodedata.normalize("NFC", text)


def _can_step(watched: QObject, back: bool) -> bool:
    if isinstance(watched, QLineEdit):
        return watched.isUndoAvailable() if back else watched.isRedoAvailable()
    if isinstance(watched, QPlainTextEdit):
        document = watched.document()
        return document.isUndoAvailable() if back else document.isRedoAvailable()
    return False
