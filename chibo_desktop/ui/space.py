"""Layouts and fixed sizes in units. They remember their units, so that a change of zoom can lay everything out anew."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from chibo_desktop.ui.tokens import px

Margins = int | tuple[int, int] | tuple[int, int, int, int]
_SPACE, _SIZE = "unitsOfSpace", "unitsOfSize"


def column(parent: QWidget | None = None, margins: Margins = 0, gap: int = 0) -> QVBoxLayout:
    """A vertical layout. `margins`: one number, (horizontal, vertical), or (left, top, right, bottom)."""
    layout = QVBoxLayout(parent) if parent else QVBoxLayout()
    spread(layout, margins, gap)
    return layout


def row(parent: QWidget | None = None, margins: Margins = 0, gap: int = 0) -> QHBoxLayout:
    """A horizontal layout; margins as in `column`. Children are centred vertically when added with `put`."""
    layout = QHBoxLayout(parent) if parent else QHBoxLayout()
    spread(layout, margins, gap)
    return layout


def grid(parent: QWidget | None = None, margins: Margins = 0, gap: int = 0) -> QGridLayout:
    """A grid; margins as in `column`, the same gap both ways."""
    layout = QGridLayout(parent) if parent else QGridLayout()
    spread(layout, margins, gap)
    return layout


def spread(layout: QLayout, margins: Margins, gap: int) -> None:
    """Give a layout its margins and gap in units."""
    four = (margins,) * 4 if isinstance(margins, int) else margins * 2 if len(margins) == 2 else margins
    layout.setProperty(_SPACE, [*four, gap])
    _lay(layout)


def fix(widget: QWidget, width: int = 0, height: int = 0, **limits: int) -> None:
    """Fix width and height in units (0 = free); limits: `min_width`, `max_width`, `min_height`, `max_height`."""
    names = ("min_width", "max_width", "min_height", "max_height")
    sizes = [limits.get(name, 0) for name in names]
    if width:
        sizes[0:2] = [width, width]
    if height:
        sizes[2:4] = [height, height]
    widget.setProperty(_SIZE, sizes)
    _size(widget)


def put(box: QBoxLayout, *items: QWidget | QLayout | int | None) -> None:
    """Add items in order: widgets centred across, layouts, units of fixed space, None = stretch."""
    across = box.direction() in (QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.RightToLeft)
    for item in items:
        if item is None:
            box.addStretch(1)
        elif isinstance(item, int):
            box.addSpacing(px(item))
        elif isinstance(item, QLayout):
            box.addLayout(item)
        elif across:
            box.addWidget(item, 0, Qt.AlignmentFlag.AlignVCenter)
        else:
            box.addWidget(item)


def widgets_of(layout: QLayout) -> list[QWidget]:
    """The widgets that stand directly in a layout, in order."""
    items = (layout.itemAt(place) for place in range(layout.count()))
    widgets = (item.widget() for item in items if item is not None)
    return [widget for widget in widgets if widget is not None]


def relay(root: QObject) -> None:
    """Apply the zoom in force to every layout and fixed size below `root`."""
    for layout in root.findChildren(QLayout):
        _lay(layout)
    for widget in root.findChildren(QWidget):
        _size(widget)


def _lay(layout: QLayout) -> None:
    units = layout.property(_SPACE)
    if units:
        left, top, right, bottom, gap = (px(u) for u in units)
        layout.setContentsMargins(left, top, right, bottom)
        layout.setSpacing(gap)


def _size(widget: QWidget) -> None:
    units = widget.property(_SIZE)
    if not units:
        return
    least_w, most_w, least_h, most_h = (px(u) for u in units)
    if least_w:
        widget.setMinimumWidth(least_w)
    if most_w:
        widget.setMaximumWidth(most_w)
    if least_h:
        widget.setMinimumHeight(least_h)
    if most_h:
        widget.setMaximumHeight(most_h)
