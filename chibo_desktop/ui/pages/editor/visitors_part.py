"""Who of the group attended: one line for each person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.ids import ItemId
from chibo_desktop.domain.text import clean_name
from chibo_desktop.domain.visits import Visitor
from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.text_input import LineInput
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.speech import tr


class VisitorsPart(QWidget):
    """Name and post of each visitor; a line without a name leaves no trace."""

    edited = Signal()

    def __init__(self, new_item: Callable[[], ItemId]) -> None:
        super().__init__()
        self._new_item = new_item
        self._struck: tuple[Visitor, ...] = ()
        self._lines: list[_Line] = []
        column = space.column(self, gap=tokens.S8)
        self._list = space.column(gap=tokens.S8)
        column.addLayout(self._list)
        self._add = Button(tr("Thêm người dự"), "quiet", Icon.PLUS, small=True)
        self._add.clicked.connect(self._add_line)
        column.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)

    def show_visitors(self, visitors: tuple[Visitor, ...], *, read_only: bool) -> None:
        """Show these people; lines stay where they say the same already."""
        self._struck = tuple(row for row in visitors if row.struck)
        rows = tuple(row for row in visitors if not row.struck)
        if rows != tuple(line.visitor() for line in self._lines):
            for line in list(self._lines):
                self._drop(line)
            for row in rows:
                self._append(row)
        self._add.setVisible(not read_only)
        for line in self._lines:
            line.set_read_only(read_only)

    def collect(self) -> tuple[Visitor, ...]:
        """Everybody named, in order."""
        rows = tuple(line.visitor() for line in self._lines)
        return (*(row for row in rows if row.name), *self._struck)

    def commit(self) -> None:
        """Leave the fields."""
        for line in self._lines:
            line.name.commit()
            line.post.commit()

    def _add_line(self) -> None:
        self._append(Visitor(self._new_item())).name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _append(self, visitor: Visitor) -> _Line:
        line = _Line(visitor, len(self._lines) + 1)
        line.edited.connect(self.edited)
        line.removal_requested.connect(lambda: self._remove(line))
        self._lines.append(line)
        self._list.addWidget(line)
        return line

    def _remove(self, line: _Line) -> None:
        place = self._lines.index(line)
        self._drop(line)
        near = self._lines[min(place, len(self._lines) - 1)].name if self._lines else self._add
        near.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _drop(self, line: _Line) -> None:
        self._lines.remove(line)
        self._list.removeWidget(line)
        line.hide()
        line.deleteLater()


class _Line(QWidget):
    edited = Signal()
    removal_requested = Signal()

    def __init__(self, visitor: Visitor, number: int) -> None:
        super().__init__()
        self._visitor = visitor
        self.name = LineInput(visitor.name, tr("Họ và tên"))
        self.post = LineInput(visitor.post, tr("Chức vụ, đơn vị"))
        self.name.setAccessibleName(tr("Người dự %1, họ và tên", number))
        self.post.setAccessibleName(tr("Người dự %1, chức vụ", number))
        self._remove = Button(tr("Bỏ người dự này"), "icon", Icon.TRASH)
        self._remove.clicked.connect(self.removal_requested)
        space.fix(self.name, width=240)
        row = space.row(self, gap=tokens.S8)
        row.addWidget(self.name)
        row.addWidget(self.post, 1)
        row.addWidget(self._remove)
        for line in (self.name, self.post):
            line.text_changed_settled.connect(lambda _: self.edited.emit())
            line.text_committed.connect(lambda _: self.edited.emit())
            line.finished.connect(self.focusNextChild)

    def visitor(self) -> Visitor:
        """The person as the fields say; somebody else is no longer the person of the register."""
        name, post = clean_name(self.name.words()), clean_name(self.post.words())
        person = self._visitor.person if name == self._visitor.name else None
        return replace(self._visitor, name=name, post=post, person=person)

    def set_read_only(self, read_only: bool) -> None:
        self.name.setReadOnly(read_only)
        self.post.setReadOnly(read_only)
        self._remove.setVisible(not read_only)
