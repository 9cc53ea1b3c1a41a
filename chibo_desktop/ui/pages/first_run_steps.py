"""The steps of the first run, one widget each: what is asked, whether it is answered, and what was typed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from chibo_desktop.domain.people import Tier
from chibo_desktop.ui import asking_files, space, tokens, words
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.checkbox import Radio
from chibo_desktop.ui.components.choice_card import CardChoice, ChoiceCard
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.label import IconLabel, Label
from chibo_desktop.ui.components.passphrase_input import PassphraseField
from chibo_desktop.ui.components.segmented import Segmented
from chibo_desktop.ui.components.text_input import LineInput
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.pages.office_again import OfficeAgain
from chibo_desktop.ui.pages.recovery_paper import RecoveryPaper
from chibo_desktop.ui.speech import tr

LEAST_PASSPHRASE = 12
ASKED_BACK = (1, 4)
"""Groups of the recovery code that are typed back, from 0: one near each end, so that the whole line was written."""


@dataclass(frozen=True, slots=True)
class Typed:
    """Everything that the first run asks for. `role`: group or office."""

    role: str
    machine: str
    person: str
    post: str
    group: str
    tier: Tier | None
    passphrase: str
    card: bytes = b""
    """Card of an office whose machine is lost: this one takes its place."""


class Step(QWidget):
    """One step. `lines` are typed one after another: Enter goes to the next, and from the last one onward."""

    lines: tuple[LineInput, ...] = ()

    def __init__(self, name: str, title: str, sub: str) -> None:
        super().__init__()
        self.name, self.title, self.sub = name, title, sub
        self.onward = tr("Tiếp tục")
        self.body = space.column(self, gap=tokens.S16)
        self.setAccessibleName(title)

    def is_complete(self) -> bool:
        """Whether one can go on; where not, the step says what is missing and has the focus there."""
        return True

    def focus_first(self, onward: QWidget) -> None:
        """Put the focus where this step begins; `onward` is the button that goes on."""
        onward.setFocus(Qt.FocusReason.OtherFocusReason)


class WelcomeStep(Step):
    """What the program is for, and what the next minutes need."""

    def __init__(self) -> None:
        super().__init__(
            tr("Chào mừng"),
            tr("Lập sổ dự sinh hoạt chi bộ trên máy này"),
            tr("Mất khoảng 05 phút. Có thể quay lại bất cứ bước nào trước khi đặt mật khẩu."),
        )
        card = Card(gap=tokens.S12, margin=tokens.S24)
        card.add(Label(tr("Cần chuẩn bị"), "heading"))
        for icon, words_ in (
            (Icon.MACHINE, tr("Tên gọi của máy, để văn phòng nhận ra gói tin gửi từ đâu.")),
            (Icon.KEY, tr("Một câu dễ nhớ, ít nhất 12 ký tự, làm mật khẩu.")),
            (Icon.PEN, tr("Giấy và bút để ghi mã khôi phục, hoặc một máy in.")),
            (Icon.USB, tr("Một USB để sao lưu, nếu có sẵn.")),
        ):
            card.body.addLayout(_line(icon, words_))
        self.restore = Button(tr("Máy cũ hỏng, mất hoặc cài lại? Khôi phục từ bản sao lưu…"), "quiet", Icon.HISTORY)
        self.body.addWidget(card)
        self.body.addWidget(self.restore)
        self.body.addStretch(1)


class RoleStep(Step):
    """Group or office: two cards."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(
            tr("Chọn vai trò"),
            tr("Máy này dùng để làm gì?"),
            tr("Chọn việc chính. Mỗi máy giữ một vai trò; muốn đổi thì lập sổ mới, sổ cũ vẫn giữ nguyên."),
        )
        self.cards = CardChoice(
            [
                ChoiceCard(
                    "group",
                    Icon.PEN,
                    tr("Tổ dự sinh hoạt chi bộ"),
                    tr("Tôi đi dự sinh hoạt ở chi bộ và ghi lại."),
                    (
                        tr("Ghi buổi dự, chốt và in biên bản"),
                        tr("Đóng gói vào USB gửi văn phòng"),
                        tr("Xem lại buổi đã dự"),
                    ),
                ),
                ChoiceCard(
                    "office",
                    Icon.TRAY,
                    tr("Văn phòng, Ban Tổ chức"),
                    tr("Tôi nhận biên bản từ các tổ và tổng hợp."),
                    (tr("Nhận gói tin, hợp nhất vào sổ"), tr("Đăng ký máy của các tổ"), tr("Xem, tìm và in biên bản")),
                ),
            ]
        )
        self.cards.chosen.connect(self.chosen)
        self.restore = Button(tr("Máy cũ hỏng hoặc cài lại? Khôi phục…"), "quiet", Icon.HISTORY)
        self.body.addWidget(self.cards)
        self.body.addWidget(self.restore)
        self.body.addStretch(1)

    @property
    def value(self) -> str:
        """group or office."""
        return self.cards.value

    def focus_first(self, onward: QWidget) -> None:
        self.cards.focus_chosen()


class NamesStep(Step):
    """What the machine, the person and the group are called."""

    def __init__(self) -> None:
        super().__init__(
            tr("Tên máy và tổ"),
            tr("Máy này của ai?"),
            tr("Những tên này được in trên biên bản và hiện ở văn phòng khi gói tin tới."),
        )
        self.machine, self.person, self.post, self.group = (LineInput(limit=120) for _ in range(4))
        self._machine = Field(tr("Tên máy"), self.machine, tr("Ví dụ: Quang Thuận-2"))
        self._person = Field(tr("Họ và tên người dùng máy"), self.person)
        self._post = Field(tr("Chức vụ"), self.post, tr("Ví dụ: tổ trưởng"))
        self._group = Field(tr("Tên tổ"), self.group, tr("Ví dụ: Tổ số 05"))
        self._tiers = Segmented(words.choices(Tier), Tier.COMMUNE)
        self._tier = Field(tr("Cấp của tổ"), self._tiers)
        for field in (self._machine, self._person, self._post, self._group):
            space.fix(field, max_width=520)
            self.body.addWidget(field)
        self.body.addWidget(self._tier)
        self.again = OfficeAgain()
        self.again.hide()
        self.again.chosen.connect(self._take_place_of)
        self.body.addWidget(self.again)
        self.body.addStretch(1)
        self.lines = (self.machine, self.person, self.post, self.group)

    def _take_place_of(self, office: str) -> None:
        """The office has its name already."""
        self.group.set_words(office)
        self.group.setReadOnly(bool(office))

    @property
    def tier(self) -> Tier | None:
        """Tier of the group; an office has none."""
        value = self._tiers.value
        return value if isinstance(value, Tier) and self._tier.isVisibleTo(self) else None

    def ask_for(self, role: str) -> None:
        """Ask in the words of a group or of an office."""
        office = role == "office"
        self._group.label.setText(tr("Tên văn phòng") if office else tr("Tên tổ"))
        self.group.setAccessibleName(self._group.label.text())
        self._group.set_hint(tr("Ví dụ: Văn phòng Đảng ủy xã Quang Thuận") if office else tr("Ví dụ: Tổ số 05"))
        self._post.set_hint(tr("Ví dụ: chánh văn phòng") if office else tr("Ví dụ: tổ trưởng"))
        self._tier.setVisible(not office)
        self.again.setVisible(office)
        if not office:
            self.again.forget()

    def is_complete(self) -> bool:
        fields = (self._machine, self._person, self._group)
        missing = [field for field in fields if not _words(field).strip()]
        for field in fields:
            field.set_trouble(tr("Cần điền ô này.") if field in missing else "")
        if missing:
            missing[0].widget.setFocus(Qt.FocusReason.OtherFocusReason)
        return not missing

    def focus_first(self, onward: QWidget) -> None:
        self.machine.setFocus(Qt.FocusReason.OtherFocusReason)


class PassphraseStep(Step):
    """One rule in words, typed twice."""

    def __init__(self) -> None:
        super().__init__(
            tr("Mật khẩu"),
            tr("Đặt mật khẩu mở sổ"),
            tr("Một quy tắc: ít nhất 12 ký tự, dùng một câu dễ nhớ. Mật khẩu không gửi đi đâu, không ai đọc được."),
        )
        self.first = PassphraseField(tr("Mật khẩu"), tr("Ít nhất 12 ký tự, ví dụ một câu tám tiếng."))
        self.second = PassphraseField(tr("Gõ lại mật khẩu"))
        for field in (self.first, self.second):
            space.fix(field, max_width=520)
            self.body.addWidget(field)
        self.body.addStretch(1)
        self.lines = (self.first.input, self.second.input)
        self.onward = tr("Lập sổ")

    def words(self) -> str:
        """The passphrase."""
        return self.first.passphrase()

    def forget(self) -> None:
        """Take the passphrase out of the fields."""
        self.first.input.clear()
        self.second.input.clear()

    def is_complete(self) -> bool:
        short = len(self.words()) < LEAST_PASSPHRASE
        differs = self.words() != self.second.passphrase()
        self.first.set_trouble(tr("Cần ít nhất 12 ký tự.") if short else "")
        self.second.set_trouble(tr("Hai lần gõ chưa giống nhau.") if differs and not short else "")
        if short or differs:
            (self.first if short else self.second).input.setFocus(Qt.FocusReason.OtherFocusReason)
        return not short and not differs

    def focus_first(self, onward: QWidget) -> None:
        self.first.input.setFocus(Qt.FocusReason.OtherFocusReason)


class CodeStep(Step):
    """The recovery code, shown once; two groups are typed back."""

    def __init__(self) -> None:
        super().__init__(
            tr("Mã khôi phục trên giấy"),
            tr("Ghi mã khôi phục ra giấy"),
            tr("Quên mật khẩu thì chỉ mã này mở được sổ. Mã chỉ hiện một lần. Cất tờ giấy riêng, không để cùng máy."),
        )
        self.paper = RecoveryPaper()
        self.body.addWidget(self.paper)
        self.back = [LineInput(limit=8) for _ in ASKED_BACK]
        self._fields = [
            Field(tr("Gõ lại nhóm %1", place + 1), line) for place, line in zip(ASKED_BACK, self.back, strict=True)
        ]
        for field in self._fields:
            space.fix(field, width=200)
        self.body.addWidget(Flow(*self._fields, gap=tokens.S16))
        self.body.addStretch(1)
        self.lines = tuple(self.back)

    def show_code(self, code: str, machine: str) -> None:
        """Show the code of this home."""
        self.paper.show_code(code, machine)

    def is_complete(self) -> bool:
        groups = self.paper.groups
        wrong = [
            field
            for field, line, place in zip(self._fields, self.back, ASKED_BACK, strict=True)
            if line.words().strip().upper() != groups[place]
        ]
        for field in self._fields:
            field.set_trouble(tr("Chưa giống nhóm trên giấy.") if field in wrong else "")
        if wrong:
            wrong[0].widget.setFocus(Qt.FocusReason.OtherFocusReason)
        return not wrong

    def focus_first(self, onward: QWidget) -> None:
        self.paper.focus_first()


class BackupStep(Step):
    """Where the first backup goes: a folder on another disk, or later."""

    def __init__(self) -> None:
        super().__init__(
            tr("Nơi sao lưu"),
            tr("Sao lưu vào đâu?"),
            tr("Bản sao lưu cũng được mã hóa bằng khóa của sổ. Nên để trên USB hoặc ổ đĩa khác, phòng khi máy hỏng."),
        )
        self.folder: Path | None = None
        self.onward = tr("Mở sổ")
        self._now = Radio(tr("Sao lưu ngay vào thư mục đã chọn"))
        self._later = Radio(tr("Để sau, làm ở Cài đặt"), checked=True)
        self._choose = Button(tr("Chọn thư mục…"), icon=Icon.FOLDER)
        self._choose.clicked.connect(self._ask)
        self._where = Label(tr("Chưa chọn thư mục."), "caption", wrap=True)
        self._later.toggled.connect(self._put_off)
        card = Card(gap=tokens.S12, margin=tokens.S24)
        card.add(self._now)
        line = space.row(gap=tokens.S12)
        space.put(line, self._choose)
        line.addWidget(self._where, 1)
        card.body.addLayout(line)
        card.add(self._later)
        self._now.toggled.connect(self._want_folder)
        self.body.addWidget(card)
        self.body.addStretch(1)

    def set_folder(self, folder: Path) -> None:
        """Back up into that folder when the step is done."""
        self.folder = folder
        self._where.setText(str(folder))
        self._now.setChecked(True)

    def _ask(self) -> None:
        chosen = asking_files.folder(self, tr("Chọn thư mục sao lưu"))
        if chosen:
            self.set_folder(Path(chosen))

    def _put_off(self, later: bool) -> None:
        if later:
            self.folder = None
            self._where.setText(tr("Chưa chọn thư mục."))

    def _want_folder(self, wanted: bool) -> None:
        if wanted and self.folder is None:
            self._choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def is_complete(self) -> bool:
        if self._now.isChecked() and self.folder is None:
            self._where.setText(tr("Hãy chọn thư mục, hoặc chọn Để sau."))
            self._choose.setFocus(Qt.FocusReason.OtherFocusReason)
            return False
        return True


def _line(icon: Icon, sentence: str) -> QHBoxLayout:
    line = space.row(gap=tokens.S12)
    line.addWidget(IconLabel(icon, "text2"), 0, Qt.AlignmentFlag.AlignVCenter)
    line.addWidget(Label(sentence, "second", wrap=True), 1)
    return line


def _words(field: Field) -> str:
    return field.widget.words() if isinstance(field.widget, LineInput) else ""
