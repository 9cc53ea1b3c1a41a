"""The editor of visits: saving by itself, finalising, the way back after a crash, trouble, input methods, walkers."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from chibo_desktop.domain.attendance import counts_in_force
from chibo_desktop.domain.outcomes import Fault
from chibo_desktop.domain.visits import AttendanceMode, AttendanceState, Closing, Counts, Section, Visit, VisitState
from chibo_desktop.services import drafts, founding, visits
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.founding import close_desk
from chibo_desktop.services.minutes import build_minutes
from chibo_desktop.ui.components.chip import Chip
from chibo_desktop.ui.components.dialog import Dialog
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.text_input import LineInput, TextInput
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.editor.autosave import Saving
from chibo_desktop.ui.pages.editor.frame import EditorPage
from chibo_desktop.ui.pages.editor.history import HISTORY
from chibo_desktop.ui.theme import Theme
from chibo_desktop.ui.tokens import Scheme
from tests.building.visits import don_bay, phieng_an
from tests.ui.pages.row_home import (
    NOW,
    PASSPHRASE,
    chance,
    compose,
    focus,
    open_group_home,
    own,
    press,
    settle,
    type_text,
)
from tests.ui.walkers import faults

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
Opener = Callable[..., Any]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = open_group_home(tmp_path)
    yield opened
    close_desk(opened)


@pytest.fixture
def open_editor(qtbot: Any, desk: Desk, jobs: Jobs) -> Opener:
    """Show the editor as the shell does, and wait until the visit is on the screen."""

    def opener(visit: Visit | None = None, size: tuple[int, int] = (1262, 696), *, kept: bool = True) -> EditorPage:
        page = EditorPage(desk, jobs, visit.id if visit else None)
        if kept:
            qtbot.addWidget(page)
        page.resize(*size)
        page.show()
        page.activateWindow()
        page.refresh()
        qtbot.waitUntil(lambda: page.section is not None and not jobs.is_busy())
        settle()
        return page

    return opener


def keep(desk: Desk, visit: Visit, *, finalised: bool = False) -> Visit:
    """Have the visit in the book, as a draft or finalised, and not open on a screen."""
    visit = own(desk, visit)
    visits.record(desk, [visit], finalise_them=finalised)
    return visit


def saved(page: EditorPage) -> bool:
    """Does the head say that everything is on the disk?"""
    return page._autosave.state.saving is Saving.SAVED


def ask_to_finalise(qtbot: Any) -> Dialog:
    """Press F9; the button goes down for a moment before it acts."""
    press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    return dialog()


def dialog() -> Dialog:
    """The question that is being asked."""
    found = QApplication.activeModalWidget()
    assert isinstance(found, Dialog)
    return found


def _reason_in(asked: Dialog) -> TextInput:
    found = asked.findChild(TextInput)
    assert isinstance(found, TextInput)
    return found


def words_on(widget: QWidget) -> str:
    """All sentences that can be read."""
    return " ".join(label.text() for label in widget.findChildren(Label) if label.isVisibleTo(widget))


# saving


def test_saves_within_a_second_though_typing_goes_on(qtbot: Any, desk: Desk, jobs: Jobs, open_editor: Opener) -> None:
    visit = keep(desk, replace(phieng_an(), closing=Closing()))
    page = open_editor(visit)
    page.show_subject(Section.CLOSING)
    settle()
    typed: list[str] = []

    def type_on() -> bool:
        """Never a pause long enough for the text to settle."""
        if len(typed) < 60:
            typed.append("a")
            type_text("a")
        return "a" in drafts.load_draft(desk, visit.id).visit.closing.conclusion

    qtbot.waitUntil(lambda: not jobs.is_busy() and type_on(), timeout=3000)
    assert drafts.load_draft(desk, visit.id).saved_at is not None
    qtbot.waitUntil(lambda: saved(page), timeout=3000)
    assert drafts.load_draft(desk, visit.id).visit.closing.conclusion == "a" * len(typed)
    assert page._actions.status.words == "Đã lưu " + NOW.astimezone().strftime("%H:%M:%S")


def test_says_saved_only_after_the_commit(qtbot: Any, desk: Desk, open_editor: Opener) -> None:
    page = open_editor(keep(desk, replace(phieng_an(), closing=Closing())))
    page.show_subject(Section.CLOSING)
    settle()
    type_text("Chi bộ thống nhất.")
    assert page._actions.status.words == "Đang ghi…"
    press(Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: saved(page))
    visit = page.visit_id
    assert visit is not None
    assert drafts.load_draft(desk, visit).visit.closing.conclusion == "Chi bộ thống nhất."


def test_leaving_hands_over_the_last_word_and_closes_the_draft(
    qtbot: Any, desk: Desk, jobs: Jobs, open_editor: Opener
) -> None:
    visit = keep(desk, replace(phieng_an(), closing=Closing()))
    page = open_editor(visit)
    page.show_subject(Section.CLOSING)
    settle()
    type_text("Còn trong tay")
    page.leave()
    qtbot.waitUntil(lambda: not jobs.is_busy())
    assert drafts.load_draft(desk, visit.id).visit.closing.conclusion == "Còn trong tay"
    assert drafts.interrupted_draft(desk) is None


def test_a_draft_that_was_on_the_screen_comes_back_where_it_was(
    qtbot: Any, desk: Desk, jobs: Jobs, open_editor: Opener, tmp_path: Path
) -> None:
    """J3: the machine dies; nothing is told to the book."""
    visit = keep(desk, replace(phieng_an(), closing=Closing()))
    page = open_editor(visit)
    page.show_subject(Section.CLOSING)
    settle()
    type_text("Giữ đến đây")
    qtbot.waitUntil(lambda: saved(page), timeout=3000)
    page._autosave.stop()  # the process is gone: neither leaving nor closing is heard of
    close_desk(desk)
    again = founding.open_desk(desk.places, PASSPHRASE, lambda: NOW, chance())
    interrupted = drafts.interrupted_draft(again)
    assert interrupted is not None
    assert (interrupted.visit.id, interrupted.place) == (visit.id, "closing.conclusion")
    back = EditorPage(again, jobs, interrupted.visit.id, interrupted=True)
    qtbot.addWidget(back)
    back.show()
    back.activateWindow()
    back.refresh()
    qtbot.waitUntil(lambda: back.section is not None and not jobs.is_busy())
    told = words_on(back)
    assert "Đã mở lại bản nháp Chi bộ thôn Phiêng An." in told
    assert NOW.astimezone().strftime("%H:%M:%S") in told
    assert back.section is not None
    assert back.section.section is Section.CLOSING
    field = focus()
    assert isinstance(field, TextInput)
    assert field.words() == "Giữ đến đây"
    back._autosave.stop()
    close_desk(again)
    desk.book = founding.open_desk(desk.places, PASSPHRASE, lambda: NOW, chance()).book


def test_a_full_disk_is_told_and_saving_recovers_by_itself(
    qtbot: Any, desk: Desk, open_editor: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """J4. The fault is injected: a disk cannot be filled in a test."""
    visit = keep(desk, replace(phieng_an(), closing=Closing()))
    page = open_editor(visit)
    page.show_subject(Section.CLOSING)
    settle()
    full = True
    really_save = page._autosave._save

    def save(*written: Any) -> Any:
        if full:
            raise Fault("DISK_FULL")
        return really_save(*written)

    monkeypatch.setattr(page._autosave, "_save", save)
    type_text("Không mất chữ nào")
    qtbot.waitUntil(lambda: page.banners.shows("saving"), timeout=3000)
    assert page._actions.status.words == "Chưa lưu được, đang thử lại"
    assert "Chưa lưu được vào ổ đĩa." in words_on(page)
    field = focus()
    assert isinstance(field, TextInput)
    assert field.words() == "Không mất chữ nào"
    full = False
    qtbot.waitUntil(lambda: saved(page), timeout=5000)
    assert not page.banners.shows("saving")
    assert drafts.load_draft(desk, visit.id).visit.closing.conclusion == "Không mất chữ nào"


def test_what_the_disk_refused_outlives_the_page(qtbot: Any, desk: Desk, jobs: Jobs, open_editor: Opener) -> None:
    visit = keep(desk, replace(phieng_an(), closing=Closing()))
    page = open_editor(visit, kept=False)
    page.show_subject(Section.CLOSING)
    settle()
    full = True
    autosave = page._autosave
    really_save = autosave._save

    def save(*written: Any) -> Any:
        if full:
            raise Fault("DISK_FULL")
        return really_save(*written)

    autosave._save = save
    type_text("Rời trang khi đầy ổ đĩa")
    qtbot.waitUntil(lambda: autosave.state.saving is Saving.FAILING, timeout=3000)
    page.leave()
    page.deleteLater()
    settle()
    full = False
    qtbot.waitUntil(
        lambda: (
            drafts.load_draft(desk, visit.id).visit.closing.conclusion == "Rời trang khi đầy ổ đĩa"
            if not jobs.is_busy()
            else False
        ),
        timeout=6000,
    )


# sections


def test_digits_change_the_state_and_the_counts_follow(qtbot: Any, desk: Desk, open_editor: Opener) -> None:
    visit = keep(desk, phieng_an())
    page = open_editor(visit)
    press(Qt.Key.Key_PageDown, CTRL)
    assert page.section is not None
    assert page.section.section is Section.ATTENDANCE
    press(Qt.Key.Key_Home)
    press(Qt.Key.Key_3)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_4)
    qtbot.waitUntil(lambda: saved(page) and not page._jobs.is_busy(), timeout=3000)
    roster = drafts.load_draft(desk, visit.id).visit.attendance.roster
    assert [row.state for row in roster[:3]] == [
        AttendanceState.UNEXCUSED,
        AttendanceState.EXEMPT,
        AttendanceState.PRESENT,
    ]
    press(Qt.Key.Key_A, CTRL | SHIFT)
    now = page.section.collect(visit)
    assert counts_in_force(now.attendance).present == 9
    press(Qt.Key.Key_Z, CTRL)
    assert counts_in_force(page.section.collect(visit).attendance).present == 6


def test_two_numbers_for_one_thing_are_settled_by_a_person(qtbot: Any, desk: Desk, open_editor: Opener) -> None:
    attendance = replace(phieng_an().attendance, counts=Counts(present=7))
    page = open_editor(keep(desk, replace(phieng_an(), attendance=attendance)))
    page.show_subject(Section.ATTENDANCE)
    settle()
    section = page.section
    assert section is not None
    assert "Mục 1 ghi 07 đảng viên có mặt, danh sách cho 08." in words_on(section)
    qtbot.mouseClick(_button(section, "Giữ số 07"), Qt.MouseButton.LeftButton)
    settle()
    assert isinstance(focus(), LineInput)
    type_text("Một người về trước khi điểm danh")
    kept = section.collect(own(desk, phieng_an())).attendance
    assert kept.prefer_typed
    assert kept.counts.present == 7
    assert kept.prefer_reason == "Một người về trước khi điểm danh"
    assert "danh sách cho 08" not in words_on(section)


def test_using_the_number_of_the_roster_ends_the_contradiction(qtbot: Any, desk: Desk, open_editor: Opener) -> None:
    attendance = replace(phieng_an().attendance, counts=Counts(present=7))
    page = open_editor(keep(desk, replace(phieng_an(), attendance=attendance)))
    page.show_subject(Section.ATTENDANCE)
    settle()
    section = page.section
    assert section is not None
    qtbot.mouseClick(_button(section, "Dùng số 08"), Qt.MouseButton.LeftButton)
    settle()
    assert counts_in_force(section.collect(own(desk, phieng_an())).attendance).present == 8
    assert "danh sách cho 08" not in words_on(section)


def test_counts_alone_begin_with_what_the_roster_says(desk: Desk, open_editor: Opener) -> None:
    page = open_editor(keep(desk, phieng_an()))
    page.show_subject(Section.ATTENDANCE)
    settle()
    section = page.section
    assert section is not None
    section._mode.choose(AttendanceMode.COUNTS)  # type: ignore[attr-defined] - section 2 has it
    attendance = section.collect(own(desk, phieng_an())).attendance
    assert attendance.mode is AttendanceMode.COUNTS
    assert (attendance.counts.total, attendance.counts.present) == (9, 8)
    assert len(attendance.roster) == 9


def test_a_cell_of_no_register_is_taken_with_its_superiors(
    qtbot: Any, desk: Desk, jobs: Jobs, open_editor: Opener
) -> None:
    page = open_editor()
    type_text("Chi bộ thôn Nà Thử")
    press(Qt.Key.Key_Tab)
    settle()
    type_text("Đảng bộ xã Thử Nghiệm")
    press(Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: saved(page) and not jobs.is_busy(), timeout=3000)
    visit = page.visit_id
    assert visit is not None
    cell = drafts.load_draft(desk, visit).visit.cell
    assert (cell.name, cell.id) == ("Chi bộ thôn Nà Thử", None)
    assert [superior.name for superior in cell.superiors] == ["Đảng bộ xã Thử Nghiệm"]
    assert page.title == "Chi bộ thôn Nà Thử"


def test_the_length_is_told_as_soon_as_both_times_are_there(desk: Desk, open_editor: Opener) -> None:
    session = replace(phieng_an().session, start="19:30", end=None)
    page = open_editor(keep(desk, replace(phieng_an(), session=session)))
    assert page.section is not None
    page.section.go_to("session.end")
    settle()
    type_text("2120")
    press(Qt.Key.Key_Tab)
    assert "110 phút, đủ thời lượng" in words_on(page.section)


def test_going_to_a_field_selects_nothing_that_a_key_would_erase(desk: Desk, open_editor: Opener) -> None:
    page = open_editor(keep(desk, phieng_an()))
    assert page.section is not None
    field = focus()
    assert isinstance(field, LineInput)
    field.selectAll()  # as when the button that had the focus is gone
    page.section.go_to("cell.name")
    settle()
    field = focus()
    assert isinstance(field, LineInput)
    assert not field.hasSelectedText()


def test_attachments_are_kept_by_content_and_bad_ones_are_told(
    qtbot: Any, desk: Desk, jobs: Jobs, open_editor: Opener, tmp_path: Path
) -> None:
    visit = keep(desk, replace(phieng_an(), nothing_in=()))
    page = open_editor(visit)
    page.show_subject(Section.ATTACHMENTS)
    settle()
    good, bad = tmp_path / "bien_ban.pdf", tmp_path / "ghi_chu.txt"
    good.write_bytes(b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")
    bad.write_text("không phải ảnh", encoding="utf-8")
    page.section.attach([good, bad])  # type: ignore[union-attr] - section 10 has it
    qtbot.waitUntil(lambda: not jobs.is_busy() and saved(page), timeout=3000)
    (row,) = drafts.load_draft(desk, visit.id).visit.attachments
    assert row.label == "bien_ban"
    assert page.section._banners.shows("refused")  # type: ignore[union-attr]


# finalising and after


def test_finalising_locks_and_an_amendment_opens_again(qtbot: Any, desk: Desk, jobs: Jobs, open_editor: Opener) -> None:
    visit = keep(desk, phieng_an())
    page = open_editor(visit)
    asked = ask_to_finalise(qtbot)
    assert asked.safe.text() == "Chưa chốt"
    assert asked.safe.hasFocus()
    asked.press("Chốt biên bản")
    qtbot.waitUntil(lambda: not page.is_writing and not jobs.is_busy(), timeout=3000)
    assert visits.read_visit(desk, visit.id).row.state is VisitState.FINALISED
    assert page.section is not None
    fields = page.section.findChildren(LineInput)
    assert fields
    assert all(field.isReadOnly() or not field.isEnabled() for field in fields)
    names = [button.text() for button in page._actions.widgets if hasattr(button, "text")]  # type: ignore[attr-defined]
    assert names == ["Làm bản bổ sung", "Xem bản in"]
    qtbot.mouseClick(_button(page, "Làm bản bổ sung"), Qt.MouseButton.LeftButton)
    settle()
    asked = dialog()
    assert not asked.buttons[1].isEnabled()
    _reason_in(asked).setPlainText("Thiếu giờ kết thúc")
    assert asked.buttons[1].isEnabled()
    asked.press("Làm bản bổ sung")
    qtbot.waitUntil(lambda: page.is_writing and not jobs.is_busy(), timeout=3000)
    draft = drafts.load_draft(desk, visit.id)
    assert (draft.amends, draft.reason) == (True, "Thiếu giờ kết thúc")


def test_nothing_is_written_after_finalising(qtbot: Any, desk: Desk, jobs: Jobs, open_editor: Opener) -> None:
    """A change that was on its way to the disk must not make a draft of locked minutes."""
    visit = keep(desk, phieng_an())
    page = open_editor(visit)
    page.show_subject(Section.CLOSING)
    settle()
    type_text(" và còn nữa")
    ask_to_finalise(qtbot).press("Chốt biên bản")
    qtbot.waitUntil(lambda: not page.is_writing and not jobs.is_busy(), timeout=3000)
    page._autosave.note_change()
    page._autosave.save_now()
    settle()
    assert not jobs.is_busy()
    assert visits.read_visit(desk, visit.id).row.state is not VisitState.DRAFT


def test_minutes_without_a_day_are_refused_and_the_field_is_shown(
    qtbot: Any, desk: Desk, jobs: Jobs, open_editor: Opener
) -> None:
    visit = keep(desk, replace(phieng_an(), session=replace(phieng_an().session, date=None)))
    page = open_editor(visit)
    page.show_subject(Section.CLOSING)
    settle()
    ask_to_finalise(qtbot).press("Chốt biên bản")
    qtbot.waitUntil(lambda: page.banners.shows("refused") and not jobs.is_busy(), timeout=3000)
    assert page.is_writing
    assert page.section is not None
    assert page.section.section is Section.GENERAL
    page._autosave.note_change()
    qtbot.waitUntil(lambda: saved(page), timeout=3000)


def test_f8_goes_round_what_is_not_finished(desk: Desk, open_editor: Opener) -> None:
    visit = replace(phieng_an(), guidance=(), closing=Closing(), nothing_in=(Section.SCORING, Section.VOTES))
    page = open_editor(keep(desk, visit))
    press(Qt.Key.Key_F8)
    assert page.section is not None
    assert page.section.section is Section.GUIDANCE
    press(Qt.Key.Key_F8)
    assert page.section is not None
    assert page.section.section is Section.CLOSING


def test_finalised_minutes_have_a_history_and_can_be_withdrawn(
    qtbot: Any, desk: Desk, jobs: Jobs, open_editor: Opener
) -> None:
    visit = keep(desk, don_bay(), finalised=True)
    page = open_editor(visit)
    page.show_subject(HISTORY)
    settle()
    assert page.section is None
    assert page._history._deeds.rowCount() == 1
    qtbot.mouseClick(_button(page, "Rút biên bản…"), Qt.MouseButton.LeftButton)
    asked = dialog()
    _reason_in(asked).setPlainText("Ghi nhầm chi bộ")
    asked.press("Rút biên bản")
    qtbot.waitUntil(lambda: page._history._deeds.rowCount() == 2 and not jobs.is_busy(), timeout=3000)
    assert visits.read_visit(desk, visit.id).row.state is VisitState.WITHDRAWN


# input methods


@pytest.mark.parametrize("place", ["session.place", "cell", "chair.name"])
def test_nothing_is_saved_while_a_word_is_composed(
    qtbot: Any, desk: Desk, jobs: Jobs, open_editor: Opener, place: str
) -> None:
    """J12 in lines, the completer and the combo of section 1."""
    visit = keep(desk, phieng_an())
    page = open_editor(visit)
    assert page.section is not None
    if place == "cell":
        page.section._cell.name.setFocus()  # type: ignore[attr-defined] - section 1 has it
    else:
        page.section.go_to(place)
    settle()
    _composes_quietly(qtbot, page, jobs)
    assert _says_nfc(page.section.collect(visit), "tiến")


@pytest.mark.parametrize("section", [Section.CLOSING])
def test_nothing_is_saved_while_a_word_is_composed_in_running_text(
    qtbot: Any, desk: Desk, jobs: Jobs, open_editor: Opener, section: Section
) -> None:
    visit = keep(desk, replace(phieng_an(), closing=Closing()))
    page = open_editor(visit)
    page.show_subject(section)
    settle()
    _composes_quietly(qtbot, page, jobs)
    assert page.section is not None
    assert page.section.collect(visit).closing.conclusion == "tiến"


def _composes_quietly(qtbot: Any, page: EditorPage, jobs: Jobs) -> None:
    qtbot.waitUntil(lambda: not jobs.is_busy() and not page._autosave._timer.isActive(), timeout=3000)
    asked: list[object] = []
    jobs.busy_changed.connect(asked.append)
    compose("tiê")
    press(Qt.Key.Key_S, CTRL)
    page._autosave.save_now()
    page._autosave._timer.timeout.emit()
    settle()
    assert asked == []
    popup = QApplication.activePopupWidget()
    assert popup is None
    type_text(unicodedata.normalize("NFD", "tiến"))
    qtbot.waitUntil(lambda: saved(page) and not jobs.is_busy(), timeout=3000)
    assert asked


def _says_nfc(visit: Visit, word: str) -> bool:
    texts = (visit.session.place, visit.cell.name, visit.chair.name)
    return any(word in text and unicodedata.is_normalized("NFC", text) for text in texts)


# walkers


@pytest.mark.parametrize("section", [*Section, HISTORY])
@pytest.mark.parametrize(("size", "zoom"), [((1262, 696), 100), ((920, 640), 100), ((1262, 696), 150)])
def test_every_section_passes_the_walkers(
    desk: Desk, open_editor: Opener, theme: Theme, section: Section | str, size: tuple[int, int], zoom: int
) -> None:
    theme.set_zoom(zoom)
    theme.set_scheme(Scheme.DARK if zoom == 150 else Scheme.LIGHT)
    page = open_editor(keep(desk, phieng_an(), finalised=section == HISTORY), size=size)
    page.show_subject(section)
    settle()
    assert faults(page) == []


def test_a_narrow_window_has_a_drop_down_of_sections(desk: Desk, open_editor: Opener) -> None:
    page = open_editor(keep(desk, phieng_an()), size=(920, 640))
    combo = page._list.combo
    assert isinstance(combo, QComboBox)
    assert combo.isVisible()
    assert combo.currentText() == "Mục 1/10: Thông tin chung"


def test_a_long_name_does_not_break_the_page(desk: Desk, open_editor: Opener) -> None:
    name = "Chi bộ Trường Phổ thông dân tộc bán trú Trung học cơ sở Nguyễn Thị Minh Khai huyện Bạch Thông"
    visit = replace(phieng_an(), cell=replace(phieng_an().cell, name=name))
    page = open_editor(keep(desk, visit), size=(920, 640))
    assert faults(page) == []


def _button(page: QWidget, words: str) -> QWidget:
    from PySide6.QtWidgets import QPushButton

    return next(button for button in page.findChildren(QPushButton) if button.text() == words and button.isVisible())


# the whole way (J2)


def test_from_an_empty_draft_to_locked_minutes_by_keyboard(
    qtbot: Any, desk: Desk, jobs: Jobs, open_editor: Opener
) -> None:
    """J2: attendance by digits, four opinions, F8, F9; screen, service and paper give the same counts."""
    cell = replace(phieng_an(), attendance=replace(phieng_an().attendance, counts=Counts()), opinions=(), guidance=())
    visit = keep(desk, cell)
    page = open_editor(visit)
    press(Qt.Key.Key_PageDown, CTRL)
    press(Qt.Key.Key_Home)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_2)
    for _ in range(2):
        press(Qt.Key.Key_PageDown, CTRL)
    for number in range(4):
        if number == 0:
            press(Qt.Key.Key_Insert)
            qtbot.waitUntil(lambda: isinstance(focus(), TextInput))
        type_text(f"Ý kiến số {number + 1}")
        press(Qt.Key.Key_Return, CTRL)
        qtbot.waitUntil(lambda: isinstance(focus(), TextInput))
    press(Qt.Key.Key_F8)
    assert page.section is not None
    assert page.section.section is Section.GUIDANCE
    ask_to_finalise(qtbot).press("Chốt biên bản")
    qtbot.waitUntil(lambda: not page.is_writing and not jobs.is_busy(), timeout=3000)
    view = visits.read_visit(desk, visit.id)
    assert (view.row.state, view.row.present, view.row.total, view.row.opinions) == (VisitState.FINALISED, 7, 9, 4)
    facts = {row.key: row.fact for row in page._rows}
    assert (facts["attendance"], facts["opinions"]) == ("07/09", "4")
    document = build_minutes(desk, visit.id)
    assert all(check.is_good for check in document.checks if check.code == "counts")
    text = "".join(leaf.extract_text() for leaf in PdfReader(BytesIO(document.pdf)).pages)
    assert all(f"Ý kiến số {number}" in " ".join(text.split()) for number in range(1, 5))
    assert page.header.findChildren(Chip)[0].chip.word == "Đã chốt"
