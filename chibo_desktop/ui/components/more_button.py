"""What does not fit into a row of buttons, behind one button: each thing with its words, its key and its state."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.speech import tr


class MoreButton(Button):
    """Opens a menu of other buttons that are not shown themselves. Their keys go on working."""

    def __init__(self) -> None:
        super().__init__(tr("Việc khác"), icon=Icon.CHEVRON_DOWN)
        self._held: tuple[Button, ...] = ()
        self._keys: list[QAction] = []
        self.clicked.connect(self._open)

    @property
    def held(self) -> tuple[Button, ...]:
        """The buttons behind this one."""
        return self._held

    def hold(self, buttons: Sequence[Button]) -> None:
        """Take these buttons behind this one; those that were there before come out again."""
        if tuple(buttons) == self._held:
            return
        for action in self._keys:
            self.removeAction(action)
            action.deleteLater()
        self._held = tuple(buttons)
        self._keys = []
        for button in self._held:
            if button.key is not None:
                action = QAction(self)
                action.setShortcut(button.key)
                action.triggered.connect(button.click)
                self.addAction(action)
                self._keys.append(action)
        self.setVisible(bool(self._held))

    def menu_of(self) -> QMenu:
        """The menu as it is now."""
        menu = QMenu(self)
        for button in self._held:
            action = menu.addAction(button.accessibleName(), button.click)
            action.setEnabled(button.isEnabled())
            if button.key is not None:
                action.setShortcut(button.key)
                action.setShortcutVisibleInContextMenu(True)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _open(self) -> None:
        self.menu_of().popup(self.mapToGlobal(self.rect().bottomLeft()))
