"""The only file that names icons. Drawings are SVG on a 24 grid with `currentColor`, in `resources/icons`.

A pixmap is made once for each name, size, colour and pixel ratio; a change of theme asks for other colours and so needs
no clearing.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap

from chibo_desktop.ui.tokens import colour

FOLDER = Path(__file__).parents[2] / "resources" / "icons"


class Icon(StrEnum):
    """Every drawing the windows use, by what it shows."""

    ARROW_RIGHT = "arrow-right"
    BACK = "back"
    BOOK = "book"
    BOX = "box"
    CALENDAR = "calendar"
    CALENDAR_CHECK = "calendar-check"
    CHART = "chart"
    CHECK = "check"
    CHECK_CIRCLE = "check-circle"
    CHEVRON_DOWN = "chevron-down"
    CHEVRON_LEFT = "chevron-left"
    CHEVRON_RIGHT = "chevron-right"
    CHEVRON_UP = "chevron-up"
    CIRCLE = "circle"
    CLIP = "clip"
    CLOCK = "clock"
    CLOSE = "close"
    COMMENT = "comment"
    COPY = "copy"
    DASH = "dash"
    DOWNLOAD = "download"
    EYE = "eye"
    EYE_OFF = "eye-off"
    FILE = "file"
    FOLDER = "folder"
    FORK = "fork"
    HALF = "half"
    HELP = "help"
    HISTORY = "history"
    INFO = "info"
    KEY = "key"
    LOCK = "lock"
    MACHINE = "machine"
    MINUS = "minus"
    MOVE = "move"
    OCTAGON = "octagon"
    PEN = "pen"
    PHONE = "phone"
    PIN = "pin"
    PLUS = "plus"
    PRINTER = "printer"
    REDO = "redo"
    REFRESH = "refresh"
    RETURN = "return"
    ROUTE = "route"
    SEARCH = "search"
    SHIELD = "shield"
    SLIDERS = "sliders"
    TRANSFER = "transfer"
    TRASH = "trash"
    TRAY = "tray"
    TREE = "tree"
    TRIANGLE = "triangle"
    UNDO = "undo"
    UNLOCK = "unlock"
    UPLOAD = "upload"
    USB = "usb"
    USER = "user"
    USERS = "users"


def paint_icon(painter: QPainter, icon: Icon, rect: QRect | QRectF, tint: str) -> None:
    """Draw an icon in the middle of `rect`, as large as its shorter side; `tint` names a token colour."""
    side = int(min(rect.width(), rect.height()))
    ratio = painter.device().devicePixelRatioF()
    picture = _pixmap(icon, side, colour(tint).name(), ratio)
    spot = QPointF(QRectF(rect).center()) - QPointF(side / 2, side / 2)
    painter.drawPixmap(QPointF(round(spot.x()), round(spot.y())), picture)


def drawing(icon: Icon, tint: str, side: int) -> str:
    """The SVG of that icon for that many pixels; `tint` names a token colour."""
    return _coloured(icon, colour(tint).name(), side)


def _coloured(icon: Icon, tint: str, side: int) -> str:
    stroke = "2" if side <= 18 else "1.75"
    return _source(icon).replace("currentColor", tint).replace('stroke-width="1.75"', f'stroke-width="{stroke}"')


@lru_cache(maxsize=600)
def _pixmap(icon: Icon, side: int, tint: str, ratio: float) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer

    drawing = QPixmap(QSize(round(side * ratio), round(side * ratio)))
    drawing.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawing)
    QSvgRenderer(QByteArray(_coloured(icon, tint, side).encode())).render(painter)
    painter.end()
    drawing.setDevicePixelRatio(ratio)
    return drawing


@lru_cache(maxsize=len(Icon))
def _source(icon: Icon) -> str:
    return (FOLDER / f"{icon}.svg").read_text(encoding="utf-8")
