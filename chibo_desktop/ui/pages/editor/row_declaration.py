"""What a section of rows declares about itself, and what it may ask of the visit."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import ClassVar, Generic, TypeVar

from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.ids import ItemId, new_item_id
from chibo_desktop.domain.visits import Visit, standing
from chibo_desktop.services.desk import Desk
from chibo_desktop.ui.components.rows_model import Column
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.editor.row_board import RowWords
from chibo_desktop.ui.pages.editor.row_form import RowForm
from chibo_desktop.ui.pages.editor.section import SectionPage

Row = TypeVar("Row")


class RowDeclaration(SectionPage, Generic[Row]):
    """The part of a section of rows that differs from section to section."""

    attribute: ClassVar[str]

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__()
        self.desk, self.jobs = desk, jobs
        self.visit: Visit | None = None

    # what a section declares

    def said(self) -> RowWords:
        """What the section says about its rows."""
        raise NotImplementedError

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

    def rows_of(self, visit: Visit) -> tuple[Row, ...]:
        """The rows of this section in a visit."""
        return getattr(visit, self.attribute)

    def with_rows(self, visit: Visit, rows: tuple[Row, ...]) -> Visit:
        """The visit with other rows in this section."""
        return dataclasses.replace(visit, **{self.attribute: rows})  # type: ignore[arg-type] - named by the section

    def new_item(self) -> ItemId:
        """Identity for a new row."""
        return new_item_id(self.desk.random)

    def names(self) -> tuple[str, ...]:
        """People to choose from: the roster in its order, then chair, secretary and visitors; each once."""
        if self.visit is None:
            return ()
        roster = (row.name for row in standing(self.visit.attendance.roster))
        visitors = (row.name for row in standing(self.visit.visitors))
        named = (*roster, self.visit.chair.name, self.visit.secretary.name, *visitors)
        return tuple(dict.fromkeys(name for name in named if name))

    def day_of_meeting(self) -> dt.date | None:
        """The day from which relative deadlines are counted."""
        return self.visit.session.date if self.visit is not None else None
