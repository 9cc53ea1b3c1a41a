"""The small window of a second copy: it says M28 and nothing else."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from chibo_desktop.ui import sentences, space, tokens
from chibo_desktop.ui.components.focus_ring import FocusRing


class SecondCopy(QWidget):
    """Says that the book is open in another window; `Đóng`, Enter or Esc closes it."""

    def __init__(self) -> None:
        super().__init__()
        self.banner = sentences.banner("M28")
        self.banner.chosen.connect(self.close)
        self.setWindowTitle(self.banner.accessibleName())
        self.setProperty("look", "page")
        space.fix(self, width=tokens.DIALOG[1])
        space.column(self, tokens.S16).addWidget(self.banner)
        self._ring = FocusRing(self)
        self.setWindowFlag(Qt.WindowType.Dialog)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.banner.buttons[0].setFocus(Qt.FocusReason.ActiveWindowFocusReason)

    def keyPressEvent(self, event) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)
