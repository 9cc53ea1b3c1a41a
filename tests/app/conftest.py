"""The running program in this process: a home in a temporary folder, the least cost of a passphrase, no sleeps."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from chibo_desktop.app.program import Program
from chibo_desktop.app.single import SingleInstance
from chibo_desktop.services.places import Places
from tests.building.homes import found_home

_OF_THE_PLATFORM = ("This plugin does not support propagateSizeHints", "This plugin does not support raise")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What the platform without a screen says about itself is not a warning about us."""
    for item in items:
        item.add_marker(pytest.mark.qt_log_ignore(*_OF_THE_PLATFORM, extend=True))


@pytest.fixture(autouse=True)
def _cheap_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHIBO_TEST_KDF", "fast")


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "home")


@pytest.fixture
def found(places: Places) -> str:
    """A home of a group; its recovery code."""
    return found_home(places.home)


@pytest.fixture
def start(qapp: QApplication, qtbot: QtBot, places: Places) -> Iterator[Callable[[], Program]]:
    """Starts the program on the home, as often as asked; the one before is ended first."""
    running: list[Program] = []

    def end() -> None:
        while running:
            program = running.pop()
            program.shell.close()
            program.end()
            program.shell.deleteLater()

    def run() -> Program:
        end()
        single = SingleInstance(places)
        assert single.claim()
        program = Program(qapp, places, single)
        program.start()
        program.shell.activateWindow()
        qtbot.waitUntil(program.shell.isActiveWindow)
        running.append(program)
        return program

    yield run
    end()
