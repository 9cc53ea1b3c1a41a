"""The steps of the key ceremony: the plan, one step for each key, and the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.wording import padded
from chibo_desktop.services import key_ceremony
from chibo_desktop.services.key_ceremony import NewKey, Plan
from chibo_desktop.services.office_keys import KeyRole, KeyRow, OfficeKeys
from chibo_desktop.services.private_keys import KeyUse
from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.choice import Choice
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.passphrase_input import PassphraseField
from chibo_desktop.ui.components.segmented import Segmented
from chibo_desktop.ui.components.text_input import LineInput
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.pages.first_run_steps import LEAST_PASSPHRASE, Step
from chibo_desktop.ui.speech import tr

SETS = {1: 1, 2: 2, 3: 2, 5: 3}
"""How many root keys, and how many of them must sign."""
ALL, ONE, RECOVERY = "all", "one", "recovery"
_MOST = max(SETS)
_FIELD = 520


class PlanStep(Step):
    """What is made: a whole set of root keys, one that takes the place of another, or the recovery key alone."""

    def __init__(self, keys: OfficeKeys) -> None:
        super().__init__(
            tr("Chuẩn bị"),
            tr("Lập những khóa nào?"),
            tr("Mỗi khóa cần một USB riêng và một tờ giấy in. Dừng giữa chừng thì hồ sơ đang dùng không đổi."),
        )
        self._keys = keys
        roots = [row for row in keys.rows if row.role is KeyRole.ROOT]
        ways = [(ALL, tr("Cả bộ khóa gốc")), (ONE, tr("Thay một khóa gốc")), (RECOVERY, tr("Chỉ khóa mở lại"))]
        self.way = Segmented(ways if len(roots) > 1 else [ways[0], ways[2]], ALL)
        self.sets = Segmented([(count, _set_words(count)) for count in SETS], 3)
        self.replaced = Choice([(row.key, _called(row)) for row in roots], roots[0].key)
        self.labels = [LineInput(limit=80) for _ in range(_MOST)]
        self.recovery = LineInput(tr("Khóa mở lại, két của văn phòng") if keys.recovery_is_here else "", limit=80)
        self._fields = [Field(tr("Tên gọi khóa %1", place + 1), line) for place, line in enumerate(self.labels)]
        self._sets = Field(tr("Số khóa gốc"), self.sets)
        self._replaced = Field(tr("Khóa bị mất hoặc cần thay"), self.replaced)
        told = tr("Để trống nếu giữ khóa mở lại đang dùng.")
        self._recovery = Field(tr("Tên gọi khóa mở lại mới"), self.recovery, told)
        self._weak = Label(
            tr("Một khóa là mức yếu: ai có khóa đó thay được cả văn phòng."), "second", "warn", wrap=True
        )
        self._build()
        self.way.chosen.connect(lambda _: self._arrange())
        self.sets.chosen.connect(lambda _: self._arrange())
        self._arrange()

    def _build(self) -> None:
        self.body.addWidget(Field(tr("Việc làm"), self.way))
        for widget in (self._sets, self._weak, self._replaced, *self._fields, self._recovery):
            space.fix(widget, max_width=_FIELD if widget is not self._sets else 16000)
            self.body.addWidget(widget)
        self._fields[0].set_hint(tr("Ghi cả người giữ, ví dụ: Chìa 1, đ/c Mẫu giữ."))
        self.body.addStretch(1)
        self.lines = (*self.labels, self.recovery)

    @property
    def count(self) -> int:
        """How many root keys are made."""
        if self.way.value == RECOVERY:
            return 0
        return 1 if self.way.value == ONE else int(str(self.sets.value))

    def _arrange(self) -> None:
        self._sets.setVisible(self.way.value == ALL)
        self._weak.setVisible(self.way.value == ALL and self.count == 1)
        self._replaced.setVisible(self.way.value == ONE)
        for place, field in enumerate(self._fields):
            field.setVisible(place < self.count)

    def plan(self) -> Plan:
        """What was chosen."""
        recovery = self.recovery.words()
        labels = tuple(line.words() for line in self.labels[: self.count])
        if self.way.value == ONE:
            kept = [row.key for row in self._keys.rows if row.role is KeyRole.ROOT and row.key != self.replaced.value]
            return Plan(labels, self._keys.threshold, recovery, tuple(kept))
        return Plan(labels, SETS.get(self.count, 0), recovery)

    def is_complete(self) -> bool:
        shown = self._fields[: self.count]
        missing = [field for field in shown if not _typed(field)]
        names = [_typed(field) for field in shown if _typed(field)]
        twice = [field for field in shown if names.count(_typed(field)) > 1]
        for field in self._fields:
            trouble = tr("Cần ghi tên gọi của khóa.") if field in missing else ""
            field.set_trouble(trouble or (tr("Hai khóa cùng tên gọi.") if field in twice else ""))
        alone = self.way.value == RECOVERY and not self.recovery.words().strip()
        self._recovery.set_trouble(tr("Cần ghi tên gọi của khóa mở lại.") if alone else "")
        wrong = [*missing, *twice, *([self._recovery] if alone else [])]
        if wrong:
            wrong[0].widget.setFocus(Qt.FocusReason.OtherFocusReason)
        return not wrong

    def focus_first(self, onward: QWidget) -> None:
        (self.labels[0] if self.count else self.recovery).setFocus(Qt.FocusReason.OtherFocusReason)


def _typed(field: Field) -> str:
    return field.widget.words().strip() if isinstance(field.widget, LineInput) else ""


def _set_words(count: int) -> str:
    need = SETS[count]
    return tr("01 khóa (yếu)") if count == 1 else tr("%1 khóa, cần %2", padded(count), padded(need))


def _called(row: KeyRow) -> str:
    return f"{row.label}, {row.name}" if row.label else row.name


class KeyStep(Step):
    """One key: onto its stick, onto its paper, and one row typed back from the paper."""

    write_requested = Signal(str)  # the passphrase
    print_requested = Signal()
    save_requested = Signal()

    def __init__(self, key: NewKey, place: int, count: int) -> None:
        use = tr("khóa gốc") if key.private.use is KeyUse.ROOT else tr("khóa mở lại")
        super().__init__(
            tr("Khóa %1", place + 1),
            tr("Khóa %1/%2: %3", place + 1, count, key.label),
            tr("Đây là %1, mã %2. Người giữ khóa tự đặt mật khẩu cho USB của mình.", use, key.name),
        )
        self.key, self._row = key, place % 4
        self.first = PassphraseField(tr("Mật khẩu của khóa"), tr("Ít nhất 12 ký tự, dùng một câu dễ nhớ."))
        self.second = PassphraseField(tr("Gõ lại mật khẩu của khóa"))
        self.write = Button(tr("Ghi vào USB riêng…"), icon=Icon.USB)
        self.print = Button(tr("In trang khóa…"), icon=Icon.PRINTER)
        self.save = Button(tr("Lưu PDF…"), "quiet", Icon.DOWNLOAD)
        self.back = LineInput(limit=40)
        self._back = Field(tr("Gõ lại dòng %1 trên giấy", self._row + 1), self.back)
        self._written, self._printed = (Label("", "second", wrap=True) for _ in range(2))
        self._build()
        self.write.clicked.connect(self._write)
        self.print.clicked.connect(self.print_requested)
        self.save.clicked.connect(self.save_requested)
        self.lines = (self.first.input, self.second.input, self.back)

    def _build(self) -> None:
        stick, paper = Card(gap=tokens.S12, margin=tokens.S20), Card(gap=tokens.S12, margin=tokens.S20)
        stick.add(Label(tr("Ghi ra USB"), "heading"), self.first, self.second, Flow(self.write, gap=tokens.S12))
        paper.add(Label(tr("In ra giấy"), "heading"), Flow(self.print, self.save, gap=tokens.S12), self._printed)
        stick.add(self._written)
        paper.add(self._back)
        for field in (self.first, self.second, self._back):
            space.fix(field, max_width=_FIELD)
        for label in (self._written, self._printed):
            label.hide()
        self.body.addWidget(stick)
        self.body.addWidget(paper)
        self.body.addStretch(1)

    def _write(self) -> None:
        short = len(self.first.passphrase()) < LEAST_PASSPHRASE
        differs = self.first.passphrase() != self.second.passphrase()
        self.first.set_trouble(tr("Cần ít nhất 12 ký tự.") if short else "")
        self.second.set_trouble(tr("Hai lần gõ chưa giống nhau.") if differs and not short else "")
        if short or differs:
            (self.first if short else self.second).input.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.write_requested.emit(self.first.passphrase())

    def set_busy(self, busy: bool) -> None:
        """While the file is being written and read back."""
        self.write.setEnabled(not busy)
        if busy:
            self._tell(self._written, tr("Đang ghi, rồi đọc lại để so. Đừng rút USB lúc này."), "")

    def show_written(self, path: Path) -> None:
        """The file lies on the stick and was read back."""
        self.set_busy(False)
        for field in (self.first, self.second):
            field.input.clear()
        told = tr("Đã ghi xong, có thể rút USB. Tệp %1 đã đọc lại và khớp.", path.name)
        self._tell(self._written, told, "ok")

    def show_not_written(self, sentence: str) -> None:
        """The file does not lie there."""
        self.set_busy(False)
        self._tell(self._written, sentence, "err")

    def show_printed(self, sentence: str, tint: str = "ok") -> None:
        """What became of the page."""
        self._tell(self._printed, sentence, tint)

    def _tell(self, label: Label, sentence: str, tint: str) -> None:
        label.set_tint(tint)
        label.setText(sentence)
        label.show()

    def is_complete(self) -> bool:
        if self.key.file is None:
            self._tell(self._written, tr("Chưa ghi khóa này ra USB."), "err")
            self.write.setFocus(Qt.FocusReason.OtherFocusReason)
            return False
        if self.key.is_printed or key_ceremony.confirm_page(self.key, self._row, self.back.words()):
            self._back.set_trouble()
            return True
        self._back.set_trouble(tr("Chưa giống dòng %1 trên giấy.", self._row + 1))
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)
        return False

    def focus_first(self, onward: QWidget) -> None:
        self.first.input.setFocus(Qt.FocusReason.OtherFocusReason)


class EndStep(Step):
    """What will count once the new profile is signed."""

    def __init__(self, names: Callable[[], Sequence[str]]) -> None:
        super().__init__(
            tr("Ký hồ sơ mới"),
            tr("Dùng các khóa này từ nay?"),
            tr("Mọi khóa đã nằm trên USB và giấy. Ký xong, khóa không còn trong máy này."),
        )
        self._names = names
        self.onward = tr("Ký hồ sơ mới")
        self._told = Label("", wrap=True)
        card = Card(gap=tokens.S12, margin=tokens.S20)
        old = tr("Nếu hồ sơ đang dùng cần khóa gốc cũ, đề xuất sẽ chờ chữ ký của các khóa đó.")
        card.add(Label(tr("Các khóa vừa lập"), "heading"), self._told, Label(old, "second", wrap=True))
        self.body.addWidget(card)
        self.body.addStretch(1)

    def focus_first(self, onward: QWidget) -> None:
        self._told.setText("\n".join(self._names()))
        onward.setFocus(Qt.FocusReason.OtherFocusReason)
