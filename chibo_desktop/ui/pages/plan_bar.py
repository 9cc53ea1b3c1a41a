"""Above the plan: which month or week, back to today, whose plan, and how it is looked at."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.groups import DecidedGroup
from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.beside import Beside
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.choice import Choice
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.segmented import Segmented
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.pages.plan_data import Mode, Wanted
from chibo_desktop.ui.plan_words import PlanWords, day_words, month_words
from chibo_desktop.ui.speech import tr

_TITLE = 132


class PlanBar(QWidget):
    """`turned(steps)`, `today_requested`, `group_chosen(id or None)`, `mode_chosen(Mode)`."""

    turned = Signal(int)
    today_requested = Signal()
    group_chosen = Signal(object)
    mode_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.earlier = Button(tr("Trước (PgUp)"), "icon", Icon.CHEVRON_LEFT)
        self.title = Label("", "heading")
        self.later = Button(tr("Sau (PgDn)"), "icon", Icon.CHEVRON_RIGHT)
        self.today = Button(tr("Hôm nay"), "quiet")
        self.group = Choice([(None, tr("Tất cả các tổ"))])
        self.group.setAccessibleName(tr("Lịch của tổ"))
        space.fix(self.group, min_width=176, max_width=260)
        modes = [(Mode.MONTH, tr("Tháng")), (Mode.WEEK, tr("Tuần")), (Mode.LIST, tr("Danh sách"))]
        self.mode = Segmented(modes, Mode.MONTH)
        self.mode.setAccessibleName(tr("Cách xem"))
        space.fix(self.title, min_width=_TITLE)
        turning, choosing = QWidget(), QWidget()
        space.put(space.row(turning, gap=tokens.S8), self.earlier, self.title, self.later, self.today, None)
        space.put(space.row(choosing, gap=tokens.S8), self.group, self.mode, None)
        space.column(self).addWidget(Beside(turning, choosing, shares=(1, 0)))
        self.earlier.clicked.connect(lambda: self.turned.emit(-1))
        self.later.clicked.connect(lambda: self.turned.emit(1))
        self.today.clicked.connect(self.today_requested)
        self.group.chosen.connect(self.group_chosen)
        self.mode.chosen.connect(self.mode_chosen)
        self._offered: tuple[DecidedGroup, ...] | None = None

    def show_wanted(self, wanted: Wanted, groups: Sequence[DecidedGroup]) -> None:
        """Show which month or week it is, and offer these groups."""
        first, last = wanted.span
        if wanted.mode is Mode.WEEK:
            self.title.setText(tr("%1 – %2", day_words(first), day_words(last)))
        else:
            self.title.setText(tr("Tháng %1", month_words(wanted.month)))
        if self._offered != tuple(groups):
            self._offered = tuple(groups)
            words = PlanWords(groups, {})
            offered: list[tuple[object, str]] = [(one.id, words.group(one.id)) for one in groups]
            self.group.set_choices([(None, tr("Tất cả các tổ")), *offered], wanted.group)
        self.group.set_value(wanted.group)
        self.mode.set_value(wanted.mode)
