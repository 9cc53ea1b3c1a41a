"""The card of the audit log in *Cài đặt* of an office: the last signed deeds, and the way to all of them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal

from chibo_desktop.services import audit
from chibo_desktop.services.audit import AuditFilter, AuditLine, AuditPage
from chibo_desktop.services.desk import Desk
from chibo_desktop.ui import audit_words, space, tokens
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.settings_cards import SettingsCard
from chibo_desktop.ui.speech import tr

SHOWN = 6


class AuditCard(SettingsCard):
    """What the office signed, newest first."""

    all_requested = Signal()

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__(tr("Nhật ký việc đã làm"))
        self._desk, self._jobs = desk, jobs
        hint = tr("Mỗi việc là một mục có chữ ký của máy văn phòng, không ai sửa được mà không lộ.")
        self._lines = space.column(gap=tokens.S4)
        self._labels: list[Label] = []
        self.all = Button(tr("Xem tất cả, tìm, lưu ra tệp"), icon=Icon.HISTORY)
        self.all.clicked.connect(self.all_requested)
        self.add(Label(hint, "caption", wrap=True))
        self.body.addLayout(self._lines)
        self.add(Flow(self.all, gap=tokens.S12), self.said)

    def refresh(self) -> None:
        self._jobs.submit(partial(audit.page, self._desk, AuditFilter(), 0, SHOWN), self._show, self.refuse)

    def _show(self, page: AuditPage) -> None:
        for label in self._labels:
            label.hide()
            label.deleteLater()
        words = [_line(line) for line in page.rows] or [tr("Chưa có việc nào được ký.")]
        self._labels = [Label(line, "second", wrap=True) for line in words]
        for label in self._labels:
            self._lines.addWidget(label)


def _line(line: AuditLine) -> str:
    about = audit_words.about(line)
    deed = tr("%1: %2", audit_words.deed(line), about) if about else audit_words.deed(line)
    return ", ".join(part for part in (audit_words.at(line), deed, line.person) if part)
