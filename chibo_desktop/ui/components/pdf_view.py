"""A printed page on a grey ground: pages below each other, zoom, thumbnails at the side."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem

from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pdf_pages import PageSize, Picture, render_page
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.tokens import colour, px

ZOOMS = (50, 75, 100, 125, 150, 200, 300)
"""In percent; 100 is the page as wide as its ground."""

KEPT = 3
"""Pages whose pictures are kept: the one that is read and its neighbours."""

_A4 = PageSize(595.28, 841.89)
_SETTLE = 120  # milliseconds after the last change of size before pages are drawn anew
_Index = QModelIndex | QPersistentModelIndex


class PdfView(QAbstractScrollArea):
    """Shows a document page by page. Pictures are made by the worker; until they come a page is an empty sheet."""

    page_changed = Signal(int)  # from 0
    zoom_changed = Signal(int)  # percent

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._jobs = jobs
        self._pdf = b""
        self._turn = 0
        self._sizes: tuple[PageSize, ...] = ()
        self._pictures: dict[int, Picture] = {}
        self._asked: tuple[int, float] | None = None
        self._zoom = 100
        self._page = 0
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE)
        self._settle.timeout.connect(self._ask)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Trang in"))
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    # what others call

    def show_document(self, pdf: bytes, sizes: tuple[PageSize, ...]) -> None:
        """Show another document from its first page."""
        self._turn += 1
        self._pdf, self._sizes, self._asked = pdf, sizes, None
        self._pictures.clear()
        self._lay_out()
        self.go_to(0)
        self._ask()

    @property
    def zoom(self) -> int:
        """Percent of the width of the ground."""
        return self._zoom

    def set_zoom(self, zoom: int) -> None:
        """Change the zoom, keeping the place on the page."""
        zoom = min(max(zoom, ZOOMS[0]), ZOOMS[-1])
        if zoom == self._zoom:
            return
        bar = self.verticalScrollBar()
        share = bar.value() / max(bar.maximum(), 1)
        self._zoom = zoom
        self._lay_out()
        bar.setValue(round(share * bar.maximum()))
        self.zoom_changed.emit(zoom)
        self._settle.start()

    def step_zoom(self, step: int) -> None:
        """The next larger (+1) or smaller (-1) zoom."""
        larger = [zoom for zoom in ZOOMS if zoom > self._zoom]
        smaller = [zoom for zoom in ZOOMS if zoom < self._zoom]
        self.set_zoom((larger or [self._zoom])[0] if step > 0 else (smaller or [self._zoom])[-1])

    def go_to(self, page: int) -> None:
        """Bring the head of a page (from 0) to the top."""
        self.verticalScrollBar().setValue(self._rect(page).top() - self._gap())

    @property
    def page(self) -> int:
        """The page that is read, from 0."""
        return self._page

    def drawn_pages(self) -> tuple[int, ...]:
        """The pages whose pictures are here."""
        return tuple(sorted(self._pictures))

    # geometry, in pixels of the content

    def _gap(self) -> int:
        return px(tokens.S20)

    def _scale(self) -> float:
        widest = max((size.width for size in self._sizes or (_A4,)), default=_A4.width)
        room = max(self.viewport().width() - 2 * px(26), px(tokens.SIDE_LIST))
        return room / widest * self._zoom / 100

    def _rect(self, page: int) -> QRect:
        scale, top = self._scale(), self._gap()
        sizes = self._sizes or (_A4,)
        for size in sizes[:page]:
            top += round(size.height * scale) + self._gap()
        size = sizes[min(page, len(sizes) - 1)]
        width, height = round(size.width * scale), round(size.height * scale)
        left = max((self.viewport().width() - width) // 2, px(tokens.S8))
        return QRect(left, top, width, height)

    def _lay_out(self) -> None:
        last = self._rect(len(self._sizes or (_A4,)) - 1)
        view = self.viewport().size()
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        down.setPageStep(view.height())
        down.setSingleStep(px(tokens.S48))
        down.setRange(0, max(last.bottom() + self._gap() - view.height(), 0))
        across.setPageStep(view.width())
        across.setSingleStep(px(tokens.S48))
        across.setRange(0, max(last.right() + px(tokens.S8) - view.width(), 0))
        self.viewport().update()

    def _scrolled(self, _: int) -> None:
        middle = self.verticalScrollBar().value() + self.viewport().height() // 3
        pages = range(len(self._sizes))
        page = max((place for place in pages if self._rect(place).top() <= middle), default=0)
        if page != self._page:
            self._page = page
            self.page_changed.emit(page)
        self._settle.start()

    # pictures

    def _wanted(self) -> list[int]:
        near = (self._page, self._page + 1, self._page - 1)
        return [page for page in near if 0 <= page < len(self._sizes)][:KEPT]

    def _ask(self) -> None:
        """Ask for the next picture that is missing; one at a time, the page that is read first."""
        scale = self._scale() * self.devicePixelRatioF()
        self._pictures = {page: kept for page, kept in self._pictures.items() if page in self._wanted()}
        missing = [page for page in self._wanted() if not self._is_fresh(page, scale)]
        if not missing or self._asked == (missing[0], scale):
            return
        self._asked = (missing[0], scale)
        pdf, page, turn = self._pdf, missing[0], self._turn
        self._jobs.submit(lambda: Picture(page, scale, turn, render_page(pdf, page, scale)), self._drawn)

    def _is_fresh(self, page: int, scale: float) -> bool:
        kept = self._pictures.get(page)
        return kept is not None and kept.scale == scale

    def _drawn(self, picture: Picture) -> None:
        if picture.turn != self._turn:
            return
        self._asked = None
        if picture.page in self._wanted():
            self._pictures[picture.page] = picture
        self.viewport().update()
        self._ask()

    # Qt's own

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), colour("canvas"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.translate(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())
        seen = event.rect().translated(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        for page in range(max(len(self._sizes), 1)):
            sheet = self._rect(page)
            if not sheet.intersects(seen):
                continue
            painter.fillRect(sheet, colour("paper"))
            kept = self._pictures.get(page)
            if kept is not None:
                painter.drawImage(sheet, kept.image)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()
        self._settle.start()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        acts = {
            Qt.Key.Key_Plus: lambda: self.step_zoom(1),
            Qt.Key.Key_Equal: lambda: self.step_zoom(1),
            Qt.Key.Key_Minus: lambda: self.step_zoom(-1),
            Qt.Key.Key_PageDown: lambda: self.go_to(min(self._page + 1, max(len(self._sizes) - 1, 0))),
            Qt.Key.Key_PageUp: lambda: self.go_to(max(self._page - 1, 0)),
            Qt.Key.Key_Home: lambda: bar.setValue(0),
            Qt.Key.Key_End: lambda: bar.setValue(bar.maximum()),
        }
        act = acts.get(Qt.Key(event.key()))
        if act is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
        else:
            act()
            event.accept()


class Thumbnails(QListView):
    """The pages in small, with their numbers; the one that is read is framed."""

    page_chosen = Signal(int)  # from 0, only when a person chose

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._jobs = jobs
        self._pdf = b""
        self._turn = 0
        self._pages = _Pages()
        self.setModel(self._pages)
        self.setItemDelegate(_PageDelegate(self))
        self.setAccessibleName(tr("Các trang"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setProperty("look", "side")
        space.fix(self, width=tokens.S32 * 4)
        self.selectionModel().currentChanged.connect(self._moved)

    def show_document(self, pdf: bytes, sizes: tuple[PageSize, ...]) -> None:
        """Show the pages of another document; their pictures come one after the other."""
        self._turn += 1
        self._pdf = pdf
        self._pages.set_pages(sizes)
        self.mark(0)
        self._draw(0)

    def mark(self, page: int) -> None:
        """Frame a page, without a signal."""
        model = self.selectionModel()
        blocked = model.blockSignals(True)
        self.setCurrentIndex(self._pages.index(page))
        model.blockSignals(blocked)
        self.viewport().update()

    def _draw(self, page: int) -> None:
        if page >= len(self._pages.sizes):
            return
        pdf, turn = self._pdf, self._turn
        scale = px(_THUMB) / self._pages.sizes[page].width * self.devicePixelRatioF()
        self._jobs.submit(lambda: Picture(page, scale, turn, render_page(pdf, page, scale)), self._drawn)

    def _drawn(self, picture: Picture) -> None:
        if picture.turn == self._turn:
            self._pages.set_image(picture.page, picture.image)
            self._draw(picture.page + 1)

    def _moved(self, index: QModelIndex) -> None:
        if index.isValid():
            self.page_chosen.emit(index.row())
            self.viewport().update()


_THUMB = 84
_ImageRole = Qt.ItemDataRole.UserRole + 1


class _Pages(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.sizes: tuple[PageSize, ...] = ()
        self._images: dict[int, QImage] = {}

    def set_pages(self, sizes: tuple[PageSize, ...]) -> None:
        self.beginResetModel()
        self.sizes = sizes
        self._images.clear()
        self.endResetModel()

    def set_image(self, page: int, image: QImage) -> None:
        self._images[page] = image
        self.dataChanged.emit(self.index(page), self.index(page))

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.sizes)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return str(index.row() + 1)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return tr("Trang %1 trên %2", index.row() + 1, len(self.sizes))
        return self._images.get(index.row()) if role == _ImageRole else None


class _PageDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        pages = index.model()
        size = pages.sizes[index.row()] if isinstance(pages, _Pages) else _A4
        return QSize(px(_THUMB), round(px(_THUMB) * size.height / size.width) + px(tokens.S48))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        view = option.widget
        is_current = isinstance(view, QListView) and view.currentIndex().row() == index.row()
        painter.save()
        height = option.rect.height() - px(tokens.S48)
        left = option.rect.left() + (option.rect.width() - px(_THUMB)) // 2
        sheet = QRect(left, option.rect.top() + px(tokens.S24) - 2, px(_THUMB), height)
        painter.fillRect(sheet, colour("paper"))
        image = index.data(_ImageRole)
        if isinstance(image, QImage):
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(sheet, image)
        if is_current:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(colour("focus"), 2))
            edge = px(tokens.S4) + 1
            painter.drawRoundedRect(
                sheet.adjusted(-edge, -edge, edge, edge), px(tokens.RADIUS_SMALL), px(tokens.RADIUS_SMALL)
            )
        painter.setFont(tokens.font(tokens.LABEL if is_current else tokens.CAPTION))
        painter.setPen(colour("text" if is_current else "text2"))
        below = QRect(option.rect.left(), sheet.bottom() + px(tokens.S4), option.rect.width(), px(tokens.S24))
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, str(index.data()))
        painter.restore()
