"""A choice between a few large cards: icon, name, what it means. One button each, spoken as radio buttons."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QRadioButton, QSizePolicy, QWidget

from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.checkbox import paint_radio
from chibo_desktop.ui.components.label import IconLabel, Label
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.tokens import colour, px

_BESIDE = 560  # units below which cards stand under each other
_RADIO = 20


class ChoiceCard(QRadioButton):
    """One card. `value` is what it stands for, `points` are short lines with ticks."""

    def __init__(self, value: str, icon: Icon, title: str, text: str, points: Sequence[str]) -> None:
        super().__init__()
        self.value = value
        self.setAccessibleName(title)
        self.setAccessibleDescription(". ".join((text.rstrip("."), *points)))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._icon = IconLabel(icon, "text2", tokens.ICON_CARD)
        column = space.column(self, tokens.S24, tokens.S8)
        self._box = column
        column.addWidget(self._icon)
        column.addSpacing(px(tokens.S4))
        column.addWidget(Label(title, "heading", wrap=True))
        column.addWidget(Label(text, "second", wrap=True))
        for point in points:
            line = space.row(gap=tokens.S8)
            line.addWidget(IconLabel(Icon.CHECK, "text2", tokens.ICON_INLINE), 0, Qt.AlignmentFlag.AlignVCenter)
            line.addWidget(Label(point, "second", wrap=True), 1)
            column.addLayout(line)
        column.addStretch(1)
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._name = title
        self._drawn = icon
        self.toggled.connect(self._tint)

    def _tint(self, chosen: bool) -> None:
        self._icon.set_icon(self._drawn, "accent_text" if chosen else "text2")

    def sizeHint(self) -> QSize:
        return self._box.totalSizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._box.totalMinimumSize()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._box.totalHeightForWidth(width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # A button's layout is not asked for its height at this width by the layouts around it: its words would be cut.
        self.setMinimumHeight(self._box.totalHeightForWidth(self.width()))

    def hitButton(self, spot: QPoint) -> bool:
        return self.rect().contains(spot)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        painter.setPen(QPen(colour("accent" if chosen else "border"), 2 if chosen else 1))
        painter.setBrush(colour("surface"))
        half = 1.0 if chosen else 0.5
        ground = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(ground, px(tokens.RADIUS_CARD), px(tokens.RADIUS_CARD))
        side = px(_RADIO)
        paint_radio(painter, QRectF(self.width() - px(tokens.S24) - side, px(28), side, side), chosen)
        painter.end()


class CardChoice(QWidget):
    """The cards beside each other, below each other where it is narrow. Arrows choose."""

    chosen = Signal(str)

    def __init__(self, cards: Sequence[ChoiceCard]) -> None:
        super().__init__()
        self._cards = list(cards)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        space.spread(self._box, 0, tokens.S20)
        self._group = QButtonGroup(self)
        for card in self._cards:
            self._box.addWidget(card, 1)
            self._group.addButton(card)
            card.installEventFilter(self)
        self._cards[0].setChecked(True)
        self._group.buttonClicked.connect(lambda card: self.chosen.emit(card.value))

    @property
    def value(self) -> str:
        """What the chosen card stands for."""
        return next(card.value for card in self._cards if card.isChecked())

    def choose(self, value: str) -> None:
        """Choose as a person would, with the signal."""
        next(card for card in self._cards if card.value == value).click()

    def focus_chosen(self) -> None:
        """Give the focus to the chosen card."""
        next(card for card in self._cards if card.isChecked()).setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        assert isinstance(watched, ChoiceCard)
        key = Qt.Key(event.key())
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
        if key not in steps:
            return False
        place = min(max(self._cards.index(watched) + steps[key], 0), len(self._cards) - 1)
        self._cards[place].setFocus(Qt.FocusReason.TabFocusReason)
        self._cards[place].click()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < px(_BESIDE)
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._box.setDirection(down if narrow else across)
