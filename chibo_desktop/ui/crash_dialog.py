"""The dialog of a mistake of the program: the report can be read and copied, and holds no words of people."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from chibo_desktop.ui import sentences
from chibo_desktop.ui.components.dialog import Dialog
from chibo_desktop.ui.components.text_input import TextInput
from chibo_desktop.ui.messages import MESSAGES
from chibo_desktop.ui.speech import announce, tr


class CrashDialog:
    """Shows a report until the person asks for the program to be opened anew. `saved`: `19:42:07`, or ""."""

    def __init__(self, report: str, saved: str, parent: QWidget) -> None:
        self._report, self._saved, self._parent = report, saved, parent

    def ask(self) -> None:
        """Show the dialog; copying the report leaves it open. Returns when the program is to be opened anew."""
        while True:
            dialog = self.dialog()
            answer = dialog.ask()
            if answer != dialog.buttons[1].text():
                return
            QGuiApplication.clipboard().setText(self._report)
            announce(self._parent, tr("Đã chép báo lỗi."))

    def dialog(self) -> Dialog:
        """The dialog itself, not shown yet."""
        if self._saved:
            made = sentences.dialog("M27", self._saved, parent=self._parent)
        else:
            message = MESSAGES["M27"]
            text = tr("Mọi điều đã lưu vẫn còn nguyên. Báo lỗi dưới đây không chứa nội dung biên bản.")
            made = Dialog(tr(message.title), text, [tr(word) for word in message.buttons], parent=self._parent)
        shown = TextInput(self._report, lines=(6, 10))
        shown.setReadOnly(True)
        shown.setAccessibleName(tr("Báo lỗi"))
        made.body.addWidget(shown)
        return made
