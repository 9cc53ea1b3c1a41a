"""Sections of rows: the rhythm of typing, keys, the way back, and what is given to be saved (parts of J2 and J12)."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QPushButton

from chibo_desktop.domain.ids import ItemId, VisitId
from chibo_desktop.domain.petitions import StepState
from chibo_desktop.domain.register import StatementKind
from chibo_desktop.domain.visits import (
    Addressee,
    FollowUpResult,
    Opinion,
    OpinionKind,
    Section,
    Visit,
    Vote,
)
from chibo_desktop.services import drafts, petition_lists, visits
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.founding import close_desk
from chibo_desktop.services.minutes import build_minutes
from chibo_desktop.services.petition_lists import Line
from chibo_desktop.services.petitions import Petition
from chibo_desktop.storage.statements import StatementFigures
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.editor.agenda import AgendaSection
from chibo_desktop.ui.pages.editor.deadlines import Deadline, DeadlineInput, Span, deadline_for, span_of
from chibo_desktop.ui.pages.editor.earlier import banner_sentence
from chibo_desktop.ui.pages.editor.frame import EditorPage
from chibo_desktop.ui.pages.editor.guidance import GuidanceSection
from chibo_desktop.ui.pages.editor.opinions import OpinionsSection
from chibo_desktop.ui.pages.editor.pasting import split_lines
from chibo_desktop.ui.pages.editor.scoring import ScoringSection
from chibo_desktop.ui.pages.editor.tasks import TasksSection
from chibo_desktop.ui.pages.editor.votes import VotesSection, outcome
from chibo_desktop.ui.theme import Theme
from tests.building.visits import phieng_an
from tests.ui.pages.row_home import SectionWindow, compose, focus, open_group_home, own, press, settle, type_text
from tests.ui.walkers import faults

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
Opener = Callable[..., Any]
ALL = (AgendaSection, OpinionsSection, GuidanceSection, TasksSection, VotesSection, ScoringSection)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = open_group_home(tmp_path)
    yield opened
    close_desk(opened)


@pytest.fixture
def open_section(desk: Desk, jobs: Jobs, qtbot) -> Iterator[Opener]:
    windows: list[SectionWindow] = []

    def opener(page, visit: Visit, read_only: bool = False) -> SectionWindow:
        window = SectionWindow(page(desk, jobs), visit)
        windows.append(window)
        window.open(read_only)
        qtbot.waitUntil(lambda: not jobs.is_busy(), timeout=5000)
        settle()
        return window

    yield opener
    for window in windows:
        window.close()
        window.deleteLater()


def december() -> Visit:
    """The visit to Phiêng An, its rows empty, in December 2026."""
    visit = phieng_an()
    return replace(
        visit,
        session=replace(visit.session, date=dt.date(2026, 12, 3)),
        **dict.fromkeys(("agenda", "opinions", "guidance", "tasks", "votes", "nothing_in"), ()),
    )


def with_opinions(*texts: str) -> Visit:
    rows = tuple(Opinion(id=f"aaaaaaa{place + 2}", text=text) for place, text in enumerate(texts))  # type: ignore[arg-type]
    return replace(december(), opinions=rows)


def texts(window: SectionWindow) -> list[str]:
    return [row.text for row in window.visit.opinions]


def button(window: SectionWindow, words: str) -> QPushButton:
    return next(one for one in window.findChildren(QPushButton) if one.text() == words and one.isVisible())


def test_four_opinions_by_keyboard_alone(open_section: Opener) -> None:
    window = open_section(OpinionsSection, december())
    press(Qt.Key.Key_Space)  # the focus is on `Thêm dòng`
    for text in ("Một", "Hai", "Ba", "Bốn"):
        type_text(text)
        press(Qt.Key.Key_Return, CTRL)
    press(Qt.Key.Key_Return, CTRL)  # nothing typed: the typing has come to its end
    assert texts(window) == ["Một", "Hai", "Ba", "Bốn"]
    assert "04 ý kiến" in window.section.sub_line(window.visit)


def test_tab_goes_through_the_fields_and_alt_digits_choose(open_section: Opener, qtbot) -> None:
    window = open_section(OpinionsSection, december())
    window.section.add_row()
    settle()
    press(Qt.Key.Key_2, ALT)
    kinds = [OpinionKind.PETITION]
    qtbot.waitUntil(lambda: [row.kind for row in window.visit.opinions] == kinds, timeout=3000)
    visited = []
    for _ in range(3):
        visited.append(type(focus()))
        press(Qt.Key.Key_Tab)
    assert visited[0].__name__ == "TextInput"
    assert not isinstance(focus(), QPlainTextEdit)


def test_enter_inside_the_text_is_a_new_line(open_section: Opener) -> None:
    window = open_section(OpinionsSection, december())
    window.section.add_row()
    settle()
    type_text("Dòng đầu")
    press(Qt.Key.Key_Return)
    type_text("dòng sau")
    press(Qt.Key.Key_Return, CTRL)
    assert texts(window) == ["Dòng đầu\ndòng sau"]


def test_esc_puts_the_row_back_and_undo_brings_the_text_again(open_section: Opener) -> None:
    window = open_section(OpinionsSection, with_opinions("Cũ"))
    window.section.go_to("opinions/aaaaaaa2/text")
    settle()
    press(Qt.Key.Key_End)
    type_text(" và mới")
    press(Qt.Key.Key_Escape)
    assert texts(window) == ["Cũ"]
    press(Qt.Key.Key_Z, CTRL)
    assert texts(window) == ["Cũ và mới"]
    press(Qt.Key.Key_Y, CTRL)
    assert texts(window) == ["Cũ"]


def test_what_is_typed_counts_before_the_row_is_finished(open_section: Opener, qtbot) -> None:
    window = open_section(OpinionsSection, december())
    window.section.add_row()
    settle()
    type_text("Đang gõ")
    qtbot.waitUntil(lambda: texts(window) == ["Đang gõ"], timeout=3000)
    assert window.section.place() == f"opinions/{window.visit.opinions[0].id}/text"


def test_delete_offers_the_row_again(open_section: Opener) -> None:
    window = open_section(OpinionsSection, with_opinions("Một", "Hai", "Ba"))
    press(Qt.Key.Key_Up)  # from the empty line to the last row
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Delete)
    assert texts(window) == ["Một", "Ba"]
    notice = window.notices[-1]
    assert isinstance(notice, NoticeWords)
    assert notice.title == "Đã bỏ dòng 2."
    assert notice.on_action is not None
    press(Qt.Key.Key_Up, ALT)  # something else is done before
    assert texts(window) == ["Ba", "Một"]
    notice.on_action()
    assert texts(window) == ["Ba", "Hai", "Một"]


def test_enter_in_a_short_field_goes_on_to_the_next(open_section: Opener) -> None:
    window = open_section(OpinionsSection, with_opinions("Một"))
    window.section.go_to("opinions/aaaaaaa2/speaker")
    settle()
    type_text("Lường Thị Thí")
    press(Qt.Key.Key_Return)
    assert window.section.place() == "opinions/aaaaaaa2/addressee"
    assert window.visit.opinions[0].speaker == "Lường Thị Thí"


def test_keys_that_no_field_wants_do_not_reach_the_table(open_section: Opener) -> None:
    window = open_section(OpinionsSection, with_opinions("Một", "Hai"))
    window.section.go_to("opinions/aaaaaaa3/addressee")
    settle()
    press(Qt.Key.Key_Delete)
    assert texts(window) == ["Một", "Hai"]


def test_rows_move_and_the_open_one_stays_open(open_section: Opener) -> None:
    window = open_section(OpinionsSection, with_opinions("Một", "Hai"))
    window.section.go_to("opinions/aaaaaaa3/text")
    settle()
    press(Qt.Key.Key_Up, ALT)
    assert texts(window) == ["Hai", "Một"]
    assert window.section.place() == "opinions/aaaaaaa3/text"
    press(Qt.Key.Key_Z, CTRL)
    assert texts(window) == ["Một", "Hai"]


def test_the_cell_above_is_copied(open_section: Opener) -> None:
    visit = with_opinions("Một", "Hai")
    first = replace(visit.opinions[0], addressee=Addressee.COMMUNE)
    window = open_section(OpinionsSection, replace(visit, opinions=(first, visit.opinions[1])))
    window.section.go_to("opinions/aaaaaaa3/addressee")
    settle()
    press(Qt.Key.Key_D, CTRL)
    assert window.visit.opinions[1].addressee is Addressee.COMMUNE


def test_a_row_is_copied_as_text(open_section: Opener) -> None:
    open_section(OpinionsSection, with_opinions("Sửa đường"))
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "Dòng 1, ý kiến, một đảng viên, Sửa đường, gửi Chi bộ"


def test_who_would_not_be_named_has_no_name_in_the_machine(open_section: Opener) -> None:
    visit = with_opinions("Một")
    visit = replace(visit, opinions=(replace(visit.opinions[0], speaker="Lường Thị Thí"),))
    window = open_section(OpinionsSection, visit)
    window.section.go_to("opinions/aaaaaaa2/speaker_withheld")
    settle()
    press(Qt.Key.Key_Space)
    row = window.visit.opinions[0]
    assert (row.speaker, row.speaker_withheld) == ("", True)
    assert not window.findChildren(QComboBox)[0].isEnabled()


def test_one_party_member_is_the_first_choice_and_is_no_name(open_section: Opener) -> None:
    window = open_section(OpinionsSection, with_opinions("Một"))
    window.section.go_to("opinions/aaaaaaa2/speaker")
    settle()
    person = next(combo for combo in window.findChildren(QComboBox) if combo.isEditable())
    assert person.itemText(0) == "Một đảng viên"
    assert person.itemText(1) == window.visit.attendance.roster[0].name
    person.setCurrentIndex(0)
    press(Qt.Key.Key_Return, CTRL)
    assert window.visit.opinions[0].speaker == ""
    assert not window.visit.opinions[0].speaker_withheld


def test_saying_that_there_was_nothing_finishes_the_section(open_section: Opener) -> None:
    window = open_section(OpinionsSection, december())
    button(window, "Không có ý kiến").click()
    settle()
    assert window.visit.nothing_in == (Section.OPINIONS,)
    button(window, "Thêm dòng").click()
    settle()
    type_text("Có một ý")
    press(Qt.Key.Key_Return, CTRL)
    assert window.visit.nothing_in == ()


def test_composing_holds_everything_back(open_section: Opener, qtbot) -> None:
    window = open_section(OpinionsSection, december())
    window.section.add_row()
    settle()
    edits, place = window.edits, window.section.place()
    compose("đườn")
    for key, modifiers in ((Qt.Key.Key_Return, CTRL), (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)):
        press(key, modifiers)
    press(Qt.Key.Key_Up, ALT)
    assert (window.edits, window.section.place()) == (edits, place)
    type_text(unicodedata.normalize("NFD", "đường"))
    qtbot.waitUntil(lambda: texts(window) == ["đường"], timeout=3000)
    assert unicodedata.is_normalized("NFC", window.visit.opinions[0].text)


@pytest.mark.parametrize("page", [AgendaSection, OpinionsSection, GuidanceSection, TasksSection, VotesSection])
def test_every_text_field_waits_for_the_input_method(open_section: Opener, page) -> None:
    window = open_section(page, december())
    window.section.add_row()
    settle()
    fields = [one for kind in (QLineEdit, QPlainTextEdit) for one in window.findChildren(kind) if one.isVisible()]
    assert fields
    for field in fields:
        field.setFocus()
        settle()
        edits = window.edits
        compose("ngườ")
        press(Qt.Key.Key_Return, CTRL)
        assert window.edits == edits
        assert field.hasFocus()
        compose("")


def test_pasted_lines_become_rows_in_one_step(open_section: Opener) -> None:
    QGuiApplication.clipboard().setText("1. Sửa đường\n\n- Cấp nước\n1.500 hộ vay vốn")
    window = open_section(OpinionsSection, with_opinions("Đầu"))
    button(window, "Dán nhiều dòng").click()
    settle()
    dialog = QGuiApplication.instance().activeModalWidget()  # type: ignore[union-attr]
    assert dialog.rows() == ("Sửa đường", "Cấp nước", "1.500 hộ vay vốn")
    dialog.press("Thêm các dòng này")
    window.activateWindow()
    settle()
    assert texts(window) == ["Đầu", "Sửa đường", "Cấp nước", "1.500 hộ vay vốn"]
    press(Qt.Key.Key_Z, CTRL)
    assert texts(window) == ["Đầu"]


def test_lines_are_split_without_losing_figures() -> None:
    assert split_lines("a)\n2) Hai\n• Ba\r\n-5 độ\n  ") == ("a)", "Hai", "Ba", "-5 độ")


def test_earlier_matters_get_their_result(open_section: Opener, desk: Desk) -> None:
    visits.record(desk, [own(desk, phieng_an())], finalise_them=True)
    draft = drafts.begin_draft(desk, phieng_an().cell).value
    window = open_section(OpinionsSection, draft)
    asked = petition_lists.earlier(desk, draft)
    assert asked
    assert banner_sentence(asked).startswith("Kỳ trước còn 0")
    button(window, "Xem và ghi kết quả").click()
    settle()
    press(Qt.Key.Key_Space)
    assert window.visit.follow_ups[0].result is FollowUpResult.DONE
    assert window.visit.follow_ups[0].statement == asked[0].id
    assert len(petition_lists.earlier(desk, window.visit)) == len(asked) - 1


def test_the_banner_counts_by_kind() -> None:
    rows = [
        a_line(kind, StepState.NEW, place)
        for place, kind in enumerate((StatementKind.PETITION, StatementKind.PROPOSAL, StatementKind.GUIDANCE), start=2)
    ]
    assert banner_sentence(rows) == "Kỳ trước còn 02 kiến nghị và 01 ý kiến chỉ đạo chưa xong ở chi bộ này."
    assert banner_sentence(rows[:1]) == "Kỳ trước còn 01 kiến nghị chưa xong ở chi bộ này."
    assert banner_sentence(rows[2:]) == "Kỳ trước còn 01 ý kiến chỉ đạo chưa xong ở chi bộ này."
    assert banner_sentence(()) == ""
    answered = a_line(StatementKind.PETITION, StepState.ANSWERED, 5)
    assert banner_sentence([answered]) == "01 việc đã có trả lời, cần báo lại chi bộ."
    assert banner_sentence([rows[0], answered]).startswith("Kỳ trước còn 01 kiến nghị chưa xong")


def a_line(kind: StatementKind, state: StepState, place: int) -> Line:
    figures = StatementFigures(
        VisitId("a" * 26), ItemId(f"aaaaaaa{place}"), place, kind, None, None, state, None, None, None, news=False
    )
    return Line(Petition(figures, text="x"))


def test_what_is_typed_in_the_editor_reaches_the_book_and_the_paper(desk: Desk, jobs: Jobs, qtbot) -> None:
    draft = own(desk, december())
    visits.record(desk, [draft], finalise_them=False)
    page = EditorPage(desk, jobs, draft.id)
    page.resize(1262, 696)
    page.show()
    page.activateWindow()
    page.refresh()
    qtbot.waitUntil(lambda: page.section is not None and not jobs.is_busy(), timeout=10_000)
    page._go_to_section(Section.OPINIONS)
    settle()
    press(Qt.Key.Key_Space)
    spoken = ("Sửa đường vào thôn", "Cấp nước sạch", "Vay vốn làm nhà", "Giữ nghề dệt")
    for text in spoken:
        type_text(text)
        press(Qt.Key.Key_Return, CTRL)
    page.leave()
    qtbot.waitUntil(lambda: not jobs.is_busy(), timeout=10_000)
    kept = drafts.load_draft(desk, draft.id).visit
    assert tuple(row.text for row in kept.opinions) == spoken
    printed = "".join(leaf.extract_text() for leaf in PdfReader(BytesIO(build_minutes(desk, draft.id).pdf)).pages)
    assert all(text in " ".join(printed.split()) for text in spoken)
    page.close()
    page.deleteLater()


def test_finalised_rows_can_be_read_and_not_changed(open_section: Opener) -> None:
    window = open_section(OpinionsSection, with_opinions("Một", "Hai"), read_only=True)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert all(field.isReadOnly() for field in window.findChildren(QPlainTextEdit))
    window.section.add_row()
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Delete)
    assert window.section.collect(window.visit) == window.visit


def test_an_open_row_survives_being_shown_again(open_section: Opener) -> None:
    window = open_section(OpinionsSection, with_opinions("Một"))
    window.section.go_to("opinions/aaaaaaa2/text")
    settle()
    window.section.show(window.section.collect(window.visit))
    assert window.section.place() == "opinions/aaaaaaa2/text"


def test_relative_deadlines_become_days() -> None:
    meeting = dt.date(2026, 12, 3)
    assert deadline_for(Span.NEXT_MEETING, meeting) == Deadline(dt.date(2027, 1, 7), "kỳ sau")
    assert deadline_for(Span.QUARTER, meeting) == Deadline(dt.date(2026, 12, 31), "hết quý IV năm 2026")
    assert deadline_for(Span.QUARTER, None) == Deadline(None, "hết quý")
    for span in (Span.NEXT_MEETING, Span.QUARTER):
        assert span_of(deadline_for(span, meeting)) is span


def test_guidance_keeps_its_deadline(open_section: Opener) -> None:
    window = open_section(GuidanceSection, december())
    window.section.add_row()
    settle()
    type_text("Rà soát hộ nghèo")
    choice = window.findChild(DeadlineInput)
    choice._span.choose(Span.QUARTER)
    press(Qt.Key.Key_Return, CTRL)
    assert window.visit.guidance[0].deadline == dt.date(2026, 12, 31)
    assert window.visit.guidance[0].deadline_words == "hết quý IV năm 2026"


def test_more_than_half_is_computed() -> None:
    row = Vote(id="aaaaaaa2", agree=5, against=2, other=1)  # type: ignore[arg-type]
    assert outcome(row, 8) == ("Quá nửa: 05/08, thông qua.", "ok")
    assert outcome(replace(row, agree=4), 8) == ("Chưa quá nửa: 04/08, không thông qua.", "warn")
    assert outcome(row, 7)[1] == "warn"
    assert outcome(replace(row, agree=None), 8) == ("", "")


def test_no_vote_finishes_the_section(open_section: Opener) -> None:
    window = open_section(VotesSection, december())
    button(window, "Không có").click()
    settle()
    assert window.visit.nothing_in == (Section.VOTES,)


def test_scores_are_computed_overruled_and_left_out(open_section: Opener) -> None:
    window = open_section(ScoringSection, december())
    button(window, "Bắt đầu chấm").click()
    settle()
    lines = {line.criterion: line for line in window.visit.score.lines}
    assert window.visit.score.rubric == "HD42-2025"
    assert (lines["1"].points, lines["1"].computed) == (5, True)
    assert lines["3"].points is None
    window.section.go_to(f"score/{lines['1'].id}/points")
    settle()
    focus().selectAll()  # type: ignore[attr-defined]
    type_text("3")
    press(Qt.Key.Key_Tab)
    line = window.visit.score.lines[0]
    assert (line.points, line.computed) == (3, False)
    window.section.go_to(f"score/{lines['3'].id}/not_applicable")
    settle()
    press(Qt.Key.Key_Space)
    assert not window.visit.score.lines[2].applicable


@pytest.mark.parametrize("zoom", [100, 150])
@pytest.mark.parametrize("page", ALL)
@pytest.mark.parametrize("filled", [True, False])
def test_nothing_is_clipped_and_everything_has_a_name(
    open_section: Opener, theme: Theme, page, zoom: int, filled: bool
) -> None:
    theme.set_zoom(zoom)
    window = open_section(page, phieng_an() if filled else december())
    window.resize(990 if zoom == 100 else 1180, 640)
    if filled and page is not ScoringSection:
        window.section.go_to(f"{window.section.attribute}/{getattr(window.visit, window.section.attribute)[0].id}")
    settle()
    assert faults(window) == []
