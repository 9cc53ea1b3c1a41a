"""Choosing from long lists by typing, with or without marks: people, cells, superiors."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QListView, QSizePolicy

from chibo_desktop.domain.text import fold
from chibo_desktop.ui.components.composing import Composing
from chibo_desktop.ui.components.text_input import LineInput

FoldedRole = Qt.ItemDataRole.UserRole + 40
_Index = QModelIndex | QPersistentModelIndex


class NamesModel(QStringListModel):
    """Names with their folded form beside them: what is typed without marks finds names with marks."""

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == FoldedRole:
            return fold(str(super().data(index, Qt.ItemDataRole.DisplayRole)))
        return super().data(index, role)


class NameCompleter(QCompleter):
    """Finds names that contain what is typed, whatever their case and marks; never inserts by itself."""

    picked = Signal(str)

    def __init__(self, names: Sequence[str] = ()) -> None:
        super().__init__()
        self._names = NamesModel(list(names))
        self.setModel(self._names)
        self.setCompletionRole(FoldedRole)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseSensitive)
        self.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setMaxVisibleItems(8)
        self.offered = QListView()
        self.offered.setObjectName("completions")
        self.setPopup(self.offered)

        self.activated.connect(self._pick)

    def _pick(self, chosen: str | QModelIndex) -> None:
        if isinstance(chosen, str):  # Qt sends the same signal with an index too
            self.picked.emit(chosen)

    def set_names(self, names: Sequence[str]) -> None:
        """The names to find among, in the order they are offered."""
        self._names.setStringList(list(names))

    def splitPath(self, path: str) -> list[str]:
        return [fold(path)]

    def pathFromIndex(self, index: _Index) -> str:
        return str(index.data(Qt.ItemDataRole.DisplayRole))

    def rank(self, typed: str) -> None:
        """Put names that hold the typed letters with their very marks before the others."""
        names = self._names.stringList()
        wanted = typed.casefold()
        ranked = sorted(names, key=lambda name: wanted not in name.casefold())
        if ranked != names:
            self._names.setStringList(ranked)


class CompleterInput(LineInput):
    """A line with offers below it. `Tab` takes the marked offer, `Esc` closes only the popup."""

    picked = Signal(str)

    def __init__(self, names: Sequence[str] = (), text: str = "", placeholder: str = "") -> None:
        super().__init__(text, placeholder)
        self.offers = _Offers(self, names)
        self.offers.completer.picked.connect(self.picked)

    def set_names(self, names: Sequence[str]) -> None:
        """The names to find among."""
        self.offers.completer.set_names(names)


class PersonCombo(QComboBox):
    """A combo box in which names can also be typed. `names` in order; the first is often "Một đảng viên"."""

    text_committed = Signal(str)
    text_changed_settled = Signal(str)

    def __init__(self, names: Sequence[str] = (), text: str = "", placeholder: str = "") -> None:
        super().__init__()
        self.line = _ComboLine(placeholder)
        self.setEditable(True)
        self.setLineEdit(self.line)
        self.setCompleter(None)  # type: ignore[arg-type] - Qt takes a null pointer here
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumContentsLength(10)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.offers = _Offers(self.line, names)
        self.line.text_committed.connect(self.text_committed)
        self.line.text_changed_settled.connect(self.text_changed_settled)
        self.activated.connect(lambda _: self.line.commit())
        self.set_names(names)
        self.set_words(text)

    @property
    def composing(self) -> bool:
        """Is a word still being composed?"""
        return self.line.composing

    def words(self) -> str:
        """The text without what is still being composed."""
        return self.line.words()

    def set_words(self, text: str) -> None:
        """Show a text that comes from the program: no signal follows."""
        self.line.set_words(text)

    def set_names(self, names: Sequence[str]) -> None:
        """The names to choose from; the text stays."""
        text = self.line.words()
        blocked = self.blockSignals(True)
        self.clear()
        self.addItems(list(names))
        self.blockSignals(blocked)
        self.offers.completer.set_names(names)
        self.line.set_words(text)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.composing:
            event.accept()
            return
        super().keyPressEvent(event)


class _ComboLine(Composing, QLineEdit):
    text_committed = Signal(str)
    text_changed_settled = Signal(str)

    def __init__(self, placeholder: str) -> None:
        super().__init__()
        self.setPlaceholderText(placeholder)
        self.setMaxLength(500)
        self.setTextMargins(-2, 0, 0, 0)  # Qt gives every line two pixels of its own
        self.start_listening()

    def words(self) -> str:
        return self.text()

    def write(self, text: str) -> None:
        place = self.cursorPosition()
        self.setText(text)
        self.setCursorPosition(min(place, len(text)))


class _Offers:
    """Ties a completer to a line: asks only when the text has settled, and never while a word is composed."""

    def __init__(self, line: LineInput | _ComboLine, names: Sequence[str]) -> None:
        self._line = line
        self.completer = NameCompleter(names)
        self.completer.setParent(line)
        self.completer.setWidget(line)
        self.completer.picked.connect(self._take)
        line.text_changed_settled.connect(self._offer)

    def _offer(self, typed: str) -> None:
        if not self._line.hasFocus() or self._line.composing or not typed.strip():
            self.completer.offered.hide()
            return
        self.completer.rank(typed)
        self.completer.setCompletionPrefix(fold(typed))
        count = self.completer.completionCount()
        if count == 0 or (count == 1 and self.completer.currentCompletion() == typed):
            self.completer.offered.hide()
            return
        self.completer.complete()

    def _take(self, name: str) -> None:
        self._line.write(name)
        self._line.commit()
