"""The one place in the header that says whether the text is on the disk."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.label import IconLabel, Label
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.pages.editor.autosave import SaveState, Saving
from chibo_desktop.ui.speech import announce, tr


class SaveStatus(QWidget):
    """Icon and words. A screen reader is told of trouble only, and of its end."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = IconLabel(Icon.PEN, "muted", tokens.ICON_INLINE)
        self._words = Label("", "caption")
        self._was_failing = False
        row = space.row(self, gap=tokens.S8)
        space.put(row, self._icon, self._words)
        self.show_state(SaveState(Saving.UNTOUCHED))

    @property
    def words(self) -> str:
        """What it says."""
        return self._words.text()

    def show_state(self, state: SaveState) -> None:
        """Say how saving stands."""
        icon, tint, words = _look(state)
        failing = state.saving is Saving.FAILING
        self._icon.setVisible(bool(words))
        self._icon.set_icon(icon, tint)
        self._words.setText(words)
        self._words.set_tint("err" if failing else "")
        self.setAccessibleName(words)
        if failing != self._was_failing:
            self._was_failing = failing
            announce(self, words, urgent=failing)


def _look(state: SaveState) -> tuple[Icon, str, str]:
    if state.saving is Saving.FAILING:
        return Icon.OCTAGON, "err", tr("Chưa lưu được, đang thử lại")
    if state.saving is Saving.WRITING:
        return Icon.PEN, "muted", tr("Đang ghi…")
    if state.at is None:
        return Icon.PEN, "muted", ""
    return Icon.CHECK_CIRCLE, "ok", tr("Đã lưu %1", state.at.astimezone().strftime("%H:%M:%S"))
