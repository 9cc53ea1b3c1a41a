"""Beside the report: what the office writes about the period, saved by itself; the reports that were kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.reports import Asked, TextPart
from chibo_desktop.domain.successions import AsOf
from chibo_desktop.domain.wording import padded, short_date
from chibo_desktop.services.reports import KeptReport
from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.rows_model import Column, RowsModel
from chibo_desktop.ui.components.table import Table
from chibo_desktop.ui.components.text_input import TextInput
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.report_words import period_words, text_heading
from chibo_desktop.ui.speech import tr

_KEPT_HEIGHT = 240


class ReportPanel(QWidget):
    """`text_written(TextPart, str)`: a text has settled. `kept_chosen(id)`."""

    text_written = Signal(object, str)
    kept_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.texts: dict[TextPart, TextInput] = {}
        words = Card(tr("Nhận xét của kỳ"), gap=tokens.S12)
        for part in TextPart:
            text = TextInput(lines=(2, 8), limit=20_000)
            text.text_changed_settled.connect(partial(self.text_written.emit, part))
            text.text_committed.connect(partial(self.text_written.emit, part))
            self.texts[part] = text
            words.add(Field(text_heading(part), text))
        self.status = Label("", "caption", wrap=True)
        words.add(self.status)
        self.model: RowsModel[KeptReport] = RowsModel(
            (Column(tr("Kỳ, lúc lập"), _period, second=_made, look="medium"),), _spoken
        )
        self.kept = Table(self.model, tr("Báo cáo đã lưu"), fits=False)
        space.fix(self.kept, min_height=_KEPT_HEIGHT)
        self.none = Label(tr("Chưa lưu báo cáo nào."), "second", wrap=True)
        self.open = Button(tr("Mở báo cáo đã lưu"), icon=Icon.EYE)
        shelf = Card(tr("Báo cáo đã lưu"), gap=tokens.S12)
        shelf.add(self.none, self.kept, self.open)
        column = space.column(self, gap=tokens.S12)
        space.put(column, words, shelf, None)
        self.kept.row_opened.connect(self._choose)
        self.open.clicked.connect(lambda: self._choose(self.kept.current))
        self.show_texts(None, editable=False)
        self.show_kept(())

    def show_texts(self, texts: Mapping[TextPart, str] | None, *, editable: bool) -> None:
        """Show what was written; nothing is told about it."""
        for part, text in self.texts.items():
            text.set_words((texts or {}).get(part, ""))
            text.setReadOnly(not editable)
            text.setEnabled(texts is not None)
        hint = tr("Tự lưu sau mỗi lần gõ.") if editable else tr("Giữ nguyên như lúc lưu.")
        self.status.setText(hint if texts is not None else tr("Lập báo cáo rồi ghi nhận xét ở đây."))

    def commit(self) -> None:
        """What is being typed counts."""
        for text in self.texts.values():
            text.commit()

    def show_kept(self, kept: Sequence[KeptReport]) -> None:
        """The newest first."""
        self.model.set_rows(kept)
        self.none.setVisible(not kept)
        self.kept.setVisible(bool(kept))
        self.open.setVisible(bool(kept))
        self.kept.choose(0)

    def _choose(self, row: object) -> None:
        if isinstance(row, KeptReport):
            self.kept_chosen.emit(row.id)


def _period(one: KeptReport) -> str:
    words = period_words(Asked(one.first, one.last, AsOf(one.as_of)))
    return words[:1].upper() + words[1:]


def _made(one: KeptReport) -> str:
    at = one.made_at.astimezone()
    return tr("lập lúc %1 %2, gồm %3 buổi", at.strftime("%H:%M"), short_date(at.date()), padded(one.visits))


def _spoken(one: KeptReport) -> str:
    return f"{_period(one)}, {_made(one)}"
