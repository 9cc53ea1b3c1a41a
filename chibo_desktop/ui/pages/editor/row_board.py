"""What a section of rows looks like: title and counts, the table in its card, the empty line, the keys, the foot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.empty_state import EmptyState
from chibo_desktop.ui.components.key_cap import HintLine
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.rows_model import RowsModel
from chibo_desktop.ui.components.scroll_page import ScrollPage, SidePanel
from chibo_desktop.ui.components.table import Table, TableCard
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.pages.editor.new_row_line import NewRowLine
from chibo_desktop.ui.pages.editor.row_form import RowForm
from chibo_desktop.ui.pages.editor.secrets_line import SecretsLine
from chibo_desktop.ui.shortcuts import Keys
from chibo_desktop.ui.speech import tr


@dataclass(frozen=True, slots=True)
class RowWords:
    """What a section says about its rows. `nothing`: the button that declares the section empty; "" = there is none.

    `fixed`: the rows are given, none can be added, moved or taken away; `add` is then the button that begins them.
    `embedded`: the rows are a part of a section that scrolls and has its own head.
    """

    table: str
    new_row: str = ""
    empty: str = ""
    empty_more: str = ""
    nothing: str = ""
    declared: str = ""
    add: str = ""
    fixed: bool = False
    secrets: bool = True
    embedded: bool = False


class RowTable(Table):
    """The table of a section: below its last row the empty line takes over."""

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


class Beside(QWidget):
    """The place beside the table, hidden until there is something to see."""

    def __init__(self) -> None:
        super().__init__()
        self.body = space.column(self)
        self.hide()

    def event(self, event: QEvent) -> bool:
        """Wrapped words need more height in less width: tell the page that scrolls."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self.setMinimumHeight(max(self.heightForWidth(self.width()), 0))
        return super().event(event)


class RowBoard(QWidget):
    """The visible part of a section of rows; it knows nothing of what the rows mean."""

    add_requested = Signal()
    nothing_requested = Signal()

    def __init__(self, title: str, said: RowWords, model: RowsModel[Any], actions: Sequence[QWidget] = ()) -> None:
        super().__init__()
        self._said = said
        self._short = False
        self._editable = True
        self.new_line = NewRowLine(said.new_row)
        self.table = RowTable(model, said.table, self.new_line)
        self._card = TableCard(self.table, self.new_line)
        self._empty = Card()
        self._sub = Label("", "caption", wrap=True)
        self._add = Button(tr("Thêm dòng"), icon=Icon.PLUS, key=Keys.NEW_ROW)
        self._actions = () if said.embedded else (*actions, self._add)
        self._above = space.column()
        self._banner: Banner | None = None
        self._empty_first: QWidget = self._add
        whole = space.column(self, gap=tokens.S8)
        inside = self._build_scrolled(title)
        whole.addWidget(inside if said.embedded else ScrollPage(inside), 1)
        self._hints = HintLine(
            [
                (tr("Đổi chỗ dòng"), f"{Keys.ROW_UP} {Keys.ROW_DOWN}"),
                (tr("Chép ô trên"), Keys.COPY_ABOVE),
                (tr("Mục trước, sau"), f"{Keys.PREVIOUS_SECTION} {Keys.NEXT_SECTION}"),
            ]
        )
        whole.addWidget(self._hints)
        if said.secrets:
            whole.addWidget(SecretsLine())
        self._add.clicked.connect(self.add_requested)
        self.new_line.clicked.connect(self.add_requested)
        self.table.new_row_requested.connect(self.add_requested)

    def show_state(self, declared: bool, editable: bool) -> None:
        """Show the card with rows, or what stands there while there is none."""
        self._editable = editable
        filled = self.table.rows_model.rowCount() > 0
        self._card.setVisible(filled)
        self.new_line.setVisible(editable and not self._said.fixed)
        for action in self._actions:
            action.setVisible(editable and not self._said.fixed)
        if self._actions:
            self._add.setVisible(editable and filled and not self._said.fixed)
        self._empty.setVisible(not filled)
        if not filled:
            self._show_empty(declared)
        self.set_short(self._short)

    def set_counts(self, words: str) -> None:
        """The line under the title."""
        self._sub.setText(words)

    def set_short(self, short: bool) -> None:
        """The window is low: the line of keys hides."""
        self._short = short
        filled = self.table.rows_model.rowCount() > 0
        told = filled and not self._said.fixed and not self._said.embedded
        self._hints.setVisible(self._editable and told and not short)

    def first_focus(self) -> QWidget:
        """Where the cursor goes while no row is open."""
        if self.table.rows_model.rowCount() == 0:
            return self._empty_first
        return self.new_line if self._editable and not self._said.fixed else self.table

    def keep_in_view(self, form: RowForm[Any]) -> None:
        """Bring the open row into view, and the field with the cursor before the rest; again whenever it grows."""
        area = form.parentWidget()
        while area is not None and not isinstance(area, ScrollPage):
            area = area.parentWidget()
        if not isinstance(area, ScrollPage):
            return
        look = QTimer(form)
        look.setSingleShot(True)
        look.timeout.connect(partial(_look_at, area, form))
        form.height_changed.connect(look.start)
        area.verticalScrollBar().rangeChanged.connect(look.start)
        look.start()

    def rest_on(self, place: int) -> None:
        """Put the focus on a row, or where it goes when there is no such row."""
        if 0 <= place < self.table.rows_model.rowCount():
            self.table.choose(place)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)

    def _build_head(self, title: str) -> QHBoxLayout:
        head = space.row(gap=tokens.S16)
        titles = space.column()
        titles.addWidget(Label(title, "heading"))
        titles.addWidget(self._sub)
        head.addLayout(titles, 1)
        for action in self._actions:
            head.addWidget(action, 0, Qt.AlignmentFlag.AlignVCenter)
        return head

    def set_banner(self, banner: Banner | None, on_chosen: Callable[[], object]) -> None:
        """Show a banner above the table, or none; it stays when its button is pressed."""
        if self._banner is not None:
            self._banner.hide()
            self._banner.deleteLater()
        self._banner = banner
        if banner is not None:
            banner.chosen.connect(lambda _: on_chosen())
            self._above.addWidget(banner)

    def focus_banner(self) -> None:
        """Put the focus back on the banner's button."""
        if self._banner is not None and self._banner.buttons:
            self._banner.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def put_above(self, widget: QWidget) -> None:
        """Put something between the title and the rows."""
        self._above.addWidget(widget)

    def put_beside(self, panel: QWidget) -> None:
        """Put a panel beside the table; where the window is narrow it stands below."""
        self._beside.body.addWidget(panel)

    def show_beside(self, shown: bool) -> None:
        """Show or hide what stands beside the table."""
        self._beside.setVisible(shown)

    def _build_scrolled(self, title: str) -> QWidget:
        inside = QWidget()
        rows = QWidget()
        column = space.column(rows, gap=tokens.S12)
        column.addWidget(self._card)
        column.addWidget(self._empty)
        column.addStretch(1)
        self._beside = Beside()
        whole = space.column(inside, gap=tokens.S12)
        if not self._said.embedded:
            whole.addLayout(self._build_head(title))
        elif title:
            whole.addWidget(Label(title, "strong"))
        whole.addLayout(self._above)
        whole.addWidget(SidePanel(rows, self._beside), 1)
        return inside

    def _show_empty(self, declared: bool) -> None:
        while (item := self._empty.body.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        buttons: list[Button] = []
        if self._editable:
            buttons.append(Button(self._said.add or tr("Thêm dòng"), icon=Icon.PLUS, key=Keys.NEW_ROW))
            buttons[0].clicked.connect(self.add_requested)
            if self._said.nothing and not declared:
                buttons.append(Button(self._said.nothing))
                buttons[1].clicked.connect(self.nothing_requested)
        title = self._said.declared if declared else self._said.empty
        more = "" if declared or not self._editable else self._said.empty_more
        self._empty.add(EmptyState(title, more, buttons, drawing=False))
        self._empty_first = buttons[0] if buttons else self


def _look_at(area: ScrollPage, form: RowForm[Any]) -> None:
    area.ensureWidgetVisible(form, 0, tokens.S12)
    area.ensureWidgetVisible(form.focusWidget() or form.first_field, 0, tokens.S12)
