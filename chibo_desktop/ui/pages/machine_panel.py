"""The machine that is chosen in the list: its certificate in words, what it asks for, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import Signal

from chibo_desktop.domain.wording import padded, short_date
from chibo_desktop.services.machines import CertificateState, MachineRow
from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.speech import tr


class MachinePanel(Card):
    """Hidden until a machine is chosen. A wish is told; nothing is done without a press."""

    renew_requested = Signal(object)  # MachineRow
    loss_requested = Signal(object)
    late_requested = Signal(object)

    def __init__(self) -> None:
        super().__init__(gap=tokens.S8)
        self._row: MachineRow | None = None
        self.name = Label("", "heading", wrap=True)
        self.people = Label("", "second", wrap=True)
        self.state = Label("", "medium", wrap=True)
        self.wish = Label("", "medium", "info", wrap=True)
        self.late = Label("", "medium", "warn", wrap=True)
        self.forked = Label("", "medium", "warn", wrap=True)
        self.renew = Button(tr("Gia hạn…"), icon=Icon.REFRESH)
        self.show_late = Button(tr("Xem mục để riêng"), icon=Icon.TRAY)
        self.lose = Button(tr("Báo mất…"), "quiet", Icon.TRIANGLE)
        self.add(self.name, self.people, self.state, self.wish, self.late, self.forked)
        buttons = space.column(gap=tokens.S8)
        for button in (self.renew, self.show_late, self.lose):
            buttons.addWidget(button)
        self.body.addLayout(buttons)
        self.renew.clicked.connect(lambda: self.renew_requested.emit(self._row))
        self.lose.clicked.connect(lambda: self.loss_requested.emit(self._row))
        self.show_late.clicked.connect(lambda: self.late_requested.emit(self._row))
        self.hide()

    def show_machine(self, row: MachineRow | None) -> None:
        """Show this machine, or none."""
        self._row = row
        self.setVisible(row is not None)
        if row is None:
            return
        self.name.setText(row.machine)
        self.setAccessibleName(tr("Máy %1", row.machine))
        others = tr("cùng dùng: %1", ", ".join(row.others)) if row.others else ""
        replaced = tr("thay máy %1", row.replaces) if row.replaces else ""
        self.people.setText(". ".join(fact for fact in (row.person, row.group, others, replaced) if fact))
        words, tint = certificate_words(row)
        self.state.setText(words)
        self.state.set_tint(tint)
        self._tell(self.wish, wish_words(row))
        self._tell(self.late, tr("%1 mục tới sau được để riêng.", padded(row.late)) if row.late else "")
        self._tell(self.forked, fork_words(row))
        lost = row.state is CertificateState.REVOKED
        self.renew.setVisible(not lost)
        self.renew.setText(tr("Gia hạn như máy xin…") if row.wish else tr("Gia hạn…"))
        self.show_late.setVisible(bool(row.late))
        self.lose.setText(tr("Báo mất lại…") if lost else tr("Báo mất…"))

    def _tell(self, label: Label, words: str) -> None:
        label.setText(words)
        label.setVisible(bool(words))


def certificate_words(row: MachineRow) -> tuple[str, str]:
    """The state of the certificate as a sentence with its date, and its tint."""
    day = short_date(row.until)
    if row.state is CertificateState.REVOKED:
        return tr("Đã báo mất: %1.", row.reason), "err"
    if row.state is CertificateState.ENDED:
        return tr("Giấy chứng nhận đã hết hạn ngày %1. Máy vẫn ghi và gửi được; hãy gia hạn.", day), "err"
    if row.state is CertificateState.ENDING:
        return tr("Giấy chứng nhận sắp hết hạn, đến ngày %1.", day), "warn"
    return tr("Giấy chứng nhận còn dùng đến ngày %1.", day), "ok"


def wish_words(row: MachineRow) -> str:
    """What the machine asks for in its packets."""
    if row.wish is None:
        return ""
    if row.wish.new:
        return tr("Máy xin thêm người dùng: %1.", ", ".join(row.wish.new))
    return tr("Máy xin gia hạn giấy chứng nhận.")


def fork_words(row: MachineRow) -> str:
    """That two books call themselves this machine, and that nothing of either is lost."""
    if not row.forked:
        return ""
    numbers = ", ".join(padded(seq) for seq in row.forked)
    return tr("Mục số %1 có hai bản: sổ của máy này đã bị chép sang nơi khác. Cả hai bản đều được giữ.", numbers)
