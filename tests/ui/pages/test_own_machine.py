"""A group and its own machine: the request as QR and letters, the reminder, a new key, several people."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from chibo_desktop.services import enrolment, machines, revocation
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.machines import CertificateState, OwnStanding
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.exchange import ExchangePage
from chibo_desktop.ui.pages.own_machine import RequestDialog, RotateDialog, SharedCard, standing_words
from chibo_desktop.ui.pages.paper_page import PaperPage
from chibo_desktop.ui.pages.settings_machine import GroupCard
from chibo_desktop.ui.pages.today import TodayPage
from chibo_desktop.ui.theme import Theme
from chibo_desktop.ui.tokens import Scheme
from tests.building.exchange_town import Town, enrol, know, town_in
from tests.building.paper import text_of
from tests.ui import walkers


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    yield from town_in(tmp_path)


@pytest.fixture
def pair(town: Town) -> tuple[Desk, Desk]:
    """An office and an enrolled laptop."""
    clerk, laptop = town.office(), town.laptop()
    enrol(laptop, clerk)
    return clerk, laptop


def settle(jobs: Jobs, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: not jobs.is_busy())
    walkers.settle()


def shown(widget: Any, jobs: Jobs, qtbot: Any) -> Any:
    qtbot.addWidget(widget)
    widget.resize(1000, 760)
    widget.show()
    widget.refresh()
    settle(jobs, qtbot)
    return widget


def test_the_request_is_shown_as_a_code_and_as_letters(town: Town, jobs: Jobs, qtbot: Any) -> None:
    clerk, laptop = town.office(), town.laptop()
    know(laptop, clerk)
    card = shown(GroupCard(laptop, jobs), jobs, qtbot)
    card.show_request.click()
    settle(jobs, qtbot)
    dialog = card.code
    assert isinstance(dialog, RequestDialog)
    request = enrolment.make_request(laptop)
    assert dialog.text.words() == request.text
    assert request.digits.replace(" ", "") not in dialog.text.words(), "the digits travel by another way"
    image = dialog.code.grab().toImage()
    colours = {
        image.pixelColor(x, y).lightness() for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)
    }
    assert {0, 255} <= colours
    dialog.copy.click()
    assert QGuiApplication.clipboard().text() == request.text
    pages: list[object] = []
    card.page_requested.connect(pages.append)
    dialog.print.click()
    settle(jobs, qtbot)
    (page,) = pages
    assert isinstance(page, PaperPage)
    qtbot.addWidget(page)
    assert "".join(text_of(enrolment.request_paper(laptop)).split()).count(request.text) == 1
    assert request.digits not in text_of(enrolment.request_paper(laptop))


@pytest.mark.parametrize("page_class", [TodayPage, ExchangePage])
def test_the_end_of_the_certificate_is_told_in_time(
    page_class: type[TodayPage] | type[ExchangePage], town: Town, pair: tuple[Desk, Desk], jobs: Jobs, qtbot: Any
) -> None:
    _, laptop = pair
    page = shown(page_class(laptop, jobs), jobs, qtbot)
    assert not page.banners.shows("certificate")
    town.clock.now += dt.timedelta(days=345)
    page.refresh()
    settle(jobs, qtbot)
    assert "còn 20 ngày, đến ngày 01/12/2027" in page.banners._shown["certificate"].told
    town.clock.now -= dt.timedelta(days=345)
    page.refresh()
    settle(jobs, qtbot)
    assert not page.banners.shows("certificate")


@pytest.mark.parametrize(
    ("state", "says", "tint"),
    [
        (CertificateState.VALID, "Đã đăng ký với VP, đến ngày 01/12/2027.", ""),
        (CertificateState.ENDING, "còn 09 ngày", "warn"),
        (CertificateState.ENDED, "Vẫn ghi và gửi được", "warn"),
        (CertificateState.REVOKED, "đã bị báo mất", "err"),
    ],
)
def test_every_standing_has_words(state: CertificateState, says: str, tint: str) -> None:
    words, found = standing_words(OwnStanding("VP", state, dt.date(2027, 12, 1), 9))
    assert says in words
    assert found == tint


def test_who_works_is_chosen_in_the_window(pair: tuple[Desk, Desk], jobs: Jobs, qtbot: Any) -> None:
    _, laptop = pair
    card = shown(SharedCard(laptop, jobs), jobs, qtbot)
    card.more.click()
    assert "Cần gõ họ tên" in card._name.hint.text()
    card.name.write("Lường Thị Thí")
    card.post.write("tổ viên")
    card.more.click()
    settle(jobs, qtbot)
    assert card.working.count() == 2
    card.working.setCurrentIndex(1)
    card.working.activated.emit(1)
    settle(jobs, qtbot)
    assert laptop.me.author.name == "Lường Thị Thí"
    assert laptop.me.person.name == "Hoàng Văn Mẫu"


def test_a_new_key_is_made_only_after_it_was_explained(pair: tuple[Desk, Desk], jobs: Jobs, qtbot: Any) -> None:
    _, laptop = pair
    card = shown(SharedCard(laptop, jobs), jobs, qtbot)
    old = laptop.keys.signing.id
    card.ask_key = lambda: False
    card.key.click()
    settle(jobs, qtbot)
    assert laptop.keys.signing.id == old
    card.ask_key = lambda: True
    card.key.click()
    settle(jobs, qtbot)
    assert laptop.keys.signing.id != old
    dialog = RotateDialog(card)
    qtbot.addWidget(dialog)
    assert dialog.safe.text() == "Giữ khóa cũ"


def test_a_machine_that_was_given_up_says_so(pair: tuple[Desk, Desk], jobs: Jobs, qtbot: Any) -> None:
    clerk, laptop = pair
    revocation.revoke(clerk, laptop.me.device, "mất")
    standing = machines.own_standing(laptop)
    assert standing is not None
    assert standing.state is CertificateState.VALID, "nobody has told it yet"


@pytest.mark.parametrize(("scheme", "zoom"), [(Scheme.LIGHT, 100), (Scheme.DARK, 150)])
@pytest.mark.parametrize("what", ["shared", "group", "code"])
def test_the_walkers_find_nothing(
    pair: tuple[Desk, Desk], jobs: Jobs, qtbot: Any, theme: Theme, what: str, scheme: Scheme, zoom: int
) -> None:
    theme.set_scheme(scheme)
    theme.set_zoom(zoom)
    _, laptop = pair
    widget: QWidget
    if what == "code":
        behind = QWidget()
        qtbot.addWidget(behind)
        widget = RequestDialog(enrolment.make_request(laptop), behind)
        widget.show()
    else:
        widget = shown(SharedCard(laptop, jobs) if what == "shared" else GroupCard(laptop, jobs), jobs, qtbot)
    walkers.settle()
    assert walkers.faults(widget) == []
