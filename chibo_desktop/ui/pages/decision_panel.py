"""The decision that is chosen in the list: its facts, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Signal

from chibo_desktop.domain.wording import padded
from chibo_desktop.services.group_views import DecisionRow
from chibo_desktop.ui import group_words, space, tokens
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.pages.group_rows import decision_chip
from chibo_desktop.ui.shortcuts import Keys
from chibo_desktop.ui.speech import tr


class DecisionPanel(Card):
    """Hidden until a decision is chosen."""

    open_requested = Signal(object)  # DecisionRow
    copy_requested = Signal(object)
    revoke_requested = Signal(object)
    pdf_requested = Signal(object)
    sheet_requested = Signal(object)

    def __init__(self) -> None:
        super().__init__(gap=tokens.S8)
        self._row: DecisionRow | None = None
        self.name = Label("", "heading", wrap=True)
        self.facts = Label("", "second", wrap=True)
        self.state = Label("", "medium", wrap=True)
        self.open = Button(tr("Xem và sửa"), icon=Icon.PEN)
        self.copy = Button(tr("Chép cho kỳ sau…"), icon=Icon.COPY)
        self.pdf = Button(tr("Phụ lục PDF…"), icon=Icon.PRINTER, key=Keys.PRINT)
        self.sheet = Button(tr("Phụ lục Excel…"), icon=Icon.DOWNLOAD)
        self.revoke = Button(tr("Thu hồi…"), "quiet", Icon.CLOSE)
        self.add(self.name, self.facts, self.state)
        buttons = space.column(gap=tokens.S8)
        for button, signal in (
            (self.open, self.open_requested),
            (self.copy, self.copy_requested),
            (self.pdf, self.pdf_requested),
            (self.sheet, self.sheet_requested),
            (self.revoke, self.revoke_requested),
        ):
            buttons.addWidget(button)
            button.clicked.connect(lambda _=False, signal=signal: signal.emit(self._row))
        self.body.addLayout(buttons)
        self.hide()

    def show_row(self, row: DecisionRow | None) -> None:
        """Show this decision, or none."""
        self._row = row
        self.setVisible(row is not None)
        if row is None:
            return
        self.name.setText(group_words.title(row.number, row.date))
        self.setAccessibleName(self.name.text())
        held = group_words.validity(row.valid_from, row.valid_to)
        facts = tr("%1 tổ, %2 người", padded(row.groups), padded(row.people))
        self.facts.setText(". ".join(part for part in (row.issuer, tr("Hiệu lực %1", held), facts) if part))
        chip = decision_chip(row)
        self.state.setText(chip.told or chip.word)
        self.state.set_tint("" if chip.tone == "neutral" else chip.tone)
        self.open.setText(tr("Ghi tiếp") if row.is_draft else tr("Xem và sửa"))
        for button in (self.copy, self.pdf, self.sheet):
            button.setVisible(row.is_signed)
        self.revoke.setVisible(row.is_signed and not row.revoked)
