"""From an office upward, in its windows: what waits, what is left out, two numbers typed, and sealed packets."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from chibo_desktop.domain.entries import PartClass
from chibo_desktop.services import (
    forwarding,
    minutes,
    receipts,
    receiving,
    returning,
    sending,
    subordinates,
    upstream,
    visits,
)
from chibo_desktop.services import office as office_service
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.sending import Drive
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages.carrying import UPWARD
from chibo_desktop.ui.pages.editor import heading
from chibo_desktop.ui.pages.editor.frame import EditorPage
from chibo_desktop.ui.pages.editor.history import HistoryPart
from chibo_desktop.ui.pages.editor.opening import open_visit
from chibo_desktop.ui.pages.enrol_dialog import EnrolDialog
from chibo_desktop.ui.pages.forward import ForwardPage
from chibo_desktop.ui.pages.machines import MachinesPage
from chibo_desktop.ui.pages.office_enrol_dialog import OfficeEnrolDialog
from chibo_desktop.ui.pages.receive import ReceivePage
from chibo_desktop.ui.pages.settings_upper import UpperCard
from chibo_desktop.ui.pages.stick_question import Target
from chibo_desktop.ui.theme import Theme
from chibo_desktop.ui.tokens import Scheme
from tests.building.exchange_town import record
from tests.building.ladder import (
    DISTRICT,
    PROVINCE,
    CopiedLadder,
    answer,
    carry,
    ladder_in,
    ladder_template,
    meet,
    send_up,
)
from tests.building.paper import text_of
from tests.ui import walkers


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ladder_template(tmp_path_factory.mktemp("ladder"))


@pytest.fixture
def ladder(template: Path, tmp_path: Path) -> Iterator[CopiedLadder]:
    yield from ladder_in(template, tmp_path)


class Shown:
    """A page in use."""

    def __init__(self, page: Any, jobs: Jobs, qtbot: Any) -> None:
        self.page, self.jobs, self.qtbot = page, jobs, qtbot
        self.said: list[NoticeWords] = []
        self.pushed: list[Page] = []
        if isinstance(page, Page):
            page.notice_requested.connect(self.said.append)
            page.push_requested.connect(self.pushed.append)
        qtbot.addWidget(page)
        page.resize(1262, 768)
        page.show()
        page.refresh()
        self.settle()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.jobs.is_busy())
        walkers.settle()

    def click(self, button: Any) -> None:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()


def forward_page(desk: Desk, jobs: Jobs, stick: Path) -> ForwardPage:
    return ForwardPage(desk, jobs, lambda: (Drive(stick.name, stick, 6 * 2**30),))


def with_a_visit(ladder: CopiedLadder) -> None:
    record(ladder.district_laptop, "Chi bộ thôn Phiêng An", "Chi bộ thôn Nà Lẹng")
    sending.pack_to(ladder.district_laptop, ladder.a_stick("laptop"))
    carry(ladder.a_stick("laptop"), ladder.district)


def test_a_clerk_sends_upward_without_names(ladder: CopiedLadder, jobs: Jobs, qtbot: Any) -> None:
    with_a_visit(ladder)
    stick = ladder.a_stick("up")
    use = Shown(forward_page(ladder.district, jobs, stick), jobs, qtbot)
    page = use.page
    assert PROVINCE in page.header._sub.text()
    assert ("Bạch Thông-1", 2) in [(row.machine, row.visits) for row in page.table.rows_model.rows]
    page.people.setChecked(True)
    use.click(page.send)
    use.settle()
    assert use.said[-1].title == "Đã ghi xong, có thể rút USB."
    assert "02 biên bản" in use.said[-1].text
    (file,) = stick.glob("GOI-*.chibo")
    carry(stick, ladder.province)
    (first, *_) = visits.list_visits(ladder.province, visits.VisitFilter())
    assert visits.read_visit(ladder.province, first.id).absent == {PartClass.PEOPLE}
    assert page.send.isEnabled(), "written is not received: the same goes again until a receipt comes"
    answer(ladder.province, ladder.district, ladder.a_stick("down"))
    page.refresh()
    use.settle()
    assert not page.send.isEnabled()
    assert page.panel._what.text() == "Mọi mục đã có ở cấp trên."
    assert file.exists()


def test_what_the_policy_withholds_cannot_be_unticked(ladder: CopiedLadder, jobs: Jobs, qtbot: Any) -> None:
    from chibo_desktop.services import profile_proposals
    from chibo_desktop.services.profile_changes import Change

    profile_proposals.propose(ladder.district, Change(withhold=("B",)))
    use = Shown(forward_page(ladder.district, jobs, ladder.a_stick("up")), jobs, qtbot)
    assert (use.page.words.isChecked(), use.page.words.isEnabled()) == (True, False)
    assert (use.page.people.isChecked(), use.page.people.isEnabled()) == (False, True)
    assert use.page.wish.withhold == {PartClass.WORDS}


def test_a_stick_that_fails_is_told_and_nothing_is_lost(ladder: CopiedLadder, jobs: Jobs, qtbot: Any) -> None:
    with_a_visit(ladder)
    use = Shown(forward_page(ladder.district, jobs, ladder.a_stick("up")), jobs, qtbot)
    use.page.write_to(Target(ladder.root / "gone", "USB", "USB"))
    use.settle()
    shown = use.page.banners.keys()
    assert "export" in shown
    assert not use.said
    assert forwarding.to_forward(ladder.district).visits == 2


def test_the_inbox_leads_upward_while_something_waits(ladder: CopiedLadder, jobs: Jobs, qtbot: Any) -> None:
    top = Shown(ReceivePage(ladder.province, jobs, tuple), jobs, qtbot)
    assert UPWARD not in top.page.banners.keys()  # noqa: SIM118 - a method of the area, no mapping
    with_a_visit(ladder)
    use = Shown(ReceivePage(ladder.district, jobs, tuple), jobs, qtbot)
    banner = use.page.banners.findChild(Banner)
    assert isinstance(banner, Banner)
    (button,) = banner.findChildren(Button)
    use.click(button)
    (pushed,) = use.pushed
    assert isinstance(pushed, ForwardPage)
    qtbot.addWidget(pushed)


def test_a_receipt_from_above_is_told_and_is_no_packet_of_ours(ladder: CopiedLadder, jobs: Jobs, qtbot: Any) -> None:
    """What came home stands in a sentence; there is nothing to take back, and nothing to acknowledge."""
    with_a_visit(ladder)
    send_up(ladder.district, ladder.a_stick("up"))
    carry(ladder.a_stick("up"), ladder.province)
    (row, _) = visits.list_visits(ladder.province, visits.VisitFilter())
    returning.return_visit(ladder.province, row.id, "thiếu tên thư ký")
    down = ladder.a_stick("down")
    receipts.write_receipts(ladder.province, down, [ladder.district.me.device])
    use = Shown(ReceivePage(ladder.district, jobs, lambda: (Drive(down.name, down, 6 * 2**30),)), jobs, qtbot)
    merged = len(receiving.inbox(ladder.district).merged_today)
    assert use.said[-1].title == f"Đã đọc giấy báo nhận của {PROVINCE}."
    assert use.said[-1].text.endswith("Cấp trên trả lại 01 biên bản; ý kiến đi cùng giấy báo nhận tới tổ.")
    use.page.refresh()
    use.settle()
    titles = [row for row in use.page.list._model.rows if isinstance(row, str)]
    assert titles == [f"Hôm nay đã hợp nhất ({merged:02d})"]
    assert merged == 1, "the laptop's own packet"


def test_an_office_below_is_enrolled_by_two_numbers(ladder: CopiedLadder, jobs: Jobs, qtbot: Any) -> None:
    lone = ladder.an_office("lone", "Văn phòng Đảng ủy xã Vi Hương")
    meet(lone, ladder.province)
    asked = upstream.make_request(lone)
    place = ladder.root / "xin.chibo-xin"
    place.write_bytes(asked.data)
    use = Shown(MachinesPage(ladder.province, jobs), jobs, qtbot)
    use.page.ask_request = lambda: str(place)
    use.page.ask_place = lambda _, name: str(ladder.root / name)
    assert [row.name for row in use.page.lower_offices.table.rows_model.rows] == [DISTRICT]
    use.click(use.page.enrol)
    dialog = use.page.enrolling.dialog
    assert isinstance(dialog, OfficeEnrolDialog)
    dialog.card.setText(asked.digits.replace(" ", ""))
    dialog.code.setText(asked.digits.replace(" ", ""))
    dialog.press("Đăng ký văn phòng này")
    use.settle()
    assert "thẻ văn phòng cấp dưới" in dialog.card_field.hint.text()
    dialog.card.setText(asked.card_digits.replace(" ", ""))
    dialog.press("Đăng ký văn phòng này")
    use.settle()
    assert "Văn phòng Đảng ủy xã Vi Hương" in [row.name for row in subordinates.subordinates(ladder.province)]
    assert use.page.lower_offices.isVisibleTo(use.page)
    answers = list(ladder.root.glob("*.chibo-cap"))
    assert len(answers) == 1
    upstream.accept_grant(lone, answers[0].read_bytes())


def test_a_packet_of_an_office_that_waits_enrols_it(ladder: CopiedLadder, jobs: Jobs, qtbot: Any) -> None:
    lone = ladder.an_office("lone", "Văn phòng Đảng ủy xã Vi Hương")
    meet(lone, ladder.province)
    send_up(lone, ladder.a_stick("up"))
    carry(ladder.a_stick("up"), ladder.province)
    use = Shown(ReceivePage(ladder.province, jobs, tuple), jobs, qtbot)
    (held,) = receiving.inbox(ladder.province).held
    use.page.list.choose(held.id)
    use.page.list.chosen.emit(held.id)
    use.click(use.page.preview.enrol)
    assert isinstance(use.page.enrolling.dialog, OfficeEnrolDialog)
    assert not isinstance(use.page.enrolling.dialog, EnrolDialog)
    use.page.enrolling.dialog.press("Chưa đăng ký")


def test_an_office_gets_to_know_the_one_above_in_its_settings(ladder: CopiedLadder, jobs: Jobs, qtbot: Any) -> None:
    lone = ladder.an_office("lone", "Văn phòng Đảng ủy xã Vi Hương")
    card = office_service.office_card(ladder.province)
    place = ladder.root / "tinh.chibo-the"
    place.write_bytes(card.data)
    use = Shown(UpperCard(lone, jobs), jobs, qtbot)
    assert not use.page.save_request.isVisibleTo(use.page)
    use.page.look_at_card(place)
    use.settle()
    use.page.digits.set_words("0" * 15)
    use.click(use.page.accept)
    assert upstream.above(lone) is None
    use.page.digits.set_words(card.digits)
    use.click(use.page.accept)
    above = upstream.above(lone)
    assert above is not None
    asked = upstream.make_request(lone)
    use.page.write_request(ladder.root / "xin.chibo-xin")
    use.settle()
    granted = subordinates.grant(
        ladder.province,
        (ladder.root / "xin.chibo-xin").read_bytes(),
        subordinates.TypedDigits(asked.digits, asked.card_digits),
    ).value
    (ladder.root / "cap.chibo-cap").write_bytes(granted.data)
    use.page.take_grant(ladder.root / "cap.chibo-cap")
    use.settle()
    above = upstream.above(lone)
    assert above is not None
    assert above.until is not None


def test_what_was_not_forwarded_says_so_on_screen_and_on_paper(ladder: CopiedLadder, jobs: Jobs, qtbot: Any) -> None:
    with_a_visit(ladder)
    send_up(ladder.district, ladder.a_stick("up"), PartClass.PEOPLE)
    carry(ladder.a_stick("up"), ladder.province)
    (first, *_) = visits.list_visits(ladder.province, visits.VisitFilter())
    opened = open_visit(ladder.province, first.id)
    assert {row.name for row in opened.visit.attendance.roster} == {"không chuyển"}
    assert opened.visit.chair.name == "không chuyển"
    assert "không chuyển" not in [row.text for row in opened.visit.opinions]
    printed = text_of(minutes.build_minutes(ladder.province, first.id).pdf)
    assert "không chuyển" in printed
    use = Shown(EditorPage(ladder.province, jobs, first.id), jobs, qtbot)
    use.page.show_subject("attendance")
    use.settle()
    assert opened.visit.chair.name == "không chuyển"


def test_the_laptop_is_told_what_the_office_above_has(ladder: CopiedLadder, jobs: Jobs, qtbot: Any) -> None:
    with_a_visit(ladder)
    send_up(ladder.district, ladder.a_stick("up"))
    carry(ladder.a_stick("up"), ladder.province)
    answer(ladder.province, ladder.district, ladder.a_stick("down"))
    answer(ladder.district, ladder.district_laptop, ladder.a_stick("to the laptop"))
    (first, *_) = visits.list_visits(ladder.district_laptop, visits.VisitFilter())
    opened = open_visit(ladder.district_laptop, first.id)
    (chip,) = heading.chips(opened)
    assert f"Cấp trên đã nhận: {PROVINCE}, ngày " in chip.told
    part = HistoryPart()
    qtbot.addWidget(part)
    part.show_view(opened.view, is_written_in=False)
    assert PROVINCE in part._above.text()


@pytest.mark.parametrize(
    ("scheme", "zoom", "size"),
    [(Scheme.LIGHT, 100, (920, 640)), (Scheme.DARK, 150, (1262, 696)), (Scheme.LIGHT, 150, (920, 640))],
)
def test_the_walkers_find_nothing(
    scheme: Scheme, zoom: int, size: tuple[int, int], ladder: CopiedLadder, jobs: Jobs, qtbot: Any, theme: Theme
) -> None:
    theme.set_scheme(scheme)
    theme.set_zoom(zoom)
    with_a_visit(ladder)
    record(direct := ladder.laptop_of("Tỉnh-1", ladder.province), "Cơ quan Tỉnh đoàn")
    sending.pack_to(direct, ladder.a_stick("sealed"))
    carry(ladder.a_stick("sealed"), ladder.district)
    pages = (
        forward_page(ladder.district, jobs, ladder.a_stick("up")),
        ReceivePage(ladder.district, jobs, tuple),
        UpperCard(ladder.district, jobs),
    )
    for page in pages:
        use = Shown(page, jobs, qtbot)
        page.resize(*size)
        use.settle()
        assert walkers.faults(page) == []
