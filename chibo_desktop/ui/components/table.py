"""Tables: whole rows, no grid, a hairline below each; Tab leaves them; one row at a time can open into an editor."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QSizePolicy, QTableView, QWidget

from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.delegates import delegate_for
from chibo_desktop.ui.components.row_editor import RowEditor
from chibo_desktop.ui.components.rows_model import RowsModel
from chibo_desktop.ui.tokens import colour, px

_READABLE = 140  # units that a column of free width should have
_OPENS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)


class Table(QTableView):
    """A table over a `RowsModel`.

    `fits=True`: as high as its rows, the page scrolls; `fits=False`: it fills its place and scrolls by itself.
    `row_opened(row)`: Enter, F2 or double click. `new_row_requested`: Insert, or Enter below the last row.
    `row_removal_requested(place)`: Delete. `row_move_requested(place, step)`: Alt+Up, Alt+Down.
    `digit_typed(place, digit)`: a digit while the table has the focus.
    """

    row_opened = Signal(object)
    row_chosen = Signal(object)  # the row now current, or None
    new_row_requested = Signal()
    row_removal_requested = Signal(int)
    row_move_requested = Signal(int, int)
    digit_typed = Signal(int, int)

    def __init__(self, model: RowsModel, name: str, fits: bool = True, two_lines: bool | None = None) -> None:
        super().__init__()
        self.rows_model = model
        self._fits = fits
        self._editor: RowEditor | None = None
        self._host: QWidget | None = None
        self._edited = -1
        self._two_lines = two_lines if two_lines is not None else any(c.second or c.wraps for c in model.columns)
        self._delegates = [delegate_for(column) for column in model.columns]
        self.setAccessibleName(name)
        self.setModel(model)
        self._set_manner()
        self._set_head()
        model.modelReset.connect(self._laid_anew)
        model.layoutChanged.connect(self._laid_anew)
        self.doubleClicked.connect(lambda index: self.row_opened.emit(model.row_at(index.row())))
        self.selectionModel().currentRowChanged.connect(lambda now, _: self._tell_chosen(now.row()))
        self._laid_anew()

    def _set_manner(self) -> None:
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        for place, delegate in enumerate(self._delegates):
            delegate.setParent(self)
            self.setItemDelegateForColumn(place, delegate)
        if self._fits:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _set_head(self) -> None:
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(0)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(any(column.sort for column in self.rows_model.columns))
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setMinimumSectionSize(1)
        head.sectionClicked.connect(self._sort_by)

    # what others call

    @property
    def current(self) -> object:
        """The current row, or None."""
        place = self.currentIndex().row()
        return self.rows_model.row_at(place) if place >= 0 else None

    def choose(self, place: int) -> None:
        """Make a row current and bring it into view."""
        if 0 <= place < self.rows_model.rowCount():
            self.setCurrentIndex(self.rows_model.index(place, 0))

    def open_editor(self, place: int, editor: RowEditor) -> None:
        """Open the row into its editor, which spans all columns. An editor already open is closed first."""
        self.close_editor()
        self._editor, self._edited = editor, place
        self.setSpan(place, 0, 1, len(self.rows_model.columns))
        self._host = _Host(editor)
        self.setIndexWidget(self.rows_model.index(place, 0), self._host)
        editor.height_changed.connect(self._fit_editor)
        self._fit_editor()
        self.choose(place)
        editor.begin()

    def close_editor(self) -> None:
        """Close the open row; the focus returns to the table."""
        if self._editor is None:
            return
        place, self._editor, self._edited = self._edited, None, -1
        self.clearSpans()
        if self._host is not None:
            self._host.hide()  # Qt deletes it later, but it must not be seen until then
            self._host = None
        if place < self.rows_model.rowCount():
            self.setIndexWidget(self.rows_model.index(place, 0), None)  # type: ignore[arg-type] - null takes it away
            self.setRowHeight(place, self._row_height())
        self._refit()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_footed(self, footed: bool) -> None:
        """Does something stand below the last row? Then it has its hairline too."""
        for delegate in self._delegates:
            delegate.footed = footed

    @property
    def edited(self) -> int:
        """Place of the row that is open, or -1."""
        return self._edited

    # Qt's own

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = self.currentIndex().row()
        if self._pressed(Qt.Key(event.key()), event.modifiers(), event.text(), place):
            event.accept()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        if not self._fits:
            return super().sizeHint()
        return QSize(px(tokens.SMALLEST[0] // 2), self._full_height())

    def minimumSizeHint(self) -> QSize:
        if not self._fits:
            return QSize(px(tokens.SIDE_LIST), px(tokens.TABLE_HEAD + 3 * tokens.ROW))
        return QSize(px(tokens.SIDE_LIST), self._full_height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self._fits:
            event.ignore()  # the page scrolls
        else:
            super().wheelEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.hasFocus():
            return
        place = self.currentIndex().row()
        around = self.viewport().rect()
        if place >= 0 and place != self._edited:
            around = QRect(0, self.rowViewportPosition(place), around.width(), self.rowHeight(place))
        painter = QPainter(self.viewport())
        painter.setPen(QPen(colour("focus"), px(tokens.RING)))
        painter.drawRect(around.adjusted(1, 1, -1, -1))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()
        self._fit_editor()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._measure()

    # inside

    def _pressed(self, key: Qt.Key, modifiers: Qt.KeyboardModifier, text: str, place: int) -> bool:
        alt = bool(modifiers & Qt.KeyboardModifier.AltModifier)
        if key in _OPENS and place >= 0:
            self.row_opened.emit(self.rows_model.row_at(place))
        elif key == Qt.Key.Key_Insert or (key in _OPENS and place < 0):
            self.new_row_requested.emit()
        elif key == Qt.Key.Key_Delete and place >= 0:
            self.row_removal_requested.emit(place)
        elif alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and place >= 0:
            self.row_move_requested.emit(place, -1 if key == Qt.Key.Key_Up else 1)
        elif key == Qt.Key.Key_C and modifiers & Qt.KeyboardModifier.ControlModifier and place >= 0:
            QGuiApplication.clipboard().setText(self.rows_model.spoken(place))
        elif place >= 0 and not modifiers and len(text) == 1 and text in "123456789":
            self.digit_typed.emit(place, int(text))
        else:
            return False
        return True

    def _tell_chosen(self, place: int) -> None:
        self.row_chosen.emit(self.rows_model.row_at(place) if place >= 0 else None)

    def _sort_by(self, place: int) -> None:
        head = self.horizontalHeader()
        if self.rows_model.columns[place].sort is None:
            return
        self.rows_model.sort(place, self.rows_model.next_order(place))
        head.setSortIndicatorShown(True)
        head.setSortIndicator(*self.rows_model.order)

    def _row_height(self) -> int:
        return px(tokens.ROW_TWO if self._two_lines else tokens.ROW)

    def _laid_anew(self) -> None:
        self._editor, self._host, self._edited = None, None, -1  # a reset of the model has deleted them
        self.clearSpans()
        self._measure()

    def _measure(self) -> None:
        self.horizontalHeader().setFixedHeight(px(tokens.TABLE_HEAD))
        self.verticalHeader().setDefaultSectionSize(self._row_height())
        for place in range(self.rows_model.rowCount() if self._fits else 0):
            if place != self._edited:
                self.setRowHeight(place, self._row_height())
        self._share_width()
        self._fit_editor()
        self._refit()

    def _share_width(self) -> None:
        columns = self.rows_model.columns
        room = self.viewport().width()
        free = sum(not column.width for column in columns)
        taken = sum(px(column.width) for column in columns)
        # columns of fixed width give way, down to two thirds, so that the others can still be read
        scale = min(1.0, max(2 / 3, (room - free * px(_READABLE)) / taken)) if taken else 1.0
        left = max(room - sum(int(px(column.width) * scale) for column in columns), px(tokens.TARGET) * free)
        for place, column in enumerate(columns):
            self.setColumnWidth(place, int(px(column.width) * scale) if column.width else left // max(free, 1))

    def _full_height(self) -> int:
        return px(tokens.TABLE_HEAD) + self.verticalHeader().length()

    def _fit_editor(self) -> None:
        if self._editor is not None:
            self.setRowHeight(self._edited, self._editor.height_in(self.viewport().width() - 2 * px(6)) + 2 * px(6))
            self._refit()

    def _refit(self) -> None:
        if self._fits:
            self.setFixedHeight(self._full_height())
            self.updateGeometry()


class _Host(QWidget):
    """Holds the open editor six units inside the row."""

    def __init__(self, editor: RowEditor) -> None:
        super().__init__()
        self.setProperty("look", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        space.column(self, 6).addWidget(editor)


class TableCard(QFrame):
    """The card around a table, with a footer below its rows."""

    def __init__(self, table: Table, footer: QWidget | None = None) -> None:
        super().__init__()
        self.table = table
        column = space.column(self, 1)
        column.addWidget(table)
        table.set_footed(footer is not None)
        if footer is not None:
            column.addWidget(footer)
