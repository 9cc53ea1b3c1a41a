"""The card of Cài đặt that leads to the keys of an office."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Signal

from chibo_desktop.domain.wording import padded
from chibo_desktop.services import office_keys
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.office_keys import OfficeKeys
from chibo_desktop.ui import tokens
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.settings_cards import SettingsCard
from chibo_desktop.ui.speech import tr


class KeysCard(SettingsCard):
    """How well the office is protected, and the way to its keys. `making()` is what sealing a key file takes."""

    page_requested = Signal(object)  # the page of the keys

    def __init__(self, desk: Desk, jobs: Jobs, making: Callable[[], Any]) -> None:
        super().__init__(tr("Khóa văn phòng"))
        self._desk, self._jobs, self._making = desk, jobs, making
        self._state = Label("", "second", wrap=True)
        self.open = Button(tr("Mở trang khóa văn phòng"), icon=Icon.KEY)
        self.open.clicked.connect(self._open)
        self.add(self._state, Flow(self.open, gap=tokens.S12), self.said)

    def refresh(self) -> None:
        self._jobs.submit(partial(office_keys.office_keys, self._desk), self._show, self.refuse)

    def _show(self, keys: OfficeKeys) -> None:
        if keys.weak:
            self._state.set_tint("warn")
            self._state.setText(tr("Yếu: một khóa gốc thay đổi được cả văn phòng. Nên lập 03 khóa trên USB và giấy."))
            return
        self._state.set_tint("")
        need, count = padded(keys.threshold), padded(keys.root_keys)
        self._state.setText(tr("Cần %1 trong %2 khóa gốc mới thay đổi được hồ sơ văn phòng.", need, count))

    def _open(self) -> None:
        from chibo_desktop.ui.pages.office_keys import OfficeKeysPage

        self.page_requested.emit(OfficeKeysPage(self._desk, self._jobs, self._making))
