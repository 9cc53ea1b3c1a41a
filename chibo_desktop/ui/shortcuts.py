"""The only file that names keys. Pages take their keys from here, and show them with `spoken`."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtGui import QKeySequence


class Keys(StrEnum):
    """Every key or chord, by what it does."""

    PAGE_1 = "Ctrl+1"
    PAGE_2 = "Ctrl+2"
    PAGE_3 = "Ctrl+3"
    PAGE_4 = "Ctrl+4"
    PAGE_5 = "Ctrl+5"
    PAGE_6 = "Ctrl+6"
    PAGE_7 = "Ctrl+7"
    PAGE_8 = "Ctrl+8"
    SETTINGS = "Ctrl+,"
    BACK = "Alt+Left"
    HELP = "F1"
    NEXT_PANE = "F6"
    PREVIOUS_PANE = "Shift+F6"
    SEARCH = "Ctrl+F"
    NEW = "Ctrl+N"
    PRINT = "Ctrl+P"
    SAVE = "Ctrl+S"
    SAVE_PDF = "Ctrl+Shift+S"
    UNDO = "Ctrl+Z"
    REDO = "Ctrl+Y"
    CANCEL = "Esc"
    LOCK = "Ctrl+L"
    LARGER = "Ctrl++"
    LARGER_TOO = "Ctrl+="
    SMALLER = "Ctrl+-"
    PLAIN_SIZE = "Ctrl+0"
    EDIT = "F2"
    NEW_ROW = "Insert"
    REMOVE_ROW = "Delete"
    ROW_UP = "Alt+Up"
    ROW_DOWN = "Alt+Down"
    COPY_ABOVE = "Ctrl+D"
    FINISH_ROW = "Ctrl+Return"
    NEXT_SECTION = "Ctrl+PgDown"
    PREVIOUS_SECTION = "Ctrl+PgUp"
    NEXT_UNFINISHED = "F8"
    FINALISE = "F9"
    ALL_PRESENT = "Ctrl+Shift+A"
    EXPORT = "Ctrl+E"
    READ_RECEIPTS = "Ctrl+R"
    MAKE_REPORT = "Ctrl+R"
    MERGE = "Ctrl+M"
    CUT = "Ctrl+X"
    EARLIER = "PgUp"
    LATER = "PgDown"


PAGES = (Keys.PAGE_1, Keys.PAGE_2, Keys.PAGE_3, Keys.PAGE_4, Keys.PAGE_5, Keys.PAGE_6, Keys.PAGE_7, Keys.PAGE_8)

_CAPS = {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓", "Return": "Enter", "PgDown": "PgDn"}


def sequence(key: Keys) -> QKeySequence:
    """The key as Qt wants it."""
    return QKeySequence(key.value)


def cap(key: Keys | str) -> str:
    """The key as it is written on a key cap: `Alt+↑`, `Ctrl+Enter`."""
    parts = str(key).replace("++", "+＋").split("+")
    return "+".join("+" if part == "＋" else _CAPS.get(part, part) for part in parts)
