"""The window program: from the process to the first painted window.

The first window must not wait: what opens the book is imported only after the passphrase was typed.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from chibo_desktop.app.home import APPLICATION, places_of
from chibo_desktop.services.places import Places

NAME = "Sổ dự sinh hoạt chi bộ"
DONE, REFUSED = 0, 1
RESTART = 75
"""Exit code of the event loop that asks for the program to be started anew."""


def main(argv: Sequence[str] | None = None) -> int:
    """Entry point of the program ``chibo-desktop``. Returns the exit status of the process."""
    words = list(sys.argv[1:] if argv is None else argv)
    places = places_of(_home(words))
    if not _has_display():
        sys.stderr.write(
            "Máy này không có màn hình nên không mở được cửa sổ. Dữ liệu không bị ảnh hưởng. "
            "Hãy dùng dòng lệnh: chibo --help\n"
        )
        return REFUSED
    status = run(places)
    if status != RESTART:
        return status
    subprocess.Popen([sys.executable, *_own_words()])  # noqa: S603 - this very program
    return DONE


def run(places: Places) -> int:
    """Show the window of a home until it is closed. A second copy only calls the first one."""
    from PySide6.QtCore import QLocale
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance() or QApplication(["chibo"])
    assert isinstance(app, QApplication)
    app.setApplicationName(APPLICATION)
    app.setApplicationDisplayName(NAME)
    QLocale.setDefault(QLocale(QLocale.Language.Vietnamese, QLocale.Country.Vietnam))
    from chibo_desktop.app.single import SingleInstance

    single = SingleInstance(places)
    if not single.claim():
        return _call_first(app, single, places)
    from chibo_desktop.app.program import Program

    program = Program(app, places, single)
    program.start()
    status = app.exec()
    program.end()
    return status


def _call_first(app: object, single: object, places: Places) -> int:
    """Say M28 in a small window, and bring the first window to the front."""
    from PySide6.QtWidgets import QApplication

    from chibo_desktop.app.second import SecondCopy
    from chibo_desktop.app.single import SingleInstance

    assert isinstance(app, QApplication)
    assert isinstance(single, SingleInstance)
    window = SecondCopy(app, places)
    window.show()
    single.call_first()
    return app.exec()


def _home(words: Sequence[str]) -> Path | None:
    reader = argparse.ArgumentParser(prog="chibo-desktop", description=NAME)
    reader.add_argument("--home", type=Path, metavar="DIR", help="Thư mục dữ liệu, nếu không dùng thư mục thường lệ.")
    return reader.parse_args(words).home


def _has_display() -> bool:
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _own_words() -> list[str]:
    """The words of this process after the interpreter: options of Python, module or script, words of the program."""
    return sys.orig_argv[1:]
