"""The questions that are asked before minutes are locked, amended or withdrawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.rules import Finding
from chibo_desktop.domain.visits import Section, Visit
from chibo_desktop.domain.wording import padded, short_date
from chibo_desktop.ui import finding_words, sentences
from chibo_desktop.ui.components.choice import Choice
from chibo_desktop.ui.components.dialog import Dialog
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.components.text_input import TextInput
from chibo_desktop.ui.pages.editor.amber_lines import AmberLines
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.words import word


def finalise_dialog(visit: Visit, left: Sequence[int], findings: Sequence[Finding], parent: QWidget) -> Dialog:
    """M03: what is not finished and what is worth a second look, before the minutes are signed and locked."""
    unfinished = ""
    if left:
        unfinished = tr("Còn %1 mục chưa xong: %2.", padded(len(left)), ", ".join(str(number) for number in left))
    day = short_date(visit.session.date) if visit.session.date else tr("chưa ghi ngày")
    dialog = sentences.dialog("M03", visit.cell.name or tr("chưa ghi tên"), day, unfinished, parent=parent)
    if findings:
        lines = AmberLines()
        lines.show_lines([finding_words.sentence(finding) for finding in findings])
        dialog.body.addWidget(lines)
    return dialog


class ReasonDialog(Dialog):
    """Asks for a reason before something is done to finalised minutes; without one it is not done."""

    def __init__(self, title: str, text: str, buttons: tuple[str, str], parent: QWidget, *, danger: bool) -> None:
        super().__init__(title, text, buttons, buttons[1:] if danger else (), parent)
        self._reason = TextInput(lines=(2, 5), limit=2000)
        self._field = Field(tr("Lý do"), self._reason)
        self.body.addWidget(self._field)
        self._act = self.buttons[1]
        self._act.setEnabled(False)
        self._reason.textChanged.connect(self._weigh)

    @property
    def reason(self) -> str:
        """What was typed."""
        return self._reason.words().strip()

    def offer(self, words: str) -> None:
        """A reason to begin with, which can be written anew."""
        self._reason.write(words)
        self._weigh()

    def _weigh(self) -> None:
        self._act.setEnabled(bool(self.reason))


def amendment_dialog(cell: str, parent: QWidget, comment: str = "") -> ReasonDialog:
    """Asks why finalised minutes are to be amended; `comment`, what the office asked for, is offered as the reason."""
    dialog = ReasonDialog(
        tr("Làm bản bổ sung cho biên bản %1?", cell),
        tr("Bản đã chốt vẫn giữ nguyên trong lịch sử. Lý do được ký cùng bản bổ sung."),
        (tr("Chưa làm"), tr("Làm bản bổ sung")),
        parent,
        danger=False,
    )
    if comment:
        dialog.offer(tr("Theo yêu cầu của văn phòng: %1", comment))
    return dialog


class ReturnDialog(ReasonDialog):
    """Asks what is to be completed, and in which section; the minutes themselves stay as they are."""

    def __init__(self, cell: str, parent: QWidget) -> None:
        super().__init__(
            tr("Trả lại biên bản %1 để bổ sung?", cell),
            tr("Biên bản vẫn ở trong sổ chung. Ý kiến được ký, về máy của tổ cùng giấy báo nhận, qua cấp dưới nếu có."),
            (tr("Chưa trả lại"), tr("Trả lại để bổ sung")),
            parent,
            danger=False,
        )
        whole: list[tuple[object, str]] = [(None, tr("Cả biên bản"))]
        self._section = Choice([*whole, *((one, word(one)) for one in Section)])
        self._section.setCurrentIndex(0)
        self.body.insertWidget(0, Field(tr("Chỗ cần xem"), self._section))

    @property
    def section(self) -> Section | None:
        """The section to look at; None is all of it."""
        chosen = self._section.value
        return chosen if isinstance(chosen, Section) else None


def return_dialog(cell: str, parent: QWidget) -> ReturnDialog:
    """Asks what is to be completed."""
    return ReturnDialog(cell, parent)


def withdrawal_dialog(cell: str, parent: QWidget) -> ReasonDialog:
    """Asks why finalised minutes are to be withdrawn."""
    return ReasonDialog(
        tr("Rút biên bản %1?", cell),
        tr("Biên bản vẫn còn trong lịch sử nhưng không tính vào báo cáo. Văn phòng sẽ thấy việc rút và lý do."),
        (tr("Không rút"), tr("Rút biên bản")),
        parent,
        danger=True,
    )


def when_answered(dialog: Dialog, words: str, act: Callable[[], object]) -> None:
    """Open the dialog without stopping the program; `act` once it was answered with `words`."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.finished.connect(lambda _: act() if dialog.answer == words else None)
    dialog.open()


def finalised_notice() -> NoticeWords:
    """What has happened, and what comes next."""
    return NoticeWords(tr("Đã chốt biên bản."), tr("Việc tiếp theo: in, rồi đóng gói vào USB."))
