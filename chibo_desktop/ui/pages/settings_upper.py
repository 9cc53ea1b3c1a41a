"""The office above: its card, the request of this office with two numbers to read out, and the answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from chibo_desktop.domain.outcomes import Changes, Outcome
from chibo_desktop.domain.wording import short_date
from chibo_desktop.services import upstream
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.enrolment import CardView
from chibo_desktop.services.upstream import Above, UpwardRequest
from chibo_desktop.ui import asking_files, sentences, tokens
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.spoken_digits import SpokenDigits
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Failure, Jobs
from chibo_desktop.ui.pages.card_comparison import CardComparison
from chibo_desktop.ui.pages.settings_cards import SettingsCard
from chibo_desktop.ui.pages.settings_machine import FILES, card_at, read_paper, write_paper
from chibo_desktop.ui.speech import tr


class UpperCard(SettingsCard):
    """An office that reports to nobody leaves it as it is."""

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__(tr("Văn phòng cấp trên"))
        self._desk, self._jobs = desk, jobs
        self._upper = ""
        self._build()
        self._connect()

    def _build(self) -> None:
        self._state = Label("", "second", wrap=True)
        self.read_card = Button(tr("Đọc tệp thẻ của cấp trên…"), icon=Icon.FILE)
        missing = tr("Cần gõ 15 số văn phòng cấp trên đọc.")
        self.comparison = CardComparison(tr("15 số văn phòng cấp trên đọc"), missing)
        self.digits, self.accept = self.comparison.digits, self.comparison.accept
        self.card_digits = SpokenDigits(tr("15 số của thẻ văn phòng này, đọc cho cấp trên:"))
        self.request = SpokenDigits(tr("15 số của tệp xin đăng ký, đọc cho cấp trên:"))
        self.save_request = Button(tr("Lưu tệp xin đăng ký…"), icon=Icon.DOWNLOAD)
        self.read_grant = Button(tr("Đọc giấy chứng nhận…"), icon=Icon.FILE)
        buttons = Flow(self.save_request, self.read_grant, self.read_card, gap=tokens.S12)
        self.add(self._state, self.comparison, self.card_digits, self.request, buttons, self.said)

    def _connect(self) -> None:
        self.read_card.clicked.connect(lambda: self._ask(tr("Chọn tệp thẻ"), self.look_at_card))
        self.comparison.typed.connect(self._accept)
        self.save_request.clicked.connect(self._ask_where)
        self.read_grant.clicked.connect(lambda: self._ask(tr("Chọn giấy chứng nhận"), self.take_grant))

    # what is known

    def refresh(self) -> None:
        self._jobs.submit(partial(upstream.above, self._desk), self._show, self.refuse)

    def _show(self, above: Above | None) -> None:
        known = above is not None
        self._upper = above.name if above else ""
        self.read_card.set_words(tr("Báo lên văn phòng khác…") if known else tr("Đọc tệp thẻ của cấp trên…"))
        for part in (self.save_request, self.read_grant, self.card_digits, self.request):
            part.setVisible(known)
        if above is None:
            told = tr("Văn phòng này chưa báo lên văn phòng nào. Có cấp trên thì xin tệp thẻ của họ, gõ 15 số họ đọc.")
        elif above.until is None:
            told = tr("Đã nhận thẻ của %1. Đưa tệp xin đăng ký lên và đọc hai dãy số dưới đây.", above.name)
        else:
            told = tr("Báo lên %1; đã được đăng ký đến ngày %2.", above.name, short_date(above.until))
        self._state.setText(told)
        if known:
            self._jobs.submit(partial(upstream.make_request, self._desk), self._show_request, self.refuse)

    def _show_request(self, request: UpwardRequest) -> None:
        self.card_digits.show_digits(request.card_digits)
        self.request.show_digits(request.digits)

    # the card

    def look_at_card(self, place: Path) -> None:
        """Read a card and ask for the digits."""
        self._jobs.submit(partial(card_at, place), self._ask_digits, self.refuse)

    def _ask_digits(self, read: tuple[bytes, CardView]) -> None:
        card, view = read
        told = tr("Thẻ của %1. Gõ 15 số mà văn phòng đó đọc qua điện thoại.", view.office)
        if self._upper and self._upper != view.office:
            told = tr("%1 Từ đó thôi báo lên %2, mọi mục được chuyển lại từ đầu.", told, self._upper)
        self.tell("")
        self.comparison.ask(card, told)

    def _accept(self, card: bytes, digits: str) -> None:
        act = partial(upstream.accept_card, self._desk, card, digits, instead=True)
        self._jobs.submit(act, self._accepted, self._wrong)

    def _accepted(self, outcome: Outcome[str]) -> None:
        self.comparison.close_with_success()
        self._done(tr("Đã nhận thẻ của %1.", outcome.value), outcome.changes)

    def _wrong(self, failure: Failure) -> None:
        self.comparison.refuse(" ".join(sentences.of_failure(failure)))

    # the request and its answer

    def _ask_where(self) -> None:
        name = asking_files.file_to_save(self, tr("Lưu tệp xin đăng ký"), "van-phong-xin-dang-ky.chibo-xin")
        if name:
            self.write_request(Path(name))

    def write_request(self, place: Path) -> None:
        """Save the request with the card of this office as a file."""
        desk = self._desk
        self._jobs.submit(lambda: write_paper(place, upstream.make_request(desk).data), self._written, self.refuse)

    def _written(self, place: Path) -> None:
        self.tell(tr("Đã lưu %1. Đưa tệp này lên cấp trên và đọc hai dãy số ở trên.", place.name), "ok")

    def take_grant(self, place: Path) -> None:
        """Read the answer of the office above."""
        desk = self._desk
        self._jobs.submit(lambda: upstream.accept_grant(desk, read_paper(place)), self._granted, self.refuse)

    def _granted(self, outcome: Outcome[object]) -> None:
        self._done(tr("Văn phòng này đã được cấp trên đăng ký."), outcome.changes)

    def _done(self, sentence: str, changes: Changes) -> None:
        self.tell(sentence, "ok")
        self.did.emit(sentence, "", changes)
        self.refresh()

    def _ask(self, title: str, take: Callable[[Path], object]) -> None:
        name = asking_files.file_to_open(self, title, tr("Tệp của chương trình (%1);;Mọi tệp (*)", FILES))
        if name:
            take(Path(name))
