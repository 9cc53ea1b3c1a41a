"""Who said what to an item of the programme: a line for each remark, inside the open row of the item."""

from __future__ import annotations

import dataclasses
import unicodedata
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.ids import ItemId
from chibo_desktop.domain.visits import Remark
from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.completer import PersonCombo
from chibo_desktop.ui.components.reading import set_reading
from chibo_desktop.ui.components.text_input import TextInput
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.speech import tr

_SPEAKER_WIDTH = 192


class RemarksInput(QWidget):
    """The remarks in the order in which they were made. Empty lines leave no trace; struck ones stay as they were.

    `typed`, `settled` as of a row; `grown(widget)`: a line was added, whose keys belong to the row.
    """

    typed = Signal()
    settled = Signal()
    grown = Signal(QWidget)

    def __init__(self, names: Sequence[str], new_item: Callable[[], ItemId]) -> None:
        super().__init__()
        self._names, self._new_item = names, new_item
        self._struck: tuple[Remark, ...] = ()
        self._lines: list[_Line] = []
        self._is_read_only = False
        self._add = Button(tr("Thêm phát biểu"), "quiet", Icon.PLUS, small=True)
        self._add.clicked.connect(self.add_line)
        self.setFocusProxy(self._add)
        self._column = space.column(self, gap=tokens.S8)
        self._column.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def value(self) -> tuple[Remark, ...]:
        """The remarks as they stand in the fields."""
        written = (line.value for line in self._lines)
        return (*(remark for remark in written if remark.speaker or remark.content), *self._struck)

    def set_value(self, remarks: tuple[Remark, ...]) -> None:
        """Show remarks, without signals."""
        if remarks == self.value:
            return
        for line in tuple(self._lines):
            self._drop(line)
        self._struck = tuple(remark for remark in remarks if remark.struck)
        for remark in remarks:
            if not remark.struck:
                self._put(remark)

    def add_line(self) -> None:
        """One more remark: the cursor goes to who makes it."""
        line = self._put(Remark(self._new_item()))
        line.speaker.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_read_only(self, read_only: bool) -> None:
        """Finalised minutes are looked at, not changed."""
        self._is_read_only = read_only
        self._add.setHidden(read_only)
        for line in self._lines:
            line.set_read_only(read_only)

    def _put(self, remark: Remark) -> _Line:
        line = _Line(remark, len(self._lines) + 1, self._names)
        line.typed.connect(self.typed)
        line.settled.connect(self.settled)
        line.removal_requested.connect(lambda: self._remove(line))
        line.set_read_only(self._is_read_only)
        self._column.insertWidget(len(self._lines), line)
        self._lines.append(line)
        line.show()
        self.grown.emit(line)
        return line

    def _remove(self, line: _Line) -> None:
        self._add.setFocus(Qt.FocusReason.OtherFocusReason)
        self._drop(line)
        self.settled.emit()

    def _drop(self, line: _Line) -> None:
        self._lines.remove(line)
        self._column.removeWidget(line)
        line.hide()
        line.deleteLater()


class _Line(QWidget):
    typed = Signal()
    settled = Signal()
    removal_requested = Signal()

    def __init__(self, remark: Remark, number: int, names: Sequence[str]) -> None:
        super().__init__()
        self._remark = remark
        self.speaker = PersonCombo(names, remark.speaker, tr("Ai phát biểu"))
        self.speaker.setAccessibleName(tr("Người phát biểu thứ %1", number))
        space.fix(self.speaker, width=_SPEAKER_WIDTH)
        self._content = TextInput(remark.content, tr("Nói gì"))
        self._content.setAccessibleName(tr("Nội dung phát biểu thứ %1", number))
        self._away = Button(tr("Bỏ phát biểu này"), "icon", Icon.CLOSE, small=True)
        self._away.clicked.connect(self.removal_requested)
        self.speaker.line.returnPressed.connect(self._content.setFocus)
        for field in (self.speaker, self._content):
            field.text_changed_settled.connect(lambda _: self.typed.emit())
            field.text_committed.connect(lambda _: self.settled.emit())
        row = space.row(self, gap=tokens.S8)
        row.addWidget(self.speaker, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._content, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._away, 0, Qt.AlignmentFlag.AlignTop)

    @property
    def value(self) -> Remark:
        said = (unicodedata.normalize("NFC", field.words()) for field in (self.speaker, self._content))
        speaker, content = said
        return dataclasses.replace(self._remark, speaker=speaker, content=content)

    def set_read_only(self, read_only: bool) -> None:
        set_reading(self.speaker, read_only)
        set_reading(self._content, read_only)
        self._away.setHidden(read_only)
