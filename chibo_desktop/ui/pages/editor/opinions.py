"""Section 4: what members said, asked for and proposed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.attendance import counts_in_force, speakers
from chibo_desktop.domain.ids import ItemId
from chibo_desktop.domain.text import clean_name, fold
from chibo_desktop.domain.visits import Addressee, Opinion, OpinionKind, Section, Visit, standing
from chibo_desktop.domain.wording import padded
from chibo_desktop.services import petition_lists
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.petition_lists import Line
from chibo_desktop.ui import tokens
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.chip import ChipLook
from chibo_desktop.ui.components.completer import PersonCombo
from chibo_desktop.ui.components.rows_model import Column
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.editor.earlier import EarlierBanner, EarlierPanel, banner_sentence
from chibo_desktop.ui.pages.editor.pasting import PasteDialog
from chibo_desktop.ui.pages.editor.row_board import RowWords
from chibo_desktop.ui.pages.editor.row_form import RowForm
from chibo_desktop.ui.pages.editor.row_section import RowSection
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.words import choices, word

_TONES = {OpinionKind.OPINION: "neutral", OpinionKind.PETITION: "info", OpinionKind.PROPOSAL: "plum"}


class OpinionForm(RowForm[Opinion]):
    """Kind, speaker, level, text; the answer only where one was given."""

    def __init__(self, row: Opinion, number: int, names: Sequence[str]) -> None:
        self._names = names
        super().__init__(row, number, tr("Dòng %1, ý kiến", number))

    def build(self) -> None:
        line = self.first_line()
        line.add(
            self.segmented("kind", tr("Loại"), choices(OpinionKind)),
            self.person("speaker", tr("Người nêu"), (unnamed(), *self._names), unnamed()),
            self.choice("addressee", tr("Gửi cấp"), choices(Addressee)),
        )
        self.text("text", tr("Nội dung"))
        self._answer = self.text("answer", tr("Trả lời"))
        answered = self.tick("answered", tr("Đã trả lời tại chỗ"))
        withheld = self.tick("speaker_withheld", tr("Người nêu không muốn ghi tên"))
        self.foot(answered, withheld)
        self.set_first(self.fields["text"].widget)

    def arrange(self) -> None:
        """The answer is asked for when there was one; who would not be named has no name in the machine."""
        answered, withheld = self.fields["answered"].read(), self.fields["speaker_withheld"].read()
        self._answer.setVisible(answered)
        speaker = self.fields["speaker"].widget
        if withheld and isinstance(speaker, PersonCombo):
            speaker.set_words("")
        speaker.setDisabled(withheld or self.is_read_only)

    def collect(self) -> Opinion:
        row = super().collect()
        name = clean_name(row.speaker)
        return replace(
            row,
            speaker="" if row.speaker_withheld or fold(name) == fold(unnamed()) else name,
            answer=row.answer if row.answered else "",
        )


class OpinionsSection(RowSection[Opinion]):
    """Opinions, petitions, proposals; above them what the last meetings left open."""

    section = Section.OPINIONS
    attribute = "opinions"

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__(desk, jobs)
        self._asked: tuple[object, ...] = ()
        self._earlier: tuple[Line, ...] = ()
        self._panel = EarlierPanel()
        self._panel.changed.connect(self._result_written)
        self._panel.closed.connect(self._close_earlier)
        self.board.put_beside(self._panel)

    def show(self, visit: Visit) -> None:  # pyright: ignore[reportIncompatibleMethodOverride] - a section shows a visit
        """Show the opinions, and look up what the cell's earlier meetings left open."""
        super().show(visit)
        asked = (visit.id, visit.cell.id, visit.cell.name)
        if asked == self._asked:
            return
        self._asked, self._earlier = asked, ()
        self.board.show_beside(False)
        self._show_banner()
        everything = replace(visit, follow_ups=())
        self.jobs.submit(lambda: petition_lists.earlier(self.desk, everything), self._earlier_found)

    def collect(self, visit: Visit) -> Visit:
        """The visit with the opinions, and with what became of earlier ones."""
        collected = super().collect(visit)
        return replace(collected, follow_ups=self._panel.results()) if self._earlier else collected

    def set_read_only(self, read_only: bool) -> None:
        """Finalised: opinions and results can be read."""
        super().set_read_only(read_only)
        self._panel.set_read_only(read_only)
        self._show_banner()

    def said(self) -> RowWords:
        return RowWords(
            table=tr("Ý kiến, kiến nghị"),
            new_row=tr("Dòng mới: gõ loại, người nêu, nội dung…"),
            empty=tr("Chưa ghi ý kiến nào"),
            empty_more=tr("Mỗi ý kiến một dòng; kiến nghị và đề xuất được theo dõi tới khi có trả lời."),
            nothing=tr("Không có ý kiến"),
            declared=tr("Đã ghi: buổi họp không có ý kiến"),
        )

    def columns(self) -> Sequence[Column[Opinion]]:
        return (
            Column(tr("Loại"), chip=lambda row: ChipLook(word(row.kind), _TONES[row.kind]), width=108),
            Column(tr("Người nêu"), lambda row: row.speaker or unnamed(), width=162),
            Column(tr("Nội dung"), lambda row: row.text, wraps=True),
            Column(tr("Gửi cấp"), lambda row: word(row.addressee), width=132, look="second"),
            Column("", icon=_answered, width=tokens.S48),
        )

    def blank(self, item: ItemId) -> Opinion:
        return Opinion(id=item)

    def make_form(self, row: Opinion, number: int) -> OpinionForm:
        return OpinionForm(row, number, self.names())

    def side_actions(self) -> Sequence[QWidget]:
        paste = Button(tr("Dán nhiều dòng"), "quiet", Icon.CLIP)
        paste.clicked.connect(self._paste)
        return (paste,)

    def sub_line(self, visit: Visit) -> str:
        rows = standing(visit.opinions)
        to_follow = sum(row.kind is not OpinionKind.OPINION and not row.answered for row in rows)
        present = counts_in_force(visit.attendance).present
        spoke = padded(speakers(visit))
        share = f"{spoke}/{padded(present)}" if present is not None else spoke
        return "  ·  ".join(
            (
                tr("%1 ý kiến", padded(len(rows))),
                tr("%1 kiến nghị cần theo dõi", padded(to_follow)),
                tr("%1 đảng viên có mặt đã phát biểu", share),
            )
        )

    def spoken(self, row: Opinion) -> str:
        parts = (
            word(row.kind).lower(),
            row.speaker or unnamed().lower(),
            row.text,
            tr("gửi %1", word(row.addressee)),
            answer[2] if (answer := _answered(row)) else "",
        )
        return ", ".join(part for part in parts if part)

    # what earlier meetings left open

    def _earlier_found(self, rows: tuple[Line, ...]) -> None:
        if self.visit is None:
            return
        self._earlier = rows
        self._panel.show_rows(rows, self.visit.follow_ups, self.new_item)
        self._panel.set_read_only(self.is_read_only)
        self._show_banner()

    def _show_banner(self) -> None:
        done = {row.statement for row in standing(self._panel.results())} if self._earlier else set[str]()
        left = [row for row in self._earlier if row.id not in done]
        finished = tr("Đã ghi kết quả cho %1 việc kỳ trước.", padded(len(done))) if done else ""
        sentence = finished if self.is_read_only else banner_sentence(left) or finished
        self.board.set_banner(EarlierBanner(sentence, self.is_read_only) if sentence else None, self._open_earlier)

    def _open_earlier(self) -> None:
        self.board.show_beside(True)
        self._panel.focus_first()

    def _close_earlier(self) -> None:
        self.board.show_beside(False)
        self.board.focus_banner()

    def _result_written(self) -> None:
        self._show_banner()
        self.edited.emit()

    # inside

    def _paste(self) -> None:
        PasteDialog(self).when_accepted(self._take_lines)

    def _take_lines(self, lines: tuple[str, ...]) -> None:
        self.add_rows([Opinion(id=self.new_item(), text=line) for line in lines])


def unnamed() -> str:
    """How the minutes call a speaker without a name."""
    return tr("Một đảng viên")


def _answered(row: Opinion) -> tuple[Icon, str, str] | None:
    """Only petitions and proposals wait for an answer."""
    if row.answered:
        return Icon.CHECK_CIRCLE, "ok", tr("đã trả lời")
    return None if row.kind is OpinionKind.OPINION else (Icon.CLOCK, "warn", tr("chưa trả lời"))
