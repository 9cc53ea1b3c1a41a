"""Sections that are rows: a table, one row at a time open for typing, and an empty line at its end.

A section declares its columns and the form of a row; how rows are opened, finished, put back, moved, taken away and
brought back is here, once for all of them. Whatever is typed is part of `collect` as soon as it has settled, so that
saving never depends on a row being finished.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from chibo_desktop.domain.ids import ItemId
from chibo_desktop.domain.visits import Visit
from chibo_desktop.ui import sentences, space, tokens, words
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.empty_state import EmptyState
from chibo_desktop.ui.components.key_cap import HintLine
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.rows_model import Column, RowsModel
from chibo_desktop.ui.components.scroll_page import ScrollPage
from chibo_desktop.ui.components.table import Table, TableCard
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.pages.editor.new_row_line import NewRowLine
from chibo_desktop.ui.pages.editor.row_form import RowForm
from chibo_desktop.ui.pages.editor.row_history import RowHistory
from chibo_desktop.ui.pages.editor.secrets_line import SecretsLine
from chibo_desktop.ui.pages.editor.section import SectionPage
from chibo_desktop.ui.shortcuts import Keys, sequence
from chibo_desktop.ui.speech import tr

Row = TypeVar("Row")


@dataclasses.dataclass(frozen=True, slots=True)
class RowWords:
    """What a section says about its rows."""

    table: str
    new_row: str
    empty: str
    empty_more: str
    nothing: str = ""  # the button that declares the section empty; "" = there is none
    declared: str = ""  # what stands there once it is declared


class RowTable(Table):
    """The table of a section: below its last row the new line takes over."""

    def __init__(self, model: RowsModel[Any], name: str, below: NewRowLine) -> None:
        super().__init__(model, name)
        self._below = below
        below.up_requested.connect(self._enter_from_below)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at_end = self.currentIndex().row() == self.rows_model.rowCount() - 1
        if event.key() == Qt.Key.Key_Down and at_end and self._below.isVisible() and not event.modifiers():
            self._below.setFocus(Qt.FocusReason.TabFocusReason)
            return
        super().keyPressEvent(event)

    def _enter_from_below(self) -> None:
        if self.rows_model.rowCount():
            self.choose(self.rows_model.rowCount() - 1)
            self.setFocus(Qt.FocusReason.BacktabFocusReason)


class RowSection(SectionPage, Generic[Row]):
    """A section made of rows. Subclasses name `section`, `attribute`, `said` and give columns, form and blank row."""

    attribute: ClassVar[str]
    said: ClassVar[RowWords]
    keeps_secrets_out: ClassVar[bool] = True
    can_add: ClassVar[bool] = True

    def __init__(self, new_item: Callable[[], ItemId]) -> None:
        super().__init__()
        self._new_item = new_item
        self._visit: Visit | None = None
        self._rows: tuple[Row, ...] = ()
        self._struck: tuple[Row, ...] = ()
        self._history: RowHistory[Row] = RowHistory()
        self._form: RowForm[Row] | None = None
        self._opened_from: tuple[Row, ...] = ()
        self._build_rows()
        self._connect_rows()

    # what a section declares

    def columns(self) -> Sequence[Column[Row]]:
        """Columns after the number."""
        raise NotImplementedError

    def blank(self, item: ItemId) -> Row:
        """A row with nothing in it."""
        raise NotImplementedError

    def make_form(self, row: Row, number: int) -> RowForm[Row]:
        """The form of an open row."""
        raise NotImplementedError

    def sub_line(self, visit: Visit) -> str:
        """The counts under the title."""
        raise NotImplementedError

    def spoken(self, row: Row) -> str:
        """A row as one sentence, after its number."""
        raise NotImplementedError

    def side_actions(self) -> Sequence[QWidget]:
        """Buttons before `Thêm dòng`."""
        return ()

    # the protocol of sections

    def show_visit(self, visit: Visit) -> None:
        """Show the rows of a visit."""
        self._close_form()
        self._visit = visit
        rows = getattr(visit, self.attribute)
        self._struck = tuple(row for row in rows if row.struck)
        self._rows = tuple(row for row in rows if not row.struck)
        self._history = RowHistory(self._rows)
        self._show_rows()

    def collect(self, visit: Visit) -> Visit:
        """The visit with the rows as they stand on the screen, the open one as far as it has been typed."""
        rows = tuple(row for row in self.rows if not self._is_blank(row))
        nothing = tuple(section for section in visit.nothing_in if section is not self.section)
        if self.is_declared_empty and not rows:
            nothing = (*nothing, self.section)
        return dataclasses.replace(visit, nothing_in=nothing, **{self.attribute: (*rows, *self._struck)})

    def first_empty_field(self) -> QWidget:
        """Where the cursor goes when the section is opened."""
        if self._form is not None:
            return self._form
        if self._new_line.isVisibleTo(self):
            return self._new_line
        return self._table if self._rows else self._empty_first

    def place(self) -> str:
        """Where the cursor is: the section, or the path of the field that is open."""
        if self._form is None:
            return str(self.section)
        attribute = self._form.attribute_of(QApplication.focusWidget())
        row: Any = self._form.row
        path = f"{self.attribute}/{row.id}"
        return f"{path}/{attribute}" if attribute else path

    def go_to(self, place: str) -> None:
        """Open the row and put the cursor into the field that a place names."""
        steps = place.split("/")
        if len(steps) < 2 or steps[0] != self.attribute:
            self.first_empty_field().setFocus(Qt.FocusReason.OtherFocusReason)
            return
        spot = next((n for n, row in enumerate(self._rows) if _id(row) == steps[1]), None)
        if spot is not None:
            self._open(spot)
            if self._form is not None and len(steps) > 2:
                self._form.focus_on(steps[2])

    def set_read_only(self, read_only: bool) -> None:
        """Finalised: rows can be opened and read, nothing can be changed."""
        self._close_form()
        super().set_read_only(read_only)
        self._show_rows()

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows that stand, the open one as it stands in its fields."""
        if self._form is None:
            return self._rows
        open_row = self._form.collect()
        return tuple(open_row if _id(row) == _id(open_row) else row for row in self._rows)

    @property
    def is_declared_empty(self) -> bool:
        """Did the recorder say that there was nothing?"""
        return self._visit is not None and self.section in self._visit.nothing_in

    # building

    def _build_rows(self) -> None:
        self._number = Column(tr("TT"), lambda row: str(self._number_of(row)), width=56, look="second")
        self._model: RowsModel[Row] = RowsModel((self._number, *self.columns()), self._spoken)
        self._new_line = NewRowLine(self.said.new_row)
        self._table = RowTable(self._model, self.said.table, self._new_line)
        self._card = TableCard(self._table, self._new_line)
        self._empty = Card()
        self._empty_first: QWidget = self._empty
        self._add = Button(tr("Thêm dòng"), icon=Icon.PLUS, key=Keys.NEW_ROW)
        self.banner_place = space.column()
        whole = space.column(self, gap=tokens.S12)
        whole.addLayout(self._build_head())
        whole.addLayout(self.banner_place)
        whole.addWidget(ScrollPage(self._build_scrolled()), 1)
        if self.keeps_secrets_out:
            whole.addWidget(SecretsLine())

    def _build_head(self) -> QWidget:
        head = space.row(gap=tokens.S16)
        titles = space.column()
        self._title = Label(self.title, "heading")
        self._sub = Label("", "caption", wrap=True)
        titles.addWidget(self._title)
        titles.addWidget(self._sub)
        head.addLayout(titles, 1)
        for action in (*self.side_actions(), self._add):
            head.addWidget(action, 0, Qt.AlignmentFlag.AlignVCenter)
        return head

    def _build_scrolled(self) -> QWidget:
        inside = QWidget()
        column = space.column(inside, gap=tokens.S20)
        column.addWidget(self._card)
        column.addWidget(self._empty)
        self._hints = HintLine([
            (tr("Đổi chỗ dòng"), f"{Keys.ROW_UP} {Keys.ROW_DOWN}"),
            (tr("Chép ô trên"), Keys.COPY_ABOVE),
            (tr("Mục trước, sau"), f"{Keys.PREVIOUS_SECTION} {Keys.NEXT_SECTION}"),
        ])
        column.addWidget(self._hints)
        column.addStretch(1)
        return inside

    def _connect_rows(self) -> None:
        self._add.clicked.connect(self.add_row)
        self._new_line.clicked.connect(self.add_row)
        self._table.new_row_requested.connect(self.add_row)
        self._table.row_opened.connect(lambda row: self._open(self._place_of(row)))
        self._table.clicked.connect(lambda index: self._open(index.row()))
        self._table.row_removal_requested.connect(self._remove)
        self._table.row_move_requested.connect(self._move)
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        keys = {
            Keys.ROW_UP: lambda: self._move(self._place_now(), -1),
            Keys.ROW_DOWN: lambda: self._move(self._place_now(), 1),
            Keys.COPY_ABOVE: self._copy_above,
            Keys.UNDO: self._undo,
            Keys.REDO: self._redo,
        }
        for key, act in keys.items():
            QShortcut(sequence(key), self, act, context=inside)

    # slots

    def add_row(self) -> None:
        """Open a new, empty row at the end."""
        if self.is_read_only or not self.can_add:
            return
        self._finish_form()
        self._declare(empty=False)
        self._rows = (*self._rows, self.blank(self._new_item()))
        self._show_rows()
        self._open(len(self._rows) - 1)

    def add_rows(self, rows: Sequence[Row]) -> None:
        """Put several rows at the end, as one step of the way back."""
        self._finish_form()
        self._declare(empty=False)
        self._put((*self._rows, *rows))
        self._table.choose(len(self._rows) - 1)

    def declare_nothing(self) -> None:
        """The recorder says that there was nothing: the section is done."""
        self._declare(empty=True)
        self._show_rows()
        self.edited.emit()
        self._empty_first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, place: int) -> None:
        if place == self._table.edited or not 0 <= place < len(self._rows):
            return
        wanted = _id(self._rows[place])
        self._finish_form()
        place = next((n for n, row in enumerate(self._rows) if _id(row) == wanted), -1)
        if place < 0:
            return
        self._opened_from = tuple(row for row in self._rows if not self._is_blank(row))
        form = self.make_form(self._rows[place], place + 1)
        form.set_read_only(self.is_read_only)
        form.typed.connect(self._typed)
        form.settled.connect(self._settled)
        form.finished.connect(self._next_row)
        form.cancelled.connect(self._put_back)
        form.undo_requested.connect(self._undo)
        form.redo_requested.connect(self._redo)
        form.removal_requested.connect(lambda: self._remove(self._table.edited))
        self._form = form
        self._table.open_editor(place, form)

    def _typed(self) -> None:
        self._show_counts()
        self.edited.emit()

    def _settled(self) -> None:
        if self._form is None:
            return
        self._rows = self.rows
        self._model.set_row(self._table.edited, self._rows[self._table.edited])
        self._history.record(self._written())
        self._typed()

    def _next_row(self) -> None:
        """Ctrl+Enter: the row is done, on with the next; after an empty one the typing has come to its end."""
        place = self._table.edited
        if self._form is None or self._form.is_composing():
            return
        was_blank, was_last = self._is_blank(self.rows[place]), place == len(self._rows) - 1
        self._finish_form()
        if was_blank or self.is_read_only or (was_last and not self.can_add):
            self._show_rows()
            self._rest_focus(place)
        elif was_last:
            self.add_row()
        else:
            self._open(place + 1)

    def _put_back(self) -> None:
        """Esc: the row is as it was when it was opened; what was typed comes back by undoing."""
        place = self._table.edited
        self._finish_form()
        self._put(self._opened_from)
        self._rest_focus(place)

    def _remove(self, place: int) -> None:
        if self.is_read_only or not self.can_add or not 0 <= place < len(self._rows):
            return
        gone = _id(self._rows[place])
        self._finish_form()
        rows = tuple(row for row in self._rows if _id(row) != gone)
        if rows != self._rows:
            self.say(sentences.notice("M05", place + 1, on_action=self._undo))
        self._put(rows)
        self._rest_focus(min(place, len(rows) - 1))

    def _move(self, place: int, step: int) -> None:
        goal = place + step
        if self.is_read_only or not self.can_add or place < 0 or not 0 <= goal < len(self._rows):
            return
        was_open, attribute = self._form is not None, self._attribute_now()
        self._finish_form()
        rows = list(self._rows)
        if goal >= len(rows):
            return
        rows[place], rows[goal] = rows[goal], rows[place]
        self._put(tuple(rows))
        self._table.choose(goal)
        if was_open:
            self._reopen(goal, attribute)

    def _copy_above(self) -> None:
        place, attribute = self._table.edited, self._attribute_now()
        if self._form is not None and place > 0 and attribute and not self.is_read_only:
            self._form.take(attribute, getattr(self._rows[place - 1], attribute))

    def _undo(self) -> None:
        if self._form is not None:
            self._form.commit()
            self._history.record(self._written())
        self._restore(self._history.back())

    def _redo(self) -> None:
        self._restore(self._history.forward())

    def _restore(self, rows: tuple[Row, ...] | None) -> None:
        if rows is None or self.is_read_only:
            return
        open_id = _id(self._form.row) if self._form is not None else None
        attribute, place = self._attribute_now(), max(self._place_now(), 0)
        self._form = None
        self._rows = rows
        self._declare(empty=self.is_declared_empty and not rows)
        self._show_rows()
        self.edited.emit()
        again = next((n for n, row in enumerate(rows) if _id(row) == open_id), None)
        if again is not None:
            self._reopen(again, attribute)
        else:
            self._rest_focus(min(place, len(rows) - 1))

    # inside

    def _finish_form(self) -> None:
        """Close the open row, keeping what is in it; an empty one leaves no trace."""
        if self._form is None:
            return
        self._form.commit()
        self._rows = self._written()
        self._form = None
        self._history.record(self._rows)
        self._show_rows()
        self.edited.emit()

    def _close_form(self) -> None:
        self._form = None

    def _put(self, rows: tuple[Row, ...]) -> None:
        self._rows = rows
        self._history.record(rows)
        self._show_rows()
        self.edited.emit()

    def _reopen(self, place: int, attribute: str) -> None:
        self._open(place)
        if self._form is not None and attribute:
            self._form.focus_on(attribute)

    def _written(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if not self._is_blank(row))

    def _is_blank(self, row: Row) -> bool:
        return row == self.blank(_id(row))

    def _declare(self, empty: bool) -> None:
        if self._visit is None or empty == self.is_declared_empty:
            return
        others = tuple(section for section in self._visit.nothing_in if section is not self.section)
        nothing = (*others, self.section) if empty else others
        self._visit = dataclasses.replace(self._visit, nothing_in=nothing)

    def _show_rows(self) -> None:
        self._model.set_rows(self._rows)
        editable = not self.is_read_only
        self._card.setVisible(bool(self._rows))
        self._new_line.setVisible(editable and self.can_add)
        self._add.setVisible(editable and self.can_add and bool(self._rows))
        self._hints.setVisible(editable and bool(self._rows) and not self.is_short)
        self._empty.setVisible(not self._rows)
        if not self._rows:
            self._show_empty(editable)
        self._show_counts()

    def _show_empty(self, editable: bool) -> None:
        while (item := self._empty.body.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        buttons: list[Button] = []
        if editable and self.can_add:
            buttons.append(Button(tr("Thêm dòng"), icon=Icon.PLUS, key=Keys.NEW_ROW))
            buttons[0].clicked.connect(self.add_row)
            if self.said.nothing and not self.is_declared_empty:
                buttons.append(Button(self.said.nothing))
                buttons[1].clicked.connect(self.declare_nothing)
        told = (self.said.declared, "") if self.is_declared_empty else (self.said.empty, self.said.empty_more)
        self._empty.add(EmptyState(told[0], told[1] if editable else "", buttons, drawing=False))
        self._empty_first = buttons[0] if buttons else self._empty

    def _show_counts(self) -> None:
        if self._visit is not None:
            self._sub.setText(self.sub_line(self.collect(self._visit)))

    def _rest_focus(self, place: int) -> None:
        """After a row was closed or has gone, the focus stays among the rows."""
        if not self._rows:
            self._empty_first.setFocus(Qt.FocusReason.OtherFocusReason)
        elif 0 <= place < len(self._rows):
            self._table.choose(place)
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.first_empty_field().setFocus(Qt.FocusReason.OtherFocusReason)

    def _place_now(self) -> int:
        return self._table.edited if self._form is not None else self._table.currentIndex().row()

    def _attribute_now(self) -> str:
        return self._form.attribute_of(QApplication.focusWidget()) if self._form is not None else ""

    def _place_of(self, row: object) -> int:
        return next((n for n, known in enumerate(self._rows) if _id(known) == _id(row)), -1)

    def _number_of(self, row: Row) -> int:
        return self._place_of(row) + 1

    def _spoken(self, row: Row) -> str:
        return tr("Dòng %1, %2", self._number_of(row), self.spoken(row))


def _id(row: Any) -> ItemId:
    return row.id
