"""Section 5: guidance given to the cell; the next visit asks what became of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from chibo_desktop.domain.ids import ItemId
from chibo_desktop.domain.visits import Guidance, Section, Visit, standing
from chibo_desktop.domain.wording import padded
from chibo_desktop.ui.components.rows_model import Column
from chibo_desktop.ui.pages.editor.deadlines import Deadline, deadline_words
from chibo_desktop.ui.pages.editor.row_board import RowWords
from chibo_desktop.ui.pages.editor.row_form import PERSON_WIDTH, RowForm
from chibo_desktop.ui.pages.editor.row_section import RowSection
from chibo_desktop.ui.speech import tr


class GuidanceForm(RowForm[Guidance]):
    """By whom, for whom to carry out, what, until when."""

    def __init__(
        self, row: Guidance, number: int, names: Sequence[str], of_meeting: Callable[[], dt.date | None]
    ) -> None:
        self._names = names
        self._of_meeting = of_meeting
        super().__init__(row, number, tr("Dòng %1, ý kiến chỉ đạo", number))

    def build(self) -> None:
        line = self.first_line()
        line.add(
            self.person("by", tr("Người chỉ đạo"), self._names),
            self.line("target", tr("Nơi thực hiện"), PERSON_WIDTH),
        )
        self.text("text", tr("Nội dung chỉ đạo"))
        self.body.addWidget(self.deadline(tr("Thời hạn"), self._of_meeting))
        self.foot()
        self.set_first(self.fields["text"].widget)


class GuidanceSection(RowSection[Guidance]):
    """What the superior delegate and others asked the cell to do."""

    section = Section.GUIDANCE
    attribute = "guidance"

    def said(self) -> RowWords:
        return RowWords(
            table=tr("Ý kiến chỉ đạo"),
            new_row=tr("Dòng mới: gõ nội dung chỉ đạo, người chỉ đạo, thời hạn…"),
            empty=tr("Chưa ghi ý kiến chỉ đạo nào"),
            empty_more=tr("Lần dự sau, chương trình nhắc lại những việc ở đây để kiểm tra kết quả."),
            nothing=tr("Không có ý kiến chỉ đạo"),
            declared=tr("Đã ghi: buổi họp không có ý kiến chỉ đạo"),
        )

    def columns(self) -> Sequence[Column[Guidance]]:
        return (
            Column(tr("Người chỉ đạo"), lambda row: row.by, width=178),
            Column(tr("Nội dung chỉ đạo"), lambda row: row.text, wraps=True),
            Column(tr("Thời hạn"), lambda row: deadline_words(_deadline(row)), width=204, look="second"),
        )

    def blank(self, item: ItemId) -> Guidance:
        return Guidance(id=item)

    def make_form(self, row: Guidance, number: int) -> GuidanceForm:
        visitors = tuple(row.name for row in standing(self.visit.visitors) if row.name) if self.visit else ()
        names = tuple(dict.fromkeys((*visitors, *self.names())))
        return GuidanceForm(row, number, names, self.day_of_meeting)

    def sub_line(self, visit: Visit) -> str:
        rows = standing(visit.guidance)
        timed = sum(bool(row.deadline or row.deadline_words) for row in rows)
        return "  ·  ".join((tr("%1 ý kiến chỉ đạo", padded(len(rows))), tr("%1 có thời hạn", padded(timed))))

    def spoken(self, row: Guidance) -> str:
        until = deadline_words(_deadline(row))
        parts = (row.by, row.text, tr("thời hạn %1", until) if until else tr("không ghi thời hạn"))
        return ", ".join(part for part in parts if part)


def _deadline(row: Guidance) -> Deadline:
    return Deadline(row.deadline, row.deadline_words)
