"""Section 3: the programme of the meeting, one item a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from chibo_desktop.domain.ids import ItemId
from chibo_desktop.domain.visits import AgendaItem, Section, Visit, standing
from chibo_desktop.domain.wording import padded
from chibo_desktop.ui.components.rows_model import Column
from chibo_desktop.ui.pages.editor.remarks import RemarksInput
from chibo_desktop.ui.pages.editor.row_board import RowWords
from chibo_desktop.ui.pages.editor.row_form import RowForm
from chibo_desktop.ui.pages.editor.row_section import RowSection
from chibo_desktop.ui.speech import tr


class AgendaForm(RowForm[AgendaItem]):
    """What was presented, by whom, what was said to it, and what was concluded."""

    def __init__(self, row: AgendaItem, number: int, names: Sequence[str], new_item: Callable[[], ItemId]) -> None:
        self._names = names
        self._remarks = RemarksInput(names, new_item)
        super().__init__(row, number, tr("Dòng %1, nội dung chương trình", number))

    def build(self) -> None:
        self.first_line().add(self.person("presenter", tr("Người trình bày"), self._names))
        self.text("title", tr("Nội dung chương trình"))
        self.text("content", tr("Tóm tắt trình bày"))
        remarks = self._remarks
        self.body.addWidget(self.bind("remarks", tr("Phát biểu"), remarks, lambda: remarks.value, remarks.set_value))
        remarks.typed.connect(self.typed)
        remarks.settled.connect(self.settled)
        remarks.grown.connect(self.watch)
        self.text("conclusion", tr("Kết luận"))
        self.foot()
        self.set_first(self.fields["title"].widget)

    def take(self, attribute: str, row: AgendaItem) -> None:
        """What was said to one item was not said to the next."""
        if attribute != "remarks":
            super().take(attribute, row)

    def set_read_only(self, read_only: bool) -> None:
        super().set_read_only(read_only)
        self._remarks.setEnabled(True)  # its lines say for themselves what can be changed
        self._remarks.set_read_only(read_only)


class AgendaSection(RowSection[AgendaItem]):
    """The items in the order in which they were dealt with."""

    section = Section.AGENDA
    attribute = "agenda"

    def said(self) -> RowWords:
        return RowWords(
            table=tr("Nội dung, chương trình"),
            new_row=tr("Dòng mới: gõ nội dung, người trình bày, kết luận…"),
            empty=tr("Chưa ghi nội dung nào"),
            empty_more=tr("Mỗi nội dung của chương trình một dòng, theo thứ tự buổi họp."),
        )

    def columns(self) -> Sequence[Column[AgendaItem]]:
        return (
            Column(tr("Nội dung"), lambda row: row.title or row.content, wraps=True),
            Column(tr("Người trình bày"), lambda row: row.presenter, width=178),
            Column(tr("Kết luận"), lambda row: row.conclusion, wraps=True, look="second"),
        )

    def blank(self, item: ItemId) -> AgendaItem:
        return AgendaItem(id=item)

    def make_form(self, row: AgendaItem, number: int) -> AgendaForm:
        return AgendaForm(row, number, self.names(), self.new_item)

    def sub_line(self, visit: Visit) -> str:
        rows = standing(visit.agenda)
        concluded = sum(bool(row.conclusion) for row in rows)
        return "  ·  ".join((tr("%1 nội dung", padded(len(rows))), tr("%1 đã có kết luận", padded(concluded))))

    def spoken(self, row: AgendaItem) -> str:
        who = tr("%1 trình bày", row.presenter) if row.presenter else ""
        conclusion = tr("kết luận: %1", row.conclusion) if row.conclusion else tr("chưa có kết luận")
        remarks = len(standing(row.remarks))
        said = tr("%1 phát biểu", padded(remarks)) if remarks else ""
        return ", ".join(part for part in (row.title, who, said, conclusion) if part)
