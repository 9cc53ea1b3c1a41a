"""Receipts that come back to a group: by stick, and as eight digits over the telephone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from chibo_desktop.domain.visits import VisitState
from chibo_desktop.services import receipts, receiving, sending, status
from chibo_desktop.services.desk import Desk
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.receipt_code import ReceiptCodeDialog
from tests.building.exchange_town import Town, acknowledge, enrol, know, pack, record, town_in
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
    assert "còn thiếu mục 1" in use.banner("receipts").told
    use.press("receipts", "Đóng gói lại tất cả")
    receiving.merge(clerk, [town.stick])
    assert status.status(clerk).gaps == ()


def code_dialog(use: Opened) -> ReceiptCodeDialog:
    assert isinstance(use.page.dialog, ReceiptCodeDialog)
    return use.page.dialog


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
