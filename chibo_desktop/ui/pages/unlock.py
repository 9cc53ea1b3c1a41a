"""The door: one passphrase opens the book. Nothing heavy is imported before it was typed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.mark import Mark
from chibo_desktop.ui.components.passphrase_input import PassphraseField
from chibo_desktop.ui.components.scroll_page import ScrollPage
from chibo_desktop.ui.components.text_input import LineInput
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Failure, Jobs
from chibo_desktop.ui.speech import announce, tr

if TYPE_CHECKING:
    from chibo_desktop.ui.components.dialog import Dialog
    from chibo_desktop.ui.office_help import OfficeHelp
    from chibo_desktop.ui.pages.office_help import OfficeHelpForm

TRIES = 5
WAIT = 30
"""Seconds to wait after so many wrong passphrases."""

BROKEN = frozenset({"BOOK_DAMAGED", "BOOK_KEY_WRONG", "BOOK_MISSING"})
"""Why a book may not open although the passphrase was right."""

WIDTH = 440


class UnlockPage(QWidget):
    """Asks for the passphrase, or for the code on paper and a new passphrase.

    `open_with(passphrase)` and `recover(code, new passphrase)` run on the worker thread; what they return comes with
    `opened`. `tick`: milliseconds of one second of waiting.
    """

    opened = Signal(object)

    help_key = "unlock"

    def __init__(
        self,
        jobs: Jobs,
        open_with: Callable[[str], Any],
        recover: Callable[[str, str], Any],
        tick: int = 1000,
        help_of: OfficeHelp | None = None,
    ) -> None:
        super().__init__()
        self._jobs, self._open_with, self._recover, self._help = jobs, open_with, recover, help_of
        self._wrong = self._left = 0
        self.replace_with: Callable[[str], Any] | None = None
        """Opens the newest backup instead of a book that no longer opens; runs on the worker thread."""
        self.question: Dialog | None = None
        self.setProperty("look", "page")
        self.setAccessibleName(tr("Mở sổ"))
        self._second = QTimer(self)
        self._second.setInterval(tick)
        self._second.timeout.connect(self._count_down)
        self._recovery: _RecoveryForm | None = None
        self.office: OfficeHelpForm | None = None
        self._build()

    def _build(self) -> None:
        """From the outside in: what is put into another widget is styled anew, with all that it holds."""
        content = QWidget()
        space.column(self).addWidget(ScrollPage(content))
        column = space.column(content, tokens.S24, tokens.S16)
        card = Card(margin=tokens.S24, gap=0)
        space.fix(card, width=WIDTH)
        name = Label(tr("Sổ dự sinh hoạt chi bộ"), "title")
        name.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        for widget in (Mark(tokens.S48), name, card):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        self._forms = QStackedWidget()
        card.add(self._forms)
        form = QWidget()
        self._forms.addWidget(form)
        self._fill(form)

    def _fill(self, form: QWidget) -> None:
        self.field = PassphraseField(tr("Mật khẩu"))
        self.field.input.finished.connect(self._open)
        self.said = Label("", "second", wrap=True)
        self.said.hide()
        self.open = Button(tr("Mở sổ"), "primary", Icon.UNLOCK)
        self.open.clicked.connect(self._open)
        self.replace = Button(tr("Khôi phục bản sao lưu gần nhất…"), icon=Icon.HISTORY)
        self.replace.clicked.connect(self._ask_replace)
        self.replace.hide()
        self.forgotten = Button(tr("Quên mật khẩu"), "link")
        self.forgotten.clicked.connect(self._forgotten)
        column = space.column(form, gap=tokens.S16)
        column.addWidget(self.field)
        column.addWidget(self.said)
        column.addWidget(self.replace, 0, Qt.AlignmentFlag.AlignLeft)
        line = space.row(gap=tokens.S12)
        space.put(line, self.forgotten, None, self.open)
        column.addLayout(line)
        QWidget.setTabOrder(self.field.input, self.field.input.eye)
        QWidget.setTabOrder(self.field.input.eye, self.open)
        QWidget.setTabOrder(self.open, self.forgotten)

    # slots

    def focus_first(self) -> None:
        """Put the cursor where the passphrase is typed."""
        self.field.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self) -> None:
        typed = self.field.passphrase()
        if not typed or self._left or not self.open.isEnabled():
            return
        self._set_busy(True)
        self._say(tr("Đang mở sổ…"), "")
        self._jobs.submit(partial(self._open_with, typed), self._opened, self._refused)

    def _opened(self, desk: object) -> None:
        self._wrong = 0
        self.field.input.clear()
        self.opened.emit(desk)

    def _refused(self, failure: Failure) -> None:
        self._set_busy(False)
        self.field.input.selectAll()
        self.focus_first()
        if getattr(failure, "code", "") != "PASSPHRASE_WRONG":
            from chibo_desktop.ui.sentences import of_failure

            self._say(" ".join(of_failure(failure)), "err")
            is_broken = getattr(failure, "code", "") in BROKEN
            self.replace.setVisible(is_broken and self.replace_with is not None)
            return
        self._wrong += 1
        if self._wrong % TRIES:
            self._say(tr("Mật khẩu chưa đúng. Dữ liệu không sao."), "err")
        else:
            self._left = WAIT
            self._second.start()
            self.open.setEnabled(False)
            self._tell_waiting()

    def _ask_replace(self) -> None:
        from chibo_desktop.ui.components.dialog import Dialog

        text = tr(
            "Sổ không mở được vẫn được giữ, không bị xóa. Biên bản ghi sau bản sao lưu mà đã đóng gói thì còn trên USB "
            "và ở văn phòng."
        )
        buttons = (tr("Không khôi phục"), tr("Khôi phục"))
        self.question = Dialog(tr("Khôi phục bản sao lưu gần nhất?"), text, buttons, buttons[1:], self)
        self.question.accepted.connect(self._replace)
        self.question.open()

    def _replace(self) -> None:
        question, self.question = self.question, None
        if question is None or question.answer == question.safe.text() or self.replace_with is None:
            return
        self._set_busy(True)
        self.replace.hide()
        self._say(tr("Đang khôi phục…"), "")
        self._jobs.submit(partial(self.replace_with, self.field.passphrase()), self._opened, self._refused)

    def _count_down(self) -> None:
        self._left -= 1
        if self._left:
            self._tell_waiting()
            return
        self._second.stop()
        self.open.setEnabled(True)
        self._say(tr("Mời gõ lại mật khẩu."), "")

    def _tell_waiting(self) -> None:
        self.said.set_tint("err")
        self.said.setText(tr("Mật khẩu chưa đúng. Dữ liệu không sao. Hãy đợi %1 giây rồi gõ lại.", self._left))
        self.said.show()
        if self._left == WAIT:
            announce(self, self.said.text(), urgent=True)

    def _forgotten(self) -> None:
        """Whoever can help: the paper with the code, and the office where it may."""
        self._show_recovery()
        if self._help is not None:
            self._jobs.submit(self._help.can_ask, self._offer_office)

    def _offer_office(self, can_ask: bool) -> None:
        if self._recovery is not None:
            self._recovery.office.setVisible(can_ask)

    def _show_office(self) -> None:
        from chibo_desktop.ui.pages.office_help import OfficeHelpForm

        if self.office is None and self._help is not None:
            self.office = OfficeHelpForm(self._jobs, self._help)
            self.office.given_up.connect(self._show_recovery)
            self.office.opened.connect(self._opened)
            self._forms.addWidget(self.office)
        if self.office is not None:
            self._forms.setCurrentWidget(self.office)
            self.office.begin()

    def _show_recovery(self) -> None:
        if self._recovery is None:
            self._recovery = _RecoveryForm()
            self._recovery.given_up.connect(self._show_passphrase)
            self._recovery.finished.connect(self._open_by_code)
            self._recovery.office.clicked.connect(self._show_office)
            self._forms.addWidget(self._recovery)
        self._forms.setCurrentWidget(self._recovery)
        self._recovery.code.widget.setFocus()

    def _show_passphrase(self) -> None:
        self._forms.setCurrentIndex(0)
        self.focus_first()

    def _open_by_code(self, code: str, new: str) -> None:
        assert self._recovery is not None
        self._recovery.set_busy(True)
        self._jobs.submit(partial(self._recover, code, new), self._opened, self._recovery.refuse)

    def _set_busy(self, busy: bool) -> None:
        self.open.setEnabled(not busy)
        self.field.input.setReadOnly(busy)

    def _say(self, sentence: str, tint: str) -> None:
        self.said.set_tint(tint)
        self.said.setText(sentence)
        self.said.show()
        announce(self, sentence, urgent=tint == "err")


class _RecoveryForm(QWidget):
    given_up = Signal()
    finished = Signal(str, str)  # code, new passphrase

    def __init__(self) -> None:
        super().__init__()
        hint = tr("Chữ hoa, chữ thường và gạch nối đều được.")
        self.code = Field(tr("Mã khôi phục trên giấy"), LineInput(limit=80), hint)
        self.new = PassphraseField(tr("Mật khẩu mới"), tr("Ít nhất 12 ký tự, dùng một câu dễ nhớ."))
        self.again = PassphraseField(tr("Gõ lại mật khẩu mới"))
        self.said = Label("", "second", wrap=True)
        self.said.hide()
        self.office = Button(tr("Không có giấy: nhờ văn phòng mở lại"), "link")
        self.office.hide()
        self.done = Button(tr("Đặt mật khẩu mới"), "primary")
        self.back = Button(tr("Quay lại"), "")
        self.back.clicked.connect(self.given_up)
        self.done.clicked.connect(self._finish)
        self.again.input.finished.connect(self._finish)
        column = space.column(self, gap=tokens.S16)
        for widget in (self.code, self.new, self.again, self.said):
            column.addWidget(widget)
        column.addWidget(self.office, 0, Qt.AlignmentFlag.AlignLeft)
        line = space.row(gap=tokens.S12)
        space.put(line, None, self.back, self.done)
        column.addLayout(line)

    def _finish(self) -> None:
        code = self.code.widget
        assert isinstance(code, LineInput)
        if self.new.passphrase() != self.again.passphrase():
            self.again.set_trouble(tr("Hai lần gõ chưa giống nhau."))
            return
        self.again.set_trouble()
        self.finished.emit(code.words(), self.new.passphrase())

    def set_busy(self, busy: bool) -> None:
        self.done.setEnabled(not busy)

    def refuse(self, failure: Failure) -> None:
        """Say why the code or the passphrase was not taken."""
        self.set_busy(False)
        self.said.set_tint("err")
        from chibo_desktop.ui.sentences import of_failure

        self.said.setText(" ".join(of_failure(failure)))
        self.said.show()
        announce(self, self.said.text(), urgent=True)
