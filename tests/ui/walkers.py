"""Walkers: each goes through a whole page and returns what is wrong with it, one sentence a fault.

A test says `assert faults(page) == []`; the page must be shown and laid out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QWidget,
)

from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.dialog import Dialog
from chibo_desktop.ui.components.label import LongLabel
from chibo_desktop.ui.page import Page

# "biên bản ghi ..." is minutes that record something, not a record of a database
BANNED = re.compile(r"đồng bộ|(?<!biên )bản ghi|\bmerge\b|lỗi hệ thống|cơ sở dữ liệu|xuất dữ liệu", re.IGNORECASE)

Kind = TypeVar("Kind", bound=QWidget)


def settle() -> None:
    """Lay out and paint everything that waits, and delete what is to be deleted."""
    app = QApplication.instance()
    assert app is not None
    for _ in range(4):
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        app.processEvents()


def faults(page: QWidget) -> list[str]:
    """Everything that the walkers below find."""
    walkers = (clipped_text, unnamed, rich_labels, banned_words, blank, too_wide)
    found = [fault for walker in walkers for fault in walker(page)]
    found += tab_faults(page)
    return found + (primaries(page) if isinstance(page, Page) else [])


def seen(page: QWidget, kind: type[Kind]) -> Iterator[Kind]:
    """Visible widgets below the page, of one class."""
    yield from (widget for widget in page.findChildren(kind) if widget.isVisibleTo(page))


def flashes(build: Callable[[], QWidget]) -> list[str]:
    """Parts that are shown as windows of their own for a moment while a page is built: they flicker and cost time."""
    watch = _Windows()
    app = QApplication.instance()
    assert app is not None
    app.installEventFilter(watch)
    page = build()
    app.removeEventFilter(watch)
    page.deleteLater()
    return watch.seen


class _Windows(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(f"shown as a window: {type(watched).__name__} {watched.accessibleName()!r}")
        return False


def clipped_text(page: QWidget) -> list[str]:
    """Text of labels, buttons and headers that is wider or higher than its place."""
    found = []
    for label in seen(page, QLabel):
        if isinstance(label, LongLabel) or not label.text() or label.pixmap():
            continue
        place = label.contentsRect()
        flags = Qt.TextFlag.TextWordWrap if label.wordWrap() else Qt.TextFlag.TextSingleLine
        needed = QFontMetrics(label.font()).boundingRect(QRect(0, 0, place.width(), 10_000), flags, label.text())
        if needed.width() > place.width() + 1 or needed.height() > place.height() + 1:
            found.append(f"clipped label: {label.text()!r} {needed.size()} in {place.size()}")
    for button in seen(page, QPushButton):
        words = button.shown_words if isinstance(button, Button) else button.text()
        if QFontMetrics(button.font()).horizontalAdvance(words) > button.width():
            found.append(f"clipped button: {words!r}")
    found += [f"clipped head: {words!r}" for table in seen(page, QTableView) for words in _clipped_heads(table)]
    return found


def _clipped_heads(table: QTableView) -> Iterator[str]:
    head = table.horizontalHeader()
    metrics = QFontMetrics(head.font())
    for place in range(head.count()):
        words = str(head.model().headerData(place, Qt.Orientation.Horizontal) or "")
        if not words or head.isHidden():
            continue
        aligned = head.model().headerData(place, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        wraps = isinstance(aligned, int) and bool(aligned & Qt.TextFlag.TextWordWrap.value)
        room = QRect(0, 0, head.sectionSize(place), 10_000)
        needed = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap if wraps else Qt.TextFlag(0), words)
        if needed.width() > room.width() or needed.height() > head.height():
            yield words


def too_wide(page: QWidget) -> list[str]:
    """Content of scroll areas that would have to scroll sideways."""
    found = []
    for area in seen(page, QAbstractScrollArea):
        if area.horizontalScrollBar().maximum() > 0 and not isinstance(area, QPlainTextEdit):
            excess = area.horizontalScrollBar().maximum()
            found.append(f"too wide by {excess}: {type(area).__name__} {area.accessibleName()!r}")
    return found


def unnamed(page: QWidget) -> list[str]:
    """Controls without an accessible name, labels of fields without their buddy, icon-only buttons without tooltip."""
    found = []
    for widget in controls(page):
        if not _name(widget):
            found.append(f"no name: {type(widget).__name__}")
        if isinstance(widget, QPushButton) and not _words_on(widget) and not widget.toolTip():
            found.append(f"no tooltip: {_name(widget)!r}")
    for label in seen(page, QLabel):
        if label.property("buddy") is None and label.buddy() is None and label.objectName() == "field":
            found.append(f"no buddy: {label.text()!r}")
    return found


def _words_on(button: QPushButton) -> str:
    return button.shown_words if isinstance(button, Button) else button.text()


def _name(widget: QWidget) -> str:
    if widget.accessibleName():
        return widget.accessibleName()
    return widget.text() if isinstance(widget, QAbstractButton) else ""


def controls(page: QWidget) -> list[QWidget]:
    """Everything that takes the focus by Tab, without the inner parts of combo boxes."""
    return [
        widget
        for widget in seen(page, QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isEnabled()
        and not isinstance(widget.parentWidget(), QComboBox)
    ]


def tab_faults(page: QWidget) -> list[str]:
    """`Tab` visits every control once and returns to its start; radio groups count as one control."""
    wanted = controls(page)
    if not wanted:
        return []
    wanted[0].setFocus(Qt.FocusReason.TabFocusReason)
    start, visited = QApplication.focusWidget(), []
    for _ in range(3 * len(wanted) + 20):
        now = QApplication.focusWidget()
        if now is None:
            return ["Tab lost the focus"]
        visited.append(now)
        QTest.keyClick(now, Qt.Key.Key_Tab)
        if QApplication.focusWidget() is start:
            break
    else:
        return [f"Tab does not return; it stays at {type(visited[-1]).__name__} {visited[-1].accessibleName()!r}"]
    inside = [_owner(widget) for widget in visited if page.isAncestorOf(widget)]
    missed = [widget for widget in wanted if _owner(widget) not in inside and not _in_visited_group(widget, inside)]
    twice = {_name(widget) for widget in inside if inside.count(widget) > 1}
    return [f"Tab misses {type(w).__name__} {_name(w)!r}" for w in missed] + [
        f"Tab comes twice to {n!r}" for n in twice
    ]


def _owner(widget: QWidget) -> QWidget:
    parent = widget.parentWidget()
    return parent if isinstance(parent, QComboBox) and isinstance(widget, QLineEdit) else widget


def _in_visited_group(widget: QWidget, inside: list[QWidget]) -> bool:
    if not isinstance(widget, QAbstractButton):
        return False
    if widget.group() is not None:
        return any(button in inside for button in widget.group().buttons())
    return widget.autoExclusive() and any(
        isinstance(other, QAbstractButton) and other.autoExclusive() and other.parent() is widget.parent()
        for other in inside
    )


def unseen_focus(page: QWidget) -> list[str]:
    """Controls that look the same with and without the focus. The window must be active."""
    found = []
    window = page.window()
    for widget in controls(page):
        window.setFocus()
        settle()
        before = window.grab().toImage()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        settle()
        if before == window.grab().toImage():
            found.append(f"focus cannot be seen: {type(widget).__name__} {_name(widget)!r}")
    return found


def primaries(page: Page) -> list[str]:
    """More than one main action, or more than one in the header. A page may have none: an empty one."""
    buttons = [button for button in seen(page, Button) if isinstance(button, Button) and button.look == "primary"]
    return [f"{len(buttons)} main actions: {[b.text() for b in buttons]}"] if len(buttons) > 1 else []


def unsafe_default(dialog: QDialog) -> list[str]:
    """A dialog whose default or focused button is not its safe one, or one that loses something by Enter."""
    found = []
    if isinstance(dialog, Dialog) and dialog.buttons:
        if not dialog.safe.isDefault():
            found.append("the safe button is not the default")
        if dialog.isVisible() and dialog.focusWidget() is not dialog.safe:
            found.append("the safe button has not the focus")
        if dialog.safe.look == "danger":
            found.append("the safe button is the dangerous one")
        found += [f"by Enter: {b.text()!r}" for b in dialog.buttons[1:] if b.isDefault() or b.autoDefault()]
    return found


def rich_labels(page: QWidget) -> list[str]:
    """Labels that would take text from outside for HTML."""
    return [
        f"not plain text: {label.text()!r}"
        for label in page.findChildren(QLabel)
        if label.textFormat() != Qt.TextFormat.PlainText
    ]


def banned_words(page: QWidget) -> list[str]:
    """Words of computers."""
    texts = [label.text() for label in page.findChildren(QLabel)]
    texts += [button.text() for button in page.findChildren(QAbstractButton)]
    return [f"{found[0]!r} in {text!r}" for text in texts if (found := BANNED.search(text))]


def blank(page: QWidget) -> list[str]:
    """A page on which nothing is painted."""
    picture = page.grab().toImage().scaled(64, 64).convertToFormat(QImage.Format.Format_RGB32)
    colours = {QColor(picture.pixel(x, y)).rgb() for x in range(64) for y in range(64)}
    return ["blank"] if len(colours) < 4 else []
