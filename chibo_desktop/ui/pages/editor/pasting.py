"""Pasting many lines: each becomes a row, after they have been looked at."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.text import clean_name
from chibo_desktop.domain.wording import padded
from chibo_desktop.ui.components.dialog import Dialog
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.text_input import TextInput
from chibo_desktop.ui.speech import tr

MOST_ROWS = 500
_BULLETS = "-–—•*+·"


def split_lines(pasted: str) -> tuple[str, ...]:
    """The rows that a pasted text makes: one a line, blank lines, bullets and numbers at the beginning left out."""
    rows = (_without_mark(clean_name(line)) for line in pasted.splitlines())
    return tuple(row for row in rows if row)[:MOST_ROWS]


def _without_mark(line: str) -> str:
    """``1. Sửa đường``, ``2) ...`` and ``- ...`` lose their mark; ``1.500 hộ`` and ``-5 độ`` keep their figures."""
    head, _, rest = line.partition(" ")
    is_number = head[:-1].isdigit() and head[-1] in ".)/"
    return rest.strip() if rest and (head in _BULLETS or is_number) else line


class PasteDialog(Dialog):
    """The pasted text, to be looked at and changed, and how many rows it makes."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            tr("Dán nhiều dòng"),
            tr("Mỗi dòng dưới đây thành một dòng của bảng. Xem lại, sửa nếu cần, rồi thêm vào."),
            (tr("Chưa thêm"), tr("Thêm các dòng này")),
            parent=parent,
        )
        self.text = TextInput("", tr("Dán vào đây, mỗi ý một dòng"), lines=(6, 10))
        self._count = Label("", "caption")
        self.body.addWidget(Field(tr("Các dòng sẽ thêm"), self.text))
        self.body.addWidget(self._count)
        self.text.text_changed_settled.connect(lambda _: self._show_count())
        self.text.text_committed.connect(lambda _: self._show_count())
        self.text.set_words("\n".join(split_lines(QGuiApplication.clipboard().text())))
        self._show_count()

    def rows(self) -> tuple[str, ...]:
        """The rows as the text stands now."""
        return split_lines(self.text.words())

    def when_accepted(self, take: Callable[[tuple[str, ...]], object]) -> None:
        """Show the dialog; `take` gets the rows if they are wanted."""
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.accepted.connect(lambda: take(self.rows()) if self.answer == tr("Thêm các dòng này") else None)
        self.open()

    def _show_count(self) -> None:
        count = len(self.rows())
        self._count.setText(tr("%1 dòng", padded(count)))
        self.buttons[1].setEnabled(count > 0)
