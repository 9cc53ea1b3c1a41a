"""Sections that are a form: each field stands for one leaf of the visit, named by its path."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from chibo_desktop.domain.visits import Visit
from chibo_desktop.services.desk import Desk
from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.checkbox import Checkbox
from chibo_desktop.ui.components.choice import Choice
from chibo_desktop.ui.components.completer import PersonCombo
from chibo_desktop.ui.components.composing import Composing
from chibo_desktop.ui.components.date_time import DateInput, TimeInput
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.number_input import NumberInput
from chibo_desktop.ui.components.reading import set_reading
from chibo_desktop.ui.components.scroll_page import ScrollPage
from chibo_desktop.ui.components.text_input import LineInput, TextInput
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.editor.secrets_line import SecretsLine
from chibo_desktop.ui.pages.editor.section import SectionPage


@dataclass(frozen=True, slots=True)
class Leaf:
    """One field: the leaf it stands for (`session.start`), how it is read and written."""

    path: str
    widget: QWidget
    read: Callable[[], Any]
    write: Callable[[Any], None]


class FormSection(SectionPage):
    """Subclasses fill `self.body` with the fields that `line`, `text`, `tick` ... make, in reading order."""

    secrets = False

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__()
        self.desk, self.jobs = desk, jobs
        self.leaves: dict[str, Leaf] = {}
        inside = QWidget()
        self.body = space.column(inside, gap=tokens.S12)
        self.body.addWidget(Label(self.heading(), "heading"))
        whole = space.column(self, gap=tokens.S12)
        whole.addWidget(ScrollPage(inside), 1)
        if self.secrets:
            whole.addWidget(SecretsLine())

    # the protocol of sections

    def show(self, visit: Visit) -> None:  # pyright: ignore[reportIncompatibleMethodOverride] - a section shows a visit
        for leaf in self.leaves.values():
            value = value_at(visit, leaf.path)
            if leaf.read() != value:
                leaf.write(value)
            set_reading(leaf.widget, self.is_read_only)

    def collect(self, visit: Visit) -> Visit:
        for leaf in self.leaves.values():
            visit = with_value(visit, leaf.path, leaf.read())
        return visit

    def commit(self) -> None:
        for leaf in self.leaves.values():
            target = leaf.widget.line if isinstance(leaf.widget, PersonCombo) else leaf.widget
            if isinstance(target, Composing):
                target.commit()

    def first_empty_field(self) -> QWidget:
        fields = list(self.leaves.values())
        empty = (leaf.widget for leaf in fields if leaf.read() in (None, "") and leaf.widget.isVisibleTo(self))
        return next(empty, fields[0].widget)

    def place(self) -> str:
        focus = QApplication.focusWidget()
        for leaf in self.leaves.values():
            if focus is not None and (leaf.widget is focus or leaf.widget.isAncestorOf(focus)):
                return leaf.path
        return str(self.section)

    def go_to(self, place: str) -> None:
        leaf = self.leaves.get(place)
        target = leaf.widget if leaf else self.first_empty_field()
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(target, LineInput):
            target.end(False)  # where the focus came by itself, all is selected: the next key would erase it

    # what sections build with

    def line(self, path: str, label: str, width: int, placeholder: str = "") -> Field:
        """One line of text, `width` units wide."""
        widget = LineInput("", placeholder)
        return self._typed(path, label, widget, width)

    def text(self, path: str, label: str, lines: tuple[int, int] = (2, 8)) -> Field:
        """Some lines of text over the whole width."""
        return self._typed(path, label, TextInput(lines=lines), 0)

    def person(self, path: str, label: str, width: int) -> Field:
        """A name, chosen or typed; the section offers names with `offer`."""
        return self._typed(path, label, PersonCombo(), width)

    def count(self, path: str, label: str, width: int) -> Field:
        """A whole number, or nothing."""
        widget = NumberInput()
        widget.value_changed.connect(self.tell_edited)
        return self.bind(Leaf(path, widget, lambda: widget.value, widget.set_value), label, width)

    def date(self, path: str, label: str, width: int) -> Field:
        """A day as people type it."""
        widget = DateInput(None, self.desk.today)
        widget.value_changed.connect(self.tell_edited)
        return self.bind(Leaf(path, widget, lambda: widget.value, widget.set_value), label, width)

    def time(self, path: str, label: str, width: int) -> Field:
        """A time of day as people type it."""
        widget = TimeInput()
        widget.value_changed.connect(self.tell_edited)
        return self.bind(Leaf(path, widget, lambda: widget.value, widget.set_value), label, width)

    def choice(self, path: str, label: str, choices: list[tuple[object, str]], width: int) -> Field:
        """One of a few values from a drop-down."""
        widget = Choice(choices)
        widget.chosen.connect(self.tell_edited)
        return self.bind(Leaf(path, widget, lambda: widget.value, widget.set_value), label, width)

    def tick(self, path: str, words: str) -> Checkbox:
        """A tick with its words."""
        widget = Checkbox(words)
        widget.clicked.connect(self.tell_edited)
        self.leaves[path] = Leaf(path, widget, widget.isChecked, widget.setChecked)
        return widget

    def tell_edited(self, *_: object) -> None:
        """A field has another value."""
        self.edited.emit()

    def _typed(self, path: str, label: str, widget: LineInput | TextInput | PersonCombo, width: int) -> Field:
        widget.text_changed_settled.connect(self.tell_edited)
        widget.text_committed.connect(self.tell_edited)
        return self.bind(Leaf(path, widget, lambda: _clean(widget.words()), widget.set_words), label, width)

    def bind(self, leaf: Leaf, label: str, width: int) -> Field:
        """Bind any control to a leaf; the caller connects its signals to `tell_edited`."""
        self.leaves[leaf.path] = leaf
        if isinstance(leaf.widget, LineInput):
            leaf.widget.finished.connect(self.focusNextChild)
        if width:
            space.fix(leaf.widget, width=width)
        return Field(label, leaf.widget)


def value_at(visit: Visit, path: str) -> Any:
    """The leaf at a path such as `session.start`."""
    value: Any = visit
    for name in path.split("."):
        value = getattr(value, name)
    return value


def with_value(visit: Any, path: str, value: Any) -> Any:
    """The same tree with another leaf; the very same one where nothing changes."""
    name, _, rest = path.partition(".")
    before = getattr(visit, name)
    after = with_value(before, rest, value) if rest else value
    return visit if after is before or after == before else replace(visit, **{name: after})


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", text)
