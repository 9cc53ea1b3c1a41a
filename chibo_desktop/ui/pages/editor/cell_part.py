"""Whose meeting it is: a cell that is known, or one typed by hand with its superiors."""

from __future__ import annotations

import datetime as dt
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.ids import OrganisationId
from chibo_desktop.domain.organisations import AreaFlag, CellCategory, CellSnapshot, CellType, Superior
from chibo_desktop.domain.text import clean_name, fold
from chibo_desktop.services import drafts
from chibo_desktop.services.desk import Desk
from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.checkbox import Checkbox
from chibo_desktop.ui.components.choice import Choice
from chibo_desktop.ui.components.completer import CompleterInput
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.reading import set_reading
from chibo_desktop.ui.components.text_input import LineInput
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.words import choices, word

_OFFERED = 4000
"""Of a whole province there are 2,251 cells, and some hundred bodies whose committees meet."""


class CellPart(QWidget):
    """The name with offers; below it the chain of superiors, or fields for it where the cell is not in the register."""

    edited = Signal()

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__()
        self._desk, self._jobs = desk, jobs
        self._cell = CellSnapshot()
        self._known: dict[str, CellSnapshot] = {}
        self._day: dt.date | None = None
        self._has_asked = False
        self.name = CompleterInput(placeholder=tr("Gõ tên chi bộ, không cần dấu"))
        self._field = Field(tr("Chi bộ"), self.name)
        self._superiors = [LineInput(), LineInput()]
        self._category = Choice([(None, tr("Chưa rõ")), *choices(CellCategory)])
        self._type = Choice([(None, tr("Chưa rõ")), *choices(CellType)])
        self._areas = {flag: Checkbox(word(flag)) for flag in AreaFlag}
        self._by_hand = self._build_by_hand()
        column = space.column(self, gap=tokens.S12)
        column.addWidget(self._field)
        column.addWidget(self._by_hand)
        self._connect()

    def _build_by_hand(self) -> QWidget:
        whole = QWidget()
        column = space.column(whole, gap=tokens.S12)
        for widget in (*self._superiors, self._category, self._type):
            space.fix(widget, width=300)
        column.addWidget(
            Flow(
                Field(tr("Cấp trên trực tiếp"), self._superiors[0]),
                Field(tr("Cấp trên kế tiếp"), self._superiors[1]),
                Field(tr("Loại chi bộ"), self._category),
                Field(tr("Nơi sinh hoạt"), self._type),
                gap=tokens.S12,
            )
        )
        column.addWidget(Flow(*self._areas.values(), gap=tokens.S20))
        return whole

    def _connect(self) -> None:
        self.name.text_committed.connect(self._named)
        self.name.picked.connect(self._named)
        self.name.text_changed_settled.connect(lambda _: self.edited.emit())
        self.name.finished.connect(self.focusNextChild)
        for line in self._superiors:
            line.text_changed_settled.connect(lambda _: self.edited.emit())
            line.text_committed.connect(lambda _: self.edited.emit())
            line.finished.connect(self.focusNextChild)
        for choice in (self._category, self._type):
            choice.chosen.connect(lambda _: self.edited.emit())
        for box in self._areas.values():
            box.clicked.connect(self.edited)

    def show_cell(self, cell: CellSnapshot, day: dt.date | None, *, read_only: bool) -> None:
        """Show a cell; what can be offered is fetched when somebody may type, as it was called on ``day``."""
        self._cell = cell
        if clean_name(self.name.words()) != cell.name:
            self.name.set_words(cell.name)
        self._show_parts(read_only)
        if not read_only:
            self.set_day(day)

    def set_day(self, day: dt.date | None) -> None:
        """The day of the meeting: offers, and the cell that was taken from them, are named as on that day."""
        if day != self._day or not self._has_asked:
            self._day, self._has_asked = day, True
            self._jobs.submit(partial(drafts.known_cells, self._desk, "", _OFFERED, day), self._offer)

    def collect(self) -> CellSnapshot:
        """The cell as it stands in the fields."""
        name = clean_name(self.name.words())
        if self._cell.id is not None and name == self._cell.name:
            return self._cell
        superiors = tuple(Superior(clean_name(line.words())) for line in self._superiors if line.words().strip())
        if tuple(one.name for one in superiors) == tuple(one.name for one in self._cell.superiors):
            superiors = self._cell.superiors  # with levels and ids that the fields do not show
        areas = tuple(flag for flag, box in self._areas.items() if box.isChecked())
        category, kind = self._category.value, self._type.value
        return CellSnapshot(
            name=name,
            superiors=superiors,
            category=category if isinstance(category, CellCategory) else None,
            type=kind if isinstance(kind, CellType) else None,
            areas=areas,
        )

    def commit(self) -> None:
        """Leave the fields."""
        for line in (self.name, *self._superiors):
            line.commit()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Leaving the name by Tab: where the cell is not known its superiors come next, so they must be there first."""
        if forward and self.name.hasFocus() and not self.name.composing:
            self.name.commit()
        return super().focusNextPrevChild(forward)

    def _offer(self, cells: tuple[CellSnapshot, ...]) -> None:
        names = [fold(cell.name) for cell in cells]
        self._known = {
            cell.name if names.count(fold(cell.name)) == 1 else _full_name(cell): cell for cell in reversed(cells)
        }
        self.name.set_names(list(reversed(self._known)))
        self._name_as_on_the_day({cell.id: cell for cell in cells if cell.id is not None})

    def _name_as_on_the_day(self, cells: dict[OrganisationId | None, CellSnapshot]) -> None:
        """The same cell, offered under another name or chain: the date has changed, or what was a draft is old."""
        now = cells.get(self._cell.id)
        typed = clean_name(self.name.words()) != self._cell.name
        if now is None or now == self._cell or typed or self.name.isReadOnly():
            return
        self._cell = now
        self.name.set_words(now.name)
        self._show_parts(read_only=False)
        self.edited.emit()

    def _named(self, typed: str) -> None:
        """A name was chosen or typed out: where it is one that is known, all of that cell is taken."""
        known = self._known.get(clean_name(typed))
        if known is not None:
            self._cell = known
            self.name.set_words(known.name)
        elif clean_name(typed) != self._cell.name:
            self._cell = CellSnapshot(clean_name(typed))
        self._show_parts(read_only=False)
        self.edited.emit()

    def _show_parts(self, read_only: bool) -> None:
        cell = self._cell
        self.name.setReadOnly(read_only)
        by_hand = bool(cell.name) and cell.id is None
        self._by_hand.setVisible(by_hand)
        for field in (*self._superiors, self._category, self._type, *self._areas.values()):
            set_reading(field, read_only)
        chain = "  ·  ".join(superior.name for superior in cell.superiors)
        asks = by_hand and not read_only
        by_hand_words = tr("Chưa có trong danh mục, vẫn ghi được: điền thêm cấp trên.") if asks else ""
        self._field.set_hint(by_hand_words if by_hand else chain)
        for place, line in enumerate(self._superiors):
            wanted = cell.superiors[place].name if place < len(cell.superiors) else ""
            if by_hand and clean_name(line.words()) != wanted:
                line.set_words(wanted)
        if by_hand:
            self._category.set_value(cell.category)
            self._type.set_value(cell.type)
            for flag, box in self._areas.items():
                box.setChecked(flag in cell.areas)


def _full_name(cell: CellSnapshot) -> str:
    return tr("%1, %2", cell.name, cell.superiors[0].name) if cell.superiors else cell.name
