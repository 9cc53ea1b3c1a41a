"""Door, first run, Hôm nay and Cài đặt in every look and size: nothing clipped, unnamed, unreachable or too wide."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.services import drafts, enrolment, founding, office, visits
from chibo_desktop.services.desk import Desk, Role
from chibo_desktop.ui.handbook import FOLDER
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.first_run import FirstRunPage
from chibo_desktop.ui.pages.settings import SettingsPage
from chibo_desktop.ui.pages.settings_machine import GroupCard, OfficeCard
from chibo_desktop.ui.pages.today import TodayPage
from chibo_desktop.ui.pages.unlock import TRIES, UnlockPage
from chibo_desktop.ui.theme import Theme
from chibo_desktop.ui.tokens import Scheme
from tests.building.homes import MAKING, PASSPHRASE, found_home, open_home
from tests.building.visits import phieng_an
from tests.ui.walkers import faults, settle

SIZES = ((1366, 768), (1366, 696), (1024, 640))
CODE = "7F3K9-2M4QT-XW8ZP-60HJV-CDN51-RSG3B"


@pytest.fixture
def desk_of(tmp_path: Path) -> Iterator[Callable[[Role], Desk]]:
    """Homes of a group and of an office, opened once each."""
    opened: dict[Role, Desk] = {}

    def give(role: Role) -> Desk:
        if role not in opened:
            found_home(tmp_path / role.value, role)
            opened[role] = open_home(tmp_path / role.value)
        return opened[role]

    yield give
    for desk in opened.values():
        desk.book.close()


def look(theme: Theme, qtbot: QtBot, page: QWidget, name: str) -> None:
    """Walk over the page in every size and zoom, light and dark."""
    found: list[str] = []
    qtbot.addWidget(page)
    page.show()
    for zoom in (100, 150):
        for scheme in (Scheme.LIGHT, Scheme.DARK):
            theme.set_zoom(zoom)
            theme.set_scheme(scheme)
            for size in SIZES:
                page.resize(*size)
                settle()
                found += [f"{name} {zoom} {scheme} {size}: {fault}" for fault in faults(page)]
    assert found == []


def wrong(*_: object) -> object:
    raise Refusal("PASSPHRASE_WRONG")


@pytest.mark.parametrize("place", range(6))
def test_the_first_run_in_every_look(place: int, theme: Theme, jobs: Jobs, qtbot: QtBot) -> None:
    page = FirstRunPage(jobs, wrong, wrong, wrong)  # type: ignore[arg-type] - nothing is founded here
    page.code.show_code(CODE, "Quang Thuận-2")
    page._show(place)
    look(theme, qtbot, page, f"step {place + 1}")


def test_the_door_in_every_look(theme: Theme, jobs: Jobs, qtbot: QtBot) -> None:
    page = UnlockPage(jobs, wrong, wrong)
    look(theme, qtbot, page, "door")
    page._show_recovery()
    look(theme, qtbot, page, "recovery")


def test_waiting_at_the_door_ends(theme: Theme, jobs: Jobs, qtbot: QtBot) -> None:
    page = UnlockPage(jobs, wrong, wrong, tick=1)
    qtbot.addWidget(page)
    page.show()
    for _ in range(TRIES):
        page.field.input.setText("sai")
        with qtbot.waitSignal(jobs.busy_changed, check_params_cb=lambda busy: not busy):
            page.open.click()
    assert not page.open.isEnabled() or page._left == 0
    qtbot.waitUntil(page.open.isEnabled)
    assert "Mời gõ lại" in page.said.text()


def test_today_empty_and_with_work(theme: Theme, jobs: Jobs, qtbot: QtBot, desk_of: Callable[[Role], Desk]) -> None:
    desk = desk_of(Role.GROUP)
    page = TodayPage(desk, jobs)
    qtbot.addWidget(page)
    page.show()
    page.refresh()
    qtbot.waitUntil(lambda: not jobs.is_busy())
    assert not page.record.isVisible(), "the empty state has the one main button"
    visit = phieng_an()
    visits.record(desk, [replace(visit, group=replace(visit.group, id=None))], finalise_them=True)
    drafts.begin_draft(desk)
    page.refresh()
    qtbot.waitUntil(lambda: not jobs.is_busy())
    assert page.record.isVisible()
    assert page.recent.isVisible()
    assert page.drafts.isVisible()
    assert "01 biên bản" in page.unsent.send.text()
    with qtbot.waitSignal(page.changed):
        page.backup.now.click()
    qtbot.waitUntil(lambda: not jobs.is_busy())
    assert "đã đọc lại và khớp" in page.backup._said.text()
    look(theme, qtbot, page, "today")


@pytest.mark.parametrize("role", list(Role))
def test_settings_in_every_look(
    role: Role, theme: Theme, jobs: Jobs, qtbot: QtBot, desk_of: Callable[[Role], Desk]
) -> None:
    page = SettingsPage(desk_of(role), jobs, theme, lambda: MAKING.cost, lambda: MAKING)
    page.refresh()
    qtbot.waitUntil(lambda: not jobs.is_busy())
    look(theme, qtbot, page, f"settings {role}")


def test_a_lost_recovery_code_is_made_anew(
    theme: Theme, jobs: Jobs, qtbot: QtBot, desk_of: Callable[[Role], Desk]
) -> None:
    desk = desk_of(Role.GROUP)
    page = SettingsPage(desk, jobs, theme, lambda: MAKING.cost, lambda: MAKING)
    part = page.passphrase.recovery
    page.refresh()
    qtbot.waitUntil(lambda: "Chưa chắc" in part.state.text())
    part.renew.click()
    qtbot.waitUntil(lambda: part.step is not None)
    look(theme, qtbot, page, "recovery code")
    assert part.step is not None
    groups, lines = part.step.paper.groups, part.step.lines
    lines[0].setText(groups[1])
    part.written.click()
    assert founding.recovery_code_confirmed_at(desk) is None, "half of it typed back is not enough"
    lines[1].setText(groups[4].lower())
    with qtbot.waitSignal(part.done):
        part.written.click()
    qtbot.waitUntil(lambda: "gõ lại đúng ngày" in part.state.text())
    assert part.step is None, "the code is shown once"


def test_the_three_papers_in_order(
    theme: Theme, jobs: Jobs, qtbot: QtBot, desk_of: Callable[[Role], Desk], tmp_path: Path
) -> None:
    laptop, clerk = desk_of(Role.GROUP), desk_of(Role.OFFICE)
    theirs = OfficeCard(clerk, jobs)
    ours = GroupCard(laptop, jobs)
    for card in (theirs, ours):
        qtbot.addWidget(card)
        card.show()
        card.refresh()
    qtbot.waitUntil(lambda: not jobs.is_busy())
    theirs.write(tmp_path / "the.chibo-the")
    qtbot.waitUntil(lambda: not jobs.is_busy())
    ours.look_at_card(tmp_path / "the.chibo-the")
    qtbot.waitUntil(ours.accept.isVisible)
    ours.digits.setText("00000 00000 00000")
    ours.accept.click()
    qtbot.waitUntil(lambda: bool(ours.comparison.told))
    assert laptop.me.office is None, "wrong digits change nothing"
    assert ours.comparison.told.startswith("15 số chưa đúng"), "told where the digits were typed"
    ours.digits.setText(theirs.digits.digits)
    ours.accept.click()
    qtbot.waitUntil(lambda: laptop.me.office is not None and not jobs.is_busy())
    assert ours.request.digits
    ours.write_request(tmp_path / "xin.chibo-xin")
    qtbot.waitUntil(lambda: (tmp_path / "xin.chibo-xin").exists() and not jobs.is_busy())
    granted = enrolment.grant(clerk, (tmp_path / "xin.chibo-xin").read_bytes(), ours.request.digits).value
    (tmp_path / "cap.chibo-cap").write_bytes(granted.data)
    ours.take_grant(tmp_path / "cap.chibo-cap")
    qtbot.waitUntil(lambda: enrolment.own_certificate(laptop) is not None and not jobs.is_busy())
    assert office.office_card(clerk).office in ours._state.text()


def test_changing_the_passphrase(theme: Theme, jobs: Jobs, qtbot: QtBot, desk_of: Callable[[Role], Desk]) -> None:
    page = SettingsPage(desk_of(Role.GROUP), jobs, theme, lambda: MAKING.cost, lambda: MAKING)
    qtbot.addWidget(page)
    page.show()
    card = page.passphrase
    card.old.input.setText("không phải")
    for field in (card.new, card.again):
        field.input.setText("một câu khác, dài hơn")
    card.change.click()
    qtbot.waitUntil(lambda: not jobs.is_busy())
    assert "Mật khẩu chưa đúng" in card.said.text()
    card.old.input.setText(PASSPHRASE)
    card.change.click()
    qtbot.waitUntil(lambda: not jobs.is_busy())
    assert "Đã đổi mật khẩu" in card.said.text()


@pytest.mark.parametrize(
    "key", ["today", "visits", "editor", "print_preview", "exchange", "receive", "conflicts", "machines", "settings"]
)
def test_every_page_has_help(key: str) -> None:
    words = (FOLDER / f"{key}.md").read_text(encoding="utf-8")
    assert words.startswith("# ")
    assert "đồng bộ" not in words
