"""What the office changed in the plan since it was shown last."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.wording import padded
from chibo_desktop.services.own_plan import Piece
from chibo_desktop.ui import own_plan_words, space, tokens
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.chip import Chip
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.speech import tr

_SHOWN = 6


class OwnPlanNews(Card):
    """A line for each piece, with its kind; `Đã xem` takes all of them away."""

    seen = Signal()

    def __init__(self) -> None:
        super().__init__(gap=tokens.S8)
        head = space.row(gap=tokens.S12)
        self.title = Label("", "strong", wrap=True)
        self.done = Button(tr("Đã xem"), icon=Icon.CHECK, small=True)
        self.done.clicked.connect(self.seen)
        head.addWidget(self.title, 1)
        head.addWidget(self.done)
        self.body.addLayout(head)
        self._lines = QWidget()
        self._column = space.column(self._lines, gap=tokens.S8)
        self.more = Label("", "caption", wrap=True)
        self.add(self._lines, self.more)
        self.sentences: tuple[str, ...] = ()
        self.hide()

    def show_news(self, news: Sequence[Piece]) -> None:
        """Show these pieces; hidden where there are none."""
        self.setVisible(bool(news))
        self.title.setText(tr("Văn phòng vừa gửi kế hoạch: %1 chỗ mới", padded(len(news))))
        while (item := self._column.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self.sentences = tuple(map(own_plan_words.news, news))
        for piece, sentence in zip(news[:_SHOWN], self.sentences[:_SHOWN], strict=True):
            line = QWidget()
            row = space.row(line, gap=tokens.S12)
            row.addWidget(Chip(own_plan_words.news_chip(piece)))
            row.addWidget(Label(sentence, "second", wrap=True), 1)
            self._column.addWidget(line)
        rest = len(news) - _SHOWN
        self.more.setText(tr("Còn %1 chỗ mới nữa, xem trong danh sách dưới.", padded(max(rest, 0))))
        self.more.setVisible(rest > 0)
