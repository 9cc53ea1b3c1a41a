"""Items beside each other that go on to the next line where the window is too narrow for them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget

from chibo_desktop.ui import space

_Line = list[tuple[QLayoutItem, QSize]]


class Flow(QWidget):
    """Widgets in reading order, as many on a line as fit; each keeps the width it asks for.

    Their tops are level; with `centred` the lines stand in the middle, and things on a line are centred to it.
    """

    def __init__(self, *widgets: QWidget, gap: int, centred: bool = False) -> None:
        super().__init__()
        self._lines = _FlowLayout(self, centred)
        space.spread(self._lines, 0, gap)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.add(*widgets)

    def add(self, *widgets: QWidget) -> None:
        """Add widgets at the end."""
        for widget in widgets:
            self._lines.addWidget(widget)


class _FlowLayout(QLayout):
    def __init__(self, parent: QWidget, centred: bool) -> None:
        super().__init__(parent)
        self._centred = centred
        self._items: list[QLayoutItem] = []

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override] - Qt returns null past the end
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override] - Qt returns null past the end
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), moves=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, moves=True)

    def sizeHint(self) -> QSize:
        shown = self._shown()
        widths = sum(item.sizeHint().width() for item in shown) + self.spacing() * max(0, len(shown) - 1)
        return QSize(widths, max((item.sizeHint().height() for item in shown), default=0))

    def minimumSize(self) -> QSize:
        shown = self._shown()
        return QSize(
            max((item.minimumSize().width() for item in shown), default=0),
            max((item.minimumSize().height() for item in shown), default=0),
        )

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _arrange(self, rect: QRect, moves: bool) -> int:
        """Lay the items out; returns the height that they take."""
        y, gap = rect.y(), self.spacing()
        for line in self._broken(rect.width()):
            height = max(size.height() for _, size in line)
            if moves:
                self._place(line, QRect(rect.x(), y, rect.width(), height))
            y += height + gap
        return max(y - gap - rect.y(), 0)

    def _broken(self, width: int) -> list[_Line]:
        """The items in lines of at most `width`, each item with the size that it gets."""
        lines: list[_Line] = []
        taken = 0
        for item in self._shown():
            size = item.sizeHint().expandedTo(item.minimumSize())
            size.setWidth(min(size.width(), width))
            if not lines or taken + self.spacing() + size.width() > width:
                lines.append([])
                taken = -self.spacing()
            lines[-1].append((item, size))
            taken += self.spacing() + size.width()
        return lines

    def _place(self, line: _Line, rect: QRect) -> None:
        gap = self.spacing()
        x = rect.x()
        if self._centred:
            x += (rect.width() - sum(size.width() for _, size in line) - gap * (len(line) - 1)) // 2
        for item, size in line:
            top = rect.y() + ((rect.height() - size.height()) // 2 if self._centred else 0)
            item.setGeometry(QRect(QPoint(x, top), size))
            x += size.width() + gap
