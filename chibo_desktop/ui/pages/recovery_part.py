"""The recovery code inside the settings: whether it stands on paper, and making another one."""

from __future__ import annotations

import datetime as dt
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.wording import short_date
from chibo_desktop.services import founding
from chibo_desktop.services.desk import Desk
from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Failure, Jobs
from chibo_desktop.ui.pages.first_run_steps import CodeStep
from chibo_desktop.ui.speech import tr


class RecoveryPart(QWidget):
    """Tells of the code; shows a new one until two of its groups were typed back. `done` comes then."""

    done = Signal()
    failed = Signal(object)  # Refusal or Fault

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__()
        self._desk, self._jobs = desk, jobs
        self.state = Label("", "second", wrap=True)
        self.renew = Button(tr("Làm mã khôi phục mới"), icon=Icon.REFRESH)
        self.written = Button(tr("Đã ghi ra giấy"), icon=Icon.CHECK)
        self.step: CodeStep | None = None
        self._place = space.column(gap=tokens.S12)
        column = space.column(self, gap=tokens.S12)
        column.addWidget(self.state)
        column.addLayout(self._place)
        column.addWidget(Flow(self.renew, self.written, gap=tokens.S12))
        self.written.hide()
        self.renew.clicked.connect(self._renew)
        self.written.clicked.connect(self._finish)

    # slots

    def refresh(self) -> None:
        """Ask whether the code was confirmed."""
        if self.step is None:
            self._jobs.submit(partial(founding.recovery_code_confirmed_at, self._desk), self._tell, self._failed)

    def _tell(self, at: dt.datetime | None) -> None:
        if at is not None:
            day = short_date(at.astimezone().date())
            self.state.set_tint("")
            self.state.setText(tr("Mã khôi phục đã được ghi ra giấy và gõ lại đúng ngày %1.", day))
            return
        self.state.set_tint("warn")
        self.state.setText(tr("Chưa chắc mã khôi phục đã nằm trên giấy. Nếu không có tờ giấy ấy, hãy làm mã mới."))

    def _renew(self) -> None:
        self.renew.setEnabled(False)
        self._jobs.submit(partial(founding.renew_recovery_code, self._desk), self._show, self._failed)

    def _show(self, code: str) -> None:
        self.step = CodeStep()
        self.step.show_code(code, self._desk.me.machine)
        self._place.addWidget(self.step)
        self.state.set_tint("warn")
        self.state.setText(tr("Ghi mã này ra giấy ngay: mã chỉ hiện một lần, và mã cũ không mở được sổ nữa."))
        self.renew.hide()
        self.written.show()
        self.step.lines[-1].finished.connect(self._finish)
        self.step.focus_first(self.written)

    def _finish(self) -> None:
        if self.step is not None and self.step.is_complete():
            self.written.setEnabled(False)
            self._jobs.submit(partial(founding.confirm_recovery_code, self._desk), self._confirmed, self._failed)

    def _confirmed(self, _: object) -> None:
        assert self.step is not None
        self.renew.setEnabled(True)
        self.renew.show()
        self.renew.setFocus()
        self.written.hide()
        self.written.setEnabled(True)
        self.step.hide()
        self._place.removeWidget(self.step)
        self.step.deleteLater()
        self.step = None
        self.refresh()
        self.done.emit()

    def _failed(self, failure: Failure) -> None:
        self.renew.setEnabled(True)
        self.written.setEnabled(True)
        self.failed.emit(failure)
