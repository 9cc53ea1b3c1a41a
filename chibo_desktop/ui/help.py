"""Help: the handbook, open at the chapter of the page from which it was called."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QUrl, Signal, Slot
from PySide6.QtGui import (
    QFont,
    QImage,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextImageFormat,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from chibo_desktop.ui import handbook, space, tokens
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.grouped_list import GroupedList, ListFrame, ListGroup, ListItem
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.tokens import px

LEADING = 135
"""Percent of the height of a line of text."""
_TEXT_WIDTH = 860
_PICTURE_WIDTH = 720

_HEADINGS = {1: tokens.SUBFIGURE, 2: tokens.HEADING}


class HelpPage(Page):
    """The handbook at the chapter with that key; a page without a chapter of its own opens it at the first one."""

    help_key = "help"

    def __init__(self, key: str) -> None:
        super().__init__(tr("Hướng dẫn"), back=True)
        self._text = _Sheet()
        self._text.setAccessibleName(tr("Hướng dẫn"))
        self._contents = GroupedList(tr("Mục lục"), tokens.SIDE_LIST)
        self._contents.set_groups(
            [
                ListGroup(part.title, tuple(ListItem(chapter.key, chapter.title) for chapter in part.chapters))
                for part in handbook.parts()
            ]
        )
        card = Card()
        card.add(self._text)
        space.fix(card, max_width=_TEXT_WIDTH)
        holder = QWidget()
        space.column(holder, (tokens.S24, tokens.S16), tokens.S12).addWidget(card, 1)
        self.set_content(ListFrame(self._contents, holder), scrolls=False, margins=False)
        self._contents.chosen.connect(self.open_chapter)
        self._text.chapter_requested.connect(self.open_chapter)
        self.open_chapter(key)

    @Slot(object)
    def open_chapter(self, key: object) -> None:
        """Show a chapter from its beginning."""
        known = key if isinstance(key, str) and key in self._contents.keys else handbook.FIRST
        self._contents.choose(known)
        self._text.show_text(handbook.text_of(known))

    def panes(self) -> list[QWidget]:
        return [self._contents.combo if self._contents.is_narrow() else self._contents.list, self._text]

    def focus_first(self) -> None:
        self._text.setFocus()


class _Sheet(QTextBrowser):
    """Text with the handbook's own pictures; links lead to its own chapters, everything else leads nowhere."""

    chapter_requested = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setTabChangesFocus(True)
        self.anchorClicked.connect(self._follow)

    def show_text(self, text: str) -> None:
        self.setDocument(_document(text, self))
        self._fit()

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """The handbook's own pictures; no style sheets, no other files."""
        address = name.toString() if isinstance(name, QUrl) else name
        picture = handbook.picture_at(address) if kind == QTextDocument.ResourceType.ImageResource.value else None
        if picture is None:
            return None
        sharp = self.devicePixelRatioF()
        width = round(px(_PICTURE_WIDTH) * sharp)
        image = QImage(str(picture)).scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
        image.setDevicePixelRatio(sharp)
        return image

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()

    @Slot(QUrl)
    def _follow(self, address: QUrl) -> None:
        chapter = handbook.chapter_at(address.toString())
        if chapter is not None:
            self.chapter_requested.emit(chapter)

    def _fit(self) -> None:
        """No picture is wider than the sheet."""
        widest = min(px(_PICTURE_WIDTH), self.viewport().width() - px(tokens.S16))
        for block in _blocks(self.document()):
            for part in block.textFormats():
                if part.format.isImageFormat() and widest > 0:
                    _resize(block, part.start, part.format.toImageFormat(), widest)


def _resize(block: QTextBlock, start: int, manner: QTextImageFormat, widest: int) -> None:
    picture = handbook.picture_at(manner.name())
    if picture is None or manner.width() == widest:
        return
    size = QImage(str(picture)).size()
    if size.isEmpty():
        return
    manner.setWidth(widest)
    manner.setHeight(widest * size.height() / size.width())
    cursor = QTextCursor(block)
    cursor.setPosition(block.position() + start)
    cursor.setPosition(block.position() + start + 1, QTextCursor.MoveMode.KeepAnchor)
    cursor.setCharFormat(manner)


def _blocks(document: QTextDocument) -> list[QTextBlock]:
    found: list[QTextBlock] = []
    block = document.begin()
    while block.isValid():
        found.append(block)
        block = block.next()
    return found


def _document(text: str, parent: QTextBrowser) -> QTextDocument:
    document = QTextDocument(parent)
    document.setDefaultFont(tokens.font(tokens.BODY))
    features = QTextDocument.MarkdownFeature.MarkdownDialectCommonMark | QTextDocument.MarkdownFeature.MarkdownNoHTML
    document.setMarkdown(text, features)
    document.setIndentWidth(px(tokens.S24))
    for block in _blocks(document):
        _set(block)
    return document


def _set(block: QTextBlock) -> None:
    """Long lines with marks above and below the letters are read more easily with air; headings in our own sizes.

    Nothing is set in italics on the screen: emphasis is weight.
    """
    level = block.blockFormat().headingLevel()
    parts = block.textFormats()
    manner = QTextBlockFormat()
    if not any(part.format.isImageFormat() for part in parts):  # a leading of its own would leave a hole above it
        manner.setLineHeight(LEADING, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    manner.setTopMargin(px(tokens.S20) if level and block.position() else 0)
    manner.setBottomMargin(px(tokens.S8))
    cursor = QTextCursor(block)
    cursor.mergeBlockFormat(manner)
    for part in parts:
        if part.format.isImageFormat():
            continue
        if level or part.format.fontItalic() or part.format.fontWeight() > QFont.Weight.Medium:
            strong = QTextCharFormat(part.format)
            strong.clearProperty(QTextFormat.Property.FontSizeAdjustment)
            plain = tokens.BODY_MEDIUM if part.format.fontItalic() else tokens.BODY_STRONG
            strong.setFont(tokens.font(_HEADINGS.get(level, plain)))
            cursor.setPosition(block.position() + part.start)
            cursor.setPosition(block.position() + part.start + part.length, QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(strong)
