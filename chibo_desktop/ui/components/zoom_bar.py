"""The zoom of a printed page: smaller, how large, larger. Floats over the lower edge of the page."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QHBoxLayout

from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.pdf_view import PdfView
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.tokens import px


class ZoomBar(Card):
    """Lies over its view and follows the view's size."""

    def __init__(self, view: PdfView) -> None:
        super().__init__(margin=tokens.S4)
        self._view = view
        self.setParent(view)
        smaller = Button(tr("Nhỏ hơn"), "icon", Icon.MINUS, small=True)
        larger = Button(tr("Lớn hơn"), "icon", Icon.PLUS, small=True)
        self._figure = Label("", "medium")
        self._figure.setAlignment(Qt.AlignmentFlag.AlignCenter)
        space.fix(self._figure, min_width=72)
        line: QHBoxLayout = space.row(gap=tokens.S4)
        space.put(line, smaller, self._figure, larger)
        self.body.addLayout(line)
        smaller.clicked.connect(lambda: view.step_zoom(-1))
        larger.clicked.connect(lambda: view.step_zoom(1))
        view.zoom_changed.connect(self._show)
        view.installEventFilter(self)
        self._show(view.zoom)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._view and event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._place()
        return super().eventFilter(watched, event)

    def _show(self, zoom: int) -> None:
        self._figure.setText(tr("%1 %", zoom))
        self._place()

    def _place(self) -> None:
        self.adjustSize()
        left = (self._view.width() - self.width()) // 2
        self.move(left, self._view.height() - self.height() - px(tokens.S16))
        self.raise_()
