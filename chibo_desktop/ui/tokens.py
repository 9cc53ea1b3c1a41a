"""All colours, sizes and type of the windows. No other file names a colour or a size in pixels.

Sizes are units: device-independent pixels at 100 %. `px` turns units into pixels at the zoom in force; whatever paints
or measures asks at the time it paints, so that a change of look needs no bookkeeping.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from PySide6.QtGui import QColor, QFont, QPalette

FAMILY = "Be Vietnam Pro"
ZOOMS = (100, 110, 125, 150)


class Scheme(StrEnum):
    """Which look the person has chosen."""

    LIGHT = "light"
    DARK = "dark"
    SYSTEM = "system"


class Colours(NamedTuple):
    """One theme: every colour by its use, as `#RRGGBB`."""

    bg: str
    surface: str
    subtle: str
    rail: str
    border: str
    strong: str
    text: str
    text2: str
    muted: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_text: str
    accent_tint: str
    focus: str
    sel: str
    sel_text: str
    ok: str
    ok_tint: str
    warn: str
    warn_tint: str
    err: str
    err_tint: str
    info: str
    info_tint: str
    plum: str
    plum_tint: str
    neutral_tint: str
    mark: str
    canvas: str
    paper: str
    chart1: str
    chart2: str
    chart3: str
    chart4: str
    chart5: str


LIGHT = Colours(
    bg="#F4F3F1",
    surface="#FFFFFF",
    subtle="#FAF9F8",
    rail="#ECEAE7",
    border="#E2DFDA",
    strong="#8A857D",
    text="#211F1C",
    text2="#4F4B45",
    muted="#69645D",
    accent="#9B1C20",
    accent_hover="#841619",
    on_accent="#FFFFFF",
    accent_text="#9B1C20",
    accent_tint="#F9ECEB",
    focus="#1A5FB4",
    sel="#E9F0F9",
    sel_text="#123F78",
    ok="#1D6B3C",
    ok_tint="#E6F3EA",
    warn="#7A4E00",
    warn_tint="#FCF1DA",
    err="#A8380A",
    err_tint="#FDEBE3",
    info="#1B5180",
    info_tint="#E6EFF7",
    plum="#6A3D86",
    plum_tint="#F2EAF7",
    neutral_tint="#EFEDEA",
    mark="#FBE3A6",
    canvas="#DAD7D2",
    paper="#FFFFFF",
    chart1="#9B1C20",
    chart2="#76828F",
    chart3="#2F7A4D",
    chart4="#3F78A8",
    chart5="#B4520F",
)

DARK = Colours(
    bg="#191817",
    surface="#232220",
    subtle="#282624",
    rail="#141312",
    border="#3A3834",
    strong="#8F8A82",
    text="#EFECE7",
    text2="#C9C4BC",
    muted="#A8A29A",
    accent="#B63A3A",
    accent_hover="#C44848",
    on_accent="#FFFFFF",
    accent_text="#F0938E",
    accent_tint="#3B2423",
    focus="#7DB4F5",
    sel="#22344A",
    sel_text="#D6E6FA",
    ok="#7FCB98",
    ok_tint="#1E3527",
    warn="#E9BE62",
    warn_tint="#3A2F17",
    err="#F5A27A",
    err_tint="#42281B",
    info="#8FC1EC",
    info_tint="#1E3145",
    plum="#CFA6E6",
    plum_tint="#33263C",
    neutral_tint="#33312E",
    mark="#5C4A16",
    canvas="#121110",
    paper="#FFFFFF",
    chart1="#E0706C",
    chart2="#6B7682",
    chart3="#7FCB98",
    chart4="#8FC1EC",
    chart5="#F5A27A",
)


def from_palette(palette: QPalette) -> Colours:
    """Colours of the system's high-contrast scheme: every state is text on ground, told apart by icon and word."""
    ground = palette.color(QPalette.ColorRole.Window).name()
    text = palette.color(QPalette.ColorRole.WindowText).name()
    chosen = palette.color(QPalette.ColorRole.Highlight).name()
    on_chosen = palette.color(QPalette.ColorRole.HighlightedText).name()
    grounds = {"bg", "surface", "subtle", "rail", "neutral_tint", "canvas", "accent_tint"}
    grounds |= {"ok_tint", "warn_tint", "err_tint", "info_tint", "plum_tint"}
    plain = {name: ground if name in grounds else text for name in Colours._fields}
    plain |= {"accent": chosen, "accent_hover": chosen, "on_accent": on_chosen, "focus": chosen}
    plain |= {"sel": ground, "sel_text": text, "mark": ground, "paper": LIGHT.paper}
    return Colours(**plain)


# How text is set: its units and its weight
FIGURE = (28, 600)
TITLE = (22, 600)
SUBFIGURE = (20, 600)
HEADING = (17, 600)
BODY = (15, 400)
BODY_MEDIUM = (15, 500)
BODY_STRONG = (15, 600)
SMALL = (14, 400)
SMALL_STRONG = (14, 600)
LABEL = (13, 600)
CAPTION = (13, 400)
CAPTION_MEDIUM = (13, 500)
BADGE = (12, 600)
KEY = (12, 400)

# Space
S4, S8, S12, S16, S20, S24, S32, S48 = 4, 8, 12, 16, 20, 24, 32, 48

# Radii
RADIUS_SMALL = 4
RADIUS = 6
RADIUS_CARD = 8
RADIUS_CHIP = 13

# Heights and widths
CONTROL = 40
CONTROL_SMALL = 32
CHIP = 26
ROW = 42
ROW_TWO = 58
TABLE_HEAD = 38
SECTION_ROW = 46
RAIL_WIDTH = 104
RAIL_ITEM = 62
HEADER = 72
SIDE_LIST = 272
SIDE_PANEL = 336
DIALOG = (480, 560)
DRAWING = (200, 132)
BAR = 8
NOTICE = 480
TARGET = 32

# Icon sizes
ICON_CHIP = 14
ICON_INLINE = 16
ICON = 18
ICON_BANNER = 20
ICON_RAIL = 22
ICON_CARD = 32

# Focus ring
RING = 2
RING_GAP = 2

# Windows
SMALLEST = (1024, 640)
NARROW = 1180
SHORT = 700


class Look(NamedTuple):
    """What everything on the screen is painted with."""

    colours: Colours = LIGHT
    zoom: int = 100
    dark: bool = False
    high_contrast: bool = False


_in_force = Look()


def look() -> Look:
    """The look in force."""
    return _in_force


def use(new: Look) -> None:
    """Put a look in force. Only `theme` calls this; it also tells Qt."""
    global _in_force  # noqa: PLW0603 - one window system, one look
    _in_force = new


def px(units: float) -> int:
    """Units at the zoom in force, as whole pixels."""
    return round(units * _in_force.zoom / 100)


def colour(name: str) -> QColor:
    """The colour of that use in the look in force; `name` is a field of `Colours`."""
    return QColor(getattr(_in_force.colours, name))


def font(style: tuple[int, int]) -> QFont:
    """The face of the screen in one of the type styles above, at the zoom in force."""
    units, weight = style
    made = QFont(FAMILY)
    made.setPixelSize(px(units))
    made.setWeight(QFont.Weight(weight))
    return made
