"""The way back at the office: receipts on sticks, in folders and on paper; a look through a stick; sending back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chibo_desktop.domain.visits import VisitState
from chibo_desktop.packets.slips import read_receipts, read_requests
from chibo_desktop.services import receiving, resending, sending, visits
from chibo_desktop.services.sticks import Standing
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.editor.finalising import ReturnDialog
from chibo_desktop.ui.pages.paper_page import PaperPage
from chibo_desktop.ui.pages.stick_check import StickCheckPage
from chibo_desktop.ui.pages.visits import VisitsPage
from tests.building.exchange_town import Town, acknowledge, enrol, pack, record, town_in
from tests.building.paper import text_of
from tests.ui import walkers
from tests.ui.pages.test_receive import Opened


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    yield from town_in(tmp_path)


def paper(use: Opened) -> PaperPage:
    """The slip that was pushed last."""
    page = use.pushed[-1]
    assert isinstance(page, PaperPage)
    use.qtbot.addWidget(page)
    page.resize(1262, 696)
    page.show()
    use.settle()
    return page


def choose(use: Opened, words: str) -> None:
    """One of the ways back, from the menu of the head."""
    action = next(action for action in use.page.back.menu().actions() if action.text() == words)
    action.trigger()


def told(use: Opened) -> str:
    return " ".join(banner.told for banner in use.page.banners._shown.values())


def test_receipts_go_onto_paper(town: Town, jobs: Jobs, qtbot: Any, tmp_path: Path) -> None:
    clerk, laptop = town.office(), town.laptop()
    enrol(laptop, clerk)
    record(laptop, "Chi bộ thôn Nà Thử")
    use = Opened(clerk, jobs, qtbot)
    choose(use, "In phiếu báo nhận")
    use.settle()
    assert "Chưa có máy nào gửi gói tin." in told(use)
    receiving.merge(clerk, [pack(laptop, town.stick)])
    choose(use, "In phiếu báo nhận")
    use.settle()
    page = paper(use)
    (slip,) = read_receipts(text_of(page._pdf))
    assert slip.code == acknowledge(laptop, 1)
    assert walkers.faults(page) == []
    page.save_to(tmp_path / "phieu.pdf")
    use.settle()
    assert (tmp_path / "phieu.pdf").read_bytes() == page._pdf


def test_a_known_packet_offers_the_slip_again(town: Town, jobs: Jobs, qtbot: Any) -> None:
    """M19: nothing is doubled, and the receipt can be given once more."""
    clerk, laptop = town.office(), town.laptop()
    enrol(laptop, clerk)
    record(laptop, "Chi bộ thôn Nà Thử")
    path = pack(laptop, town.stick)
    receiving.merge(clerk, [path])
    use = Opened(clerk, jobs, qtbot, town.stick)
    use.choose(path)
    banner = use.page.preview.banners._shown["known"]
    assert "Gói này đã có đủ từ" in banner.told
    next(button for button in banner.buttons if button.text() == "In phiếu báo nhận").click()
    use.settle()
    assert "PHIẾU BÁO NHẬN" in text_of(paper(use)._pdf)


def test_a_gap_is_asked_for_on_paper_before_anything_is_merged(town: Town, jobs: Jobs, qtbot: Any) -> None:
    """M14: the slip names the entries, the packet they may lie in, and a line that the laptop takes in."""
    clerk, laptop = town.office(), town.laptop()
    enrol(laptop, clerk)
    record(laptop, "Chi bộ thôn Một")
    pack(laptop, town.stick).unlink()
    sending.enter_receipt_code(laptop, 1, acknowledge(laptop, 1))
    record(laptop, "Chi bộ thôn Hai")
    path = pack(laptop, town.stick)
    use = Opened(clerk, jobs, qtbot, town.stick)
    use.choose(path)
    banner = use.page.preview.banners._shown["gap"]
    assert [button.text() for button in banner.buttons] == ["In phiếu xin gửi lại", "Đóng"]
    banner.buttons[0].click()
    use.settle()
    text = text_of(paper(use)._pdf)
    assert "còn thiếu mục 1 của máy Quang Thuận-2" in text
    assert "trong gói 000001" in text
    (slip,) = read_requests(text)
    assert resending.read_slip(laptop, slip.text).value.visits == 1


def test_a_damaged_file_is_asked_for_on_paper(town: Town, jobs: Jobs, qtbot: Any) -> None:
    clerk, laptop = town.office(), town.laptop()
    enrol(laptop, clerk)
    record(laptop, "Chi bộ thôn Nà Thử")
    path = pack(laptop, town.stick)
    path.write_bytes(path.read_bytes()[:-40])
    use = Opened(clerk, jobs, qtbot, town.stick)
    (held,) = use.page._seen.inbox.held
    use.choose(held.id)
    banner = use.page.preview.banners._shown["why"]
    next(button for button in banner.buttons if button.text() == "In phiếu xin gửi lại").click()
    use.settle()
    text = text_of(paper(use)._pdf)
    assert f"Tệp {path.stem} không đọc hết được" in text
    assert "Xin tổ chép lại gói 000001" in text
    assert "máy Quang Thuận-2" in text


def test_receipts_go_into_a_folder_for_mail(town: Town, jobs: Jobs, qtbot: Any) -> None:
    clerk, laptop = town.office(), town.laptop()
    enrol(laptop, clerk)
    record(laptop, "Chi bộ thôn Nà Thử")
    receiving.merge(clerk, [pack(laptop, town.stick)])
    folder = town.root / "thư"
    folder.mkdir()
    use = Opened(clerk, jobs, qtbot, town.stick)
    use.page.sticks.ask_folder = lambda: str(folder)
    choose(use, "Ghi giấy báo nhận ra thư mục để gửi thư…")
    use.settle()
    assert [file.name[:4] for file in folder.iterdir()] == ["BAO-"]
    assert "thư mục" in use.said[-1].title
    receiving.merge(laptop, [folder])
    assert visits.list_visits(laptop, visits.VisitFilter())[0].state is VisitState.MERGED


def test_a_stick_is_looked_through_at_the_office(town: Town, jobs: Jobs, qtbot: Any) -> None:
    clerk, laptop = town.office(), town.laptop()
    enrol(laptop, clerk)
    record(laptop, "Chi bộ thôn Nà Thử")
    pack(laptop, town.stick)
    use = Opened(clerk, jobs, qtbot, town.stick)
    use.page.check.click()
    use.settle()
    page = use.pushed[-1]
    assert isinstance(page, StickCheckPage)
    qtbot.addWidget(page)
    page.resize(1262, 696)
    page.show()
    page.refresh()
    use.settle()
    (row,) = page.table.rows_model.rows
    assert (row.standing, row.machine, row.entries) == (Standing.NEW, "Quang Thuận-2", 1)
    assert walkers.faults(page) == []


def test_minutes_are_sent_back_from_the_list(town: Town, jobs: Jobs, qtbot: Any) -> None:
    clerk, laptop = town.office(), town.laptop()
    enrol(laptop, clerk)
    (row,) = record(laptop, "Chi bộ thôn Nà Thử")
    receiving.merge(clerk, [pack(laptop, town.stick)])
    page = VisitsPage(clerk, jobs)
    qtbot.addWidget(page)
    page.resize(1262, 696)
    page.show()
    page.refresh()
    qtbot.waitUntil(lambda: not jobs.is_busy() and page._model.rowCount() > 0)
    action = next(one for one in page.menu_of(page._model.row_at(0)).actions() if one.text() == "Trả lại để bổ sung…")
    action.trigger()
    (dialog,) = page.findChildren(ReturnDialog)
    assert walkers.unsafe_default(dialog) == []
    assert not dialog.buttons[1].isEnabled()
    dialog._section.setCurrentIndex(2)
    dialog.offer("thiếu danh sách")
    dialog.press("Trả lại để bổ sung")
    qtbot.waitUntil(lambda: not jobs.is_busy())
    view = visits.read_visit(clerk, row.id)
    assert (view.row.state, view.returned, view.returned_paths) == (
        VisitState.RETURNED,
        "thiếu danh sách",
        ("attendance",),
    )
