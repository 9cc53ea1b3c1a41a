"""Help for one page: plain text with headings and lists, from `resources/help`. Nothing is loaded from elsewhere."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QFont, QTextBlock, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument, QTextFormat
from PySide6.QtWidgets import QFrame, QTextBrowser

from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.tokens import px

LEADING = 135
"""Percent of the height of a line of text."""

_HEADINGS = {1: tokens.SUBFIGURE, 2: tokens.HEADING}

FOLDER = Path(__file__).parents[2] / "resources" / "help"


class HelpPage(Page):
    """The help of the page with that key; a page without help of its own shows the first page of the handbook."""

    help_key = "help"

    def __init__(self, key: str) -> None:
        super().__init__(tr("Hướng dẫn"), back=True)
        self._text = _Sheet()
        self._text.setAccessibleName(tr("Hướng dẫn"))
        self._text.setDocument(_document(key, self._text))
        card = Card()
        card.add(self._text)
        space.fix(card, max_width=860)
        self.set_content(card, scrolls=False)


class _Sheet(QTextBrowser):
    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setTabChangesFocus(True)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        return None  # no pictures, no style sheets, no other files


def _document(key: str, parent: QTextBrowser) -> QTextDocument:
    place = FOLDER / f"{key}.md"
    if not place.is_file():
        place = FOLDER / "index.md"
    text = place.read_text(encoding="utf-8") if place.is_file() else tr("Chưa có hướng dẫn cho trang này.")
    document = QTextDocument(parent)
    document.setDefaultFont(tokens.font(tokens.BODY))
    features = QTextDocument.MarkdownFeature.MarkdownDialectCommonMark | QTextDocument.MarkdownFeature.MarkdownNoHTML
    document.setMarkdown(text, features)
    document.setIndentWidth(px(tokens.S24))
    block = document.begin()
    while block.isValid():
        _set(block)
        block = block.next()
    return document


def _set(block: QTextBlock) -> None:
    """Long lines with marks above and below the letters are read more easily with air; headings in our own sizes."""
    level = block.blockFormat().headingLevel()
    manner = QTextBlockFormat()
    manner.setLineHeight(LEADING, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    manner.setTopMargin(px(tokens.S20) if level and block.position() else 0)
    manner.setBottomMargin(px(tokens.S8))
    cursor = QTextCursor(block)
    cursor.mergeBlockFormat(manner)
    for part in block.textFormats():
        if level or part.format.fontWeight() > QFont.Weight.Medium:
            strong = QTextCharFormat(part.format)
            strong.clearProperty(QTextFormat.Property.FontSizeAdjustment)
            strong.setFont(tokens.font(_HEADINGS.get(level, tokens.BODY_STRONG)))
            cursor.setPosition(block.position() + part.start)
            cursor.setPosition(block.position() + part.start + part.length, QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(strong)
