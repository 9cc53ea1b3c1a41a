"""Nhận gói tin: a stick with everything on it, looked at, merged and set aside; nothing of it is lost."""

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from chibo_desktop.domain.ids import VisitId
from chibo_desktop.domain.outcomes import Fault
from chibo_desktop.domain.visits import Visit, VisitState
from chibo_desktop.services import enrolment, packet_files, receiving, sending, status, visits
from chibo_desktop.services.archive import Change, VisitChange
from chibo_desktop.services.arriving import Counts, FileReport, Result
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.sending import Drive
from chibo_desktop.services.set_aside import HeldItem
from chibo_desktop.ui import sentences
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.failures import REASONS
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages import receive_rows
from chibo_desktop.ui.pages.before_after import BeforeAfterPage
from chibo_desktop.ui.pages.receive import ReceivePage
from chibo_desktop.ui.pages.receive_preview import ReceivePreview
from chibo_desktop.ui.pages.stick_question import NoStickDialog, Target
from chibo_desktop.ui.theme import Theme
from chibo_desktop.ui.tokens import Scheme
from tests.building.exchange_town import Town, a_visit, acknowledge, amend, enrol, know, pack, record, town_in
from tests.building.stored import a_row
from tests.building.visits import id_of
from tests.ui import walkers

LONG = "Chi bộ cơ quan Trung tâm Văn hóa, Thông tin và Truyền thông huyện Bạch Thông"


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    yield from town_in(tmp_path)


class Stick:
    """A stick with a clean packet, one after a gap, one of a machine nobody vouched for, and a broken file."""

    def __init__(self, town: Town) -> None:
        self.town, self.clerk = town, town.office()
        self.careful = careful = town.laptop("Bản Thử-1", "Tổ số 07", "Nông Văn Thử")
        self.hasty = hasty = town.laptop("Quang Thuận-3", "Tổ số 06", "Lý Văn Dụ")
        self.stranger = town.laptop("Vi Hương-1", "Tổ số 02", "Đặng Văn Thử")
        enrol(careful, self.clerk)
        enrol(hasty, self.clerk)
        know(self.stranger, self.clerk)
        record(careful, "Chi bộ thôn Nà Thử", "Chi bộ Trạm Y tế xã")
        self.clean = pack(careful, town.stick)
        self.gap = self._after_a_lost_packet(hasty)
        record(self.stranger, "Chi bộ thôn Vi Hương")
        self.unknown = pack(self.stranger, town.stick)
        self.broken = town.stick / "GOI-9C2M-000004.chibo"
        whole = self.clean.read_bytes()
        self.broken.write_bytes(whole[: len(whole) // 2])

    def _after_a_lost_packet(self, laptop: Desk) -> Path:
        (first,) = record(laptop, "Chi bộ thôn Pác Mẫu")
        receiving.merge(self.clerk, [pack(laptop, self.town.root)])
        sending.enter_receipt_code(laptop, 1, acknowledge(laptop, 1))
        record(laptop, "Chi bộ thôn Mất")
        pack(laptop, self.town.root).unlink()
        sending.enter_receipt_code(laptop, 2, acknowledge(laptop, 2))
        amend(laptop, first.id, later)
        record(laptop, LONG)
        return pack(laptop, self.town.stick)


def later(visit: Visit) -> Visit:
    return dataclasses.replace(visit, session=dataclasses.replace(visit.session, end="21:20"))


class Opened:
    """The page in use and what it asked for."""

    def __init__(self, desk: Desk, jobs: Jobs, qtbot: Any, *sticks: Path) -> None:
        self.jobs, self.qtbot = jobs, qtbot
        self.page = ReceivePage(desk, jobs, lambda: tuple(Drive(stick.name, stick, 6 * 2**30) for stick in sticks))
        self.said: list[NoticeWords] = []
        self.pushed: list[Page] = []
        self.asked: list[tuple[str, object]] = []
        self.page.notice_requested.connect(self.said.append)
        self.page.push_requested.connect(self.pushed.append)
        self.page.open_requested.connect(lambda key, subject: self.asked.append((key, subject)))
        qtbot.addWidget(self.page)
        self.page.resize(1262, 768)
        self.page.show()
        self.page.refresh()
        self.settle()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.jobs.is_busy())
        walkers.settle()

    def choose(self, key: object) -> None:
        self.page.list.choose(key)
        self.page.list.chosen.emit(key)

    def held(self, code: str) -> int:
        return next(one.id for one in self.page._seen.inbox.held if one.code == code)

    def told(self) -> str:
        return " ".join(banner.told for banner in self.page.preview.banners._shown.values())

    def titles(self) -> list[str]:
        rows = self.page.list._model.rows
        return [row for row in rows if isinstance(row, str)]


@pytest.fixture
def stick(town: Town) -> Stick:
    return Stick(town)


def test_three_groups_and_nothing_kept_of_what_was_only_looked_at(stick: Stick, jobs: Jobs, qtbot: Any) -> None:
    use = Opened(stick.clerk, jobs, qtbot, stick.town.stick)
    assert use.titles() == ["Mới trên USB (02)", "Để riêng, cần xem (02)", "Hôm nay đã hợp nhất (01)"]
    assert status.status(stick.clerk).visits[VisitState.MERGED] == 1
    use.choose(stick.gap)
    preview = use.page.preview
    assert "Còn thiếu mục 2 của máy Quang Thuận-3" in use.told()
    changes = {row.row.cell: row.change for row in preview.table.rows_model.rows}
    assert changes == {"Chi bộ thôn Pác Mẫu": Change.AMENDED, LONG: Change.NEW}
    assert preview.merge.isVisibleTo(use.page)
    use.choose(use.held("E_SIGNER"))
    assert "máy chưa đăng ký" in use.told()
    assert not preview.merge.isVisibleTo(use.page)
    use.choose(use.held("E_DECRYPT"))
    assert "Tệp hỏng" in use.told()
    buttons = [button.text() for button in use.page.findChildren(Button)]
    assert not any("Xóa" in words for words in buttons)


def test_a_visit_that_differs_is_not_called_new_and_what_was_set_aside_is_told() -> None:
    """What the preview promised and what the notice says are one and the same."""
    differing = VisitChange(VisitId("a"), Change.DIFFERING, a_row("a"), conflicts=1)
    changes = (differing, VisitChange(VisitId("b"), Change.NEW, a_row("b")))
    report = FileReport(
        "GOI.chibo", Result.MERGED, number=3, visits=changes, conflicts=1, entries=Counts(quarantined=1)
    )
    text = "01 biên bản mới, 00 bổ sung. Còn 01 chỗ khác nhau cần chọn. 01 mục để riêng, cần xem."
    assert receive_rows.merged_words([report]) == ("Đã hợp nhất gói 000003.", text, 1)


def test_merging_the_clean_one_leaves_the_others_where_they_are(stick: Stick, jobs: Jobs, qtbot: Any) -> None:
    use = Opened(stick.clerk, jobs, qtbot, stick.town.stick)
    use.choose(stick.clean)
    QTest.mouseClick(use.page.preview.merge, Qt.MouseButton.LeftButton)
    use.settle()
    assert use.said[-1].title == "Đã hợp nhất gói 000001."
    assert use.said[-1].text.startswith("02 biên bản mới, 00 bổ sung. Mã báo nhận 8 số")
    assert status.status(stick.clerk).visits[VisitState.MERGED] == 3
    assert use.page.list.current == stick.gap  # the next one that brings something
    assert use.titles() == ["Mới trên USB (02)", "Để riêng, cần xem (02)", "Hôm nay đã hợp nhất (02)"]
    assert sorted(status.status(stick.clerk).held) == ["E_DECRYPT", "E_SIGNER"]
    assert all(path.exists() for path in (stick.clean, stick.gap, stick.unknown, stick.broken))


def test_the_same_packet_again_says_since_when_it_is_here(stick: Stick, jobs: Jobs, qtbot: Any) -> None:
    receiving.merge(stick.clerk, [stick.clean])
    use = Opened(stick.clerk, jobs, qtbot, stick.town.stick)
    use.choose(stick.clean)
    assert "Gói này đã có đủ từ 01/12/2026" in use.told()
    assert not use.page.preview.merge.isVisibleTo(use.page)
    assert status.status(stick.clerk).visits[VisitState.MERGED] == 3


def test_what_is_set_aside_stays_when_the_stick_is_gone(stick: Stick, jobs: Jobs, qtbot: Any) -> None:
    Opened(stick.clerk, jobs, qtbot, stick.town.stick)
    stick.unknown.unlink()
    enrol(stick.stranger, stick.clerk)
    use = Opened(stick.clerk, jobs, qtbot)
    use.choose(use.held("E_SIGNER"))
    use.page.preview.retry.click()
    use.settle()
    assert use.said[-1].title == "Đã hợp nhất gói 000001."
    assert "E_SIGNER" not in status.status(stick.clerk).held


def test_trying_again_too_early_says_that_nothing_changed(stick: Stick, jobs: Jobs, qtbot: Any) -> None:
    use = Opened(stick.clerk, jobs, qtbot, stick.town.stick)
    use.choose(use.held("E_SIGNER"))
    use.page.preview.retry.click()
    use.settle()
    assert "vẫn chưa dùng được" in use.page.banners._shown["retry"].told


def test_the_digits_of_a_merged_packet_are_read_out_and_its_receipt_is_written(
    stick: Stick, jobs: Jobs, qtbot: Any
) -> None:
    receiving.merge(stick.clerk, [stick.clean])
    use = Opened(stick.clerk, jobs, qtbot, stick.town.stick)
    use.choose(use.page.list.keys[-2])
    preview = use.page.preview
    digits = acknowledge(stick.careful, 1)
    assert preview.code.isVisibleTo(use.page)
    assert preview.code.digits == f"{digits[:4]} {digits[4:]}"
    preview.receipt.click()
    use.settle()
    (answer,) = stick.town.stick.glob("BAO-*.chibo")
    assert receiving.merge(stick.careful, [answer]).value.files[0].result is Result.RECEIPTS
    use.choose(use.page.list.keys[-1])
    assert preview.code.digits.replace(" ", "") == acknowledge(stick.hasty, 1)
    assert walkers.faults(use.page) == []
    use.choose(stick.gap)
    assert not preview.code.isVisibleTo(use.page)


def test_who_a_waiting_packet_claims_to_be_is_shown_after_a_restart(stick: Stick, jobs: Jobs, qtbot: Any) -> None:
    receiving.merge(stick.clerk, [stick.unknown])
    use = Opened(stick.clerk, jobs, qtbot)
    use.choose(use.held("E_SIGNER"))
    told = [label.text() for label in use.page.preview.findChildren(Label) if label.isVisibleTo(use.page)]
    assert "Tổ số 02, Vi Hương-1" in told
    assert any(words.startswith("Tự ghi là của Đặng Văn Thử, chưa ai chứng minh") for words in told)


def test_a_machine_is_enrolled_from_its_waiting_packet(stick: Stick, jobs: Jobs, qtbot: Any) -> None:
    use = Opened(stick.clerk, jobs, qtbot, stick.town.stick)
    use.choose(use.held("E_SIGNER"))
    use.page.preview.enrol.click()
    use.settle()
    dialog = use.page.enrolling.dialog
    assert dialog is not None
    facts = {label.text() for label in dialog.findChildren(Label)}
    assert {"Đặng Văn Thử", "Tổ số 02", "Vi Hương-1"} <= facts
    assert not dialog.buttons[1].isEnabled()
    dialog.code.set_digits("1" * 15)
    dialog.press("Đăng ký máy này")
    use.settle()
    assert "15 số chưa đúng" in dialog.field.hint.text()
    dialog.code.set_digits(enrolment.make_request(stick.stranger).digits)
    QTest.keyClick(dialog.code, Qt.Key.Key_Return)
    use.settle()
    assert use.page.enrolling.dialog is None
    assert use.said[-1].title == "Đã hợp nhất gói 000001."
    assert "E_SIGNER" not in status.status(stick.clerk).held
    answer = stick.town.stick / "vi-huong-1.chibo-cap"
    assert answer.name in use.page.banners._shown["grant"].told
    assert enrolment.accept_grant(stick.stranger, answer.read_bytes()).value.machine == "Vi Hương-1"


def test_an_answer_that_was_not_saved_is_offered_until_it_is(stick: Stick, jobs: Jobs, qtbot: Any) -> None:
    receiving.merge(stick.clerk, [stick.unknown])
    use = Opened(stick.clerk, jobs, qtbot)
    use.choose(use.held("E_SIGNER"))
    use.page.preview.enrol.click()
    use.settle()
    assert use.page.enrolling.dialog is not None
    use.page.enrolling.dialog.code.set_digits(enrolment.make_request(stick.stranger).digits)
    use.page.enrolling.dialog.press("Đăng ký máy này")
    use.settle()
    for answer in ("Để sau", "Chọn thư mục…"):
        assert isinstance(use.page.sticks.dialog, NoStickDialog)
        use.page.sticks.ask_folder = lambda: str(stick.town.root)
        use.page.sticks.dialog.press(answer)
        use.settle()
        use.page.banners._shown["grant"].buttons[0].click()
        use.settle()
    assert (stick.town.root / "vi-huong-1.chibo-cap").exists()


def test_several_clean_packets_are_merged_at_once(town: Town, jobs: Jobs, qtbot: Any) -> None:
    clerk = town.office()
    for name in ("A", "B", "C"):
        laptop = town.laptop(f"Máy {name}", f"Tổ {name}")
        enrol(laptop, clerk)
        record(laptop, f"Chi bộ {name}")
        pack(laptop, town.stick)
    use = Opened(clerk, jobs, qtbot, town.stick)
    assert use.page.merge_all.text() == "Hợp nhất cả 03 gói sẵn sàng"
    use.page.merge_all.click()
    use.settle()
    assert status.status(clerk).visits[VisitState.MERGED] == 3
    assert not use.page.merge_all.isVisibleTo(use.page)


def test_two_records_of_one_meeting_are_marked(town: Town, jobs: Jobs, qtbot: Any) -> None:
    clerk = town.office()
    first, second = town.laptop("Máy A", "Tổ A"), town.laptop("Máy B", "Tổ B")
    for laptop in (first, second):
        enrol(laptop, clerk)
    record(first, "Chi bộ thôn Đon Bây")
    receiving.merge(clerk, [pack(first, town.stick)])
    again = dataclasses.replace(a_visit("Chi bộ thôn Đon Bây"), id=VisitId(id_of("the same meeting again")))
    visits.record(second, [again], finalise_them=True)
    packet = pack(second, town.stick)
    use = Opened(clerk, jobs, qtbot, town.stick)
    use.choose(packet)
    (row,) = use.page.preview.table.rows_model.rows
    assert row.change is Change.DOUBTFUL
    assert "Nghi trùng" in use.page.preview.table.rows_model.spoken(0)


def test_a_visit_opens_to_before_and_after(stick: Stick, jobs: Jobs, qtbot: Any) -> None:
    use = Opened(stick.clerk, jobs, qtbot, stick.town.stick)
    use.choose(stick.gap)
    table = use.page.preview.table
    table.choose(next(at for at, row in enumerate(table.rows_model.rows) if row.notes))
    QTest.keyClick(table, Qt.Key.Key_Return)
    (page,) = use.pushed
    assert isinstance(page, BeforeAfterPage)
    qtbot.addWidget(page)
    page.resize(1262, 768)
    page.show()
    walkers.settle()
    (row,) = page.table.rows_model.rows
    assert (row.path, row.before, row.after) == ("session.end", "21:10", "21:20")
    assert (page.before.text(), page.after.text()) == ("21:10", "21:20")
    assert page.table.rows_model.spoken(0) == "Thông tin chung: Giờ kết thúc, trước 21:10, sau 21:20"
    assert walkers.faults(page) == []


def test_receipts_go_back_to_the_stick(stick: Stick, jobs: Jobs, qtbot: Any) -> None:
    use = Opened(stick.clerk, jobs, qtbot, stick.town.stick)
    use.page.back.menu().actions()[0].trigger()
    use.settle()
    (answer,) = stick.town.stick.glob("BAO-*.chibo")
    assert answer.stat().st_size
    assert use.said[-1].title == "Đã ghi xong, có thể rút USB."
    assert use.titles()[0] == "Mới trên USB (02)"  # answers are not taken for packets


def test_a_stick_that_is_pulled_out_while_looking(
    stick: Stick, jobs: Jobs, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pull(path: Path) -> bytes:
        raise Fault("FILE_UNREADABLE", file=path.name)

    monkeypatch.setattr(packet_files, "read_packet_file", pull)
    use = Opened(stick.clerk, jobs, qtbot, stick.town.stick)
    assert "Không đọc được tệp" in use.page.banners._shown["failure"].told
    assert use.titles() == ["Hôm nay đã hợp nhất (01)"]


@pytest.mark.parametrize("code", sorted(REASONS))
def test_every_reason_is_explained_without_a_button_that_does_nothing(code: str, qtbot: Any) -> None:
    held = HeldItem(7, "GOI-9C2M-000004.chibo", code, {}, dt.datetime.now(dt.UTC), 4, "", None)
    preview = ReceivePreview()
    qtbot.addWidget(preview)
    preview.show_held(held)
    (banner,) = preview.banners._shown.values()
    asks = sentences.explanation(code) == "M16" and code != "E_AUDIENCE"
    assert [button.text() for button in banner.buttons] == (["In phiếu xin gửi lại"] if asks else [])
    assert "%" not in banner.told
    assert preview.retry.isVisibleTo(preview)
    assert preview.enrol.isVisibleTo(preview) is (code == "E_SIGNER")
    assert receive_rows.held_item(held).second


def test_other_files_are_opened(town: Town, jobs: Jobs, qtbot: Any) -> None:
    clerk, laptop = town.office(), town.laptop()
    enrol(laptop, clerk)
    record(laptop, "Chi bộ thôn Nà Thử")
    packet = pack(laptop, town.stick)
    use = Opened(clerk, jobs, qtbot)
    assert use.page._stack.currentIndex() == 1
    assert walkers.faults(use.page) == []
    use.page.ask_files = lambda: [str(packet)]
    use.page._empty_open.click()
    use.settle()
    assert use.page.list.keys == (packet,)
    assert use.page.preview.merge.isVisibleTo(use.page)


def test_arrows_walk_over_headings_and_right_goes_into_the_preview(stick: Stick, jobs: Jobs, qtbot: Any) -> None:
    use = Opened(stick.clerk, jobs, qtbot, stick.town.stick)
    use.page.activateWindow()
    use.page.focus_first()
    for key in use.page.list.keys[1:]:
        QTest.keyClick(use.page.list.list, Qt.Key.Key_Down)
        assert use.page.list.current == key
    use.choose(stick.gap)
    QTest.keyClick(use.page.list.list, Qt.Key.Key_Right)
    assert use.page.preview.table.hasFocus()


@pytest.mark.parametrize(
    ("scheme", "zoom", "size"),
    [
        (Scheme.LIGHT, 100, (1262, 768)),
        (Scheme.DARK, 100, (1262, 696)),
        (Scheme.LIGHT, 150, (1210, 768)),
        (Scheme.LIGHT, 100, (920, 640)),
    ],
)
def test_the_walkers_find_nothing(
    scheme: Scheme, zoom: int, size: tuple[int, int], stick: Stick, jobs: Jobs, qtbot: Any, theme: Theme
) -> None:
    theme.set_scheme(scheme)
    theme.set_zoom(zoom)
    use = Opened(stick.clerk, jobs, qtbot, stick.town.stick)
    use.page.resize(*size)
    for key in use.page.list.keys:
        use.choose(key)
        walkers.settle()
        assert walkers.faults(use.page) == []


def test_a_packet_for_another_office_is_not_called_broken(town: Town, tmp_path: Path, jobs: Jobs, qtbot: Any) -> None:
    clerk = town.office()
    away = Town(tmp_path / "away")
    laptop = away.laptop("Chợ Mới-1", "Tổ số 01", "Đặng Văn Thử")
    enrol(laptop, away.office("Văn phòng Đảng ủy xã khác"))
    record(laptop, "Chi bộ thôn Nà Thử")
    pack(laptop, town.stick)
    away.close()
    use = Opened(clerk, jobs, qtbot, town.stick)
    assert use.page._seen.inbox.held == ()
    (sealed,) = use.page._seen.inbox.sealed
    assert receive_rows.sealed_chip(sealed).word == "Chờ chuyển"
    use.choose(receive_rows.SealedKey(sealed.id))
    assert "văn phòng này không mở được" in use.told()
    assert "Tệp hỏng" not in use.told()
    away_stick = tmp_path / "USB chuyen ho"
    away_stick.mkdir()
    use.page.carrying.write(Target(away_stick, "USB chuyển hộ", "USB chuyển hộ"))
    use.settle()
    assert receive_rows.sealed_chip(use.page._seen.inbox.sealed[0]).word == "Đã chuyển đi"
    assert (away_stick / sealed.file_name).read_bytes() == (town.stick / sealed.file_name).read_bytes()


# taking back


@pytest.fixture
def merged(town: Town, jobs: Jobs, qtbot: Any) -> Opened:
    """A packet that was merged."""
    clerk, laptop = town.office(), town.laptop()
    enrol(laptop, clerk)
    record(laptop, "Chi bộ A", "Chi bộ B")
    pack(laptop, town.stick)
    use = Opened(clerk, jobs, qtbot, town.stick)
    use.page.preview.merge.click()
    use.settle()
    return use


def take_last_back(use: Opened, qtbot: Any) -> None:
    use.page.activateWindow()
    use.page.focus_first()
    use.settle()
    qtbot.keyClick(use.page.list.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    use.settle()


def test_the_last_merge_is_taken_back_after_a_question_that_counts(merged: Opened, qtbot: Any) -> None:
    use, clerk = merged, merged.page._desk
    before = status.digest(clerk)
    take_last_back(use, qtbot)
    dialog = use.page.taking_back.dialog
    assert dialog is not None
    told = " ".join(label.text() for label in dialog.findChildren(Label))
    assert "Rút lại gói 000001 khỏi sổ chung?" in told
    assert "02 biên bản ẩn khỏi báo cáo" in told
    assert "00 lần chọn sau đó" in told
    assert dialog.safe.text() == "Giữ nguyên"
    assert dialog.safe.isDefault()
    dialog.safe.click()
    use.settle()
    assert status.digest(clerk) == before
    take_last_back(use, qtbot)
    dialog = use.page.taking_back.dialog
    assert dialog is not None
    dialog.press("Rút lại")
    use.settle()
    assert status.status(clerk).visits[VisitState.MERGED] == 0
    assert "Đã rút lại (01)" in use.titles()
    use.choose(next(key for key in use.page.list.keys if isinstance(key, receive_rows.MergedKey)))
    use.page.activateWindow()
    use.settle()
    assert walkers.faults(use.page) == []
    use.page.preview.bring_back.click()
    use.settle()
    assert status.digest(clerk) == before
    assert "Hôm nay đã hợp nhất (01)" in use.titles()
