"""A calendar of whole weeks: arrows go from day to day, Enter opens one, what stands on a day can be moved to another.

Moving by mouse has the same in the keyboard: Ctrl+X, go to the day, Ctrl+V.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QHeaderView, QTableView

from chibo_desktop.ui import tokens
from chibo_desktop.ui.components.calendar_cell import ENTRY, NUMBER, DayDelegate, entry_rects
from chibo_desktop.ui.components.calendar_days import CalendarDay, CalendarEntry, CalendarModel
from chibo_desktop.ui.tokens import px

_MOST_WEIGHT = 6
_BASE_WEIGHT = 2
_PAGES = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}


class CalendarGrid(QTableView):
    """Days in weeks. Weeks with more on them are higher; together they fill the height that there is."""

    day_chosen = Signal(object)  # dt.date
    day_opened = Signal(object)  # dt.date: Enter, double click
    page_turned = Signal(int)  # PgUp -1, PgDn +1
    today_requested = Signal()  # Home
    next_marked_requested = Signal()  # Alt+Down
    new_requested = Signal()  # N
    cut_requested = Signal(object)  # dt.date: Ctrl+X
    paste_requested = Signal(object)  # dt.date: Ctrl+V
    entry_opened = Signal(str)
    entry_moved = Signal(str, object)  # key of the entry, dt.date

    def __init__(self, name: str, *, two_lines: bool = False) -> None:
        super().__init__()
        self.calendar = CalendarModel()
        self._delegate = DayDelegate()
        self._delegate.two_lines = two_lines
        self._held: tuple[str, QPoint] | None = None
        self.setAccessibleName(name)
        self.setModel(self.calendar)
        self._delegate.setParent(self)
        self.setItemDelegate(self._delegate)
        self._set_manner()
        self.selectionModel().currentChanged.connect(lambda *_: self._tell_chosen())
        self.doubleClicked.connect(lambda _: self._open_at_pointer())
        self._clicked = QPoint()

    def _set_manner(self) -> None:
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        head.setMinimumSectionSize(1)
        head.setHighlightSections(False)
        head.setSectionsClickable(False)

    # what others call

    def set_days(self, days: Sequence[CalendarDay], chosen: dt.date) -> None:
        """Show these weeks; the chosen day is the current one."""
        self.calendar.set_days(days)
        self._share_height()
        if self.chosen_day != chosen:
            self.choose(chosen)

    @property
    def chosen_day(self) -> dt.date | None:
        """The current day."""
        day = self.calendar.day_at(self.currentIndex())
        return None if day is None else day.day

    def choose(self, day: dt.date) -> None:
        """Make a day current."""
        index = self.calendar.index_of(day)
        if index.isValid():
            self.setCurrentIndex(index)

    # Qt's own

    def keyPressEvent(self, event: QKeyEvent) -> None:
        chosen = self.chosen_day
        if chosen is not None and self._pressed(Qt.Key(event.key()), event.modifiers(), chosen):
            event.accept()
        else:
            super().keyPressEvent(event)

    def _pressed(self, key: Qt.Key, modifiers: Qt.KeyboardModifier, chosen: dt.date) -> bool:
        plain = not modifiers & ~Qt.KeyboardModifier.KeypadModifier
        control = modifiers == Qt.KeyboardModifier.ControlModifier
        if plain and key in _PAGES:
            self.page_turned.emit(_PAGES[key])
        elif plain and key == Qt.Key.Key_Home:
            self.today_requested.emit()
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.day_opened.emit(chosen)
        elif plain and key == Qt.Key.Key_N:
            self.new_requested.emit()
        elif key == Qt.Key.Key_Down and modifiers & Qt.KeyboardModifier.AltModifier:
            self.next_marked_requested.emit()
        elif control and key == Qt.Key.Key_X:
            self.cut_requested.emit(chosen)
        elif control and key == Qt.Key.Key_V:
            self.paste_requested.emit(chosen)
        else:
            return plain and self._goes_over_the_edge(key, chosen)
        return True

    def _goes_over_the_edge(self, key: Qt.Key, chosen: dt.date) -> bool:
        """Left of Monday is the Sunday before, right of Sunday the Monday after."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(key)
        if step is None:
            return False
        day = chosen + dt.timedelta(days=step)
        if self.calendar.index_of(day).isValid():
            self.choose(day)
        else:
            self.page_turned.emit(step)
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._clicked = event.position().toPoint()
        entry = self._entry_at(self._clicked)
        is_left = event.button() == Qt.MouseButton.LeftButton
        self._held = (entry.key, self._clicked) if entry is not None and is_left else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is None:
            super().mouseMoveEvent(event)
        elif (event.position().toPoint() - self._held[1]).manhattanLength() >= QApplication.startDragDistance():
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        held, self._held = self._held, None
        self.unsetCursor()
        day = self.calendar.day_at(self.indexAt(event.position().toPoint()))
        start = None if held is None else self.calendar.day_at(self.indexAt(held[1]))
        if held is not None and day is not None and start is not None and day.day != start.day:
            self.entry_moved.emit(held[0], day.day)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_height()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._share_height()

    # inside

    def _tell_chosen(self) -> None:
        if self.chosen_day is not None:
            self.day_chosen.emit(self.chosen_day)

    def _open_at_pointer(self) -> None:
        entry = self._entry_at(self._clicked)
        if entry is not None:
            self.entry_opened.emit(entry.key)
        elif self.chosen_day is not None:
            self.day_opened.emit(self.chosen_day)

    def _entry_at(self, spot: QPoint) -> CalendarEntry | None:
        index = self.indexAt(spot)
        day = self.calendar.day_at(index)
        if day is None:
            return None
        rects = entry_rects(self.visualRect(index), day, two_lines=self._delegate.two_lines)
        return next((one for rect, one in rects if isinstance(one, CalendarEntry) and rect.contains(spot)), None)

    def _share_height(self) -> None:
        """Give each week height by what is on it; none less than a day with one entry needs."""
        self.horizontalHeader().setFixedHeight(px(tokens.TABLE_HEAD - 4))
        days = self.calendar.days
        weeks = [days[at : at + 7] for at in range(0, len(days), 7)]
        if not weeks:
            return
        weights = [_BASE_WEIGHT + min(_MOST_WEIGHT, max(one.count for one in week)) for week in weeks]
        least = px(NUMBER + ENTRY + tokens.S8)
        room = max(self.viewport().height() - least * len(weeks), 0)
        given = [least + room * weight // sum(weights) for weight in weights]
        given[-1] += max(0, self.viewport().height() - sum(given))
        for place, height in enumerate(given):
            self.setRowHeight(place, height)
