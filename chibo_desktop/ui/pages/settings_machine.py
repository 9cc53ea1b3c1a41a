"""Who uses this machine, and getting to know an office: its card, this machine's request, the office's answer.

Nobody is asked whether two numbers match: one person reads fifteen digits out, the other types them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal

from chibo_desktop.domain.outcomes import Changes, Fault, Outcome
from chibo_desktop.services import enrolment, machines, office, papers
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.enrolment import CardView, RequestFile
from chibo_desktop.services.machines import OwnStanding
from chibo_desktop.services.output import write_output_file
from chibo_desktop.ui import asking_files, sentences, space, tokens, words
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.spoken_digits import SpokenDigits
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Failure, Jobs
from chibo_desktop.ui.pages.card_comparison import CardComparison
from chibo_desktop.ui.pages.own_machine import RequestDialog, standing_words
from chibo_desktop.ui.pages.paper_page import PaperPage
from chibo_desktop.ui.pages.settings_cards import SettingsCard
from chibo_desktop.ui.speech import tr

LARGEST = 1024 * 1024
"""Bytes of a card, a request or an answer; real ones have a few thousand."""

FILES = "*.chibo-the *.chibo-xin *.chibo-cap"


class MachineCard(SettingsCard):
    """Machine, role, person, group: as they stand on minutes and packets."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(tr("Người dùng máy"))
        me = desk.me
        role = words.WORDS["MachineRole"][me.role.value]
        facts = [
            (tr("Máy"), me.machine),
            (tr("Vai trò"), tr(role)),
            (tr("Người dùng"), me.person.name),
            (tr("Chức vụ"), me.person.post),
            (tr("Văn phòng") if desk.is_office else tr("Tổ"), me.group.name),
        ]
        for name, fact in facts:
            if fact:
                line = space.row(gap=tokens.S12)
                label = Label(name, "muted")
                space.fix(label, width=112)
                line.addWidget(label)
                line.addWidget(Label(fact, wrap=True), 1)
                self.body.addLayout(line)


class OfficeCard(SettingsCard):
    """The office's own card: a file for the laptops, and the digits that are read out to their leaders."""

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__(tr("Thẻ của văn phòng"))
        self._desk, self._jobs = desk, jobs
        hint = tr("Mỗi máy của tổ nhận thẻ này một lần. Đưa tệp thẻ cho tổ, rồi đọc 15 số dưới đây qua điện thoại.")
        self.digits = SpokenDigits(tr("15 số để đọc cho tổ trưởng:"))
        self.weak = Label(tr("Thẻ này do một khóa ký. Giữ máy này cẩn thận."), "caption", wrap=True)
        self.weak.hide()
        self.save = Button(tr("Lưu tệp thẻ…"), icon=Icon.DOWNLOAD)
        self.save.clicked.connect(self._ask)
        self.add(Label(hint, "second", wrap=True), self.digits, self.weak, Flow(self.save, gap=tokens.S12), self.said)

    def refresh(self) -> None:
        self._jobs.submit(partial(office.office_card, self._desk), self._show, self.refuse)

    def _show(self, card: office.Card) -> None:
        self.digits.show_digits(card.digits)
        self.weak.setVisible(card.weak)

    def _ask(self) -> None:
        name = asking_files.file_to_save(self, tr("Lưu tệp thẻ"), "van-phong.chibo-the")
        if name:
            self.write(Path(name))

    def write(self, place: Path) -> None:
        """Save the card as a file."""
        desk = self._desk
        self._jobs.submit(lambda: write_paper(place, office.office_card(desk).data), self._written, self.refuse)

    def _written(self, place: Path) -> None:
        self.tell(tr("Đã lưu thẻ: %1", str(place)), "ok")


class GroupCard(SettingsCard):
    """The three papers of a group's machine, in order: the office's card, the request, the office's answer."""

    page_requested = Signal(object)  # Page

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__(tr("Văn phòng nhận gói tin"))
        self._desk, self._jobs = desk, jobs
        self.code: RequestDialog | None = None
        self._state = Label("", "second", wrap=True)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.read_card = Button(tr("Đọc tệp thẻ của văn phòng…"), icon=Icon.FILE)
        self.comparison = CardComparison(tr("15 số văn phòng đọc"), tr("Cần gõ 15 số văn phòng đọc."))
        self.digits, self.accept = self.comparison.digits, self.comparison.accept
        self.save_request = Button(tr("Lưu tệp xin đăng ký…"), icon=Icon.DOWNLOAD)
        self.request = SpokenDigits(tr("15 số để đọc cho văn phòng khi họ đăng ký máy này:"))
        self.show_request = Button(tr("Hiện mã QR của phiếu…"), icon=Icon.EYE)
        self.read_grant = Button(tr("Đọc giấy chứng nhận…"), icon=Icon.FILE)
        self.save_card = Button(tr("Lưu thẻ văn phòng…"), "quiet", Icon.DOWNLOAD)
        papers = (self.read_card, self.save_request, self.show_request, self.read_grant, self.save_card)
        buttons = Flow(*papers, gap=tokens.S12)
        self.add(self._state, self.comparison, self.request, buttons, self.said)

    def _connect(self) -> None:
        self.read_card.clicked.connect(lambda: self._ask(tr("Chọn tệp thẻ"), self.look_at_card))
        self.comparison.typed.connect(self._accept)
        self.save_request.clicked.connect(self._ask_where)
        self.show_request.clicked.connect(self._show_code)
        self.save_card.clicked.connect(self._ask_card_place)
        self.read_grant.clicked.connect(lambda: self._ask(tr("Chọn giấy chứng nhận"), self.take_grant))

    # slots

    def refresh(self) -> None:
        known = self._desk.me.office is not None
        self.read_card.setVisible(not known)
        self.save_request.setVisible(known)
        self.show_request.setVisible(known)
        self.read_grant.setVisible(known)
        self.save_card.setVisible(known)
        self._jobs.submit(partial(machines.own_standing, self._desk), self._show, self.refuse)
        if known:
            self._jobs.submit(partial(enrolment.make_request, self._desk), self._show_request, self.refuse)

    def _show(self, standing: OwnStanding | None) -> None:
        name = self._desk.me.office_name
        words, tint = standing_words(standing) if standing else ("", "")
        self._state.set_tint(tint)
        if words:
            self._state.setText(words)
        elif name:
            self._state.setText(tr("Đã nhận thẻ của %1. Đóng gói được ngay; hợp nhất sau khi máy được đăng ký.", name))
        else:
            self._state.setText(tr("Chưa biết văn phòng nào. Xin tệp thẻ của văn phòng, rồi gõ 15 số họ đọc."))

    def _show_code(self) -> None:
        self._jobs.submit(partial(enrolment.make_request, self._desk), self._open_code, self.refuse)

    def _open_code(self, request: RequestFile) -> None:
        self.code = RequestDialog(request, self)
        self.code.paper_requested.connect(self.make_paper)
        self.code.open()

    def make_paper(self) -> None:
        """Show the request as a page, to be printed or saved."""
        self._jobs.submit(partial(enrolment.request_paper, self._desk), self._show_paper, self.refuse)

    def _show_paper(self, pdf: bytes) -> None:
        page = PaperPage(self._jobs, tr("Phiếu xin đăng ký"), pdf, "phieu-xin-dang-ky.pdf", "settings")
        self.page_requested.emit(page)

    def _show_request(self, request: RequestFile) -> None:
        self.request.show_digits(request.digits)

    def look_at_card(self, place: Path) -> None:
        """Read a card and ask for the digits."""
        self._jobs.submit(lambda: card_at(place), self._ask_digits, self.refuse)

    def _ask_digits(self, read: tuple[bytes, CardView]) -> None:
        card, view = read
        self.tell("")
        self.comparison.ask(card, tr("Thẻ của %1. Gõ 15 số mà văn phòng đọc qua điện thoại.", view.office))

    def _accept(self, card: bytes, digits: str) -> None:
        act = partial(enrolment.accept_card, self._desk, card, digits)
        self._jobs.submit(act, self._accepted, self._digits_refused)

    def _accepted(self, outcome: Outcome[str]) -> None:
        self.comparison.close_with_success()
        self._done(tr("Đã nhận thẻ của %1.", outcome.value), outcome.changes)

    def _digits_refused(self, failure: Failure) -> None:
        self.comparison.refuse(" ".join(sentences.of_failure(failure)))

    def _ask_where(self) -> None:
        name = asking_files.file_to_save(self, tr("Lưu tệp xin đăng ký"), "xin-dang-ky.chibo-xin")
        if name:
            self.write_request(Path(name))

    def _ask_card_place(self) -> None:
        name = asking_files.file_to_save(self, tr("Lưu thẻ văn phòng"), "van-phong.chibo-the")
        if name:
            self.write_card(Path(name))

    def write_card(self, place: Path) -> None:
        """Save the office's newest card: an office that lost its machine gets its own back from here."""
        desk = self._desk
        self._jobs.submit(lambda: write_paper(place, papers.card_of(desk)), self._card_written, self.refuse)

    def _card_written(self, place: Path) -> None:
        self.tell(tr("Đã lưu thẻ mới nhất của văn phòng: %1", place.name), "ok")

    def write_request(self, place: Path) -> None:
        """Save the request as a file."""
        desk = self._desk
        self._jobs.submit(lambda: write_paper(place, enrolment.make_request(desk).data), self._written, self.refuse)

    def _written(self, place: Path) -> None:
        self.tell(tr("Đã lưu %1. Đưa tệp này cho văn phòng và đọc 15 số ở trên.", place.name), "ok")

    def take_grant(self, place: Path) -> None:
        """Read the office's answer."""
        desk = self._desk
        self._jobs.submit(lambda: enrolment.accept_grant(desk, read_paper(place)), self._granted, self.refuse)

    def _granted(self, outcome: Outcome) -> None:
        self._done(tr("Máy này đã được đăng ký với %1.", self._desk.me.office_name), outcome.changes)

    def _done(self, sentence: str, changes: Changes) -> None:
        self.tell(sentence, "ok")
        self.did.emit(sentence, "", changes)
        self.refresh()

    def _ask(self, title: str, take: Callable[[Path], object]) -> None:
        name = asking_files.file_to_open(self, title, tr("Tệp của chương trình (%1);;Mọi tệp (*)", FILES))
        if name:
            take(Path(name))


def card_at(place: Path) -> tuple[bytes, CardView]:
    """A card as a file and as what it says. Raises `Refusal` CARD_INVALID, `Fault` FILE_UNREADABLE."""
    data = read_paper(place)
    return data, enrolment.read_card(data)


def read_paper(place: Path) -> bytes:
    """The bytes of a card, request or answer. Raises `Fault` FILE_UNREADABLE."""
    try:
        with place.open("rb") as file:
            return file.read(LARGEST)
    except OSError as error:
        raise Fault("FILE_UNREADABLE", file=place.name, why=error.strerror or "") from error


def write_paper(place: Path, data: bytes) -> Path:
    """Save a card, request or answer; returns where."""
    write_output_file(place, data)
    return place
