"""Text in which the words that another text has not are marked: by ground, by weight and by underline."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from chibo_desktop.ui import tokens
from chibo_desktop.ui.tokens import colour, px

_WORDS = re.compile(r"\S+\s*")
_STYLE = (17, 400)


def differing_spans(text: str, others: Sequence[str]) -> list[tuple[int, int]]:
    """Places (start, length) of the words of `text` that at least one of the others has not at that place.

    >>> differing_spans("dài 120 m, xe", ["dài 200 m, xe"])
    [(4, 3)]
    """
    words = list(_WORDS.finditer(text))
    marked: set[int] = set()
    for other in others:
        theirs = [found.group().strip() for found in _WORDS.finditer(other)]
        ours = [found.group().strip() for found in words]
        matcher = difflib.SequenceMatcher(None, ours, theirs, autojunk=False)
        for what, start, end, _, _ in matcher.get_opcodes():
            if what != "equal":
                marked.update(range(start, end))
    return list(_joined(words, marked))


def _joined(words: Sequence[re.Match[str]], marked: set[int]) -> Iterator[tuple[int, int]]:
    """Neighbouring words become one span; the space after the last one is not marked."""
    for place in sorted(marked):
        if place - 1 in marked:
            continue
        last = place
        while last + 1 in marked:
            last += 1
        end = words[last].start() + len(words[last].group().rstrip())
        yield words[place].start(), end - words[place].start()


class DifferingText(QWidget):
    """Plain text of any length that wraps; `others` are what it is compared with."""

    def __init__(self, text: str, others: Sequence[str] = ()) -> None:
        super().__init__()
        self._text = text.replace("\n", "\u2028")
        self._spans = differing_spans(text, others)
        self.setAccessibleName(text)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def marked(self) -> list[str]:
        """The words that are marked."""
        return [self._text[start : start + length] for start, length in self._spans]

    def heightForWidth(self, width: int) -> int:
        return self._laid_out(width)[1]

    def sizeHint(self) -> QSize:
        return QSize(px(tokens.SIDE_LIST), self.heightForWidth(max(self.width(), px(tokens.SIDE_LIST))))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(tokens.SIDE_LIST // 2), px(tokens.TARGET))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(colour("text"))
        self._laid_out(self.width())[0].draw(painter, QPointF(0, 0))
        painter.end()

    def _laid_out(self, width: int) -> tuple[QTextLayout, int]:
        layout = QTextLayout(self._text, tokens.font(_STYLE))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats([_mark(start, length) for start, length in self._spans])
        height = 0.0
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, height))
            height += line.height() * 1.25
        layout.endLayout()
        return layout, round(height) + 1


def _mark(start: int, length: int) -> QTextLayout.FormatRange:
    found = QTextLayout.FormatRange()
    found.start, found.length = start, length  # type: ignore[misc] - plain fields of the C++ struct
    look = QTextCharFormat()
    look.setBackground(colour("mark"))
    look.setForeground(colour("text"))
    look.setFontWeight(600)
    look.setFontUnderline(True)
    look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
    found.format = look  # type: ignore[misc] - as above
    return found
