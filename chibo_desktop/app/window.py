"""The window program: from the process to the first painted window.

The first window must not wait: what opens the book is imported only after the passphrase was typed.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from chibo_desktop.app import machine
from chibo_desktop.services.places import Places

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from chibo_desktop.app.single import SingleInstance

DONE, REFUSED = 0, 1


def main(argv: Sequence[str] | None = None) -> int:
    """Entry point of the program ``chibo-desktop``. Returns the exit status of the process."""
    machine.serve_if_asked()
    words = list(sys.argv[1:] if argv is None else argv)
    machine.collect_seldom()
    places = machine.places_of(_home(words))
    if not _has_display():
        sys.stderr.write(
            "Máy này không có màn hình nên không mở được cửa sổ. Dữ liệu không bị ảnh hưởng. "
            "Hãy dùng dòng lệnh: chibo --help\n"
        )
        return REFUSED
    if run(places):
        import subprocess

        subprocess.Popen([sys.executable, *sys.orig_argv[1:]])  # noqa: S603 - this very program, with its own words
    return DONE


def run(places: Places) -> bool:
    """Show the window of a home until it is closed. True when the program is to be started anew.

    A second copy only calls the first one.
    """
    from PySide6.QtCore import QLocale

    from chibo_desktop.app.single import SingleInstance
    from chibo_desktop.ui.theme import make_application

    app = make_application("chibo")
    app.setApplicationName(machine.APPLICATION)
    app.setApplicationDisplayName(machine.NAME)
    QLocale.setDefault(QLocale(QLocale.Language.Vietnamese, QLocale.Country.Vietnam))
    single = SingleInstance(places)
    if not single.claim():
        _show_second_copy(app, places, single)
        return False
    from chibo_desktop.app.program import RESTART, Program

    program = Program(app, places, single)
    program.start()
    status = app.exec()
    program.end()
    return status == RESTART


def _show_second_copy(app: "QApplication", places: Places, single: "SingleInstance") -> None:
    from chibo_desktop.services.settings import load_settings
    from chibo_desktop.ui.second_copy import SecondCopy
    from chibo_desktop.ui.theme import Theme
    from chibo_desktop.ui.tokens import Scheme

    look = load_settings(places)
    Theme(app, Scheme(look.theme), look.zoom)
    single.call_first()  # before the words about it, which would lie behind that window
    window = SecondCopy()
    window.show()
    window.activateWindow()
    app.exec()


def _home(words: Sequence[str]) -> Path | None:
    if not words:
        return None
    if len(words) == 2 and words[0] == "--home":
        return Path(words[1])
    sys.stderr.write("Cách dùng: chibo-desktop [--home THƯ-MỤC]\n")
    raise SystemExit(2)


def _has_display() -> bool:
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
