"""Cài đặt: backups, passphrase, look, who uses the machine and which office it belongs to, the diary, about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.outcomes import Changes
from chibo_desktop.services.desk import Desk
from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages.audit import AuditLogPage
from chibo_desktop.ui.pages.audit_card import AuditCard
from chibo_desktop.ui.pages.own_machine import SharedCard
from chibo_desktop.ui.pages.settings_backup import BackupCard
from chibo_desktop.ui.pages.settings_cards import (
    AboutCard,
    DiaryCard,
    LookCard,
    PassphraseCard,
    SettingsCard,
)
from chibo_desktop.ui.pages.settings_keys import KeysCard
from chibo_desktop.ui.pages.settings_machine import GroupCard, MachineCard, OfficeCard
from chibo_desktop.ui.pages.settings_upper import UpperCard
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.theme import Theme

WIDTH = 880


class SettingsPage(Page):
    """One column of cards. `cost()` is what a guess at a new passphrase shall cost; it may take a second to measure.

    `making()` is what sealing a key file takes, at an office.
    """

    help_key = "settings"
    concerns = ("office", "backup", "machine")

    def __init__(
        self, desk: Desk, jobs: Jobs, theme: Theme, cost: Callable[[], Any], making: Callable[[], Any]
    ) -> None:
        super().__init__(tr("Cài đặt"))
        self._desk, self._jobs = desk, jobs
        self.backup = BackupCard(desk, jobs)
        self.passphrase = PassphraseCard(desk, jobs, cost)
        self.look = LookCard(theme)
        self.machine = MachineCard(desk)
        self.office = OfficeCard(desk, jobs) if desk.is_office else GroupCard(desk, jobs)
        self.keys = KeysCard(desk, jobs, making) if desk.is_office else None
        self.audit = AuditCard(desk, jobs) if desk.is_office else None
        self.shared = None if desk.is_office else SharedCard(desk, jobs)
        self.diary = DiaryCard(desk, jobs)
        self.cards: tuple[SettingsCard, ...] = (
            self.backup,
            self.passphrase,
            self.look,
            self.machine,
            self.office,
            *((self.shared,) if self.shared is not None else ()),
            *((UpperCard(desk, jobs),) if desk.is_office else ()),
            *((self.keys,) if self.keys is not None else ()),
            *((self.audit,) if self.audit is not None else ()),
            self.diary,
            AboutCard(desk),
        )
        self._build(desk)
        self._connect()

    def _build(self, desk: Desk) -> None:
        me = desk.me
        self.set_title(tr("Cài đặt"), "  ·  ".join(part for part in (tr("Máy %1", me.machine), me.group.name) if part))
        content = QWidget()
        column = space.column(content, gap=tokens.S12)
        for card in self.cards:
            space.fix(card, max_width=WIDTH)
            column.addWidget(card)
        column.addStretch(1)
        self.set_content(content)

    def _connect(self) -> None:
        for card in self.cards:
            card.did.connect(self._did)
        if isinstance(self.office, GroupCard):
            self.office.page_requested.connect(self.push_requested)
        if self.keys is not None:
            self.keys.page_requested.connect(self.push_requested)
        if self.audit is not None:
            self.audit.all_requested.connect(self._show_audit)

    # slots

    def _show_audit(self) -> None:
        self.push_requested.emit(AuditLogPage(self._desk, self._jobs))

    def _did(self, title: str, text: str, changes: Changes) -> None:
        if title:
            self.say(NoticeWords(title, text))
        self.changed.emit(changes)

    def refresh(self) -> None:
        for card in self.cards:
            card.refresh()

    def panes(self) -> list[QWidget]:
        return list(self.cards)
