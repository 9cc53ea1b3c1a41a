"""What in a decision looks wrong, as sentences; each that is about a group leads there. Nothing is ever blocked."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.group_findings import GroupFinding
from chibo_desktop.domain.wording import padded
from chibo_desktop.services.group_views import DecisionView
from chibo_desktop.ui import group_words, tokens
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.speech import tr

_MOST = 8


class FindingsCard(Card):
    """`group_requested`: the key of a group to look at."""

    group_requested = Signal(str)

    def __init__(self) -> None:
        super().__init__(gap=tokens.S8)
        self.title = Label(tr("Cần xem"), "heading", wrap=True)
        self.none = Label(tr("Chưa thấy điều gì cần xem."), "second", wrap=True)
        self._lines: list[QWidget] = []
        told = tr("Vẫn ban hành được khi còn điều cần xem. F8: tổ kế tiếp cần xem.")
        self._foot = Label(told, "caption", wrap=True)
        self.add(self.title, self.none, self._foot)
        self.setAccessibleName(tr("Điều cần xem"))

    def show_view(self, view: DecisionView) -> None:
        """Show what was found."""
        for line in self._lines:
            self.body.removeWidget(line)
            line.hide()
            line.deleteLater()
        found = view.findings
        self._lines = [widget for one in found[:_MOST] for widget in self._line(view, one)]
        rest = len(found) - _MOST
        if rest > 0:
            self._lines.append(Label(tr("và %1 điều nữa.", padded(rest)), "second", wrap=True))
        for place, line in enumerate(self._lines):
            self.body.insertWidget(2 + place, line)
        self.title.setText(tr("Cần xem: %1", padded(len(found))) if found else tr("Cần xem"))
        self.title.set_tint("warn" if found else "")
        self.none.setVisible(not found)

    def _line(self, view: DecisionView, found: GroupFinding) -> list[QWidget]:
        """The sentence, and where it leads."""
        sentence = Label(group_words.finding(view, found), "second", wrap=True)
        own = [group for group in found.groups if view.group_name(group)]
        if not own:
            return [sentence]
        go = Button(tr("Mở tổ này"), "link", small=True)
        go.setAccessibleName(tr("Mở %1", view.group_name(own[0])))
        go.clicked.connect(lambda: self.group_requested.emit(own[0]))
        return [sentence, go]
