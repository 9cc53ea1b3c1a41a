"""Section 6: what the cell will do next month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from chibo_desktop.domain.ids import ItemId
from chibo_desktop.domain.visits import Section, Task, Visit, standing
from chibo_desktop.domain.wording import padded
from chibo_desktop.ui.components.rows_model import Column
from chibo_desktop.ui.pages.editor.deadlines import Deadline, deadline_words
from chibo_desktop.ui.pages.editor.row_board import RowWords
from chibo_desktop.ui.pages.editor.row_form import RowForm
from chibo_desktop.ui.pages.editor.row_section import RowSection
from chibo_desktop.ui.speech import tr


class TaskForm(RowForm[Task]):
    """What, who, until when."""

    def __init__(self, row: Task, number: int, names: Sequence[str], of_meeting: Callable[[], dt.date | None]) -> None:
        self._names = names
        self._of_meeting = of_meeting
        super().__init__(row, number, tr("Dòng %1, nhiệm vụ", number))

    def build(self) -> None:
        self.first_line().add(self.person("who", tr("Người thực hiện"), self._names))
        self.text("task", tr("Nhiệm vụ"))
        self.body.addWidget(self.deadline(tr("Thời hạn"), self._of_meeting))
        self.foot()
        self.set_first(self.fields["task"].widget)


class TasksSection(RowSection[Task]):
    """Tasks with who answers for them."""

    section = Section.TASKS
    attribute = "tasks"

    def said(self) -> RowWords:
        return RowWords(
            table=tr("Nhiệm vụ tháng tới"),
            new_row=tr("Dòng mới: gõ nhiệm vụ, người thực hiện, thời hạn…"),
            empty=tr("Chưa ghi nhiệm vụ nào"),
            empty_more=tr("Mỗi nhiệm vụ một dòng, có người thực hiện và thời hạn."),
            nothing=tr("Không có nhiệm vụ mới"),
            declared=tr("Đã ghi: không có nhiệm vụ mới"),
        )

    def columns(self) -> Sequence[Column[Task]]:
        return (
            Column(tr("Nhiệm vụ"), lambda row: row.task, wraps=True),
            Column(tr("Người thực hiện"), lambda row: row.who, width=178),
            Column(tr("Thời hạn"), lambda row: deadline_words(_deadline(row)), width=204, look="second"),
        )

    def blank(self, item: ItemId) -> Task:
        return Task(id=item)

    def make_form(self, row: Task, number: int) -> TaskForm:
        return TaskForm(row, number, self.names(), self.day_of_meeting)

    def sub_line(self, visit: Visit) -> str:
        rows = standing(visit.tasks)
        given = sum(bool(row.who) for row in rows)
        return "  ·  ".join((tr("%1 nhiệm vụ", padded(len(rows))), tr("%1 đã rõ người thực hiện", padded(given))))

    def spoken(self, row: Task) -> str:
        until = deadline_words(_deadline(row))
        parts = (row.task, row.who, tr("thời hạn %1", until) if until else tr("không ghi thời hạn"))
        return ", ".join(part for part in parts if part)


def _deadline(row: Task) -> Deadline:
    return Deadline(row.deadline, row.deadline_words)
