"""Cài đặt › Khóa văn phòng: where every key is, the change that waits for signatures, and how to begin another."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.outcomes import Outcome
from chibo_desktop.domain.wording import padded
from chibo_desktop.services import key_papers, office_keys, private_keys, profile_proposals
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.office_keys import OfficeKeys
from chibo_desktop.services.output import write_output_file
from chibo_desktop.services.private_keys import KeyUse, PrivateKey
from chibo_desktop.services.profile_changes import Change
from chibo_desktop.services.profile_proposals import ProposalView
from chibo_desktop.ui import asking_files, sentences, space, tokens
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.dialog import Dialog
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.components.scroll_page import SidePanel
from chibo_desktop.ui.components.table import Table, TableCard
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Failure, Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages.held_key import HeldKeyDialog, HeldKeyForm
from chibo_desktop.ui.pages.office_key_rows import keys_model
from chibo_desktop.ui.pages.proposal_card import DeedsCard, ProposalCard, proposal_words
from chibo_desktop.ui.pages.unlock_dialog import Unlocking
from chibo_desktop.ui.speech import tr

PROPOSAL_NAME, PROTOCOL_NAME = "de-xuat-ho-so.chibo-dexuat", "bien-ban-khoa.pdf"
LARGEST = 1024 * 1024


class OfficeKeysPage(Page):
    """The keys, the open proposal, and the deeds. `making()` is what sealing a key file takes."""

    help_key = "office_keys"
    concerns = ("office",)

    def __init__(self, desk: Desk, jobs: Jobs, making: Callable[[], Any]) -> None:
        super().__init__(tr("Khóa văn phòng"), desk.me.office_name, back=True)
        self._desk, self._jobs, self._making = desk, jobs, making
        self._keys: OfficeKeys | None = None
        self.dialog: HeldKeyDialog | None = None
        self.question: Dialog | None = None
        self.unlocking = Unlocking(self, desk, jobs)
        self.ask_place: Callable[[str, str], str] = self._place_dialog
        self.ask_file: Callable[[str], str] = self._file_dialog
        self._build()
        self._connect()

    def _build(self) -> None:
        self.protocol = Button(tr("Lưu biên bản khóa…"), icon=Icon.PRINTER)
        self.begin = Button(tr("Lập khóa gốc…"), "primary", Icon.KEY)
        self.header.set_actions([self.protocol, self.begin])
        self.table = Table(keys_model(), tr("Các khóa của văn phòng"))
        self.proposal, self.deeds = ProposalCard(), DeedsCard()
        left = QWidget()
        column = space.column(left, gap=tokens.S12)
        for widget in (self.proposal, TableCard(self.table)):
            column.addWidget(widget)
        column.addStretch(1)
        self.proposal.hide()
        self.set_content(SidePanel(left, self.deeds))

    def _connect(self) -> None:
        self.begin.clicked.connect(self._begin_ceremony)
        self.protocol.clicked.connect(self._save_protocol)
        self.proposal.sign.clicked.connect(self._ask_root_key)
        self.proposal.save.clicked.connect(self._save_proposal)
        self.proposal.take.clicked.connect(self._take_proposal)
        self.proposal.drop.clicked.connect(self._ask_to_drop)
        deeds = self.deeds
        deeds.change.clicked.connect(self._begin_change)
        deeds.rebuild.clicked.connect(self._rebuild)
        deeds.card.clicked.connect(self._take_card)
        deeds.lend.clicked.connect(self._ask_recovery_key)
        deeds.unlock.clicked.connect(self.unlocking.begin)
        self.unlocking.granted.connect(self._granted)
        self.unlocking.failed.connect(self._failed)

    # what is shown

    def refresh(self) -> None:
        self._jobs.submit(partial(_read, self._desk), self._show, self._failed)

    def _show(self, read: tuple[OfficeKeys, ProposalView | None]) -> None:
        keys, proposal = read
        self._keys = keys
        self.table.rows_model.set_rows(keys.rows)
        self.proposal.setVisible(proposal is not None)
        self.begin.setEnabled(proposal is None and keys.ready)
        self.deeds.show_state(has_proposal=proposal is not None, is_ready=keys.ready)
        if proposal is not None:
            self.proposal.show_proposal(proposal)
        self.set_title(tr("Khóa văn phòng"), _state_line(keys))
        self._show_state(keys)

    def _show_state(self, keys: OfficeKeys) -> None:
        self.banners.take("state")
        if not keys.ready:
            title = tr("Văn phòng đang được dựng lại từ giấy.")
            text = tr(
                "Các gói cũ mở được sau khi nhập khóa mở lại. Bấm Dựng lại khóa của máy này, rồi ký bằng đủ khóa gốc "
                "để cấp giấy và báo nhận được."
            )
        elif keys.weak:
            title = tr("Mức bảo vệ yếu: một khóa thay đổi được cả văn phòng.")
            text = tr("Sổ vẫn dùng bình thường. Nên lập 03 khóa gốc, mỗi khóa một USB, cần 02 khóa mới thay đổi được.")
        elif keys.recovery_is_here:
            title = tr("Khóa mở lại còn nằm trên máy này.")
            text = tr("Máy hỏng thì khóa mất theo. Hãy lập khóa mở lại mới ra USB và giấy.")
        else:
            return
        self.show_banner("state", Banner("warn", title, text))

    def _failed(self, failure: Failure) -> None:
        self.show_banner("failure", Banner("error", *sentences.of_failure(failure), buttons=[tr("Đóng")]))

    def _done(self, outcome: Outcome[Any], words: NoticeWords) -> None:
        self.banners.take("failure")
        self.say(words)
        self.changed.emit(outcome.changes)
        self.refresh()

    def _proposed(self, outcome: Outcome[ProposalView]) -> None:
        self._done(outcome, proposal_words(outcome.value))

    # signatures

    def _ask_root_key(self) -> None:
        text = tr("Chưa có gì thay đổi cho đến khi đủ chữ ký. Mỗi khóa chỉ ký một lần.")
        form = HeldKeyForm(KeyUse.ROOT, self._jobs)
        self._ask_key(tr("Ký đề xuất bằng một khóa gốc?"), text, tr("Ký đề xuất"), form, self._sign)

    def _ask_recovery_key(self) -> None:
        text = tr("Khóa chỉ dùng cho lần mở sổ này, không lưu vào máy. Các gói để riêng vì thiếu khóa sẽ được thử lại.")
        form = HeldKeyForm(KeyUse.RECOVERY, self._jobs)
        self._ask_key(tr("Mở gói bằng khóa mở lại?"), text, tr("Dùng khóa này"), form, self._lend)

    def _ask_key(self, title: str, text: str, deed: str, form: HeldKeyForm, take: Callable[[Any], None]) -> None:
        self.dialog = HeldKeyDialog(title, text, deed, form, self)
        self.dialog.key_given.connect(take)
        self.dialog.open()

    def _sign(self, find: Callable[[], PrivateKey]) -> None:
        desk = self._desk
        self._jobs.submit(lambda: profile_proposals.sign(desk, find()), self._signed, self._key_refused)

    def _signed(self, outcome: Outcome[ProposalView]) -> None:
        self._close_dialog()
        self._proposed(outcome)

    def _lend(self, find: Callable[[], PrivateKey]) -> None:
        desk = self._desk
        self._jobs.submit(lambda: private_keys.lend_and_retry(desk, find()), self._lent, self._key_refused)

    def _lent(self, outcome: Outcome[int]) -> None:
        self._close_dialog()
        text = tr("Đã hợp nhất %1 gói đang để riêng. Khóa được quên khi đóng chương trình.", padded(outcome.value))
        self._done(outcome, NoticeWords(tr("Đã nhận khóa mở lại cho lần mở sổ này."), text))

    def _key_refused(self, failure: Failure) -> None:
        if self.dialog is not None:
            self.dialog.refuse(failure)

    def _close_dialog(self) -> None:
        if self.dialog is not None:
            self.dialog.accept()
            self.dialog = None

    # the proposal as a file

    def _save_proposal(self) -> None:
        name = self.ask_place(tr("Lưu đề xuất"), PROPOSAL_NAME)
        if name:
            desk = self._desk
            self._jobs.submit(
                lambda: _write(Path(name), profile_proposals.proposal_file(desk)), self._proposal_saved, self._failed
            )

    def _proposal_saved(self, place: Path) -> None:
        text = tr("Mang tệp tới máy của người giữ khóa, ký bằng lệnh profile sign, rồi bấm Nhận chữ ký từ tệp.")
        self.say(NoticeWords(tr("Đã lưu đề xuất: %1", place.name), text))

    def _take_proposal(self) -> None:
        self._take_from(tr("Chọn tệp đề xuất đã ký"), profile_proposals.take_file, self._proposed)

    def _take_card(self) -> None:
        self._take_from(tr("Chọn thẻ mới nhất của văn phòng"), profile_proposals.take_card, self._card_taken)

    def _take_from(self, title: str, act: Callable[[Desk, bytes], Any], done: Callable[[Any], None]) -> None:
        name = self.ask_file(title)
        if name:
            desk = self._desk
            self._jobs.submit(lambda: act(desk, _data(Path(name))), done, self._failed)

    def _card_taken(self, outcome: Outcome[int]) -> None:
        title = tr("Hồ sơ văn phòng nay là số %1.", outcome.value)
        self._done(outcome, NoticeWords(title, tr("Mọi hồ sơ trước đó vẫn được giữ.")))

    def _ask_to_drop(self) -> None:
        self.question = Dialog(
            tr("Bỏ đề xuất đang chờ chữ ký?"),
            tr("Hồ sơ đang dùng không đổi. Các chữ ký đã có không dùng lại được."),
            (tr("Giữ đề xuất"), tr("Bỏ đề xuất")),
            (tr("Bỏ đề xuất"),),
            self,
        )
        self.question.accepted.connect(self._drop)
        self.question.open()

    def _drop(self) -> None:
        if self.question is not None and self.question.answer == tr("Bỏ đề xuất"):
            self._jobs.submit(partial(profile_proposals.give_up, self._desk), self._dropped, self._failed)

    def _dropped(self, outcome: Outcome[int]) -> None:
        title = tr("Đã bỏ đề xuất hồ sơ số %1.", outcome.value)
        self._done(outcome, NoticeWords(title, tr("Hồ sơ đang dùng không đổi.")))

    # other deeds

    def _begin_ceremony(self) -> None:
        from chibo_desktop.ui.pages.key_ceremony import CeremonyPage

        if self._keys is not None:
            self.push_requested.emit(CeremonyPage(self._desk, self._jobs, self._keys, self._making))

    def _begin_change(self) -> None:
        from chibo_desktop.ui.pages.profile_form import ProfileFormPage

        if self._keys is not None:
            self.push_requested.emit(ProfileFormPage(self._desk, self._jobs, self._keys))

    def _rebuild(self) -> None:
        change = Change(rotate_issuer=True, rotate_revoker=True, rotate_reader=True)
        self._jobs.submit(partial(profile_proposals.propose, self._desk, change), self._proposed, self._failed)

    def _granted(self, words: NoticeWords) -> None:
        self.say(words)

    def _save_protocol(self) -> None:
        name = self.ask_place(tr("Lưu biên bản khóa"), PROTOCOL_NAME)
        if name:
            self._jobs.submit(partial(_write_protocol, self._desk, Path(name)), self._protocol_saved, self._failed)

    def _protocol_saved(self, place: Path) -> None:
        text = tr("In ra, ghi người tham dự và nơi lập, rồi cùng ký tay.")
        self.say(NoticeWords(tr("Đã lưu biên bản: %1", place.name), text))

    def _place_dialog(self, title: str, name: str) -> str:
        return asking_files.file_to_save(self, title, name)

    def _file_dialog(self, title: str) -> str:
        return asking_files.file_to_open(self, title)

    def panes(self) -> list[QWidget]:
        return [self.header, self.proposal, self.table, self.deeds]

    def focus_first(self) -> None:
        (self.begin if self.begin.isEnabled() else self.proposal.sign).setFocus()


def _state_line(keys: OfficeKeys) -> str:
    if keys.weak:
        return tr("%1  ·  hồ sơ số %2  ·  yếu, một khóa gốc", keys.office, keys.version)
    need, count = padded(keys.threshold), padded(keys.root_keys)
    return tr("%1  ·  hồ sơ số %2  ·  cần %3 trong %4 khóa gốc", keys.office, keys.version, need, count)


def _read(desk: Desk) -> tuple[OfficeKeys, ProposalView | None]:
    return office_keys.office_keys(desk), profile_proposals.open_proposal(desk)


def _data(place: Path) -> bytes:
    return private_keys.read_some(place, LARGEST)


def _write(place: Path, data: bytes) -> Path:
    write_output_file(place, data)
    return place


def _write_protocol(desk: Desk, place: Path) -> Path:
    return _write(place, key_papers.protocol(desk, key_papers.Meeting(desk.today())))
