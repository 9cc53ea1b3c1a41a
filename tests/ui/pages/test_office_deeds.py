"""Windows of the office for what follows paper and people: erasing (J13), the proof of paper, the audit log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from chibo_desktop.domain.entries import EntryKind
from chibo_desktop.domain.erasing import HitKind, Sought
from chibo_desktop.domain.groups import Roster, RosterMember
from chibo_desktop.domain.ids import OrganisationId, PersonId
from chibo_desktop.domain.reorganisation import Attribute, Operation, Reorganisation, Setting
from chibo_desktop.packets.contents import Act, ActRecorded, texts_of
from chibo_desktop.services import (
    acts,
    backups,
    doctor,
    erasing,
    logbook,
    minutes,
    organisations,
    proofs,
    registers,
    visits,
)
from chibo_desktop.services.desk import Desk
from chibo_desktop.storage import directory
from chibo_desktop.ui import audit_words
from chibo_desktop.ui.components.dialog import Dialog
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.table import Table
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages.audit import AuditLogPage
from chibo_desktop.ui.pages.editor.opening import open_visit
from chibo_desktop.ui.pages.erase import ErasePage
from chibo_desktop.ui.pages.erase_rows import Fate
from chibo_desktop.ui.pages.proof import ProofPage
from chibo_desktop.ui.pages.settings import SettingsPage
from chibo_desktop.ui.pages.visits import VisitsPage
from chibo_desktop.ui.theme import Theme
from tests.building.enrolled import Enrolled, enrolled_in, found_template, merge_one
from tests.building.exchange_town import amend, pack, record
from tests.services.test_proofs import photo_of
from tests.ui import walkers

THU = "Bàn Hữu Thử"
LOOKS = [((1262, 696), 100), ((920, 640), 100), ((1262, 696), 150)]
Opener = Callable[[Page], Page]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return found_template(tmp_path_factory.mktemp("template"))


@pytest.fixture
def town(template: Path, tmp_path: Path) -> Iterator[Enrolled]:
    yield from enrolled_in(template, tmp_path)


@pytest.fixture
def clerk(town: Enrolled) -> Desk:
    """An office that merged two visits; one of them was amended and mentions a person in its conclusion."""
    (row, _) = record(town.first, "Chi bộ thôn Khuổi Đu", "Chi bộ Trường Phổ thông dân tộc bán trú xã Quang Thuận")
    amend(town.first, row.id, lambda visit: replace(visit, closing=replace(visit.closing, conclusion=f"Giao {THU}.")))
    merge_one(town.clerk, pack(town.first, town.stick))
    return town.clerk


@pytest.fixture
def shown(qtbot: Any, jobs: Jobs) -> Opener:
    """Show a page as the shell does, and wait until nothing is under way."""

    def opener(page: Page, size: tuple[int, int] = (1262, 696)) -> Page:
        qtbot.addWidget(page)
        page.resize(*size)
        page.show()
        page.activateWindow()
        page.refresh()
        page.focus_first()
        idle(qtbot, jobs)
        return page

    return opener


def idle(qtbot: Any, jobs: Jobs) -> None:
    qtbot.waitUntil(lambda: not jobs.is_busy(), timeout=10_000)
    walkers.settle()


def words_on(page: Page) -> str:
    return " ".join(label.text() for label in page.findChildren(Label) if label.isVisibleTo(page))


def looking(page: ErasePage, qtbot: Any, jobs: Jobs, name: str = THU) -> ErasePage:
    page.name.setText(name)
    QTest.keyClick(page.name, Qt.Key.Key_Return)
    idle(qtbot, jobs)
    return page


# J13


def test_a_person_is_looked_for_decided_about_and_erased(
    qtbot: Any, jobs: Jobs, clerk: Desk, shown: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    backups.back_up_now(clerk)
    page = ErasePage(clerk, jobs)
    shown(page)
    looking(page, qtbot, jobs, "ban huu thu")
    kinds = [line.leaf.kind for line in page.rows.rows]
    assert (len(kinds), kinds.count(HitKind.MENTION)) == (9, 1)
    assert not page.erase.isEnabled(), "a reason is missing"
    page.reason.setText("theo đơn ngày 01/12/2026")
    QTest.keyClick(page.reason, Qt.Key.Key_Return)
    assert page.erase.isEnabled()
    mention = kinds.index(HitKind.MENTION)
    assert page.rows.row_at(mention).fate is Fate.KEEP, "what only mentions the name is for a person to decide"
    page.table.choose(mention)
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_2)
    assert page.rows.row_at(mention).fate is Fate.MASK
    question = page.question()
    qtbot.addWidget(question)
    assert walkers.unsafe_default(question) == []
    assert question.safe.text() == "Không xóa"
    question.press("Không xóa")
    answers = iter(("Không xóa", "Xóa"))
    monkeypatch.setattr(Dialog, "open", lambda self: self.press(next(answers)))
    page.erase.click()
    idle(qtbot, jobs)
    assert THU in text_of(clerk), "the safe answer changes nothing"
    page.erase.click()
    idle(qtbot, jobs)
    assert THU not in text_of(clerk)
    assert "Đã xóa 09 chỗ trong 02 biên bản." in words_on(page)
    assert doctor.examine(clerk).is_sound
    assert "01 bản sao lưu trên máy này làm trước khi xóa" in words_on(page)
    assert walkers.faults(page) == []


def text_of(desk: Desk) -> str:
    rows = visits.list_visits(desk, visits.VisitFilter())
    return " ".join(str(visits.read_visit(desk, row.id).visit) for row in rows)


def test_the_screen_says_where_something_was_erased_and_a_draft_does_not(
    qtbot: Any, jobs: Jobs, clerk: Desk, shown: Opener
) -> None:
    page = looking(shown(ErasePage(clerk, jobs)), qtbot, jobs)  # type: ignore[arg-type] - what was given is shown
    page.reason.setText("theo đơn")
    page.carry_out()
    idle(qtbot, jobs)
    (row, *_) = visits.list_visits(clerk, visits.VisitFilter())
    opened = open_visit(clerk, row.id)
    assert opened.visit.opinions[1].speaker == "đã xóa theo yêu cầu"
    assert opened.view.visit.opinions[1].speaker == ""
    pdf = minutes.build_minutes(clerk, row.id)
    assert ("erased", len(opened.view.erased)) in [
        (str(one.code), one.datum("leaves")) for one in pdf.checks if one.code == "erased"
    ]


def test_old_backups_are_replaced_when_asked(qtbot: Any, jobs: Jobs, clerk: Desk, shown: Opener) -> None:
    backups.back_up_now(clerk)
    page = looking(shown(ErasePage(clerk, jobs)), qtbot, jobs)  # type: ignore[arg-type] - what was given is shown
    page.reason.setText("theo đơn")
    page.carry_out()
    idle(qtbot, jobs)
    assert backups.holding_erased(clerk) == 1
    page._renew_backups("Sao lưu mới, bỏ bản cũ")
    idle(qtbot, jobs)
    assert backups.holding_erased(clerk) == 0
    assert len(list(clerk.places.backups.glob("*.db"))) == 1
    assert "đã bỏ 01 bản cũ" in words_on(page)


def test_settings_say_which_backups_are_older_than_an_erasure(
    qtbot: Any, jobs: Jobs, clerk: Desk, theme: Theme, shown: Opener
) -> None:
    backups.back_up_now(clerk)
    page = SettingsPage(clerk, jobs, theme, lambda: None, lambda: None)
    shown(page)
    assert not page.backup.renew.isVisible()
    erasing.erase(clerk, [erasing.usual(one) for one in erasing.look(clerk, Sought((THU,)))], "theo đơn")
    page.refresh()
    idle(qtbot, jobs)
    assert "01 bản sao lưu trên máy này làm trước khi xóa theo yêu cầu" in words_on(page)
    page.backup.renew.click()
    idle(qtbot, jobs)
    assert backups.holding_erased(clerk) == 0
    assert not page.backup.renew.isVisible()


def test_nobody_of_that_name(qtbot: Any, jobs: Jobs, clerk: Desk, shown: Opener) -> None:
    page = looking(shown(ErasePage(clerk, jobs)), qtbot, jobs, "Không Có Ai")  # type: ignore[arg-type] - as above
    assert "Không thấy “Không Có Ai” trong sổ." in words_on(page)
    assert walkers.faults(page) == []


def test_a_refusal_is_a_banner(qtbot: Any, jobs: Jobs, clerk: Desk, shown: Opener) -> None:
    page = looking(shown(ErasePage(clerk, jobs)), qtbot, jobs, "  ")  # type: ignore[arg-type] - as above
    assert "Chưa ghi người cần xóa." in words_on(page)


@pytest.mark.parametrize(("size", "zoom"), LOOKS)
def test_the_page_for_erasing_passes_the_walkers(
    qtbot: Any, jobs: Jobs, clerk: Desk, shown: Any, theme: Theme, size: tuple[int, int], zoom: int
) -> None:
    theme.set_zoom(zoom)
    page = looking(shown(ErasePage(clerk, jobs), size), qtbot, jobs)
    assert walkers.faults(page) == []


# the proof of paper


@pytest.fixture
def proof_page(clerk: Desk, jobs: Jobs, shown: Opener) -> ProofPage:
    page = ProofPage(clerk, jobs)
    shown(page)
    return page


def typed(page: ProofPage, qtbot: Any, jobs: Jobs, code: str) -> str:
    page.code.setText(code)
    QTest.keyClick(page.code, Qt.Key.Key_Return)
    idle(qtbot, jobs)
    return words_on(page)


def test_a_typed_code_is_answered(qtbot: Any, jobs: Jobs, clerk: Desk, town: Enrolled, proof_page: ProofPage) -> None:
    rows = {row.cell: row for row in visits.list_visits(clerk, visits.VisitFilter())}
    row = rows["Chi bộ thôn Khuổi Đu"]
    code = proofs.code_of(clerk, row.id)
    assert "Khớp với sổ." in typed(proof_page, qtbot, jobs, code)
    with qtbot.waitSignal(proof_page.visit_requested) as asked:
        next(one for one in proof_page.result.findChildren(type(proof_page.compare)) if "Mở" in one.text()).click()
    assert asked.args == [row.id]
    said = typed(proof_page, qtbot, jobs, code[:-1] + ("0" if code[-1] != "0" else "1"))
    assert "Mã đối chiếu gõ sai." in said
    assert not proof_page.result.isVisible()
    (other,) = record(town.second, "Chi bộ chưa gửi")
    assert "Không có trong sổ." in typed(proof_page, qtbot, jobs, proofs.code_of(town.second, other.id))
    amend(town.first, row.id, lambda visit: replace(visit, session=replace(visit.session, end="22:00")), "ghi sót giờ")
    merge_one(clerk, pack(town.first, town.stick))
    said = typed(proof_page, qtbot, jobs, code)
    assert "Đã sửa sau khi in." in said
    assert "ghi sót giờ" in said
    assert "Thông tin chung: Giờ kết thúc: “21:10” → “22:00”" in said


def test_a_photo_is_answered_and_another_file_refused(
    qtbot: Any, jobs: Jobs, clerk: Desk, proof_page: ProofPage, tmp_path: Path
) -> None:
    (row, *_) = visits.list_visits(clerk, visits.VisitFilter())
    photo = tmp_path / "ảnh.jpg"
    photo.write_bytes(photo_of(minutes.build_minutes(clerk, row.id).pdf, turn=4))
    proof_page.check_picture(photo)
    idle(qtbot, jobs)
    assert "Khớp với sổ." in words_on(proof_page)
    photo.write_bytes(b"no picture")
    proof_page.check_picture(photo)
    idle(qtbot, jobs)
    assert "Không đọc được tệp ảnh này." in words_on(proof_page)
    proof_page.check_picture(tmp_path / "không có")
    idle(qtbot, jobs)
    assert "Không đọc được tệp" in words_on(proof_page)


@pytest.mark.parametrize(("size", "zoom"), LOOKS)
def test_the_page_for_proofs_passes_the_walkers(
    qtbot: Any, jobs: Jobs, clerk: Desk, shown: Any, theme: Theme, size: tuple[int, int], zoom: int
) -> None:
    theme.set_zoom(zoom)
    page = ProofPage(clerk, jobs)
    shown(page, size)
    assert walkers.faults(page) == []
    rows = visits.list_visits(clerk, visits.VisitFilter())
    typed(page, qtbot, jobs, proofs.code_of(clerk, rows[0].id))
    assert walkers.faults(page) == []


# the audit log


def test_the_log_shows_filters_and_saves(qtbot: Any, jobs: Jobs, clerk: Desk, shown: Opener, tmp_path: Path) -> None:
    page = AuditLogPage(clerk, jobs)
    shown(page)
    assert [line.deed for line in page.rows.rows] == ["merged", "granted", "granted"]
    assert "03 việc đã ký" in words_on(page)
    assert page.rows.spoken(0).startswith("Hợp nhất gói tin, GOI-")
    assert page.rows.spoken(0).endswith("chữ ký đúng")
    page.search.setFocus()
    QTest.keyClicks(page.search, "luong thi thi")
    qtbot.waitUntil(lambda: page.rows.rowCount() == 1, timeout=5000)
    page.search.selectAll()
    QTest.keyClick(page.search, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: page.rows.rowCount() == 3, timeout=5000)
    page.first.setText("5/12/2026")
    page.first.commit()
    idle(qtbot, jobs)
    assert "Không có việc nào khớp." in words_on(page)
    page._forget()
    idle(qtbot, jobs)
    assert page.rows.total == 3
    assert page.people_offered() == ["Mọi người", "Nguyễn Thị Mẫu"]
    for ending, write in (("csv", audit_words.as_csv), ("pdf", audit_words.as_pdf)):
        path = tmp_path / f"nhật ký.{ending}"
        with qtbot.waitSignal(page.notice_requested) as said:
            page.save(path, write)
        assert said.args[0].title == "Đã lưu 03 việc."
        assert path.stat().st_size > 200


def test_many_lines_are_fetched_while_one_scrolls(qtbot: Any, jobs: Jobs, clerk: Desk, shown: Opener) -> None:
    with logbook.writing(clerk, 250) as pen:
        for number in range(250):
            acts.record(pen, ActRecorded(Act.FORWARDED, f"office{number}", number))
    page = AuditLogPage(clerk, jobs)
    shown(page)
    assert (page.rows.rowCount(), page.rows.total) == (100, 253)
    table = page.findChild(Table)
    assert table is not None
    table.scrollToBottom()
    qtbot.waitUntil(lambda: page.rows.rowCount() == 200, timeout=5000)


@pytest.mark.parametrize(("size", "zoom"), LOOKS)
def test_the_log_passes_the_walkers(
    qtbot: Any, jobs: Jobs, clerk: Desk, shown: Any, theme: Theme, size: tuple[int, int], zoom: int
) -> None:
    theme.set_zoom(zoom)
    with logbook.writing(clerk) as pen:
        reason = "mất ở bến xe, đã báo công an xã và văn phòng ngay trong ngày, tổ trưởng xác nhận qua điện thoại"
        acts.record(pen, ActRecorded(Act.REVOKED, clerk.me.device, 3, who="Hoàng Văn Mẫu", reason=reason))
    page = AuditLogPage(clerk, jobs)
    shown(page, size)
    assert walkers.faults(page) == []


def test_settings_of_an_office_lead_there(qtbot: Any, jobs: Jobs, clerk: Desk, theme: Theme, shown: Opener) -> None:
    page = SettingsPage(clerk, jobs, theme, lambda: None, lambda: None)
    shown(page)
    assert "Nhật ký việc đã làm" in words_on(page)
    assert "Việc trên máy này" in words_on(page)
    assert "Hợp nhất gói tin: GOI-" in words_on(page)
    assert page.audit is not None
    with qtbot.waitSignal(page.push_requested) as asked:
        page.audit.all.click()
    assert isinstance(asked.args[0], AuditLogPage)
    qtbot.addWidget(asked.args[0])


def test_a_group_keeps_its_diary(jobs: Jobs, town: Enrolled, theme: Theme, shown: Opener) -> None:
    page = SettingsPage(town.first, jobs, theme, lambda: None, lambda: None)
    shown(page)
    assert page.audit is None
    assert "Nhật ký việc đã làm" in words_on(page)


def test_the_list_of_an_office_leads_to_both(qtbot: Any, jobs: Jobs, clerk: Desk, shown: Opener) -> None:
    page = VisitsPage(clerk, jobs)
    shown(page)
    for words, signal in (("Xóa theo yêu cầu…", page.erasing_requested), ("Kiểm tra bản in…", page.proof_requested)):
        with qtbot.waitSignal(signal):
            next(one for one in page.header.findChildren(type(page._new)) if one.text() == words).click()
    assert walkers.faults(page) == []
    assert QApplication.activeModalWidget() is None
    assert dt.date(2026, 11, 3) in {row.date for row in page._model.rows}


def test_rosters_and_decisions_are_looked_through_as_well(qtbot: Any, jobs: Jobs, clerk: Desk, shown: Opener) -> None:
    commune = Setting(OrganisationId("c" * 26), (Attribute.NAME,), name="Chi bộ thôn Khuổi Đu")
    organisations.say(clerk, Reorganisation(Operation.REGISTERED, settings=(commune,)))
    roster = Roster(commune.organisation, members=(RosterMember(PersonId("p" * 26), name=THU, post="bí thư"),))
    with logbook.writing(clerk) as pen:
        entry = pen.write(EntryKind.ORGANISATION_ROSTER, roster.cell, texts_of(roster))
        registers.follow_entries(clerk, [entry])
    page = looking(shown(ErasePage(clerk, jobs)), qtbot, jobs)  # type: ignore[arg-type] - what was given is shown
    told = [page.rows.spoken(place) for place in range(page.rows.rowCount())]
    assert told[-2:] == [
        f"Chi bộ thôn Khuổi Đu, Danh sách đảng viên, Họ và tên, tên, chức vụ, {THU}, Xóa",
        "Chi bộ thôn Khuổi Đu, Danh sách đảng viên, Chức vụ, tên, chức vụ, bí thư, Xóa",
    ]
    assert "trong 02 biên bản và 01 danh sách, quyết định, kế hoạch" in page.header._sub.text()
    page.reason.setText("theo đơn")
    page.carry_out()
    idle(qtbot, jobs)
    assert "02 biên bản và 01 danh sách" in words_on(page)
    (left,) = directory.rosters(clerk.book)
    assert [(one.name, one.post) for one in left.members] == [("", "")]
    assert walkers.faults(page) == []
