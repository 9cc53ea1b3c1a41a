"""A process that ends when its first window is painted: `first_paint.py bare`, or `first_paint.py program HOME`.

Prints the names of the modules imported by then, as one line of JSON. Both windows are watched in the same way.
"""

from __future__ import annotations

import json
import os
import sys

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget


class Watch(QObject):
    """Sees the first paint of a window of its own."""

    seen = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        painted = event.type() == QEvent.Type.Paint and isinstance(watched, QWidget) and watched.isWindow()
        if painted and not self.seen:
            self.seen = True
            QTimer.singleShot(0, leave)
        return False


def leave() -> None:
    """Say what was imported, and end without tidying up: only the start is measured."""
    print(json.dumps(sorted(sys.modules)), flush=True)
    os._exit(0)


def main() -> None:
    app = QApplication(["first paint"])
    watch = Watch()
    app.installEventFilter(watch)
    if sys.argv[1] == "bare":
        window = QWidget()
        window.showMaximized()
        app.exec()
    else:
        from chibo_desktop.app import window as program

        program.main(["--home", sys.argv[2]])


if __name__ == "__main__":
    main()
