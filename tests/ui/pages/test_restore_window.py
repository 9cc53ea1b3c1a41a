"""The first run of a replacement: the backup is chosen and opened, then the new code goes on paper."""

import secrets
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from chibo_desktop.app import opening
from chibo_desktop.services import backups, founding, sending
from chibo_desktop.services.places import Places
from chibo_desktop.services.restoring import Replacement
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.first_run import FirstRunPage
from chibo_desktop.ui.pages.restore_dialog import BY_CODE, RestoreDialog
from chibo_desktop.ui.theme import Theme
from chibo_desktop.ui.tokens import Scheme
from tests.building.exchange_town import PASSPHRASE, Town, record, town_in
from tests.ui import walkers

NEW = "con suối chảy qua bản"


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    yield from town_in(tmp_path)


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHIBO_TEST_KDF", "fast")


def settle(jobs: Jobs, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: not jobs.is_busy())
    walkers.settle()


def test_a_lost_laptop_goes_on_at_another_machine(town: Town, jobs: Jobs, qtbot: Any) -> None:
    old = town.laptop()
    record(old, "Chi bộ A")
    made = backups.back_up_now(old, town.stick).value.path
    places = Places(town.root / "mới")
    page = FirstRunPage(
        jobs, partial(opening.found, places), opening.confirm_code, opening.back_up, partial(opening.restore, places)
    )
    qtbot.addWidget(page)
    page.show()
    page._show(page.steps.index(page.roles))
    page.roles.restore.click()
    dialog = page.restoring
    assert dialog is not None
    dialog.press("Khôi phục")
    assert dialog.said.text() == "Cần chọn bản sao lưu."
    dialog.ask_file = lambda: str(made)
    dialog.choose.click()
    dialog.old.input.write("sai mật khẩu rồi")
    dialog.new.input.write(NEW)
    dialog.press("Khôi phục")
    assert dialog.said.text() == "Hai lần gõ chưa giống nhau."
    dialog.again.input.write(NEW)
    dialog.press("Khôi phục")
    settle(jobs, qtbot)
    assert "Mật khẩu chưa đúng" in dialog.said.text()
    assert not places.slots.exists()
    dialog.old.input.write(PASSPHRASE)
    dialog.machine.write("Quang Thuận-2 mới")
    dialog.press("Khôi phục")
    settle(jobs, qtbot)
    assert page.steps[page.place] is page.code
    desk = founding.open_desk(places, NEW, town.clock, secrets.token_bytes)
    assert (desk.me.machine, desk.me.former) == ("Quang Thuận-2 mới", (old.me.device,))
    assert sending.to_send(desk).finalised == 1
    founding.close_desk(desk)
    assert page._desk is not None
    founding.close_desk(page._desk)


def test_the_code_on_paper_can_be_given_instead(jobs: Jobs, qtbot: Any, tmp_path: Path) -> None:
    behind = FirstRunPage(jobs, lambda _: ("", None), lambda _: None, lambda *_: None)  # type: ignore[arg-type, return-value] - never called
    qtbot.addWidget(behind)
    assert behind.welcome.restore.isHidden()
    dialog = RestoreDialog(behind)
    wanted: list[Replacement] = []
    dialog.wanted.connect(wanted.append)
    dialog.ask_file = lambda: str(tmp_path / "book.db")
    dialog.choose.click()
    dialog.how.choose(BY_CODE)
    dialog.code.write("AAAA BBBB")
    for field in (dialog.new, dialog.again):
        field.input.write(NEW)
    dialog.press("Khôi phục")
    assert wanted == [Replacement(tmp_path / "book.db", NEW, "", "AAAA BBBB", "")]
    assert dialog.safe.text() == "Không khôi phục"


@pytest.mark.parametrize(("scheme", "zoom"), [(Scheme.LIGHT, 100), (Scheme.DARK, 150)])
def test_the_walkers_find_nothing(jobs: Jobs, qtbot: Any, theme: Theme, scheme: Scheme, zoom: int) -> None:
    theme.set_scheme(scheme)
    theme.set_zoom(zoom)
    behind = FirstRunPage(jobs, lambda _: ("", None), lambda _: None, lambda *_: None)  # type: ignore[arg-type, return-value] - never called
    qtbot.addWidget(behind)
    dialog = RestoreDialog(behind)
    dialog.show()
    walkers.settle()
    assert walkers.faults(dialog) == []
    dialog.reject()
