"""What stands at the right of the editor's head: how saving stands, and what can be done with the minutes."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.visits import VisitState
from chibo_desktop.services.desk import Role
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.pages.editor.opening import Opened
from chibo_desktop.ui.pages.editor.save_status import SaveStatus
from chibo_desktop.ui.shortcuts import Keys
from chibo_desktop.ui.speech import tr


class EditorActions(QObject):
    """Draft: status, preview, finalise. Finalised: amend where it was recorded, send back at the office; preview."""

    preview_requested = Signal()
    finalising_requested = Signal()
    amendment_requested = Signal()
    discarding_requested = Signal()
    return_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.status = SaveStatus()
        self.widgets: list[QWidget] = [self.status]

    def show_for(self, opened: Opened, role: Role) -> None:
        """Make the buttons that fit the state of the minutes."""
        for old in self.widgets:
            if old is not self.status:
                old.deleteLater()
        if opened.draft is not None:
            self.widgets = [self.status, *self._discarding(opened.draft.amends), self._preview(""), self._finalise()]
        else:
            self.widgets = [*self._amending(opened, role), self._preview("primary")]

    def _preview(self, look: str) -> Button:
        button = Button(tr("Xem bản in"), look, Icon.EYE, Keys.PRINT)
        button.clicked.connect(self.preview_requested)
        return button

    def _finalise(self) -> Button:
        button = Button(tr("Chốt biên bản"), "primary", Icon.LOCK, Keys.FINALISE)
        button.clicked.connect(self.finalising_requested)
        return button

    def _discarding(self, amends: bool) -> list[QWidget]:
        if not amends:
            return []
        button = Button(tr("Thôi bổ sung"), icon=Icon.UNDO)
        button.clicked.connect(self.discarding_requested)
        return [button]

    def _amending(self, opened: Opened, role: Role) -> list[QWidget]:
        view = opened.view
        if view.row.state is VisitState.WITHDRAWN:
            return []
        if role is Role.OFFICE:
            back = Button(tr("Trả lại để bổ sung…"), icon=Icon.RETURN)
            back.clicked.connect(self.return_requested)
            return [back]
        if not view.is_own:
            return []
        button = Button(tr("Làm bản bổ sung"), icon=Icon.PEN)
        button.clicked.connect(self.amendment_requested)
        return [button]
