"""A group's machine with a real book, and sections of rows shown in a window."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from chibo_desktop.domain.people import Tier
from chibo_desktop.domain.visits import Visit
from chibo_desktop.services import founding
from chibo_desktop.services.desk import Desk, Role
from chibo_desktop.services.places import Places
from chibo_desktop.storage.slots import Cost, Making
from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.editor.section import SectionPage

PASSPHRASE = "mot cau de nho"
NOW = dt.datetime(2026, 12, 3, 12, 42, 7, tzinfo=dt.UTC)


def chance() -> Callable[[int], bytes]:
    """Bytes that look random and are the same in every run."""
    count = 0

    def more(length: int) -> bytes:
        nonlocal count
        count += 1
        return hashlib.shake_128(count.to_bytes(8, "big")).digest(length)

    return more


def open_group_home(folder: Path) -> Desk:
    """A founded home of a group, open."""
    places, random_bytes = Places(folder / "home"), chance()
    setup = founding.Setup(Role.GROUP, "Máy 1", "Ma Từ Mẫu", PASSPHRASE, group="Tổ số 05", tier=Tier.COMMUNE)
    founding.found_home(places, setup, lambda: NOW, Making(random_bytes, Cost(1, 8 * 1024 * 1024)))
    return founding.open_desk(places, PASSPHRASE, lambda: NOW, random_bytes)


def own(desk: Desk, visit: Visit) -> Visit:
    """The visit as one of this machine's group."""
    return replace(visit, group=replace(visit.group, id=desk.me.group.id))


class SectionWindow(QWidget):
    """Holds one section as the frame of the editor does, and remembers what it gave back."""

    def __init__(self, section: SectionPage, visit: Visit) -> None:
        super().__init__()
        self.setProperty("look", "page")
        self.section = section
        self.visit = visit
        self.edits = 0
        self.notices: list[object] = []
        space.column(self, (tokens.S24, tokens.S12)).addWidget(section)
        section.edited.connect(self._take)
        section.notice_requested.connect(self.notices.append)
        self.resize(990, 696)

    def open(self, read_only: bool = False) -> None:
        """Show the window with the visit."""
        self.show()
        self.section.set_read_only(read_only)
        self.section.show(self.visit)
        QWidget.show(self.section)
        self.activateWindow()
        self.section.first_empty_field().setFocus()
        settle()

    def _take(self) -> None:
        self.edits += 1
        self.visit = self.section.collect(self.visit)


def settle() -> None:
    """Let everything that waits happen."""
    for _ in range(4):
        QApplication.processEvents()


def focus() -> QWidget:
    """The widget that has the focus."""
    found = QApplication.focusWidget()
    assert found is not None
    return found


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the focus is."""
    QTest.keyClick(focus(), key, modifiers)
    settle()


def type_text(text: str) -> None:
    """Have an input method put a text where the focus is, as Vietnamese is typed."""
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QApplication.sendEvent(focus(), event)
    settle()


def compose(text: str) -> None:
    """Begin to compose a word where the focus is."""
    QApplication.sendEvent(focus(), QInputMethodEvent(text, []))
    settle()


def close_section(window: SectionWindow, jobs: Jobs, qtbot) -> None:
    """Wait until the worker is idle, so that nothing arrives late."""
    qtbot.waitUntil(lambda: not jobs.is_busy(), timeout=5000)
    window.close()
