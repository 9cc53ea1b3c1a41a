"""Danh mục of the office: its parts - organisations, groups, machines - each a page of its own under one strip."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from chibo_desktop.domain.outcomes import Changes
from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.segmented import Segmented
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.shortcuts import Keys, sequence
from chibo_desktop.ui.speech import tr


@dataclass(frozen=True, slots=True)
class CataloguePart:
    """A part of Danh mục: built by ``factory`` when it is first chosen. Its page is titled *Danh mục* as all are."""

    key: str
    title: str
    factory: Callable[[], Page]


class CataloguePage(Page):
    """Shows one part at a time: the head of the part above the strip of all parts, its content below.

    The subject of this page is the key of a part, or (key, what to show there).
    """

    def __init__(self, parts: Sequence[CataloguePart]) -> None:
        super().__init__(tr("Danh mục"))
        self._parts = {part.key: part for part in parts}
        self._pages: dict[str, Page] = {}
        self._is_short = False
        self.current = parts[0].key
        self.strip = Segmented([(part.key, part.title) for part in parts], self.current, small=True)
        self.strip.setAccessibleName(tr("Phần của danh mục"))
        self.strip.setVisible(len(parts) > 1)
        self.header.hide()
        self._heads, self._contents = QStackedWidget(), QStackedWidget()
        space.fix(self._heads, height=tokens.HEADER)
        self._column.addWidget(self._heads)
        line = space.row(margins=(tokens.S24, tokens.S12, tokens.S24, 0))
        space.put(line, self.strip, None)
        self._column.addLayout(line)
        self._column.addWidget(self._contents, 1)
        self.strip.chosen.connect(self._choose)
        for key, step in ((Keys.NEXT_SECTION, 1), (Keys.PREVIOUS_SECTION, -1)):
            QShortcut(sequence(key), self, lambda step=step: self._step(step))

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of the parts, in the order of the strip."""
        return tuple(self._parts)

    @property
    def part(self) -> Page:
        """The page of the part that is seen; built if need be."""
        page = self._pages.get(self.current)
        if page is None:
            page = self._parts[self.current].factory()
            self._adopt(page)
            self._pages[self.current] = page
        return page

    def open_part(self, key: str, subject: object = None) -> Page:
        """Show a part, and ``subject`` there."""
        if key != self.current:
            self.part.leave()
        self.current = key
        self.strip.set_value(key)
        page = self.part
        self._show(page)
        page.refresh()
        if subject is not None:
            page.show_subject(subject)
        return page

    def _choose(self, key: object) -> None:
        """By the strip: the focus stays there."""
        if key != self.current:
            self.open_part(str(key))

    def _step(self, step: int) -> None:
        keys = list(self._parts)
        self.open_part(keys[(keys.index(self.current) + step) % len(keys)]).focus_first()

    def _adopt(self, page: Page) -> None:
        page.open_requested.connect(self.open_requested)
        page.push_requested.connect(self.push_requested)
        page.back_requested.connect(self.back_requested)
        page.notice_requested.connect(self.notice_requested)
        page.badge_changed.connect(self.badge_changed)
        page.changed.connect(self.changed)
        page.set_short(self._is_short)
        self._contents.addWidget(page)
        self._heads.addWidget(page.header)

    def _show(self, page: Page) -> None:
        self._contents.setCurrentWidget(page)
        self._heads.setCurrentWidget(page.header)
        self.help_key = page.help_key
        chain = [*page.header.action_widgets[-1:], *self.strip.segments]
        for before, after in itertools.pairwise(chain if page.header.action_widgets else ()):
            QWidget.setTabOrder(before, after)  # the parts share the strip: it comes after the head of each

    # what the shell calls

    def refresh(self) -> None:
        self.open_part(self.current)

    def show_subject(self, subject: object) -> None:
        match subject:
            case (str(key), inside):
                self.open_part(key, inside)
            case str(key):
                self.open_part(key)
            case _:
                pass

    def changes_made(self, changes: Changes) -> None:
        for page in self._pages.values():
            page.changes_made(changes)

    def leave(self) -> None:
        self.part.leave()

    def panes(self) -> list[QWidget]:
        head, *others = self.part.panes()
        return [head, self.strip, *others]

    def focus_first(self) -> None:
        self.part.focus_first()

    def set_short(self, short: bool) -> None:
        self._is_short = short
        for page in self._pages.values():
            page.set_short(short)
