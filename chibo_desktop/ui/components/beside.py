"""Things beside each other that go below each other where they do not fit."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from chibo_desktop.ui import space, tokens

_ACROSS, _DOWN = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom


class Beside(QWidget):
    """Widgets with their shares of the width (0 = what they ask for). All beside each other, or all below each other.

    `only_across` are left out when they stand below each other: an arrow between two groups.
    """

    def __init__(
        self, *widgets: QWidget, shares: Sequence[int] = (), gap: int = tokens.S12, only_across: Sequence[QWidget] = ()
    ) -> None:
        super().__init__()
        self._only_across = tuple(only_across)
        self._box = QBoxLayout(_ACROSS, self)
        space.spread(self._box, 0, gap)
        for place, widget in enumerate(widgets):
            self._box.addWidget(widget, shares[place] if shares else 0)
            if not shares:
                self._box.setAlignment(widget, Qt.AlignmentFlag.AlignVCenter)

    def minimumSizeHint(self) -> QSize:
        widest = max((widget.minimumSizeHint().width() for widget in self._widgets()), default=0)
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
        return super().event(event)

    def _arrange(self) -> None:
        widths = [max(widget.minimumSizeHint().width(), widget.minimumWidth()) for widget in self._widgets()]
        needed = sum(widths) + self._box.spacing() * max(0, len(widths) - 1)
        wanted = _DOWN if needed > self.width() else _ACROSS
        if wanted != self._box.direction():
            self._box.setDirection(wanted)
            for widget in self._only_across:
                widget.setVisible(wanted == _ACROSS)

    def _widgets(self) -> list[QWidget]:
        return space.widgets_of(self._box)
