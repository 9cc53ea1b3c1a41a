"""Sao lưu in the settings, and J14: a backup restored over a book that works, then a receipt of a restored office."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from chibo_desktop.domain.outcomes import Fault
from chibo_desktop.packets import stick
from chibo_desktop.packets.drives import Drive
from chibo_desktop.services import (
    backups,
    epochs,
    former_books,
    founding,
    receipts,
    receiving,
    resending,
    sending,
    status,
    visits,
)
from chibo_desktop.services.desk import Desk
from chibo_desktop.storage import backup as stored
from chibo_desktop.storage.slots import Cost
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.exchange import ExchangePage
from chibo_desktop.ui.pages.settings import SettingsPage
from chibo_desktop.ui.pages.settings_backup import BackupCard
from chibo_desktop.ui.theme import Theme
from chibo_desktop.ui.tokens import Scheme
from tests.building.exchange_town import LEAST, PASSPHRASE, Town, enrol, pack, record, town_in
from tests.ui import walkers

SIZES = ((1366, 768), (1024, 640))


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    yield from town_in(tmp_path)


def idle(qtbot: QtBot, jobs: Jobs) -> None:
    qtbot.waitUntil(lambda: not jobs.is_busy(), timeout=20_000)
    walkers.settle()


def settings_of(desk: Desk, jobs: Jobs, theme: Theme, qtbot: QtBot) -> SettingsPage:
    page = SettingsPage(desk, jobs, theme, lambda: Cost(1), lambda: None)
    qtbot.addWidget(page)
    page.resize(1366, 768)
    page.show()
    page.refresh()
    idle(qtbot, jobs)
    return page


def words_on(card: Any) -> str:
    from chibo_desktop.ui.components.label import Label, LongLabel

    seen = [label.text() for kind in (Label, LongLabel) for label in card.findChildren(kind) if label.isVisible()]
    return "\n".join(seen)


def answer(card: BackupCard, words: str) -> None:
    """Answer M23."""
    assert card.going.dialog is not None
    card.going.dialog.press(words)


def test_j14_a_backup_over_a_book_that_works_then_a_restored_office(
    town: Town, jobs: Jobs, theme: Theme, qtbot: QtBot
) -> None:
    clerk, laptop = town.office(), town.laptop()
    enrol(laptop, clerk)
    record(laptop, "Chi bộ A")
    page = settings_of(laptop, jobs, theme, qtbot)
    card = page.backup
    card.now.click()
    idle(qtbot, jobs)
    assert "Đã sao lưu và đọc lại khớp" in words_on(card)
    assert "đã mở lại và khớp" in words_on(card)
    record(laptop, "Chi bộ B")
    record(laptop, "Chi bộ nháp", finalise=False)
    before, epoch = status.digest(laptop), epochs.current(laptop)

    # the safe answer keeps everything
    (made,) = backups.list_backups(laptop)
    card.list.opened.emit(made.path)
    idle(qtbot, jobs)
    dialog = card.going.dialog
    assert dialog is not None
    assert dialog.safe.text() == "Không khôi phục"
    assert dialog.safe.isDefault()
    assert dialog.focusWidget() is dialog.safe
    assert dialog.windowTitle().startswith("Khôi phục bản sao lưu ngày ")
    assert "02 biên bản ghi sau ngày đó" in words_on(dialog)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    idle(qtbot, jobs)
    assert status.digest(laptop) == before
    assert not laptop.places.restoring.exists()
    assert not card.former.isVisible()

    # restoring names what was set aside, and lists it
    card.list.opened.emit(made.path)
    idle(qtbot, jobs)
    with qtbot.waitSignal(page.notice_requested) as noticed:
        answer(card, "Khôi phục")
        idle(qtbot, jobs)
    assert noticed.args is not None
    assert "02 biên bản ghi sau đó" in noticed.args[0].text
    assert [row.cell for row in visits.list_visits(laptop, visits.VisitFilter())] == ["Chi bộ A"]
    assert epochs.current(laptop) != epoch
    assert card.former.isVisible()
    (row,) = card.former.rows
    assert "02 biên bản chưa có trong sổ đang dùng, trong đó 01 bản nháp" in words_on(row)

    # and it can be taken back
    row.take.click()
    idle(qtbot, jobs)
    assert status.digest(laptop) == before
    assert "Đã lấy lại 01 biên bản, 01 bản nháp, đúng như đã ký." in words_on(card)
    (row,) = card.former.rows
    assert not row.take.isEnabled()
    assert "mọi thứ đã có trong sổ đang dùng" in words_on(row)

    # now the office goes back to an older book: M24 offers exactly what it lost
    old = backups.back_up_now(clerk).value
    receiving.merge(clerk, [pack(laptop, town.stick)])
    receipts.write_receipts(clerk, town.stick, [laptop.me.device])
    receiving.merge(laptop, [town.stick])
    office = settings_of(clerk, jobs, theme, qtbot)
    office.backup.list.opened.emit(old.path)
    idle(qtbot, jobs)
    answer(office.backup, "Khôi phục")
    idle(qtbot, jobs)
    later = town.root / "later"
    later.mkdir()
    receipts.write_receipts(clerk, later, [laptop.me.device])
    receiving.merge(laptop, [later])
    exchange = ExchangePage(laptop, jobs, lambda: (Drive("USB ĐỎ", later, 10**9),))
    qtbot.addWidget(exchange)
    exchange.show()
    exchange.refresh()
    idle(qtbot, jobs)
    assert "Văn phòng đã dùng lại bản sao lưu cũ." in words_on(exchange.banners)
    assert "02 biên bản cần gửi lại" in words_on(exchange.banners)
    lost = set(resending.asked(laptop).entries)
    (packed,) = resending.resend(laptop, later).value.files
    assert packed.entries == len(lost)
    receiving.merge(clerk, [packed.path])
    assert {row.cell for row in visits.list_visits(clerk, visits.VisitFilter())} == {"Chi bộ A", "Chi bộ B"}


def test_a_copy_goes_to_a_stick_and_is_read_back(town: Town, jobs: Jobs, theme: Theme, qtbot: QtBot) -> None:
    laptop = town.laptop()
    record(laptop, "Chi bộ A")
    card = BackupCard(laptop, jobs, lambda: (Drive("KINGSTON", town.stick, 10**9),))
    qtbot.addWidget(card)
    card.show()
    card.stick.click()
    idle(qtbot, jobs)
    (on_stick,) = town.stick.glob("book-*.db")
    assert stored.slots_beside(on_stick).exists()
    assert "Đã ghi xong, có thể rút USB." in card.said.text()
    assert "KINGSTON" in card.said.text()
    assert [one.path.name for one in backups.list_backups(laptop)] == [on_stick.name]


@pytest.mark.parametrize(
    ("code", "title"),
    [
        (stick.StickFault.READ_ONLY, "USB bị khóa ghi."),
        (stick.StickFault.GONE, "USB bị rút khi chưa xong."),
        (stick.StickFault.READBACK, "Đọc lại không khớp."),
    ],
)
def test_what_a_stick_does_is_said_in_its_words(
    code: str, title: str, town: Town, jobs: Jobs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop = town.laptop()
    card = BackupCard(laptop, jobs, lambda: (Drive("KINGSTON", town.stick, 10**9),))
    qtbot.addWidget(card)
    card.show()

    def broken(*_: object, **__: object) -> None:
        raise Fault(code, folder=str(town.stick))

    with monkeypatch.context() as patch:
        patch.setattr(stick, "copy_file", broken)
        card.stick.click()
        idle(qtbot, jobs)
    assert title in words_on(card.banners)
    assert list(town.stick.iterdir()) == []
    assert len(backups.list_backups(laptop)) == 1, "the copy at home stays"
    card.banners._shown["stick"].chosen.emit("Thử lại")
    idle(qtbot, jobs)
    assert list(town.stick.glob("book-*.db"))


def test_a_full_stick_keeps_nothing(town: Town, jobs: Jobs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    laptop = town.laptop()
    record(laptop, "Chi bộ A")

    def full(final: Path, needed: int) -> None:
        if final.suffix == ".db":
            raise Fault(stick.StickFault.FULL, free=10, needed=needed, folder=str(final.parent))

    monkeypatch.setattr(stick, "_check_room", full)
    card = BackupCard(laptop, jobs, lambda: (Drive("KINGSTON", town.stick, 10**9),))
    qtbot.addWidget(card)
    card.show()
    card.stick.click()
    idle(qtbot, jobs)
    assert "USB đã đầy." in words_on(card.banners)
    assert not list(town.stick.glob("book-*"))


def test_a_backup_under_another_passphrase_asks_for_it(town: Town, jobs: Jobs, theme: Theme, qtbot: QtBot) -> None:
    laptop, other = town.laptop("Quang Thuận-2"), town.laptop("Quang Thuận-9")
    made = backups.back_up_now(other, town.stick).value.path
    page = settings_of(laptop, jobs, theme, qtbot)
    going = page.backup.going
    going.ask_file = lambda: str(made)
    page.backup.restore.click()
    idle(qtbot, jobs)
    assert going.key_dialog is not None
    assert going.key_dialog.safe.text() == "Không khôi phục"
    going.key_dialog.passphrase.input.write("sai rồi")
    going.key_dialog.press("Mở bản sao lưu")
    idle(qtbot, jobs)
    assert going.key_dialog is not None
    going.key_dialog.passphrase.input.write(PASSPHRASE)
    going.key_dialog.press("Mở bản sao lưu")
    idle(qtbot, jobs)
    assert going.key_dialog is None
    assert "của máy Quang Thuận-9" in page.backup.said.text(), "another machine's book is no backup of this one"


def test_making_ready_can_be_stopped(town: Town, jobs: Jobs, theme: Theme, qtbot: QtBot) -> None:
    laptop = town.laptop()
    record(laptop, "Chi bộ A")
    made = backups.back_up_now(laptop).value
    page = settings_of(laptop, jobs, theme, qtbot)
    page.backup.list.opened.emit(made.path)
    assert page.backup.steps is not None
    page.backup.steps.stop.click()
    idle(qtbot, jobs)
    assert page.backup.going.dialog is None
    assert page.backup.steps is None
    assert page.backup.said.text() == "Đã dừng lại. Sổ không bị đổi."
    assert former_books.former_books(laptop) == ()
    assert sending.to_send(laptop).finalised == 1


@pytest.mark.parametrize(("scheme", "zoom"), [(Scheme.LIGHT, 100), (Scheme.DARK, 150)])
def test_the_walkers_find_nothing(
    town: Town, jobs: Jobs, theme: Theme, qtbot: QtBot, scheme: Scheme, zoom: int
) -> None:
    laptop = town.laptop()
    record(laptop, "Chi bộ A")
    made = [backups.back_up_now(laptop).value for _ in range(5)]
    record(laptop, "Chi bộ B")
    theme.set_scheme(scheme)
    theme.set_zoom(zoom)
    page = settings_of(laptop, jobs, theme, qtbot)
    page.backup._begin(("copied", "reopened", "written", "read"), "Đừng rút USB lúc này.")
    page.backup._show_step(stick.Step.READING_BACK, 3_000_000, 8_000_000)
    for size in SIZES:
        page.resize(*size)
        walkers.settle()
        assert walkers.faults(page) == []
    page.backup._end()
    page.backup.list.opened.emit(made[-1].path)
    idle(qtbot, jobs)
    assert page.backup.going.dialog is not None
    assert walkers.faults(page.backup.going.dialog) == []
    answer(page.backup, "Khôi phục")
    idle(qtbot, jobs)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    for size in SIZES:
        page.resize(*size)
        walkers.settle()
        assert walkers.faults(page) == []
    founding.change_passphrase(laptop, PASSPHRASE, "một câu khác hẳn", LEAST)
