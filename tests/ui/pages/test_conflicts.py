"""Xung đột: every value that machines wrote without knowing of each other, none of them preferred."""

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from chibo_desktop.domain.ids import VisitId
from chibo_desktop.domain.visits import Visit, VisitState
from chibo_desktop.services import receiving, status, visits
from chibo_desktop.services.archive import Change
from chibo_desktop.services.conflicts import ChoiceView, ConflictView
from chibo_desktop.services.desk import Desk
from chibo_desktop.ui.components.differing_text import DifferingText
from chibo_desktop.ui.components.key_cap import KeyCap
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages import receive_rows
from chibo_desktop.ui.pages.before_after import BothVersionsPage
from chibo_desktop.ui.pages.conflict_rows import key_of
from chibo_desktop.ui.pages.conflicts import ConflictsPage
from chibo_desktop.ui.theme import Theme
from chibo_desktop.ui.tokens import Scheme
from tests.building import paper
from tests.building.exchange_town import Town, a_visit, amend, enrol, pack, record, town_in
from tests.building.visits import id_of
from tests.ui import walkers

ROAD = "Đề nghị xã sửa đoạn đường vào thôn bị sạt lở dài %s, xe chở khách không vào được; đề nghị xong %s."


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    yield from town_in(tmp_path)


def ending(end: str, text: str) -> Callable[[Visit], Visit]:
    def change(visit: Visit) -> Visit:
        first = dataclasses.replace(visit.opinions[0], text=text)
        session = dataclasses.replace(visit.session, end=end)
        return dataclasses.replace(visit, session=session, opinions=(first, *visit.opinions[1:]))

    return change


@pytest.fixture
def clerk(town: Town) -> Desk:
    """An office that amended minutes while the laptop that recorded them amended them too."""
    clerk, laptop = town.office(), town.laptop()
    enrol(laptop, clerk)
    (row,) = record(laptop, "Chi bộ thôn Phiêng An")
    receiving.merge(clerk, [pack(laptop, town.stick)])
    amend(clerk, row.id, ending("21:30", ROAD % ("120 m", "trước Tết Nguyên đán")))
    amend(laptop, row.id, ending("21:40", ROAD % ("200 m", "trong quý I/2027")))
    receiving.merge(clerk, [pack(laptop, town.stick)])
    return clerk


def opened(clerk: Desk, jobs: Jobs, qtbot: Any) -> ConflictsPage:
    return shown(ConflictsPage(clerk, jobs), jobs, qtbot)


def shown(page: ConflictsPage, jobs: Jobs, qtbot: Any) -> ConflictsPage:
    qtbot.addWidget(page)
    page.resize(1262, 768)
    page.show()
    page.refresh()
    qtbot.waitUntil(lambda: not jobs.is_busy())
    walkers.settle()
    return page


def choose(page: ConflictsPage, key: object) -> None:
    page.list.choose(key)
    page.list.chosen.emit(key)
    walkers.settle()


def visible_texts(page: ConflictsPage) -> list[str]:
    return [label.text() for label in page.findChildren(Label) if label.isVisibleTo(page)]


def values_of(page: ConflictsPage, end: str) -> ConflictView:
    return next(one for one in page._found.differing if one.path.endswith(end))


def press(page: ConflictsPage, key: str, jobs: Jobs, qtbot: Any) -> None:
    """A key while the list has the focus; whatever it writes is shown afterwards."""
    page.list.list.setFocus()
    qtbot.keyClicks(page.list.list, key)
    rest(page, jobs, qtbot)


def rest(page: ConflictsPage, jobs: Jobs, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: not jobs.is_busy())
    page.refresh()
    qtbot.waitUntil(lambda: not jobs.is_busy())
    walkers.settle()


def test_both_values_stand_side_by_side_with_their_differing_words(clerk: Desk, jobs: Jobs, qtbot: Any) -> None:
    page = opened(clerk, jobs, qtbot)
    assert len(page.list.keys) == 2
    choose(page, key_of(values_of(page, "/text")))
    texts = [text for text in page.findChildren(DifferingText) if text.isVisibleTo(page)]
    assert {tuple(text.marked) for text in texts} == {("120", "trước Tết Nguyên đán."), ("200", "trong quý I/2027.")}
    assert page.detail.title.text() == "Ý kiến 1, nội dung"
    assert page.header._sub.text() == "Còn 02 chỗ cần chọn"
    told = visible_texts(page)
    assert {"Bản của tổ số 05, máy Quang Thuận-2", "1", "2", "3", "4"} <= set(told) | {
        cap.text() for cap in page.findChildren(KeyCap) if cap.isVisibleTo(page)
    }
    assert any("theo giờ máy Quang Thuận-2" in text for text in told)
    assert any(text.startswith("gói 000002, nhận ") for text in told)
    assert not any(button.hasFocus() for button in page.detail.cards.buttons), "no side is preselected"
    assert walkers.faults(page) == []


def test_a_key_chooses_at_once_and_the_next_item_opens(clerk: Desk, jobs: Jobs, qtbot: Any) -> None:
    page = opened(clerk, jobs, qtbot)
    said: list[NoticeWords] = []
    page.notice_requested.connect(said.append)
    end = values_of(page, "session.end")
    choose(page, key_of(end))
    page.detail.reason.write("đã gọi hỏi")
    press(page, "2", jobs, qtbot)
    assert visits.read_visit(clerk, end.visit.id).visit.session.end == end.values[1].value
    (choice,) = page._found.chosen
    assert isinstance(choice, ChoiceView)
    assert choice.reason == "đã gọi hỏi"
    assert page.detail.reason.words() == ""
    assert page.list.current == key_of(values_of(page, "/text"))
    assert page.list.list.hasFocus()
    assert said[-1].action == "Hoàn tác"
    undo = said[-1].on_action
    assert undo is not None
    undo()
    rest(page, jobs, qtbot)
    assert len(page._found.differing) == 2


def test_undo_takes_the_last_choice_back(clerk: Desk, jobs: Jobs, qtbot: Any) -> None:
    page = opened(clerk, jobs, qtbot)
    choose(page, key_of(values_of(page, "session.end")))
    press(page, "1", jobs, qtbot)
    assert len(page._found.differing) == 1
    page.list.list.setFocus()
    qtbot.keyClick(page.list.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    rest(page, jobs, qtbot)
    assert len(page._found.differing) == 2
    assert page._found.chosen == ()
    qtbot.keyClick(page.list.list, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    rest(page, jobs, qtbot)
    assert len(page._found.differing) == 1, "made again"
    assert len(page._found.chosen) == 1
    qtbot.keyClick(page.list.list, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    rest(page, jobs, qtbot)
    assert len(page._found.chosen) == 1, "once"


def test_asking_keeps_both_and_prints_a_page_for_each_group(
    clerk: Desk, jobs: Jobs, qtbot: Any, tmp_path: Path
) -> None:
    page = opened(clerk, jobs, qtbot)
    said: list[NoticeWords] = []
    counted: list[int] = []
    page.notice_requested.connect(said.append)
    page.badge_changed.connect(lambda _, count: counted.append(count))
    page.ask_file = lambda _: str(tmp_path / "slip.pdf")
    end = values_of(page, "session.end")
    choose(page, key_of(end))
    press(page, "3", jobs, qtbot)
    assert counted[-1] == 1, "who was asked is waited for"
    assert values_of(page, "session.end").is_asked
    assert page.header._sub.text() == "Còn 01 chỗ cần chọn  ·  01 chỗ đã hỏi lại"
    save = said[-1].on_action
    assert save is not None
    save()
    rest(page, jobs, qtbot)
    pages = paper.pages_of((tmp_path / "slip.pdf").read_bytes())
    assert len(pages) == 1, "the office does not ask itself"
    for text in pages:
        plain = " ".join(text.split())
        assert {"PHIẾU HỎI LẠI", "21:30", "21:40", "Giờ kết thúc"} <= {
            word for word in ("PHIẾU HỎI LẠI", "21:30", "21:40", "Giờ kết thúc") if word in plain
        }
    assert "Tổ số 05 (máy Quang Thuận-2)" in " ".join(" ".join(pages).split())


def test_another_value_is_typed(clerk: Desk, jobs: Jobs, qtbot: Any) -> None:
    page = opened(clerk, jobs, qtbot)
    end = values_of(page, "session.end")
    choose(page, key_of(end))
    press(page, "4", jobs, qtbot)
    assert page.dialog is not None
    assert page.dialog.safe.text() == "Chưa ghi"
    page.dialog.input.write("21:35")  # pyright: ignore[reportAttributeAccessIssue] - a line of text here
    page.dialog.buttons[1].click()
    rest(page, jobs, qtbot)
    assert visits.read_visit(clerk, end.visit.id).visit.session.end == "21:35"


def test_a_value_that_the_field_cannot_take_is_told_and_changes_nothing(clerk: Desk, jobs: Jobs, qtbot: Any) -> None:
    page = opened(clerk, jobs, qtbot)
    choose(page, key_of(values_of(page, "session.end")))
    press(page, "4", jobs, qtbot)
    assert page.dialog is not None
    page.dialog.input.write("chín rưỡi")  # pyright: ignore[reportAttributeAccessIssue] - a line of text here
    page.dialog.buttons[1].click()
    rest(page, jobs, qtbot)
    assert page.banners.shows("failure")
    assert len(page._found.differing) == 2


def test_digits_in_the_reason_are_only_digits(clerk: Desk, jobs: Jobs, qtbot: Any) -> None:
    page = opened(clerk, jobs, qtbot)
    page.detail.reason.setFocus()
    qtbot.keyClicks(page.detail.reason, "1")
    rest(page, jobs, qtbot)
    assert len(page._found.differing) == 2
    assert page.detail.reason.words() == "1"


def test_the_two_versions_can_be_seen_whole(clerk: Desk, jobs: Jobs, qtbot: Any) -> None:
    page = opened(clerk, jobs, qtbot)
    pushed: list[BothVersionsPage] = []
    page.push_requested.connect(pushed.append)
    page.detail.both.click()
    rest(page, jobs, qtbot)
    (shown_page,) = pushed
    qtbot.addWidget(shown_page)
    assert shown_page.table.rows_model.rowCount() == 2
    asked: list[object] = []
    page.visit_requested.connect(asked.append)
    page.detail.open_visit.click()
    assert asked == [page._found.differing[0].visit.id]


def add_a_meeting_recorded_twice(town: Town, clerk: Desk) -> None:
    one, other = town.laptop("Bản Thử-1", "Tổ số 07", "Nông Văn Thử"), town.laptop("Quang Thuận-3", "Tổ số 06")
    twice = dataclasses.replace(a_visit("Chi bộ thôn ĐON BÂY"), id=VisitId(id_of("the same meeting again")))
    for laptop, visit in ((one, a_visit("Chi bộ thôn Đon Bây")), (other, twice)):
        enrol(laptop, clerk)
        visits.record(laptop, [visit], finalise_them=True)
        receiving.merge(clerk, [pack(laptop, town.stick)])


def test_a_meeting_that_two_machines_recorded_is_linked_with_one_key(
    town: Town, clerk: Desk, jobs: Jobs, qtbot: Any
) -> None:
    add_a_meeting_recorded_twice(town, clerk)
    counted: list[int] = []
    page = ConflictsPage(clerk, jobs)
    page.badge_changed.connect(lambda _, count: counted.append(count))
    page = shown(page, jobs, qtbot)
    assert counted == [3]
    before = status.status(clerk).visits[VisitState.MERGED]
    (pair,) = page._found.doubtful
    choose(page, key_of(pair))
    told = visible_texts(page)
    assert {"Bản của máy Bản Thử-1", "Bản của máy Quang Thuận-3", "Nông Văn Thử"} <= set(told)
    asked: list[object] = []
    page.visit_requested.connect(asked.append)
    for button in page.detail.cards.buttons:
        button.click()
    assert asked == [pair.first.row.id, pair.second.row.id]
    assert walkers.faults(page) == []
    press(page, "3", jobs, qtbot)
    assert page.list.current != key_of(pair), "later"
    choose(page, key_of(pair))
    press(page, "1", jobs, qtbot)
    assert page._found.doubtful == ()
    assert status.status(clerk).visits[VisitState.MERGED] == before - 1
    assert counted[-1] == 2
    choose(page, key_of(page._found.chosen[0]))
    assert walkers.faults(page) == []
    page.detail.undo.click()
    rest(page, jobs, qtbot)
    assert len(page._found.doubtful) == 1


def test_when_everything_is_chosen_the_page_says_so(clerk: Desk, jobs: Jobs, qtbot: Any) -> None:
    page = opened(clerk, jobs, qtbot)
    for _ in range(2):
        press(page, "1", jobs, qtbot)
    assert page._found.open == ()
    assert page.list.current is None
    told = visible_texts(page)
    assert {"Không còn chỗ nào cần chọn", "Các lần chọn trước nằm ở cột bên trái."} <= set(told)
    assert walkers.faults(page) == []


def test_an_office_without_conflicts(town: Town, jobs: Jobs, qtbot: Any) -> None:
    page = opened(town.office(), jobs, qtbot)
    assert walkers.faults(page) == []


def test_the_preview_names_the_one_value_that_differs(town: Town) -> None:
    clerk, laptop = town.office(), town.laptop()
    enrol(laptop, clerk)
    (row,) = record(laptop, "Chi bộ thôn Phiêng An")
    receiving.merge(clerk, [pack(laptop, town.stick)])

    def until(end: str) -> Callable[[Visit], Visit]:
        return lambda visit: dataclasses.replace(visit, session=dataclasses.replace(visit.session, end=end))

    amend(clerk, row.id, until("21:30"))
    amend(laptop, row.id, until("21:40"))
    ((_, report),) = receiving.inspect(clerk, [pack(laptop, town.stick)])
    (change,) = report.visits
    assert change.change is Change.DIFFERING
    assert receive_rows.change_words(change) == "Giờ kết thúc: sổ chung 21:30, gói này 21:40"


def test_the_preview_says_which_row_changes_and_which_was_struck(town: Town) -> None:
    clerk, laptop = town.office(), town.laptop()
    enrol(laptop, clerk)
    (row,) = record(laptop, "Chi bộ thôn Phiêng An")
    receiving.merge(clerk, [pack(laptop, town.stick)])

    def change(visit: Visit) -> Visit:
        first, _, *rest = visit.opinions
        return dataclasses.replace(visit, opinions=(dataclasses.replace(first, text="mới"), *rest))

    amend(laptop, row.id, change)
    ((_, report),) = receiving.inspect(clerk, [pack(laptop, town.stick)])
    (found,) = report.visits
    told = [receive_rows.note_words(note) for note in found.notes]
    assert [words.split(":")[0] for words in told] == ["Ý kiến 1, nội dung", "Bỏ dòng"]
    assert told[1] == "Bỏ dòng: Ý kiến 2"


@pytest.mark.parametrize(
    ("scheme", "zoom", "size"),
    [(Scheme.LIGHT, 100, (1262, 768)), (Scheme.DARK, 150, (1210, 696)), (Scheme.LIGHT, 100, (920, 640))],
)
def test_the_walkers_find_nothing(
    scheme: Scheme, zoom: int, size: tuple[int, int], town: Town, clerk: Desk, jobs: Jobs, qtbot: Any, theme: Theme
) -> None:
    theme.set_scheme(scheme)
    theme.set_zoom(zoom)
    add_a_meeting_recorded_twice(town, clerk)
    page = opened(clerk, jobs, qtbot)
    page.resize(*size)
    for key in page.list.keys:
        choose(page, key)
        assert walkers.faults(page) == []


def test_in_a_narrow_window_the_keys_work_on_the_drop_down(clerk: Desk, jobs: Jobs, qtbot: Any) -> None:
    page = ConflictsPage(clerk, jobs)
    qtbot.addWidget(page)
    page.resize(920, 640)
    page.show()
    page.refresh()
    qtbot.waitUntil(lambda: not jobs.is_busy())
    walkers.settle()
    assert page.list.is_narrow()
    assert page.list.combo.hasFocus()
    qtbot.keyClicks(page.list.combo, "1")
    rest(page, jobs, qtbot)
    assert len(page._found.chosen) == 1
