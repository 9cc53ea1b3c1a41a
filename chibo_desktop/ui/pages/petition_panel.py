"""What is known of one petition: its words, every step in order, what later visits found, and what can be written."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from chibo_desktop.domain.petitions import Step
from chibo_desktop.domain.wording import short_date
from chibo_desktop.services.petition_lists import ChainView, Line
from chibo_desktop.services.petitions import Finding
from chibo_desktop.ui import leaf_words, petition_words, space, tokens
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.chip import Chip, ChipLook
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.label import Line as Hairline
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.words import word


class PetitionPanel(Card):
    """Hidden until a line is chosen."""

    visit_requested = Signal(object)  # Line
    step_requested = Signal()
    telling_requested = Signal()

    def __init__(self) -> None:
        super().__init__(gap=tokens.S12)
        self._view: ChainView | None = None
        self.open = Button(tr("Mở buổi dự"), icon=Icon.EYE)
        self.tell = Button(tr("Đã báo lại chi bộ…"), icon=Icon.PHONE)
        self._told = QWidget()
        self._lines = space.column(self._told, gap=tokens.S8)
        self.add(self._told, Flow(self.open, self.tell, gap=tokens.S8))
        self.open.clicked.connect(self._open)
        self.tell.clicked.connect(self.telling_requested)
        self.hide()

    @property
    def view(self) -> ChainView | None:
        """What is shown."""
        return self._view

    @property
    def can_write(self) -> bool:
        """Whether steps can be written: not about minutes that this machine does not have."""
        return self._view is not None and not self._view.line.told_by_office

    def show_view(self, view: ChainView | None) -> None:
        """Show one line with its chain, or none."""
        self._view = view
        self.setVisible(view is not None)
        _clear(self._lines)
        if view is None:
            return
        self.open.setVisible(self.can_write)
        self.tell.setVisible(self.can_write)
        for widget in self._content(view):
            self._lines.addWidget(widget)
        self.setAccessibleName(leaf_words.said(view.line.petition.text))

    def _open(self) -> None:
        if self._view is not None:
            self.visit_requested.emit(self._view.line)

    def _content(self, view: ChainView) -> list[QWidget]:
        line, petition = view.line, view.line.petition
        found: list[QWidget] = [_chips(view)]
        found.append(Label(leaf_words.said(petition.text), "medium", wrap=True))
        found += [Label(fact, "second", wrap=True) for fact in _facts(line)]
        if view.followed.news_after_end:
            found.append(_news())
        if petition.answered:
            words = (
                tr("Đã trả lời tại buổi họp: %1", petition.answer) if petition.answer else tr("Đã trả lời tại buổi họp")
            )
            found.append(Label(words, wrap=True))
        if line.told_by_office:
            found += _of_office(line)
        found += [_step(step, view) for step in view.followed.steps]
        found += [Label(_finding(one), "second", wrap=True) for one in view.findings]
        if not view.followed.steps and not view.findings and not petition.answered and not line.told_by_office:
            found.append(Label(tr("Chưa có bước nào."), "muted", wrap=True))
        told = view.followed.reported_back
        if told is not None:
            found.append(Label(tr("Chi bộ đã được báo lại ngày %1.", short_date(told)), "second", wrap=True))
        return found


def _chips(view: ChainView) -> QWidget:
    state = petition_words.state_chip(view.line)
    untold = petition_words.untold(view.line)
    looks = [ChipLook(word(view.line.figures.kind), "neutral"), state]
    if untold:
        looks.append(ChipLook(tr("Chưa báo lại chi bộ"), "warn", Icon.PHONE, outlined=True))
    return Flow(*map(Chip, looks), gap=tokens.S8)


def _facts(line: Line) -> list[str]:
    figures = line.figures
    level = figures.addressee
    facts = (
        tr("Người nêu: %1", line.petition.who) if line.petition.who else "",
        tr("Gửi: %1", word(level)) if level is not None else "",
        tr("Chủ đề: %1", line.petition.topic) if line.petition.topic else "",
        ", ".join(part for part in (figures.cell, figures.superior) if part),
        tr("Buổi dự %1", short_date(figures.date)) if figures.date is not None else "",
        tr("Hạn trả lời %1", short_date(figures.due)) if line.is_open and figures.due is not None else "",
    )
    return [fact for fact in facts if fact]


def _news() -> Banner:
    return Banner(
        "warn",
        tr("Có bước ghi sau khi việc đã xong."),
        tr("Người ghi có thể chưa biết đã xong. Hãy xem các bước rồi ghi bước mới."),
    )


def _of_office(line: Line) -> list[QWidget]:
    answer = [Label(tr("Trả lời: %1", line.answer), wrap=True)] if line.answer else []
    told = tr("Theo biên bản của nơi khác, văn phòng gửi kèm kế hoạch. Kết quả ghi ở mục 4 của buổi dự tới.")
    return [*answer, Label(told, "second", wrap=True)]


def _step(step: Step, view: ChainView) -> QWidget:
    """One step: its day and state, then everything that was written."""
    block = QWidget()
    column = space.column(block, gap=tokens.S4)
    column.addWidget(Hairline())
    column.addWidget(Label(f"{short_date(step.date)}  ·  {word(step.state)}", "strong", wrap=True))
    paper = ", ".join(part for part in (step.body, step.number) if part)
    told = tr("Đã báo lại chi bộ ngày %1", short_date(step.reported_back)) if step.reported_back else ""
    writer = (view.writers or {}).get(step.entry, "")
    shown = ((paper, "second"), (_text(step), ""), (told, "second"), (writer, "caption"))
    for words, look in shown:
        if words:
            column.addWidget(Label(words, look, wrap=True))
    return block


def _text(step: Step) -> str:
    """The words of a step, or that they were withheld or erased; nothing where nothing was written."""
    return "" if step.text == "" else leaf_words.said(step.text or "")


def _finding(found: Finding) -> str:
    day, result = found
    when = tr("Buổi dự %1", short_date(day)) if day is not None else tr("Buổi dự sau")
    return tr("%1 ghi: %2", when, word(result))


def _clear(column: QVBoxLayout) -> None:
    while (item := column.takeAt(0)) is not None:
        old = item.widget()
        if old is not None:
            old.hide()
            old.deleteLater()
