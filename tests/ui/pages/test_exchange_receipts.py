"""Receipts that come back to a group: by stick, and as eight digits over the telephone."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from chibo_desktop.domain.visits import VisitState
from chibo_desktop.services import drafts, receipts, receiving, returning, sending, slips, status, visits
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.sticks import Standing
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.editor.finalising import ReasonDialog
from chibo_desktop.ui.pages.receipt_code import ReceiptCodeDialog, SlipDialog
from tests.building.exchange_town import Town, acknowledge, enrol, know, pack, record, town_in
from tests.building.paper import text_of
from tests.ui import walkers
from tests.ui.pages.exchange_page import Opened, opened, states


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    yield from town_in(tmp_path)


@pytest.fixture
def laptop(town: Town) -> Desk:
    desk = town.laptop()
    know(desk, town.office())
    return desk


def test_a_receipt_by_stick_turns_the_chips(town: Town, jobs: Jobs, qtbot: Any) -> None:
    clerk, laptop = town.office(), town.laptop()
    enrol(laptop, clerk)
    record(laptop, "Chi bộ thôn Nà Thử", "Chi bộ thôn Đon Bây")
    pack(laptop, town.stick)
    receiving.merge(clerk, [town.stick])
    receipts.write_receipts(clerk, town.stick)
    use = opened(laptop, jobs, qtbot, town.stick)
    use.page.receipts.click()
    use.settle()
    assert states(laptop) == {VisitState.MERGED: 2}
    assert {row.state for row in use.page.table.rows_model.rows} == {VisitState.MERGED}
    assert "02 biên bản đã vào sổ chung" in use.said[-1].text
    use.page.receipts.click()
    use.settle()
    assert "đã đọc rồi" in use.banner("receipts").told


def test_a_stick_without_a_receipt_changes_nothing(town: Town, laptop: Desk, jobs: Jobs, qtbot: Any) -> None:
    record(laptop, "Chi bộ thôn Nà Thử")
    pack(laptop, town.stick)
    use = opened(laptop, jobs, qtbot, town.stick)
    use.page.receipts.click()
    use.settle()
    assert "không có giấy báo nhận" in use.banner("receipts").told
    assert states(laptop) == {VisitState.PACKED: 1}


def test_what_the_office_misses_is_packed_again(town: Town, jobs: Jobs, qtbot: Any) -> None:
    clerk, laptop = town.office(), town.laptop()
    enrol(laptop, clerk)
    record(laptop, "Chi bộ thôn Mất")
    pack(laptop, town.stick).unlink()
    sending.enter_receipt_code(laptop, 1, acknowledge(laptop, 1))
    record(laptop, "Chi bộ thôn Nà Thử")
    pack(laptop, town.stick)
    receiving.merge(clerk, [town.stick])
    receipts.write_receipts(clerk, town.stick)
    use = opened(laptop, jobs, qtbot, town.stick)
    use.page.receipts.click()
    use.settle()
    assert "còn thiếu mục 1" in use.banner("asked").told
    use.press("asked", "Để sau")
    use.page.refresh()
    use.settle()
    assert "asked" not in set(use.page.banners.keys())
    again = opened(laptop, jobs, qtbot, town.stick)
    before = set(town.stick.iterdir())
    again.press("asked", "Đóng gói lại 01 mục")
    (new,) = set(town.stick.iterdir()) - before
    assert receiving.merge(clerk, [new]).value.files[0].entries.new == 1
    assert status.status(clerk).gaps == ()
    assert "asked" not in set(again.page.banners.keys())


def code_dialog(use: Opened) -> ReceiptCodeDialog:
    assert isinstance(use.page.answers.dialog, ReceiptCodeDialog)
    return use.page.answers.dialog


def test_eight_digits_by_telephone(town: Town, laptop: Desk, jobs: Jobs, qtbot: Any) -> None:
    record(laptop, "Chi bộ thôn Nà Thử")
    pack(laptop, town.stick)
    digits = acknowledge(laptop, 1)
    wrong = f"{(int(digits) + 1) % 10**8:08d}"
    use = opened(laptop, jobs, qtbot)
    use.page.code.click()
    QTest.keyClicks(code_dialog(use).code, wrong)
    assert code_dialog(use).code.text() == f"{wrong[:4]} {wrong[4:]}"
    QTest.keyClick(code_dialog(use).code, Qt.Key.Key_Return)
    use.settle()
    assert "Mã báo nhận chưa đúng" in use.banner("code").told
    assert "000001" in use.banner("code").told
    assert states(laptop) == {VisitState.PACKED: 1}
    use.press("code", "Nhập lại")
    assert code_dialog(use).code.digits == wrong
    code_dialog(use).code.set_digits(digits)
    code_dialog(use).press("Ghi nhận")
    use.settle()
    assert states(laptop) == {VisitState.RECEIVED: 1}
    assert not use.page.banners.keys()


def test_enter_in_an_unfinished_code_does_not_close_the_dialog(
    town: Town, laptop: Desk, jobs: Jobs, qtbot: Any
) -> None:
    record(laptop, "Chi bộ thôn Nà Thử")
    pack(laptop, town.stick)
    use = opened(laptop, jobs, qtbot)
    use.page.code.click()
    QTest.keyClicks(code_dialog(use).code, "1234")
    QTest.keyClick(code_dialog(use).code, Qt.Key.Key_Return)
    assert code_dialog(use).isVisible()
    code_dialog(use).reject()


# minutes sent back, requests, slips


def merged(town: Town, *names: str) -> tuple[Desk, Desk]:
    """An office and a laptop that knows that its minutes are merged."""
    clerk, laptop = town.office(), town.laptop()
    enrol(laptop, clerk)
    record(laptop, *names)
    exchange_all(town, clerk, laptop)
    return clerk, laptop


def exchange_all(town: Town, clerk: Desk, laptop: Desk) -> None:
    """Everything goes up, and the receipt comes down."""
    receiving.merge(clerk, [pack(laptop, town.stick)])
    (written,) = receipts.write_receipts(clerk, town.stick).value
    receiving.merge(laptop, [written.path])


def test_minutes_sent_back_are_told_until_they_are_amended(town: Town, jobs: Jobs, qtbot: Any) -> None:
    """Journey J11 on the laptop: M11, the amendment, the resend; nobody has to read a code."""
    clerk, laptop = merged(town, "Chi bộ thôn Nà Thử")
    (row,) = visits.list_visits(laptop, visits.VisitFilter())
    returning.return_visit(clerk, row.id, "thiếu tên thư ký.", ["secretary"])
    receipts.write_receipts(clerk, town.stick)
    use = opened(laptop, jobs, qtbot, town.stick)
    assert "returned" not in set(use.page.banners.keys())
    use.page.receipts.click()
    use.settle()
    assert "01 biên bản trả lại để bổ sung." in use.said[-1].text
    told = use.banner("returned").told
    assert "Văn phòng trả lại 01 biên bản." in told
    assert "Lý do: thiếu tên thư ký (mục 1)." in told
    assert not use.page.export.isEnabled()
    asked: list[object] = []
    use.page.visit_requested.connect(asked.append)
    use.press("returned", "Làm bản bổ sung")
    dialog = use.page.answers.dialog
    assert isinstance(dialog, ReasonDialog)
    assert dialog.reason == "Theo yêu cầu của văn phòng: thiếu tên thư ký."
    dialog.press("Chưa làm")
    use.settle()
    use.press("returned", "Làm bản bổ sung")  # it still waits for an answer, and says so
    dialog = use.page.answers.dialog
    assert isinstance(dialog, ReasonDialog)
    dialog.press("Làm bản bổ sung")
    use.settle()
    assert asked == [row.id]
    use.page.refresh()
    use.settle()
    use.press("returned", "Làm bản bổ sung")  # once more: it is being written already, the reason was given
    use.settle()
    assert (asked, use.page.answers.dialog) == ([row.id, row.id], dialog)
    draft = drafts.load_draft(laptop, row.id)
    drafts.save_draft(laptop, replace(draft.visit, secretary=replace(draft.visit.secretary, name="Nông Thị Mẫu")), "")
    visits.finalise(laptop, row.id)
    use.page.refresh()
    use.settle()
    assert "returned" not in set(use.page.banners.keys())
    use.export()
    receiving.merge(clerk, [town.stick])
    assert visits.read_visit(clerk, row.id).returned is None


def test_a_restored_office_gets_exactly_what_it_lost(town: Town, jobs: Jobs, qtbot: Any) -> None:
    """Journey J14, the receipt half: M24 offers exactly the missing ones."""
    clerk, laptop = merged(town, "Chi bộ thôn Nà Thử")
    kept = town.root / "kept.db"
    clerk.book.write("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(clerk.places.book, kept)
    record(laptop, *(f"Chi bộ thôn {name}" for name in ("Một", "Hai", "Ba")))
    exchange_all(town, clerk, laptop)
    clerk = town.restore(clerk, kept)
    for file in town.stick.iterdir():
        file.unlink()
    receipts.write_receipts(clerk, town.stick, [laptop.me.device])
    use = opened(laptop, jobs, qtbot, town.stick)
    use.page.receipts.click()
    use.settle()
    assert "Văn phòng đã dùng lại bản sao lưu cũ." in use.banner("asked").told
    assert "03 biên bản cần gửi lại" in use.banner("asked").told
    assert states(laptop) == {VisitState.MERGED: 1, VisitState.FINALISED: 3}
    use.press("asked", "Đóng gói lại 03 biên bản")
    (file,) = town.stick.glob("GOI-*")
    (report,) = receiving.merge(clerk, [file]).value.files
    assert (report.entries.new, report.entries.duplicate) == (3, 0)
    assert "asked" not in set(use.page.banners.keys())


def test_a_slip_of_paper_is_pasted(town: Town, jobs: Jobs, qtbot: Any) -> None:
    clerk, laptop = town.office(), town.laptop()
    enrol(laptop, clerk)
    record(laptop, "Chi bộ thôn Nà Thử")
    receiving.merge(clerk, [pack(laptop, town.stick)])
    text = text_of(slips.receipt_paper(clerk).pdf)
    use = opened(laptop, jobs, qtbot)
    use.page.panel.slip.click()
    dialog = use.page.answers.dialog
    assert isinstance(dialog, SlipDialog)
    assert not dialog.buttons[1].isEnabled()
    dialog.words.setPlainText("BN1-AAAA-000001-12345678")
    dialog.press("Ghi nhận")
    use.settle()
    assert "Phiếu này của máy khác" in use.banner("receipts").told
    use.page.panel.slip.click()
    dialog = use.page.answers.dialog
    assert isinstance(dialog, SlipDialog)
    dialog.words.setPlainText(text)
    dialog.press("Ghi nhận")
    use.settle()
    assert states(laptop) == {VisitState.RECEIVED: 1}
    assert "Văn phòng đã nhận gói 000001" in use.said[-1].title


def test_a_receipt_that_came_by_mail_is_opened_as_a_file(town: Town, jobs: Jobs, qtbot: Any) -> None:
    clerk, laptop = town.office(), town.laptop()
    enrol(laptop, clerk)
    record(laptop, "Chi bộ thôn Nà Thử")
    receiving.merge(clerk, [pack(laptop, town.stick)])
    (written,) = receipts.write_receipts(clerk, town.root).value
    use = opened(laptop, jobs, qtbot)
    use.page.answers.ask_file = lambda: str(written.path)
    use.page.panel.file.click()
    use.settle()
    assert states(laptop) == {VisitState.MERGED: 1}


def test_a_stick_is_looked_through(town: Town, jobs: Jobs, qtbot: Any) -> None:
    clerk, laptop = town.office(), town.laptop()
    enrol(laptop, clerk)
    record(laptop, "Chi bộ thôn Nà Thử")
    path = pack(laptop, town.stick)
    receiving.merge(clerk, [path])
    receipts.write_receipts(clerk, town.stick)
    (town.stick / "GOI-7F3K-000009.chibo.part").write_bytes(b"half")
    use = opened(laptop, jobs, qtbot, town.stick)
    pushed: list[Any] = []
    use.page.push_requested.connect(pushed.append)
    use.page.panel.check.click()
    use.settle()
    (page,) = pushed
    qtbot.addWidget(page)
    page.resize(1262, 696)
    page.show()
    page.refresh()
    use.settle()
    assert {row.standing for row in page.table.rows_model.rows} == {Standing.NEW, Standing.OWN}
    told = page.banners._shown["summary"].told
    assert "01 gói tin gửi lên, 01 giấy báo nhận gửi xuống, 01 phần ghi dở; 01 tệp có cái mới" in told
    assert "Đọc giấy báo nhận từ USB này." in told
    assert "GOI-7F3K-000009.chibo.part" in page.rests.text()
    assert walkers.faults(page) == []
    assert states(laptop) == {VisitState.PACKED: 1}
