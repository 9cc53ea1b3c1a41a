"""The process dies in the middle of typing, and a second copy is started: what a person finds afterwards (J3, J16)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from chibo_desktop.app.program import Program
from chibo_desktop.services.places import Places
from chibo_desktop.ui.pages.editor.cell_part import CellPart
from chibo_desktop.ui.pages.editor.frame import EditorPage
from chibo_desktop.ui.pages.unlock import UnlockPage
from tests.building.homes import PASSPHRASE

ROOT = Path(__file__).parents[2]
ENVIRONMENT = os.environ | {"QT_QPA_PLATFORM": "offscreen", "CHIBO_TEST_KDF": "fast", "PYTHONPATH": str(ROOT)}


def run(*words: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, *words], env=ENVIRONMENT, text=True, stdout=subprocess.PIPE, cwd=ROOT)


def test_killed_while_typing_the_draft_opens_again_with_every_saved_letter(
    start: Callable[[], Program], places: Places, found: str, qtbot: QtBot
) -> None:
    saved = 0
    with run(str(ROOT / "tests/building/typing_program.py"), str(places.home)) as typing:
        assert typing.stdout is not None
        while saved < 80:
            line = typing.stdout.readline()
            assert line, "the program ended before it was killed"
            saved = int(line.split()[1])
        typing.send_signal(signal.SIGKILL)

    program = start()
    (door,) = program.shell.findChildren(UnlockPage)
    door.field.input.setText(PASSPHRASE)
    door.open.click()
    qtbot.waitUntil(lambda: isinstance(program.shell.page, EditorPage), timeout=10_000)
    page = program.shell.page
    assert isinstance(page, EditorPage)
    qtbot.waitUntil(lambda: page.banners.keys() == ("interrupted",), timeout=10_000)
    (cell,) = page.findChildren(CellPart)
    text = cell.name.words()
    assert len(text) >= saved
    assert text == ("abcdefghij" * 1000)[: len(text)]
    assert "Ghi tiếp" in [button.text() for button in page.banners.findChildren(QPushButton)]


def test_a_second_copy_says_so_and_calls_the_first(
    start: Callable[[], Program], places: Places, found: str, qtbot: QtBot
) -> None:
    program = start()
    qtbot.waitUntil(lambda: program.is_settled, timeout=10_000)
    program.shell.showMinimized()
    with run("-m", "chibo_desktop", "--home", str(places.home)) as second:
        qtbot.waitUntil(lambda: not program.shell.isMinimized(), timeout=20_000)
        assert second.poll() is None, "it says why, until it is closed"
        second.terminate()
    assert program.shell.isVisible()
