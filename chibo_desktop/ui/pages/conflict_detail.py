"""The right side of *Xung đột*: one thing to choose, with its cards, its keys and the reason."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.wording import padded
from chibo_desktop.services.conflicts import ChoiceView, ConflictView, Duplicate, LinkView
from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.chip import Chip, ChipLook
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.key_cap import KeyCap
from chibo_desktop.ui.components.label import IconLabel, Label, LongLabel
from chibo_desktop.ui.components.text_input import LineInput
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.pages import conflict_cards, conflict_rows
from chibo_desktop.ui.pages.conflict_rows import Shown
from chibo_desktop.ui.pages.other_value import can_be_written
from chibo_desktop.ui.speech import tr

KEYS = "123456789abcdefghijklmnopqrstuvwxyz"
"""One for each value from the left, then one each for what else can be done."""

_Deed = tuple[Callable[[], object], Button | None]


class ConflictDetail(QWidget):
    """Tells what a person wants by signals; the page writes it."""

    value_chosen = Signal(int)  # which value, from the left
    asking_chosen = Signal()
    other_chosen = Signal()
    pair_judged = Signal(bool)  # is it one meeting
    later_chosen = Signal()
    undo_chosen = Signal()
    both_requested = Signal()
    visit_requested = Signal(object)  # VisitId

    def __init__(self) -> None:
        super().__init__()
        self._shown: Shown | None = None
        self._build()
        self._connect()

    def _build(self) -> None:
        self.title, self.sub = LongLabel("", "heading"), LongLabel("", "caption")
        self._place = Chip(ChipLook("", "neutral", None))
        self.open_visit = Button(tr("Xem biên bản"), icon=Icon.EYE)
        self.cards = conflict_cards.Cards()
        self.ask = Button(tr("Giữ cả hai, hỏi lại hai tổ"), icon=Icon.PHONE)
        self.other = Button(tr("Viết bản khác"), icon=Icon.PEN)
        self.same = Button(tr("Cùng một buổi (nối, tính một lần)"), icon=Icon.CHECK)
        self.apart = Button(tr("Hai buổi khác nhau"), icon=Icon.CLOSE)
        self.undo = Button(tr("Hoàn tác lần chọn này"), icon=Icon.UNDO)
        self._caps = {button: KeyCap("") for button in (self.ask, self.other, self.same, self.apart)}
        self._agreeing = Label("", "caption")
        self.both = Button(tr("Xem cả hai bản"), "link")
        self.reason = LineInput(placeholder=tr("Ví dụ: đã gọi hỏi bí thư chi bộ ngày 02/12/2026"))
        self._reason = Field(tr("Lý do chọn (không bắt buộc, in kèm trong lịch sử)"), self.reason)
        kept = tr("Cả hai bản đều được giữ mãi trong lịch sử.")
        self.foot = Banner("ok", kept, tr("Lần chọn này được ghi tên và ký, có thể chọn lại."))
        lost = tr("Gói mang bản đã chọn đã được rút lại. Hợp nhất lại gói thì lần chọn có hiệu lực trở lại.")
        self.lost = Banner("warn", tr("Lần chọn này cần xem lại."), lost)
        column = space.column(self, (tokens.S24, tokens.S16), tokens.S12)
        column.addLayout(self._head())
        for part in (self.lost, self.cards, self._actions(), self._reason, self.foot):
            column.addWidget(part)
        column.addStretch(1)

    def _head(self):
        head, words, line = space.row(gap=tokens.S12), space.column(), space.row(gap=tokens.S8)
        space.put(line, self.title, self._place, None)
        words.addLayout(line)
        words.addWidget(self.sub)
        head.addLayout(words, 1)
        space.put(head, self.open_visit)
        return head

    def _actions(self) -> QWidget:
        actions = Flow(gap=tokens.S16)
        self._deed_parts = {button: _beside(button, cap) for button, cap in self._caps.items()}
        actions.add(*self._deed_parts.values())
        self._agrees = _beside(IconLabel(Icon.CHECK_CIRCLE, "ok", tokens.ICON_INLINE), self._agreeing, self.both)
        actions.add(self.undo, self._agrees)
        return actions

    def _connect(self) -> None:
        self.ask.clicked.connect(self.asking_chosen)
        self.other.clicked.connect(self.other_chosen)
        self.same.clicked.connect(lambda: self.pair_judged.emit(True))
        self.apart.clicked.connect(lambda: self.pair_judged.emit(False))
        self.undo.clicked.connect(self.undo_chosen)
        self.both.clicked.connect(self.both_requested)
        self.open_visit.clicked.connect(self._open_visit)

    def show_one(self, one: Shown, place: int, count: int) -> None:
        """Show one thing; of values `place` says which of `count` it is."""
        self._shown = one
        self.title.setText(conflict_rows.title_of(one))
        self.sub.setText(conflict_rows.sub_of(one))
        is_value, is_pair = isinstance(one, ConflictView), isinstance(one, Duplicate)
        self._place.setVisible(is_value)
        self._place.show_chip(ChipLook(tr("%1 / %2", place, count), "neutral", None))
        self._reason.setVisible(is_value or is_pair)
        self.foot.setVisible(is_value or is_pair)
        self.lost.setVisible(isinstance(one, ChoiceView | LinkView) and one.is_lost)
        self.undo.setVisible(not is_value and not is_pair)
        self.open_visit.setVisible(is_value)
        self._show_cards(one)
        self._show_keys(one)

    def _show_cards(self, one: Shown) -> None:
        if isinstance(one, ConflictView):
            conflict_cards.show_values(self.cards, one, KEYS, self.value_chosen.emit)
        elif isinstance(one, Duplicate):
            conflict_cards.show_records(self.cards, (one.first, one.second), self.visit_requested.emit)
        else:
            conflict_cards.show_choice(self.cards, one)

    def _show_keys(self, one: Shown) -> None:
        """The keys after those of the values belong to what else can be done."""
        found = self._deeds(one)
        for button, cap in self._caps.items():
            key = next((key for key, (_, of) in found.items() if of is button), "")
            self._deed_parts[button].setVisible(bool(key))
            cap.setText(key)
        values = one.values if isinstance(one, ConflictView) else ()
        many = len(values) > 2
        self.ask.set_words(tr("Giữ tất cả, hỏi lại các tổ") if many else tr("Giữ cả hai, hỏi lại hai tổ"))
        agreeing = one.same if isinstance(one, ConflictView) else 0
        self._agreeing.setText(tr("%1 nội dung khác giống nhau", padded(agreeing)))
        self._agrees.setVisible(bool(agreeing))

    def _deeds(self, one: Shown) -> dict[str, _Deed]:
        """What each key does, and the button that does the same."""
        if isinstance(one, Duplicate):
            same, apart = partial(self.pair_judged.emit, True), partial(self.pair_judged.emit, False)
            return {"1": (same, self.same), "2": (apart, self.apart), "3": (self.later_chosen.emit, None)}
        if not isinstance(one, ConflictView):
            return {}
        count = len(one.values)
        found: dict[str, _Deed] = {KEYS[at]: (partial(self.value_chosen.emit, at), None) for at in range(count)}
        found[KEYS[count]] = (self.asking_chosen.emit, self.ask)
        if can_be_written(one.path):
            found[KEYS[count + 1]] = (self.other_chosen.emit, self.other)
        return found

    def press(self, key: str) -> bool:
        """Do what a key means here; says whether it means something."""
        found = self._deeds(self._shown) if self._shown is not None else {}
        deed = found.get(key.lower())
        if deed is None:
            return False
        deed[0]()
        return True

    @property
    def reason_words(self) -> str:
        """Why, as far as a person has typed."""
        return self.reason.words()

    def clear_reason(self) -> None:
        """The reason belonged to the choice that has been written."""
        self.reason.write("")

    def _open_visit(self) -> None:
        if isinstance(self._shown, ConflictView):
            self.visit_requested.emit(self._shown.visit.id)


def _beside(*widgets: QWidget) -> QWidget:
    together = QWidget()
    space.put(space.row(together, gap=tokens.S8), *widgets)
    return together
