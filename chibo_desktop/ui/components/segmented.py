"""A choice among at most five: all of them seen at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QRadioButton, QSizePolicy, QWidget

from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.icons import Icon, paint_icon
from chibo_desktop.ui.tokens import colour, px


class Segmented(QWidget):
    """`choices`: (value, word) pairs. Chosen = ground, border, tick and weight; spoken as radio buttons.

    With `digits` each segment shows its number: Alt+1 ... Alt+5 choose from wherever the cursor stands, which stays
    there, and the digits alone while the segments have the focus.
    """

    chosen = Signal(object)  # the value; only when a person chose

    def __init__(
        self, choices: Sequence[tuple[object, str]], value: object = None, digits: bool = False, small: bool = False
    ) -> None:
        super().__init__()
        self._digits = digits
        self._height = tokens.CONTROL - 6 if small else tokens.CONTROL
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        row = space.row(self)
        self._values: list[object] = []
        self._segments: list[_Segment] = []
        last = len(choices) - 1
        for place, (choice, word) in enumerate(choices):
            ends = (place == 0, place == last)
            button = _Segment(word, self._height, str(place + 1) if digits else "", ends)
            if digits:  # a shortcut of the button itself would click it, and take the cursor out of the text
                QShortcut(f"Alt+{place + 1}", self, partial(self.choose, choice))
            self._group.addButton(button, place)
            self._values.append(choice)
            self._segments.append(button)
            row.addWidget(button)
        self._group.idClicked.connect(lambda place: self.chosen.emit(self._values[place]))
        self._group.idToggled.connect(lambda *_: self._show_on_top())
        self.set_value(value)

    @property
    def value(self) -> object:
        """The value chosen, or None."""
        place = self._group.checkedId()
        return self._values[place] if place >= 0 else None

    @property
    def segments(self) -> tuple[QWidget, ...]:
        """The choices as widgets, from left to right."""
        return tuple(self._segments)

    def set_value(self, value: object) -> None:
        """Choose without a signal; a value that is not among the choices leaves nothing chosen."""
        self._group.setExclusive(False)
        for place, button in enumerate(self._group.buttons()):
            button.setChecked(self._values[place] == value)
        self._group.setExclusive(True)
        self._show_on_top()

    def choose(self, value: object) -> None:
        """Choose as a person would, with the signal."""
        self.set_value(value)
        self.chosen.emit(value)

    def takes_digit(self, typed: str) -> bool:
        """Is it one of the digits that choose here?"""
        return self._digits and typed in [str(place) for place in range(1, len(self._values) + 1)]

    def set_word(self, value: object, word: str) -> None:
        """Change the word of a choice: `Còn phải gửi (04)`."""
        button = self._group.buttons()[self._values.index(value)]
        button.setText(word)
        button.setAccessibleName(word)
        button.updateGeometry()

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        for button in self._group.buttons():
            button.setAccessibleName(f"{name}: {button.text()}" if name else button.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = steps.get(Qt.Key(event.key()))
        if self.takes_digit(event.text()) and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.choose(self._values[int(event.text()) - 1])
            return
        if step is None:
            super().keyPressEvent(event)
            return
        place = min(max(self._group.checkedId() + step, 0), len(self._values) - 1)
        self._group.buttons()[place].setFocus(Qt.FocusReason.TabFocusReason)
        self.choose(self._values[place])

    def _show_on_top(self) -> None:
        button = self._group.checkedButton()
        place = self._group.checkedId()
        for number, other in enumerate(self._segments):
            other.before_chosen = number == place - 1
            other.updateGeometry()
        if isinstance(button, QAbstractButton):
            button.raise_()


class _Segment(QRadioButton):
    def __init__(self, word: str, height: int, digit: str, ends: tuple[bool, bool]) -> None:
        super().__init__(word)
        self._units = height
        self._digit = digit
        self._first, self._last = ends
        self.before_chosen = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(word)

    def sizeHint(self) -> QSize:
        words = QFontMetrics(tokens.font(self._style())).horizontalAdvance(self.text())
        digit = px(18) if self._digit else 0
        tick = px(tokens.ICON_INLINE) + px(6) if self.isChecked() else 0
        return QSize(words + digit + tick + px(26), px(self._units))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _style(self) -> tuple[int, int]:
        return tokens.SMALL_STRONG if self.isChecked() else tokens.SMALL

    def hitButton(self, spot) -> bool:
        return self.rect().contains(spot)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked():
            self._paint_ground(painter, "focus", 2, "sel")
        else:
            self._paint_ground(painter, "strong", 1, "subtle" if self.underMouse() else "surface")
        left = px(12)
        ink = "sel_text" if self.isChecked() else "text2"
        if self.isChecked():
            side = px(tokens.ICON_INLINE)
            paint_icon(painter, Icon.CHECK, QRect(left - 1, (self.height() - side) // 2, side, side), ink)
            left += side + px(6)
        painter.setFont(tokens.font(self._style()))
        painter.setPen(colour(ink))
        middle = Qt.AlignmentFlag.AlignVCenter
        words = QRect(left, 0, self.width() - left, self.height())
        painter.drawText(words, middle | Qt.AlignmentFlag.AlignLeft, self.text())
        if self._digit:
            painter.setFont(tokens.font(tokens.KEY))
            painter.setPen(colour("muted" if not self.isChecked() else "sel_text"))
            digit = self.rect().adjusted(0, px(1), -px(11), px(1))
            painter.drawText(digit, middle | Qt.AlignmentFlag.AlignRight, self._digit)
        painter.end()

    def _paint_ground(self, painter: QPainter, edge: str, width: int, ground: str) -> None:
        half = width / 2
        body = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.setBrush(colour(ground))
        painter.setPen(QPen(colour(edge), width))
        if self.isChecked():
            painter.drawRoundedRect(body, px(tokens.RADIUS), px(tokens.RADIUS))
            return
        # the ends are rounded, the inside edges are hairlines: draw wider than seen and let the widget clip
        over = px(tokens.RADIUS) * 2
        wide = body.adjusted(0 if self._first else -over, 0, 0 if self._last else over, 0)
        painter.drawRoundedRect(wide, px(tokens.RADIUS), px(tokens.RADIUS))
        if not self._last and not self.before_chosen:
            painter.setPen(QPen(colour("border"), 1))
            painter.drawLine(self.width() - 1, 1, self.width() - 1, self.height() - 2)
