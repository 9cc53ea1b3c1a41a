"""Danh mục › Máy: vouching for a machine by digits that were read out, and the office's own card."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from chibo_desktop.domain.visits import VisitState
from chibo_desktop.services import enrolment, machines, office, receiving, status
from chibo_desktop.services.desk import Desk
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.enrol_dialog import EnrolDialog
from chibo_desktop.ui.pages.machines import MachinesPage
from chibo_desktop.ui.theme import Theme
from chibo_desktop.ui.tokens import Scheme
from tests.building.exchange_town import Town, enrol, know, pack, record, town_in
from tests.ui import walkers


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    yield from town_in(tmp_path)


class Opened:
    """The page in use, with a request of a laptop that asks to be enrolled."""

    def __init__(self, town: Town, clerk: Desk, jobs: Jobs, qtbot: Any) -> None:
        self.town, self.jobs, self.qtbot = town, jobs, qtbot
        self.page = MachinesPage(clerk, jobs)
        self.said: list[NoticeWords] = []
        self.page.notice_requested.connect(self.said.append)
        self.page.ask_place = lambda _, name: str(town.stick / name)
        qtbot.addWidget(self.page)
        self.page.resize(1262, 768)
        self.page.show()
        self.page.refresh()
        self.settle()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.jobs.is_busy())
        walkers.settle()

    def ask_with(self, data: bytes) -> None:
        place = self.town.stick / "xin-dang-ky.chibo-xin"
        place.write_bytes(data)
        self.page.ask_request = lambda: str(place)
        QTest.mouseClick(self.page.enrol, Qt.MouseButton.LeftButton)
        self.settle()

    @property
    def dialog(self) -> EnrolDialog:
        dialog = self.page.enrolling.dialog
        assert isinstance(dialog, EnrolDialog)
        return dialog


def test_a_machine_is_vouched_for_by_typed_digits(town: Town, jobs: Jobs, qtbot: Any) -> None:
    clerk, laptop = town.office(), town.laptop()
    know(laptop, clerk)
    record(laptop, "Chi bộ thôn Nà Thử")
    receiving.merge(clerk, [pack(laptop, town.stick)])
    request = enrolment.make_request(laptop)
    use = Opened(town, clerk, jobs, qtbot)
    use.ask_with(request.data)
    assert "Quang Thuận-2" in use.dialog.windowTitle()
    assert not use.dialog.buttons[1].isEnabled()
    QTest.keyClicks(use.dialog.code, "1" * 15)
    assert use.dialog.code.text() == "11111 11111 11111"
    QTest.keyClick(use.dialog.code, Qt.Key.Key_Return)
    use.settle()
    assert use.dialog.isVisible()
    assert "15 số chưa đúng" in use.dialog.field.hint.text()
    assert machines.machines(clerk) == ()
    use.dialog.code.set_digits(request.digits)
    use.dialog.press("Đăng ký máy này")
    use.settle()
    assert use.page.enrolling.dialog is None
    (row,) = use.page.table.rows_model.rows
    assert (row.machine, row.person) == ("Quang Thuận-2", "Hoàng Văn Mẫu")
    grant = (town.stick / "quang-thuan-2.chibo-cap").read_bytes()
    assert enrolment.accept_grant(laptop, grant).value.machine == "Quang Thuận-2"
    assert use.said[-1].action == "Thử lại"
    assert use.said[-1].on_action is not None
    use.said[-1].on_action()
    use.settle()
    assert status.status(clerk).visits[VisitState.MERGED] == 1
    assert use.said[-1].title == "Đã hợp nhất gói 000001."


def test_a_grant_that_was_not_saved_can_be_saved_later(town: Town, jobs: Jobs, qtbot: Any) -> None:
    clerk, laptop = town.office(), town.laptop()
    know(laptop, clerk)
    request = enrolment.make_request(laptop)
    use = Opened(town, clerk, jobs, qtbot)
    use.page.ask_place = lambda *_: ""
    use.ask_with(request.data)
    use.dialog.code.set_digits(request.digits)
    use.dialog.press("Đăng ký máy này")
    use.settle()
    banner = use.page.banners._shown["grant"]
    use.page.ask_place = lambda _, name: str(town.stick / name)
    banner.buttons[0].click()
    use.settle()
    assert (town.stick / "quang-thuan-2.chibo-cap").exists()


def test_another_file_is_refused_in_words(town: Town, jobs: Jobs, qtbot: Any) -> None:
    use = Opened(town, town.office(), jobs, qtbot)
    use.ask_with(b"not a request")
    assert "không phải phiếu đăng ký" in use.page.banners._shown["failure"].told


def test_the_card_is_saved_and_its_digits_are_read_out(town: Town, jobs: Jobs, qtbot: Any) -> None:
    clerk = town.office()
    use = Opened(town, clerk, jobs, qtbot)
    assert use.page.card.digits.digits == office.office_card(clerk).digits
    assert use.page.card.weak.isVisibleTo(use.page)
    use.page.card.save.click()
    use.settle()
    data = (town.stick / "van-phong.chibo-the").read_bytes()
    assert enrolment.read_card(data).office == "Văn phòng Đảng ủy xã Quang Thuận"


@pytest.mark.parametrize(
    ("scheme", "zoom", "size"),
    [(Scheme.LIGHT, 100, (1262, 768)), (Scheme.DARK, 150, (1210, 696)), (Scheme.LIGHT, 100, (920, 640))],
)
@pytest.mark.parametrize("count", [0, 2])
def test_the_walkers_find_nothing(
    count: int, scheme: Scheme, zoom: int, size: tuple[int, int], town: Town, jobs: Jobs, qtbot: Any, theme: Theme
) -> None:
    theme.set_scheme(scheme)
    theme.set_zoom(zoom)
    clerk = town.office()
    for place in range(count):
        enrol(town.laptop(f"Máy của Trung tâm Văn hóa, Thông tin và Truyền thông huyện số {place}"), clerk)
    use = Opened(town, clerk, jobs, qtbot)
    use.page.resize(*size)
    walkers.settle()
    assert walkers.faults(use.page) == []
