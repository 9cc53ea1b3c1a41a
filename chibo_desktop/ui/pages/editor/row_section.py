"""Sections that are rows: a table, one row at a time open for typing, and an empty line at its end.

A section declares its columns and the form of a row; how rows are opened, finished, put back, moved, taken away and
brought back is here, once for all of them. Whatever is typed is part of `collect` as soon as it has settled, so that
saving never depends on a row being finished.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from chibo_desktop.domain.ids import ItemId, VisitId
from chibo_desktop.domain.visits import Visit
from chibo_desktop.services.desk import Desk
from chibo_desktop.ui import sentences, space
from chibo_desktop.ui.components.rows_model import Column, RowsModel
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.editor.row_board import RowBoard
from chibo_desktop.ui.pages.editor.row_declaration import RowDeclaration
from chibo_desktop.ui.pages.editor.row_form import RowForm
from chibo_desktop.ui.pages.editor.row_history import RowHistory
from chibo_desktop.ui.shortcuts import Keys, sequence
from chibo_desktop.ui.speech import tr

Row = TypeVar("Row")


class RowSection(RowDeclaration[Row]):
    """A section made of rows. Subclasses name `section` and `attribute`, and give words, columns, form, blank row."""

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__(desk, jobs)
        self._rows: tuple[Row, ...] = ()
        self._struck: tuple[Row, ...] = ()
        self._history: RowHistory[Row] = RowHistory()
        self._form: RowForm[Row] | None = None
        self._opened_from: tuple[Row, ...] = ()
        self._said = self.said()
        number: Column[Row] = Column(tr("TT"), lambda row: str(self.number_of(row)), width=40, look="second")
        self._model: RowsModel[Row] = RowsModel((number, *self.columns()), self._spoken)
        self.board = RowBoard(self.heading(), self._said, self._model, self.side_actions())
        self._table = self.board.table
        space.column(self).addWidget(self.board)
        self._connect()

    def _connect(self) -> None:
        self.board.add_requested.connect(self.add_row)
        self.board.nothing_requested.connect(self.declare_nothing)
        self._table.row_opened.connect(lambda row: self._open(self._place_of(row)))
        self._table.clicked.connect(lambda index: self._open(index.row()))
        self._table.row_removal_requested.connect(self._remove)
        self._table.row_move_requested.connect(self._move)
        keys: dict[Keys, Callable[[], object]] = {
            Keys.ROW_UP: lambda: self._move(self._place_now(), -1),
            Keys.ROW_DOWN: lambda: self._move(self._place_now(), 1),
            Keys.COPY_ABOVE: self._copy_above,
            Keys.UNDO: self._undo,
            Keys.REDO: self._redo,
        }
        for key, act in keys.items():
            shortcut = QShortcut(sequence(key), self, act)
            # not as an argument: PySide takes `context` there and leaves the shortcut to the whole window
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    # the protocol of sections

    def show(self, visit: Visit) -> None:  # pyright: ignore[reportIncompatibleMethodOverride] - a section shows a visit
        """Show the rows of a visit. While they are what is shown already, the open row stays open."""
        rows = self.rows_of(visit)
        if self.visit is not None and visit.id == self.visit.id and rows == (*self._written(), *self._struck):
            self.visit = visit
            self.board.show_state(self.is_declared_empty, editable=not self.is_read_only)
            self._show_counts()
            return
        self._form = None
        self.visit = visit
        self._struck = tuple(row for row in rows if _struck(row))
        self._rows = tuple(row for row in rows if not _struck(row))
        self._history = RowHistory(self._rows)
        self._show_rows()

    def collect(self, visit: Visit) -> Visit:
        """The visit with the rows as they stand on the screen, the open one as far as it has been typed."""
        rows = self._written()
        nothing = tuple(section for section in visit.nothing_in if section is not self.section)
        if self.is_declared_empty and not rows:
            nothing = (*nothing, self.section)
        return self.with_rows(dataclasses.replace(visit, nothing_in=nothing), (*rows, *self._struck))

    def set_read_only(self, read_only: bool) -> None:
        """Finalised: rows can be opened and read, nothing can be changed."""
        if read_only != self.is_read_only:
            self._finish_form()
            super().set_read_only(read_only)
            self._show_rows()

    def commit(self) -> None:
        """Close the open row, keeping what is in it."""
        self._finish_form()

    def set_short(self, short: bool) -> None:
        """The window is (not) low."""
        self.board.set_short(short)

    def first_empty_field(self) -> QWidget:
        """Where the cursor goes when the section is opened."""
        return self._form.first_field if self._form is not None else self.board.first_focus()

    def place(self) -> str:
        """Where the cursor is: the section, or the path of the field that is open."""
        if self._form is None:
            return str(self.section)
        path, attribute = f"{self.attribute}/{_id(self._form.row)}", self._attribute_now()
        return f"{path}/{attribute}" if attribute else path

    def go_to(self, place: str) -> None:
        """Open the row and put the cursor into the field that a place names."""
        steps = place.split("/")
        spot = self._place_of_id(steps[1]) if len(steps) > 1 and steps[0] == self.attribute else -1
        if spot >= 0:
            self._open(spot, steps[2] if len(steps) > 2 else "")
        else:
            self.first_empty_field().setFocus(Qt.FocusReason.OtherFocusReason)

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
        return self.visit is not None and self.section in self.visit.nothing_in

    # slots

    def add_row(self) -> None:
        """Open a new, empty row at the end."""
        if self._may_change():
            self._finish_form()
            self._declare(empty=False)
            self._rows = (*self._rows, self.blank(self.new_item()))
            self._show_rows()
            self._open(len(self._rows) - 1)

    def add_rows(self, rows: Sequence[Row]) -> None:
        """Put several rows at the end, as one step of the way back."""
        self._finish_form()
        self._declare(empty=False)
        self._put((*self._rows, *rows))
        self.board.rest_on(len(self._rows) - 1)

    def declare_nothing(self) -> None:
        """The recorder says that there was nothing: the section is done."""
        self._declare(empty=True)
        self._show_rows()
        self.edited.emit()
        self.board.rest_on(-1)

    def _open(self, place: int, attribute: str = "") -> None:
        if not 0 <= place < len(self._rows):
            return
        if self._form is not None and place == self._table.edited:
            self._form.begin_at(attribute)
            self._form.first_field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        wanted = _id(self._rows[place])
        before = self._written()
        if self._form is not None:
            self._finish_form()
        place = self._place_of_id(wanted)
        self._opened_from = before
        form = self.make_form(self._rows[place], place + 1)
        form.set_read_only(self.is_read_only)
        form.typed.connect(self._typed)
        form.settled.connect(self._settled)
        form.finished.connect(self._next_row)
        form.cancelled.connect(self._put_back)
        form.undo_requested.connect(self._undo)
        form.redo_requested.connect(self._redo)
        form.removal_requested.connect(lambda: self._remove(self._table.edited))
        form.begin_at(attribute)
        self._form = form
        self._table.open_editor(place, form)
        self.board.keep_in_view(form)

    def _typed(self) -> None:
        self._show_counts()
        self.edited.emit()

    def _settled(self) -> None:
        place = self._table.edited
        if self._form is not None and place >= 0:
            self._rows = self.rows
            self._model.set_row(place, self._rows[place])
            self._history.record(self._written())
            self._typed()

    def _next_row(self) -> None:
        """Ctrl+Enter: the row is done, on with the next; after an empty one the typing has come to its end."""
        place = self._table.edited
        if self._form is None:
            return
        was_blank, was_last = self._is_blank(self.rows[place]), place == len(self._rows) - 1
        self._finish_form()
        if not was_last and not was_blank:
            self._open(place + 1)
        elif was_last and not was_blank and self._may_change():
            self.add_row()
        else:
            self.board.rest_on(-1 if was_last else place)

    def _put_back(self) -> None:
        """Esc: the row is as it was when it was opened; what was typed comes back by undoing."""
        place, before = self._table.edited, self._opened_from
        self._finish_form()
        self._put(before)
        self.board.rest_on(place)

    def _remove(self, place: int) -> None:
        if not self._may_change() or not 0 <= place < len(self._rows):
            return
        gone = self.rows[place]
        self._finish_form()
        self._put(tuple(row for row in self._rows if _id(row) != _id(gone)))
        if not self._is_blank(gone) and self.visit is not None:
            bring_back = partial(self._bring_back, self.visit.id, gone, place)
            self.notice_requested.emit(sentences.notice("M05", place + 1, on_action=bring_back))
        self.board.rest_on(min(place, len(self._rows) - 1))

    def _bring_back(self, visit: VisitId, row: Row, place: int) -> None:
        """The notice's `Hoàn tác`: this row comes back, whatever has been done since."""
        here = self.visit is not None and self.visit.id == visit and self._may_change()
        self._finish_form()
        if here and self._place_of(row) < 0:
            self._put((*self._rows[:place], row, *self._rows[place:]))
            self.board.rest_on(place)

    def _move(self, place: int, step: int) -> None:
        was_open, attribute = self._form is not None, self._attribute_now()
        goal, count = place + step, len(self._written())
        if not self._may_change() or not 0 <= place < count or not 0 <= goal < count:
            return
        self._finish_form()
        rows = list(self._rows)
        rows[place], rows[goal] = rows[goal], rows[place]
        self._put(tuple(rows))
        if was_open:
            self._open(goal, attribute)
        else:
            self.board.rest_on(goal)

    def _copy_above(self) -> None:
        place, attribute = self._table.edited, self._attribute_now()
        if self._form is not None and place > 0 and attribute and self._may_change():
            self._form.take(attribute, self._rows[place - 1])

    def _undo(self) -> None:
        if self._form is not None:
            self._form.commit()
        self._history.record(self._written())
        self._restore(self._history.back())

    def _redo(self) -> None:
        self._restore(self._history.forward())

    # inside

    def _restore(self, rows: tuple[Row, ...] | None) -> None:
        if rows is None or self.is_read_only:
            return
        open_id = _id(self._form.row) if self._form is not None else ""
        attribute, place = self._attribute_now(), max(self._place_now(), 0)
        self._form = None
        self._rows = rows
        self._declare(empty=self.is_declared_empty and not rows)
        self._show_rows()
        self.edited.emit()
        again = self._place_of_id(open_id)
        if again >= 0:
            self._open(again, attribute)
        else:
            self.board.rest_on(min(place, len(rows) - 1))

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

    def _put(self, rows: tuple[Row, ...]) -> None:
        self._rows = rows
        self._history.record(rows)
        self._show_rows()
        self.edited.emit()

    def _may_change(self) -> bool:
        return not self.is_read_only and not self._said.fixed

    def _written(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if not self._is_blank(row))

    def _is_blank(self, row: Row) -> bool:
        return row == self.blank(_id(row))

    def _declare(self, empty: bool) -> None:
        if self.visit is not None and empty != self.is_declared_empty:
            others = tuple(section for section in self.visit.nothing_in if section is not self.section)
            nothing = (*others, self.section) if empty else others
            self.visit = dataclasses.replace(self.visit, nothing_in=nothing)

    def _show_rows(self) -> None:
        self._model.set_rows(self._rows)
        self.board.show_state(self.is_declared_empty, editable=not self.is_read_only)
        self._show_counts()

    def _show_counts(self) -> None:
        if self.visit is not None:
            self.board.set_counts(self.sub_line(self.collect(self.visit)))

    def _place_now(self) -> int:
        return self._table.edited if self._form is not None else self._table.currentIndex().row()

    def _attribute_now(self) -> str:
        return self._form.attribute_of(QApplication.focusWidget()) if self._form is not None else ""

    def _place_of(self, row: object) -> int:
        return self._place_of_id(_id(row))

    def _place_of_id(self, item: str) -> int:
        return next((place for place, row in enumerate(self._rows) if _id(row) == item), -1)

    def number_of(self, row: Row) -> int:
        """The number that a row has on the screen, from 1."""
        return self._place_of(row) + 1

    def _spoken(self, row: Row) -> str:
        return tr("Dòng %1, %2", self.number_of(row), self.spoken(row))


def _id(row: Any) -> ItemId:
    return row.id


def _struck(row: Any) -> bool:
    return row.struck
