"""Asking for files and folders: every question starts where the one before was answered, at first on the stick.

A clerk who has read a request from a stick saves the answer onto that stick, and never sees the program's own folder.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from chibo_desktop.services import sending

_last: list[Path] = []
"""Where a question was answered last, while the program runs; nothing of it is written down."""


def first_folder() -> Path:
    """Where to begin: the last folder that is still there, the only stick that is plugged in, or the documents."""
    if _last and _last[0].is_dir():
        return _last[0]
    drives = sending.drives()
    if len(drives) == 1:
        return drives[0].path
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))


def remember(place: Path) -> None:
    """Begin in this folder the next time."""
    _last[:] = [place]


def file_to_open(parent: QWidget, title: str, kinds: str = "") -> str:
    """The path of a file, or "" where nobody chose one."""
    name, _ = QFileDialog.getOpenFileName(parent, title, str(first_folder()), kinds)
    return _chosen(name)


def files_to_open(parent: QWidget, title: str, kinds: str = "") -> Sequence[str]:
    """The paths of files."""
    names, _ = QFileDialog.getOpenFileNames(parent, title, str(first_folder()), kinds)
    if names:
        remember(Path(names[0]).parent)
    return names


def file_to_save(parent: QWidget, title: str, name: str, kinds: str = "") -> str:
    """Where a file that is proposed under this name goes, or ""."""
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(first_folder() / name), kinds)
    return _chosen(chosen)


def folder(parent: QWidget, title: str) -> str:
    """A folder, or ""."""
    chosen = QFileDialog.getExistingDirectory(parent, title, str(first_folder()))
    if chosen:
        remember(Path(chosen))
    return chosen


def _chosen(name: str) -> str:
    if name:
        remember(Path(name).parent)
    return name
