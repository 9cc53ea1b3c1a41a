"""The real program with somebody at the keyboard: `python typing_program.py HOME`. It types until it is killed.

Unlocks, begins a visit, and types into the name of the cell. After each save that the program has acknowledged it
prints `saved N`: at least N letters are on the disk.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from chibo_desktop.app import window
from chibo_desktop.ui.pages.editor.cell_part import CellPart
from chibo_desktop.ui.pages.editor.frame import EditorPage
from chibo_desktop.ui.pages.today import TodayPage
from chibo_desktop.ui.pages.unlock import UnlockPage
from tests.building.homes import PASSPHRASE


class Typist(QObject):
    """Looks every few milliseconds at what is on the screen, and does the next thing."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._typed = 0
        self._unlocking = self._begun = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._act)
        self._timer.start(10)

    def _seen(self, kind: type[QWidget]) -> QWidget | None:
        return next(
            (widget for widget in self._app.allWidgets() if isinstance(widget, kind) and widget.isVisible()), None
        )

    def _act(self) -> None:
        door, today, editor = self._seen(UnlockPage), self._seen(TodayPage), self._seen(EditorPage)
        if isinstance(door, UnlockPage) and not self._unlocking:
            self._unlocking = True
            door.field.input.setText(PASSPHRASE)
            door.open.click()
        elif isinstance(today, TodayPage) and not self._begun:
            self._begun = True
            today.record_requested.emit()
        elif isinstance(editor, EditorPage) and editor.section is not None:
            self._type(editor)

    def _type(self, editor: EditorPage) -> None:
        name = editor.findChildren(CellPart)[0].name
        if not self._typed:
            editor.changed.connect(lambda _: tell_saved(editor))
        QTest.keyClick(name, "abcdefghij"[self._typed % 10])  # type: ignore[call-overload] - the stubs forget letters
        self._typed += 1
        if self._typed % 40 == 0:
            name.commit()
            editor._autosave.save_now()


def tell_saved(editor: EditorPage) -> None:
    """How many letters of the name are on the disk, as the program believes."""
    kept = editor._autosave._kept
    if kept is not None:
        print(f"saved {len(kept[0].cell.name)}", flush=True)


def main() -> None:
    app = QApplication(["typing"])
    typist = Typist(app)
    window.main(["--home", sys.argv[1]])
    del typist


if __name__ == "__main__":
    main()
