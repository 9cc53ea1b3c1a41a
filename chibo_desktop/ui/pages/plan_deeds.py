"""Writing plans from the page: moving a visit by keys or by mouse, copying a month, and taking it back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from chibo_desktop.domain.ids import PlannedId
from chibo_desktop.domain.outcomes import Outcome
from chibo_desktop.domain.plans import PlannedVisit
from chibo_desktop.domain.wording import padded
from chibo_desktop.services import plan_ground, plans
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.plan_lists import PlanLine
from chibo_desktop.services.plans import Planned
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.plan_data import Mode
from chibo_desktop.ui.speech import tr

if TYPE_CHECKING:
    from chibo_desktop.ui.pages.plan import PlanPage


class PlanDeeds(QObject):
    """Each change is written at once, told with the way back, and undone by Ctrl+Z."""

    def __init__(self, page: PlanPage, desk: Desk, jobs: Jobs) -> None:
        super().__init__(page)
        self._page, self._desk, self._jobs = page, desk, jobs
        self._cut: PlannedVisit | None = None
        self._undoable: Planned | None = None

    def cut_day(self, day: dt.date) -> None:
        """Of one visit on a day it is clear which; of several the list of the day asks."""
        lines = self._page.lines_of(day)
        if len(lines) == 1:
            self._take(lines[0])
        elif lines:
            self._page.show_list(only_day=day)
            self._page.say(
                NoticeWords(tr("Ngày này có nhiều buổi."), tr("Chọn một buổi trong danh sách rồi bấm Ctrl+X."))
            )

    @Slot()
    def cut_line(self) -> None:
        """Take the chosen line, and go back to the calendar to paste it."""
        line = self._page.table.current
        if isinstance(line, PlanLine):
            self._take(line)
            self._page.show_mode(Mode.MONTH)

    def _take(self, line: PlanLine) -> None:
        self._cut = line.visit
        title = tr("Đã cắt buổi ở %1.", line.visit.cell.name)
        self._page.say(NoticeWords(title, tr("Sang ngày khác rồi bấm Ctrl+V. Chưa dán thì buổi vẫn ở ngày cũ.")))

    def paste(self, day: dt.date) -> None:
        """Plan what was cut for this day."""
        if self._cut is not None:
            self.move(self._cut.id, day)
            self._cut = None

    def move(self, key: str, day: dt.date) -> None:
        """Plan a visit for another day."""
        self.write(partial(plans.move, self._desk, PlannedId(key), day))

    @Slot()
    def copy_month(self) -> None:
        """Plan this month as the last one."""
        source = plan_ground.month_after(self._page.wanted.month, -1)
        copy = partial(plans.copy_month, self._desk, source, self._page.wanted.month, self._page.wanted.group)
        self.write(copy)

    def write(self, verb: Callable[[], Outcome[Planned]]) -> None:
        """Carry out a verb of the services."""
        self._jobs.submit(verb, self.done, self._page.fail)

    def done(self, done: Outcome[Planned]) -> None:
        """A verb was carried out: say so, and let every page know."""
        self.written(done.value)
        self._page.changed.emit(done.changes)

    def written(self, written: Planned) -> None:
        """Something was written, here or in a form: say so, with the way back."""
        self._undoable = written
        self._page.undo.setVisible(True)
        count = len(written.before)
        (title, text) = self._told(written) if count == 1 else (tr("Đã ghi %1 buổi.", padded(count)), "")
        self._page.say(NoticeWords(title, text, tr("Hoàn tác"), self.undo_last))

    def _told(self, written: Planned) -> tuple[str, str]:
        if not written.visits:
            return tr("Đã bỏ buổi khỏi kế hoạch."), ""
        visit = written.visits[0]
        return tr("Đã lưu buổi ở %1.", visit.cell.name), self._page.words().visit(visit)

    @Slot()
    def undo_last(self) -> None:
        """Bring back what stood before the last change; the next time what this took away."""
        if self._undoable is not None:
            undoable, self._undoable = self._undoable, None
            self.write(partial(plans.undo, self._desk, undoable))
