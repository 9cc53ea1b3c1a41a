"""Section 7: what was voted on, and whether it passed."""

from __future__ import annotations

from collections.abc import Sequence

from chibo_desktop.domain.attendance import counts_in_force
from chibo_desktop.domain.ids import ItemId
from chibo_desktop.domain.rules import is_passed
from chibo_desktop.domain.visits import Section, Visit, Vote, standing
from chibo_desktop.domain.wording import padded
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.rows_model import Column
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.pages.editor.row_board import RowWords
from chibo_desktop.ui.pages.editor.row_form import RowForm
from chibo_desktop.ui.pages.editor.row_section import RowSection
from chibo_desktop.ui.speech import tr


class VoteForm(RowForm[Vote]):
    """The question and three numbers; whether it is more than half is computed while they are typed."""

    def __init__(self, row: Vote, number: int, voters: int | None) -> None:
        self._voters = voters
        super().__init__(row, number, tr("Dòng %1, biểu quyết", number))

    def build(self) -> None:
        self.first_line().add(
            self.count("agree", tr("Tán thành")),
            self.count("against", tr("Không tán thành")),
            self.count("other", tr("Ý kiến khác")),
        )
        self.text("item", tr("Nội dung biểu quyết"), lines=(1, 3))
        self._result = Label("", "second", wrap=True)
        self.body.addWidget(self._result)
        self.foot()
        self.set_first(self.fields["item"].widget)
        self.typed.connect(self.arrange)

    def arrange(self) -> None:
        """Say how the numbers stand to the number of those who may vote."""
        sentence, tint = outcome(self.collect(), self._voters)
        self._result.setText(sentence)
        self._result.set_tint(tint)
        self._result.setVisible(bool(sentence))


class VotesSection(RowSection[Vote]):
    """Votes of the meeting; where there was none, the section is finished by saying so."""

    section = Section.VOTES
    attribute = "votes"

    def said(self) -> RowWords:
        return RowWords(
            table=tr("Biểu quyết"),
            new_row=tr("Dòng mới: gõ nội dung biểu quyết, số phiếu…"),
            empty=tr("Chưa ghi biểu quyết nào"),
            empty_more=tr("Đảng viên dự bị phát biểu nhưng không biểu quyết; quá nửa do máy tính."),
            nothing=tr("Không có"),
            declared=tr("Đã ghi: buổi họp không có biểu quyết"),
            secrets=False,
        )

    def columns(self) -> Sequence[Column[Vote]]:
        return (
            Column(tr("Nội dung"), lambda row: row.item, wraps=True),
            Column(tr("Tán thành"), lambda row: _figure(row.agree), width=116, number=True),
            Column(tr("Không tán thành"), lambda row: _figure(row.against), width=150, number=True),
            Column(tr("Ý kiến khác"), lambda row: _figure(row.other), width=124, number=True),
            Column("", icon=self._icon, width=56),
        )

    def blank(self, item: ItemId) -> Vote:
        return Vote(id=item)

    def make_form(self, row: Vote, number: int) -> VoteForm:
        return VoteForm(row, number, self._voters())

    def sub_line(self, visit: Visit) -> str:
        rows = standing(visit.votes)
        voters = self._voters()
        counted = tr("%1 nội dung biểu quyết", padded(len(rows)))
        if voters is None:
            return counted
        return "  ·  ".join((counted, tr("%1 đảng viên được biểu quyết có mặt", padded(voters))))

    def spoken(self, row: Vote) -> str:
        parts = (
            row.item,
            tr("tán thành %1", _figure(row.agree)) if row.agree is not None else "",
            tr("không tán thành %1", _figure(row.against)) if row.against is not None else "",
            tr("ý kiến khác %1", _figure(row.other)) if row.other is not None else "",
            outcome(row, self._voters())[0],
        )
        return ", ".join(part for part in parts if part)

    def _voters(self) -> int | None:
        if self.visit is None:
            return None
        counts = counts_in_force(self.visit.attendance)
        return counts.present_official if counts.present_official is not None else counts.present

    def _icon(self, row: Vote) -> tuple[Icon, str, str] | None:
        sentence, tint = outcome(row, self._voters())
        icons = {"ok": Icon.CHECK_CIRCLE, "warn": Icon.TRIANGLE}
        return (icons[tint], tint, sentence) if tint in icons else None


def outcome(vote: Vote, voters: int | None) -> tuple[str, str]:
    """What the numbers say, and in which tint: `("Quá nửa: 07/08, thông qua.", "ok")`; empty while nothing is known."""
    cast = sum(number or 0 for number in (vote.agree, vote.against, vote.other))
    if voters is None or vote.agree is None:
        return "", ""
    if cast > voters:
        return tr("Cộng được %1 phiếu, có %2 người được biểu quyết.", padded(cast), padded(voters)), "warn"
    share = f"{padded(vote.agree)}/{padded(voters)}"
    if is_passed(vote.agree, voters):
        return tr("Quá nửa: %1, thông qua.", share), "ok"
    return tr("Chưa quá nửa: %1, không thông qua.", share), "warn"


def _figure(number: int | None) -> str:
    return "" if number is None else padded(number)
