"""One look, one window system without a screen, for all tests of the windows."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QLocale
from PySide6.QtWidgets import QApplication

from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.theme import Theme
from chibo_desktop.ui.tokens import Scheme

_OF_THE_PLATFORM = ("This plugin does not support (propagateSizeHints|raise|grabbing the keyboard)",)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What the platform without a screen says about itself is not a warning about us."""
    for item in items:
        item.add_marker(pytest.mark.qt_log_ignore(*_OF_THE_PLATFORM, extend=True))


@pytest.fixture(scope="session")
def _one_theme(qapp: QApplication) -> Theme:
    QLocale.setDefault(QLocale(QLocale.Language.Vietnamese, QLocale.Country.Vietnam))
    return Theme(qapp, Scheme.LIGHT)


@pytest.fixture
def theme(_one_theme: Theme) -> Iterator[Theme]:
    """The theme: light, 100 % at the beginning and at the end of each test."""
    _one_theme.set_scheme(Scheme.LIGHT)
    _one_theme.set_zoom(100)
    yield _one_theme
    _one_theme.set_scheme(Scheme.LIGHT)
    _one_theme.set_zoom(100)


@pytest.fixture(autouse=True)
def _looked_after(theme: Theme, qapp: QApplication) -> Iterator[None]:
    """Every test has the look of the program; what it left to be deleted is deleted before the next one."""
    yield
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    """A worker that is closed again."""
    worker = Jobs()
    yield worker
    worker.close()
