"""Xung đột: every value that machines wrote without knowing of each other, none of them preferred."""

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from chibo_desktop.domain.ids import VisitId
from chibo_desktop.domain.visits import Visit
from chibo_desktop.services import receiving, visits
from chibo_desktop.services.archive import Change
from chibo_desktop.services.desk import Desk
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.differing_text import DifferingText
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages import receive_rows
from chibo_desktop.ui.pages.conflicts import ConflictsPage, key_of
from chibo_desktop.ui.theme import Theme
from chibo_desktop.ui.tokens import Scheme
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


def test_both_values_stand_side_by_side_with_their_differing_words(clerk: Desk, jobs: Jobs, qtbot: Any) -> None:
    page = opened(clerk, jobs, qtbot)
    assert len(page.list.keys) == 2
    choose(page, next(key_of(one) for one in page._found.differing if one.path.endswith("/text")))
    texts = [text for text in page.findChildren(DifferingText) if text.isVisibleTo(page)]
    assert {tuple(text.marked) for text in texts} == {("120", "trước Tết Nguyên đán."), ("200", "trong quý I/2027.")}
    assert page._title.text() == "Ý kiến 1, nội dung"


def test_nothing_can_be_chosen_yet_and_the_page_says_so(clerk: Desk, jobs: Jobs, qtbot: Any) -> None:
    page = opened(clerk, jobs, qtbot)
    assert [button.text() for button in page.findChildren(Button) if button.isVisibleTo(page)] == ["Xem biên bản"]
    asked: list[object] = []
    page.visit_requested.connect(asked.append)
    page.open_visit.click()
    assert asked == [page._found.differing[0].visit.id]


def add_a_meeting_recorded_twice(town: Town, clerk: Desk) -> None:
    one, other = town.laptop("Bản Thử-1", "Tổ số 07", "Nông Văn Thử"), town.laptop("Quang Thuận-3", "Tổ số 06")
    twice = dataclasses.replace(a_visit("Chi bộ thôn ĐON BÂY"), id=VisitId(id_of("the same meeting again")))
    for laptop, visit in ((one, a_visit("Chi bộ thôn Đon Bây")), (other, twice)):
        enrol(laptop, clerk)
        visits.record(laptop, [visit], finalise_them=True)
        receiving.merge(clerk, [pack(laptop, town.stick)])


def test_a_meeting_that_two_machines_recorded_is_shown_with_both(
    town: Town, clerk: Desk, jobs: Jobs, qtbot: Any
) -> None:
    add_a_meeting_recorded_twice(town, clerk)
    counted: list[int] = []
    page = ConflictsPage(clerk, jobs)
    page.badge_changed.connect(lambda _, count: counted.append(count))
    page = shown(page, jobs, qtbot)
    assert counted == [3]
    (pair,) = page._found.doubtful
    choose(page, key_of(pair))
    told = visible_texts(page)
    assert {"Bản của máy Bản Thử-1", "Bản của máy Quang Thuận-3", "Nông Văn Thử"} <= set(told)
    assert page.pair_note.isVisibleTo(page)
    assert not page.values_note.isVisibleTo(page)
    buttons = [button for button in page.findChildren(Button) if button.isVisibleTo(page)]
    asked: list[object] = []
    page.visit_requested.connect(asked.append)
    for button in buttons:
        button.click()
    assert asked == [pair.first.row.id, pair.second.row.id]
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
