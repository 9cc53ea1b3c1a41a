"""A change of the office's profile as a form: what is left as it is stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.outcomes import Outcome
from chibo_desktop.services import office_keys, profile_proposals
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.office_keys import KeyRole, OfficeKeys
from chibo_desktop.services.profile_changes import Change, with_reader
from chibo_desktop.services.profile_proposals import ProposalView
from chibo_desktop.ui import sentences, space, tokens
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.checkbox import Checkbox
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.segmented import Segmented
from chibo_desktop.ui.components.text_input import LineInput
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Failure, Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages.proposal_card import proposal_words
from chibo_desktop.ui.speech import tr

_WIDTH, _FIELD = 760, 520
_WITHHELD: tuple[tuple[tuple[str, ...], str], ...] = (
    ((), "Chuyển tất cả"),
    (("C",), "Giữ lại tên người"),
    (("B", "C"), "Giữ lại lời ghi và tên người"),
)


class ProfileFormPage(Page):
    """Name, working keys, readers, and what is not passed on to an office above."""

    help_key = "office_keys"

    def __init__(self, desk: Desk, jobs: Jobs, keys: OfficeKeys) -> None:
        super().__init__(tr("Thay đổi hồ sơ văn phòng"), keys.office, back=True)
        self._desk, self._jobs, self._keys = desk, jobs, keys
        self._standing: tuple[str, ...] = ()
        self.propose = Button(tr("Đề xuất thay đổi"), "primary", Icon.CHECK)
        self.header.set_actions([self.propose])
        self._make_fields()
        self._build()
        self.propose.clicked.connect(self._propose)

    def _make_fields(self) -> None:
        self.name = LineInput(self._keys.office, limit=300)
        self.issuer = Checkbox(tr("Thay khóa cấp giấy"))
        self.revoker = Checkbox(tr("Thay khóa thu hồi"))
        self.reader = Checkbox(tr("Thay khóa đọc gói"))
        self.stolen = Checkbox(tr("Khóa cấp giấy và khóa thu hồi cũ đã lộ: không tin chữ ký của chúng nữa"))
        self.withhold = Segmented([(classes, tr(words)) for classes, words in _WITHHELD], ())
        self.reader_label, self.reader_key = LineInput(limit=80), LineInput(limit=80)
        rows = [row for row in self._keys.rows if row.role is KeyRole.READER and not row.here]
        self.dropped = {row.key: Checkbox(tr("Bỏ khóa đọc của %1", row.label)) for row in rows}

    def _build(self) -> None:
        content = QWidget()
        column = space.column(content, gap=tokens.S12)
        hint = tr("Thay khóa cấp giấy: giấy chứng nhận đã cấp vẫn dùng được. Thay khóa đọc: gói cũ vẫn mở được.")
        cards = (
            self._card(tr("Tên văn phòng"), Field(tr("Tên"), self.name)),
            self._card(
                tr("Khóa trên máy này"),
                self.issuer,
                self.revoker,
                self.reader,
                self.stolen,
                Label(hint, "caption", wrap=True),
            ),
            self._card(
                tr("Khóa đọc của máy khác"),
                Field(tr("Tên máy"), self.reader_label),
                Field(tr("Mã nhận của máy đó"), self.reader_key, tr("Bắt đầu bằng age1.")),
                *self.dropped.values(),
            ),
            self._card(tr("Khi chuyển lên cấp trên"), Field(tr("Phần không chuyển"), self.withhold)),
        )
        for card in cards:
            space.fix(card, max_width=_WIDTH)
            column.addWidget(card)
        column.addStretch(1)
        self.set_content(content)

    def _card(self, title: str, *widgets: QWidget) -> Card:
        card = Card(gap=tokens.S12, margin=tokens.S20)
        card.setAccessibleName(title)
        card.add(Label(title, "heading"))
        for widget in widgets:
            if isinstance(widget, Field) and isinstance(widget.widget, LineInput):
                space.fix(widget, max_width=_FIELD)
            card.add(widget)
        return card

    # slots

    def refresh(self) -> None:
        self._jobs.submit(partial(_withheld, self._desk), self._show, self._failed)

    def _show(self, withheld: tuple[str, ...]) -> None:
        self._standing = withheld
        self.withhold.set_value(withheld)

    def change(self) -> Callable[[], Change]:
        """What the form says that shall be different, to be judged on the worker thread."""
        withhold = self.withhold.value
        return partial(
            with_reader,
            Change(
                name=self.name.words() if self.name.words().strip() != self._keys.office else None,
                rotate_issuer=self.issuer.isChecked(),
                rotate_revoker=self.revoker.isChecked(),
                rotate_reader=self.reader.isChecked(),
                void_issuer=self.stolen.isChecked(),
                void_revoker=self.stolen.isChecked(),
                drop_readers=tuple(key for key, box in self.dropped.items() if box.isChecked()),
                withhold=withhold if isinstance(withhold, tuple) and withhold != self._standing else None,
            ),
            reader=(self.reader_label.words().strip(), self.reader_key.words().strip()),
        )

    def _propose(self) -> None:
        self.banners.take("failure")
        desk, change = self._desk, self.change()
        self._jobs.submit(lambda: profile_proposals.propose(desk, change()), self._proposed, self._failed)

    def _proposed(self, outcome: Outcome[ProposalView]) -> None:
        self.say(proposal_words(outcome.value))
        self.changed.emit(outcome.changes)
        self.back_requested.emit()

    def _failed(self, failure: Failure) -> None:
        self.show_banner("failure", Banner("error", *sentences.of_failure(failure)))

    def focus_first(self) -> None:
        self.name.setFocus()


def _withheld(desk: Desk) -> tuple[str, ...]:
    return office_keys.office_of(desk)[1].policy.withhold
