"""Danh mục › Máy in use: renewing, taking the next key, giving a machine up, and taking back what came late."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.visits import VisitState
from chibo_desktop.services import enrolment, machines, own_keys, releasing, revocation, sharing, status
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.machines import CertificateState
from chibo_desktop.services.releasing import Confirmation, Means
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.components.text_input import LineInput
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.enrol_dialog import EnrolDialog, PasteDialog
from chibo_desktop.ui.pages.late_entries import LateEntriesPage, ReleaseDialog
from chibo_desktop.ui.pages.loss_dialog import EARLIER, Decided, LossDialog
from chibo_desktop.ui.pages.machine_actions import Renewal, RenewDialog
from chibo_desktop.ui.pages.machines import MachinesPage
from chibo_desktop.ui.theme import Theme
from chibo_desktop.ui.tokens import Scheme
from tests.building.enrolled import merge_one
from tests.building.exchange_town import Town, enrol, know, pack, record, town_in
from tests.ui import walkers


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    yield from town_in(tmp_path)


class Opened:
    """The page with one enrolled laptop in its list."""

    def __init__(self, town: Town, jobs: Jobs, qtbot: Any) -> None:
        self.town, self.jobs, self.qtbot = town, jobs, qtbot
        self.clerk, self.laptop = town.office(), town.laptop()
        enrol(self.laptop, self.clerk)
        record(self.laptop, "Chi bộ A", "Chi bộ B")
        merge_one(self.clerk, pack(self.laptop, town.stick))
        self.page = MachinesPage(self.clerk, jobs)
        self.said: list[NoticeWords] = []
        self.pushed: list[QWidget] = []
        self.page.notice_requested.connect(self.said.append)
        self.page.push_requested.connect(self.pushed.append)
        self.page.ask_place = lambda _, name: str(town.stick / name)
        qtbot.addWidget(self.page)
        self.page.resize(1262, 768)
        self.page.show()
        self.refresh()

    def refresh(self) -> None:
        self.page.refresh()
        self.settle()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.jobs.is_busy())
        walkers.settle()

    def choose(self) -> None:
        self.page.table.choose(0)
        walkers.settle()

    def press(self, button: QWidget) -> None:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    @property
    def row(self) -> machines.MachineRow:
        (row,) = machines.machines(self.clerk)
        return row


@pytest.fixture
def use(town: Town, jobs: Jobs, qtbot: Any) -> Opened:
    return Opened(town, jobs, qtbot)


def merged(desk: Desk) -> int:
    return status.status(desk).visits[VisitState.MERGED]


def test_a_machine_is_renewed_in_one_gesture(use: Opened) -> None:
    assert not use.page.panel.isVisible()
    use.choose()
    assert "còn dùng đến ngày 01/12/2027" in use.page.panel.state.text()
    use.town.clock.now += dt.timedelta(days=345)
    record(use.laptop, "Chi bộ C")
    merge_one(use.clerk, pack(use.laptop, use.town.stick))
    use.refresh()
    assert "sắp hết hạn" in use.page.panel.state.text()
    assert use.page.panel.wish.text() == "Máy xin gia hạn giấy chứng nhận."
    use.page.deeds.ask_end = lambda row, _: Renewal(dt.date(2028, 5, 1))
    use.press(use.page.panel.renew)
    assert use.row.until == dt.date(2028, 5, 1)
    assert use.said[-1].title == "Đã gia hạn máy Quang Thuận-2 đến ngày 01/5/2028."
    assert use.page.panel.wish.isHidden()


def test_who_joins_is_named_before_the_office_agrees(use: Opened, qtbot: Any) -> None:
    second = sharing.add_person(use.laptop, "Lường Thị Thí").value
    sharing.work_as(use.laptop, second.id)
    record(use.laptop, "Chi bộ C")
    merge_one(use.clerk, pack(use.laptop, use.town.stick))
    use.refresh()
    use.choose()
    assert "Lường Thị Thí" in use.page.panel.wish.text()
    dialog = RenewDialog(use.row, dt.date(2026, 12, 2), use.page)
    qtbot.addWidget(dialog)
    assert dialog.safe.text() == "Chưa gia hạn"
    dialog.date.set_value(None)
    dialog.press("Gia hạn")
    assert dialog.until is None
    dialog.date.set_value(dt.date(2027, 6, 1))
    dialog.press("Gia hạn")
    assert dialog.until == dt.date(2027, 6, 1)
    use.page.deeds.ask_end = lambda row, _: Renewal(dt.date(2027, 6, 1))
    use.press(use.page.panel.renew)
    assert merged(use.clerk) == 3
    assert "cùng dùng: Lường Thị Thí" in use.page.panel.people.text()


def test_the_next_key_is_taken_without_digits(use: Opened) -> None:
    own_keys.rotate(use.laptop)
    record(use.laptop, "Chi bộ C")
    merge_one(use.clerk, pack(use.laptop, use.town.stick))
    use.refresh()
    banner = use.page.banners._shown["key"]
    assert "đã đổi khóa" in banner.told
    use.press(banner.buttons[0])
    assert not use.page.banners.shows("key")
    assert use.said[-1].on_action is not None
    use.said[-1].on_action()
    use.settle()
    assert merged(use.clerk) == 3


def lose(use: Opened, after: int | None = None) -> None:
    use.choose()
    use.page.deeds.ask_loss = lambda loss: Decided(loss, after, "mất trên đường đi họp")
    use.press(use.page.panel.lose)


def test_a_lost_machine_is_given_up_and_what_came_late_is_taken_back(use: Opened, qtbot: Any) -> None:
    lose(use)
    assert use.row.state is CertificateState.REVOKED
    assert use.page.panel.state.text() == "Đã báo mất: mất trên đường đi họp."
    assert use.page.panel.renew.isHidden()
    record(use.laptop, "Chi bộ C", "Chi bộ D")
    merge_one(use.clerk, pack(use.laptop, use.town.stick))
    use.refresh()
    assert "02 mục" in use.page.panel.late.text()
    use.press(use.page.panel.show_late)
    (late,) = use.pushed
    assert isinstance(late, LateEntriesPage)
    qtbot.addWidget(late)
    late.show()
    late.refresh()
    use.settle()
    assert [row.cell for row in late.table.rows_model.rows] == ["Chi bộ C", "Chi bộ D"]
    late.ask_word = lambda count: None
    use.press(late.all)
    assert merged(use.clerk) == 2, "nobody has confirmed anything"
    asked: list[int] = []

    def word(count: int) -> Confirmation:
        asked.append(count)
        return Confirmation("Hoàng Văn Mẫu", Means.TELEPHONE, "của tổ")

    late.ask_word = word
    late.table.choose(0)
    use.press(late.one)
    assert (asked, merged(use.clerk)) == ([1], 3)
    use.press(late.all)
    assert (asked, merged(use.clerk)) == ([1, 1], 4)
    assert not late.all.isEnabled()
    assert releasing.late_entries(use.clerk) == ()


def test_an_earlier_entry_can_be_the_last_good_one(use: Opened, qtbot: Any) -> None:
    dialogs: list[LossDialog] = []

    def decide(loss: Any) -> Decided | None:
        dialog = LossDialog(loss, use.page)
        qtbot.addWidget(dialog)
        dialogs.append(dialog)
        dialog.press("Báo mất máy này")
        assert dialog.decided is None, "no reason was given"
        field = dialog.reason.widget
        assert isinstance(field, LineInput)
        field.write("mất ở bến xe")
        dialog.where.choose(EARLIER)
        dialog.number.set_value(None)
        dialog.press("Báo mất máy này")
        assert dialog.decided is None, "no number was given"
        dialog.number.set_value(1)
        dialog.press("Báo mất máy này")
        return dialog.decided

    use.choose()
    use.page.deeds.ask_loss = decide
    use.press(use.page.panel.lose)
    (dialog,) = dialogs
    assert (dialog.safe.text(), dialog.safe.isDefault()) == ("Chưa báo mất", True)
    assert merged(use.clerk) == 1
    assert "01 mục để riêng" in use.said[-1].text


def test_taking_back_needs_a_name_and_a_reason(use: Opened, qtbot: Any) -> None:
    dialog = ReleaseDialog(2, use.page)
    qtbot.addWidget(dialog)
    assert dialog.safe.text() == "Để riêng tiếp"
    dialog.press("Nhận lại")
    assert dialog.confirmation is None
    dialog.who.write("Hoàng Văn Mẫu")
    dialog.reason.write("của tổ")
    dialog.press("Nhận lại")
    assert dialog.confirmation == Confirmation("Hoàng Văn Mẫu", Means.TELEPHONE, "của tổ")


def test_a_request_is_pasted(use: Opened, qtbot: Any) -> None:
    other = use.town.laptop("Quang Thuận-3")
    know(other, use.clerk)
    request = enrolment.make_request(other)
    paste = PasteDialog(use.page)
    qtbot.addWidget(paste)
    paste.text.write(request.text.lower())
    paste.press("Đọc phiếu")
    use.page.ask_text = lambda: paste.pasted
    use.press(use.page.paste)
    dialog = use.page.enrolling.dialog
    assert isinstance(dialog, EnrolDialog)
    assert "Quang Thuận-3" in dialog.windowTitle()
    dialog.reach.until.set_value(dt.date(2027, 3, 31))
    dialog.reach.kinds.choose(("visit.recorded", "visit.amended", "visit.withdrawn"))
    dialog.code.set_digits(request.digits)
    dialog.press("Đăng ký máy này")
    use.settle()
    row = next(row for row in machines.machines(use.clerk) if row.machine == "Quang Thuận-3")
    assert row.until == dt.date(2027, 3, 31)
    grant = (use.town.stick / "quang-thuan-3.chibo-cap").read_bytes()
    assert "statement.followed" not in enrolment.accept_grant(other, grant).value.kinds


LOOKS = [(Scheme.LIGHT, 100, (1262, 768)), (Scheme.DARK, 150, (1210, 696)), (Scheme.LIGHT, 100, (920, 640))]


@pytest.mark.parametrize(("scheme", "zoom", "size"), LOOKS)
@pytest.mark.parametrize("state", ["valid", "lost"])
def test_the_walkers_find_nothing(
    use: Opened, theme: Theme, state: str, scheme: Scheme, zoom: int, size: tuple[int, int]
) -> None:
    theme.set_scheme(scheme)
    theme.set_zoom(zoom)
    if state == "lost":
        lose(use)
        record(use.laptop, "Chi bộ C")
        merge_one(use.clerk, pack(use.laptop, use.town.stick))
    use.refresh()
    use.choose()
    use.page.resize(*size)
    walkers.settle()
    assert walkers.faults(use.page) == []


def dialogs_of(use: Opened) -> dict[str, Callable[[], QWidget]]:
    loss = revocation.loss_of(use.clerk, use.row.device)
    return {
        "loss": lambda: LossDialog(loss, use.page),
        "release": lambda: ReleaseDialog(2, use.page),
        "renew": lambda: RenewDialog(use.row, dt.date(2026, 12, 2), use.page),
        "paste": lambda: PasteDialog(use.page),
    }


@pytest.mark.parametrize("name", ["loss", "release", "renew", "paste"])
@pytest.mark.parametrize(("scheme", "zoom"), [(Scheme.LIGHT, 100), (Scheme.DARK, 150)])
def test_the_dialogs_fit(use: Opened, theme: Theme, qtbot: Any, name: str, scheme: Scheme, zoom: int) -> None:
    theme.set_scheme(scheme)
    theme.set_zoom(zoom)
    dialog = dialogs_of(use)[name]()
    qtbot.addWidget(dialog)
    dialog.show()
    walkers.settle()
    assert walkers.faults(dialog) == []
