"""The planner in its window, with an office that has a small register and two groups."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.plans import PlannedVisit
from chibo_desktop.services import plans
from chibo_desktop.services.desk import Desk
from chibo_desktop.ui.components.choice import Choice
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.text_input import LineInput
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.inside import PageEntry
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.plan import PlanAction, PlanPage
from chibo_desktop.ui.pages.plan_form import PlanFormPage
from chibo_desktop.ui.shell import Shell
from chibo_desktop.ui.shortcuts import Keys
from chibo_desktop.ui.theme import Theme
from tests.ui import walkers

THIRD = dt.date(2026, 12, 3)
W = TypeVar("W", bound=QWidget)


class Planner:
    """The shell with the page, at December 2026."""

    def __init__(self, desk: Desk, jobs: Jobs, theme: Theme, qtbot: Any, size: tuple[int, int] = (1366, 768)) -> None:
        self.desk, self.jobs, self.qtbot = desk, jobs, qtbot
        desk.clock = lambda: dt.datetime(2026, 12, 2, 3, tzinfo=dt.UTC)
        propose = PlanAction("Đề xuất kế hoạch", Icon.ROUTE, lambda page: page.open_proposal())
        self.page = PlanPage(desk, jobs, (propose,))
        self.shell = Shell(theme, "Sổ")
        self.shell.add_page(PageEntry("plan", Icon.CALENDAR, "Kế hoạch", Keys.PAGE_6, lambda: self.page))
        qtbot.addWidget(self.shell)
        self.shell.resize(*size)
        self.shell.show()
        self.shell.open_page("plan")
        self.settle()

    def settle(self) -> None:
        """Until nothing runs and everything is painted."""
        for _ in range(2):
            self.qtbot.waitUntil(lambda: self.page.is_settled and not self.jobs.is_busy())
            walkers.settle()

    def add(self, *visits: PlannedVisit) -> tuple[PlannedVisit, ...]:
        """Plan visits as another window would."""
        done = plans.add(self.desk, visits)
        self.shell.tell_changes(done.changes)
        self.settle()
        return done.value.visits

    def press(self, widget: QWidget, key: Qt.Key, with_: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(widget, key, with_)
        self.settle()

    def click(self, button: QWidget) -> None:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    @property
    def form(self) -> PlanFormPage:
        """The form that is open."""
        assert isinstance(self.shell.page, PlanFormPage)
        return self.shell.page

    def open_form(self) -> PlanFormPage:
        self.click(self.page.add)
        return self.form

    def type(self, field: Field, words: str) -> None:
        """Write into a field, in place of what stands there, and leave it. Keys of the test know no Vietnamese."""
        line = field.widget
        assert isinstance(line, LineInput)
        line.setFocus()
        line.setText(words)
        line.commit()
        self.settle()

    def choose(self, field: Field, word: str) -> None:
        """Choose from a list as a person would."""
        choice = field.widget
        assert isinstance(choice, Choice)
        place = choice.findText(word)
        assert place >= 0, [choice.itemText(at) for at in range(choice.count())]
        choice.setCurrentIndex(place)
        choice.activated.emit(place)
        self.settle()

    def cards(self) -> list[tuple[str, str]]:
        """What stands under *Cần xem*: title and sentence."""
        return [
            (card.accessibleName().split(". ", 1)[0], card.accessibleName().split(". ", 1)[1])
            for card in self.page.panel.cards
        ]

    def until(self, truth: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(truth)
