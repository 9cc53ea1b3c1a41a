"""A process that ends when its first window is painted: `first_paint.py bare`, or `first_paint.py program HOME`.

Prints the seconds of processor time and the names of the modules imported by then, in one line. Both windows are
watched in the same way, by a filter of that window alone: one of the whole application would have PySide wrap every
object of Qt, and measure itself.
"""

from __future__ import annotations

import os
import sys
import time

from PySide6.QtWidgets import QApplication, QWidget

from chibo_desktop.ui import first_paint


class Leaving(first_paint.FirstPaint):
    """Ends the process when the window is painted."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.done.connect(leave)


def leave() -> None:
    """Say what was imported, and end without tidying up: only the start is measured."""
    print(time.process_time(), *sys.modules, flush=True)
    os._exit(0)


def main() -> None:
    if sys.argv[1] == "bare":
        app = QApplication(["first paint"])
        window = QWidget()
        Leaving(window)
        window.showMaximized()
        app.exec()
    else:
        first_paint.FirstPaint = Leaving
        from chibo_desktop.app import window as program

        program.main(["--home", sys.argv[2]])


if __name__ == "__main__":
    main()
